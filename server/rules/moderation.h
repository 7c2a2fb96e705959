// moderation: approve, hold or trash a new comment, and why. Order and rules: WordPress's check_comment.
#pragma once

#include <stdbool.h>

#include "db/comment.h"

struct arena;
struct settings;

struct moderation {
    enum comment_status status;
    const char *rule;   // "comment_moderation", "comment_max_links", "moderation_keys", "comment_previously_approved",
                        // "disallowed_keys", "honeypot", "deleted_by_author"; "" when approved
    const char *match;  // the word or number that matched; ""
};

// `trusted`: the article's author or a moderator. `author_known`: from comment_author_known().
struct moderation moderate(struct arena *arena, const struct comment *comment, const struct settings *settings,
                           bool trusted, bool author_known);

// Is this one of the words that `rule` may be?
bool moderation_rule_exists(const char *rule);
