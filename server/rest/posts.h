// posts: articles and pages as REST shows and changes them; shared by the posts_*.c files.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/post.h"
#include "server/rest/item.h"
#include "server/rules/capability.h"
#include "server/rules/publishing.h"

struct error;
struct request;
struct response;
struct writer;

struct rest_post_type;
// What differs between the types; rest_endpoint.resource of their rows.
struct rest_post_type {
    enum post_type type;
    const char *name;       // "post"
    const char *rest_base;  // "posts"
    const struct rest_schema *schema;
    bool hierarchical;  // has parent and menu_order
    bool has_terms;     // has categories, tags, sticky, format
    enum capability edit, edit_others, publish, read_private;
    // In place of the members that articles and pages share; NULL: those.
    void (*write)(struct item *item, struct db *db, const struct rest_post_type *type, const struct post *post);
};

extern const struct rest_post_type rest_post_resource, rest_page_resource;
extern const struct rest_schema rest_post_schema, rest_page_schema;

const struct rest_post_type *rest_posts_type(const struct request *request);

// The post of the path, loaded once a request. False: the error is set (404 rest_post_invalid_id).
bool rest_posts_load(struct request *request, const struct post **ret, struct error *error);

// May the asker read it? An attachment that belongs to a post is as open as that one. `db` NULL: one is acquired.
bool rest_posts_can_read(struct request *request, struct db *db, const struct post *post);

// The filters and the order of a list, from its parameters; not which page of it. False: the error is set.
bool rest_posts_read_query(struct request *request, const struct rest_post_type *type, struct post_query *query,
                           struct error *error) __attribute__((warn_unused_result));

// Writes the members and links of a post into an item that was begun.
void rest_posts_write(struct item *item, struct db *db, const struct rest_post_type *type, const struct post *post);

// The member "comments" of an item, which has these properties: beside `comment_status` the state that counts, with its
// reason.
extern const struct param rest_posts_comments_properties[];
void rest_posts_write_gate(struct item *item, const struct post *post);

// What a create or update asks for; what it does not name is left alone.
struct post_change {
    const char *title, *content, *excerpt;  // raw; NULL: not named
    enum post_status status;                // 0: not named
    bool set_date, reset_date;
    int64_t date;
    const char *slug;
    int64_t author;  // 0: not named
    const char *password;
    bool set_sticky, sticky;
    bool set_parent;
    int64_t parent;
    bool set_menu_order;
    int64_t menu_order;
    bool set_comments_open, comments_open;
    bool set_pings_open, pings_open;
    const char *format, *template_name;
    bool set_content_format;
    enum content_format content_format;
    bool set_featured_media;
    int64_t featured_media;
    bool set_primary_category;
    int64_t primary_category;
    struct publishing_terms terms;
};

// Reads and checks the parameters (WordPress's prepare_item_for_database). `before` NULL: a create. False: error set.
bool post_change_read(struct request *request, const struct rest_post_type *type, const struct post *before,
                      struct post_change *ret, struct error *error) __attribute__((warn_unused_result));
void post_change_apply(const struct post_change *change, struct post *post);

// posts_write.c: applies the change to the post as it is by then. `keep_revision`: as every update but an autosave.
// False: the error is set (404, 401 or 403 rest_cannot_edit, 400 empty_content and db_update_error, 503, 507).
bool rest_posts_apply(struct request *request, const struct post *before, const struct post_change *change,
                      bool keep_revision, struct error *error) __attribute__((warn_unused_result));

// posts_version.c: the version of a post (rules/editing.h) as the answer's ETag.
void rest_posts_say_version(struct request *request, struct response *response, struct db *db, const struct post *post);
// "version", "modified_gmt" and "changed_by" as members of the object that was begun.
enum db_result rest_posts_write_state(struct writer *out, struct db *db, struct arena *arena, const struct post *post);
// In the write: DB_CONFLICT with the error set (412 rest_precondition_failed) if the request's If-Match names other
// versions than the one the post has.
enum db_result rest_posts_match(struct db *db, struct request *request, const struct post *post, struct error *error);

// Checks and sanitation of single parameters, for the tables.
bool rest_posts_check_status(struct request *request, const struct param *param, json_t *value, struct error *error);
bool rest_posts_check_template(struct request *request, const struct param *param, json_t *value, struct error *error);
json_t *rest_posts_sanitize_slug(struct request *request, const struct param *param, json_t *value,
                                 struct error *error);
json_t *rest_posts_sanitize_slugs(struct request *request, const struct param *param, json_t *value,
                                  struct error *error);
json_t *rest_posts_sanitize_statuses(struct request *request, const struct param *param, json_t *value,
                                     struct error *error);
