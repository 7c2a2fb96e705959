// change: see the header. Row (0, 0) holds the moment of the last change of all.
#include "db/change.h"

#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_GET "SELECT moment FROM changed WHERE kind = $1 AND id = $2"
#define SQL_PUT                                                   \
    "INSERT INTO changed (kind, id, moment) VALUES ($1, $2, $3) " \
    "ON CONFLICT (kind, id) DO UPDATE SET moment = excluded.moment"

const char *const change_statements[] = {SQL_GET, SQL_PUT, NULL};

static enum db_result get(struct db *db, int64_t kind, int64_t id, int64_t *ret) {
    *ret = 0;
    enum db_result result = statement_read_integer(db, (unsigned) kind, id, SQL_GET, INTEGERS(kind, id), ret);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// What no feed is made of is not kept.
static bool is_kept(unsigned kind) {
    switch (kind) {
        case TOUCH_POST:
        case TOUCH_COMMENTS:
        case TOUCH_TERM:
        case TOUCH_USER:
        case TOUCH_ALL_COMMENTS:
        case TOUCH_SETTINGS:
        case TOUCH_TYPE:
        case TOUCH_TIMELINE:
        case TOUCH_ROLL:
            return true;
        default:
            return false;
    }
}

// Later than the last one, unless that is the next second, of which nobody was told yet. A clock that went back further
// is waited for.
static int64_t next_moment(int64_t last, int64_t now) {
    if (last < now) return now;
    return last == now + 1 ? last : last + 1;
}

enum db_result change_record(struct db *db, const struct touch *touched, size_t count, int64_t now) {
    int64_t moment = 0;
    enum db_result result = DB_OK;
    for (size_t i = 0; i < count && result == DB_OK; i++) {
        if (!is_kept(touched[i].kind)) continue;
        if (moment == 0) {
            result = get(db, 0, 0, &moment);
            moment = next_moment(moment, now);
            if (result == DB_OK) result = statement_run_integers(db, SQL_PUT, INTEGERS(0, 0, moment));
        }
        if (result == DB_OK)
            result = statement_run_integers(db, SQL_PUT, INTEGERS(touched[i].kind, touched[i].id, moment));
    }
    return result;
}

enum db_result change_latest(struct db *db, const struct touch *things, size_t count, int64_t *ret) {
    int64_t latest = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t moment;
        enum db_result result = get(db, things[i].kind, things[i].id, &moment);
        if (result != DB_OK) return result;
        if (moment > latest) latest = moment;
    }
    *ret = latest;
    return DB_OK;
}
