// posts_list: lists of articles and pages with all of WordPress's filters.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/fields.h"
#include "server/rest/handlers.h"
#include "server/rest/media.h"
#include "server/rest/param_value.h"
#include "server/rest/posts.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rules/comment_gate.h"

static bool refuse_status(struct request *request, struct error *error) {
    error->data_json = arena_printf(&request->arena, "{\"status\":%d}", rest_refused(request));
    error_set(error, rest_refused(request), "rest_forbidden_status", "Status is forbidden.");
    return false;
}

// Everybody may ask for published ones, others need rights of the type (sanitize_post_statuses).
static bool status_is_allowed(struct request *request, const struct param *param, json_t *status, struct error *error) {
    const struct rest_post_type *type = rest_posts_type(request);
    const char *name = json_string_value(status);
    if (name && strcmp(name, "publish") == 0) return true;
    const bool own_private = name && strcmp(name, "private") == 0 && rest_can(request, type->read_private);
    if (!rest_can(request, type->edit) && !own_private) return refuse_status(request, error);
    return param_validate(param, status, param->name, request, error);
}

json_t *rest_posts_sanitize_statuses(struct request *request, const struct param *param, json_t *value,
                                     struct error *error) {
    json_t *list = value_list(value);
    bool allowed = true;
    for (size_t i = 0; allowed && i < json_array_size(list); i++)
        allowed = status_is_allowed(request, param, json_array_get(list, i), error);
    if (allowed) return list;
    json_decref(list);
    return NULL;
}

json_t *rest_posts_sanitize_slugs(struct request *request, const struct param *param, json_t *value,
                                  struct error *error) {
    if (!param_validate(param, value, param->name, request, error)) return NULL;
    json_t *list = value_list(value);
    json_t *slugs = json_array();
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text) json_array_append_new(slugs, json_string(rest_text_slug_sent(&request->arena, text)));
    }
    json_decref(list);
    return slugs;
}

static unsigned status_mask(struct request *request) {
    const unsigned any = POST_STATUS_BIT(POST_PUBLISH) | POST_STATUS_BIT(POST_FUTURE) | POST_STATUS_BIT(POST_DRAFT) |
                         POST_STATUS_BIT(POST_PENDING) | POST_STATUS_BIT(POST_PRIVATE);
    const struct text_list names = rest_texts(request, "status");
    unsigned mask = 0;
    for (size_t i = 0; i < names.count; i++) {
        enum post_status status;
        if (strcmp(names.items[i], "any") == 0)
            mask |= any;
        else if (post_status_parse(names.items[i], &status))
            mask |= POST_STATUS_BIT(status);
    }
    // Statuses that only WordPress's own machinery has match nothing here; none at all is the default.
    return names.count ? mask : POST_STATUS_BIT(POST_PUBLISH);
}

struct order_name {
    const char *name;
    enum post_order order;
};

// NULL: not said.
static enum post_order order_of(const char *name) {
    static const struct order_name orders[] = {
        {"author", POST_ORDER_AUTHOR},
        {"comment_count", POST_ORDER_COMMENTS},
        {"date", POST_ORDER_DATE},
        {"id", POST_ORDER_ID},
        {"include", POST_ORDER_INCLUDE},
        {"include_slugs", POST_ORDER_INCLUDE_SLUGS},
        {"menu_order", POST_ORDER_MENU_ORDER},
        {"modified", POST_ORDER_MODIFIED},
        {"parent", POST_ORDER_PARENT},
        {"relevance", POST_ORDER_RELEVANCE},
        {"slug", POST_ORDER_SLUG},
        {"title", POST_ORDER_TITLE},
    };
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (name && strcmp(orders[i].name, name) == 0) return orders[i].order;
    return POST_ORDER_DATE;
}

// A list of ids, or {"terms": [...], "include_children": true, "operator": "AND"}.
static struct id_list read_terms(struct request *request, const char *name, bool *children, bool *all) {
    json_t *value = rest_value(request, name);
    if (!value || !json_is_object(value)) return rest_ids(request, name);
    json_t *flag = json_object_get(value, "include_children");
    *children = flag && value_boolean(flag);
    const char *join = json_string_value(json_object_get(value, "operator"));
    *all = join && strcmp(join, "AND") == 0;
    json_t *terms = json_object_get(value, "terms");
    if (!terms) return (struct id_list){0};
    json_t *list = value_list(terms);
    int64_t *ids = arena_array(&request->arena, int64_t, json_array_size(list) + 1);
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (value_integer(json_array_get(list, i), &ids[count])) count++;
    json_decref(list);
    return (struct id_list){.items = ids, .count = count};
}

