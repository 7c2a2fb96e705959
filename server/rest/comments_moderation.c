// comments_moderation: what stands around a comment, for who moderates: its article and whether that can be commented,
// what it answers, and how known its author is. A few reads along indexes for each comment.
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "server/rest/call.h"
#include "server/rest/comments.h"
#include "server/rest/posts.h"
#include "server/rest/text.h"
#include "server/rules/permalink.h"

// Whether there are a hundred or a thousand, does not matter.
enum { KNOWN_MOST = 100, EXCERPT_SIZE = 240 };

static const struct param title_properties[] = {
    {.name = "rendered", .description = "The title, as it is shown.", .types = PARAM_STRING, .contexts = CONTEXT_EDIT},
    {0},
};
static const struct param post_properties[] = {
    {.name = "id", .description = "The ID of the post.", .types = PARAM_INTEGER, .contexts = CONTEXT_EDIT},
    {.name = "type", .description = "Type of the post.", .types = PARAM_STRING, .contexts = CONTEXT_EDIT},
    {.name = "title",
     .description = "The title of the post.",
     .types = PARAM_OBJECT,
     .properties = title_properties,
     .contexts = CONTEXT_EDIT},
    {.name = "link",
     .description = "URL of the post.",
     .types = PARAM_STRING,
     .format = FORMAT_URI,
     .contexts = CONTEXT_EDIT},
    {.name = "date_gmt",
     .description = "The date the post was published, as GMT.",
     .types = PARAM_STRING | PARAM_NULL,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_EDIT},
    {.name = "status", .description = "State of the post.", .types = PARAM_STRING, .contexts = CONTEXT_EDIT},
    {.name = "editable",
     .description = "Whether the current user may edit the post.",
     .types = PARAM_BOOLEAN,
     .contexts = CONTEXT_EDIT},
    {.name = "comment_status",
     .description = "Whether or not comments are open on the post.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {.name = "comments",
     .description = "Whether the post can be commented now, and why not.",
     .types = PARAM_OBJECT,
     .properties = rest_posts_comments_properties,
     .contexts = CONTEXT_EDIT},
    {0},
};
static const struct param parent_properties[] = {
    {.name = "id", .description = "The ID of the parent.", .types = PARAM_INTEGER, .contexts = CONTEXT_EDIT},
    {.name = "author_name",
     .description = "Display name for the parent's author.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {.name = "status", .description = "State of the parent.", .types = PARAM_STRING, .contexts = CONTEXT_EDIT},
    {.name = "excerpt",
     .description = "The beginning of the parent, as plain text.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {0},
};
const struct param rest_comments_moderation_properties[] = {
    {.name = "author_approved",
     .description = "How many approved comments the author has, by account or e-mail address; 100 is many.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_EDIT},
    {.name = "parent",
     .description = "What the comment answers; null when it answers none.",
     .types = PARAM_OBJECT | PARAM_NULL,
     .properties = parent_properties,
     .contexts = CONTEXT_EDIT},
    {.name = "post",
     .description = "The post that it is a comment on.",
     .types = PARAM_OBJECT,
     .properties = post_properties,
     .contexts = CONTEXT_EDIT},
    {0},
};

static const char *excerpt_of(struct arena *arena, const struct comment *comment) {
    const char *text = rest_text_plain(arena, comment->content_html);
    const size_t size = strlen(text);
    if (size <= EXCERPT_SIZE) return text;
    return arena_printf(arena, "%.*s…", (int) utf8_prefix(text, size, EXCERPT_SIZE), text);
}

static void write_parent(struct item *item, struct db *db, const struct comment *comment) {
    struct arena *arena = &item->request->arena;
    struct comment parent;
    if (!item_wants(item, "parent")) return;
    if (!comment->parent || comment_get(db, arena, comment->parent, &parent) != DB_OK) {
        if (item_member(item, "parent")) writer_null(&item->out);
        return;
    }
    if (!item_open(item, "parent")) return;
    item_integer(item, "id", parent.id);
    item_string(item, "author_name", parent.author_name);
    item_string(item, "status", comment_status_name(parent.status));
    item_string(item, "excerpt", excerpt_of(arena, &parent));
    item_close(item);
}

static void write_post(struct item *item, struct db *db, const struct post *post) {
    struct request *request = item->request;
    if (!item_open(item, "post")) return;
    item_integer(item, "id", post->id);
    item_string(item, "type", post_type_name(post->type));
    if (item_open(item, "title")) {
        item_string(item, "rendered", post->title_html);
        item_close(item);
    }
    item_string(item, "link", permalink_of_post(db, &request->arena, rest_settings(request), post));
    item_date_utc(item, "date_gmt", post->published);
    item_string(item, "status", post_status_name(post->status));
    item_boolean(item, "editable", actor_can_edit_post(rest_actor(request), post));
    item_string(item, "comment_status", post->comments_open ? "open" : "closed");
    rest_posts_write_gate(item, post);
    item_close(item);
}

void rest_comments_write_moderation(struct item *item, struct db *db, const struct comment *comment,
                                    const struct post *post) {
    int64_t known = 0;
    if (!item_open(item, "moderation")) return;
    if (item_wants(item, "author_approved") && comment_count_known(db, comment, KNOWN_MOST, &known) == DB_OK)
        item_integer(item, "author_approved", known);
    write_parent(item, db, comment);
    write_post(item, db, post);
    item_close(item);
}
