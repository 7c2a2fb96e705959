-- What the content is written in (enum content_format), and how it is divided into pages. more_text: the words of
-- <!--more words-->.
ALTER TABLE post ADD COLUMN content_format INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN page_count INTEGER NOT NULL DEFAULT 1;
ALTER TABLE post ADD COLUMN has_more INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN more_text TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN content_format INTEGER NOT NULL DEFAULT 0;

-- The pages as readers see them, of posts where that is not just content_html: divided ones, and those with a
-- <!--more-->.
CREATE TABLE post_page (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    html TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX post_page_number ON post_page (post_id, number);

-- Which media the rendered content shows, so that it can be rendered anew when one of them changes. media_id is no
-- reference: content may name what is not there yet, or no more.
CREATE TABLE media_use (
    media_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    PRIMARY KEY (media_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_use_post ON media_use (post_id);
