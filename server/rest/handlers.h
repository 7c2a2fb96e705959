// handlers: what the site map's REST rows point to: endpoints, permission callbacks, handlers. One per line.
#pragma once

#include "server/http/route.h"
#include "server/rest/endpoint.h"
#include "server/rest/group.h"

// index.c
extern const struct rest_endpoint rest_index_endpoint, rest_namespace_endpoint, rest_no_route_endpoint;
int rest_index(struct request *request, struct response *response);
int rest_index_namespace(struct request *request, struct response *response);
int rest_no_route(struct request *request, struct response *response);

// oembed.c
extern const struct rest_endpoint rest_oembed_namespace_endpoint, rest_oembed_endpoint;
int rest_oembed(struct request *request, struct response *response);

// posts: both types
extern const struct rest_endpoint rest_posts_list_endpoint, rest_posts_create_endpoint, rest_posts_get_endpoint,
    rest_posts_update_endpoint, rest_posts_delete_endpoint;
extern const struct rest_endpoint rest_pages_list_endpoint, rest_pages_create_endpoint, rest_pages_get_endpoint,
    rest_pages_update_endpoint, rest_pages_delete_endpoint;
bool rest_posts_may_list(struct request *request, struct error *error);
bool rest_posts_may_create(struct request *request, struct error *error);
bool rest_posts_may_get(struct request *request, struct error *error);
bool rest_posts_may_update(struct request *request, struct error *error);
bool rest_posts_may_delete(struct request *request, struct error *error);
int rest_posts_list(struct request *request, struct response *response);
int rest_posts_create(struct request *request, struct response *response);
int rest_posts_get(struct request *request, struct response *response);
int rest_posts_update(struct request *request, struct response *response);
int rest_posts_delete(struct request *request, struct response *response);

// revisions.c, autosaves.c: both types
extern const struct rest_endpoint rest_post_revisions_list_endpoint, rest_post_revisions_get_endpoint,
    rest_post_revisions_delete_endpoint;
extern const struct rest_endpoint rest_post_autosaves_list_endpoint, rest_post_autosaves_create_endpoint,
    rest_post_autosaves_get_endpoint;
extern const struct rest_endpoint rest_page_revisions_list_endpoint, rest_page_revisions_get_endpoint,
    rest_page_revisions_delete_endpoint;
extern const struct rest_endpoint rest_page_autosaves_list_endpoint, rest_page_autosaves_create_endpoint,
    rest_page_autosaves_get_endpoint;
bool rest_revisions_may_get(struct request *request, struct error *error);
bool rest_revisions_may_delete(struct request *request, struct error *error);
int rest_revisions_list(struct request *request, struct response *response);
int rest_revisions_get(struct request *request, struct response *response);
int rest_revisions_delete(struct request *request, struct response *response);
bool rest_autosaves_may_list(struct request *request, struct error *error);
int rest_autosaves_list(struct request *request, struct response *response);
int rest_autosaves_create(struct request *request, struct response *response);
int rest_autosaves_get(struct request *request, struct response *response);

// session.c
extern const struct rest_endpoint rest_session_get_endpoint, rest_session_create_endpoint, rest_session_delete_endpoint;
bool rest_session_may_end(struct request *request, struct error *error);
int rest_session_get(struct request *request, struct response *response);
int rest_session_create(struct request *request, struct response *response);
int rest_session_delete(struct request *request, struct response *response);

// discussion.c
extern const struct rest_endpoint rest_discussion_list_endpoint, rest_discussion_posts_endpoint,
    rest_discussion_pages_endpoint, rest_discussion_undo_endpoint;
bool rest_discussion_may(struct request *request, struct error *error);
bool rest_discussion_may_turn(struct request *request, struct error *error);
int rest_discussion_list(struct request *request, struct response *response);
int rest_discussion_turn(struct request *request, struct response *response);
int rest_discussion_undo(struct request *request, struct response *response);

// counts.c
extern const struct rest_endpoint rest_counts_endpoint;
bool rest_counts_may(struct request *request, struct error *error);
int rest_counts(struct request *request, struct response *response);

// sessions.c
extern const struct rest_endpoint rest_sessions_list_endpoint, rest_sessions_clear_endpoint,
    rest_sessions_delete_endpoint, rest_user_sessions_list_endpoint, rest_user_sessions_clear_endpoint,
    rest_user_sessions_delete_endpoint;
bool rest_sessions_may(struct request *request, struct error *error);
int rest_sessions_list(struct request *request, struct response *response);
int rest_sessions_clear(struct request *request, struct response *response);
int rest_sessions_delete(struct request *request, struct response *response);

// password_link.c; rest_sessions_may admits
extern const struct rest_endpoint rest_password_link_endpoint;
int rest_password_link(struct request *request, struct response *response);

