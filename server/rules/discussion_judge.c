// discussion judge: see the header.
#include "server/rules/discussion_judge.h"

#include <string.h>

#include "base/arena.h"
#include "db/user.h"
#include "server/rules/settings.h"

static bool same_rules(const struct settings *a, const struct settings *b) {
    return a->comment_moderation == b->comment_moderation && a->comment_max_links == b->comment_max_links &&
           a->comment_previously_approved == b->comment_previously_approved &&
           strcmp(a->moderation_keys, b->moderation_keys) == 0 && strcmp(a->disallowed_keys, b->disallowed_keys) == 0;
}

// The comment's own user counts, who for a moderator's as_given need not be the asker.
static enum db_result is_trusted(struct db *db, struct arena *arena, const struct post *post, const struct actor *actor,
                                 bool as_given, const struct comment *comment, bool *ret) {
    *ret = actor && actor->owner && !as_given;
    if (comment->user == 0) return DB_OK;
    const struct user *user = actor ? actor->user : NULL;
    struct user other;
    if (!user || user->id != comment->user) {
        enum db_result result = user_get(db, arena, comment->user, &other);
        if (result == DB_NOT_FOUND) return DB_OK;
        if (result != DB_OK) return result;
        user = &other;
    }
    *ret = *ret || post->author == comment->user || capability_of_roles(user->roles, CAP_MODERATE_COMMENTS);
    return DB_OK;
}

enum db_result discussion_judge(struct db *db, struct arena *arena, const struct post *post,
                                const struct settings *settings, const struct actor *actor, bool as_given,
                                const struct comment *comment, struct judged *judged) {
    bool trusted, author_known = false;
    enum db_result result = is_trusted(db, arena, post, actor, as_given, comment, &trusted);
    if (result == DB_OK && !trusted) result = comment_author_known(db, comment, &author_known);
    if (result != DB_OK) return result;
    bool same = judged->done && judged->trusted == trusted && judged->author_known == author_known &&
                same_rules(judged->settings, settings);
    if (!same) judged->moderation = moderate(arena, comment, settings, trusted, author_known);
    judged->done = true;
    judged->trusted = trusted;
    judged->author_known = author_known;
    judged->settings = settings;
    return DB_OK;
}
