// revisions_schema: the tables of revisions and autosaves: properties, collection parameters, endpoints.
#include "server/rest/handlers.h"
#include "server/rest/revisions.h"

static const char *const revision_order_choices[] = {"date",          "id",    "include", "relevance", "slug",
                                                     "include_slugs", "title", NULL};

// clang-format off
#define ROW_RAW(what)                                                                                                  \
    {.name = "raw", .description = what " as it exists in the database.", .types = PARAM_STRING,                       \
     .contexts = CONTEXT_EDIT, .readonly = true}
#define ROW_RENDERED(what, contexts_)                                                                                  \
    {.name = "rendered", .description = what " transformed for display.", .types = PARAM_STRING,                       \
     .contexts = contexts_, .readonly = true}

static const struct param guid_properties[] = {
    ROW_RAW("GUID for the post,"), ROW_RENDERED("GUID for the post,", CONTEXT_VIEW_EDIT), {0}};
static const struct param title_properties[] = {
    ROW_RAW("Title for the post,"), ROW_RENDERED("HTML title for the post,", CONTEXT_ALL), {0}};
static const struct param content_properties[] = {
    ROW_RAW("Content for the post,"), ROW_RENDERED("HTML content for the post,", CONTEXT_VIEW_EDIT), {0}};
static const struct param excerpt_properties[] = {
    ROW_RAW("Excerpt for the post,"), ROW_RENDERED("HTML excerpt for the post,", CONTEXT_ALL), {0}};

#define ROWS_REVISION                                                                                                  \
    {.name = "author", .description = "The ID for the author of the revision.", .types = PARAM_INTEGER,                \
     .contexts = CONTEXT_ALL, .readonly = true},                                                                       \
    {.name = "date", .description = "The date the revision was published, in the site's timezone.",                    \
     .types = PARAM_STRING, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_ALL, .readonly = true},                    \
    {.name = "date_gmt", .description = "The date the revision was published, as GMT.", .types = PARAM_STRING,         \
     .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},                                     \
    {.name = "guid", .description = "GUID for the revision, as it exists in the database.", .types = PARAM_OBJECT,     \
     .properties = guid_properties, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},                                  \
    {.name = "id", .description = "Unique identifier for the revision.", .types = PARAM_INTEGER,                       \
     .contexts = CONTEXT_ALL, .readonly = true},                                                                       \
    {.name = "modified", .description = "The date the revision was last modified, in the site's timezone.",            \
     .types = PARAM_STRING, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},              \
    {.name = "modified_gmt", .description = "The date the revision was last modified, as GMT.",                        \
     .types = PARAM_STRING, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},              \
    {.name = "parent", .description = "The ID for the parent of the revision.", .types = PARAM_INTEGER,                \
     .contexts = CONTEXT_ALL, .readonly = true},                                                                       \
    {.name = "slug", .description = "An alphanumeric identifier for the revision unique to its type.",                 \
     .types = PARAM_STRING, .contexts = CONTEXT_ALL, .readonly = true},                                                \
    {.name = "title", .description = "The title for the post.", .types = PARAM_OBJECT,                                 \
     .properties = title_properties, .contexts = CONTEXT_ALL, .readonly = true},                                       \
    {.name = "content", .description = "The content for the post.", .types = PARAM_OBJECT,                             \
     .properties = content_properties, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},                               \
    {.name = "excerpt", .description = "The excerpt for the post.", .types = PARAM_OBJECT,                             \
     .properties = excerpt_properties, .contexts = CONTEXT_ALL, .readonly = true},                                     \
    {.name = "content_format", .description = "What the content is written in.", .types = PARAM_STRING,                \
     .contexts = CONTEXT_EDIT, .readonly = true}

