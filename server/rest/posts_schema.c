// posts_schema: the tables of articles and pages: properties, collection parameters, endpoints.
#include "server/rest/handlers.h"
#include "server/rest/posts.h"

static const char *const status_choices[] = {"publish", "future", "draft", "pending", "private", NULL};
static const char *const list_status_choices[] = {
    "publish", "future",     "draft",           "pending",           "private",        "trash",
    "inherit", "auto-draft", "request-pending", "request-confirmed", "request-failed", "request-completed",
    "any",     NULL};
static const char *const open_choices[] = {"open", "closed", NULL};
static const char *const content_format_choices[] = {"html", "markdown", NULL};
static const char *const format_choices[] = {"standard", "aside",  "chat",  "gallery", "link", "image",
                                             "quote",    "status", "video", "audio",   NULL};
static const char *const relation_choices[] = {"AND", "OR", NULL};
static const char *const comments_choices[] = {"open", "closed", NULL};
static const char *const post_order_choices[] = {"author",        "date",      "id",   "include",       "modified",
                                                 "parent",        "relevance", "slug", "include_slugs", "title",
                                                 "comment_count", NULL};
static const char *const page_order_choices[] = {"author",     "date",          "id",   "include",       "modified",
                                                 "parent",     "relevance",     "slug", "include_slugs", "title",
                                                 "menu_order", "comment_count", NULL};
static const char *const reason_choices[] = {"article", "age", "not_public", "not_supported", NULL};
static const struct param list_reason_item = {.types = PARAM_STRING, .choices = reason_choices};
static const struct param list_status_item = {.types = PARAM_STRING, .choices = list_status_choices};

