"""Settings: the list in the manual, old names, what is written but never shown, and what the sizes of pictures do."""

import os
import re

import pytest

from harness import ROOT
from page import Page
from test_rest_media import png, upload


def described(site):
    """Rows of `settings list --describe`: name, default, description."""
    lines = site.cli("settings", "list", "--describe").stdout.splitlines()
    rows = []
    for about, value in zip(lines[::2], lines[1::2]):
        text, default = re.fullmatch(r"# (.*?)(?: \(([^()]*)\))?", about).groups()
        rows.append((value.split("\t")[0], default or "", text))
    return rows


def manual_table(rows):
    lines = ["| name | default | what it is for |", "| --- | --- | --- |"]
    return "\n".join(lines + [f"| `{name}` | {default} | {text} |" for name, default, text in rows])


def test_the_manual_lists_every_setting(site):
    with open(os.path.join(ROOT, "docs", "operating.md"), encoding="utf-8") as file:
        manual = file.read()
    table = manual_table(described(site))
    assert table in manual, "docs/operating.md needs this table:\n" + table


@pytest.mark.parametrize("old, new, value, shown", [
    ("siteurl", "home", "https://example.org/", "https://example.org"),
    ("blacklist_keys", "disallowed_keys", "word", "word"),
    ("comment_whitelist", "comment_previously_approved", "0", "false"),
])
def test_names_that_wordpress_gave_up(fresh_site, old, new, value, shown):
    fresh_site.cli("settings", "set", old, value)
    assert fresh_site.cli("settings", "get", new).stdout == shown + "\n"
    assert fresh_site.cli("settings", "get", old).stdout == shown + "\n"
    assert old not in fresh_site.api("admin").get("settings").json()


def test_secrets_are_never_shown(site):
    api = site.api("admin")
    answer = api.post("settings", {"smtp_password": "hush hush", "smtp_user": "press"})
    assert answer.status_code == 200
    assert "hush" not in answer.text + api.get("settings").text + site.cli("settings", "list").stdout
    assert answer.json()["smtp_user"] == "press"
    assert site.cli("settings", "get", "smtp_password").stdout == "\n"
    # What a client sends back as it got it changes nothing.
    assert api.post("settings", api.get("settings").json()).status_code == 200
    assert site.cli("settings", "get", "smtp_password").stdout == "\n"
    options = api.options("settings").json()
    assert "smtp_password" in options["endpoints"][1]["args"]


def test_schema_explains_every_setting(site):
    api = site.api("admin")
    schema = api.options("settings").json()["schema"]["properties"]
    values = api.get("settings").json()
    # What is never shown is described all the same.
    assert set(schema) - set(values) == {"smtp_password"} and set(values) < set(schema)
    groups = {"general", "writing", "reading", "discussion", "permalinks", "media", "users", "mail", "privacy",
              "diagnostics"}
    assert {row["group"] for row in schema.values()} == groups
    kinds = {"string": str, "integer": int, "boolean": bool}
    for name, row in schema.items():
        assert row["title"] and row["description"].endswith("."), name
        assert type(row["default"]) is kinds[row["type"]], name
        assert row["type"] != "integer" or row["minimum"] <= row["default"] <= row["maximum"], name
        assert "enum" not in row or row["default"] in row["enum"], name
    assert schema["default_comment_status"]["enum"] == ["open", "closed"]
    assert schema["comments_closed_text"]["default"] == ""
    # The defaults are what null brings.
    assert api.post("settings", {"posts_per_page": 3}).json()["posts_per_page"] == 3
    api.post("settings", {"posts_per_page": None})
    assert api.get("settings").json()["posts_per_page"] == schema["posts_per_page"]["default"]
    # A change of one alone leaves the others.
    api.post("settings", {"title": "Kept"})
    api.post("settings", {"posts_per_page": 4})
    assert api.get("settings").json()["title"] == "Kept"


def test_numbers_of_attachments(site):
    api = site.api("admin")
    with site.with_settings(site_icon=12, site_logo=13):
        assert api.get("settings").json()["site_logo"] == 13
    answer = api.post("settings", {"site_icon": -1})
    assert answer.status_code == 400 and answer.json()["code"] == "rest_invalid_param"


def test_default_role(site):
    with site.with_settings(default_role="author"):
        user = site.api("admin").post("users", {"username": "newcomer", "email": "new@example.org", "password": "pw"})
        assert user.json()["roles"] == ["author"]


