// comments: schema, endpoints, reading one comment, and its JSON (WordPress's WP_REST_Comments_Controller).
// Lists are in comments_list.c, writing in comments_write.c.
#include "server/rest/comments.h"

#include <string.h>

#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rules/discussion.h"
#include "server/rules/permalink.h"

// author_email is checked by rest_validate_request_arg's own words: "Invalid email address.", and an empty
// one is allowed (WordPress: check_comment_author_email).
static bool check_author_email(struct request *request, const struct param *param, json_t *value, struct error *error) {
    const char *email = json_string_value(value);
    if (email && (!*email || email_is_valid(email))) return true;
    if (!email) return param_validate(param, value, param->name, request, error);
    error_set(error, 400, "rest_invalid_email", "Invalid email address.");
    return false;
}

static const struct param content_properties[] = {
    {.name = "rendered",
     .description = "HTML content for the comment, transformed for display.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "raw",
     .description = "Content for the comment, as it exists in the database.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {0},
};
static const struct param held_properties[] = {
    {.name = "rule", .description = "The rule that held it.", .types = PARAM_STRING, .contexts = CONTEXT_EDIT},
    {.name = "match",
     .description = "The word or number that matched.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {.name = "limit",
     .description = "How many links pass now, if there were too many; other rules have none.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_EDIT},
    {0},
};
#define AVATAR_ROW(size)                                                                                      \
    {                                                                                                         \
        .name = size, .description = "Avatar URL with image size of " size " pixels.", .types = PARAM_STRING, \
        .format = FORMAT_URI, .contexts = CONTEXT_ALL                                                         \
    }
static const struct param avatar_properties[] = {AVATAR_ROW("24"), AVATAR_ROW("48"), AVATAR_ROW("96"), {0}};

static const struct param comment_properties[] = {
    {.name = "id",
     .description = "Unique identifier for the comment.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "author",
     .description = "The ID of the user object, if author was a user.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_ALL},
    {.name = "author_email",
     .description = "Email address for the comment author.",
     .types = PARAM_STRING,
     .format = FORMAT_EMAIL,
     .contexts = CONTEXT_EDIT,
     .check = check_author_email},
    {.name = "author_ip",
     .description = "IP address for the comment author.",
     .types = PARAM_STRING,
     .format = FORMAT_IP,
     .contexts = CONTEXT_EDIT},
    {.name = "author_name",
     .description = "Display name for the comment author.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_ALL},
    {.name = "author_url",
     .description = "URL for the comment author.",
     .types = PARAM_STRING,
     .format = FORMAT_URI,
     .contexts = CONTEXT_ALL},
    {.name = "author_user_agent",
     .description = "User agent for the comment author.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {.name = "content",
     .description = "The content for the comment.",
     .types = PARAM_OBJECT,
     .properties = content_properties,
     .contexts = CONTEXT_ALL,
     .unchecked = true},
    {.name = "date",
     .description = "The date the comment was published, in the site's timezone.",
     .types = PARAM_STRING,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_ALL},
    {.name = "date_gmt",
     .description = "The date the comment was published, as GMT.",
     .types = PARAM_STRING,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_VIEW_EDIT},
    {.name = "link",
     .description = "URL to the comment.",
     .types = PARAM_STRING,
     .format = FORMAT_URI,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "parent",
     .description = "The ID for the parent of the comment.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_ALL,
     .default_json = "0"},
    {.name = "post",
     .description = "The ID of the associated post object.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_VIEW_EDIT,
     .default_json = "0"},
    {.name = "status", .description = "State of the comment.", .types = PARAM_STRING, .contexts = CONTEXT_VIEW_EDIT},
    {.name = "type",
     .description = "Type of the comment.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "author_avatar_urls",
     .description = "Avatar URLs for the comment author.",
     .types = PARAM_OBJECT,
     .properties = avatar_properties,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "meta", .description = "Meta fields.", .types = PARAM_OBJECT, .contexts = CONTEXT_VIEW_EDIT},
    {.name = "held",
     .description = "Why the comment was held or trashed; null when it was not.",
     .types = PARAM_OBJECT | PARAM_NULL,
     .properties = held_properties,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "moderation",
     .description = "What is around the comment: its post, its parent, its author's other comments.",
     .types = PARAM_OBJECT,
     .properties = rest_comments_moderation_properties,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {0},
};
const struct rest_schema rest_comments_schema = {.title = "comment", .properties = comment_properties};

#define PASSWORD_ROW                                                           \
    {                                                                          \
        .name = "password",                                                    \
        .description =                                                         \
            "The password for the parent post of the comment (if the post is " \
            "password protected).",                                            \
        .types = PARAM_STRING, .late = true                                    \
    }
static const struct param get_params[] = {PARAM_ROW_CONTEXT, PASSWORD_ROW, {0}};
static const struct param delete_params[] = {
    PARAM_ROW_FORCE("Whether to bypass Trash and force deletion."), PASSWORD_ROW, {0}};

const struct rest_endpoint rest_comments_create_endpoint = {.schema = &rest_comments_schema, .derive = DERIVE_CREATE};
const struct rest_endpoint rest_comments_get_endpoint = {
    .schema = &rest_comments_schema, .captures = id_capture, .params = get_params};
const struct rest_endpoint rest_comments_update_endpoint = {
    .schema = &rest_comments_schema, .captures = id_capture, .derive = DERIVE_UPDATE};
const struct rest_endpoint rest_comments_delete_endpoint = {
    .schema = &rest_comments_schema, .captures = id_capture, .params = delete_params};

bool rest_comments_load(struct request *request, const struct comment_subject **ret, struct error *error) {
    struct comment_subject *subject = rest_subject(request, &rest_comments_schema);
    if (!subject) {
        subject = arena_new(&request->arena, struct comment_subject);
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        enum db_result result =
            db ? comment_get(db, &request->arena, rest_integer(request, "id", 0), &subject->comment) : DB_ERROR;
        if (result == DB_NOT_FOUND) {
            error_set(error, 404, "rest_comment_invalid_id", "Invalid comment ID.");
            return false;
        }
        if (result == DB_OK) result = post_get(db, &request->arena, subject->comment.post, &subject->post);
        if (result == DB_NOT_FOUND) {
            error_set(error, 404, "rest_post_invalid_id", "Invalid post ID.");
            return false;
        }
        if (result != DB_OK) {
            rest_db_failed(error, result);
            return false;
        }
        rest_set_subject(request, &rest_comments_schema, subject);
    }
    *ret = subject;
    return true;
}

bool rest_comments_may_read_post(struct request *request, const struct post *post) {
    const struct actor *actor = rest_actor(request);
    if (*post->password) {
        const char *sent = rest_string(request, "password");
        if (!sent || strcmp(sent, post->password) != 0) return actor_can_edit_post(actor, post);
    }
    return actor_can_read_post(actor, post);
}

bool rest_comments_may_read(struct request *request, const struct comment *comment, const struct post *post) {
    const struct actor *actor = rest_actor(request);
    if (comment->status == COMMENT_APPROVED && rest_comments_may_read_post(request, post)) return true;
    if (!actor->user && !actor->owner) return false;
    if (comment->user && actor->user && comment->user == actor->user->id) return true;
    return actor_can_edit_comment(actor, comment, post);
}

static void write_links(struct item *item, struct db *db, const struct comment *comment, const struct post *post) {
    struct request *request = item->request;
    const char *base = "/wp/v2/comments";
    bool page = post->type == POST_TYPE_PAGE;
    item_link(item, "self", rest_url(request, "%s/%lld", base, (long long) comment->id), false, NULL);
    item_link(item, "collection", rest_url(request, "%s", base), false, NULL);
    if (comment->user)
        item_link(item, "author", rest_url(request, "/wp/v2/users/%lld", (long long) comment->user), true, NULL);
    item_link(item, "up", rest_url(request, "/wp/v2/%s/%lld", page ? "pages" : "posts", (long long) post->id), true,
              page ? "\"post_type\":\"page\"" : "\"post_type\":\"post\"");
    if (comment->parent)
        item_link(item, "in-reply-to", rest_url(request, "%s/%lld", base, (long long) comment->parent), true, NULL);
    struct comment_query children = {.parents = {.items = &comment->id, .count = 1},
                                     .filter_parents = true,
                                     .statuses = 1U << COMMENT_APPROVED | 1U << COMMENT_HOLD,
                                     .type = "",
                                     .limit = 1};
    struct comment_list found;
    if (comment_list(db, &request->arena, &children, &found) == DB_OK && found.count > 0)
        item_link(item, "children", rest_url(request, "%s?parent=%lld", base, (long long) comment->id), true, NULL);
}

static void write_held(struct item *item, const struct comment *comment) {
    if (item_wants(item, "held") && !*comment->held_rule) {
        if (item_member(item, "held")) writer_null(&item->out);
        return;
    }
    if (!item_open(item, "held")) return;
    const int64_t most = rest_settings(item->request)->comment_max_links;
    item_string(item, "rule", comment->held_rule);
    item_string(item, "match", comment->held_match);
    if (strcmp(comment->held_rule, "comment_max_links") == 0 && most > 0)
        item_integer(item, "limit", most - 1);  // that many are too many
    item_close(item);
}

void rest_comments_write(struct item *item, struct db *db, const struct comment *comment, const struct post *post) {
    struct request *request = item->request;
    item_integer(item, "id", comment->id);
    item_integer(item, "author", comment->user);
    item_string(item, "author_email", comment->author_email);
    item_string(item, "author_ip", comment->author_address);
    item_string(item, "author_name", comment->author_name);
    item_string(item, "author_url", comment->author_url);
    item_string(item, "author_user_agent", comment->user_agent);
    if (item_open(item, "content")) {
        item_string(item, "rendered", comment->content_html);
        item_string(item, "raw", comment->content);
        item_close(item);
    }
    item_date_local(item, "date", comment->created);
    item_date_utc(item, "date_gmt", comment->created);
    if (item_wants(item, "link"))
        item_string(item, "link", permalink_of_comment(db, &request->arena, rest_settings(request), post, comment));
    item_integer(item, "parent", comment->parent);
    item_integer(item, "post", comment->post);
    item_string(item, "status", comment_status_name(comment->status));
    item_string(item, "type", comment->type);
    if (item_open(item, "author_avatar_urls")) {
        rest_text_avatars(item);
        item_close(item);
    }
    if (item_member(item, "meta")) writer_raw(&item->out, "[]");
    write_held(item, comment);
    rest_comments_write_moderation(item, db, comment, post);
    if (item_wants_links(item)) write_links(item, db, comment, post);
}

bool rest_comments_may_get(struct request *request, struct error *error) {
    const struct comment_subject *subject;
    if (!rest_comments_load(request, &subject, error)) return false;
    if (rest_context(request) == CONTEXT_EDIT && !rest_can(request, CAP_MODERATE_COMMENTS)) {
        error_set(error, rest_refused(request), "rest_forbidden_context",
                  "Sorry, you are not allowed to edit comments.");
        return false;
    }
    if (!rest_comments_may_read(request, &subject->comment, &subject->post)) {
        error_set(error, rest_refused(request), "rest_cannot_read", "Sorry, you are not allowed to read this comment.");
        return false;
    }
    if (!rest_comments_may_read_post(request, &subject->post)) {
        error_set(error, rest_refused(request), "rest_cannot_read_post",
                  "Sorry, you are not allowed to read the post for this comment.");
        return false;
    }
    return true;
}

// GET /wp/v2/comments/ID: 200; 401/403 rest_cannot_read, rest_forbidden_context; 404 rest_comment_invalid_id
int rest_comments_get(struct request *request, struct response *response) {
    const struct comment_subject *subject;
    if (!rest_comments_load(request, &subject, &response->error)) return response->error.status;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct item item;
    reply_item_begin(&item, request, response, &rest_comments_schema, rest_context(request));
    rest_comments_write(&item, db, &subject->comment, &subject->post);
    return reply_item_end(&item, response, 200);
}
