-- Revisions and autosaves of posts and pages. Only what was written is kept: they are read seldom, and rendered then.
CREATE TABLE revision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    author_id INTEGER REFERENCES account (id) ON DELETE SET NULL,
    autosave INTEGER NOT NULL,
    saved INTEGER NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    excerpt TEXT NOT NULL
) STRICT;
CREATE INDEX revision_post ON revision (post_id, saved, id, autosave);
CREATE UNIQUE INDEX revision_autosave ON revision (post_id, author_id) WHERE autosave = 1;
CREATE INDEX revision_author ON revision (author_id);

-- To WordPress's clients a revision is a post like others: its number must be no other post's. Still within 31 bits.
INSERT INTO sqlite_sequence (name, seq) VALUES ('revision', 1000000000);
