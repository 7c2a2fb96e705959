// sqlite: the driver for SQLite 3.40 and later.
//
// One writing connection per process, which alone checkpoints; readers are opened read-only. Settings are SQLite's
// advice for files that may have been tampered with (defensive, untrusted schema, checked cells) and full durability.
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "db/driver.h"
#include "db/fold.h"
#include "db/sqlite/backup.h"
#include "db/sqlite/rank.h"

// "BrSh", so that file(1) and other programs can tell.
#define APPLICATION_ID 0x42725368
#define APPLICATION_ID_TEXT "1114788712"

enum { PROGRESS_STEPS = 20000, BUSY_MILLISECONDS = 5000, TRUNCATE_MILLISECONDS = 200 };

enum control { BEGIN_READ, LOOK, BEGIN_WRITE, COMMIT, SAVEPOINT, SAVEPOINT_RELEASE, SAVEPOINT_ROLLBACK, CONTROL_COUNT };
static const char *const control_sql[CONTROL_COUNT] = {
    [BEGIN_READ] = "BEGIN",
    [LOOK] = "SELECT 1 FROM sqlite_schema LIMIT 1",
    [BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [SAVEPOINT] = "SAVEPOINT one_write",
    [SAVEPOINT_RELEASE] = "RELEASE one_write",
    [SAVEPOINT_ROLLBACK] = "ROLLBACK TO one_write",
};

struct driver_connection {
    sqlite3 *sqlite;
    sqlite3_stmt *controls[CONTROL_COUNT];
    int64_t deadline;  // clock_monotonic_us() at which the transaction is cut off; 0: never
    int64_t log_pages;
    int code;  // extended result code of the last failure
    char message[256];
};

// The engine's statement is the lease's; its connection is found through SQLite.
struct driver_statement {
    sqlite3_stmt *sqlite;
    struct driver_connection *connection;
};

extern const struct driver_migration sqlite_migrations[];

static bool no_room(int number) { return number == ENOSPC || number == EDQUOT || number == EFBIG; }

// What the system said to the last failing call on the database's file or on its log. sqlite3_system_errno() does not
// know it for a failing COMMIT (SQLite 3.40), and the thread's errno is overwritten by what is tried afterwards.
static int file_errno(sqlite3 *sqlite, int which) {
    sqlite3_file *file = NULL;
    int number = 0;
    if (sqlite3_file_control(sqlite, "main", which, &file) != SQLITE_OK || !file || !file->pMethods) return 0;
    return file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number) == SQLITE_OK ? number : 0;
}

static enum db_result result_of(const struct driver_connection *connection, int code) {
    switch (code & 0xff) {
        case SQLITE_OK:
        case SQLITE_ROW:
        case SQLITE_DONE:
            return DB_OK;
        case SQLITE_CONSTRAINT:
            return code == SQLITE_CONSTRAINT_NOTNULL || code == SQLITE_CONSTRAINT_CHECK ||
                           code == SQLITE_CONSTRAINT_DATATYPE
                       ? DB_ERROR
                       : DB_CONFLICT;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_INTERRUPT:
            return DB_BUSY;
        case SQLITE_FULL:
            return DB_FULL;
        case SQLITE_IOERR: {
            // ENOSPC gives SQLITE_FULL when pages are written, but not elsewhere, and neither a quota nor a limit on
            // the size of files ever does.
            int last = errno;
            sqlite3 *sqlite = connection->sqlite;
            bool full = no_room(last) || (sqlite && (no_room(sqlite3_system_errno(sqlite)) ||
                                                     no_room(file_errno(sqlite, SQLITE_FCNTL_FILE_POINTER)) ||
                                                     no_room(file_errno(sqlite, SQLITE_FCNTL_JOURNAL_POINTER))));
            return full ? DB_FULL : DB_ERROR;
        }
        default:
            return DB_ERROR;
    }
}

// Keeps words and kind of a failure before later calls overwrite them.
static enum db_result note(struct driver_connection *connection, int code) {
    enum db_result result = result_of(connection, code);
    if (result == DB_OK) return DB_OK;
    connection->code = code;
    snprintf(connection->message, sizeof connection->message, "%s (%d)",
             connection->sqlite ? sqlite3_errmsg(connection->sqlite) : sqlite3_errstr(code), code);
    return result;
}

