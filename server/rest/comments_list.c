// comments_list: GET /wp/v2/comments with WordPress's collection parameters.
#include <string.h>

#include "base/strbuf.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/comments.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"

static const char *const orderby_choices[] = {"date", "date_gmt", "id", "include", "post", "parent", "type", NULL};
static const struct {
    const char *name;
    enum comment_order order;
} orders[] = {
    {"date", COMMENT_ORDER_DATE},       {"date_gmt", COMMENT_ORDER_DATE}, {"id", COMMENT_ORDER_ID},
    {"include", COMMENT_ORDER_INCLUDE}, {"post", COMMENT_ORDER_POST},     {"parent", COMMENT_ORDER_PARENT},
    {"type", COMMENT_ORDER_TYPE},
};

static const struct param list_params[] = {
    PARAM_ROW_CONTEXT,
    PARAM_ROW_PAGE,
    PARAM_ROW_PER_PAGE,
    PARAM_ROW_SEARCH,
    {.name = "after",
     .description = "Limit response to comments published after a given ISO8601 compliant date.",
     .types = PARAM_STRING,
     .format = FORMAT_DATE_TIME,
     .late = true},
    PARAM_ROW_IDS("author", "Limit result set to comments assigned to specific user IDs. Requires authorization."),
    PARAM_ROW_IDS("author_exclude",
                  "Ensure result set excludes comments assigned to specific user IDs. Requires authorization."),
    {.name = "author_email",
     .description = "Limit result set to that from a specific author email. Requires authorization.",
     .types = PARAM_STRING,
     .format = FORMAT_EMAIL,
     .default_json = "null",
     .late = true},
    {.name = "before",
     .description = "Limit response to comments published before a given ISO8601 compliant date.",
     .types = PARAM_STRING,
     .format = FORMAT_DATE_TIME,
     .late = true},
    PARAM_ROW_IDS("exclude", "Ensure result set excludes specific IDs."),
    PARAM_ROW_IDS("include", "Limit result set to specific IDs."),
    PARAM_ROW_OFFSET,
    PARAM_ROW_ORDER("\"desc\""),
    {.name = "orderby",
     .description = "Sort collection by comment attribute.",
     .types = PARAM_STRING,
     .choices = orderby_choices,
     .default_json = "\"date_gmt\"",
     .late = true},
    PARAM_ROW_IDS("parent", "Limit result set to comments of specific parent IDs."),
    PARAM_ROW_IDS("parent_exclude", "Ensure result set excludes specific parent IDs."),
    PARAM_ROW_IDS("post", "Limit result set to comments assigned to specific post IDs."),
    {.name = "status",
     .description = "Limit result set to comments assigned a specific status. Requires authorization.",
     .types = PARAM_STRING,
     .default_json = "\"approve\""},
    {.name = "type",
     .description = "Limit result set to comments assigned a specific type. Requires authorization.",
     .types = PARAM_STRING,
     .default_json = "\"comment\""},
    {.name = "held",
     .description = "Limit result set to comments held or trashed by a specific rule. Requires authorization.",
     .types = PARAM_STRING,
     .late = true},
    {.name = "author_ip",
     .description = "Limit result set to that from a specific IP address. Requires authorization.",
     .types = PARAM_STRING,
     .late = true},
    {.name = "thread",
     .description = "Limit result set to the discussion that a specific comment is in. Requires authorization.",
     .types = PARAM_INTEGER,
     .late = true},
    {.name = "editable",
     .description = "Limit result set to comments that the current user may edit. Requires authorization.",
     .types = PARAM_BOOLEAN,
     .default_json = "false",
     .late = true},
    {.name = "password",
     .description = "The password for the post if it is password protected.",
     .types = PARAM_STRING,
     .late = true},
    {0},
};
const struct rest_endpoint rest_comments_list_endpoint = {.schema = &rest_comments_schema, .params = list_params};