static const struct param guid_properties[] = {
    {.name = "raw",
     .description = "GUID for the post, as it exists in the database.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "rendered",
     .description = "GUID for the post, transformed for display.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {0},
};
static const struct param title_properties[] = {
    {.name = "raw",
     .description = "Title for the post, as it exists in the database.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {.name = "rendered",
     .description = "HTML title for the post, transformed for display.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {0},
};
static const struct param content_properties[] = {
    {.name = "raw",
     .description = "Content for the post, as it exists in the database.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {.name = "rendered",
     .description = "HTML content for the post, transformed for display.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {.name = "block_version",
     .description = "Version of the content block format used by the post.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "protected",
     .description = "Whether the content is protected with a password.",
     .types = PARAM_BOOLEAN,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {0},
};
static const struct param excerpt_properties[] = {
    {.name = "raw",
     .description = "Excerpt for the post, as it exists in the database.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT},
    {.name = "rendered",
     .description = "HTML excerpt for the post, transformed for display.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "protected",
     .description = "Whether the excerpt is protected with a password.",
     .types = PARAM_BOOLEAN,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {0},
};
static const struct param edit_lock_properties[] = {
    {.name = "user",
     .description = "The ID of who has it open.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "name",
     .description = "The name of who has it open.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "since_gmt",
     .description = "Since when, as GMT.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "until_gmt",
     .description = "When the lock ends unless it is renewed, as GMT.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {0},
};
const struct param rest_posts_comments_properties[] = {
    {.name = "state",
     .description = "Whether a comment would be accepted now.",
     .types = PARAM_STRING,
     .choices = comments_choices,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {.name = "reason",
     .description = "Why comments are closed; null while they are open.",
     .types = PARAM_STRING | PARAM_NULL,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {.name = "since",
     .description = "When it became so; null where that is not known.",
     .types = PARAM_STRING | PARAM_NULL,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {.name = "until",
     .description = "When it changes by itself; null where it does not.",
     .types = PARAM_STRING | PARAM_NULL,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {0},
};

// clang-format off
#define ROWS_HEAD                                                                                                      \
    {.name = "date", .description = "The date the post was published, in the site's timezone.",                        \
     .types = PARAM_STRING | PARAM_NULL, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_ALL},                         \
    {.name = "date_gmt", .description = "The date the post was published, as GMT.",                                    \
     .types = PARAM_STRING | PARAM_NULL, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT},                   \
    {.name = "guid", .description = "The globally unique identifier for the post.", .types = PARAM_OBJECT,             \
     .properties = guid_properties, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},                                  \
    {.name = "id", .description = "Unique identifier for the post.", .types = PARAM_INTEGER,                           \
     .contexts = CONTEXT_ALL, .readonly = true},                                                                       \
    {.name = "link", .description = "URL to the post.", .types = PARAM_STRING, .format = FORMAT_URI,                   \
     .contexts = CONTEXT_ALL, .readonly = true},                                                                       \
    {.name = "modified", .description = "The date the post was last modified, in the site's timezone.",                \
     .types = PARAM_STRING, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},              \
    {.name = "modified_gmt", .description = "The date the post was last modified, as GMT.",                            \
     .types = PARAM_STRING, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},              \
    {.name = "slug", .description = "An alphanumeric identifier for the post unique to its type.",                     \
     .types = PARAM_STRING, .contexts = CONTEXT_ALL, .sanitize = rest_posts_sanitize_slug},                            \
    {.name = "status", .description = "A named status for the post.", .types = PARAM_STRING,                           \
     .choices = status_choices, .contexts = CONTEXT_VIEW_EDIT, .check = rest_posts_check_status},                      \
    {.name = "type", .description = "Type of post.", .types = PARAM_STRING, .contexts = CONTEXT_ALL, .readonly = true},\
    {.name = "password", .description = "A password to protect access to the content and excerpt.",                    \
     .types = PARAM_STRING, .max_length = 255, .contexts = CONTEXT_EDIT},                                              \
    {.name = "preview_link", .description = "A signed link to the preview, for people without an account.",            \
     .types = PARAM_STRING | PARAM_NULL, .format = FORMAT_URI, .contexts = CONTEXT_EDIT, .readonly = true},            \
    {.name = "permalink_template", .description = "Permalink template for the post.", .types = PARAM_STRING,           \
     .contexts = CONTEXT_EDIT, .readonly = true},                                                                      \
    {.name = "generated_slug", .description = "Slug automatically generated from the post title.",                     \
     .types = PARAM_STRING, .contexts = CONTEXT_EDIT, .readonly = true}

#define ROWS_TEXT                                                                                                      \
    {.name = "title", .description = "The title for the post.", .types = PARAM_OBJECT, .properties = title_properties, \
     .contexts = CONTEXT_ALL, .unchecked = true},                                                                      \
    {.name = "content", .description = "The content for the post.", .types = PARAM_OBJECT,                             \
     .properties = content_properties, .contexts = CONTEXT_VIEW_EDIT, .unchecked = true},                              \
    {.name = "author", .description = "The ID for the author of the post.", .types = PARAM_INTEGER,                    \
     .contexts = CONTEXT_ALL},                                                                                         \
    {.name = "excerpt", .description = "The excerpt for the post.", .types = PARAM_OBJECT,                             \
     .properties = excerpt_properties, .contexts = CONTEXT_ALL, .unchecked = true},                                    \
    {.name = "featured_media", .description = "The ID of the featured media for the post.", .types = PARAM_INTEGER,    \
     .contexts = CONTEXT_ALL},                                                                                         \
    {.name = "comment_status", .description = "Whether or not comments are open on the post.", .types = PARAM_STRING,  \
     .choices = open_choices, .contexts = CONTEXT_VIEW_EDIT},                                                          \
    {.name = "ping_status", .description = "Whether or not the post can be pinged.", .types = PARAM_STRING,            \
     .choices = open_choices, .contexts = CONTEXT_VIEW_EDIT}

#define ROW_CONTENT_FORMAT                                                                                             \
    {.name = "content_format", .description = "What the content is written in.", .types = PARAM_STRING,                \
     .choices = content_format_choices, .contexts = CONTEXT_EDIT}
#define ROW_META                                                                                                       \
    {.name = "meta", .description = "Meta fields.", .types = PARAM_OBJECT, .contexts = CONTEXT_VIEW_EDIT}
#define ROW_TEMPLATE                                                                                                   \
    {.name = "template", .description = "The theme file to use to display the post.", .types = PARAM_STRING,           \
     .contexts = CONTEXT_VIEW_EDIT, .check = rest_posts_check_template}
#define ROW_COMMENTS                                                                                                   \
    {.name = "comments", .description = "Whether the post can be commented now, and why not.", .types = PARAM_OBJECT,  \
     .properties = rest_posts_comments_properties, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},                \
    {.name = "author_name", .description = "The name of the author.", .types = PARAM_STRING | PARAM_NULL,              \
     .contexts = CONTEXT_EDIT, .readonly = true},                                                                      \
    {.name = "comment_count", .description = "How many approved comments the post has.", .types = PARAM_INTEGER,       \
     .contexts = CONTEXT_EDIT, .readonly = true}

#define ROWS_EDITING                                                                                                   \
    {.name = "version", .description = "The version that If-Match names.", .types = PARAM_STRING,                      \
     .contexts = CONTEXT_EDIT, .readonly = true},                                                                      \
    {.name = "edit_lock", .description = "Who has the post open.", .types = PARAM_OBJECT | PARAM_NULL,                 \
     .properties = edit_lock_properties, .contexts = CONTEXT_EDIT, .readonly = true}

static const struct param post_properties[] = {
    ROWS_HEAD,
    ROWS_TEXT,
    {.name = "format", .description = "The format for the post.", .types = PARAM_STRING, .choices = format_choices,
     .contexts = CONTEXT_VIEW_EDIT},
    ROW_META,
    {.name = "sticky", .description = "Whether or not the post should be treated as sticky.", .types = PARAM_BOOLEAN,
     .contexts = CONTEXT_VIEW_EDIT},
    ROW_TEMPLATE,
    {.name = "categories", .description = "The terms assigned to the post in the category taxonomy.",
     .types = PARAM_ARRAY, .items = &integer_item, .contexts = CONTEXT_VIEW_EDIT},
    {.name = "tags", .description = "The terms assigned to the post in the post_tag taxonomy.", .types = PARAM_ARRAY,
     .items = &integer_item, .contexts = CONTEXT_VIEW_EDIT},
    {.name = "primary_category",
     .description = "The category whose branch the breadcrumb shows; 0 in a change lets the site choose.",
     .types = PARAM_INTEGER, .limits = LIMIT_LEAST, .least = 0, .contexts = CONTEXT_VIEW_EDIT},
    ROW_CONTENT_FORMAT,
    ROW_COMMENTS,
    ROWS_EDITING,
    {0},
};
static const struct param page_properties[] = {
    ROWS_HEAD,
    {.name = "parent", .description = "The ID for the parent of the post.", .types = PARAM_INTEGER,
     .contexts = CONTEXT_VIEW_EDIT},
    ROWS_TEXT,
    {.name = "menu_order", .description = "The order of the post in relation to other posts.", .types = PARAM_INTEGER,
     .limits = LIMIT_LEAST | LIMIT_MOST, .least = INT32_MIN, .most = INT32_MAX, .contexts = CONTEXT_VIEW_EDIT},
    ROW_META,
    ROW_TEMPLATE,
    ROW_CONTENT_FORMAT,
    ROW_COMMENTS,
    ROWS_EDITING,
    {0},
};
// clang-format on

const struct rest_schema rest_post_schema = {.title = "post", .properties = post_properties};
const struct rest_schema rest_page_schema = {.title = "page", .properties = page_properties};

// A list of term ids, or {terms, include_children, operator}.
// clang-format off
#define ROWS_TERM_QUERY                                                                                                \
    {.name = "terms", .description = "Term IDs.", .types = PARAM_ARRAY, .items = &integer_item, .default_json = "[]"}, \
    {.name = "include_children",                                                                                       \
     .description = "Whether to include child terms in the terms limiting the result set.",                            \
     .types = PARAM_BOOLEAN, .default_json = "false"}
#define ROW_TERM_LIST                                                                                                  \
    {.name = "Term ID List", .description = "Match terms with the listed IDs.", .types = PARAM_ARRAY,                  \
     .items = &integer_item}
static const struct param include_properties[] = {
    ROWS_TERM_QUERY,
    {.name = "operator", .description = "Whether items must be assigned all or any of the specified terms.",
     .types = PARAM_STRING, .choices = relation_choices, .default_json = "\"OR\""},
    {0},
};
static const struct param exclude_properties[] = {ROWS_TERM_QUERY, {0}};
static const struct param include_alternatives[] = {
    ROW_TERM_LIST,
    {.name = "Term ID Taxonomy Query", .description = "Perform an advanced term query.", .types = PARAM_OBJECT,
     .properties = include_properties, .closed = true},
    {0},
};
static const struct param exclude_alternatives[] = {
    ROW_TERM_LIST,
    {.name = "Term ID Taxonomy Query", .description = "Perform an advanced term query.", .types = PARAM_OBJECT,
     .properties = exclude_properties, .closed = true},
    {0},
};
// clang-format on

// clang-format off
#define ROW_DATE(word, text)                                                                                           \
    {.name = word, .description = text, .types = PARAM_STRING, .format = FORMAT_DATE_TIME, .late = true}
#define ROW_TERMS(word, text, alternatives)                                                                            \
    {.name = word, .description = text, .types = PARAM_OBJECT | PARAM_ARRAY, .one_of = alternatives, .late = true}

#define ROWS_PAGING PARAM_ROW_CONTEXT, PARAM_ROW_PAGE, PARAM_ROW_PER_PAGE
#define ROWS_FILTERS                                                                                                   \
    PARAM_ROW_SEARCH,                                                                                                  \
    ROW_DATE("after", "Limit response to posts published after a given ISO8601 compliant date."),                      \
    ROW_DATE("modified_after", "Limit response to posts modified after a given ISO8601 compliant date."),              \
    PARAM_ROW_IDS("author", "Limit result set to posts assigned to specific authors."),                                \
    PARAM_ROW_IDS("author_exclude", "Ensure result set excludes posts assigned to specific authors."),                 \
    ROW_DATE("before", "Limit response to posts published before a given ISO8601 compliant date."),                    \
    ROW_DATE("modified_before", "Limit response to posts modified before a given ISO8601 compliant date."),            \
    PARAM_ROW_IDS("exclude", "Ensure result set excludes specific IDs."),                                              \
    PARAM_ROW_IDS("include", "Limit result set to specific IDs.")
#define ROW_ORDERBY(orders)                                                                                            \
    {.name = "orderby", .description = "Sort collection by post attribute.", .types = PARAM_STRING, .choices = orders, \
     .default_json = "\"date\"", .late = true}
#define ROW_SLUGS                                                                                                      \
    {.name = "slug", .description = "Limit result set to posts with one or more specific slugs.",                      \
     .types = PARAM_ARRAY, .items = &string_item, .late = true, .sanitize = rest_posts_sanitize_slugs}
#define ROW_STATUSES                                                                                                   \
    {.name = "status", .description = "Limit result set to posts assigned one or more statuses.",                      \
     .types = PARAM_ARRAY, .items = &list_status_item, .default_json = "\"publish\"", .late = true,                    \
     .sanitize = rest_posts_sanitize_statuses}
#define ROWS_COMMENTS                                                                                                  \
    {.name = "comments", .description = "Limit result set to posts that may be commented now, or may not.",            \
     .types = PARAM_STRING, .choices = comments_choices, .late = true},                                                \
    {.name = "comments_reason",                                                                                        \
     .description = "Limit result set to posts that may not be commented, for one of these reasons.",                  \
     .types = PARAM_ARRAY, .items = &list_reason_item, .late = true}

#define ROWS_TAXONOMIES                                                                                                \
    {.name = "tax_relation",                                                                                           \
     .description = "Limit result set based on relationship between multiple taxonomies.",                             \
     .types = PARAM_STRING, .choices = relation_choices, .late = true},                                                \
    ROW_TERMS("categories", "Limit result set to items with specific terms assigned in the categories taxonomy.",      \
              include_alternatives),                                                                                   \
    ROW_TERMS("categories_exclude",                                                                                    \
              "Limit result set to items except those with specific terms assigned in the categories taxonomy.",       \
              exclude_alternatives),                                                                                   \
    ROW_TERMS("tags", "Limit result set to items with specific terms assigned in the tags taxonomy.",                  \
              include_alternatives),                                                                                   \
    ROW_TERMS("tags_exclude",                                                                                          \
              "Limit result set to items except those with specific terms assigned in the tags taxonomy.",             \
              exclude_alternatives),                                                                                   \
    {.name = "sticky", .description = "Limit result set to items that are sticky.", .types = PARAM_BOOLEAN,            \
     .late = true}

static const struct param post_list_params[] = {
    ROWS_PAGING,
    ROWS_FILTERS,
    PARAM_ROW_OFFSET,
    PARAM_ROW_ORDER("\"desc\""),
    ROW_ORDERBY(post_order_choices),
    ROW_SLUGS,
    ROW_STATUSES,
    ROWS_COMMENTS,
    ROWS_TAXONOMIES,
    {0},
};
#define ROW_MENU_ORDER                                                                                                 \
    {.name = "menu_order", .description = "Limit result set to posts with a specific menu_order value.",               \
     .types = PARAM_INTEGER, .late = true}
#define ROWS_PARENTS                                                                                                   \
    PARAM_ROW_IDS("parent", "Limit result set to items with particular parent IDs."),                                  \
    PARAM_ROW_IDS("parent_exclude", "Limit result set to all items except those of a particular parent ID.")

static const struct param page_list_params[] = {
    ROWS_PAGING,
    ROWS_FILTERS,
    ROW_MENU_ORDER,
    PARAM_ROW_OFFSET,
    PARAM_ROW_ORDER("\"desc\""),
    ROW_ORDERBY(page_order_choices),
    ROWS_PARENTS,
    ROW_SLUGS,
    ROW_STATUSES,
    ROWS_COMMENTS,
    {0},
};

// discussion.c: all that a list's filters match.
static const char *const turn_choices[] = {"close", "open", NULL};
#define ROWS_TURN                                                                                                      \
    {.name = "action", .description = "What is done to the discussions.", .types = PARAM_STRING,                       \
     .choices = turn_choices, .required = true},                                                                       \
    {.name = "dry_run", .description = "Only tells how many posts it would be.", .types = PARAM_BOOLEAN,               \
     .default_json = "false"},                                                                                         \
    {.name = "expect", .description = "How many there were before; if there are more or fewer now, nothing is done.", \
     .types = PARAM_INTEGER, .limits = LIMIT_LEAST, .least = 0}
static const struct param discussion_posts_params[] = {
    ROWS_TURN, ROWS_FILTERS, ROW_SLUGS, ROW_STATUSES, ROWS_COMMENTS, ROWS_TAXONOMIES, {0}};
static const struct param discussion_pages_params[] = {
    ROWS_TURN, ROWS_FILTERS, ROW_MENU_ORDER, ROWS_PARENTS, ROW_SLUGS, ROW_STATUSES, ROWS_COMMENTS, {0}};
// clang-format on

static const struct param get_params[] = {
    PARAM_ROW_CONTEXT,
    {.name = "password",
     .description = "The password for the post if it is password protected.",
     .types = PARAM_STRING,
     .late = true},
    {0},
};
static const struct param delete_params[] = {
    PARAM_ROW_FORCE("Whether to bypass Trash and force deletion."),
    {0},
};

const struct rest_post_type rest_post_resource = {
    .type = POST_TYPE_POST,
    .name = "post",
    .rest_base = "posts",
    .schema = &rest_post_schema,
    .has_terms = true,
    .edit = CAP_EDIT_POSTS,
    .edit_others = CAP_EDIT_OTHERS_POSTS,
    .publish = CAP_PUBLISH_POSTS,
    .read_private = CAP_READ_PRIVATE_POSTS,
};
const struct rest_post_type rest_page_resource = {
    .type = POST_TYPE_PAGE,
    .name = "page",
    .rest_base = "pages",
    .schema = &rest_page_schema,
    .hierarchical = true,
    .edit = CAP_EDIT_PAGES,
    .edit_others = CAP_EDIT_OTHERS_PAGES,
    .publish = CAP_PUBLISH_PAGES,
    .read_private = CAP_READ_PRIVATE_PAGES,
};

const struct rest_endpoint rest_posts_list_endpoint = {
    .schema = &rest_post_schema, .params = post_list_params, .batch = true, .resource = &rest_post_resource};
const struct rest_endpoint rest_discussion_posts_endpoint = {.params = discussion_posts_params,
                                                             .resource = &rest_post_resource};
const struct rest_endpoint rest_discussion_pages_endpoint = {.params = discussion_pages_params,
                                                             .resource = &rest_page_resource};
const struct rest_endpoint rest_posts_create_endpoint = {
    .schema = &rest_post_schema, .derive = DERIVE_CREATE, .batch = true, .resource = &rest_post_resource};
const struct rest_endpoint rest_posts_get_endpoint = {.schema = &rest_post_schema,
                                                      .captures = id_capture,
                                                      .params = get_params,
                                                      .batch = true,
                                                      .resource = &rest_post_resource};
const struct rest_endpoint rest_posts_update_endpoint = {.schema = &rest_post_schema,
                                                         .captures = id_capture,
                                                         .derive = DERIVE_UPDATE,
                                                         .batch = true,
                                                         .resource = &rest_post_resource};
const struct rest_endpoint rest_posts_delete_endpoint = {.schema = &rest_post_schema,
                                                         .captures = id_capture,
                                                         .params = delete_params,
                                                         .batch = true,
                                                         .resource = &rest_post_resource};

const struct rest_endpoint rest_pages_list_endpoint = {
    .schema = &rest_page_schema, .params = page_list_params, .batch = true, .resource = &rest_page_resource};
const struct rest_endpoint rest_pages_create_endpoint = {
    .schema = &rest_page_schema, .derive = DERIVE_CREATE, .batch = true, .resource = &rest_page_resource};
const struct rest_endpoint rest_pages_get_endpoint = {.schema = &rest_page_schema,
                                                      .captures = id_capture,
                                                      .params = get_params,
                                                      .batch = true,
                                                      .resource = &rest_page_resource};
const struct rest_endpoint rest_pages_update_endpoint = {.schema = &rest_page_schema,
                                                         .captures = id_capture,
                                                         .derive = DERIVE_UPDATE,
                                                         .batch = true,
                                                         .resource = &rest_page_resource};
const struct rest_endpoint rest_pages_delete_endpoint = {.schema = &rest_page_schema,
                                                         .captures = id_capture,
                                                         .params = delete_params,
                                                         .batch = true,
                                                         .resource = &rest_page_resource};