def sizes_of(media):
    return {name: (size["width"], size["height"]) for name, size in media["media_details"]["sizes"].items()}


def test_sizes_of_pictures(site):
    api = site.api("admin")
    with site.with_settings(thumbnail_crop=False, thumbnail_size_h=60, medium_size_w=0, medium_size_h=90,
                            large_size_w=0, large_size_h=0, medium_large_size_w=200):
        media = upload(api, "sizes.png", png(800, 400)).json()
    assert sizes_of(media) == {"thumbnail": (120, 60), "medium": (180, 90), "medium_large": (200, 100),
                               "full": (800, 400)}
    media = upload(api, "sizes.png", png(800, 400)).json()
    assert sizes_of(media)["thumbnail"] == (150, 150) and "large" not in sizes_of(media)


def test_folders_of_uploads(site):
    api = site.api("admin")
    with site.with_settings(uploads_use_yearmonth_folders=False):
        media = upload(api, "flat.png", png(400, 400)).json()
        again = upload(api, "flat.png", png(400, 400)).json()
    assert media["media_details"]["file"] == "flat.png" and media["title"]["rendered"] == "flat"
    assert again["media_details"]["file"] == "flat-1.png"
    for size in media["media_details"]["sizes"].values():
        assert site.get(size["source_url"].removeprefix(site.base)).status_code == 200
    assert api.delete(f"media/{media['id']}?force=true").status_code == 200
    assert not [name for name in os.listdir(site.data + "/uploads") if name.startswith("flat.")]
    assert os.path.exists(site.data + "/uploads/flat-1.png")


def head_links(site, rel):
    return [link for link in Page(site.get("/")).find_all("link") if link.get("rel") == rel]


def test_logo_and_icon(fresh_site):
    site = fresh_site
    api = site.api("admin")
    assert [link["type"] for link in head_links(site, "icon")] == ["image/svg+xml"]
    media = upload(api, "logo.png", png(600, 300)).json()
    site.settings(site_logo=media["id"], site_icon=media["id"])
    page = Page(site.get("/"))
    logo = page.find("img", class_="logo")
    assert (logo["alt"], logo["width"], logo["height"]) == ("Test Site", "600", "300")
    assert logo.parent.tag == "a" and logo.parent.parent.tag == "h1"
    icon, touch = head_links(site, "icon")[0], head_links(site, "apple-touch-icon")[0]
    assert (icon["type"], icon["sizes"]) == ("image/png", "150x150")
    for url in (logo["src"], icon["href"], touch["href"]):
        assert site.get(url.removeprefix(site.base)).headers["Content-Type"] == "image/png"
    answer = site.get("/favicon.ico", allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, icon["href"])
    index = site.get("/wp-json/").json()
    assert index["site_logo"] == index["site_icon"] == media["id"]
    assert index["site_icon_url"].endswith("/logo.png")
    # What is gone, or is no picture, is as good as none.
    api.delete(f"media/{media['id']}?force=true")
    assert Page(site.get("/")).find("img", class_="logo") is None
    assert [link["type"] for link in head_links(site, "icon")] == ["image/svg+xml"]
    assert site.get("/favicon.ico").headers["Content-Type"] == "image/svg+xml"
    text = upload(api, "words.txt", b"words", "text/plain").json()
    site.settings(site_logo=text["id"], site_icon=text["id"])
    assert Page(site.get("/")).find("img", class_="logo") is None and site.get("/favicon.ico").status_code == 200


def test_the_newsroom_says_what_the_server_says(site):
    with open(os.path.join(ROOT, "static", "newsroom", "screens", "settings", "words.ts"), encoding="utf-8") as file:
        source = file.read()
    text = r'"(?:[^"\\\\]|\\\\.)*"'
    rows = re.findall(rf"^  (\w+): \(\) => \[\s*t\(\s*({text}|'[^']*'),?\s*\),\s*t\(\s*({text}|'[^']*'),?\s*\),?\s*\]", source, re.M)
    said = {name: tuple(word[1:-1].replace('\\"', '"') for word in words) for name, *words in rows}
    schema = site.api("admin").options("settings").json()["schema"]["properties"]
    assert said == {name: (row["title"], row["description"]) for name, row in schema.items()}