static enum db_result fail(struct driver_connection *connection, int code, const char *message) {
    connection->code = code;
    snprintf(connection->message, sizeof connection->message, "%s", message);
    return result_of(connection, code);
}

static const char *sqlite_message(const struct driver_connection *connection) {
    return connection ? connection->message : "out of memory";
}

static enum driver_fault sqlite_fault(const struct driver_connection *connection) {
    switch (connection ? connection->code & 0xff : SQLITE_NOMEM) {
        case SQLITE_OK:
            return DRIVER_FAULT_NONE;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return DRIVER_FAULT_IO;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return DRIVER_FAULT_CORRUPT;
        case SQLITE_MISMATCH:
            return DRIVER_FAULT_FOREIGN;
        default:
            return DRIVER_FAULT_STATEMENT;
    }
}

static enum db_result sqlite_script(struct driver_connection *connection, const char *sql) {
    return note(connection, sqlite3_exec(connection->sqlite, sql, NULL, NULL, NULL));
}

static enum db_result query_integer(struct driver_connection *connection, const char *sql, int64_t *ret) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(connection->sqlite, sql, -1, &statement, NULL);
    if (code == SQLITE_OK) code = sqlite3_step(statement);
    if (code == SQLITE_ROW) *ret = sqlite3_column_int64(statement, 0);
    enum db_result result = code == SQLITE_DONE ? fail(connection, SQLITE_ERROR, "no row") : note(connection, code);
    sqlite3_finalize(statement);
    return result;
}

static int on_progress(void *context) {
    const struct driver_connection *connection = context;
    return connection->deadline != 0 && clock_monotonic_us() > connection->deadline;
}

static int on_commit_to_log(void *context, sqlite3 *sqlite, const char *database, int pages) {
    (void) sqlite;
    (void) database;
    ((struct driver_connection *) context)->log_pages = pages;
    return SQLITE_OK;
}

static void lower_function(sqlite3_context *context, int count, sqlite3_value **values) {
    (void) count;
    const char *text = (const char *) sqlite3_value_text(values[0]);
    if (!text) return;
    size_t size = (size_t) sqlite3_value_bytes(values[0]);
    char *folded = sqlite3_malloc64(size + 1);
    if (!folded) {
        sqlite3_result_error_nomem(context);
        return;
    }
    fold_bytes(folded, text, size);
    folded[size] = '\0';
    sqlite3_result_text64(context, folded, size, sqlite3_free, SQLITE_UTF8);
}

static void configure_once(void) {
    // Statistics of memory would take a lock at every allocation, which all threads share.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
}

static enum db_result check_application(struct driver_connection *connection, bool write) {
    int64_t id = 0, objects = 0;
    enum db_result result = query_integer(connection, "PRAGMA application_id", &id);
    if (result != DB_OK || id == APPLICATION_ID) return result;
    result = query_integer(connection, "SELECT count(*) FROM sqlite_schema", &objects);
    if (result != DB_OK) return result;
    if (id != 0 || objects != 0 || !write) {
        return fail(connection, SQLITE_MISMATCH, "the database belongs to another program");
    }
    return sqlite_script(connection, "PRAGMA application_id=" APPLICATION_ID_TEXT);
}

