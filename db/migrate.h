// migrate: brings a database to this program's schema.
#pragma once

#include "db/db.h"
#include "db/driver.h"

struct error;

// Applies what is missing of `migrations` (by version, ended by a zero row) in one transaction. A database that holds a
// schema already is first copied to DIRECTORY/backup/site-v<N>-<time>.db. False and the error filled ("store_newer",
// "store_unreadable", "store_corrupt") when it cannot be done; the database is then as before.
bool migrate(struct db *db, const struct driver_migration *migrations, const char *directory, struct error *error)
    __attribute__((warn_unused_result));

// The version that the migrations lead to.
int migrate_newest(const struct driver_migration *migrations);

// Fills the error from the connection's last failure. Always false.
bool migrate_fail(const struct db *db, const char *directory, struct error *error);
