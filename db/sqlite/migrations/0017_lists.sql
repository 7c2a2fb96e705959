-- What the newsroom's lists are walked along: whether comments are open is in the indexes by date, and titles and
-- numbers of comments have an order of their own. A walk passes over posts of other statuses without looking at them.
DROP INDEX post_status;
CREATE INDEX post_status ON post (type, status, published, id, comments_open);
DROP INDEX post_date;
CREATE INDEX post_date ON post (type, published, id, status, author_id, comments_open);
CREATE INDEX post_title ON post (type, lower(title), id, status, comments_open);
CREATE INDEX post_comments ON post (type, comment_count, id, status, comments_open);
-- Among indexes that serve alike SQLite takes the youngest: these stay that.
DROP INDEX post_parent;
CREATE INDEX post_parent ON post (parent_id, type);
DROP INDEX post_sticky;
CREATE INDEX post_sticky ON post (type, status, published, id) WHERE sticky = 1;
