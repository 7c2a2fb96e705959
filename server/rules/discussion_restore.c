// discussion_restore: comments that come from another site. Whether the article takes comments is no question then, nor
// is moderation: they were accepted there.
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "server/rules/comment_fields.h"
#include "server/rules/discussion.h"

enum { AGENT_MAX = 254, ADDRESS_MAX = 45 };

static const char *cut(struct arena *arena, const char *text, size_t most) {
    const size_t size = strlen(text);
    return size <= most ? text : arena_strndup(arena, text, utf8_prefix(text, size, most));
}

static bool looks_like_address(const char *text) {
    return strlen(text) <= ADDRESS_MAX && text[strspn(text, "0123456789abcdefABCDEF.:%")] == '\0';
}

void discussion_restore(struct arena *arena, const struct settings *settings, struct comment *comment,
                        bool unfiltered) {
    comment->author_name = cut(arena, comment_name_sanitise(arena, comment->author_name), COMMENT_NAME_MAX);
    comment->author_email = comment_trimmed(arena, comment->author_email);
    if (strlen(comment->author_email) > COMMENT_EMAIL_MAX || !email_is_valid(comment->author_email))
        comment->author_email = "";
    comment->author_url = comment_url_sanitise(arena, comment->author_url);
    if (strlen(comment->author_url) > COMMENT_URL_MAX) comment->author_url = "";
    comment->author_address = comment_trimmed(arena, comment->author_address);
    if (!looks_like_address(comment->author_address)) comment->author_address = "";
    comment->user_agent = cut(arena, comment_name_sanitise(arena, comment->user_agent), AGENT_MAX);
    discussion_render(arena, settings, cut(arena, comment->content, COMMENT_CONTENT_MAX), unfiltered, &comment->content,
                      &comment->content_html);
}
