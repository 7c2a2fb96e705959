-- Letters that wait to be sent. A row says what a letter is about; its words are made when it goes. due is NULL when it
-- was given up. subject_id is no reference: a letter about what is gone is dropped by who sends it.
CREATE TABLE mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    recipient_key TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    detail TEXT NOT NULL,
    created INTEGER NOT NULL,
    due INTEGER,
    attempts INTEGER NOT NULL,
    problem TEXT NOT NULL
) STRICT;
CREATE INDEX mail_due ON mail (due, id) WHERE due IS NOT NULL;
CREATE INDEX mail_given_up ON mail (created) WHERE due IS NULL;
CREATE INDEX mail_recipient ON mail (recipient_key, id);
