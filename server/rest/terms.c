// terms: categories and tags: their schema, lists and single items (WordPress's
// WP_REST_Terms_Controller). Writing is in terms_write.c.
#include "server/rest/terms.h"

#include <string.h>

#include "base/strbuf.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rules/permalink.h"

#define TERM_ROW_ID                                                                             \
    {                                                                                           \
        .name = "id", .description = "Unique identifier for the term.", .types = PARAM_INTEGER, \
        .contexts = CONTEXT_ALL, .readonly = true                                               \
    }
#define TERM_ROW_COUNT                                                                                     \
    {                                                                                                      \
        .name = "count", .description = "Number of published posts for the term.", .types = PARAM_INTEGER, \
        .contexts = CONTEXT_VIEW_EDIT, .readonly = true                                                    \
    }
#define TERM_ROW_DESCRIPTION                                                                          \
    {                                                                                                 \
        .name = "description", .description = "HTML description of the term.", .types = PARAM_STRING, \
        .contexts = CONTEXT_VIEW_EDIT                                                                 \
    }
#define TERM_ROW_LINK                                                                                   \
    {                                                                                                   \
        .name = "link", .description = "URL of the term.", .types = PARAM_STRING, .format = FORMAT_URI, \
        .contexts = CONTEXT_ALL, .readonly = true                                                       \
    }
#define TERM_ROW_NAME                                                                                              \
    {                                                                                                              \
        .name = "name", .description = "HTML title for the term.", .types = PARAM_STRING, .contexts = CONTEXT_ALL, \
        .required = true                                                                                           \
    }
#define TERM_ROW_SLUG                                                                                 \
    {                                                                                                 \
        .name = "slug", .description = "An alphanumeric identifier for the term unique to its type.", \
        .types = PARAM_STRING, .contexts = CONTEXT_ALL                                                \
    }
#define TERM_ROW_TAXONOMY(choices_)                                                                 \
    {                                                                                               \
        .name = "taxonomy", .description = "Type attribution for the term.", .types = PARAM_STRING, \
        .choices = choices_, .contexts = CONTEXT_ALL, .readonly = true                              \
    }
#define TERM_ROW_META \
    { .name = "meta", .description = "Meta fields.", .types = PARAM_OBJECT, .contexts = CONTEXT_VIEW_EDIT }

static const char *const category_choices[] = {"category", NULL};
static const char *const tag_choices[] = {"post_tag", NULL};

static const struct param category_properties[] = {
    TERM_ROW_ID,
    TERM_ROW_COUNT,
    TERM_ROW_DESCRIPTION,
    TERM_ROW_LINK,
    TERM_ROW_NAME,
    TERM_ROW_SLUG,
    TERM_ROW_TAXONOMY(category_choices),
    {.name = "parent", .description = "The parent term ID.", .types = PARAM_INTEGER, .contexts = CONTEXT_VIEW_EDIT},
    TERM_ROW_META,
    {0},
};
static const struct param tag_properties[] = {
    TERM_ROW_ID,   TERM_ROW_COUNT, TERM_ROW_DESCRIPTION,           TERM_ROW_LINK,
    TERM_ROW_NAME, TERM_ROW_SLUG,  TERM_ROW_TAXONOMY(tag_choices), TERM_ROW_META,
    {0},
};
static const struct rest_schema category_schema = {.title = "category", .properties = category_properties};
static const struct rest_schema tag_schema = {.title = "tag", .properties = tag_properties};

static const struct term_resource category_resource = {.taxonomy = TERM_CATEGORY,
                                                       .name = "category",
                                                       .rest_base = "categories",
                                                       .hierarchical = true,
                                                       .schema = &category_schema};
static const struct term_resource tag_resource = {
    .taxonomy = TERM_TAG, .name = "post_tag", .rest_base = "tags", .schema = &tag_schema};

struct order_name {
    const char *name;
    enum term_order order;
};
// term_group is a column that WordPress keeps and never fills.
static const struct order_name orders[] = {
    {"id", TERM_ORDER_ID},
    {"include", TERM_ORDER_INCLUDE},
    {"name", TERM_ORDER_NAME},
    {"slug", TERM_ORDER_SLUG},
    {"include_slugs", TERM_ORDER_INCLUDE_SLUGS},
    {"term_group", TERM_ORDER_ID},
    {"description", TERM_ORDER_DESCRIPTION},
    {"count", TERM_ORDER_COUNT},
};
static const char *const orderby_choices[] = {"id",         "include",     "name",  "slug", "include_slugs",
                                              "term_group", "description", "count", NULL};

#define TERM_LIST_HEAD                                                        \
    PARAM_ROW_CONTEXT, PARAM_ROW_PAGE, PARAM_ROW_PER_PAGE, PARAM_ROW_SEARCH,  \
        PARAM_ROW_IDS("exclude", "Ensure result set excludes specific IDs."), \
        PARAM_ROW_IDS("include", "Limit result set to specific IDs.")
