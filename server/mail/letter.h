// letter: the words of each kind of letter (db/mail.h), made when it is sent, from what the site holds then.
#pragma once

#include <stdint.h>

#include "db/mail.h"
#include "server/mail/message.h"

struct app;
struct arena;
struct settings;

// *ret lives in the arena. DB_NOT_FOUND: it became pointless (the comment is gone or decided on, the account is no
// more, nobody has the typed login) and shall be dropped.
enum db_result letter_make(struct app *app, struct db *db, struct arena *arena, const struct settings *settings,
                           const struct mail *mail, int64_t now, struct message *ret);

// One that proves that mail works, to an address that an administrator names.
void letter_make_test(struct app *app, struct arena *arena, const struct settings *settings, const char *to,
                      int64_t now, struct message *ret);