static bool may_list_of_posts(struct request *request, struct error *error) {
    struct id_list posts = rest_ids(request, "post");
    if (posts.count == 0) return true;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    for (size_t i = 0; i < posts.count; i++) {
        if (posts.items[i] == 0) {
            if (rest_can(request, CAP_MODERATE_COMMENTS)) continue;
            error_set(error, rest_refused(request), "rest_cannot_read",
                      "Sorry, you are not allowed to read comments without a post.");
            return false;
        }
        struct post post;
        enum db_result result = db ? post_get(db, &request->arena, posts.items[i], &post) : DB_ERROR;
        if (result == DB_NOT_FOUND) continue;
        if (result != DB_OK) {
            rest_db_failed(error, result);
            return false;
        }
        if (rest_comments_may_read_post(request, &post)) continue;
        error_set(error, rest_refused(request), "rest_cannot_read_post",
                  "Sorry, you are not allowed to read the post for this comment.");
        return false;
    }
    return true;
}

bool rest_comments_may_list(struct request *request, struct error *error) {
    if (!may_list_of_posts(request, error)) return false;
    const bool own = rest_boolean(request, "editable", false) && rest_can(request, CAP_EDIT_POSTS);
    if (rest_context(request) == CONTEXT_EDIT && !own && !rest_can(request, CAP_MODERATE_COMMENTS)) {
        error_set(error, rest_refused(request), "rest_forbidden_context",
                  "Sorry, you are not allowed to edit comments.");
        return false;
    }
    if (rest_can(request, CAP_EDIT_POSTS)) return true;
    // What tells of people or of what awaits moderation is for the newsroom.
    static const char *const names[] = {"author", "author_exclude", "author_email", "type",    "status",
                                        "held",   "author_ip",      "thread",       "editable"};
    STRBUF_CLEAN struct strbuf refused;
    strbuf_init(&refused, 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool harmless = strcmp(names[i], "type") == 0     ? rest_is(request, "type", "comment")
                        : strcmp(names[i], "status") == 0 ? rest_is(request, "status", "approve")
                                                          : !rest_filled(request, names[i]);
        if (harmless) continue;
        if (refused.size) strbuf_adds(&refused, ", ");
        strbuf_adds(&refused, names[i]);
    }
    if (refused.size == 0) return true;
    error_set(error, rest_refused(request), "rest_forbidden_param", "Query parameter not permitted: %s", refused.data);
    return false;
}

// WordPress's words for the `status` parameter; a word it does not know matches nothing.
static unsigned statuses_of(const char *word) {
    static const struct {
        const char *word;
        unsigned statuses;
    } words[] = {
        {"approve", 1U << COMMENT_APPROVED},
        {"approved", 1U << COMMENT_APPROVED},
        {"1", 1U << COMMENT_APPROVED},
        {"hold", 1U << COMMENT_HOLD},
        {"0", 1U << COMMENT_HOLD},
        {"spam", 1U << COMMENT_SPAM},
        {"trash", 1U << COMMENT_TRASH},
        {"all", 1U << COMMENT_APPROVED | 1U << COMMENT_HOLD},
        {"", 1U << COMMENT_APPROVED | 1U << COMMENT_HOLD},
        {"any", 1U << COMMENT_APPROVED | 1U << COMMENT_HOLD | 1U << COMMENT_SPAM | 1U << COMMENT_TRASH},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, word) == 0) return words[i].statuses;
    return 1U << 31;
}

