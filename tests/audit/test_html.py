"""The Nu HTML checker finds no error in any page, style sheet or icon."""

import json
import os
import shutil
import subprocess

import pytest


@pytest.fixture(scope="module")
def checker(tools):
    if not shutil.which("java"):
        pytest.skip("audit: java is not installed")
    jar = os.path.join(tools, "node_modules", "vnu-jar", "build", "dist", "vnu.jar")

    def check(folder):
        """What is wrong, as text; ending of a file's name = its kind."""
        result = subprocess.run(["java", "-Xss2m", "-jar", jar, "--format", "json", "--skip-non-html", "--also-check-css",
                                 "--also-check-svg", "--stdout", "--exit-zero-always", folder],
                                capture_output=True, text=True, timeout=300)
        messages = json.loads(result.stdout)["messages"]
        return [f"{os.path.basename(m['url'])}:{m.get('lastLine', 0)}: {m['type']}: {m['message']}: {m.get('extract', '')!r}"
                for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
    return check


# Not (yet) in what the checker knows.
UNKNOWN = ("text-wrap", "initial-letter", "hyphens", "forced-colors", "prefers-reduced-motion")


def store(press, paths, folder):
    for name, path in paths.items():
        answer = press.site.get(path)
        assert answer.status_code in (200, 404), (path, answer.status_code)
        (folder / f"{name.replace('%', '')}.html").write_bytes(answer.content)


# What the authors of the export file wrote so, and no renderer can mend without changing what they said.
AUTHORS = ("skipping", "missing a required instance of child element “dd”")


def judge(found, warnings=False, excused=()):
    wrong = [line for line in found
             if (warnings or ": error: " in line) and not any(word in line for word in (*UNKNOWN, *excused))]
    assert not wrong, "\n".join(wrong)


def test_the_checker_sees_an_error(checker, tmp_path):
    (tmp_path / "a.html").write_text("<!doctype html><html lang=en><title>A</title><p><div></p>")
    assert any(": error: " in line for line in checker(str(tmp_path)))


def test_pages(checker, press, tmp_path):
    store(press, press.paths, tmp_path)
    judge(checker(str(tmp_path)), warnings=True)


def test_persian_pages(checker, persian_press, tmp_path):
    store(persian_press, persian_press.paths, tmp_path)
    judge(checker(str(tmp_path)), warnings=True)


def test_every_markup_of_the_export_file(checker, press, tmp_path):
    if not press.markup:
        pytest.skip("the export file is not there")
    store(press, press.markup, tmp_path)
    judge(checker(str(tmp_path)), excused=AUTHORS)


def test_style_sheet_and_icon(checker, press, tmp_path):
    for name in ("theme.css", "favicon.svg"):
        (tmp_path / name).write_bytes(press.site.get(f"/static/{name}").content)
    judge(checker(str(tmp_path)))