#define TERM_LIST_TAIL                                                                               \
    {.name = "starts_with",                                                                          \
     .description = "Limit result set to terms whose name begins so, for completion.",               \
     .types = PARAM_STRING,                                                                          \
     .max_length = 200},                                                                             \
        PARAM_ROW_ORDER("\"asc\""),                                                                  \
        {.name = "orderby",                                                                          \
         .description = "Sort collection by term attribute.",                                        \
         .types = PARAM_STRING,                                                                      \
         .choices = orderby_choices,                                                                 \
         .default_json = "\"name\"",                                                                 \
         .late = true},                                                                              \
        {.name = "hide_empty",                                                                       \
         .description = "Whether to hide terms not assigned to any posts.",                          \
         .types = PARAM_BOOLEAN,                                                                     \
         .default_json = "false",                                                                    \
         .late = true},                                                                              \
        {.name = "post",                                                                             \
         .description = "Limit result set to terms assigned to a specific post.",                    \
         .types = PARAM_INTEGER,                                                                     \
         .default_json = "null",                                                                     \
         .late = true},                                                                              \
    {                                                                                                \
        .name = "slug", .description = "Limit result set to terms with one or more specific slugs.", \
        .types = PARAM_ARRAY, .items = &string_item, .late = true                                    \
    }

static const struct param category_list_params[] = {
    TERM_LIST_HEAD,
    TERM_LIST_TAIL,
    {.name = "parent",
     .description = "Limit result set to terms assigned to a specific parent.",
     .types = PARAM_INTEGER,
     .late = true},
    {0},
};
static const struct param tag_list_params[] = {TERM_LIST_HEAD, PARAM_ROW_OFFSET, TERM_LIST_TAIL, {0}};

static const struct param get_params[] = {PARAM_ROW_CONTEXT, {0}};
static const struct param delete_params[] = {PARAM_ROW_FORCE("Required to be true, as terms do not support trashing."),
                                             {0}};

#define TERM_ENDPOINTS(which, resource_, schema_, list_params)                                         \
    const struct rest_endpoint rest_##which##_list_endpoint = {                                        \
        .schema = &(schema_), .params = list_params, .resource = &(resource_)};                        \
    const struct rest_endpoint rest_##which##_create_endpoint = {                                      \
        .schema = &(schema_), .derive = DERIVE_CREATE, .batch = true, .resource = &(resource_)};       \
    const struct rest_endpoint rest_##which##_get_endpoint = {                                         \
        .schema = &(schema_), .captures = id_capture, .params = get_params, .resource = &(resource_)}; \
    const struct rest_endpoint rest_##which##_update_endpoint = {.schema = &(schema_),                 \
                                                                 .captures = id_capture,               \
                                                                 .derive = DERIVE_UPDATE,              \
                                                                 .batch = true,                        \
                                                                 .resource = &(resource_)};            \
    const struct rest_endpoint rest_##which##_delete_endpoint = {.schema = &(schema_),                 \
                                                                 .captures = id_capture,               \
                                                                 .params = delete_params,              \
                                                                 .batch = true,                        \
                                                                 .resource = &(resource_)};
TERM_ENDPOINTS(categories, category_resource, category_schema, category_list_params)
TERM_ENDPOINTS(tags, tag_resource, tag_schema, tag_list_params)

const struct term_resource *rest_terms_resource(const struct request *request) {
    return rest_endpoint(request)->resource;
}

bool rest_terms_load(struct request *request, const struct term **ret, struct error *error) {
    const struct term *known = rest_subject(request, &category_resource);
    if (!known) {
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        struct term *term = arena_new(&request->arena, struct term);
        enum db_result result = db ? term_get(db, &request->arena, rest_integer(request, "id", 0), term) : DB_ERROR;
        if (result == DB_NOT_FOUND || (result == DB_OK && term->taxonomy != rest_terms_resource(request)->taxonomy)) {
            error_set(error, 404, "rest_term_invalid", "Term does not exist.");
            return false;
        }
        if (result != DB_OK) {
            rest_db_failed(error, result);
            return false;
        }
        rest_set_subject(request, &category_resource, term);
        known = term;
    }
    *ret = known;
    return true;
}

