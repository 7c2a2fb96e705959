-- Floods are counted in memory; these find what has still to be forgotten.
DROP INDEX comment_address;
CREATE INDEX comment_address ON comment (created) WHERE author_address <> '';
CREATE INDEX comment_agent ON comment (created) WHERE user_agent <> '';