static enum db_result set_up(struct driver_connection *connection, bool write) {
    sqlite3 *sqlite = connection->sqlite;
    static const struct {
        int name;
        int value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        // Plans do not hang on bound values, so that a kept statement is never prepared again.
        {SQLITE_DBCONFIG_ENABLE_QPSG, 1},
    };
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
        int code = sqlite3_db_config(sqlite, switches[i].name, switches[i].value, NULL);
        if (code != SQLITE_OK) return note(connection, code);
    }
    sqlite3_db_config(sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !write, NULL);
    sqlite3_limit(sqlite, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(sqlite, BUSY_MILLISECONDS);
    int code = sqlite3_create_function_v2(sqlite, "lower", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                          NULL, lower_function, NULL, NULL, NULL);
    if (code == SQLITE_OK) code = rank_register(sqlite);
    if (code != SQLITE_OK) return note(connection, code);
    sqlite3_progress_handler(sqlite, PROGRESS_STEPS, on_progress, connection);

    enum db_result result = check_application(connection, write);
    if (result != DB_OK) return result;
    result = sqlite_script(connection,
                           "PRAGMA wal_autocheckpoint=0;"
                           "PRAGMA cell_size_check=ON;"
                           "PRAGMA synchronous=FULL;"
                           "PRAGMA secure_delete=FAST");
    if (result != DB_OK) return result;
    // Small caches: the kernel's is behind them. Mapping the file instead was measured to be no faster, and a read
    // error would be a SIGBUS.
    if (!write) return sqlite_script(connection, "PRAGMA query_only=ON; PRAGMA cache_size=-512; PRAGMA mmap_size=0");
    result = sqlite_script(connection,
                           "PRAGMA journal_mode=WAL;"
                           "PRAGMA journal_size_limit=16777216;"
                           "PRAGMA temp_store=MEMORY;"
                           "PRAGMA cache_size=-2048");
    if (result != DB_OK) return result;
    int64_t is_log;
    result = query_integer(connection, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &is_log);
    if (result == DB_OK && !is_log)
        return fail(connection, SQLITE_CANTOPEN, "the file system cannot hold a shared log");
    sqlite3_wal_hook(sqlite, on_commit_to_log, connection);
    return result;
}

// SQLite would make the file with the process's mask; content and hashes are nobody else's. Only the name is touched:
// opening and closing the file here would drop the locks that other connections of this process hold (POSIX).
static void make_private(const char *path, bool create) {
    struct stat status;
    if (create && stat(path, &status) != 0) {
        int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd >= 0) close(fd);
    } else if (stat(path, &status) == 0 && (status.st_mode & 077) != 0 && chmod(path, 0600) != 0) {
        return;  // another owner's file: opening it gives the error
    }
}

static enum db_result sqlite_open(const char *path, enum driver_mode mode, struct driver_connection **ret) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure_once);
    struct driver_connection *connection = calloc(1, sizeof *connection);
    *ret = connection;
    if (!connection) return DB_ERROR;
    if (mode != DRIVER_READ) make_private(path, mode == DRIVER_CREATE);
    int flags = mode == DRIVER_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int code = sqlite3_open_v2(path, &connection->sqlite, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code != SQLITE_OK) return note(connection, code);
    return set_up(connection, mode != DRIVER_READ);
}

static void sqlite_close(struct driver_connection *connection) {
    if (!connection) return;
    for (size_t i = 0; i < CONTROL_COUNT; i++) sqlite3_finalize(connection->controls[i]);
    sqlite3_close_v2(connection->sqlite);
    free(connection);
}

// A named parameter gets the next index when it first appears; the names must agree with that.
static bool parameters_in_order(sqlite3_stmt *statement) {
    int count = sqlite3_bind_parameter_count(statement);
    for (int i = 1; i <= count; i++) {
        char expected[16];
        snprintf(expected, sizeof expected, "$%d", i);
        const char *name = sqlite3_bind_parameter_name(statement, i);
        if (!name || strcmp(name, expected) != 0) return false;
    }
    return true;
}

static enum db_result sqlite_prepare(struct driver_connection *connection, const char *sql,
                                     struct driver_statement **ret) {
    struct driver_statement *statement = malloc(sizeof *statement);
    if (!statement) return fail(connection, SQLITE_NOMEM, "out of memory");
    *statement = (struct driver_statement){.connection = connection};
    int code = sqlite3_prepare_v3(connection->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->sqlite, NULL);
    enum db_result result = note(connection, code);
    if (result == DB_OK && !parameters_in_order(statement->sqlite)) {
        result = fail(connection, SQLITE_MISUSE, "parameters must first appear in the order $1, $2, ...");
    }
    if (result != DB_OK) {
        sqlite3_finalize(statement->sqlite);
        free(statement);
        return result;
    }
    *ret = statement;
    return DB_OK;
}

