// posts_change: what a create or update asks for, read and checked as WordPress's prepare_item_for_database() does.
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "db/store.h"
#include "db/user.h"
#include "server/rest/call.h"
#include "server/rest/posts.h"
#include "server/rest/text.h"

static bool refuse(struct error *error, int status, const char *code, const char *message) {
    error_set(error, status, code, "%s", message);
    return false;
}

// The post's own status is accepted even when it is none that may be set, so that what was read can be sent back.
bool rest_posts_check_status(struct request *request, const struct param *param, json_t *value, struct error *error) {
    struct error ignored = {0};
    const struct post *post;
    const char *name = json_string_value(value);
    if (name && rest_filled(request, "id") && rest_posts_load(request, &post, &ignored) &&
        strcmp(post_status_name(post->status), name) == 0)
        return true;
    return param_validate(param, value, param->name, request, error);
}

// The theme has no templates to choose from: only "" and what is stored already.
bool rest_posts_check_template(struct request *request, const struct param *param, json_t *value, struct error *error) {
    if (!param_validate(param, value, param->name, request, error)) return false;
    const char *name = json_string_value(value);
    struct error ignored = {0};
    const struct post *post;
    if (!name || !*name) return true;
    if (rest_filled(request, "id") && rest_posts_load(request, &post, &ignored) &&
        strcmp(post->template_name, name) == 0)
        return true;
    error_set(error, 400, "rest_invalid_param", "%s is not one of .", param->name);
    return false;
}

json_t *rest_posts_sanitize_slug(struct request *request, const struct param *param, json_t *value,
                                 struct error *error) {
    (void) param;
    (void) error;
    const char *text = json_string_value(value);
    return json_string(text ? rest_text_slug_sent(&request->arena, text) : "");
}

// To publish, to plan and to make private takes publish_posts; unknown ones become drafts.
static bool read_status(struct request *request, const struct rest_post_type *type, const struct post *before,
                        struct post_change *change, struct error *error) {
    const char *name = rest_isset(request, "status") ? rest_string(request, "status") : NULL;
    if (!name || (before && strcmp(post_status_name(before->status), name) == 0)) return true;
    enum post_status status;
    if (!post_status_parse(name, &status)) status = POST_DRAFT;
    change->status = status;
    const bool public = status == POST_PUBLISH || status == POST_FUTURE;
    if ((!public && status != POST_PRIVATE) || rest_can(request, type->publish)) return true;
    return refuse(error, rest_refused(request), "rest_cannot_publish",
                  public ? "Sorry, you are not allowed to publish posts in this post type."
                         : "Sorry, you are not allowed to create private posts in this post type.");
}

static void read_dates(struct request *request, struct post_change *change) {
    change->set_date = rest_moment(request, "date", false, &change->date);
    if (!change->set_date) change->set_date = rest_moment(request, "date_gmt", true, &change->date);
    const bool null = (rest_sent(request, "date") && !rest_isset(request, "date")) ||
                      (rest_sent(request, "date_gmt") && !rest_isset(request, "date_gmt"));
    change->reset_date = null && !change->set_date;
}

static bool read_author(struct request *request, struct post_change *change, struct error *error) {
    if (!rest_filled(request, "author")) return true;
    change->author = rest_integer(request, "author", 0);
    if (change->author == rest_user_id(request)) return true;
    struct user user;
    enum db_result result = DB_NOT_FOUND;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (change->author > 0) result = db ? user_get(db, &request->arena, change->author, &user) : DB_ERROR;
    if (result == DB_NOT_FOUND) return refuse(error, 400, "rest_invalid_author", "Invalid author ID.");
    if (result != DB_OK) rest_db_failed(error, result);
    return result == DB_OK;
}

// A post cannot be sticky and have a password.
static bool read_protection(struct request *request, const struct post *before, struct post_change *change,
                            struct error *error) {
    change->set_sticky = rest_isset(request, "sticky");
    change->sticky = rest_filled(request, "sticky");
    if (rest_isset(request, "password")) change->password = rest_string(request, "password");
    if (change->password && *change->password) {
        if (change->sticky)
            return refuse(error, 400, "rest_invalid_field", "A post can not be sticky and have a password.");
        if (before && before->sticky)
            return refuse(error, 400, "rest_invalid_field", "A sticky post can not be password protected.");
    }
    if (change->sticky && before && *before->password)
        return refuse(error, 400, "rest_invalid_field", "A password protected post can not be set to sticky.");
    return true;
}

static bool read_parent(struct request *request, struct post_change *change, struct error *error) {
    change->set_parent = rest_isset(request, "parent");
    change->parent = rest_integer(request, "parent", 0);
    if (!change->set_parent || change->parent == 0) return true;
    struct post parent;
    enum db_result result = DB_NOT_FOUND;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (change->parent > 0) result = db ? post_get(db, &request->arena, change->parent, &parent) : DB_ERROR;
    if (result == DB_NOT_FOUND) return refuse(error, 400, "rest_post_invalid_id", "Invalid post parent ID.");
    if (result != DB_OK) rest_db_failed(error, result);
    return result == DB_OK;
}

