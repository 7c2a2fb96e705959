// search: GET /wp/v2/search: one list over articles and pages, or over categories and tags (WordPress's
// WP_REST_Search_Controller with its post and term handlers; post formats have no archive here, so none is found).
#include <string.h>

#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rules/permalink.h"

static const char *const type_choices[] = {"post", "term", "post-format", NULL};
static const char *const subtype_choices[] = {"post", "page", "category", "post_tag", "any", NULL};
static const struct param subtype_item = {.types = PARAM_STRING, .choices = subtype_choices};

static bool has_subtype(const struct request *request, const char *name) {
    json_t *list = rest_value(request, "subtype");
    size_t i;
    json_t *item;
    json_array_foreach(list, i,
                       item) if (json_is_string(item) && strcmp(json_string_value(item), name) == 0) return true;
    return false;
}

// Subtypes must belong to the type: array("post", "page") for posts, and so on (sanitize_subtypes).
static json_t *sanitize_subtypes(struct request *request, const struct param *param, json_t *value,
                                 struct error *error) {
    json_t *list = param_sanitize_value(param, value);
    bool terms = rest_is(request, "type", "term"), formats = rest_is(request, "type", "post-format");
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        const char *name = json_string_value(item);
        bool of_terms = strcmp(name, "category") == 0 || strcmp(name, "post_tag") == 0;
        if (strcmp(name, "any") == 0 || (!formats && terms == of_terms)) continue;
        error_set(error, 400, "rest_invalid_param", "Invalid parameter.");
        json_decref(list);
        return NULL;
    }
    return list;
}

static const struct param properties[] = {
    {.name = "id",
     .description = "Unique identifier for the object.",
     .types = PARAM_INTEGER | PARAM_STRING,
     .contexts = CONTEXT_VIEW | CONTEXT_EMBED,
     .readonly = true},
    {.name = "title",
     .description = "The title for the object.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_VIEW | CONTEXT_EMBED,
     .readonly = true},
    {.name = "url",
     .description = "URL to the object.",
     .types = PARAM_STRING,
     .format = FORMAT_URI,
     .contexts = CONTEXT_VIEW | CONTEXT_EMBED,
     .readonly = true},
    {.name = "type",
     .description = "Object type.",
     .types = PARAM_STRING,
     .choices = type_choices,
     .contexts = CONTEXT_VIEW | CONTEXT_EMBED,
     .readonly = true},
    {.name = "subtype",
     .description = "Object subtype.",
     .types = PARAM_STRING,
     .choices = subtype_choices,
     .contexts = CONTEXT_VIEW | CONTEXT_EMBED,
     .readonly = true},
    {0},
};
static const struct rest_schema schema = {.title = "search-result", .properties = properties};

static const char *const search_contexts[] = {"view", "embed", NULL};
static const struct param params[] = {
    {.name = "context",
     .description = "Scope under which the request is made; determines fields present in response.",
     .types = PARAM_STRING,
     .choices = search_contexts,
     .default_json = "\"view\""},
    PARAM_ROW_PAGE,
    PARAM_ROW_PER_PAGE,
    PARAM_ROW_SEARCH,
    {.name = "type",
     .description = "Limit results to items of an object type.",
     .types = PARAM_STRING,
     .choices = type_choices,
     .default_json = "\"post\"",
     .late = true},
    {.name = "subtype",
     .description = "Limit results to items of one or more object subtypes.",
     .types = PARAM_ARRAY,
     .items = &subtype_item,
     .default_json = "\"any\"",
     .sanitize = sanitize_subtypes},
    PARAM_ROW_IDS("exclude", "Ensure result set excludes specific IDs."),
    PARAM_ROW_IDS("include", "Limit result set to specific IDs."),
    {0},
};
const struct rest_endpoint rest_search_endpoint = {.schema = &schema, .params = params};

static void write_links(struct item *item, const char *self, const char *about) {
    if (!item_wants_links(item)) return;
    item_link(item, "self", self, true, NULL);
    item_link(item, "about", about, false, NULL);
    item_link(item, "collection", rest_url(item->request, "/wp/v2/search"), false, NULL);
}

static void write_post(struct item *item, struct db *db, const struct post *post) {
    struct request *request = item->request;
    bool page = post->type == POST_TYPE_PAGE;
    const char *name = post_type_name(post->type);
    item_integer(item, "id", post->id);
    item_string(item, "title", post->title_html);
    if (item_wants(item, "url"))
        item_string(item, "url", permalink_of_post(db, &request->arena, rest_settings(request), post));
    item_string(item, "type", "post");
    item_string(item, "subtype", name);
    write_links(item, rest_url(request, "/wp/v2/%s/%lld", page ? "pages" : "posts", (long long) post->id),
                rest_url(request, "/wp/v2/types/%s", name));
}

