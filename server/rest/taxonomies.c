// taxonomies: the ways of grouping: /wp/v2/taxonomies.
#include <string.h>

#include "base/error.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/keyed.h"
#include "server/rest/reply.h"

struct taxonomy_def {
    const char *slug, *name, *rest_base;
    bool hierarchical;
    const char *capabilities, *labels;  // JSON
};

static const struct taxonomy_def taxonomies[] = {
    {
        .slug = "category",
        .name = "Categories",
        .rest_base = "categories",
        .hierarchical = true,
        .capabilities = "{\"manage_terms\":\"manage_categories\",\"edit_terms\":\"edit_categories\","
                        "\"delete_terms\":\"delete_categories\",\"assign_terms\":\"assign_categories\"}",
        .labels = "{\"name\":\"Categories\",\"singular_name\":\"Category\","
                  "\"search_items\":\"Search Categories\",\"all_items\":\"All Categories\","
                  "\"parent_item\":\"Parent Category\",\"edit_item\":\"Edit Category\","
                  "\"view_item\":\"View Category\",\"add_new_item\":\"Add New Category\","
                  "\"new_item_name\":\"New Category Name\",\"not_found\":\"No categories found.\","
                  "\"menu_name\":\"Categories\"}",
    },
    {
        .slug = "post_tag",
        .name = "Tags",
        .rest_base = "tags",
        .capabilities = "{\"manage_terms\":\"manage_post_tags\",\"edit_terms\":\"edit_post_tags\","
                        "\"delete_terms\":\"delete_post_tags\",\"assign_terms\":\"assign_post_tags\"}",
        .labels = "{\"name\":\"Tags\",\"singular_name\":\"Tag\",\"search_items\":\"Search Tags\","
                  "\"all_items\":\"All Tags\",\"edit_item\":\"Edit Tag\",\"view_item\":\"View Tag\","
                  "\"add_new_item\":\"Add New Tag\",\"new_item_name\":\"New Tag Name\","
                  "\"not_found\":\"No tags found.\",\"menu_name\":\"Tags\"}",
    },
};

