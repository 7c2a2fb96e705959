// user: accounts, application passwords and sessions. Writing functions run inside store_write().
#pragma once

#include "db/post.h"

enum user_role { ROLE_ADMINISTRATOR = 1, ROLE_EDITOR, ROLE_AUTHOR, ROLE_CONTRIBUTOR, ROLE_SUBSCRIBER };
#define USER_ROLE_BIT(role) (1U << (role))

struct user {
    int64_t id;
    const char *login;  // unique without case
    const char *email;  // unique without case
    const char *slug;   // nicename, unique
    const char *display_name;
    const char *nickname;
    const char *first_name, *last_name;
    const char *url;
    const char *description;
    const char *locale;         // "" = the site's
    const char *password_hash;  // argon2id string; "" = no log-in by password
    unsigned roles;             // mask of USER_ROLE_BIT; 0: no role
    int64_t registered;
    int64_t post_count;  // published posts; kept by the post writes
};

// DB_CONFLICT when login, e-mail or slug is taken.
enum db_result user_insert(struct db *db, const struct user *user, int64_t *ret_id);
// The same under the number user->id, which must be free too.
enum db_result user_insert_as(struct db *db, const struct user *user);
enum db_result user_update(struct db *db, const struct user *user);  // all but id, registered, post_count
// Posts and revisions go to `reassign`; when it is 0 posts are deleted, and revisions of others' posts nobody's;
// comments keep their text and lose the link.
enum db_result user_delete(struct db *db, int64_t id, int64_t reassign);
// Has it posts of any kind or status, files among them?
enum db_result user_owns_posts(struct db *db, int64_t id, bool *ret);
// When the account was last used, about; 0: never. Apart from the row, since it changes by the minute and no page is
// made from it: only what reads it is taken to have changed.
enum db_result user_seen(struct db *db, int64_t id, int64_t when);
enum db_result user_last_seen(struct db *db, int64_t id, int64_t *ret);
enum db_result user_get(struct db *db, struct arena *arena, int64_t id, struct user *ret);
enum db_result user_get_by_login(struct db *db, struct arena *arena, const char *login, struct user *ret);
enum db_result user_get_by_email(struct db *db, struct arena *arena, const char *email, struct user *ret);
enum db_result user_get_by_slug(struct db *db, struct arena *arena, const char *slug, struct user *ret);

enum user_order {
    USER_ORDER_NAME,
    USER_ORDER_ID,
    USER_ORDER_SLUG,
    USER_ORDER_EMAIL,
    USER_ORDER_URL,
    USER_ORDER_REGISTERED,
    USER_ORDER_INCLUDE,
    USER_ORDER_INCLUDE_SLUGS,
};
struct user_query {
    struct id_list include, exclude;
    struct text_list slugs;
    const char *search;  // login, e-mail (when search_private), URL, slug, display name; '*' at an end is a wild card
    bool search_private;
    unsigned roles;       // mask; any of them; 0: all
    bool published_only;  // only authors with published posts
    enum user_order order;
    bool descending;
    int64_t limit, offset;
    bool want_total;
};
struct user_list {
    struct user *items;
    size_t count;
    int64_t total;
};
enum db_result user_list(struct db *db, struct arena *arena, const struct user_query *query, struct user_list *ret);
enum db_result user_count_role(struct db *db, enum user_role role, int64_t *ret);
// How many have each role (by enum user_role; who has several counts for each), and how many there are. Reads an index
// as a whole: for workers.
enum db_result user_count_roles(struct db *db, int64_t ret[ROLE_SUBSCRIBER + 1], int64_t *ret_total);

// Application passwords: only keyed hashes of random tokens are stored.
enum { SECRET_HASH_SIZE = 32 };
struct app_password {
    const char *uuid;
    int64_t user;
    const char *app_id;
    const char *name;
    unsigned char hash[SECRET_HASH_SIZE];
    int64_t created;
    int64_t last_used;    // 0: never
    const char *last_ip;  // ""
};
struct app_password_list {
    struct app_password *items;
    size_t count;
};
enum db_result app_password_insert(struct db *db,
                                   const struct app_password *password);  // CONFLICT: name taken for this user
enum db_result app_password_rename(struct db *db, const char *uuid, const char *name);
enum db_result app_password_used(struct db *db, const char *uuid, int64_t when, const char *address);
enum db_result app_password_delete(struct db *db, const char *uuid);
enum db_result app_password_delete_all(struct db *db, int64_t user, int64_t *ret_count);
enum db_result app_password_get(struct db *db, struct arena *arena, const char *uuid, struct app_password *ret);
enum db_result app_password_find(struct db *db, struct arena *arena, const unsigned char hash[SECRET_HASH_SIZE],
                                 struct app_password *ret);
enum db_result app_password_of_user(struct db *db, struct arena *arena, int64_t user, struct app_password_list *ret);

// Browser sessions.
struct session {
    unsigned char hash[SECRET_HASH_SIZE];  // of the cookie's token
    int64_t user;
    int64_t created;
    int64_t expires;
    const char *address;
    const char *user_agent;
    int64_t seen;  // last used, to the minute; session_insert() takes `created`
};
enum db_result session_insert(struct db *db, const struct session *session);
enum db_result session_seen(struct db *db, const unsigned char hash[SECRET_HASH_SIZE], int64_t when);
enum db_result session_find(struct db *db, struct arena *arena, const unsigned char hash[SECRET_HASH_SIZE],
                            struct session *ret);
enum db_result session_delete(struct db *db, const unsigned char hash[SECRET_HASH_SIZE]);
struct session_list {
    struct session *items;
    size_t count;
};
// Those used last first.
enum db_result session_of_user(struct db *db, struct arena *arena, int64_t user, struct session_list *ret);
enum db_result session_delete_of_user(struct db *db, int64_t user);
// All but one.
enum db_result session_delete_others(struct db *db, int64_t user, const unsigned char keep[SECRET_HASH_SIZE],
                                     int64_t *ret_count);
enum db_result session_delete_expired(struct db *db, int64_t now);

extern const char *const user_statements[];
