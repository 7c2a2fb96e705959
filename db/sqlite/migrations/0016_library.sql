-- Where media are used, other files in their place, and terms that became others.

-- Which medium is it, by the address in a text.
CREATE INDEX media_file ON media (file);
CREATE INDEX media_size_file ON media_size (file);

-- The name of the smaller picture that an address of old led to; '': the whole.
ALTER TABLE redirect ADD COLUMN size TEXT NOT NULL DEFAULT '';

-- media_use knows now of all media that a text names. The posts up to this one, written before that, have been looked
-- at; NULL: all.
CREATE TABLE media_scan (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    position INTEGER
) STRICT;
INSERT INTO media_scan (id, position) VALUES (1, 0);

-- Media that have another file now: texts of posts above this number may name the old one still.
CREATE TABLE media_change (
    media_id INTEGER PRIMARY KEY REFERENCES media (post_id) ON DELETE CASCADE,
    position INTEGER NOT NULL
) STRICT;

-- Files that no row names any more, and that are still to be removed.
CREATE TABLE media_leftover (
    file TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The slugs of terms that were merged into others.
CREATE TABLE term_old_slug (
    taxonomy INTEGER NOT NULL,
    slug TEXT NOT NULL,
    term_id INTEGER NOT NULL REFERENCES term (id) ON DELETE CASCADE,
    PRIMARY KEY (taxonomy, slug)
) STRICT, WITHOUT ROWID;
CREATE INDEX term_old_slug_term ON term_old_slug (term_id);
