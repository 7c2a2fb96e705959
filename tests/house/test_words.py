"""The catalogues in server/text/po/: every word is used, every language has every word, and what pages say of errors is a word."""

import importlib.util
import os
import re

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def load_script():
    spec = importlib.util.spec_from_file_location("words", os.path.join(ROOT, "script", "words.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


words = load_script()
CATALOGUES = words.load(os.path.join(ROOT, "server", "text", "po"))
ENGLISH = CATALOGUES[0]
LANGUAGES = CATALOGUES[1:]


def texts(folder, ending):
    for directory, _, names in os.walk(os.path.join(ROOT, folder)):
        for name in sorted(names):
            if name.endswith(ending):
                with open(os.path.join(directory, name), encoding="utf-8") as file:
                    yield name, file.read()


SOURCE = "\n".join(text for _, text in texts("server", ".c"))
# "One literal " "in two lines".
JOINED = re.sub(r'"\s*\n\s*"', "", SOURCE)
IN_TEMPLATES = {key for _, text in texts("templates", ".mustache") for key in re.findall(r"\{\{#_\}\}(.*?)\{\{/_\}\}", text)}


def test_there_are_languages():
    assert [catalogue.code for catalogue in CATALOGUES][0] == "en"
    assert {"ar", "de", "es", "fa", "fr", "ru"} <= {catalogue.code for catalogue in LANGUAGES}


@pytest.mark.parametrize("catalogue", LANGUAGES, ids=lambda catalogue: catalogue.code)
def test_each_word_is_translated(catalogue):
    missing = [source.key for source in ENGLISH.entries
               if not source.fuzzy and not words.forms_of(source, catalogue)]
    assert not missing, f"{catalogue.path} lacks {missing}"


@pytest.mark.parametrize("catalogue", LANGUAGES, ids=lambda catalogue: catalogue.code)
def test_no_translation_is_left_over(catalogue):
    left = [f"{entry.path}:{entry.line}: {entry.key}" for entry in catalogue.entries if entry.key not in ENGLISH.by_key]
    assert not left, left


def test_each_word_is_used():
    # Months and days are reached by their number.
    unused = [entry.key for entry in ENGLISH.entries
              if not (entry.name and (re.search(rf"\b{entry.name}\b", SOURCE) or entry.context
                                      and re.match(r"(month|day)\b", entry.context)))
              and entry.key not in IN_TEMPLATES and f'"{entry.key}"' not in JOINED]
    assert not unused, unused


def test_months_and_days_stand_in_their_order():
    names = [entry.name for entry in ENGLISH.entries]
    for first, last, count in (("JANUARY", "DECEMBER", 12), ("OF_JANUARY", "OF_DECEMBER", 12),
                               ("JAN_SHORT", "DEC_SHORT", 12), ("SUNDAY", "SATURDAY", 7),
                               ("SUN_SHORT", "SAT_SHORT", 7)):
        assert names.index(f"WORD_{last}") - names.index(f"WORD_{first}") == count - 1, first


NAMES_OF_FORMATS = {"JSON", "oEmbed (JSON)", "oEmbed (XML)"}


def test_templates_have_no_words_of_their_own():
    """What stands in no {{#_}} would stay English."""
    wrong = []
    for name, text in texts("templates", ".mustache"):
        bare = re.sub(r"\{\{#_\}\}.*?\{\{/_\}\}|\{\{[^}]*\}\}", "", text)
        wrong += [f"{name}: {word}" for word in re.split(r"<[^>]*>", bare) if re.search("[A-Za-z]{2}", word)]
        wrong += [f"{name}: {word}" for word in re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]+)"', bare)
                  if word not in NAMES_OF_FORMATS]
    assert not wrong, wrong


ERROR = re.compile(r'error_set\([^;]*?\d{3}, "[a-z_0-9]+",\s*"([^"%]*)"\)', re.S)


def test_errors_that_a_reader_may_see_are_words():
    missing = []
    for folder in ("server/http", "server/pages"):
        for name, text in texts(folder, ".c"):
            for sentence in ERROR.findall(re.sub(r'"\s*\n\s*"', "", text)):
                if sentence[:1].isupper() and sentence not in ENGLISH.by_key:
                    missing.append(f"{folder}/{name}: {sentence}")
    assert not missing, missing


def catalogue_of(tmp_path, code, text, header="Plural-Forms: nplurals=2; plural=n != 1;"):
    path = tmp_path / f"{code}.po"
    path.write_text(f'msgid ""\nmsgstr ""\n"{header}\\n"\n\n{text}\n', encoding="utf-8")
    return words.Catalogue(str(path))


@pytest.mark.parametrize("source, text, message", [
    ('msgid "Hello {name}"', 'msgid "Hello {name}"\nmsgstr "Hallo"', "placeholders differ"),
    ('msgid "Hello {{name}}"', 'msgid "Hello {{name}}"\nmsgstr "Hallo {{nane}}"', "tags differ"),
    ('msgid "<b>Hello</b>"', 'msgid "<b>Hello</b>"\nmsgstr "Hallo"', "elements differ"),
    ('msgid "{n} day"\nmsgid_plural "{n} days"', 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} Tag"',
     "it needs 2 forms"),
    ('msgid "{n} day"\nmsgid_plural "{n} days"', 'msgid "{n} day"\nmsgstr "{n} Tag"', "is a plural here or there only"),
])
def test_wrong_translations_are_refused(tmp_path, source, text, message):
    english = catalogue_of(tmp_path, "en", source)
    german = catalogue_of(tmp_path, "de", text)
    with pytest.raises(words.Wrong, match=message):
        words.forms_of(english.entries[0], german)


def test_wrong_catalogues_are_refused(tmp_path):
    with pytest.raises(words.Wrong, match="Plural-Forms"):
        catalogue_of(tmp_path, "de", "", 'Plural-Forms: nplurals=2; plural=system(n);')
    with pytest.raises(words.Wrong, match="is there twice"):
        catalogue_of(tmp_path, "de", 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"')


def test_a_new_word_is_said_in_english_until_it_is_translated(tmp_path):
    english = catalogue_of(tmp_path, "en", '#, fuzzy\nmsgid "Hello"')
    assert english.entries[0].fuzzy
    assert words.forms_of(english.entries[0], catalogue_of(tmp_path, "de", "")) is None