static void read_filters(struct request *request, struct post_query *query) {
    query->include = rest_ids(request, "include");
    query->exclude = rest_ids(request, "exclude");
    query->authors = rest_ids(request, "author");
    query->authors_exclude = rest_ids(request, "author_exclude");
    query->slugs = rest_texts(request, "slug");
    const char *search = rest_string(request, "search");
    query->search = search && search[strspn(search, " \t\r\n")] ? search : NULL;
    // A visitor's search finds no articles that need a password: what was found would tell what stands in them.
    query->hide_protected = query->search && !rest_logged_in(request);
    rest_moment(request, "after", false, &query->after);
    rest_moment(request, "before", false, &query->before);
    rest_moment(request, "modified_after", false, &query->modified_after);
    rest_moment(request, "modified_before", false, &query->modified_before);
}

static void read_type_filters(struct request *request, const struct rest_post_type *type, struct post_query *query) {
    bool ignored = false;
    if (type->has_terms) {
        query->categories = read_terms(request, "categories", &query->categories_children, &query->categories_all);
        query->categories_exclude =
            read_terms(request, "categories_exclude", &query->categories_exclude_children, &ignored);
        // Tags have no children.
        query->tags = read_terms(request, "tags", &ignored, &query->tags_all);
        query->tags_exclude = read_terms(request, "tags_exclude", &ignored, &ignored);
        query->tax_any = rest_is(request, "tax_relation", "OR");
        if (rest_isset(request, "sticky")) query->sticky = rest_boolean(request, "sticky", false) ? 1 : -1;
    }
    if (type->type == POST_TYPE_ATTACHMENT) rest_media_read_filters(request, query);
    if (type->hierarchical) {
        query->parents = rest_ids(request, "parent");
        query->filter_parents = query->parents.count > 0;
        query->parents_exclude = rest_ids(request, "parent_exclude");
        query->filter_menu_order = rest_isset(request, "menu_order");
        query->menu_order = rest_integer(request, "menu_order", 0);
    }
}

// The lists that a query may hold; beyond it nothing sensible is asked.
enum { LIST_MOST = 100 };

struct list_size {
    const char *name;
    size_t count;
};

static bool lists_fit(struct request *request, const struct post_query *query, struct error *error) {
    const struct list_size lists[] = {
        {"include", query->include.count},
        {"exclude", query->exclude.count},
        {"author", query->authors.count},
        {"author_exclude", query->authors_exclude.count},
        {"parent", query->parents.count},
        {"parent_exclude", query->parents_exclude.count},
        {"parent", query->attached.count},
        {"parent_exclude", query->attached_exclude.count},
        {"categories", query->categories.count},
        {"categories_exclude", query->categories_exclude.count},
        {"tags", query->tags.count},
        {"tags_exclude", query->tags_exclude.count},
        {"slug", query->slugs.count},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (lists[i].count <= LIST_MOST) continue;
        const char *message =
            arena_printf(&request->arena, "%s must contain at most %d items.", lists[i].name, LIST_MOST);
        error_add_param(error, &request->arena, lists[i].name, message, "rest_too_many_items");
        error_set(error, 400, "rest_invalid_param", "Invalid parameter(s): %s", lists[i].name);
        return false;
    }
    return true;
}

