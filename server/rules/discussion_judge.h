// discussion judge: moderation asked with the rows of a transaction. Shared by discussion_submit.c and
// discussion_edit.c, which ask before their write, since word lists may take long, and again in it.
#pragma once

#include <stdbool.h>

#include "server/rules/capability.h"
#include "server/rules/moderation.h"

struct arena;
struct db;
struct post;
struct settings;

// What moderation was asked with, and its answer; the same the second time gives the same answer without a search.
struct judged {
    bool done;
    bool trusted, author_known;
    const struct settings *settings;
    struct moderation moderation;
};

// `actor` may be NULL. `as_given`: the comment's user is somebody whom a moderator named. `settings` must live as long
// as *judged. Another comment of the author's counts as his being known, `comment` itself does not.
enum db_result discussion_judge(struct db *db, struct arena *arena, const struct post *post,
                                const struct settings *settings, const struct actor *actor, bool as_given,
                                const struct comment *comment, struct judged *judged);
