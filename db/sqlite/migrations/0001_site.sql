-- The site: people, terms, posts, comments. Times are UTC seconds, flags are 0 or 1. A reference that is not set is
-- NULL; C shows it as 0. Columns named *_key hold what comparisons without case use (db/fold.h).

-- Values that belong to the file itself: "secret".
CREATE TABLE site (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL,
    login_key TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    display_name TEXT NOT NULL,
    nickname TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    locale TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    roles INTEGER NOT NULL,
    registered INTEGER NOT NULL,
    post_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX account_login ON account (login_key);
CREATE UNIQUE INDEX account_email ON account (email_key) WHERE email_key <> '';
CREATE UNIQUE INDEX account_slug ON account (slug);
CREATE INDEX account_roles ON account (roles);

CREATE TABLE app_password (
    uuid TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    app_id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    hash BLOB NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    last_ip TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX app_password_name ON app_password (account_id, name_key);
CREATE UNIQUE INDEX app_password_hash ON app_password (hash);

CREATE TABLE session (
    hash BLOB PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expires ON session (expires);

CREATE TABLE term (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    taxonomy INTEGER NOT NULL,
    parent_id INTEGER REFERENCES term (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT NOT NULL,
    count INTEGER NOT NULL DEFAULT 0,
    tree_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX term_slug ON term (taxonomy, slug);
CREATE INDEX term_name ON term (taxonomy, name_key, id);
CREATE INDEX term_parent ON term (parent_id);

-- The long texts are apart, in post_text: a new comment rewrites its post's row, and lists read many rows.
CREATE TABLE post (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    type INTEGER NOT NULL,
    status INTEGER NOT NULL,
    status_before_trash INTEGER NOT NULL,
    author_id INTEGER REFERENCES account (id),
    parent_id INTEGER REFERENCES post (id),
    menu_order INTEGER NOT NULL,
    primary_category INTEGER NOT NULL,
    featured_media INTEGER NOT NULL,
    comments_open INTEGER NOT NULL,
    pings_open INTEGER NOT NULL,
    sticky INTEGER NOT NULL,
    date_floating INTEGER NOT NULL,
    published INTEGER NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    comment_count INTEGER NOT NULL DEFAULT 0,
    slug TEXT NOT NULL,
    format TEXT NOT NULL,
    template_name TEXT NOT NULL,
    password TEXT NOT NULL,
    title TEXT NOT NULL,
    title_html TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    excerpt_html TEXT NOT NULL
) STRICT;
CREATE INDEX post_status ON post (type, status, published, id);
CREATE INDEX post_date ON post (type, published, id, status, author_id);
CREATE INDEX post_author ON post (author_id, type, status, published, id);
CREATE INDEX post_modified ON post (type, status, modified, id);
CREATE INDEX post_parent ON post (parent_id, type);
CREATE INDEX post_slug ON post (slug, type);
CREATE INDEX post_sticky ON post (type, status, published, id) WHERE sticky = 1;
CREATE INDEX post_future ON post (published, id) WHERE status = 4;

CREATE TABLE post_text (
    post_id INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    content_html TEXT NOT NULL
) STRICT;

CREATE TABLE old_slug (
    slug TEXT NOT NULL,
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    changed INTEGER NOT NULL,
    PRIMARY KEY (slug, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX old_slug_post ON old_slug (post_id);

-- published is set while the post is a published one of type post: such rows are the archive of the term itself.
CREATE TABLE post_term (
    post_id INTEGER NOT NULL REFERENCES post (id),
    term_id INTEGER NOT NULL REFERENCES term (id),
    published INTEGER,
    PRIMARY KEY (post_id, term_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_term_archive ON post_term (term_id, published, post_id);

-- Derived: published posts by term, the terms above included. Kept by post_reindex() and term_rebuild().
CREATE TABLE term_archive (
    term_id INTEGER NOT NULL REFERENCES term (id),
    published INTEGER NOT NULL,
    post_id INTEGER NOT NULL REFERENCES post (id),
    PRIMARY KEY (term_id, published, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX term_archive_post ON term_archive (post_id, term_id);

-- Derived: how many there are, so that list headers need no counting.
CREATE TABLE post_counter (
    type INTEGER NOT NULL,
    status INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (type, status)
) STRICT, WITHOUT ROWID;
-- public: on a published post without a password.
CREATE TABLE comment_counter (
    status INTEGER NOT NULL,
    type TEXT NOT NULL,
    public INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (status, type, public)
) STRICT, WITHOUT ROWID;

CREATE TABLE comment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    post_id INTEGER NOT NULL REFERENCES post (id),
    parent_id INTEGER REFERENCES comment (id),
    account_id INTEGER REFERENCES account (id) ON DELETE SET NULL,
    status INTEGER NOT NULL,
    status_before_trash INTEGER NOT NULL,
    created INTEGER NOT NULL,
    content_hash INTEGER NOT NULL,
    type TEXT NOT NULL,
    author_name TEXT NOT NULL,
    author_email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    author_url TEXT NOT NULL,
    author_address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    held_rule TEXT NOT NULL,
    held_match TEXT NOT NULL,
    content TEXT NOT NULL,
    content_html TEXT NOT NULL
) STRICT;
CREATE INDEX comment_post ON comment (post_id, status, created, id);
CREATE INDEX comment_status ON comment (status, created, id, type, post_id);
CREATE INDEX comment_date ON comment (created, id, status, type, post_id);
CREATE INDEX comment_parent ON comment (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_content ON comment (post_id, content_hash);
CREATE INDEX comment_address ON comment (author_address, created);
CREATE INDEX comment_email ON comment (email_key, created);
CREATE INDEX comment_known ON comment (email_key, author_name) WHERE status = 1;
CREATE INDEX comment_account ON comment (account_id, created) WHERE account_id IS NOT NULL;