static void sqlite_finalize(struct driver_statement *statement) {
    sqlite3_finalize(statement->sqlite);
    free(statement);
}

static enum db_result sqlite_bind_null(struct driver_statement *statement, int position) {
    return note(statement->connection, sqlite3_bind_null(statement->sqlite, position));
}

static enum db_result sqlite_bind_integer(struct driver_statement *statement, int position, int64_t value) {
    return note(statement->connection, sqlite3_bind_int64(statement->sqlite, position, value));
}

static enum db_result sqlite_bind_text(struct driver_statement *statement, int position, const char *text,
                                       size_t size) {
    return note(statement->connection,
                sqlite3_bind_text64(statement->sqlite, position, text, size, SQLITE_STATIC, SQLITE_UTF8));
}

static enum db_result sqlite_bind_blob(struct driver_statement *statement, int position, const void *bytes,
                                       size_t size) {
    return note(statement->connection, sqlite3_bind_blob64(statement->sqlite, position, bytes, size, SQLITE_STATIC));
}

static enum db_result sqlite_step(struct driver_statement *statement, bool *ret_row) {
    int code = sqlite3_step(statement->sqlite);
    *ret_row = code == SQLITE_ROW;
    return note(statement->connection, code);
}

static void sqlite_reset(struct driver_statement *statement) {
    sqlite3_reset(statement->sqlite);  // repeats the last step's error, which was noted
    sqlite3_clear_bindings(statement->sqlite);
}

static int64_t sqlite_column_integer(struct driver_statement *statement, int column) {
    return sqlite3_column_int64(statement->sqlite, column);
}

static const char *sqlite_column_text(struct driver_statement *statement, int column, size_t *ret_size) {
    const char *text = (const char *) sqlite3_column_text(statement->sqlite, column);
    *ret_size = text ? (size_t) sqlite3_column_bytes(statement->sqlite, column) : 0;
    return text ? text : "";
}

static const void *sqlite_column_blob(struct driver_statement *statement, int column, size_t *ret_size) {
    const void *bytes = sqlite3_column_blob(statement->sqlite, column);
    *ret_size = bytes ? (size_t) sqlite3_column_bytes(statement->sqlite, column) : 0;
    return bytes ? bytes : "";
}

static int sqlite_column_count(struct driver_statement *statement) { return sqlite3_column_count(statement->sqlite); }

static void sqlite_column_value(struct driver_statement *statement, int column, struct driver_value *ret) {
    *ret = (struct driver_value){.kind = DRIVER_NULL};
    switch (sqlite3_column_type(statement->sqlite, column)) {
        case SQLITE_NULL:
            break;
        case SQLITE_INTEGER:
            ret->kind = DRIVER_INTEGER;
            ret->integer = sqlite3_column_int64(statement->sqlite, column);
            break;
        case SQLITE_TEXT:
            ret->kind = DRIVER_TEXT;
            ret->bytes = sqlite_column_text(statement, column, &ret->size);
            break;
        case SQLITE_BLOB:
            ret->kind = DRIVER_BLOB;
            ret->bytes = sqlite_column_blob(statement, column, &ret->size);
            break;
        default:
            ret->kind = DRIVER_OTHER;
    }
}

static int64_t sqlite_changes(struct driver_connection *connection) { return sqlite3_changes64(connection->sqlite); }

static int64_t sqlite_total_changes(struct driver_connection *connection) {
    return sqlite3_total_changes64(connection->sqlite);
}