static struct comment_query query_of(struct request *request, int64_t page, int64_t per_page) {
    const char *status = rest_string(request, "status");
    struct comment_query query = {
        .include = rest_ids(request, "include"),
        .exclude = rest_ids(request, "exclude"),
        .posts = rest_ids(request, "post"),
        .parents = rest_ids(request, "parent"),
        .parents_exclude = rest_ids(request, "parent_exclude"),
        .authors = rest_ids(request, "author"),
        .authors_exclude = rest_ids(request, "author_exclude"),
        .held_rule = rest_filled(request, "held") ? rest_string(request, "held") : NULL,
        .author_email = rest_filled(request, "author_email") ? rest_string(request, "author_email") : NULL,
        .search = rest_filled(request, "search") ? rest_string(request, "search") : NULL,
        // Approved ones are held by nothing: whoever asks for a rule alone wants all that it caught.
        .statuses = statuses_of(rest_filled(request, "held") && !rest_sent(request, "status") ? "any"
                                : status                                                      ? status
                                                                                              : "approve"),
        .address = rest_filled(request, "author_ip") ? rest_string(request, "author_ip") : NULL,
        .type = rest_string(request, "type"),
        .ascending = rest_is(request, "order", "asc"),
        .limit = per_page,
        .offset = rest_sent(request, "offset") ? rest_integer(request, "offset", 0) : (page - 1) * per_page,
        .want_total = true,
    };
    query.filter_parents = query.parents.count > 0;
    if (query.type && strcmp(query.type, "all") == 0) query.type = "";
    if (query.offset < 0) query.offset = 0;
    rest_moment(request, "after", false, &query.after);
    rest_moment(request, "before", false, &query.before);
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (rest_is(request, "orderby", orders[i].name)) query.order = orders[i].order;
    return query;
}

// What actor_can_edit_comment() allows who is no moderator: own posts, and published ones only with the right for them.
static void limit_to_editable(struct request *request, struct comment_query *query) {
    if (rest_can(request, CAP_MODERATE_COMMENTS)) return;
    query->post_author = rest_user_id(request);
    if (!rest_can(request, CAP_EDIT_PAGES))
        query->post_types = POST_TYPE_BIT(POST_TYPE_POST) | POST_TYPE_BIT(POST_TYPE_ATTACHMENT);
    if (!rest_can(request, CAP_EDIT_PUBLISHED_POSTS))
        query->post_statuses =
            POST_STATUS_BIT(POST_DRAFT) | POST_STATUS_BIT(POST_PENDING) | POST_STATUS_BIT(POST_PRIVATE);
}

// 0: none is asked for; -1: of a comment that is not there.
static enum db_result thread_of(struct request *request, struct db *db, int64_t *ret) {
    struct comment comment;
    const int64_t id = rest_integer(request, "thread", 0);
    *ret = 0;
    if (id == 0) return DB_OK;
    enum db_result result = comment_get(db, &request->arena, id, &comment);
    if (result == DB_OK) *ret = comment.root ? comment.root : comment.id;
    if (result == DB_NOT_FOUND) *ret = -1;
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// GET /wp/v2/comments: 200; an empty list beyond the last page. Comments that the asker may not read are left
// out, though they are counted, as WordPress does.
int rest_comments_list(struct request *request, struct response *response) {
    int64_t page = rest_integer(request, "page", 1), per_page = rest_integer(request, "per_page", 10);
    struct comment_query query = query_of(request, page, per_page);
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct comment_list found;
    if (rest_boolean(request, "editable", false)) limit_to_editable(request, &query);
    enum db_result result = db ? thread_of(request, db, &query.thread) : DB_ERROR;
    if (result == DB_OK) result = comment_list(db, &request->arena, &query, &found);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    reply_pages(request, response, found.total, page, per_page);
    struct reply_list list;
    reply_list_begin(&list, request, response);
    struct post post = {0};
    for (size_t i = 0; i < found.count; i++) {
        const struct comment *comment = &found.items[i];
        // Comments of one post mostly stand together.
        if (post.id != comment->post && post_get(db, &request->arena, comment->post, &post) != DB_OK) continue;
        if (!rest_comments_may_read(request, comment, &post)) continue;
        struct item item;
        reply_list_item(&list, &item, &rest_comments_schema, rest_context(request));
        rest_comments_write(&item, db, comment, &post);
        item_end(&item);
    }
    return reply_list_end(&list);
}
