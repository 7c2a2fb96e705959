// wxr fields: the table. Prefixes are taken as WordPress writes them, whatever version of the namespace is behind.
#include "server/transfer/wxr_fields.h"

#include <stddef.h>
#include <string.h>

#define VALUE(in_, element_, name_) \
    { .in = in_, .element = element_, .opens = WXR_IN_VALUE, .name = name_ }
#define OPENS(in_, element_, opens_) \
    { .in = in_, .element = element_, .opens = opens_ }

static const struct wxr_field fields[] = {
    OPENS(WXR_DOCUMENT, "rss", WXR_RSS),
    OPENS(WXR_RSS, "channel", WXR_CHANNEL),
    VALUE(WXR_CHANNEL, "title", "title"),
    VALUE(WXR_CHANNEL, "link", "link"),
    VALUE(WXR_CHANNEL, "description", "description"),
    VALUE(WXR_CHANNEL, "language", "language"),
    VALUE(WXR_CHANNEL, "wp:wxr_version", "version"),
    VALUE(WXR_CHANNEL, "wp:base_site_url", "base_site_url"),
    VALUE(WXR_CHANNEL, "wp:base_blog_url", "base_blog_url"),
    OPENS(WXR_CHANNEL, "wp:author", WXR_IN_AUTHOR),
    OPENS(WXR_CHANNEL, "wp:category", WXR_IN_CATEGORY),
    OPENS(WXR_CHANNEL, "wp:tag", WXR_IN_TAG),
    OPENS(WXR_CHANNEL, "wp:term", WXR_IN_TERM),
    OPENS(WXR_CHANNEL, "item", WXR_IN_ITEM),

    VALUE(WXR_IN_AUTHOR, "wp:author_id", "id"),
    VALUE(WXR_IN_AUTHOR, "wp:author_login", "login"),
    VALUE(WXR_IN_AUTHOR, "wp:author_email", "email"),
    VALUE(WXR_IN_AUTHOR, "wp:author_display_name", "display_name"),
    VALUE(WXR_IN_AUTHOR, "wp:author_first_name", "first_name"),
    VALUE(WXR_IN_AUTHOR, "wp:author_last_name", "last_name"),
    VALUE(WXR_IN_AUTHOR, "broadsheet:author_slug", "slug"),
    VALUE(WXR_IN_AUTHOR, "broadsheet:author_nickname", "nickname"),
    VALUE(WXR_IN_AUTHOR, "broadsheet:author_url", "url"),
    VALUE(WXR_IN_AUTHOR, "broadsheet:author_description", "description"),
    VALUE(WXR_IN_AUTHOR, "broadsheet:author_registered_gmt", "registered_gmt"),

    VALUE(WXR_IN_CATEGORY, "wp:term_id", "id"),
    VALUE(WXR_IN_CATEGORY, "wp:category_nicename", "slug"),
    VALUE(WXR_IN_CATEGORY, "wp:category_parent", "parent"),
    VALUE(WXR_IN_CATEGORY, "wp:cat_name", "name"),
    VALUE(WXR_IN_CATEGORY, "wp:category_description", "description"),
    OPENS(WXR_IN_CATEGORY, "wp:termmeta", WXR_IN_META),

    VALUE(WXR_IN_TAG, "wp:term_id", "id"),
    VALUE(WXR_IN_TAG, "wp:tag_slug", "slug"),
    VALUE(WXR_IN_TAG, "wp:tag_name", "name"),
    VALUE(WXR_IN_TAG, "wp:tag_description", "description"),
    OPENS(WXR_IN_TAG, "wp:termmeta", WXR_IN_META),

    VALUE(WXR_IN_TERM, "wp:term_id", "id"),
    VALUE(WXR_IN_TERM, "wp:term_taxonomy", "taxonomy"),
    VALUE(WXR_IN_TERM, "wp:term_slug", "slug"),
    VALUE(WXR_IN_TERM, "wp:term_parent", "parent"),
    VALUE(WXR_IN_TERM, "wp:term_name", "name"),
    VALUE(WXR_IN_TERM, "wp:term_description", "description"),
    OPENS(WXR_IN_TERM, "wp:termmeta", WXR_IN_META),

    VALUE(WXR_IN_ITEM, "title", "title"),
    VALUE(WXR_IN_ITEM, "link", "link"),
    VALUE(WXR_IN_ITEM, "pubDate", "pub_date"),
    VALUE(WXR_IN_ITEM, "dc:creator", "author"),
    VALUE(WXR_IN_ITEM, "guid", "guid"),
    VALUE(WXR_IN_ITEM, "content:encoded", "content"),
    VALUE(WXR_IN_ITEM, "excerpt:encoded", "excerpt"),
    VALUE(WXR_IN_ITEM, "wp:post_id", "id"),
    VALUE(WXR_IN_ITEM, "wp:post_date", "date"),
    VALUE(WXR_IN_ITEM, "wp:post_date_gmt", "date_gmt"),
    VALUE(WXR_IN_ITEM, "wp:post_modified", "modified"),
    VALUE(WXR_IN_ITEM, "wp:post_modified_gmt", "modified_gmt"),
    VALUE(WXR_IN_ITEM, "wp:comment_status", "comment_status"),
    VALUE(WXR_IN_ITEM, "wp:ping_status", "ping_status"),
    VALUE(WXR_IN_ITEM, "wp:post_name", "slug"),
    VALUE(WXR_IN_ITEM, "wp:status", "status"),
    VALUE(WXR_IN_ITEM, "wp:post_parent", "parent"),
    VALUE(WXR_IN_ITEM, "wp:menu_order", "menu_order"),
    VALUE(WXR_IN_ITEM, "wp:post_type", "type"),
    VALUE(WXR_IN_ITEM, "wp:post_password", "password"),
    VALUE(WXR_IN_ITEM, "wp:is_sticky", "sticky"),
    VALUE(WXR_IN_ITEM, "wp:attachment_url", "attachment_url"),
    OPENS(WXR_IN_ITEM, "category", WXR_IN_ITEM_TERM),
    OPENS(WXR_IN_ITEM, "wp:postmeta", WXR_IN_META),
    OPENS(WXR_IN_ITEM, "wp:comment", WXR_IN_COMMENT),

    VALUE(WXR_IN_COMMENT, "wp:comment_id", "id"),
    VALUE(WXR_IN_COMMENT, "wp:comment_author", "author"),
    VALUE(WXR_IN_COMMENT, "wp:comment_author_email", "email"),
    VALUE(WXR_IN_COMMENT, "wp:comment_author_url", "url"),
    VALUE(WXR_IN_COMMENT, "wp:comment_author_IP", "address"),
    VALUE(WXR_IN_COMMENT, "wp:comment_date", "date"),
    VALUE(WXR_IN_COMMENT, "wp:comment_date_gmt", "date_gmt"),
    VALUE(WXR_IN_COMMENT, "wp:comment_content", "content"),
    VALUE(WXR_IN_COMMENT, "wp:comment_approved", "approved"),
    VALUE(WXR_IN_COMMENT, "wp:comment_type", "type"),
    VALUE(WXR_IN_COMMENT, "wp:comment_parent", "parent"),
    VALUE(WXR_IN_COMMENT, "wp:comment_user_id", "user"),
    VALUE(WXR_IN_COMMENT, "broadsheet:comment_agent", "agent"),
    OPENS(WXR_IN_COMMENT, "wp:commentmeta", WXR_IN_META),

    VALUE(WXR_IN_META, "wp:meta_key", "name"),
    VALUE(WXR_IN_META, "wp:meta_value", "value"),
};

const struct wxr_field *wxr_field_find(enum wxr_place in, const char *element) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i].in == in && strcmp(fields[i].element, element) == 0) return &fields[i];
    return NULL;
}
