-- All comments of an address, for moderation.
CREATE INDEX comment_ip ON comment (author_address, created, id) WHERE author_address <> '';
