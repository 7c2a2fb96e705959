// media_schema: the tables of attachments: properties, collection parameters, endpoints.
#include "server/rest/handlers.h"
#include "server/rest/media.h"

static const char *const status_choices[] = {"publish", "future", "draft", "pending", "private", NULL};
static const char *const list_status_choices[] = {"inherit", "private", "trash", NULL};
static const char *const open_choices[] = {"open", "closed", NULL};
static const char *const shown_type_choices[] = {"image", "file", NULL};
static const char *const media_type_choices[] = {"image", "video", "text", "application", "audio", NULL};
static const char *const media_order_choices[] = {
    "author", "date", "id", "include", "modified", "parent", "relevance", "slug", "include_slugs", "title", NULL};
static const struct param list_status_item = {.types = PARAM_STRING, .choices = list_status_choices};

// clang-format off
#define PAIR(pair, words, rendered_in)                                                                                             \
    static const struct param pair[] = {                                                                               \
        {.name = "raw", .description = words ", as it exists in the database.", .types = PARAM_STRING,                 \
         .contexts = CONTEXT_EDIT},                                                                                    \
        {.name = "rendered", .description = words ", transformed for display.", .types = PARAM_STRING,                 \
         .contexts = rendered_in, .readonly = true},                                                              \
        {0},                                                                                                           \
    }
PAIR(guid_properties, "GUID for the post", CONTEXT_VIEW_EDIT);
PAIR(description_properties, "Description for the attachment", CONTEXT_VIEW_EDIT);
PAIR(title_properties, "Title for the post", CONTEXT_ALL);
PAIR(caption_properties, "Caption for the attachment", CONTEXT_ALL);

static const struct param properties[] = {
    {.name = "date", .description = "The date the post was published, in the site's timezone.",
     .types = PARAM_STRING | PARAM_NULL, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_ALL},
    {.name = "date_gmt", .description = "The date the post was published, as GMT.",
     .types = PARAM_STRING | PARAM_NULL, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT},
    {.name = "guid", .description = "The globally unique identifier for the post.", .types = PARAM_OBJECT,
     .properties = guid_properties, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "id", .description = "Unique identifier for the post.", .types = PARAM_INTEGER, .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "link", .description = "URL to the post.", .types = PARAM_STRING, .format = FORMAT_URI,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "modified", .description = "The date the post was last modified, in the site's timezone.",
     .types = PARAM_STRING, .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "modified_gmt", .description = "The date the post was last modified, as GMT.", .types = PARAM_STRING,
     .format = FORMAT_DATE_TIME, .contexts = CONTEXT_VIEW_EDIT, .readonly = true},
    {.name = "slug", .description = "An alphanumeric identifier for the post unique to its type.",
     .types = PARAM_STRING, .contexts = CONTEXT_ALL, .sanitize = rest_posts_sanitize_slug},
    {.name = "status", .description = "A named status for the post.", .types = PARAM_STRING,
     .choices = status_choices, .contexts = CONTEXT_VIEW_EDIT, .check = rest_posts_check_status},
    {.name = "type", .description = "Type of post.", .types = PARAM_STRING, .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "permalink_template", .description = "Permalink template for the post.", .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "generated_slug", .description = "Slug automatically generated from the post title.",
     .types = PARAM_STRING, .contexts = CONTEXT_EDIT, .readonly = true},
    {.name = "title", .description = "The title for the post.", .types = PARAM_OBJECT, .properties = title_properties,
     .contexts = CONTEXT_ALL, .unchecked = true},
    {.name = "author", .description = "The ID for the author of the post.", .types = PARAM_INTEGER,
     .contexts = CONTEXT_ALL},
    {.name = "comment_status", .description = "Whether or not comments are open on the post.", .types = PARAM_STRING,
     .choices = open_choices, .contexts = CONTEXT_VIEW_EDIT},
    {.name = "ping_status", .description = "Whether or not the post can be pinged.", .types = PARAM_STRING,
     .choices = open_choices, .contexts = CONTEXT_VIEW_EDIT},
    {.name = "meta", .description = "Meta fields.", .types = PARAM_OBJECT, .contexts = CONTEXT_VIEW_EDIT},
    {.name = "template", .description = "The theme file to use to display the post.", .types = PARAM_STRING,
     .contexts = CONTEXT_VIEW_EDIT, .check = rest_posts_check_template},
    {.name = "alt_text", .description = "Alternative text to display when attachment is not displayed.",
     .types = PARAM_STRING, .contexts = CONTEXT_ALL},
    {.name = "caption", .description = "The attachment caption.", .types = PARAM_OBJECT,
     .properties = caption_properties, .contexts = CONTEXT_ALL, .unchecked = true},
    {.name = "description", .description = "The attachment description.", .types = PARAM_OBJECT,
     .properties = description_properties, .contexts = CONTEXT_VIEW_EDIT, .unchecked = true},
    {.name = "media_type", .description = "Attachment type.", .types = PARAM_STRING, .choices = shown_type_choices,
     .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "mime_type", .description = "The attachment MIME type.", .types = PARAM_STRING, .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "media_details", .description = "Details about the media file, specific to its type.",
     .types = PARAM_OBJECT, .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "post", .description = "The ID for the associated post of the attachment.", .types = PARAM_INTEGER,
     .contexts = CONTEXT_VIEW_EDIT},
    {.name = "source_url", .description = "URL to the original attachment file.", .types = PARAM_STRING,
     .format = FORMAT_URI, .contexts = CONTEXT_ALL, .readonly = true},
    {.name = "missing_image_sizes", .description = "List of the missing image sizes of the attachment.",
     .types = PARAM_ARRAY, .items = &string_item, .contexts = CONTEXT_EDIT, .readonly = true},
    {0},
};
const struct rest_schema rest_media_schema = {.title = "attachment", .properties = properties};

