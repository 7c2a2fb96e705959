// backup: copying a database with SQLite's online backup API.
#pragma once

struct sqlite3;

// Copies what `source` sees to the new file `path`. An SQLite result code; SQLITE_CONSTRAINT when the target exists.
// Words are written to `message`.
int sqlite_backup(struct sqlite3 *source, const char *path, char *message, unsigned message_size);
