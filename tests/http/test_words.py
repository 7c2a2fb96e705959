"""The interface's words: chosen by the setting WPLANG, from the very next request on, on every page."""

import re

import pytest

LANGUAGES = {
    "de_DE": ("de-DE", "ltr", "Zum Inhalt springen", "Kommentar schreiben"),
    "fr_FR": ("fr-FR", "ltr", "Aller au contenu", "Écrire un commentaire"),
    "es_ES": ("es-ES", "ltr", "Ir al contenido", "Escriba un comentario"),
    "ru_RU": ("ru-RU", "ltr", "Перейти к содержанию", "Написать комментарий"),
    "fa_IR": ("fa-IR", "rtl", "پرش به متن", "دیدگاه خود را بنویسید"),
    "ar": ("ar", "rtl", "انتقل إلى المحتوى", "اكتب تعليقًا"),
}


@pytest.fixture(scope="module")
def article(site):
    return site.make_post(title="Wheat", content="Some text.", date_gmt="2026-09-01T09:30:05")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_language(site, article, locale):
    language, direction, skip, write = LANGUAGES[locale]
    assert "Skip to the content" in site.get(article["link"]).text
    with site.with_settings(language=locale):
        page = site.get(article["link"]).text
        assert f'<html lang="{language}" dir="{direction}">' in page
        assert skip in page and write in page
        for path in ("/", "/?s=wheat", "/?s=", "/2026/", "/wp-login.php?reauth=1", "/nothing-here/"):
            text = site.get(path).text
            assert skip in text, path
            # What is left of English: names, addresses, and what the press itself wrote.
            assert not re.search(r">[^<]*\b(the|is|Search|Log|Home|of|with|and|comments?)\b[^<]*<", text), path
    assert "Skip to the content" in site.get(article["link"]).text


def test_variants_and_languages_without_a_catalogue(site, article):
    with site.with_settings(language="de_CH_informal"):
        page = site.get(article["link"]).text
        assert 'lang="de-CH"' in page and "Kommentar schreiben" in page
    with site.with_settings(language="pt_BR"):
        page = site.get(article["link"]).text
        assert 'lang="pt-BR"' in page and "Write a comment" in page
    with site.with_settings(language="he_IL"):
        assert 'lang="he-IL" dir="rtl"' in site.get(article["link"]).text


def test_dates_by_the_language_unless_a_format_was_chosen(site, article):
    def published():
        return re.search(r"<time [^>]*>([^<]*)</time>", site.get(article["link"]).text.split('class="byline"')[1]).group(1)

    assert published() == "September 1, 2026, 9:30 am"
    for locale, expected in {"de_DE": "1. September 2026, 9:30 Uhr", "fr_FR": "1er septembre 2026 à 9 h 30",
                             "es_ES": "1 de septiembre de 2026, 9:30", "ru_RU": "1 сентября 2026, 9:30",
                             "fa_IR": "۱ سپتامبر ۲۰۲۶، ۰۹:۳۰", "ar": "1 سبتمبر 2026، 9:30 ص"}.items():
        with site.with_settings(language=locale):
            assert published() == expected
    with site.with_settings(language="de_DE", date_format="d.m.Y", time_format="H:i"):
        assert published() == "01.09.2026, 09:30"


def test_months_alone_are_not_in_the_genitive(site, article):
    with site.with_settings(language="ru_RU"):
        assert "<h1>сентябрь 2026</h1>" in site.get("/2026/09/").text
        assert "<h1>1 сентября 2026</h1>" in site.get("/2026/09/01/").text


def test_counts_have_their_plural(site, article):
    for number in range(1, 6):
        site.api("admin").post("comments", {"post": article["id"], "content": f"Number {number}."})
        russian = {1: "1 комментарий", 2: "2 комментария", 3: "3 комментария", 4: "4 комментария", 5: "5 комментариев"}
        with site.with_settings(language="ru_RU"):
            assert f"<bdi>{russian[number]}</bdi>" in site.get(article["link"]).text
    with site.with_settings(language="fa_IR"):
        assert "<bdi>۵ دیدگاه</bdi>" in site.get("/").text


def test_a_refused_comment_says_why(site, article):
    with site.with_settings(language="de_DE"):
        answer = site.post("/wp-comments-post.php", {"comment_post_ID": article["id"], "comment": "Hallo"})
        assert answer.status_code == 422
        assert "Bitte schicken Sie Ihren Kommentar noch einmal ab" in answer.text
    closed = site.make_post(title="Closed", comment_status="closed")
    with site.with_settings(language="fr_FR"):
        answer = site.post("/wp-comments-post.php", {"comment_post_ID": closed["id"], "comment": "Bonjour"})
        assert answer.status_code == 403
        assert "Les commentaires sont fermés. Votre commentaire n’a pas été publié." in answer.text
        assert "Les commentaires sont fermés." in site.get(closed["link"]).text


def test_errors_are_translated_and_rest_is_not(site, article):
    with site.with_settings(language="de_DE"):
        answer = site.post("/wp-login.php", {"log": "admin", "pwd": "wrong"})
        assert answer.status_code == 401 and "Name oder Passwort stimmen nicht." in answer.text
        answer = site.get("/" + "x" * 9000)
        assert answer.status_code == 414 and "Die Adresse der Anfrage ist zu lang." in answer.text
        answer = site.api().get(f"posts/{10 ** 9}")
        assert answer.json()["message"] == "Invalid post ID."
