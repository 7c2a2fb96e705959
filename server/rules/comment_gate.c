// comment gate: the one decision whether an article may be commented, and its words.
//
// Pure: article, settings and clock in, answer out. The page, the REST field, the form and
// the inserting transaction all ask here, so none of them can disagree with another.
#include "server/rules/comment_gate.h"

#include <string.h>

#include "db/post.h"
#include "server/rules/settings.h"
#include "server/text/words.h"

enum { DAY_SECONDS = 86400 };

static bool takes_comments(enum post_type type) {
    return type == POST_TYPE_POST || type == POST_TYPE_PAGE || type == POST_TYPE_ATTACHMENT;
}

// An attachment inherits the status of what it hangs on and is public by itself.
static bool is_public(const struct post *post, bool may_read_private) {
    if (post->status == POST_PUBLISH) return true;
    if (post->status == POST_PRIVATE) return may_read_private;
    return post->status == POST_INHERIT && post->type == POST_TYPE_ATTACHMENT;
}

// The first second at which the age rule closes; 0: it never does. WordPress applies the
// rule to posts alone, and closes strictly after the days are over.
static int64_t closes_by_age(const struct post *post, const struct settings *settings) {
    if (!settings->close_comments_for_old_posts || post->type != POST_TYPE_POST) return 0;
    return post->published + settings->close_comments_days_old * DAY_SECONDS + 1;
}

struct comment_gate comment_gate(const struct post *post, const struct settings *settings, int64_t now,
                                 bool may_read_private) {
    if (!is_public(post, may_read_private)) {
        // The scheduler publishes at this second.
        int64_t until = post->status == POST_FUTURE ? post->published : 0;
        return (struct comment_gate){.reason = COMMENTS_NOT_PUBLIC, .until = until};
    }
    if (!takes_comments(post->type)) return (struct comment_gate){.reason = COMMENTS_NOT_SUPPORTED};
    if (!post->comments_open) return (struct comment_gate){.reason = COMMENTS_ARTICLE};
    int64_t closes = closes_by_age(post, settings);
    if (closes != 0 && now - post->published > settings->close_comments_days_old * DAY_SECONDS)
        return (struct comment_gate){.reason = COMMENTS_AGE, .since = closes};
    return (struct comment_gate){.open = true, .reason = COMMENTS_ARE_OPEN, .until = closes};
}

struct post_discussion comment_gate_filter(unsigned states, const struct settings *settings, int64_t now,
                                           bool reads_private, int64_t reader) {
    return (struct post_discussion){
        .states = states,
        .ages = settings->close_comments_for_old_posts,
        .oldest = now - settings->close_comments_days_old * DAY_SECONDS,
        .reads_private = reads_private,
        .private_reader = reader,
    };
}

unsigned comment_gate_state(const struct comment_gate *gate) {
    switch (gate->reason) {
        case COMMENTS_ARE_OPEN:
            return POST_OPEN;
        case COMMENTS_NOT_PUBLIC:
            return POST_CLOSED_NOT_PUBLIC;
        case COMMENTS_NOT_SUPPORTED:
            return POST_CLOSED_NOT_SUPPORTED;
        case COMMENTS_ARTICLE:
            return POST_CLOSED_ARTICLE;
        case COMMENTS_AGE:
            return POST_CLOSED_AGE;
    }
    return 0;
}

enum comment_reason comment_reason_parse(const char *name) {
    for (enum comment_reason reason = COMMENTS_NOT_PUBLIC; reason <= COMMENTS_AGE; reason++)
        if (strcmp(comment_reason_name(reason), name) == 0) return reason;
    return COMMENTS_ARE_OPEN;
}

const char *comment_reason_name(enum comment_reason reason) {
    switch (reason) {
        case COMMENTS_ARE_OPEN:
            return NULL;
        case COMMENTS_NOT_PUBLIC:
            return "not_public";
        case COMMENTS_NOT_SUPPORTED:
            return "not_supported";
        case COMMENTS_ARTICLE:
            return "article";
        case COMMENTS_AGE:
            return "age";
    }
    return NULL;
}

const char *comment_gate_sentence(struct arena *arena, const struct comment_gate *gate,
                                  const struct settings *settings) {
    if (settings->comments_closed_text[0] != '\0') return settings->comments_closed_text;
    const struct words *words = settings->words;
    if (gate->reason != COMMENTS_AGE) return words_get(words, WORD_COMMENTS_CLOSED);
    return words_plural(arena, words, WORD_COMMENTS_CLOSED_BY_AGE, settings->close_comments_days_old, NULL);
}

bool comment_gate_is_shown(const struct comment_gate *gate, const struct post *post) {
    return !gate->open && (post->comment_count > 0 || post->type == POST_TYPE_POST);
}
