-- Discussions as threads: a top-level comment, which is the root, and all below it under the same post.
-- root_id: 0 on a top-level one. replies: of a root, the approved ones below it. edited: by its author, 0: never.
-- Status 5 is a deleted comment that others answered: its row stays, empty, and is their place_id, so that pages show
-- them where they were; parent_id moves up as in WordPress. place_id 0: the parent's.
ALTER TABLE comment ADD COLUMN root_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comment ADD COLUMN place_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comment ADD COLUMN replies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE comment ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
-- Roots that a page shows: approved ones, and those with something approved below.
ALTER TABLE post ADD COLUMN thread_count INTEGER NOT NULL DEFAULT 0;

WITH RECURSIVE below (id, root, post_id) AS (
    SELECT id, id, post_id FROM comment WHERE parent_id IS NULL
    UNION ALL
    SELECT c.id, below.root, c.post_id FROM below JOIN comment c ON c.parent_id = below.id AND c.post_id = below.post_id
)
UPDATE comment SET root_id = below.root FROM below WHERE below.id = comment.id AND below.root <> comment.id;
UPDATE comment SET replies = counted.number
FROM (SELECT root_id, count(*) AS number FROM comment WHERE root_id > 0 AND status = 1 GROUP BY root_id) AS counted
WHERE counted.root_id = comment.id;
UPDATE post SET thread_count = counted.number
FROM (SELECT post_id, count(*) AS number FROM comment WHERE root_id = 0 AND (status = 1 OR replies > 0) GROUP BY post_id)
    AS counted
WHERE counted.post_id = post.id;

CREATE INDEX comment_top ON comment (post_id, created, id) WHERE root_id = 0 AND (status = 1 OR replies > 0);
CREATE INDEX comment_root ON comment (root_id, status, created, id) WHERE root_id > 0;
CREATE INDEX comment_place ON comment (place_id) WHERE place_id > 0;
CREATE INDEX comment_held ON comment (held_rule, created, id, status) WHERE held_rule <> '';
