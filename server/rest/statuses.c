// statuses: what can be the state of a post: /wp/v2/statuses.
#include <string.h>

#include "base/error.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/keyed.h"
#include "server/rest/reply.h"

struct status_def {
    const char *slug, *name;
    bool is_private, is_protected, is_public, show_in_list, date_floating;
    bool internal;  // of the machinery: never shown
};

static const struct status_def statuses[] = {
    {.slug = "publish", .name = "Published", .is_public = true, .show_in_list = true},
    {.slug = "future", .name = "Scheduled", .is_protected = true, .show_in_list = true},
    {.slug = "draft", .name = "Draft", .is_protected = true, .show_in_list = true, .date_floating = true},
    {.slug = "pending", .name = "Pending", .is_protected = true, .show_in_list = true, .date_floating = true},
    {.slug = "private", .name = "Private", .is_private = true, .show_in_list = true},
    {.slug = "trash", .name = "Trash"},
    {.slug = "auto-draft", .name = "auto-draft", .internal = true},
    {.slug = "inherit", .name = "inherit", .internal = true},
};

// clang-format off
static const struct param properties[] = {
    {.name = "name", .description = "The title for the status.", .types = PARAM_STRING, .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "private", .description = "Whether posts with this status should be private.", .types = PARAM_BOOLEAN,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "protected", .description = "Whether posts with this status should be protected.",
     .types = PARAM_BOOLEAN, .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "public", .description = "Whether posts of this status should be shown in the front end of the site.",
     .types = PARAM_BOOLEAN, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "queryable", .description = "Whether posts with this status should be publicly-queryable.",
     .types = PARAM_BOOLEAN, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "show_in_list", .description = "Whether to include posts in the edit listing for their post type.",
     .types = PARAM_BOOLEAN, .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "slug", .description = "An alphanumeric identifier for the status.", .types = PARAM_STRING,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "date_floating", .description = "Whether posts of this status may have floating published dates.",
     .types = PARAM_BOOLEAN, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {0},
};
// clang-format on
static const struct rest_schema schema = {.title = "status", .properties = properties};
static const struct param captures[] = {
    {.name = "status",
     .description = "An alphanumeric identifier for the status.",
     .types = PARAM_STRING,
     .late = true},
    {0},
};
static const struct param params[] = {PARAM_ROW_CONTEXT, {0}};
const struct rest_endpoint rest_statuses_list_endpoint = {.schema = &schema, .params = params};
const struct rest_endpoint rest_statuses_get_endpoint = {.schema = &schema, .captures = captures, .params = params};

static void write_status(struct item *item, const struct status_def *status) {
    item_string(item, "name", status->name);
    item_boolean(item, "private", status->is_private);
    item_boolean(item, "protected", status->is_protected);
    item_boolean(item, "public", status->is_public);
    item_boolean(item, "queryable", status->is_public);
    item_boolean(item, "show_in_list", status->show_in_list);
    item_string(item, "slug", status->slug);
    item_boolean(item, "date_floating", status->date_floating);
    if (!item_wants_links(item)) return;
    const char *archives = status->is_public ? rest_url(item->request, "/wp/v2/posts")
                                             : rest_url(item->request, "/wp/v2/posts?status=%s", status->slug);
    item_link(item, "archives", archives, false, NULL);
}

static bool is_editor(const struct request *request) {
    return rest_can(request, CAP_EDIT_POSTS) || rest_can(request, CAP_EDIT_PAGES);
}

static bool may_read(const struct request *request, const struct status_def *status) {
    return status->is_public || (!status->internal && is_editor(request));
}

bool rest_statuses_may_list(struct request *request, struct error *error) {
    if (rest_context(request) != CONTEXT_EDIT || is_editor(request)) return true;
    error_set(error, rest_refused(request), "rest_cannot_view", "Sorry, you are not allowed to manage post statuses.");
    return false;
}

static const struct status_def *find_status(const struct request *request) {
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (rest_is(request, "status", statuses[i].slug)) return &statuses[i];
    return NULL;
}

bool rest_statuses_may_get(struct request *request, struct error *error) {
    const struct status_def *status = find_status(request);
    if (status && may_read(request, status)) return true;
    if (status)
        error_set(error, rest_refused(request), "rest_cannot_read_status", "Cannot view status.");
    else
        error_set(error, 404, "rest_status_invalid", "Invalid status.");
    return false;
}

// GET /wp-json/wp/v2/statuses; context. 200: those that the asker may use; 401 or 403 rest_cannot_view.
int rest_statuses_list(struct request *request, struct response *response) {
    struct keyed_list list;
    keyed_begin(&list, request, response);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct item item;
        if (!may_read(request, &statuses[i])) continue;
        keyed_item(&list, &item, statuses[i].slug, &schema, rest_context(request));
        write_status(&item, &statuses[i]);
        item_end(&item);
    }
    return keyed_end(&list);
}

// GET /wp-json/wp/v2/statuses/{status}; context. 200; 404 rest_status_invalid; 401 or 403 rest_cannot_read_status.
int rest_statuses_get(struct request *request, struct response *response) {
    struct item item;
    reply_item_begin(&item, request, response, &schema, rest_context(request));
    write_status(&item, find_status(request));
    return reply_item_end(&item, response, 200);
}