static enum db_result control(struct driver_connection *connection, enum control which) {
    sqlite3_stmt **statement = &connection->controls[which];
    int code = SQLITE_OK;
    if (!*statement) {
        code =
            sqlite3_prepare_v3(connection->sqlite, control_sql[which], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    }
    if (code == SQLITE_OK) code = sqlite3_step(*statement);
    enum db_result result = note(connection, code);
    sqlite3_reset(*statement);
    return result;
}

static enum db_result sqlite_begin(struct driver_connection *connection, bool write, int seconds) {
    connection->deadline = seconds > 0 ? clock_monotonic_us() + (int64_t) seconds * 1000000 : 0;
    if (write) return control(connection, BEGIN_WRITE);
    // The snapshot is only taken by the first that reads.
    enum db_result result = control(connection, BEGIN_READ);
    return result == DB_OK ? control(connection, LOOK) : result;
}

static enum db_result sqlite_commit(struct driver_connection *connection) {
    connection->deadline = 0;
    return control(connection, COMMIT);
}

static void sqlite_rollback(struct driver_connection *connection) {
    connection->deadline = 0;
    if (!sqlite3_get_autocommit(connection->sqlite)) sqlite3_exec(connection->sqlite, "ROLLBACK", NULL, NULL, NULL);
}

static enum db_result sqlite_savepoint(struct driver_connection *connection) { return control(connection, SAVEPOINT); }

static enum db_result sqlite_savepoint_release(struct driver_connection *connection) {
    return control(connection, SAVEPOINT_RELEASE);
}

static enum db_result sqlite_savepoint_rollback(struct driver_connection *connection) {
    enum db_result result = control(connection, SAVEPOINT_ROLLBACK);
    return result == DB_OK ? control(connection, SAVEPOINT_RELEASE) : result;
}

static bool sqlite_in_transaction(const struct driver_connection *connection) {
    return !sqlite3_get_autocommit(connection->sqlite);
}

static enum db_result sqlite_schema_version(struct driver_connection *connection, int *ret) {
    int64_t version = 0;
    enum db_result result = query_integer(connection, "PRAGMA user_version", &version);
    if (result == DB_OK) *ret = (int) version;
    return result;
}

static enum db_result sqlite_set_schema_version(struct driver_connection *connection, int version) {
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA user_version=%d", version);
    return sqlite_script(connection, sql);
}

static enum db_result sqlite_checkpoint(struct driver_connection *connection, bool truncate) {
    if (truncate) sqlite3_busy_timeout(connection->sqlite, TRUNCATE_MILLISECONDS);
    int code = sqlite3_wal_checkpoint_v2(connection->sqlite, "main",
                                         truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    enum db_result result = note(connection, code);
    if (truncate) sqlite3_busy_timeout(connection->sqlite, BUSY_MILLISECONDS);
    if (truncate && result == DB_OK) connection->log_pages = 0;
    return result;
}

static int64_t sqlite_log_pages(const struct driver_connection *connection) { return connection->log_pages; }

static enum db_result sqlite_copy(struct driver_connection *connection, const char *path) {
    char message[256] = "";
    int code = sqlite_backup(connection->sqlite, path, message, sizeof message);
    return code == SQLITE_OK ? DB_OK : fail(connection, code, message);
}

const struct driver driver_sqlite = {
    .name = "sqlite",
    .migrations = sqlite_migrations,
    .open = sqlite_open,
    .close = sqlite_close,
    .message = sqlite_message,
    .fault = sqlite_fault,
    .prepare = sqlite_prepare,
    .finalize = sqlite_finalize,
    .bind_null = sqlite_bind_null,
    .bind_integer = sqlite_bind_integer,
    .bind_text = sqlite_bind_text,
    .bind_blob = sqlite_bind_blob,
    .step = sqlite_step,
    .reset = sqlite_reset,
    .column_integer = sqlite_column_integer,
    .column_text = sqlite_column_text,
    .column_blob = sqlite_column_blob,
    .column_count = sqlite_column_count,
    .column_value = sqlite_column_value,
    .changes = sqlite_changes,
    .total_changes = sqlite_total_changes,
    .script = sqlite_script,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .savepoint = sqlite_savepoint,
    .savepoint_release = sqlite_savepoint_release,
    .savepoint_rollback = sqlite_savepoint_rollback,
    .in_transaction = sqlite_in_transaction,
    .schema_version = sqlite_schema_version,
    .set_schema_version = sqlite_set_schema_version,
    .checkpoint = sqlite_checkpoint,
    .log_pages = sqlite_log_pages,
    .backup = sqlite_copy,
};