// clang-format off
static const struct param properties[] = {
    {.name = "capabilities", .description = "All capabilities used by the taxonomy.", .types = PARAM_OBJECT,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "description", .description = "A human-readable description of the taxonomy.", .types = PARAM_STRING,
     .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "hierarchical", .description = "Whether or not the taxonomy should have children.",
     .types = PARAM_BOOLEAN, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "labels", .description = "Human-readable labels for the taxonomy for various contexts.",
     .types = PARAM_OBJECT, .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "name", .description = "The title for the taxonomy.", .types = PARAM_STRING, .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "slug", .description = "An alphanumeric identifier for the taxonomy.", .types = PARAM_STRING,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "show_cloud", .description = "Whether or not the term cloud should be displayed.",
     .types = PARAM_BOOLEAN, .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "types", .description = "Types associated with the taxonomy.", .types = PARAM_ARRAY,
     .items = &string_item, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "rest_base", .description = "REST base route for the taxonomy.", .types = PARAM_STRING,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "rest_namespace", .description = "REST namespace route for the taxonomy.", .types = PARAM_STRING,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "visibility", .description = "The visibility settings for the taxonomy.", .types = PARAM_OBJECT,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {0},
};
// clang-format on
static const struct rest_schema schema = {.title = "taxonomy", .properties = properties};
static const struct param captures[] = {
    {.name = "taxonomy",
     .description = "An alphanumeric identifier for the taxonomy.",
     .types = PARAM_STRING,
     .late = true},
    {0},
};
static const struct param list_params[] = {
    PARAM_ROW_CONTEXT,
    {.name = "type",
     .description = "Limit results to taxonomies associated with a specific post type.",
     .types = PARAM_STRING,
     .late = true},
    {0},
};
static const struct param get_params[] = {PARAM_ROW_CONTEXT, {0}};
const struct rest_endpoint rest_taxonomies_list_endpoint = {.schema = &schema, .params = list_params};
const struct rest_endpoint rest_taxonomies_get_endpoint = {
    .schema = &schema, .captures = captures, .params = get_params};

static void write_taxonomy(struct item *item, const struct taxonomy_def *taxonomy) {
    struct request *request = item->request;
    if (item_member(item, "capabilities")) writer_raw(&item->out, taxonomy->capabilities);
    item_string(item, "description", "");
    item_boolean(item, "hierarchical", taxonomy->hierarchical);
    if (item_member(item, "labels")) writer_raw(&item->out, taxonomy->labels);
    item_string(item, "name", taxonomy->name);
    item_string(item, "slug", taxonomy->slug);
    item_boolean(item, "show_cloud", true);
    if (item_member(item, "types")) writer_raw(&item->out, "[\"post\"]");
    item_string(item, "rest_base", taxonomy->rest_base);
    item_string(item, "rest_namespace", "wp/v2");
    if (item_member(item, "visibility"))
        writer_raw(&item->out,
                   "{\"public\":true,\"publicly_queryable\":true,\"show_admin_column\":true,"
                   "\"show_in_nav_menus\":true,\"show_in_quick_edit\":true,\"show_ui\":true}");
    if (!item_wants_links(item)) return;
    item_link(item, "collection", rest_url(request, "/wp/v2/taxonomies"), false, NULL);
    item_link(item, "wp:items", rest_url(request, "/wp/v2/%s", taxonomy->rest_base), false, NULL);
}

// In context edit: who may assign their terms.
static bool may_see(const struct request *request) {
    return rest_context(request) != CONTEXT_EDIT || rest_can(request, CAP_EDIT_POSTS);
}

// All are the articles' own.
static bool type_has_them(const struct request *request) {
    return !rest_filled(request, "type") || rest_is(request, "type", "post");
}

bool rest_taxonomies_may_list(struct request *request, struct error *error) {
    if (rest_context(request) != CONTEXT_EDIT || (may_see(request) && type_has_them(request))) return true;
    error_set(error, rest_refused(request), "rest_cannot_view",
              "Sorry, you are not allowed to manage terms in this taxonomy.");
    return false;
}

static const struct taxonomy_def *find_taxonomy(const struct request *request) {
    for (size_t i = 0; i < sizeof taxonomies / sizeof *taxonomies; i++)
        if (rest_is(request, "taxonomy", taxonomies[i].slug)) return &taxonomies[i];
    return NULL;
}

bool rest_taxonomies_may_get(struct request *request, struct error *error) {
    if (!find_taxonomy(request) || may_see(request)) return true;
    error_set(error, rest_refused(request), "rest_forbidden_context",
              "Sorry, you are not allowed to manage terms in this taxonomy.");
    return false;
}

// GET /wp-json/wp/v2/taxonomies; context, type. 200; 401 or 403 rest_cannot_view.
int rest_taxonomies_list(struct request *request, struct response *response) {
    struct keyed_list list;
    keyed_begin(&list, request, response);
    for (size_t i = 0; type_has_them(request) && i < sizeof taxonomies / sizeof *taxonomies; i++) {
        struct item item;
        keyed_item(&list, &item, taxonomies[i].slug, &schema, rest_context(request));
        write_taxonomy(&item, &taxonomies[i]);
        item_end(&item);
    }
    return keyed_end(&list);
}

// GET /wp-json/wp/v2/taxonomies/{taxonomy}; context. 200; 404 rest_taxonomy_invalid; 401 or 403 rest_forbidden_context.
int rest_taxonomies_get(struct request *request, struct response *response) {
    const struct taxonomy_def *taxonomy = find_taxonomy(request);
    if (!taxonomy) return error_set(&response->error, 404, "rest_taxonomy_invalid", "Invalid taxonomy.");
    struct item item;
    reply_item_begin(&item, request, response, &schema, rest_context(request));
    write_taxonomy(&item, taxonomy);
    return reply_item_end(&item, response, 200);
}
