// routes: the site map: every address that the site answers, with who may enter, how much a body may hold, how
// the answer is cached, and whether the handler may block.
//
// Sorted by path as strcmp() sorts, rows of one path side by side; tests/unit/test_routes.c checks it.
#include "server/routes.h"

#include "server/feeds/handlers.h"
#include "server/http/assets.h"
#include "server/http/server.h"
#include "server/pages/handlers.h"
#include "server/rest/handlers.h"

// A comment of the greatest length with every byte coded as "%D8", and room for one that is too long, so that
// its writer gets it back.
enum { COMMENT_FORM_MAX = 1024 * 1024, LOGIN_FORM_MAX = 64 * 1024 };

// The largest JSON or form body of the API; content of posts is the largest part of it.
enum { REST_BODY_MAX = 8 * 1024 * 1024 };

// A piece of an import: one article with all its comments at least, written as JSON.
enum { IMPORT_MAX = 64 * 1024 * 1024 };

// Rows of the API: who may enter is the resource's own decision (WordPress's permission callbacks). What reads runs on
// the event thread, what writes on a worker.
#define REST_READ(path_, permit_, handler_, endpoint_)                                                \
    {                                                                                                 \
        .path = "/wp-json" path_, .methods = HTTP_GET, .group = &rest_group, .access = ACCESS_PERMIT, \
        .permit = permit_, .handler = handler_, .endpoint = &endpoint_, .cache = CACHE_PAGE           \
    }
#define REST_WRITE(path_, methods_, permit_, handler_, endpoint_)                                                 \
    {                                                                                                             \
        .path = "/wp-json" path_, .methods = methods_, .group = &rest_group, .access = ACCESS_PERMIT,             \
        .permit = permit_, .handler = handler_, .endpoint = &endpoint_, .max_body = REST_BODY_MAX, .blocks = true \
    }
// What is rendered while it is read, so not on the event thread.
#define REST_READ_SLOW(path_, permit_, handler_, endpoint_)                                           \
    {                                                                                                 \
        .path = "/wp-json" path_, .methods = HTTP_GET, .group = &rest_group, .access = ACCESS_PERMIT, \
        .permit = permit_, .handler = handler_, .endpoint = &endpoint_, .blocks = true                \
    }
// Reads along an index, but for these.
#define REST_LIST(path_, permit_, handler_, endpoint_)                                                        \
    {                                                                                                         \
        .path = "/wp-json" path_, .methods = HTTP_GET, .group = &rest_group, .access = ACCESS_PERMIT,         \
        .permit = permit_, .handler = handler_, .endpoint = &endpoint_, .cache = CACHE_PAGE, .blocks_with = { \
            "search",                                                                                         \
            "status",                                                                                         \
            "orderby",                                                                                        \
            "comments",                                                                                       \
            "comments_reason"                                                                                 \
        }                                                                                                     \
    }
// What everybody may read.
#define REST_PUBLIC(path_, handler_, endpoint_)                                                       \
    {                                                                                                 \
        .path = "/wp-json" path_, .methods = HTTP_GET, .group = &rest_group, .access = ACCESS_PUBLIC, \
        .handler = handler_, .endpoint = &endpoint_, .cache = CACHE_PAGE                              \
    }
#define REST_UPDATE (HTTP_POST | HTTP_PUT | HTTP_PATCH)