// An unknown image is passed over, as WordPress does; 0 takes it away.
static bool read_featured_media(struct request *request, struct post_change *change, struct error *error) {
    if (!rest_isset(request, "featured_media")) return true;
    change->featured_media = rest_integer(request, "featured_media", 0);
    struct post media;
    enum db_result result = DB_OK;
    if (change->featured_media != 0) {
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        result = db ? post_get(db, &request->arena, change->featured_media, &media) : DB_ERROR;
        if (result == DB_OK && media.type != POST_TYPE_ATTACHMENT) result = DB_NOT_FOUND;
    }
    change->set_featured_media = result == DB_OK;
    if (result != DB_OK && result != DB_NOT_FOUND) {
        rest_db_failed(error, result);
        return false;
    }
    return true;
}

static bool read_primary_category(struct request *request, struct post_change *change, struct error *error) {
    change->set_primary_category = rest_isset(request, "primary_category");
    change->primary_category = rest_integer(request, "primary_category", 0);
    if (!change->set_primary_category || change->primary_category == 0) return true;
    struct term term;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    const enum db_result result = db ? term_get(db, &request->arena, change->primary_category, &term) : DB_ERROR;
    if (result == DB_NOT_FOUND || (result == DB_OK && term.taxonomy != TERM_CATEGORY))
        return refuse(error, 400, "rest_term_invalid", "The primary category does not exist.");
    if (result != DB_OK) rest_db_failed(error, result);
    return result == DB_OK;
}

static void read_switches(struct request *request, struct post_change *change) {
    change->set_comments_open = rest_filled(request, "comment_status");
    change->comments_open = rest_is(request, "comment_status", "open");
    change->set_pings_open = rest_filled(request, "ping_status");
    change->pings_open = rest_is(request, "ping_status", "open");
    if (rest_isset(request, "template")) change->template_name = rest_string(request, "template");
}

static void read_content_format(struct request *request, const struct post *before, struct post_change *change) {
    const struct settings *settings = rest_settings(request);
    change->set_content_format = !before || rest_isset(request, "content_format");
    // The table knows no others.
    content_format_parse(rest_isset(request, "content_format") ? rest_string(request, "content_format")
                                                               : settings->default_content_format,
                         &change->content_format);
}

static void read_terms(struct request *request, struct post_change *change) {
    const struct id_list categories = rest_ids(request, "categories"), tags = rest_ids(request, "tags");
    change->terms = (struct publishing_terms){
        .categories = categories.items,
        .category_count = categories.count,
        .set_categories = rest_isset(request, "categories"),
        .tags = tags.items,
        .tag_count = tags.count,
        .set_tags = rest_isset(request, "tags"),
    };
}

bool post_change_read(struct request *request, const struct rest_post_type *type, const struct post *before,
                      struct post_change *ret, struct error *error) {
    struct post_change change = {
        .title = rest_raw(request, "title"),
        .content = rest_raw(request, "content"),
        .excerpt = rest_raw(request, "excerpt"),
        .slug = rest_isset(request, "slug") ? rest_string(request, "slug") : NULL,
    };
    if (!read_status(request, type, before, &change, error)) return false;
    read_dates(request, &change);
    if (!read_author(request, &change, error)) return false;
    if (!read_protection(request, before, &change, error)) return false;
    if (type->hierarchical && !read_parent(request, &change, error)) return false;
    if (!read_featured_media(request, &change, error)) return false;
    read_switches(request, &change);
    read_content_format(request, before, &change);
    if (type->hierarchical) {
        change.set_menu_order = rest_isset(request, "menu_order");
        change.menu_order = rest_integer(request, "menu_order", 0);
    }
    if (type->has_terms) {
        if (rest_filled(request, "format")) change.format = rest_string(request, "format");
        if (!read_primary_category(request, &change, error)) return false;
        read_terms(request, &change);
    }
    *ret = change;
    return true;
}

void post_change_apply(const struct post_change *change, struct post *post) {
    if (change->title) post->title = change->title;
    if (change->content) post->content = change->content;
    if (change->excerpt) post->excerpt = change->excerpt;
    if (change->status) post->status = change->status;
    if (change->set_date) {
        post->published = change->date;
        post->date_floating = false;
    } else if (change->reset_date) {
        post->published = 0;
        post->date_floating = true;
    }
    if (change->slug) post->slug = change->slug;
    if (change->author) post->author = change->author;
    if (change->password) post->password = change->password;
    if (change->set_sticky) post->sticky = change->sticky;
    if (change->set_parent) post->parent = change->parent;
    if (change->set_menu_order) post->menu_order = change->menu_order;
    if (change->set_comments_open) post->comments_open = change->comments_open;
    if (change->set_pings_open) post->pings_open = change->pings_open;
    if (change->set_content_format) post->content_format = change->content_format;
    if (change->format) post->format = change->format;
    if (change->template_name) post->template_name = change->template_name;
    if (change->set_featured_media) post->featured_media = change->featured_media;
    if (change->set_primary_category) post->primary_category = change->primary_category;
}
