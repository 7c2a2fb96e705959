// notification: who is told by e-mail of what, as WordPress decides it. Each function runs in the write that it tells
// of, and queues letters in that same transaction (db/mail.h); server/mail/ writes and sends them. Nothing is queued
// while no mail server is set.
#pragma once

#include <stdbool.h>

#include "db/comment.h"
#include "db/user.h"

struct actor;
struct arena;
struct settings;

// Is there a mail server?
bool notification_is_on(const struct settings *settings);

// A comment that was just stored. Approved: its article's author (comments_notify), unless he wrote it himself. Held:
// admin_email, and the author where he may moderate it (moderation_notify). Spam and trash tell nobody.
enum db_result notification_of_comment(struct db *db, struct arena *arena, const struct settings *settings,
                                       const struct post *post, const struct comment *comment, int64_t now);
// The same comment when `actor` has approved it, read afresh: the author is told now, unless it is he who did.
enum db_result notification_of_approval(struct db *db, struct arena *arena, const struct settings *settings,
                                        int64_t comment, const struct actor *actor, int64_t now);

// After the account was changed: a notice of a new password to the user, and of a new e-mail address to the old one.
enum db_result notification_of_account(struct db *db, const struct settings *settings, const struct user *before,
                                       const struct user *after, int64_t now);

// Somebody typed a login or an address to get a new password. Looked up when the letter is written, so that this takes
// as long for nobody as for a user.
enum db_result notification_of_lost_password(struct db *db, const char *typed, int64_t now);
