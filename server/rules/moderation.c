// moderation: WordPress's check_comment and its list of disallowed words, with the reason kept.
#include "server/rules/moderation.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "server/rules/settings.h"
#include "server/text/sanitize.h"

// Case goes, and letters written with combining marks compare equal to whole ones.
static const char *folded(struct arena *arena, const char *text) {
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *) text, 0, &out,
                                         UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    const char *result =
        size >= 0 ? arena_strndup(arena, (const char *) out, (size_t) size) : arena_strdup(arena, text);
    free(out);
    return result;
}

struct haystack {
    const char *texts[6];
};

static struct haystack haystack_make(struct arena *arena, const struct comment *comment) {
    // Markup between the letters of a word must not hide it: the bare text is searched too.
    return (struct haystack){{
        folded(arena, comment->author_name),
        folded(arena, comment->author_email),
        folded(arena, comment->author_url),
        folded(arena, comment->content),
        folded(arena, sanitize_strip_tags(arena, comment->content)),
        folded(arena, comment->author_address),
    }};
}

// The first line of `keys` that is found; NULL: none.
static const char *match_line(struct arena *arena, const struct haystack *haystack, const char *keys) {
    for (const char *line = keys; *line;) {
        size_t size = strcspn(line, "\r\n");
        const char *begin = line, *end = line + size;
        line = *end ? end + 1 : end;
        while (begin < end && isspace((unsigned char) *begin)) begin++;
        while (end > begin && isspace((unsigned char) end[-1])) end--;
        if (begin == end) continue;
        const char *word = arena_strndup(arena, begin, (size_t) (end - begin));
        const char *needle = folded(arena, word);
        for (size_t i = 0; i < sizeof haystack->texts / sizeof *haystack->texts; i++)
            if (strstr(haystack->texts[i], needle)) return word;
    }
    return NULL;
}

static struct moderation held(const char *rule, const char *match) {
    return (struct moderation){.status = COMMENT_HOLD, .rule = rule, .match = match};
}

static struct moderation check(struct arena *arena, const struct comment *comment, const struct settings *settings,
                               const struct haystack *haystack, bool author_known) {
    if (settings->comment_moderation) return held("comment_moderation", "");
    if (settings->comment_max_links > 0) {
        size_t links = sanitize_count_links(comment->content_html);
        if (links >= (uint64_t) settings->comment_max_links)
            return held("comment_max_links", arena_printf(arena, "%zu", links));
    }
    const char *word = match_line(arena, haystack, settings->moderation_keys);
    if (word) return held("moderation_keys", word);
    if (settings->comment_previously_approved && !author_known) return held("comment_previously_approved", "");
    return (struct moderation){.status = COMMENT_APPROVED, .rule = "", .match = ""};
}

struct moderation moderate(struct arena *arena, const struct comment *comment, const struct settings *settings,
                           bool trusted, bool author_known) {
    // "The author and the admins get respect": no list applies to them (wp_allow_comment).
    if (trusted) return (struct moderation){.status = COMMENT_APPROVED, .rule = "", .match = ""};
    struct haystack haystack = haystack_make(arena, comment);
    const char *word = match_line(arena, &haystack, settings->disallowed_keys);
    if (word) return (struct moderation){.status = COMMENT_TRASH, .rule = "disallowed_keys", .match = word};
    return check(arena, comment, settings, &haystack, author_known);
}

bool moderation_rule_exists(const char *rule) {
    static const char *const rules[] = {
        "comment_moderation", "comment_max_links", "moderation_keys",   "comment_previously_approved",
        "disallowed_keys",    "honeypot",          "deleted_by_author",
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i], rule) == 0) return true;
    return false;
}