#define ROW_DATE(word, text)                                                                                           \
    {.name = word, .description = text, .types = PARAM_STRING, .format = FORMAT_DATE_TIME, .late = true}
static const struct param list_params[] = {
    PARAM_ROW_CONTEXT,
    PARAM_ROW_PAGE,
    PARAM_ROW_PER_PAGE,
    PARAM_ROW_SEARCH,
    ROW_DATE("after", "Limit response to posts published after a given ISO8601 compliant date."),
    ROW_DATE("modified_after", "Limit response to posts modified after a given ISO8601 compliant date."),
    PARAM_ROW_IDS("author", "Limit result set to posts assigned to specific authors."),
    PARAM_ROW_IDS("author_exclude", "Ensure result set excludes posts assigned to specific authors."),
    ROW_DATE("before", "Limit response to posts published before a given ISO8601 compliant date."),
    ROW_DATE("modified_before", "Limit response to posts modified before a given ISO8601 compliant date."),
    PARAM_ROW_IDS("exclude", "Ensure result set excludes specific IDs."),
    PARAM_ROW_IDS("include", "Limit result set to specific IDs."),
    PARAM_ROW_OFFSET,
    PARAM_ROW_ORDER("\"desc\""),
    {.name = "orderby", .description = "Sort collection by post attribute.", .types = PARAM_STRING,
     .choices = media_order_choices, .default_json = "\"date\"", .late = true},
    PARAM_ROW_IDS("parent", "Limit result set to items with particular parent IDs."),
    PARAM_ROW_IDS("parent_exclude", "Limit result set to all items except those of a particular parent ID."),
    {.name = "slug", .description = "Limit result set to posts with one or more specific slugs.",
     .types = PARAM_ARRAY, .items = &string_item, .late = true, .sanitize = rest_posts_sanitize_slugs},
    {.name = "status", .description = "Limit result set to posts assigned one or more statuses.",
     .types = PARAM_ARRAY, .items = &list_status_item, .default_json = "\"inherit\"", .late = true,
     .sanitize = rest_media_sanitize_statuses},
    {.name = "media_type", .description = "Limit result set to attachments of a particular media type.",
     .types = PARAM_STRING, .choices = media_type_choices, .late = true},
    {.name = "mime_type", .description = "Limit result set to attachments of a particular MIME type.",
     .types = PARAM_STRING, .late = true},
    {.name = "unused", .description = "Limit result set to attachments that no post shows or links to.",
     .types = PARAM_BOOLEAN, .default_json = "false", .late = true},
    {.name = "missing_alt", .description = "Limit result set to pictures without alternative text.",
     .types = PARAM_BOOLEAN, .default_json = "false", .late = true},
    {0},
};
// clang-format on

static const struct param get_params[] = {PARAM_ROW_CONTEXT, {0}};
static const struct param delete_params[] = {
    PARAM_ROW_FORCE("Whether to bypass Trash and force deletion."),
    {0},
};

const struct rest_post_type rest_media_resource = {
    .type = POST_TYPE_ATTACHMENT,
    .name = "attachment",
    .rest_base = "media",
    .schema = &rest_media_schema,
    .edit = CAP_EDIT_POSTS,
    .edit_others = CAP_EDIT_OTHERS_POSTS,
    .publish = CAP_PUBLISH_POSTS,
    .read_private = CAP_READ_PRIVATE_POSTS,
    .write = rest_media_write,
};

// Not in batches, as in WordPress: a part of one has no file.
const struct rest_endpoint rest_media_list_endpoint = {
    .schema = &rest_media_schema, .params = list_params, .resource = &rest_media_resource};
const struct rest_endpoint rest_media_create_endpoint = {
    .schema = &rest_media_schema, .derive = DERIVE_CREATE, .resource = &rest_media_resource};
const struct rest_endpoint rest_media_get_endpoint = {
    .schema = &rest_media_schema, .captures = id_capture, .params = get_params, .resource = &rest_media_resource};
const struct rest_endpoint rest_media_update_endpoint = {
    .schema = &rest_media_schema, .captures = id_capture, .derive = DERIVE_UPDATE, .resource = &rest_media_resource};
const struct rest_endpoint rest_media_delete_endpoint = {
    .schema = &rest_media_schema, .captures = id_capture, .params = delete_params, .resource = &rest_media_resource};
