// migrate: numbered SQL files, all that are missing in one transaction, after a copy of the file.
#include "db/migrate.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/error.h"
#include "db/connection.h"

int migrate_newest(const struct driver_migration *migrations) {
    int version = 0;
    for (; migrations->sql; migrations++) version = migrations->version;
    return version;
}

bool migrate_fail(const struct db *db, const char *directory, struct error *error) {
    const char *code = db->fault == DRIVER_FAULT_CORRUPT ? "store_corrupt" : "store_unreadable";
    error_set(error, 500, code, "%s/site.db: %s", directory, db->message);
    return false;
}

static bool copy_before(struct db *db, int version, const char *directory, struct error *error) {
    char folder[PATH_MAX], path[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/backup", directory);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        error_set(error, 500, "store_unreadable", "%s: %s", folder, strerror(errno));
        return false;
    }
    struct clock_date now = clock_utc(clock_now());
    // A second start within the second finds the first one's copy of the same state: that one serves.
    if ((size_t) snprintf(path, sizeof path, "%s/site-v%d-%04d%02d%02dT%02d%02d%02dZ.db", folder, version, now.year,
                          now.month, now.day, now.hour, now.minute, now.second) >= sizeof path) {
        error_set(error, 500, "store_unreadable", "%s: %s", directory, strerror(ENAMETOOLONG));
        return false;
    }
    struct stat status;
    if (stat(path, &status) == 0) return true;
    if (db_note(db, db->driver->backup(db->connection, path)) == DB_OK) return true;
    error_set(error, 500, "store_unreadable", "the copy before the change of schema failed: %s", db->message);
    return false;
}

static enum db_result apply(struct db *db, const struct driver_migration *migrations, int version) {
    const struct driver *driver = db->driver;
    for (; migrations->sql; migrations++) {
        if (migrations->version <= version) continue;
        enum db_result result = db_note(db, driver->script(db->connection, migrations->sql));
        if (result != DB_OK) return result;
        result = db_note(db, driver->set_schema_version(db->connection, migrations->version));
        if (result != DB_OK) return result;
    }
    return db_note(db, driver->commit(db->connection));
}

bool migrate(struct db *db, const struct driver_migration *migrations, const char *directory, struct error *error) {
    const struct driver *driver = db->driver;
    int version, newest = migrate_newest(migrations);
    if (db_note(db, driver->schema_version(db->connection, &version)) != DB_OK)
        return migrate_fail(db, directory, error);
    if (version > newest) {
        error_set(error, 500, "store_newer", "%s/site.db was written by a newer version (schema %d, this one knows %d)",
                  directory, version, newest);
        return false;
    }
    if (version == newest) return true;
    if (version > 0 && !copy_before(db, version, directory, error)) return false;
    if (db_note(db, driver->begin(db->connection, true, 0)) != DB_OK) return migrate_fail(db, directory, error);
    enum db_result result = apply(db, migrations, version);
    if (result == DB_OK) return true;
    driver->rollback(db->connection);
    return migrate_fail(db, directory, error);
}
