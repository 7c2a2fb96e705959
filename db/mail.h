// mail: letters that wait to be sent. A row says what a letter is about and to whom; its words are made when it goes,
// so that no row holds a secret, and what became pointless meanwhile is not sent. Writing functions run inside
// store_write() and touch TOUCH_MAIL.
#pragma once

#include <stddef.h>

#include "db/db.h"

struct arena;

enum mail_kind {
    MAIL_COMMENT = 1,       // to the article's author; subject: the comment
    MAIL_MODERATION,        // to a moderator; subject: the comment
    MAIL_PASSWORD_RESET,    // recipient: the login or e-mail address that was typed, perhaps nobody's
    MAIL_PASSWORD_CHANGED,  // subject: the account
    MAIL_EMAIL_CHANGED,     // to the old address; subject: the account; detail: the new address
};
const char *mail_kind_name(enum mail_kind kind);  // "comment", "moderation", ...; "" for others

enum { MAIL_PROBLEM_MOST = 300 };

struct mail {
    int64_t id;
    enum mail_kind kind;
    const char *recipient;
    int64_t subject;     // 0: none
    const char *detail;  // ""
    int64_t created;
    int64_t due;  // when it is tried next; 0: given up
    int64_t attempts;
    const char *problem;  // of the last attempt; ""
};
struct mail_list {
    struct mail *items;
    size_t count;
};

// Its id, attempts and problem are not looked at; due 0 is made its `created`.
enum db_result mail_insert(struct db *db, const struct mail *mail);
enum db_result mail_get(struct db *db, struct arena *arena, int64_t id, struct mail *ret);
// The one that is due first; DB_NOT_FOUND when none waits.
enum db_result mail_first(struct db *db, struct arena *arena, struct mail *ret);
// Those with an id above `after`, oldest first.
enum db_result mail_list(struct db *db, struct arena *arena, int64_t after, int64_t limit, struct mail_list *ret);
enum db_result mail_count(struct db *db, int64_t *ret_waiting, int64_t *ret_given_up);
// After an attempt that failed; due 0: given up. The problem is cut at MAIL_PROBLEM_MOST bytes.
enum db_result mail_postpone(struct db *db, int64_t id, int64_t due, const char *problem);
// All that are due before a moment are due then: what one met, the others would meet.
enum db_result mail_postpone_all(struct db *db, int64_t due);
// Due now; id 0: all of them.
enum db_result mail_retry(struct db *db, int64_t id, int64_t now, int64_t *ret_count);
enum db_result mail_delete(struct db *db, int64_t id);
// Those that were given up and made before a moment.
enum db_result mail_delete_given_up(struct db *db, int64_t before);
// Of one recipient, whatever the case of the address.
enum db_result mail_of_recipient(struct db *db, struct arena *arena, const char *recipient, struct mail_list *ret);
enum db_result mail_delete_of_recipient(struct db *db, const char *recipient, int64_t *ret_count);

extern const char *const mail_statements[];
