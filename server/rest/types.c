// types: the kinds of content: /wp/v2/types.
#include <string.h>

#include "base/error.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/keyed.h"
#include "server/rest/reply.h"

struct type_def {
    const char *name, *title, *rest_base;
    enum capability edit;
    bool hierarchical, in_menus;
    const char *taxonomies;    // JSON
    const char *supports;      // JSON
    const char *labels;        // JSON
    const char *capabilities;  // JSON
};

#define CAPABILITIES(word, words, create)                                                                 \
    "{\"edit_post\":\"edit_" word "\",\"read_post\":\"read_" word "\",\"delete_post\":\"delete_" word     \
    "\",\"edit_posts\":\"edit_" words "\",\"edit_others_posts\":\"edit_others_" words                     \
    "\",\"delete_posts\":\"delete_" words "\",\"publish_posts\":\"publish_" words                         \
    "\",\"read_private_posts\":\"read_private_" words                                                     \
    "\",\"read\":\"read\",\"delete_private_posts\":"                                                      \
    "\"delete_private_" words "\",\"delete_published_posts\":\"delete_published_" words                   \
    "\",\"delete_others_posts\":\"delete_others_" words "\",\"edit_private_posts\":\"edit_private_" words \
    "\",\"edit_published_posts\":\"edit_published_" words "\",\"create_posts\":\"" create "\"}"

static const struct type_def types[] = {
    {
        .name = "post",
        .title = "Posts",
        .rest_base = "posts",
        .edit = CAP_EDIT_POSTS,
        .in_menus = true,
        .taxonomies = "[\"category\",\"post_tag\"]",
        .supports = "{\"title\":true,\"editor\":true,\"author\":true,\"thumbnail\":true,\"excerpt\":true,"
                    "\"comments\":true,\"revisions\":true,\"post-formats\":true}",
        .labels = "{\"name\":\"Posts\",\"singular_name\":\"Post\",\"add_new\":\"Add New\",\"add_new_item\":"
                  "\"Add New Post\",\"edit_item\":\"Edit Post\",\"new_item\":\"New Post\",\"view_item\":"
                  "\"View Post\",\"view_items\":\"View Posts\",\"search_items\":\"Search Posts\",\"not_found\":"
                  "\"No posts found.\",\"not_found_in_trash\":\"No posts found in Trash.\",\"all_items\":"
                  "\"All Posts\",\"archives\":\"Post Archives\",\"menu_name\":\"Posts\"}",
        .capabilities = CAPABILITIES("post", "posts", "edit_posts"),
    },
    {
        .name = "page",
        .title = "Pages",
        .rest_base = "pages",
        .edit = CAP_EDIT_PAGES,
        .hierarchical = true,
        .in_menus = true,
        .taxonomies = "[]",
        .supports = "{\"title\":true,\"editor\":true,\"author\":true,\"thumbnail\":true,\"page-attributes\":true,"
                    "\"excerpt\":true,\"comments\":true,\"revisions\":true}",
        .labels = "{\"name\":\"Pages\",\"singular_name\":\"Page\",\"add_new\":\"Add New\",\"add_new_item\":"
                  "\"Add New Page\",\"edit_item\":\"Edit Page\",\"new_item\":\"New Page\",\"view_item\":"
                  "\"View Page\",\"view_items\":\"View Pages\",\"search_items\":\"Search Pages\",\"not_found\":"
                  "\"No pages found.\",\"not_found_in_trash\":\"No pages found in Trash.\",\"all_items\":"
                  "\"All Pages\",\"archives\":\"Page Archives\",\"menu_name\":\"Pages\"}",
        .capabilities = CAPABILITIES("page", "pages", "edit_pages"),
    },
    {
        .name = "attachment",
        .title = "Media",
        .rest_base = "media",
        .edit = CAP_EDIT_POSTS,
        .taxonomies = "[]",
        .supports = "{\"title\":true,\"author\":true,\"comments\":true}",
        .labels = "{\"name\":\"Media\",\"singular_name\":\"Media\",\"add_new\":\"Add New\",\"add_new_item\":"
                  "\"Add New Post\",\"edit_item\":\"Edit Media\",\"view_item\":\"View Attachment Page\","
                  "\"search_items\":\"Search Posts\",\"all_items\":\"Media\",\"menu_name\":\"Media\"}",
        .capabilities = CAPABILITIES("post", "posts", "upload_files"),
    },
};

