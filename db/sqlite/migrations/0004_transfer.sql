-- What moving in needs.

-- Names and values that plugins and themes gave; kept and given back, read by nothing here. One owner each.
CREATE TABLE custom_field (
    id INTEGER PRIMARY KEY,
    post_id INTEGER REFERENCES post (id) ON DELETE CASCADE,
    term_id INTEGER REFERENCES term (id) ON DELETE CASCADE,
    comment_id INTEGER REFERENCES comment (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL
) STRICT;
CREATE INDEX custom_field_post ON custom_field (post_id, id) WHERE post_id IS NOT NULL;
CREATE INDEX custom_field_term ON custom_field (term_id, id) WHERE term_id IS NOT NULL;
CREATE INDEX custom_field_comment ON custom_field (comment_id, id) WHERE comment_id IS NOT NULL;

-- Sites that were imported from, and what each of their things is here (kind: enum origin_kind).
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE origin (
    source_id INTEGER NOT NULL REFERENCES source (id),
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    local_id INTEGER NOT NULL,
    PRIMARY KEY (source_id, kind, key)
) STRICT, WITHOUT ROWID;

-- What refers to something that may stand further on in the file (kind: enum pending_kind).
CREATE TABLE pending (
    source_id INTEGER NOT NULL REFERENCES source (id),
    kind INTEGER NOT NULL,
    local_id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (source_id, kind, local_id)
) STRICT, WITHOUT ROWID;

-- Addresses of old: "2012/01/name", "?p=17".
CREATE TABLE redirect (
    path TEXT PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX redirect_post ON redirect (post_id);