// roles.c
extern const struct rest_endpoint rest_roles_endpoint;
bool rest_roles_may(struct request *request, struct error *error);
int rest_roles(struct request *request, struct response *response);

// batch.c
extern const struct rest_endpoint rest_batch_endpoint;
int rest_batch(struct request *request, struct response *response);

// types.c, statuses.c, taxonomies.c
extern const struct rest_endpoint rest_types_list_endpoint, rest_types_get_endpoint;
bool rest_types_may_list(struct request *request, struct error *error);
int rest_types_list(struct request *request, struct response *response);
int rest_types_get(struct request *request, struct response *response);
extern const struct rest_endpoint rest_statuses_list_endpoint, rest_statuses_get_endpoint;
bool rest_statuses_may_list(struct request *request, struct error *error);
bool rest_statuses_may_get(struct request *request, struct error *error);
int rest_statuses_list(struct request *request, struct response *response);
int rest_statuses_get(struct request *request, struct response *response);
extern const struct rest_endpoint rest_taxonomies_list_endpoint, rest_taxonomies_get_endpoint;
bool rest_taxonomies_may_list(struct request *request, struct error *error);
bool rest_taxonomies_may_get(struct request *request, struct error *error);
int rest_taxonomies_list(struct request *request, struct response *response);
int rest_taxonomies_get(struct request *request, struct response *response);

// terms: categories and tags
extern const struct rest_endpoint rest_categories_list_endpoint, rest_categories_create_endpoint,
    rest_categories_get_endpoint, rest_categories_update_endpoint, rest_categories_delete_endpoint;
extern const struct rest_endpoint rest_tags_list_endpoint, rest_tags_create_endpoint, rest_tags_get_endpoint,
    rest_tags_update_endpoint, rest_tags_delete_endpoint;
bool rest_terms_may_list(struct request *request, struct error *error);
bool rest_terms_may_create(struct request *request, struct error *error);
bool rest_terms_may_get(struct request *request, struct error *error);
bool rest_terms_may_update(struct request *request, struct error *error);
bool rest_terms_may_delete(struct request *request, struct error *error);
int rest_terms_list(struct request *request, struct response *response);
int rest_terms_create(struct request *request, struct response *response);
int rest_terms_get(struct request *request, struct response *response);
int rest_terms_update(struct request *request, struct response *response);
int rest_terms_delete(struct request *request, struct response *response);

// comments.c, comments_list.c, comments_write.c, comments_bulk.c
extern const struct rest_endpoint rest_comments_list_endpoint, rest_comments_create_endpoint,
    rest_comments_get_endpoint, rest_comments_update_endpoint, rest_comments_delete_endpoint,
    rest_comments_bulk_endpoint, rest_comments_empty_endpoint;
bool rest_comments_may_bulk(struct request *request, struct error *error);
bool rest_comments_may_empty(struct request *request, struct error *error);
int rest_comments_bulk(struct request *request, struct response *response);
int rest_comments_empty(struct request *request, struct response *response);
bool rest_comments_may_list(struct request *request, struct error *error);
bool rest_comments_may_create(struct request *request, struct error *error);
bool rest_comments_may_get(struct request *request, struct error *error);
bool rest_comments_may_update(struct request *request, struct error *error);
bool rest_comments_may_delete(struct request *request, struct error *error);
int rest_comments_list(struct request *request, struct response *response);
int rest_comments_create(struct request *request, struct response *response);
int rest_comments_get(struct request *request, struct response *response);
int rest_comments_update(struct request *request, struct response *response);
int rest_comments_delete(struct request *request, struct response *response);

// media.c, media_upload.c, media_write.c; lists and single ones are the posts' handlers
extern const struct rest_endpoint rest_media_list_endpoint, rest_media_create_endpoint, rest_media_get_endpoint,
    rest_media_update_endpoint, rest_media_delete_endpoint;
bool rest_media_may_create(struct request *request, struct error *error);
int rest_media_create(struct request *request, struct response *response);
int rest_media_update(struct request *request, struct response *response);
int rest_media_delete(struct request *request, struct response *response);
// terms_merge.c
extern const struct rest_endpoint rest_terms_merge_endpoint;
bool rest_terms_may_merge(struct request *request, struct error *error);
int rest_terms_merge(struct request *request, struct response *response);

// media_replace.c, media_uses.c, media_limits.c

// The largest body of an upload: a file with the form around it. It goes to disk as it comes.
enum { REST_UPLOAD_MAX = 64 * 1024 * 1024 };

