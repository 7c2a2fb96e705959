-- Derived: how many shown threads began, and approved comments were made, on each day of UTC under each post: what stands
-- before a comment is summed by days. A day is a whole number, counted from the year 0, so that none is negative.
CREATE TABLE comment_day (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    day INTEGER NOT NULL,
    threads INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    PRIMARY KEY (post_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO comment_day (post_id, day, threads, comments)
SELECT post_id, (created + 62167219200) / 86400, sum(root_id = 0 AND (status = 1 OR replies > 0)), sum(status = 1)
FROM comment WHERE status = 1 OR replies > 0 GROUP BY 1, 2;