void rest_terms_write(struct item *item, struct db *db, const struct term_resource *resource, const struct term *term) {
    struct request *request = item->request;
    item_integer(item, "id", term->id);
    item_integer(item, "count", term->count);
    item_string(item, "description", term->description);
    if (item_wants(item, "link"))
        item_string(item, "link", permalink_of_term(db, &request->arena, rest_settings(request), term));
    if (item_wants(item, "name")) item_string(item, "name", rest_text_escaped(&request->arena, term->name));
    if (item_wants(item, "slug")) item_string(item, "slug", rest_text_slug(&request->arena, term->slug));
    item_string(item, "taxonomy", resource->name);
    if (resource->hierarchical) item_integer(item, "parent", term->parent);
    if (item_member(item, "meta")) writer_raw(&item->out, "[]");
    if (!item_wants_links(item)) return;
    item_link(item, "self", rest_url(request, "/wp/v2/%s/%lld", resource->rest_base, (long long) term->id), false,
              NULL);
    item_link(item, "collection", rest_url(request, "/wp/v2/%s", resource->rest_base), false, NULL);
    item_link(item, "about", rest_url(request, "/wp/v2/taxonomies/%s", resource->name), false, NULL);
    if (term->parent)
        item_link(item, "up", rest_url(request, "/wp/v2/%s/%lld", resource->rest_base, (long long) term->parent), true,
                  NULL);
    item_link(item, "wp:post_type",
              rest_url(request, "/wp/v2/posts?%s=%lld", resource->rest_base, (long long) term->id), false, NULL);
}

// A post's terms may be listed by who may read the post.
static bool may_list_of_post(struct request *request, int64_t id, struct error *error) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct post post;
    enum db_result result = db ? post_get(db, &request->arena, id, &post) : DB_ERROR;
    if (result == DB_NOT_FOUND) {
        error_set(error, 400, "rest_post_invalid_id", "Invalid post ID.");
        return false;
    }
    if (result != DB_OK) {
        rest_db_failed(error, result);
        return false;
    }
    if (actor_can_read_post(rest_actor(request), &post)) return true;
    error_set(error, rest_refused(request), "rest_forbidden_context",
              "Sorry, you are not allowed to view terms for this post.");
    return false;
}

bool rest_terms_may_list(struct request *request, struct error *error) {
    if (rest_context(request) == CONTEXT_EDIT && !rest_can(request, CAP_MANAGE_CATEGORIES)) {
        error_set(error, rest_refused(request), "rest_forbidden_context",
                  "Sorry, you are not allowed to edit terms in this taxonomy.");
        return false;
    }
    int64_t post = rest_integer(request, "post", 0);
    return post == 0 || may_list_of_post(request, post, error);
}

bool rest_terms_may_get(struct request *request, struct error *error) {
    const struct term *term;
    if (!rest_terms_load(request, &term, error)) return false;
    if (rest_context(request) != CONTEXT_EDIT || rest_can(request, CAP_MANAGE_CATEGORIES)) return true;
    error_set(error, rest_refused(request), "rest_forbidden_context", "Sorry, you are not allowed to edit this term.");
    return false;
}

// GET /wp/v2/categories, /wp/v2/tags
int rest_terms_list(struct request *request, struct response *response) {
    const struct term_resource *resource = rest_terms_resource(request);
    int64_t per_page = rest_integer(request, "per_page", 10), page = rest_integer(request, "page", 1);
    struct term_query query = {
        .taxonomy = resource->taxonomy,
        .include = rest_ids(request, "include"),
        .exclude = rest_ids(request, "exclude"),
        .slugs = rest_text_slugs(request, "slug"),
        .search = rest_filled(request, "search") ? rest_string(request, "search") : NULL,
        .prefix = rest_string(request, "starts_with"),
        .hide_empty = rest_boolean(request, "hide_empty", false),
        .post = rest_integer(request, "post", 0),
        .descending = rest_is(request, "order", "desc"),
        .limit = per_page,
        .offset = rest_sent(request, "offset") ? rest_integer(request, "offset", 0) : (page - 1) * per_page,
        .want_total = true,
    };
    if (query.offset < 0) query.offset = 0;
    if (resource->hierarchical && rest_isset(request, "parent")) {
        query.filter_parent = true;
        query.parent = rest_integer(request, "parent", 0);
    }
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (rest_is(request, "orderby", orders[i].name)) query.order = orders[i].order;

    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct term_list found;
    enum db_result result = db ? term_list(db, &request->arena, &query, &found) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    reply_pages(request, response, found.total, page, per_page);
    struct reply_list list;
    reply_list_begin(&list, request, response);
    for (size_t i = 0; i < found.count; i++) {
        struct item item;
        reply_list_item(&list, &item, resource->schema, rest_context(request));
        rest_terms_write(&item, db, resource, &found.items[i]);
        item_end(&item);
    }
    return reply_list_end(&list);
}

// GET /wp/v2/categories/ID, /wp/v2/tags/ID
int rest_terms_get(struct request *request, struct response *response) {
    const struct term_resource *resource = rest_terms_resource(request);
    const struct term *term;
    if (!rest_terms_load(request, &term, &response->error)) return response->error.status;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct item item;
    reply_item_begin(&item, request, response, resource->schema, rest_context(request));
    rest_terms_write(&item, db, resource, term);
    return reply_item_end(&item, response, 200);
}
