// retention: see the header. Nothing is touched: no shared page shows what is deleted here.
#include "server/rules/retention.h"

#include "base/log.h"
#include "db/comment.h"
#include "db/discussion_change.h"
#include "db/mail.h"
#include "db/store.h"
#include "db/user.h"
#include "server/rules/app.h"
#include "server/rules/settings.h"

enum { ROWS_A_WRITE = 500, DAY_SECONDS = 86400, LETTER_DAYS = 30 };

typedef enum db_result (*forget_function)(struct db *db, int64_t before, int64_t most, int64_t *ret_count);

struct forgetting {
    forget_function forget;
    int64_t before;
    int64_t count;  // of the last write
};

static enum db_result write_forgetting(struct db *db, void *argument) {
    struct forgetting *forgetting = argument;
    return forgetting->forget(db, forgetting->before, ROWS_A_WRITE, &forgetting->count);
}

static enum db_result forget_all(struct store *store, forget_function forget, int64_t days, int64_t now) {
    if (days <= 0) return DB_OK;
    struct forgetting forgetting = {.forget = forget, .before = now - days * DAY_SECONDS, .count = ROWS_A_WRITE};
    enum db_result result = DB_OK;
    while (result == DB_OK && forgetting.count == ROWS_A_WRITE)
        result = store_write(store, write_forgetting, &forgetting);
    return result;
}

static enum db_result write_expiries(struct db *db, void *argument) {
    const int64_t now = *(const int64_t *) argument;
    enum db_result result = session_delete_expired(db, now);
    return result == DB_OK ? mail_delete_given_up(db, now - LETTER_DAYS * DAY_SECONDS) : result;
}

bool retention_run(struct app *app, int64_t now) {
    int64_t address_days, agent_days;
    {
        SETTINGS_LEASE settings = settings_acquire(app->settings);
        if (!settings) return false;
        address_days = settings->comment_address_days;
        agent_days = settings->comment_agent_days;
    }
    enum db_result result = store_write(app->store, write_expiries, &now);
    if (result == DB_OK) result = forget_all(app->store, comment_forget_addresses, address_days, now);
    if (result == DB_OK) result = forget_all(app->store, comment_forget_agents, agent_days, now);
    // A day is the time in which many closed discussions can be opened again.
    if (result == DB_OK) result = forget_all(app->store, discussion_change_forget, 1, now);
    if (result != DB_OK) log_error("old personal data could not be deleted: %s", store_message(app->store));
    return result == DB_OK;
}
