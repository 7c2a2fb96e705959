"""Makes a site of any size quickly: `broadsheet init`, and then the rows by bulk SQL, without indexes until the end.

What comes out is what the program itself would have written, the derived rows and counts included;
tests/http/test_bulk_site.py compares. Words follow Zipf's law, so that searching has common and rare ones.
"""

import itertools
import os
import random
import sqlite3
import subprocess
import time

CATEGORIES = 200
TOP_CATEGORIES = 20  # the others stand below them
AUTHORS = 50
COMMENTERS = 20_000
PARAGRAPHS = 4096    # the pool that articles are put together from
PER_ARTICLE = 6      # paragraphs of 500 bytes: 3 KB
MINUTES_APART = 10   # a million articles are nineteen years
SYLLABLES = [a + b for a in "b d f g k l m n p r s t v z br st tr".split() for b in "a e i o u ai en or".split()]

POST, PUBLISHED, CATEGORY, APPROVED, AUTHOR_ROLE = 1, 3, 1, 1, 1 << 3


def vocabulary(rng, size=20_000):
    words = set()
    while len(words) < size:
        words.add("".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))))
    return sorted(words, key=lambda _: rng.random())


class Prose:
    """The same text for the same seed."""

    def __init__(self, seed=1):
        self.rng = random.Random(seed)
        self.words = vocabulary(self.rng)
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def text(self, length):
        words, size = [], 0
        while size < length:
            word = self.rng.choices(self.words, cum_weights=self.weights)[0]
            words.append(word)
            size += len(word) + 1
        return " ".join(words).capitalize() + "."

    @property
    def common(self):
        """In nearly every article."""
        return self.words[0]