const struct route routes[] = {
    {
        .path = "/",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_serve,
        .cache = CACHE_PAGE,
        .blocks_with = {"s"},
    },
    {
        .path = "/favicon.ico",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_favicon,
        .cache = CACHE_ASSET,
    },
    {
        .path = "/news-sitemap.xml",
        .methods = HTTP_GET,
        .group = &machine_group,
        .access = ACCESS_PUBLIC,
        .handler = news_sitemap,
        .cache = CACHE_PAGE,
        .blocks = true,
    },
    {
        .path = "/newsroom",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_newsroom_moved,
    },
    {
        .path = "/newsroom/assets/{path:path}",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = http_newsroom_asset,
        .cache = CACHE_ASSET,
    },
    {
        .path = "/newsroom/{path:path}",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_newsroom,
    },
    {
        .path = "/robots.txt",
        .methods = HTTP_GET,
        .group = &machine_group,
        .access = ACCESS_PUBLIC,
        .handler = robots,
        .cache = CACHE_PAGE,
    },
    {
        .path = "/sitemap.xml",
        .methods = HTTP_GET,
        .group = &machine_group,
        .access = ACCESS_PUBLIC,
        .handler = sitemap_moved,
        .cache = CACHE_PAGE,
    },
    {
        .path = "/static/{path:path}",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = http_static_serve,
        .cache = CACHE_ASSET,
    },
    {
        .path = "/wp-admin",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_newsroom_moved,
    },
    {
        .path = "/wp-admin/admin-ajax.php",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_admin_ajax,
    },
    {
        .path = "/wp-admin/authorize-application.php",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_authorize_show,
    },
    {
        .path = "/wp-admin/authorize-application.php",
        .methods = HTTP_POST,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_authorize_submit,
        .max_body = LOGIN_FORM_MAX,
        .blocks = true,
    },
    {
        .path = "/wp-admin/comment.php",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_comment_moderate_show,
    },
    {
        .path = "/wp-admin/comment.php",
        .methods = HTTP_POST,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_comment_moderate_submit,
        .max_body = LOGIN_FORM_MAX,
        .blocks = true,
    },
    {
        .path = "/wp-admin/{path:path}",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_newsroom_moved,
    },
    {
        .path = "/wp-comments-post.php",
        .methods = HTTP_POST,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_comment_post,
        .max_body = COMMENT_FORM_MAX,
        .blocks = true,
    },
    {
        .path = "/wp-content/uploads/{path:path}",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_upload,
        .cache = CACHE_ASSET,
    },
    REST_PUBLIC("", rest_index, rest_index_endpoint),
    // Each part asks for the rights that it needs.
    {
        .path = "/wp-json/batch/v1",
        .methods = HTTP_POST,
        .group = &rest_group,
        .access = ACCESS_PUBLIC,
        .handler = rest_batch,
        .endpoint = &rest_batch_endpoint,
        .max_body = REST_BODY_MAX,
        .blocks = true,
    },
    REST_PUBLIC("/broadsheet/v1", rest_index_namespace, rest_own_namespace_endpoint),
    REST_WRITE("/broadsheet/v1/comments/bulk", HTTP_POST, rest_comments_may_bulk, rest_comments_bulk,
               rest_comments_bulk_endpoint),
    REST_WRITE("/broadsheet/v1/comments/empty", HTTP_POST, rest_comments_may_empty, rest_comments_empty,
               rest_comments_empty_endpoint),
    REST_READ_SLOW("/broadsheet/v1/counts", rest_counts_may, rest_counts, rest_counts_endpoint),
    // The command line alone: pieces of another site's export, and of this one's.
    {
        .path = "/wp-json/broadsheet/v1/export",
        .methods = HTTP_GET,
        .group = &rest_group,
        .access = ACCESS_OWNER,
        .handler = rest_export,
        .blocks = true,
    },
    {
        .path = "/wp-json/broadsheet/v1/import",
        .methods = HTTP_POST,
        .group = &rest_group,
        .access = ACCESS_OWNER,
        .handler = rest_import,
        .max_body = IMPORT_MAX,
        .blocks = true,
    },
    {
        .path = "/wp-json/broadsheet/v1/import/file",
        .methods = HTTP_POST,
        .group = &rest_group,
        .access = ACCESS_OWNER,
        .handler = rest_import_file,
        .max_body = LOGIN_FORM_MAX,
        .blocks = true,
    },
    REST_READ_SLOW("/broadsheet/v1/locks/{id:number}", rest_locks_may, rest_locks_get, rest_locks_get_endpoint),
    REST_WRITE("/broadsheet/v1/locks/{id:number}", REST_UPDATE, rest_locks_may, rest_locks_take,
               rest_locks_take_endpoint),
    REST_WRITE("/broadsheet/v1/locks/{id:number}", HTTP_DELETE, rest_locks_may, rest_locks_release,
               rest_locks_release_endpoint),
    REST_READ_SLOW("/broadsheet/v1/mail", rest_settings_may, rest_mail_list, rest_mail_list_endpoint),
    REST_WRITE("/broadsheet/v1/mail/retry", HTTP_POST, rest_settings_may, rest_mail_retry, rest_mail_retry_endpoint),
    REST_WRITE("/broadsheet/v1/mail/test", HTTP_POST, rest_settings_may, rest_mail_test, rest_mail_test_endpoint),
    REST_WRITE("/broadsheet/v1/mail/{id:number}", HTTP_DELETE, rest_settings_may, rest_mail_delete,
               rest_mail_delete_endpoint),
    REST_READ_SLOW("/broadsheet/v1/media/limits", rest_media_may_upload, rest_media_limits, rest_media_limits_endpoint),
    {
        .path = "/wp-json/broadsheet/v1/media/{id:number}/file",
        .methods = HTTP_POST,
        .group = &rest_group,
        .access = ACCESS_PERMIT,
        .permit = rest_media_may_replace,
        .handler = rest_media_replace,
        .endpoint = &rest_media_file_endpoint,
        .max_body = REST_UPLOAD_MAX,
        .spool = true,
        .blocks = true,
    },
    REST_READ_SLOW("/broadsheet/v1/media/{id:number}/uses", rest_media_may_see_uses, rest_media_uses,
                   rest_media_uses_endpoint),
    REST_READ_SLOW("/broadsheet/v1/privacy", rest_settings_may, rest_privacy_export, rest_privacy_export_endpoint),
    REST_WRITE("/broadsheet/v1/privacy/erase", HTTP_POST, rest_settings_may, rest_privacy_erase,
               rest_privacy_erase_endpoint),
    REST_READ_SLOW("/broadsheet/v1/roles", rest_roles_may, rest_roles, rest_roles_endpoint),
    {
        .path = "/wp-json/broadsheet/v1/session",
        .methods = HTTP_GET,
        .group = &rest_group,
        .access = ACCESS_PUBLIC,
        .handler = rest_session_get,
        .endpoint = &rest_session_get_endpoint,
    },
    {
        .path = "/wp-json/broadsheet/v1/session",
        .methods = HTTP_POST,
        .group = &rest_group,
        .access = ACCESS_PUBLIC,
        .handler = rest_session_create,
        .endpoint = &rest_session_create_endpoint,
        .max_body = LOGIN_FORM_MAX,
        .blocks = true,
    },
    REST_WRITE("/broadsheet/v1/session", HTTP_DELETE, rest_session_may_end, rest_session_delete,
               rest_session_delete_endpoint),
    REST_READ_SLOW("/broadsheet/v1/sessions", rest_sessions_may, rest_sessions_list, rest_sessions_list_endpoint),
    REST_WRITE("/broadsheet/v1/sessions", HTTP_DELETE, rest_sessions_may, rest_sessions_clear,
               rest_sessions_clear_endpoint),
    REST_WRITE("/broadsheet/v1/sessions/{session:word}", HTTP_DELETE, rest_sessions_may, rest_sessions_delete,
               rest_sessions_delete_endpoint),
    REST_WRITE("/broadsheet/v1/terms/merge", HTTP_POST, rest_terms_may_merge, rest_terms_merge,
               rest_terms_merge_endpoint),
    REST_READ_SLOW("/broadsheet/v1/users/{user_id:number}/sessions", rest_sessions_may, rest_sessions_list,
                   rest_user_sessions_list_endpoint),
    REST_WRITE("/broadsheet/v1/users/{user_id:number}/sessions", HTTP_DELETE, rest_sessions_may, rest_sessions_clear,
               rest_user_sessions_clear_endpoint),
    REST_WRITE("/broadsheet/v1/users/{user_id:number}/sessions/{session:word}", HTTP_DELETE, rest_sessions_may,
               rest_sessions_delete, rest_user_sessions_delete_endpoint),
    REST_PUBLIC("/oembed/1.0", rest_index_namespace, rest_oembed_namespace_endpoint),
    REST_PUBLIC("/oembed/1.0/embed", rest_oembed, rest_oembed_endpoint),
    REST_PUBLIC("/wp/v2", rest_index_namespace, rest_namespace_endpoint),
    REST_LIST("/wp/v2/categories", rest_terms_may_list, rest_terms_list, rest_categories_list_endpoint),
    REST_WRITE("/wp/v2/categories", HTTP_POST, rest_terms_may_create, rest_terms_create,
               rest_categories_create_endpoint),
    REST_READ("/wp/v2/categories/{id:number}", rest_terms_may_get, rest_terms_get, rest_categories_get_endpoint),
    REST_WRITE("/wp/v2/categories/{id:number}", REST_UPDATE, rest_terms_may_update, rest_terms_update,
               rest_categories_update_endpoint),
    REST_WRITE("/wp/v2/categories/{id:number}", HTTP_DELETE, rest_terms_may_delete, rest_terms_delete,
               rest_categories_delete_endpoint),
    {
        .path = "/wp-json/wp/v2/comments",
        .methods = HTTP_GET,
        .group = &rest_group,
        .access = ACCESS_PERMIT,
        .permit = rest_comments_may_list,
        .handler = rest_comments_list,
        .endpoint = &rest_comments_list_endpoint,
        .cache = CACHE_PAGE,
        .blocks_with = {"search", "editable"},
    },
    REST_WRITE("/wp/v2/comments", HTTP_POST, rest_comments_may_create, rest_comments_create,
               rest_comments_create_endpoint),
    REST_READ("/wp/v2/comments/{id:number}", rest_comments_may_get, rest_comments_get, rest_comments_get_endpoint),
    REST_WRITE("/wp/v2/comments/{id:number}", REST_UPDATE, rest_comments_may_update, rest_comments_update,
               rest_comments_update_endpoint),
    REST_WRITE("/wp/v2/comments/{id:number}", HTTP_DELETE, rest_comments_may_delete, rest_comments_delete,
               rest_comments_delete_endpoint),
    {
        .path = "/wp-json/wp/v2/media",
        .methods = HTTP_GET,
        .group = &rest_group,
        .access = ACCESS_PERMIT,
        .permit = rest_posts_may_list,
        .handler = rest_posts_list,
        .endpoint = &rest_media_list_endpoint,
        .cache = CACHE_PAGE,
        .blocks_with = {"search", "unused", "missing_alt", "orderby"},
    },
    {
        .path = "/wp-json/wp/v2/media",
        .methods = HTTP_POST,
        .group = &rest_group,
        .access = ACCESS_PERMIT,
        .permit = rest_media_may_create,
        .handler = rest_media_create,
        .endpoint = &rest_media_create_endpoint,
        .max_body = REST_UPLOAD_MAX,
        .spool = true,
        .blocks = true,
    },
    REST_READ("/wp/v2/media/{id:number}", rest_posts_may_get, rest_posts_get, rest_media_get_endpoint),
    REST_WRITE("/wp/v2/media/{id:number}", REST_UPDATE, rest_posts_may_update, rest_media_update,
               rest_media_update_endpoint),
    REST_WRITE("/wp/v2/media/{id:number}", HTTP_DELETE, rest_posts_may_delete, rest_media_delete,
               rest_media_delete_endpoint),
    REST_LIST("/wp/v2/pages", rest_posts_may_list, rest_posts_list, rest_pages_list_endpoint),
    REST_WRITE("/wp/v2/pages", HTTP_POST, rest_posts_may_create, rest_posts_create, rest_pages_create_endpoint),
    REST_READ("/wp/v2/pages/{id:number}", rest_posts_may_get, rest_posts_get, rest_pages_get_endpoint),
    REST_WRITE("/wp/v2/pages/{id:number}", REST_UPDATE, rest_posts_may_update, rest_posts_update,
               rest_pages_update_endpoint),
    REST_WRITE("/wp/v2/pages/{id:number}", HTTP_DELETE, rest_posts_may_delete, rest_posts_delete,
               rest_pages_delete_endpoint),
    REST_READ_SLOW("/wp/v2/pages/{id:number}/autosaves", rest_autosaves_may_list, rest_autosaves_list,
                   rest_page_autosaves_list_endpoint),
    REST_WRITE("/wp/v2/pages/{id:number}/autosaves", HTTP_POST, rest_posts_may_update, rest_autosaves_create,
               rest_page_autosaves_create_endpoint),
    REST_READ_SLOW("/wp/v2/pages/{parent:number}/autosaves/{id:number}", rest_revisions_may_get, rest_autosaves_get,
                   rest_page_autosaves_get_endpoint),
    REST_READ_SLOW("/wp/v2/pages/{parent:number}/revisions", rest_revisions_may_get, rest_revisions_list,
                   rest_page_revisions_list_endpoint),
    REST_READ_SLOW("/wp/v2/pages/{parent:number}/revisions/{id:number}", rest_revisions_may_get, rest_revisions_get,
                   rest_page_revisions_get_endpoint),
    REST_WRITE("/wp/v2/pages/{parent:number}/revisions/{id:number}", HTTP_DELETE, rest_revisions_may_delete,
               rest_revisions_delete, rest_page_revisions_delete_endpoint),
    REST_LIST("/wp/v2/posts", rest_posts_may_list, rest_posts_list, rest_posts_list_endpoint),
    REST_WRITE("/wp/v2/posts", HTTP_POST, rest_posts_may_create, rest_posts_create, rest_posts_create_endpoint),
    REST_READ("/wp/v2/posts/{id:number}", rest_posts_may_get, rest_posts_get, rest_posts_get_endpoint),
    REST_WRITE("/wp/v2/posts/{id:number}", REST_UPDATE, rest_posts_may_update, rest_posts_update,
               rest_posts_update_endpoint),
    REST_WRITE("/wp/v2/posts/{id:number}", HTTP_DELETE, rest_posts_may_delete, rest_posts_delete,
               rest_posts_delete_endpoint),
    REST_READ_SLOW("/wp/v2/posts/{id:number}/autosaves", rest_autosaves_may_list, rest_autosaves_list,
                   rest_post_autosaves_list_endpoint),
    REST_WRITE("/wp/v2/posts/{id:number}/autosaves", HTTP_POST, rest_posts_may_update, rest_autosaves_create,
               rest_post_autosaves_create_endpoint),
    REST_READ_SLOW("/wp/v2/posts/{parent:number}/autosaves/{id:number}", rest_revisions_may_get, rest_autosaves_get,
                   rest_post_autosaves_get_endpoint),
    REST_READ_SLOW("/wp/v2/posts/{parent:number}/revisions", rest_revisions_may_get, rest_revisions_list,
                   rest_post_revisions_list_endpoint),
    REST_READ_SLOW("/wp/v2/posts/{parent:number}/revisions/{id:number}", rest_revisions_may_get, rest_revisions_get,
                   rest_post_revisions_get_endpoint),
    REST_WRITE("/wp/v2/posts/{parent:number}/revisions/{id:number}", HTTP_DELETE, rest_revisions_may_delete,
               rest_revisions_delete, rest_post_revisions_delete_endpoint),
    {
        .path = "/wp-json/wp/v2/search",
        .methods = HTTP_GET,
        .group = &rest_group,
        .access = ACCESS_PUBLIC,
        .handler = rest_search,
        .endpoint = &rest_search_endpoint,
        .cache = CACHE_PAGE,
        .blocks_with = {"search"},
    },
    REST_READ("/wp/v2/settings", rest_settings_may, rest_settings_get, rest_settings_get_endpoint),
    REST_WRITE("/wp/v2/settings", REST_UPDATE, rest_settings_may, rest_settings_update, rest_settings_update_endpoint),
    REST_READ("/wp/v2/statuses", rest_statuses_may_list, rest_statuses_list, rest_statuses_list_endpoint),
    REST_READ("/wp/v2/statuses/{status:word}", rest_statuses_may_get, rest_statuses_get, rest_statuses_get_endpoint),
    REST_LIST("/wp/v2/tags", rest_terms_may_list, rest_terms_list, rest_tags_list_endpoint),
    REST_WRITE("/wp/v2/tags", HTTP_POST, rest_terms_may_create, rest_terms_create, rest_tags_create_endpoint),
    REST_READ("/wp/v2/tags/{id:number}", rest_terms_may_get, rest_terms_get, rest_tags_get_endpoint),
    REST_WRITE("/wp/v2/tags/{id:number}", REST_UPDATE, rest_terms_may_update, rest_terms_update,
               rest_tags_update_endpoint),
    REST_WRITE("/wp/v2/tags/{id:number}", HTTP_DELETE, rest_terms_may_delete, rest_terms_delete,
               rest_tags_delete_endpoint),
    REST_READ("/wp/v2/taxonomies", rest_taxonomies_may_list, rest_taxonomies_list, rest_taxonomies_list_endpoint),
    REST_READ("/wp/v2/taxonomies/{taxonomy:word}", rest_taxonomies_may_get, rest_taxonomies_get,
              rest_taxonomies_get_endpoint),
    REST_READ("/wp/v2/types", rest_types_may_list, rest_types_list, rest_types_list_endpoint),
    REST_PUBLIC("/wp/v2/types/{type:word}", rest_types_get, rest_types_get_endpoint),
    REST_LIST("/wp/v2/users", rest_users_may_list, rest_users_list, rest_users_list_endpoint),
    REST_WRITE("/wp/v2/users", HTTP_POST, rest_users_may_create, rest_users_create, rest_users_create_endpoint),
    REST_READ("/wp/v2/users/me", rest_users_may_get_me, rest_users_get, rest_users_me_get_endpoint),
    REST_WRITE("/wp/v2/users/me", REST_UPDATE, rest_users_may_update, rest_users_update, rest_users_me_update_endpoint),
    REST_WRITE("/wp/v2/users/me", HTTP_DELETE, rest_users_may_delete, rest_users_delete, rest_users_me_delete_endpoint),
    REST_READ("/wp/v2/users/me/application-passwords", rest_app_passwords_may_list, rest_app_passwords_list,
              rest_app_passwords_me_list_endpoint),
    REST_WRITE("/wp/v2/users/me/application-passwords", HTTP_POST, rest_app_passwords_may_create,
               rest_app_passwords_create, rest_app_passwords_me_create_endpoint),
    REST_WRITE("/wp/v2/users/me/application-passwords", HTTP_DELETE, rest_app_passwords_may_clear,
               rest_app_passwords_clear, rest_app_passwords_me_clear_endpoint),
    REST_READ("/wp/v2/users/me/application-passwords/introspect", rest_app_passwords_may_introspect,
              rest_app_passwords_introspect, rest_app_passwords_me_introspect_endpoint),
    REST_READ("/wp/v2/users/me/application-passwords/{uuid:word}", rest_app_passwords_may_get, rest_app_passwords_get,
              rest_app_passwords_me_get_endpoint),
    REST_WRITE("/wp/v2/users/me/application-passwords/{uuid:word}", REST_UPDATE, rest_app_passwords_may_update,
               rest_app_passwords_update, rest_app_passwords_me_update_endpoint),
    REST_WRITE("/wp/v2/users/me/application-passwords/{uuid:word}", HTTP_DELETE, rest_app_passwords_may_delete,
               rest_app_passwords_delete, rest_app_passwords_me_delete_endpoint),
    REST_READ("/wp/v2/users/{id:number}", rest_users_may_get, rest_users_get, rest_users_get_endpoint),
    REST_WRITE("/wp/v2/users/{id:number}", REST_UPDATE, rest_users_may_update, rest_users_update,
               rest_users_update_endpoint),
    REST_WRITE("/wp/v2/users/{id:number}", HTTP_DELETE, rest_users_may_delete, rest_users_delete,
               rest_users_delete_endpoint),
    REST_READ("/wp/v2/users/{user_id:number}/application-passwords", rest_app_passwords_may_list,
              rest_app_passwords_list, rest_app_passwords_list_endpoint),
    REST_WRITE("/wp/v2/users/{user_id:number}/application-passwords", HTTP_POST, rest_app_passwords_may_create,
               rest_app_passwords_create, rest_app_passwords_create_endpoint),
    REST_WRITE("/wp/v2/users/{user_id:number}/application-passwords", HTTP_DELETE, rest_app_passwords_may_clear,
               rest_app_passwords_clear, rest_app_passwords_clear_endpoint),
    REST_READ("/wp/v2/users/{user_id:number}/application-passwords/introspect", rest_app_passwords_may_introspect,
              rest_app_passwords_introspect, rest_app_passwords_introspect_endpoint),
    REST_READ("/wp/v2/users/{user_id:number}/application-passwords/{uuid:word}", rest_app_passwords_may_get,
              rest_app_passwords_get, rest_app_passwords_get_endpoint),
    REST_WRITE("/wp/v2/users/{user_id:number}/application-passwords/{uuid:word}", REST_UPDATE,
               rest_app_passwords_may_update, rest_app_passwords_update, rest_app_passwords_update_endpoint),
    REST_WRITE("/wp/v2/users/{user_id:number}/application-passwords/{uuid:word}", HTTP_DELETE,
               rest_app_passwords_may_delete, rest_app_passwords_delete, rest_app_passwords_delete_endpoint),
    {
        .path = "/wp-json/{path:path}",
        .methods = HTTP_GET,
        .group = &rest_group,
        .access = ACCESS_PUBLIC,
        .handler = rest_no_route,
        .endpoint = &rest_no_route_endpoint,
    },
    {
        .path = "/wp-json/{path:path}",
        .methods = REST_UPDATE | HTTP_DELETE,
        .group = &rest_group,
        .access = ACCESS_PUBLIC,
        .handler = rest_no_route,
        .endpoint = &rest_no_route_endpoint,
        .max_body = REST_BODY_MAX,
        .blocks = true,
    },
    {
        .path = "/wp-login.php",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_login_show,
        .blocks = true,
    },
    {
        .path = "/wp-login.php",
        .methods = HTTP_POST,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_login_submit,
        .max_body = LOGIN_FORM_MAX,
        .blocks = true,
    },
    {
        .path = "/wp-sitemap-{name}",
        .methods = HTTP_GET,
        .group = &machine_group,
        .access = ACCESS_PUBLIC,
        .handler = sitemap_file,
        .cache = CACHE_PAGE,
        .blocks = true,
    },
    {
        .path = "/wp-sitemap.xml",
        .methods = HTTP_GET,
        .group = &machine_group,
        .access = ACCESS_PUBLIC,
        .handler = sitemap_index,
        .cache = CACHE_PAGE,
        .blocks = true,
    },
    {
        .path = "/xmlrpc.php",
        .methods = HTTP_GET,
        .group = &machine_group,
        .access = ACCESS_PUBLIC,
        .handler = rsd,
        .cache = CACHE_PAGE,
    },
    {
        .path = "/xmlrpc.php",
        .methods = HTTP_POST,
        .group = &machine_group,
        .access = ACCESS_PUBLIC,
        .handler = rsd_refuse,
        .max_body = LOGIN_FORM_MAX,
        .blocks = true,
    },
    {
        .path = "/{path:path}",
        .methods = HTTP_GET,
        .group = &page_group,
        .access = ACCESS_PUBLIC,
        .handler = page_serve,
        .cache = CACHE_PAGE,
        .blocks_with = {"s"},
    },
};

const size_t route_count = sizeof routes / sizeof *routes;

void routes_describe(struct http_options *ret) {
    ret->routes = routes;
    ret->route_count = route_count;
    ret->default_group = &page_group;
    ret->rewrite = rest_rewrite;
}