static const struct param visibility_properties[] = {
    {.name = "show_in_nav_menus", .description = "Whether it can be put into menus.", .types = PARAM_BOOLEAN},
    {.name = "show_ui", .description = "Whether there is a default interface for it.", .types = PARAM_BOOLEAN},
    {0},
};
// clang-format off
static const struct param properties[] = {
    {.name = "capabilities", .description = "All capabilities used by the post type.", .types = PARAM_OBJECT,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "description", .description = "A human-readable description of the post type.", .types = PARAM_STRING,
     .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "hierarchical", .description = "Whether or not the post type should have children.",
     .types = PARAM_BOOLEAN, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "has_archive", .description = "If the value is a string, the value will be used as the archive slug.",
     .types = PARAM_STRING | PARAM_BOOLEAN, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "visibility", .description = "The visibility settings for the post type.", .types = PARAM_OBJECT,
     .properties = visibility_properties, .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "viewable", .description = "Whether or not the post type can be viewed.", .types = PARAM_BOOLEAN,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "labels", .description = "Human-readable labels for the post type for various contexts.",
     .types = PARAM_OBJECT, .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "name", .description = "The title for the post type.", .types = PARAM_STRING, .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "slug", .description = "An alphanumeric identifier for the post type.", .types = PARAM_STRING,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "icon", .description = "The icon for the post type.", .types = PARAM_STRING | PARAM_NULL,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "supports", .description = "All features, supported by the post type.", .types = PARAM_OBJECT,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "taxonomies", .description = "Taxonomies associated with post type.", .types = PARAM_ARRAY,
     .items = &string_item, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "rest_base", .description = "REST base route for the post type.", .types = PARAM_STRING,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "rest_namespace", .description = "REST route's namespace for the post type.", .types = PARAM_STRING,
     .contexts = CONTEXT_ALL, .readonly = true},
    {0},
};
// clang-format on
static const struct rest_schema schema = {.title = "type", .properties = properties};
static const struct param captures[] = {
    {.name = "type",
     .description = "An alphanumeric identifier for the post type.",
     .types = PARAM_STRING,
     .late = true},
    {0},
};
static const struct param params[] = {PARAM_ROW_CONTEXT, {0}};
const struct rest_endpoint rest_types_list_endpoint = {.schema = &schema, .params = params};
const struct rest_endpoint rest_types_get_endpoint = {.schema = &schema, .captures = captures, .params = params};

static void write_type(struct item *item, const struct type_def *type) {
    struct request *request = item->request;
    if (item_member(item, "capabilities")) writer_raw(&item->out, type->capabilities);
    item_string(item, "description", "");
    item_boolean(item, "hierarchical", type->hierarchical);
    item_boolean(item, "has_archive", false);
    if (item_open(item, "visibility")) {
        item_boolean(item, "show_in_nav_menus", type->in_menus);
        item_boolean(item, "show_ui", true);
        item_close(item);
    }
    item_boolean(item, "viewable", true);
    if (item_member(item, "labels")) writer_raw(&item->out, type->labels);
    item_string(item, "name", type->title);
    item_string(item, "slug", type->name);
    item_string(item, "icon", NULL);
    if (item_member(item, "supports")) writer_raw(&item->out, type->supports);
    if (item_member(item, "taxonomies")) writer_raw(&item->out, type->taxonomies);
    item_string(item, "rest_base", type->rest_base);
    item_string(item, "rest_namespace", "wp/v2");
    if (!item_wants_links(item)) return;
    item_link(item, "collection", rest_url(request, "/wp/v2/types"), false, NULL);
    item_link(item, "wp:items", rest_url(request, "/wp/v2/%s", type->rest_base), false, NULL);
}

static bool may_see(const struct request *request, const struct type_def *type) {
    return rest_context(request) != CONTEXT_EDIT || rest_can(request, type->edit);
}

bool rest_types_may_list(struct request *request, struct error *error) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (may_see(request, &types[i])) return true;
    error_set(error, rest_refused(request), "rest_cannot_view",
              "Sorry, you are not allowed to edit posts in this post type.");
    return false;
}

// GET /wp-json/wp/v2/types; context. 200; 401 or 403 rest_cannot_view.
int rest_types_list(struct request *request, struct response *response) {
    struct keyed_list list;
    keyed_begin(&list, request, response);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct item item;
        if (!may_see(request, &types[i])) continue;
        keyed_item(&list, &item, types[i].name, &schema, rest_context(request));
        write_type(&item, &types[i]);
        item_end(&item);
    }
    return keyed_end(&list);
}

// GET /wp-json/wp/v2/types/{type}; context. 200; 404 rest_type_invalid; 401 or 403 rest_forbidden_context.
int rest_types_get(struct request *request, struct response *response) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!rest_is(request, "type", types[i].name)) continue;
        if (!may_see(request, &types[i]))
            return error_set(&response->error, rest_refused(request), "rest_forbidden_context",
                             "Sorry, you are not allowed to edit posts in this post type.");
        struct item item;
        reply_item_begin(&item, request, response, &schema, rest_context(request));
        write_type(&item, &types[i]);
        return reply_item_end(&item, response, 200);
    }
    return error_set(&response->error, 404, "rest_type_invalid", "Invalid post type.");
}
