// preview: see the header.
#include "server/rules/preview.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/post.h"
#include "server/rules/permalink.h"
#include "server/rules/token.h"

enum { DAY = 86400 };
static const char purpose[] = "preview";

static const char *subject_of(struct arena *arena, int64_t post, bool public) {
    return arena_printf(arena, "%lld %s", (long long) post, public ? "public" : "draft");
}

const char *preview_link(struct app *app, struct db *db, struct arena *arena, const struct settings *settings,
                         const struct post *post, int64_t now) {
    if (post->status == POST_TRASH || post->status == POST_AUTO_DRAFT) return NULL;
    const char *subject = subject_of(arena, post->id, post->status == POST_PUBLISH);
    const char *token = token_make(app, arena, purpose, subject, (now / DAY + PREVIEW_DAYS + 1) * DAY);
    const char *link = permalink_of_post(db, arena, settings, post);
    return arena_printf(arena, "%s%cpreview=true&preview_token=%s", link, strchr(link, '?') ? '&' : '?', token);
}

enum preview_token preview_token_check(struct app *app, struct arena *arena, const struct post *post, const char *token,
                                       int64_t now, int64_t *ret_until) {
    if (post->status == POST_TRASH || post->status == POST_AUTO_DRAFT) return PREVIEW_TOKEN_BAD;
    const bool public = post->status == POST_PUBLISH;
    if (token_valid(app, purpose, subject_of(arena, post->id, public), token, now)) {
        *ret_until = strtoll(token, NULL, 10);
        return PREVIEW_TOKEN_GOOD;
    }
    const bool before = public && token_valid(app, purpose, subject_of(arena, post->id, false), token, now);
    return before ? PREVIEW_TOKEN_PUBLISHED : PREVIEW_TOKEN_BAD;
}

const char *preview_nonce_action(struct arena *arena, int64_t post) {
    return arena_printf(arena, "post_preview_%lld", (long long) post);
}