static void write_term(struct item *item, struct db *db, const struct term *term) {
    struct request *request = item->request;
    bool tag = term->taxonomy == TERM_TAG;
    item_integer(item, "id", term->id);
    item_string(item, "title", rest_text_escaped(&request->arena, term->name));
    if (item_wants(item, "url"))
        item_string(item, "url", permalink_of_term(db, &request->arena, rest_settings(request), term));
    item_string(item, "type", tag ? "post_tag" : "category");
    write_links(item, rest_url(request, "/wp/v2/%s/%lld", tag ? "tags" : "categories", (long long) term->id),
                rest_url(request, "/wp/v2/taxonomies/%s", tag ? "post_tag" : "category"));
}

struct page {
    int64_t number, size;
};

static int reply_posts(struct request *request, struct response *response, struct db *db, struct page page) {
    bool any = has_subtype(request, "any");
    struct post_query query = {
        .types = (any || has_subtype(request, "post") ? POST_TYPE_BIT(POST_TYPE_POST) : 0) |
                 (any || has_subtype(request, "page") ? POST_TYPE_BIT(POST_TYPE_PAGE) : 0),
        .statuses = POST_STATUS_BIT(POST_PUBLISH),
        .include = rest_ids(request, "include"),
        .exclude = rest_ids(request, "exclude"),
        .search = rest_filled(request, "search") ? rest_string(request, "search") : NULL,
        .hide_protected = rest_filled(request, "search") && !rest_logged_in(request),
        .order = rest_filled(request, "search") ? POST_ORDER_RELEVANCE : POST_ORDER_DATE,
        .limit = page.size,
        .offset = (page.number - 1) * page.size,
        .want_total = true,
    };
    struct post_list found;
    enum db_result result = post_list(db, &request->arena, &query, true, &found);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    reply_pages(request, response, found.total, page.number, page.size);
    struct reply_list list;
    reply_list_begin(&list, request, response);
    for (size_t i = 0; i < found.count; i++) {
        struct item item;
        reply_list_item(&list, &item, &schema, rest_context(request));
        write_post(&item, db, &found.items[i]);
        item_end(&item);
    }
    return reply_list_end(&list);
}

// Both taxonomies are asked for one after the other: categories stand before tags.
static int reply_terms(struct request *request, struct response *response, struct db *db, struct page page) {
    static const enum term_taxonomy taxonomies[] = {TERM_CATEGORY, TERM_TAG};
    static const char *const names[] = {"category", "post_tag"};
    bool any = has_subtype(request, "any");
    int64_t total = 0, skip = (page.number - 1) * page.size, room = page.size;
    struct reply_list list;
    reply_list_begin(&list, request, response);
    for (size_t i = 0; i < 2; i++) {
        if (!any && !has_subtype(request, names[i])) continue;
        struct term_query query = {
            .taxonomy = taxonomies[i],
            .include = rest_ids(request, "include"),
            .exclude = rest_ids(request, "exclude"),
            .search = rest_filled(request, "search") ? rest_string(request, "search") : NULL,
            .limit = room,
            .offset = skip,
            .want_total = true,
        };
        struct term_list found;
        enum db_result result = term_list(db, &request->arena, &query, &found);
        if (result != DB_OK) return rest_db_failed(&response->error, result);
        for (size_t k = 0; k < found.count; k++) {
            struct item item;
            reply_list_item(&list, &item, &schema, rest_context(request));
            write_term(&item, db, &found.items[k]);
            item_end(&item);
        }
        total += found.total;
        room -= (int64_t) found.count;
        skip = skip > found.total ? skip - found.total : 0;
    }
    reply_pages(request, response, total, page.number, page.size);
    return reply_list_end(&list);
}

// GET /wp/v2/search?search=WORDS&type=post|term&subtype=...: 200; an empty list beyond the last page
int rest_search(struct request *request, struct response *response) {
    struct page page = {.number = rest_integer(request, "page", 1), .size = rest_integer(request, "per_page", 10)};
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!db) return rest_db_failed(&response->error, DB_ERROR);
    if (rest_is(request, "type", "term")) return reply_terms(request, response, db, page);
    if (!rest_is(request, "type", "post-format")) return reply_posts(request, response, db, page);
    struct reply_list list;
    reply_list_begin(&list, request, response);
    reply_pages(request, response, 0, page.number, page.size);
    return reply_list_end(&list);
}
