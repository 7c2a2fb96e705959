// sender: see the header. Like the scheduler it sleeps until the first letter is due, and is woken by what touches
// mail or settings. It holds neither its lock nor a lease while it waits for the network.
#include "server/mail/sender.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/strbuf.h"
#include "db/mail.h"
#include "db/store.h"
#include "db/touch_kinds.h"
#include "server/mail/letter.h"
#include "server/mail/message.h"
#include "server/rules/app.h"
#include "server/rules/settings.h"

enum {
    LOOK_AGAIN = 3600,  // seconds, in case nobody wakes it
    WAIT_MOST = 6 * 3600,
    GIVE_UP = 4 * 86400,
};

struct sender {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool woken;
    atomic_bool stopping;
};

// A run through what is due: one connection for all.
struct run {
    struct sender *sender;
    const struct settings *settings;
    struct smtp *smtp;  // NULL: none yet
};

// What becomes of a letter.
struct outcome {
    int64_t id;
    enum { LETTER_DONE, LETTER_LATER, ALL_LATER, LETTER_GIVEN_UP } what;
    int64_t due;  // of LETTER_LATER and ALL_LATER
    const char *problem;
};

static enum db_result write_outcome(struct db *db, void *argument) {
    const struct outcome *outcome = argument;
    enum db_result result = outcome->what == LETTER_DONE
                                ? mail_delete(db, outcome->id)
                                : mail_postpone(db, outcome->id, outcome->due, outcome->problem);
    if (result == DB_OK && outcome->what == ALL_LATER) result = mail_postpone_all(db, outcome->due);
    // Deleted by somebody meanwhile.
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static bool record(struct sender *sender, const struct outcome *outcome) {
    struct outcome copy = *outcome;
    if (store_write(sender->app->store, write_outcome, &copy) == DB_OK) return true;
    log_error("mail %lld: what became of it could not be stored: %s", (long long) outcome->id,
              store_message(sender->app->store));
    return false;
}

// `first` seconds, doubled with each attempt before.
static int64_t wait_after(int64_t first, int64_t attempts) {
    int64_t wait = first;
    while (attempts-- > 0 && wait < WAIT_MOST) wait *= 2;
    return wait < WAIT_MOST ? wait : WAIT_MOST;
}

static bool give_up(struct sender *sender, const struct mail *mail, const char *problem) {
    log_warning("mail %lld (%s) to %s is given up: %s", (long long) mail->id, mail_kind_name(mail->kind),
                mail->recipient, problem);
    return record(sender, &(struct outcome){.id = mail->id, .what = LETTER_GIVEN_UP, .problem = problem});
}

// The first letter that is due, and its words. DB_NOT_FOUND with an id: it became pointless.
static enum db_result next_letter(struct sender *sender, struct arena *arena, const struct settings *settings,
                                  int64_t now, struct mail *mail, struct message *message) {
    STORE_READ db = store_read_acquire(sender->app->store);
    if (!db) return DB_ERROR;
    enum db_result result = mail_first(db, arena, mail);
    if (result != DB_OK) return result;
    if (mail->due > now) return DB_BUSY;
    return letter_make(sender->app, db, arena, settings, mail, now, message);
}

// What is wrong with the sender's address is wrong for every letter.
static enum smtp_result check_addresses(const struct message *message, char problem[SMTP_PROBLEM_SIZE]) {
    const bool from = message_address_is_plain(message->from);
    snprintf(problem, SMTP_PROBLEM_SIZE, "%s is not an address that can be written to",
             from ? message->to : "the sender (mail_from, admin_email)");
    return from ? SMTP_REFUSED : SMTP_UNREACHABLE;
}

static enum smtp_result send(struct smtp *smtp, const struct message *message, char problem[SMTP_PROBLEM_SIZE]) {
    STRBUF_CLEAN struct strbuf data;
    strbuf_init(&data, 0);
    if (!message_write(&data, message)) return check_addresses(message, problem);
    if (strbuf_failed(&data)) {
        snprintf(problem, SMTP_PROBLEM_SIZE, "out of memory");
        return SMTP_FAILED;
    }
    return smtp_send(smtp, message->from, message->to, data.data, data.size, problem);
}

static enum smtp_result try(struct run *run, const struct message *message, char problem[SMTP_PROBLEM_SIZE]) {
    if (!run->smtp) run->smtp = smtp_open(run->settings, &run->sender->stopping, problem);
    return run->smtp ? send(run->smtp, message, problem) : SMTP_UNREACHABLE;
}

// Tries one. False: no more at the moment.
static bool deliver(struct run *run, const struct mail *mail, const struct message *message) {
    struct sender *sender = run->sender;
    char problem[SMTP_PROBLEM_SIZE] = "";
    const enum smtp_result result = try(run, message, problem);
    if (result == SMTP_STOPPED) return false;
    if (result == SMTP_SENT) return record(sender, &(struct outcome){.id = mail->id, .what = LETTER_DONE});
    const int64_t now = clock_now();
    if (result == SMTP_REFUSED || now - mail->created >= GIVE_UP) return give_up(sender, mail, problem);
    const int64_t wait = wait_after(run->settings->mail_retry_seconds, mail->attempts);
    log_warning("mail %lld (%s) could not be sent, next attempt in %lld s: %s", (long long) mail->id,
                mail_kind_name(mail->kind), (long long) wait, problem);
    const struct outcome outcome = {.id = mail->id,
                                    .what = result == SMTP_UNREACHABLE ? ALL_LATER : LETTER_LATER,
                                    .due = now + wait,
                                    .problem = problem};
    return record(sender, &outcome);
}

// The next letter from the store to the mail server. False: there is none, or no more at the moment.
static bool work_once(struct run *run) {
    struct sender *sender = run->sender;
    struct arena arena;
    arena_init(&arena);
    struct mail mail = {0};
    struct message message;
    const enum db_result result = next_letter(sender, &arena, run->settings, clock_now(), &mail, &message);
    bool more = false;
    if (result == DB_OK)
        more = deliver(run, &mail, &message);
    else if (result == DB_NOT_FOUND && mail.id != 0)
        more = record(sender, &(struct outcome){.id = mail.id, .what = LETTER_DONE});
    arena_finish(&arena);
    return more && !atomic_load(&sender->stopping);
}

static bool is_due(struct sender *sender, int64_t now, int64_t *ret_moment) {
    struct arena arena;
    arena_init(&arena);
    struct mail mail;
    enum db_result result;
    {
        STORE_READ db = store_read_acquire(sender->app->store);
        result = db ? mail_first(db, &arena, &mail) : DB_ERROR;
    }
    if (result == DB_OK) *ret_moment = mail.due;
    arena_finish(&arena);
    return result == DB_OK && mail.due <= now;
}

// Sends what is due and gives the moment at which to look again.
static int64_t work(struct sender *sender) {
    const int64_t now = clock_now();
    int64_t moment = now + LOOK_AGAIN;
    SETTINGS_LEASE settings = settings_acquire(sender->app->settings);
    if (!settings || settings->smtp_host[0] == '\0') return moment;
    if (!is_due(sender, now, &moment)) return moment;

    struct run run = {.sender = sender, .settings = settings};
    while (work_once(&run)) continue;
    smtp_close(run.smtp);
    moment = now + LOOK_AGAIN;
    // What could not be recorded, or came due meanwhile, waits a second.
    return is_due(sender, clock_now(), &moment) ? clock_now() + 1 : moment;
}

static void *send_all(void *argument) {
    struct sender *sender = argument;
    pthread_mutex_lock(&sender->lock);
    while (!atomic_load(&sender->stopping)) {
        sender->woken = false;
        pthread_mutex_unlock(&sender->lock);
        struct timespec until = {.tv_sec = (time_t) work(sender)};
        pthread_mutex_lock(&sender->lock);
        while (!atomic_load(&sender->stopping) && !sender->woken)
            if (pthread_cond_timedwait(&sender->changed, &sender->lock, &until) != 0) break;
    }
    pthread_mutex_unlock(&sender->lock);
    return NULL;
}

static void on_touch(void *context, const struct touch *touched, size_t count) {
    struct sender *sender = context;
    bool mine = false;
    for (size_t i = 0; i < count; i++)
        mine = mine || touched[i].kind == TOUCH_MAIL || touched[i].kind == TOUCH_SETTINGS;
    if (!mine) return;
    pthread_mutex_lock(&sender->lock);
    sender->woken = true;
    pthread_cond_signal(&sender->changed);
    pthread_mutex_unlock(&sender->lock);
}

static void destroy(struct sender *sender) {
    store_unlisten(sender->app->store, on_touch, sender);
    pthread_cond_destroy(&sender->changed);
    pthread_mutex_destroy(&sender->lock);
    free(sender);
}

struct sender *sender_start(struct app *app) {
    struct sender *sender = calloc(1, sizeof *sender);
    if (!sender) return NULL;
    sender->app = app;
    pthread_mutex_init(&sender->lock, NULL);
    pthread_cond_init(&sender->changed, NULL);
    store_listen(app->store, on_touch, sender);
    if (pthread_create(&sender->thread, NULL, send_all, sender) == 0) return sender;
    destroy(sender);
    return NULL;
}

void sender_stop(struct sender *sender) {
    if (!sender) return;
    atomic_store(&sender->stopping, true);
    pthread_mutex_lock(&sender->lock);
    pthread_cond_signal(&sender->changed);
    pthread_mutex_unlock(&sender->lock);
    pthread_join(sender->thread, NULL);
    destroy(sender);
}

enum smtp_result sender_test(struct app *app, struct arena *arena, const char *to, char problem[SMTP_PROBLEM_SIZE]) {
    static const atomic_bool never = false;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) {
        snprintf(problem, SMTP_PROBLEM_SIZE, "the settings cannot be read");
        return SMTP_FAILED;
    }
    struct smtp *smtp = smtp_open(settings, app->stopping ? app->stopping : &never, problem);
    if (!smtp) return SMTP_UNREACHABLE;
    struct message message;
    letter_make_test(app, arena, settings, to, clock_now(), &message);
    const enum smtp_result result = send(smtp, &message, problem);
    smtp_close(smtp);
    return result;
}
