-- What an attachment has beside its post: the file, and the smaller pictures made of it. Paths are below DIR/uploads.
-- attached is no reference: WordPress keeps the number of whatever post a client names.
CREATE TABLE media (
    post_id INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    attached INTEGER NOT NULL,
    mime TEXT NOT NULL,
    file TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    alt TEXT NOT NULL
) STRICT;
CREATE INDEX media_attached ON media (attached);
CREATE INDEX media_mime ON media (mime);

CREATE TABLE media_size (
    post_id INTEGER NOT NULL REFERENCES media (post_id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    file TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    PRIMARY KEY (post_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_featured ON post (featured_media) WHERE featured_media <> 0;
