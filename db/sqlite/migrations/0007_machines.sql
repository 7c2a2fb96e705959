-- When things last changed (kind: enum touch_kind), so that feeds say it.
CREATE TABLE changed (
    kind INTEGER NOT NULL,
    id INTEGER NOT NULL,
    moment INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- Derived: how many published posts there are among each 2,048 ids, so that any file of the sitemap is found without
-- counting all before it.
CREATE TABLE post_block (
    type INTEGER NOT NULL,
    block INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (type, block)
) STRICT, WITHOUT ROWID;
INSERT INTO post_block (type, block, number)
    SELECT type, id / 2048, count(*) FROM post WHERE status = 3 GROUP BY type, id / 2048;

CREATE INDEX post_published ON post (type, id) WHERE status = 3;
CREATE INDEX term_listed ON term (taxonomy, id) WHERE tree_count > 0;
CREATE INDEX account_published ON account (id) WHERE post_count > 0;
