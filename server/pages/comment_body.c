// comment_body: see the header. A comment says the same on each page that shows it until it is changed, so it is a part
// (part.h): the key is the whole wish, and what of it changes with the day.
#include "server/pages/comment_body.h"

#include <string.h>

#include "base/arena.h"
#include "db/comment.h"
#include "server/pages/context.h"
#include "server/pages/part.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/text/words.h"

const char *comment_body_name(const struct page_context *page, const struct comment *comment) {
    return *comment->author_name ? comment->author_name : words_get(page->words, WORD_ANONYMOUS);
}

const char *comment_body_ping(const struct page_context *page, const struct comment *comment) {
    if (strcmp(comment->type, "pingback") == 0) return words_get(page->words, WORD_PINGBACK);
    return strcmp(comment->type, "trackback") == 0 ? words_get(page->words, WORD_TRACKBACK) : NULL;
}

static const char *reply_url(const struct page_context *page, const char *permalink, int64_t comment) {
    return arena_printf(page->arena, "%s%creplytocom=%lld#respond", permalink, strchr(permalink, '?') ? '&' : '?',
                        (long long) comment);
}

static void fill(const struct comment_bodies *bodies, const struct comment_body_wish *wish, const char *ago,
                 struct comment_body_view *ret) {
    struct page_context *page = bodies->page;
    const struct comment *comment = wish->comment;
    const char *anchor = arena_printf(page->arena, "comment-%lld", (long long) comment->id);
    *ret = (struct comment_body_view){.id = comment->id, .anchor = anchor, .gone = wish->gone};
    if (wish->gone) return;
    ret->url = arena_printf(page->arena, "%s#%s", bodies->here, anchor);
    ret->author_name = comment_body_name(page, comment);
    ret->author_url = text_or_null(comment->author_url);
    ret->published = time_make(page, comment->created);
    ret->ago = ago;
    ret->ping = comment_body_ping(page, comment);
    if (ret->ping) return;
    if (page->settings->show_avatars) {
        bool blank = strcmp(page->settings->avatar_default, "blank") == 0;
        ret->initials = blank ? " " : name_initials(page->arena, ret->author_name);
        ret->hue = name_hue(ret->author_name);
    }
    ret->content = text_or_null(comment->content_html);
    ret->by_author = wish->by_author;
    ret->staff = wish->staff;
    ret->edited = comment->edited != 0;
    ret->held = wish->held;
    ret->edit_url = wish->edit_url;
    ret->edit_until = wish->edit_until;
    if (wish->may_reply) ret->reply_url = reply_url(page, bodies->permalink, comment->id);
    if (wish->answers) {
        ret->in_reply_to = comment_body_name(page, wish->answers);
        ret->in_reply_to_url = arena_printf(page->arena, "#comment-%lld", (long long) wish->answers->id);
    }
}

static void make_key(struct part *part, const struct comment_body_wish *wish, const char *ago) {
    enum { GONE = 1, MAY_REPLY = 2, BY_AUTHOR = 4, STAFF = 8, EDITED = 16 };
    const struct comment *comment = wish->comment;
    part_of_number(part, comment->id);
    part_of_number(part, (wish->gone ? GONE : 0) | (wish->may_reply ? MAY_REPLY : 0) |
                             (wish->by_author ? BY_AUTHOR : 0) | (wish->staff ? STAFF : 0) |
                             (comment->edited ? EDITED : 0));
    if (wish->gone) return;
    part_of_number(part, comment->created);
    part_of_text(part, ago);
    part_of_text(part, comment->type);
    part_of_text(part, comment->author_name);
    part_of_text(part, comment->author_url);
    part_of_text(part, comment->content_html);
    part_of_number(part, wish->answers ? wish->answers->id : 0);
    part_of_text(part, wish->answers ? wish->answers->author_name : NULL);
}

void comment_bodies_begin(struct comment_bodies *bodies, struct page_context *page, const char *permalink,
                          const char *here) {
    *bodies = (struct comment_bodies){.page = page, .permalink = permalink, .here = here};
    part_begin(&bodies->part, page, THEME_COMMENT_BODY);
    part_of_text(&bodies->part, permalink);
    part_of_text(&bodies->part, here);
    bodies->common = part_mark(&bodies->part);
}

void comment_bodies_finish(struct comment_bodies *bodies) { part_finish(&bodies->part); }

const char *comment_body_make(struct comment_bodies *bodies, const struct comment_body_wish *wish) {
    const char *ago = wish->gone ? NULL : days_ago(bodies->page, wish->comment->created);
    struct part *part = &bodies->part;
    struct comment_body_view view;
    part_back(part, bodies->common);
    part->wanted = false;
    if (!wish->own) {
        make_key(part, wish, ago);
        const char *html = part_find(part);
        if (html) return html;
    }
    fill(bodies, wish, ago, &view);
    return part_render(part, &view);
}
