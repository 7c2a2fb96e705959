-- When a session was last used, and when an account was, by a session or an application password; 0: not since this
-- was kept.
ALTER TABLE session ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