def make(binary, data, articles, comments=10, now=None, say=lambda line: None, rare=None):
    """A fresh site in the directory `data`; the administrator is admin, password "correct horse battery staple".
    The word `rare` stands in one article in the middle."""
    now = int(time.time()) if now is None else now
    subprocess.run([binary, "init", "--data", data, "--title", "Bench", "--url", "http://127.0.0.1:8080", "--admin",
                    "admin", "--email", "admin@example.org", "--password-file", "-"], check=True,
                   input=b"correct horse battery staple\n", stdout=subprocess.DEVNULL)
    db = sqlite3.connect(os.path.join(data, "site.db"), isolation_level=None)
    for pragma in ("foreign_keys = 0", "synchronous = 0", "journal_mode = off", "locking_mode = exclusive",
                   "cache_size = -400000", "temp_store = memory"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    set_aside = take_apart(db)
    prose = Prose()
    prepare(db, prose)
    fill(db, articles, comments, now, say)
    if rare:
        db.execute("UPDATE post_text SET content = content || ' ' || ?1, content_html = content_html || '<p>' || ?1 || '</p>' "
                   "WHERE post_id = ?2", (rare, 1001 + articles // 2))
    for name, sql in set_aside:
        say(f"{name} ...")
        db.execute(sql)
    db.execute("PRAGMA locking_mode = normal").fetchall()
    db.execute("PRAGMA journal_mode = wal").fetchall()
    db.close()
    say("search ...")
    subprocess.run([binary, "reindex", "--data", data], check=True, stderr=subprocess.DEVNULL)
    return prose


def take_apart(db):
    """Drops triggers and indexes, and returns how to make them again."""
    rows = db.execute("SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL "
                      "ORDER BY type = 'trigger'").fetchall()
    for kind, name, _ in rows:
        db.execute(f'DROP {kind} "{name}"')
    return [(name, sql) for _, name, sql in rows]


def prepare(db, prose):
    db.execute("CREATE TEMP TABLE pool (n INTEGER PRIMARY KEY, raw TEXT, html TEXT)")
    texts = (prose.text(480) for _ in range(PARAGRAPHS))
    db.executemany("INSERT INTO pool VALUES (?, ?, ?)", ((n, text, f"<p>{text}</p>\n") for n, text in enumerate(texts)))
    db.execute("CREATE TEMP TABLE headline (n INTEGER PRIMARY KEY, text TEXT)")
    db.executemany("INSERT INTO headline VALUES (?, ?)", ((n, prose.text(45).rstrip(".")) for n in range(PARAGRAPHS)))
    db.execute("CREATE TEMP TABLE remark (n INTEGER PRIMARY KEY, text TEXT)")
    db.executemany("INSERT INTO remark VALUES (?, ?)", ((n, prose.text(150)) for n in range(PARAGRAPHS)))


def insert(db, table, source, **columns):
    """Columns that are not named get '' or 0, by their type, or their default."""
    for _, name, kind, required, default, key in db.execute(f"PRAGMA table_info({table})").fetchall():
        if name not in columns and required and default is None and not key:
            columns[name] = "''" if kind == "TEXT" else "0"
    db.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} {source}")


def numbers(most):
    return f"FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) SELECT i FROM n) AS n"


def fill(db, articles, comments, now, say):
    say("people and categories ...")
    insert(db, "account", numbers(AUTHORS), id="1000 + i", login="'writer' || i", login_key="'writer' || i",
           slug="'writer-' || i", display_name="'Writer ' || i", nickname="'Writer ' || i", roles=str(AUTHOR_ROLE),
           email="'writer' || i || '@example.org'", email_key="'writer' || i || '@example.org'",
           registered=str(now - 86400), post_count=f"{articles} / {AUTHORS} + (i <= {articles} % {AUTHORS})")
    own = f"({articles} / {CATEGORIES} + (i <= {articles} % {CATEGORIES}))"
    insert(db, "term", numbers(CATEGORIES), id="1000 + i", taxonomy=str(CATEGORY), slug="'section-' || i",
           parent_id=f"CASE WHEN i > {TOP_CATEGORIES} THEN 1001 + (i - 1) % {TOP_CATEGORIES} END",
           name="'Section ' || i", name_key="'section ' || i", count=own, tree_count=own)
    db.execute(f"UPDATE term SET tree_count = count + (SELECT coalesce(sum(t.count), 0) FROM term t "
               f"WHERE t.parent_id = term.id) WHERE id BETWEEN 1001 AND {1000 + TOP_CATEGORIES}")

    say(f"{articles:,} articles ...")
    source = numbers(articles)
    published = f"{now} - ({articles} - i + 1) * {MINUTES_APART * 60}"
    title = f"(SELECT text FROM headline WHERE n = (i * 7) % {PARAGRAPHS}) || ' ' || i"
    insert(db, "post", source, id="1000 + i", type=str(POST), status=str(PUBLISHED), author_id=f"1001 + (i - 1) % {AUTHORS}",
           primary_category=f"1001 + (i - 1) % {CATEGORIES}", comments_open="1", published=published, created=published,
           modified=published, comment_count=str(comments), slug="'article-' || i", title=title, title_html=title,
           excerpt_html=f"'<p>' || substr((SELECT raw FROM pool WHERE n = (i * 7919) % {PARAGRAPHS}), 1, 200) || '</p>'")
    parts = [f"(i * 7919 + {k * 104729}) % {PARAGRAPHS}" for k in range(PER_ARTICLE)]
    insert(db, "post_text", source, post_id="1000 + i",
           content=" || char(10) || char(10) || ".join(f"(SELECT raw FROM pool WHERE n = {n})" for n in parts),
           content_html=" || ".join(f"(SELECT html FROM pool WHERE n = {n})" for n in parts))
    say("archives ...")
    insert(db, "post_term", source, post_id="1000 + i", term_id=f"1001 + (i - 1) % {CATEGORIES}", published=published)
    db.execute("INSERT INTO term_archive (term_id, published, post_id) SELECT term_id, published, post_id FROM "
               "(SELECT term_id, published, post_id FROM post_term WHERE post_id > 1000 UNION ALL "
               "SELECT t.parent_id, published, post_id FROM post_term JOIN term t ON t.id = term_id "
               "WHERE post_id > 1000 AND t.parent_id IS NOT NULL) ORDER BY 1, 2, 3")
    db.execute("INSERT INTO post_counter (type, status, number) VALUES (?, ?, ?) "
               "ON CONFLICT (type, status) DO UPDATE SET number = number + excluded.number", (POST, PUBLISHED, articles))
    db.execute("INSERT INTO post_block (type, block, number) SELECT type, id / 2048, count(*) FROM post "
               "WHERE status = ? AND id > 1000 GROUP BY 1, 2 "
               "ON CONFLICT (type, block) DO UPDATE SET number = number + excluded.number", (PUBLISHED,))

    if comments == 0:
        return
    say(f"{articles * comments:,} comments ...")
    article = f"(i - 1) / {comments} + 1"
    who = f"(i * 31) % {COMMENTERS}"
    text = f"(SELECT text FROM remark WHERE n = (i * 13) % {PARAGRAPHS})"
    # The third of each article answers the second; each is a minute younger than the one before.
    insert(db, "comment", numbers(articles * comments), id="1000 + i", post_id=f"1000 + {article}",
           parent_id=f"CASE WHEN (i - 1) % {comments} = 2 THEN 1000 + i - 1 END", status=str(APPROVED),
           created=f"{now} - ({articles} - ({article}) + 1) * {MINUTES_APART * 60} + ((i - 1) % {comments}) * 60",
           content_hash="random()", type="'comment'", author_name=f"'Reader ' || {who}",
           author_email=f"'reader' || {who} || '@example.org'", email_key=f"'reader' || {who} || '@example.org'",
           author_address="'192.0.2.' || (i % 250)", content=text, content_html=f"'<p>' || {text} || '</p>'")
    db.execute("INSERT INTO comment_counter (status, type, public, number) VALUES (?, 'comment', 1, ?) "
               "ON CONFLICT (status, type, public) DO UPDATE SET number = number + excluded.number",
               (APPROVED, articles * comments))