// Those that may be commented now, or may not, for some of the reasons (ours, beside WordPress's parameters).
static void read_discussion(struct request *request, const struct rest_post_type *type, struct post_query *query) {
    const unsigned closed = POST_CLOSED_NOT_PUBLIC | POST_CLOSED_ARTICLE | POST_CLOSED_AGE | POST_CLOSED_NOT_SUPPORTED;
    const struct text_list reasons = rest_texts(request, "comments_reason");
    unsigned states = rest_is(request, "comments", "open") ? POST_OPEN : closed, wanted = 0;
    for (size_t i = 0; i < reasons.count; i++)
        wanted |= comment_gate_state(&(struct comment_gate){.reason = comment_reason_parse(reasons.items[i])});
    if (!rest_isset(request, "comments") && reasons.count == 0) return;
    if (reasons.count > 0) states &= wanted;
    query->discussion = comment_gate_filter(states ? states : POST_CLOSED_NOT_SUPPORTED, rest_settings(request),
                                            request->now, rest_can(request, type->read_private),
                                            rest_can(request, CAP_READ) ? rest_user_id(request) : 0);
    // Articles grow too old at any second.
    if (query->discussion.ages) request_valid_until(request, request->now + 1);
}

bool rest_posts_read_query(struct request *request, const struct rest_post_type *type, struct post_query *query,
                           struct error *error) {
    query->types = POST_TYPE_BIT(type->type);
    query->statuses = status_mask(request);
    read_filters(request, query);
    read_type_filters(request, type, query);
    if (type->type != POST_TYPE_ATTACHMENT) read_discussion(request, type, query);
    query->order = order_of(rest_string(request, "orderby"));
    query->ascending = rest_is(request, "order", "asc");
    if (query->order == POST_ORDER_RELEVANCE && !query->search) {
        error_set(error, 400, "rest_no_search_term_defined", "You need to define a search term to order by relevance.");
        return false;
    }
    if (query->order == POST_ORDER_INCLUDE && query->include.count == 0) {
        error_set(error, 400, "rest_orderby_include_missing_include",
                  "You need to define an include parameter to order by include.");
        return false;
    }
    return lists_fit(request, query, error);
}

// Is the text of the posts among what was asked for?
static bool wants_text(const struct request *request, unsigned context) {
    const struct fields *below;
    const struct fields *fields = rest_fields(request);
    // The version is made of the text too.
    return (context != CONTEXT_EMBED && fields_have(fields, "content", &below)) ||
           (context == CONTEXT_EDIT && fields_have(fields, "version", &below));
}

static int write_list(struct request *request, struct response *response, struct db *db,
                      const struct rest_post_type *type, const struct post_list *posts) {
    const unsigned context = rest_context(request);
    const struct actor *actor = rest_actor(request);
    struct reply_list list;
    reply_list_begin(&list, request, response);
    for (size_t i = 0; i < posts->count; i++) {
        const struct post *post = &posts->items[i];
        // WordPress counts what it then withholds.
        if (context == CONTEXT_EDIT ? !actor_can_edit_post(actor, post) : !rest_posts_can_read(request, db, post))
            continue;
        struct item item;
        reply_list_item(&list, &item, type->schema, context);
        rest_posts_write(&item, db, type, post);
        item_end(&item);
    }
    return reply_list_end(&list);
}

// GET /wp-json/wp/v2/posts, pages; the parameters of posts_schema.c. 200; 400 rest_invalid_param,
// rest_post_invalid_page_number, rest_no_search_term_defined, rest_orderby_include_missing_include; 401 or 403
// rest_forbidden_context.
int rest_posts_list(struct request *request, struct response *response) {
    const struct rest_post_type *type = rest_posts_type(request);
    struct post_query query = {.want_total = true};
    if (!rest_posts_read_query(request, type, &query, &response->error)) return response->error.status;
    const int64_t page = rest_integer(request, "page", 1), per_page = rest_integer(request, "per_page", 10);
    query.limit = per_page;
    query.offset = rest_isset(request, "offset")     ? rest_integer(request, "offset", 0)
                   : page - 1 > INT64_MAX / per_page ? INT64_MAX
                                                     : (page - 1) * per_page;
    if (query.offset < 0) query.offset = 0;
    struct post_list posts = {0};
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    const bool lean = !wants_text(request, rest_context(request));
    enum db_result result = DB_OK;
    if (query.statuses) result = db ? post_list(db, &request->arena, &query, lean, &posts) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    const int64_t pages = (posts.total + per_page - 1) / per_page;
    if (page > pages && posts.total > 0)
        return error_set(&response->error, 400, "rest_post_invalid_page_number",
                         "The page number requested is larger than the number of pages available.");
    reply_pages(request, response, posts.total, page, per_page);
    return write_list(request, response, db, type, &posts);
}
