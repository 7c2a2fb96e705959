-- Who wrote a post last, and who has it open just now (WordPress keeps _edit_last and _edit_lock).
CREATE TABLE post_editor (
    post_id INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX post_editor_account ON post_editor (account_id);

-- A lock is the account's and, of the windows in which the account may have the post open, the holder's.
CREATE TABLE edit_lock (
    post_id INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT;
CREATE INDEX edit_lock_account ON edit_lock (account_id);
