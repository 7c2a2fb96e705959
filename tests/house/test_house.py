"""The plan of the house, kept: who may include whom, where engines may be seen, how long a file may be."""

import os
import re

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# A room -> the rooms whose headers it may include, beside its own.
MAY_INCLUDE = {
    "base": [],
    "db": ["base"],
    "server/text": ["base"],
    "server/http": ["base"],
    "server/mail": ["base", "db", "server/text", "server/rules"],
    "server/rules": ["base", "db", "server/text", "server/media"],
    "server/media": ["base", "db"],
    "server/transfer": ["base", "db", "server/text", "server/rules", "server/media"],
    "server/feeds": ["base", "db", "server/text", "server/rules", "server/media", "server/http"],
    "server/pages": ["base", "db", "server/text", "server/rules", "server/media", "server/feeds", "server/http"],
    "server/rest": ["base", "db", "server/text", "server/rules", "server/mail", "server/media", "server/transfer",
                    "server/http"],
    # cli starts the server, so it makes the theme as well.
    "server/cli": ["base", "db", "server/text", "server/rules", "server/mail", "server/media",
                   "server/transfer", "server/http",
                   "server/pages"],
    "server": ["base", "server/http", "server/feeds", "server/pages", "server/rest", "server/cli"],
}

# A library's header -> the only room that may see it.
ONLY_IN = {
    "microhttpd.h": "server/http",
    "sqlite3.h": "db",
    "libpq-fe.h": "db",
    "gumbo.h": "server/text",
    "gd.h": "server/media",
    "curl/curl.h": "server/mail",
    "md4c-html.h": "server/text",
    "expat.h": "server/transfer",
}

MOST_LINES = 800

LEFT_OPEN = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|not implemented|for now\b", re.IGNORECASE)

HOUSE = ["base", "db", "server"]
TEXT_ENDINGS = (".c", ".h", ".py", ".js", ".mjs", ".ts", ".tsx", ".css", ".mustache", ".sql", ".build", ".md", ".supp")


def files(folders, endings):
    for folder in folders:
        for directory, subdirectories, names in os.walk(os.path.join(ROOT, folder)):
            subdirectories[:] = [name for name in subdirectories if name not in ("__pycache__", "node_modules")]
            for name in names:
                if name.endswith(endings):
                    yield os.path.relpath(os.path.join(directory, name), ROOT)


def text_of(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def room_of(path):
    rooms = [room for room in MAY_INCLUDE if path.startswith(room + "/")]
    return max(rooms, key=len) if rooms else None


SOURCES = sorted(files(HOUSE, (".c", ".h")))


def wrong_includes(path, text):
    """Lines that break the plan, as text."""
    room = room_of(path)
    wrong = []
    for line in text.splitlines():
        own = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        other = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
        if own:
            target = room_of(own.group(1))
            if target is None:
                # From the root, always: a relative path hides which room it is from.
                wrong.append(f"{path}: {line.strip()} (not from the root)")
            elif target != room and target not in MAY_INCLUDE[room]:
                wrong.append(f"{path}: {line.strip()} ({room} may not include {target})")
        elif other and other.group(1) in ONLY_IN:
            only = ONLY_IN[other.group(1)]
            if not path.startswith(only + "/"):
                wrong.append(f"{path}: {line.strip()} (only {only} may see it)")
    return wrong


def test_includes():
    assert len(SOURCES) > 50
    wrong = [found for path in SOURCES for found in wrong_includes(path, text_of(path))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path, line", [
    ("base/arena.c", '#include "db/db.h"'),
    ("db/post.c", '#include "server/rules/settings.h"'),
    ("server/http/daemon.c", '#include "server/pages/theme.h"'),
    ("server/rules/site.c", '#include "server/http/request.h"'),
    ("server/pages/article.c", "#include <sqlite3.h>"),
    ("server/rest/posts.c", "#include <microhttpd.h>"),
    ("server/rest/posts.c", '#include "posts.h"'),
])
def test_wrong_includes_are_seen(path, line):
    assert wrong_includes(path, line)


def test_sql_only_in_db():
    statement = re.compile(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\s', re.IGNORECASE)
    wrong = [path for path in SOURCES if not path.startswith("db/") and statement.search(text_of(path))]
    assert not wrong, wrong


def test_lengths():
    everything = files(HOUSE + ["tests", "templates", "static", "script"],
                       (".c", ".h", ".py", ".js", ".mjs", ".ts", ".tsx", ".css"))
    long = [(path, n) for path in everything if (n := len(text_of(path).splitlines())) > MOST_LINES]
    assert not long, long


def test_each_source_file_opens_with_what_it_owns():
    wrong = [path for path in SOURCES if not text_of(path).startswith("//")]
    assert not wrong, wrong


def test_each_header_is_included_once():
    wrong = [path for path in SOURCES if path.endswith(".h") and "#pragma once" not in text_of(path)]
    assert not wrong, wrong


def test_nothing_is_left_open():
    here = os.path.relpath(os.path.abspath(__file__), ROOT)
    wrong = []
    for path in files(HOUSE + ["tests", "templates", "static", "script"], TEXT_ENDINGS):
        if path == here or "/vendor/" in path or "/corpus/" in path:
            continue
        wrong += [f"{path}: {line.strip()}" for line in text_of(path).splitlines() if LEFT_OPEN.search(line)]
    assert not wrong, "\n".join(wrong)


def test_paths_of_one_machine_are_not_in_the_tree():
    home = re.compile(r"(?<![\w./-])/(home|work|Users)/\w")
    wrong = []
    here = os.path.relpath(os.path.abspath(__file__), ROOT)
    for path in files(HOUSE + ["tests", "templates", "static", "script", "docs"], TEXT_ENDINGS):
        if path != here:
            wrong += [f"{path}: {line.strip()}" for line in text_of(path).splitlines() if home.search(line)]
    assert not wrong, "\n".join(wrong)
