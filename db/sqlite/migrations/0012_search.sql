-- The search. Both indexes hold no text of their own (content=''): it is folded when it is written (search_text.h), to
-- words with single spaces between them, which is all that the tokenizer has to cut.
CREATE VIRTUAL TABLE search_index USING fts5 (title, excerpt, body, content='', tokenize='ascii');
-- The titles alone: what is found in a title is found at once, however common the word is in texts.
CREATE VIRTUAL TABLE search_title USING fts5 (title, content='', tokenize='ascii', columnsize=0);

-- What is in the indexes under which row. Keys are in the order of publishing (search_index.h), so that the newest
-- matches come first without sorting.
CREATE TABLE search_doc (
    key INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL REFERENCES post (id)
) STRICT;
CREATE UNIQUE INDEX search_doc_post ON search_doc (post_id);

-- Derived: in how many texts of each class a word stands.
CREATE TABLE search_word (
    word TEXT PRIMARY KEY,
    articles INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    media INTEGER NOT NULL,
    others INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- version: of the code that made it; another one makes it anew. position: while it is being made, the last post in it.
CREATE TABLE search_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL,
    position INTEGER
) STRICT;
INSERT INTO search_state (id, version, position) VALUES (1, 0, NULL);
