// settings: every setting of the site: name, type, default, range, and a typed snapshot.
//
// Names are WordPress's option names where WordPress has the setting; `rest_name` is what REST calls it
// (title for blogname). The table in setting_defs.c is the only list: the snapshot, REST's schema, the command line and
// the docs come from it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct arena;
struct error;
struct settings_cache;
struct store;
struct words;

// Most bytes of a text with lines.
enum { SETTING_LIST_MOST = 200000 };

// What is taken off a text: spaces at both ends; and slashes at its end, or at both ends.
enum setting_trim { SETTING_TRIM_SPACE, SETTING_TRIM_SLASH, SETTING_TRIM_SLASHES };

enum setting_type { SETTING_TEXT, SETTING_INTEGER, SETTING_BOOL };

struct setting_def {
    const char *name;       // option name: "blogname"
    const char *rest_name;  // "title"; NULL: the same as name
    enum setting_type type;
    const char *default_value;
    int64_t least, most;         // SETTING_INTEGER; SETTING_TEXT: most bytes (0: 1000)
    const char *const *choices;  // SETTING_TEXT: NULL-terminated, or NULL
    const char *group;           // where people look for it: "discussion"; one of setting_groups
    const char *title;           // "Comments on new articles"
    const char *description;     // one sentence, for --help, docs and the REST schema
    size_t offset;               // in struct settings
    bool open_closed;            // SETTING_BOOL that REST and the table spell "open"/"closed"
    const char *alias;  // another name that WordPress's get_option() takes for it ("blacklist_keys"); NULL: none
    bool secret;        // written, never shown
    enum setting_trim trim;
    // A further check; a reason in words when the value is refused, else NULL.
    const char *(*check)(const char *value);
};

struct settings {
    const char *blogname, *blogdescription;
    const char *home;       // the site's address without a trailing slash: "https://example.org"
    const char *home_path;  // its path part: "" mostly
    const char *admin_email;
    const char *WPLANG;                     // "" = en_US
    const struct words *words;              // its catalogue, or that of English
    const char *timezone_string;            // IANA name or "UTC+3"
    const char *date_format, *time_format;  // PHP's date() letters
    int64_t start_of_week;
    int64_t site_icon, site_logo;  // attachments; 0: none
    const char *default_role;
    int64_t posts_per_page, posts_per_rss;
    bool rss_use_excerpt;
    const char *show_on_front;  // "posts" or "page"
    int64_t page_on_front, page_for_posts;
    int64_t default_category;
    const char *default_post_format;
    const char *default_content_format;                // "html" or "markdown"
    bool default_comment_status, default_ping_status;  // open?
    bool use_smilies;
    bool blog_public;                      // false: noindex everywhere
    const char *permalink_structure;       // "/%year%/%monthnum%/%postname%/"; "": ?p=ID
    const char *category_base, *tag_base;  // "category", "tag"
    bool comment_registration;
    bool require_name_email;
    bool comment_moderation;
    int64_t comment_max_links;
    const char *moderation_keys, *disallowed_keys;  // one a line
    bool comment_previously_approved;
    bool close_comments_for_old_posts;
    int64_t close_comments_days_old;
    bool thread_comments;
    int64_t thread_comments_depth;
    bool page_comments;
    int64_t comments_per_page;          // top-level ones
    const char *default_comments_page;  // "newest" or "oldest": what the article's own address shows
    const char *comment_order;          // "asc" or "desc", within a page
    bool comments_notify, moderation_notify;
    int64_t comment_edit_window;  // minutes; 0 is off
    bool show_avatars;
    const char *avatar_default;  // "initials" or "blank"
    int64_t thumbnail_size_w, thumbnail_size_h;
    bool thumbnail_crop;
    int64_t medium_size_w, medium_size_h, medium_large_size_w, medium_large_size_h, large_size_w, large_size_h;
    bool uploads_use_yearmonth_folders;
    const char *store_address;                         // of commenters: "truncated", "full" or "none"
    int64_t comment_address_days, comment_agent_days;  // after which they are deleted; 0: kept
    const char *smtp_host;                             // "": no mail is sent
    int64_t smtp_port;                                 // 0: by smtp_security
    const char *smtp_security;                         // "starttls", "tls" or "none"
    const char *smtp_user, *smtp_password, *smtp_ca_file;
    int64_t mail_retry_seconds;              // after the first attempt that failed; doubled each time
    const char *mail_from, *mail_from_name;  // "": admin_email, blogname
    int64_t comment_flood_interval;          // seconds; 0 is off
    const char *comments_closed_text;        // "" = "Comments are closed."
    bool rest_allow_anonymous_comments;
    bool show_comments_cookies_opt_in;
    int64_t login_attempts_per_address;  // failures in the window before 429; 0 is off
    int64_t login_attempts_per_login;
    int64_t login_window;       // seconds
    bool server_timing;         // answers say how they were made
    int64_t wp_post_revisions;  // kept of each post; 0 is off
    int64_t generation;         // of this snapshot
};

extern const struct setting_def setting_defs[];
extern const size_t setting_def_count;
extern const char *const setting_groups[];  // in the order in which people are shown them; NULL-terminated

// By option name, REST name or alias; NULL when there is none.
const struct setting_def *setting_def_find(const char *name);

// Checks and normalises a value given as text ("1", "true", "open" for a bool). False: *ret_reason in the arena.
bool setting_check(const struct setting_def *def, struct arena *arena, const char *value, const char **ret_value,
                   const char **ret_reason) __attribute__((warn_unused_result));

// Reads all with this connection; in a write this is the truth of the transaction. Strings in the arena.
enum db_result settings_load(struct db *db, struct arena *arena, struct settings *ret);

// The shared snapshot for readers: it listens to the store and is reloaded before a change is acknowledged, so
// what is read after an acknowledged write is that write's. Also sets the clock's zone. Create it before other
// listeners (a page cache that is told first would let pages be made from the old settings once more), and
// destroy it after the last write that touches settings.
struct settings_cache *settings_cache_create(struct store *store);
void settings_cache_destroy(struct settings_cache *cache);
// A lease; NULL only when the database cannot be read. Take it before or inside a read lease.
const struct settings *settings_acquire(struct settings_cache *cache);
void settings_release(const struct settings *settings);
static inline void settings_release_cleanup(const struct settings **settings) { settings_release(*settings); }
#define SETTINGS_LEASE __attribute__((cleanup(settings_release_cleanup))) const struct settings *
