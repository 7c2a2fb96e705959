-- Discussions of many posts that were closed or opened in one go, so that it can be undone (db/discussion_change.h).
CREATE TABLE discussion_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER REFERENCES account (id) ON DELETE CASCADE,
    type INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    created INTEGER NOT NULL,
    number INTEGER NOT NULL
) STRICT;
CREATE INDEX discussion_change_account ON discussion_change (account_id, created);
CREATE INDEX discussion_change_created ON discussion_change (created);
-- The posts that are still as the change left them: whoever turns the switch after it takes the row away.
CREATE TABLE discussion_changed (
    post_id INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    change_id INTEGER NOT NULL REFERENCES discussion_change (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX discussion_changed_change ON discussion_changed (change_id, post_id);
