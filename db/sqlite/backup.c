// backup: the copy is made under another name beside the target, synced, and renamed, so that the target appears whole
// or not at all. All pages are copied in one step: a copy that pauses would start again with every write.
#include "db/sqlite/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int fail(char *message, unsigned size, int code, const char *path, const char *words) {
    snprintf(message, size, "%s: %s", path, words);
    return code;
}

static int fail_errno(char *message, unsigned size, const char *path) {
    int code = errno == EEXIST ? SQLITE_CONSTRAINT : errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : SQLITE_IOERR;
    return fail(message, size, code, path, strerror(errno));
}

static int copy_pages(sqlite3 *source, sqlite3 *target) {
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
    if (!backup) return sqlite3_errcode(target);
    sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup);
}

static int copy_to(sqlite3 *source, const char *path, char *message, unsigned size) {
    sqlite3 *target = NULL;
    int code =
        sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK) code = sqlite3_exec(target, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    if (code == SQLITE_OK) code = copy_pages(source, target);
    if (code != SQLITE_OK) fail(message, size, code, path, target ? sqlite3_errmsg(target) : sqlite3_errstr(code));
    int closed = sqlite3_close(target);
    if (code == SQLITE_OK && closed != SQLITE_OK) code = fail(message, size, closed, path, sqlite3_errstr(closed));
    return code;
}

static int sync_directory_of(const char *path) {
    char directory[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t) (slash - path) : 0;
    snprintf(directory, sizeof directory, "%.*s", (int) length, path);
    int fd = open(!slash ? "." : length == 0 ? "/" : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return -1;
    int result = fsync(fd);
    close(fd);
    return result;
}

int sqlite_backup(sqlite3 *source, const char *path, char *message, unsigned message_size) {
    char partial[PATH_MAX];
    if ((size_t) snprintf(partial, sizeof partial, "%s.partial", path) >= sizeof partial) {
        return fail(message, message_size, SQLITE_CANTOPEN, path, strerror(ENAMETOOLONG));
    }
    if (access(path, F_OK) == 0) return fail(message, message_size, SQLITE_CONSTRAINT, path, strerror(EEXIST));
    unlink(partial);  // of a copy that was broken off
    int fd = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return fail_errno(message, message_size, partial);
    close(fd);
    int code = copy_to(source, partial, message, message_size);
    if (code == SQLITE_OK && renameat2(AT_FDCWD, partial, AT_FDCWD, path, RENAME_NOREPLACE) != 0) {
        code = fail_errno(message, message_size, path);
    }
    if (code == SQLITE_OK && sync_directory_of(path) != 0) code = fail_errno(message, message_size, path);
    if (code != SQLITE_OK) unlink(partial);
    return code;
}