static const struct param revision_properties[] = {ROWS_REVISION, {0}};
static const struct param autosave_properties[] = {
    ROWS_REVISION,
    {.name = "preview_link", .description = "Preview link for the post.", .types = PARAM_STRING, .format = FORMAT_URI,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "version", .description = "The version that the post has.", .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {0},
};

const struct rest_schema rest_post_revision_schema = {.title = "post-revision", .properties = revision_properties};
const struct rest_schema rest_page_revision_schema = {.title = "page-revision", .properties = revision_properties};
const struct rest_schema rest_post_autosave_schema = {.title = "post-revision", .properties = autosave_properties};
const struct rest_schema rest_page_autosave_schema = {.title = "page-revision", .properties = autosave_properties};

#define ROW_PARENT(what)                                                                                               \
    {.name = "parent", .description = "The ID for the parent of the " what ".", .types = PARAM_INTEGER, .late = true}
#define ROW_ID(text)                                                                                                   \
    {.name = "id", .description = text, .types = PARAM_INTEGER, .late = true}

static const struct param revisions_captures[] = {ROW_PARENT("revision"), {0}};
static const struct param revision_captures[] = {
    ROW_PARENT("revision"), ROW_ID("Unique identifier for the revision."), {0}};
// WordPress calls the argument "parent", but its path gives "id".
static const struct param autosaves_captures[] = {
    {.name = "id", .types = PARAM_INTEGER, .late = true, .hidden = true}, {0}};
static const struct param autosave_captures[] = {ROW_PARENT("autosave"), ROW_ID("The ID for the autosave."), {0}};

static const struct param revisions_list_params[] = {
    PARAM_ROW_CONTEXT,
    PARAM_ROW_PAGE,
    // Without a default: all, as in WordPress; the setting limits how many there are.
    {.name = "per_page", .description = "Maximum number of items to be returned in result set.",
     .types = PARAM_INTEGER, .limits = LIMIT_LEAST | LIMIT_MOST, .least = 1, .most = 100},
    PARAM_ROW_SEARCH,
    PARAM_ROW_IDS("exclude", "Ensure result set excludes specific IDs."),
    PARAM_ROW_IDS("include", "Limit result set to specific IDs."),
    PARAM_ROW_OFFSET,
    PARAM_ROW_ORDER("\"desc\""),
    {.name = "orderby", .description = "Sort collection by object attribute.", .types = PARAM_STRING,
     .choices = revision_order_choices, .default_json = "\"date\"", .late = true},
    {0},
};
static const struct param context_params[] = {PARAM_ROW_CONTEXT, {0}};
static const struct param delete_params[] = {
    PARAM_ROW_FORCE("Required to be true, as revisions do not support trashing."), {0}};
static const struct param autosaves_list_params[] = {ROW_PARENT("autosave"), PARAM_ROW_CONTEXT, {0}};
static const struct param post_autosave_params[] = {ROW_PARENT("autosave"), {0}};

#define ENDPOINTS(type)                                                                                                \
    const struct rest_endpoint rest_##type##_revisions_list_endpoint = {                                               \
        .schema = &rest_##type##_revision_schema, .captures = revisions_captures, .params = revisions_list_params,     \
        .resource = &rest_##type##_resource};                                                                          \
    const struct rest_endpoint rest_##type##_revisions_get_endpoint = {                                                \
        .schema = &rest_##type##_revision_schema, .captures = revision_captures, .params = context_params,             \
        .resource = &rest_##type##_resource};                                                                          \
    const struct rest_endpoint rest_##type##_revisions_delete_endpoint = {                                             \
        .schema = &rest_##type##_revision_schema, .captures = revision_captures, .params = delete_params,              \
        .resource = &rest_##type##_resource};                                                                          \
    const struct rest_endpoint rest_##type##_autosaves_list_endpoint = {                                               \
        .schema = &rest_##type##_autosave_schema, .captures = autosaves_captures, .params = autosaves_list_params,     \
        .resource = &rest_##type##_resource};                                                                          \
    const struct rest_endpoint rest_##type##_autosaves_get_endpoint = {                                                \
        .schema = &rest_##type##_autosave_schema, .captures = autosave_captures, .params = context_params,             \
        .resource = &rest_##type##_resource}
// clang-format on

ENDPOINTS(post);
ENDPOINTS(page);

// They take what an update of the post takes. Pages have a `parent` of their own.
const struct rest_endpoint rest_post_autosaves_create_endpoint = {.schema = &rest_post_schema,
                                                                  .captures = autosaves_captures,
                                                                  .params = post_autosave_params,
                                                                  .derive = DERIVE_UPDATE,
                                                                  .resource = &rest_post_resource};
const struct rest_endpoint rest_page_autosaves_create_endpoint = {.schema = &rest_page_schema,
                                                                  .captures = autosaves_captures,
                                                                  .derive = DERIVE_UPDATE,
                                                                  .resource = &rest_page_resource};