extern const struct rest_endpoint rest_media_file_endpoint, rest_media_uses_endpoint, rest_media_limits_endpoint;
bool rest_media_may_replace(struct request *request, struct error *error);
int rest_media_replace(struct request *request, struct response *response);
bool rest_media_may_see_uses(struct request *request, struct error *error);
int rest_media_uses(struct request *request, struct response *response);
bool rest_media_may_upload(struct request *request, struct error *error);
int rest_media_limits(struct request *request, struct response *response);

// users.c, users_list.c, users_write.c
extern const struct rest_endpoint rest_users_list_endpoint, rest_users_create_endpoint, rest_users_get_endpoint,
    rest_users_update_endpoint, rest_users_delete_endpoint;
extern const struct rest_endpoint rest_users_me_get_endpoint, rest_users_me_update_endpoint,
    rest_users_me_delete_endpoint;
bool rest_users_may_list(struct request *request, struct error *error);
bool rest_users_may_create(struct request *request, struct error *error);
bool rest_users_may_get(struct request *request, struct error *error);
bool rest_users_may_get_me(struct request *request, struct error *error);
bool rest_users_may_update(struct request *request, struct error *error);
bool rest_users_may_delete(struct request *request, struct error *error);
int rest_users_list(struct request *request, struct response *response);
int rest_users_create(struct request *request, struct response *response);
int rest_users_get(struct request *request, struct response *response);
int rest_users_update(struct request *request, struct response *response);
int rest_users_delete(struct request *request, struct response *response);

// app_passwords.c: each endpoint for a user by number and for "me"
extern const struct rest_endpoint rest_app_passwords_list_endpoint, rest_app_passwords_create_endpoint,
    rest_app_passwords_clear_endpoint, rest_app_passwords_introspect_endpoint, rest_app_passwords_get_endpoint,
    rest_app_passwords_update_endpoint, rest_app_passwords_delete_endpoint;
extern const struct rest_endpoint rest_app_passwords_me_list_endpoint, rest_app_passwords_me_create_endpoint,
    rest_app_passwords_me_clear_endpoint, rest_app_passwords_me_introspect_endpoint, rest_app_passwords_me_get_endpoint,
    rest_app_passwords_me_update_endpoint, rest_app_passwords_me_delete_endpoint;
bool rest_app_passwords_may_list(struct request *request, struct error *error);
bool rest_app_passwords_may_create(struct request *request, struct error *error);
bool rest_app_passwords_may_clear(struct request *request, struct error *error);
bool rest_app_passwords_may_introspect(struct request *request, struct error *error);
bool rest_app_passwords_may_get(struct request *request, struct error *error);
bool rest_app_passwords_may_update(struct request *request, struct error *error);
bool rest_app_passwords_may_delete(struct request *request, struct error *error);
int rest_app_passwords_list(struct request *request, struct response *response);
int rest_app_passwords_create(struct request *request, struct response *response);
int rest_app_passwords_clear(struct request *request, struct response *response);
int rest_app_passwords_introspect(struct request *request, struct response *response);
int rest_app_passwords_get(struct request *request, struct response *response);
int rest_app_passwords_update(struct request *request, struct response *response);
int rest_app_passwords_delete(struct request *request, struct response *response);

// locks.c
extern const struct rest_endpoint rest_locks_get_endpoint, rest_locks_take_endpoint, rest_locks_release_endpoint;
bool rest_locks_may(struct request *request, struct error *error);
int rest_locks_get(struct request *request, struct response *response);
int rest_locks_take(struct request *request, struct response *response);
int rest_locks_release(struct request *request, struct response *response);

// mail.c, and the namespace of what WordPress does not have
extern const struct rest_endpoint rest_own_namespace_endpoint, rest_mail_list_endpoint, rest_mail_test_endpoint,
    rest_mail_retry_endpoint, rest_mail_delete_endpoint;
int rest_mail_list(struct request *request, struct response *response);
int rest_mail_test(struct request *request, struct response *response);
int rest_mail_retry(struct request *request, struct response *response);
int rest_mail_delete(struct request *request, struct response *response);

// privacy.c
extern const struct rest_endpoint rest_privacy_export_endpoint, rest_privacy_erase_endpoint;
int rest_privacy_export(struct request *request, struct response *response);
int rest_privacy_erase(struct request *request, struct response *response);

// settings.c
extern const struct rest_endpoint rest_settings_get_endpoint, rest_settings_update_endpoint;
bool rest_settings_may(struct request *request, struct error *error);
int rest_settings_get(struct request *request, struct response *response);
int rest_settings_update(struct request *request, struct response *response);

// search.c
extern const struct rest_endpoint rest_search_endpoint;
int rest_search(struct request *request, struct response *response);

// transfer.c
int rest_import(struct request *request, struct response *response);
int rest_import_file(struct request *request, struct response *response);
int rest_export(struct request *request, struct response *response);

// Further resources: each adds its block here.
