// settings: the one table of all settings, the checks of their values, and reading them
// from the store. The shared snapshot is settings_cache.c.
#include "server/rules/settings.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "db/setting.h"
#include "server/rules/discussion.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

enum { TEXT_MOST = 1000, LIST_MOST = 200000, INTEGER_MOST = 1000000000 };

static const char *const front_choices[] = {"posts", "page", NULL};
static const char *const role_choices[] = {"subscriber", "contributor", "author", "editor", "administrator", NULL};
static const char *const comments_page_choices[] = {"newest", "oldest", NULL};
static const char *const comment_order_choices[] = {"asc", "desc", NULL};
static const char *const avatar_choices[] = {"initials", "blank", NULL};
static const char *const address_choices[] = {"truncated", "full", "none", NULL};
static const char *const security_choices[] = {"starttls", "tls", "none", NULL};
static const char *const content_choices[] = {"html", "markdown", NULL};
static const char *const format_choices[] = {"standard", "aside",  "chat",  "gallery", "link", "image",
                                             "quote",    "status", "video", "audio",   NULL};

// Addresses are built from it, so it has neither query nor fragment nor credentials.
static const char *check_home(const char *value) {
    const char *at;
    if (strncasecmp(value, "http://", 7) == 0)
        at = value + 7;
    else if (strncasecmp(value, "https://", 8) == 0)
        at = value + 8;
    else
        return "It must begin with http:// or https://.";
    if (*at == '\0' || *at == '/' || *at == ':') return "It has no host.";
    for (; *at; at++) {
        unsigned char byte = (unsigned char) *at;
        if (byte == '?' || byte == '#') return "It must not have a query or a fragment.";
        if (byte <= 0x20 || byte == 0x7f || strchr("\"'<>\\^`{|}@", byte))
            return "It has characters that an address cannot have.";
    }
    return NULL;
}

static const char *check_email(const char *value) {
    return value[0] == '\0' || email_is_valid(value) ? NULL : "It is no valid e-mail address.";
}

// A name or an address without a port: it goes into a URL.
static const char *check_host(const char *value) {
    for (const char *at = value; *at; at++)
        if (!isalnum((unsigned char) *at) && !strchr(".-_:[]", *at)) return "It is no host name.";
    return NULL;
}

static const char *check_zone(const char *value) {
    return clock_zone_valid(value) ? NULL : "It is no known time zone.";
}

static const char *check_language(const char *value) {
    for (; *value; value++)
        if (!isalnum((unsigned char) *value) && *value != '_' && *value != '-') return "It is no language code.";
    return NULL;
}

// Without slashes at its ends (see setting_check()).
static const char *check_base(const char *value) {
    static const char *const taken[] = {"static", "wp-admin", "wp-content", "wp-json"};
    for (const char *at = value; *at; at++)
        if ((unsigned char) *at <= 0x20 || strchr("?#%\\\"<>", *at))
            return "It has characters that a path cannot have.";
    for (const char *part = value; *part; part += strcspn(part, "/"), part += *part == '/')
        if (*part == '/' || strncmp(part, ".", strcspn(part, "/")) == 0 || strncmp(part, "..", strcspn(part, "/")) == 0)
            return "It is no plain path.";
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strlen(taken[i]) == strcspn(value, "/") && strncmp(value, taken[i], strlen(taken[i])) == 0)
            return "Addresses that begin so are taken.";
    return NULL;
}

#define SETTING(member_) .name = #member_, .offset = offsetof(struct settings, member_)
#define TEXT(member_, default_) SETTING(member_), .type = SETTING_TEXT, .default_value = (default_)
#define INTEGER(member_, default_, least_, most_) \
    SETTING(member_), .type = SETTING_INTEGER, .default_value = (default_), .least = (least_), .most = (most_)
#define BOOL(member_, default_) SETTING(member_), .type = SETTING_BOOL, .default_value = (default_)

// WordPress's own first, in the order in which it registers them: errors come in this order.
const struct setting_def setting_defs[] = {
    {TEXT(blogname, "Broadsheet"), .rest_name = "title", .description = "Site title."},
    {TEXT(blogdescription, ""), .rest_name = "description", .description = "Site tagline."},
    {TEXT(home, "http://127.0.0.1:8080"), .rest_name = "url", .alias = "siteurl", .description = "Site address (URL).",
     .check = check_home},
    {TEXT(admin_email, ""), .rest_name = "email",
     .description = "This address is used for admin purposes, like new user notification.", .check = check_email},
    {TEXT(timezone_string, "UTC"), .rest_name = "timezone", .description = "A city in the same timezone as you.",
     .check = check_zone},
    {TEXT(date_format, "F j, Y"), .description = "A date format for all date strings.", .most = 100},
    {TEXT(time_format, "g:i a"), .description = "A time format for all time strings.", .most = 100},
    {INTEGER(start_of_week, "1", 0, 6), .description = "A day number of the week that the week should start on."},
    {TEXT(WPLANG, ""), .rest_name = "language", .description = "Locale code; empty is en_US.", .most = 20,
     .check = check_language},
    {BOOL(use_smilies, "1"), .description = "Convert emoticons like :-) and :-P to graphics on display."},
    {INTEGER(default_category, "1", 1, INT64_MAX), .description = "Default post category."},
    {TEXT(default_content_format, "html"), .choices = content_choices,
     .description = "What the content of new articles is written in."},
    {TEXT(default_post_format, "standard"), .choices = format_choices, .description = "Default post format."},
    {INTEGER(posts_per_page, "10", 1, 100), .description = "Blog pages show at most."},
    {TEXT(show_on_front, "posts"), .choices = front_choices, .description = "What to show on the front page."},
    {INTEGER(page_on_front, "0", 0, INT64_MAX),
     .description = "The ID of the page that should be displayed on the front page."},
    {INTEGER(page_for_posts, "0", 0, INT64_MAX),
     .description = "The ID of the page that should display the latest posts."},
    {BOOL(default_ping_status, "open"), .open_closed = true,
     .description = "Allow link notifications from other blogs (pingbacks and trackbacks) on new articles."},
    {BOOL(default_comment_status, "open"), .open_closed = true,
     .description = "Allow people to submit comments on new posts."},
    {INTEGER(site_logo, "0", 0, INT64_MAX), .description = "Site logo: the ID of a picture; 0 is none."},
    {INTEGER(site_icon, "0", 0, INT64_MAX), .description = "Site icon: the ID of a picture; 0 is the theme's own."},
    {TEXT(default_role, "subscriber"), .choices = role_choices,
     .description = "Role of a new user that is given none."},
    {INTEGER(posts_per_rss, "10", 1, 100), .description = "Feeds show the most recent so many posts."},
    {BOOL(rss_use_excerpt, "0"), .description = "Feeds hold excerpts instead of whole articles."},
    {BOOL(blog_public, "1"), .description = "Search engines may index the site."},
    {TEXT(permalink_structure, "/%year%/%monthnum%/%postname%/"), .description = "Address of a post; empty is ?p=ID.",
     .most = 200, .check = permalink_check_structure},
    {TEXT(category_base, "category"), .description = "First part of the addresses of categories.", .most = 100,
     .check = check_base},
    {TEXT(tag_base, "tag"), .description = "First part of the addresses of tags.", .most = 100, .check = check_base},
    {BOOL(comment_registration, "0"), .description = "Users must be registered and logged in to comment."},
    {BOOL(require_name_email, "1"), .description = "Comment author must fill out name and email."},
    {BOOL(comment_moderation, "0"), .description = "Comment must be manually approved."},
    {INTEGER(comment_max_links, "2", 0, 1000),
     .description = "Hold a comment that has so many links or more; 0 is off."},
    {TEXT(moderation_keys, ""), .description = "Hold a comment that has one of these words, one a line.",
     .most = LIST_MOST},
    {TEXT(disallowed_keys, ""), .alias = "blacklist_keys",
     .description = "Put a comment into the trash that has one of these words, one a line.", .most = LIST_MOST},
    {BOOL(comment_previously_approved, "1"), .alias = "comment_whitelist",
     .description = "Comment author must have a previously approved comment."},
    {BOOL(close_comments_for_old_posts, "0"), .description = "Automatically close comments on old posts."},
    {INTEGER(close_comments_days_old, "14", 0, 36500),
     .description = "Days after publication at which comments on posts close by themselves."},
    {BOOL(thread_comments, "1"), .description = "Enable threaded (nested) comments."},
    {INTEGER(thread_comments_depth, "5", 1, 10), .description = "Levels of threaded comments."},
    {BOOL(page_comments, "0"), .description = "Break comments into pages."},
    {INTEGER(comments_per_page, "50", 1, 1000), .description = "Top level comments on a page."},
    {TEXT(default_comments_page, "newest"), .choices = comments_page_choices,
     .description = "Page of comments that an article shows first."},
    {TEXT(comment_order, "asc"), .choices = comment_order_choices,
     .description = "Comments at the top of each page: older (asc) or newer (desc)."},
    {INTEGER(comment_edit_window, "15", 0, 1440),
     .description = "Minutes in which commenters may change their comment; 0 is off."},
    {BOOL(comments_notify, "1"), .description = "E-mail the author whenever anyone posts a comment."},
    {BOOL(moderation_notify, "1"), .description = "E-mail the moderator whenever a comment is held for moderation."},
    {BOOL(show_avatars, "1"), .description = "Show avatars beside comments."},
    {TEXT(avatar_default, "initials"), .choices = avatar_choices,
     .description = "Avatar of a commenter: made of initials, or blank."},
    {INTEGER(comment_flood_interval, "15", 0, 86400),
     .description = "Seconds between two comments of the same person; 0 is off."},
    {TEXT(comments_closed_text, ""), .description = "Shown instead of \"Comments are closed.\""},
    {BOOL(rest_allow_anonymous_comments, "0"), .description = "Comments of guests are taken through the REST API."},
    {BOOL(show_comments_cookies_opt_in, "1"),
     .description = "The comment form asks before it remembers the commenter."},
    {INTEGER(login_attempts_per_address, "30", 0, 100),
     .description = "Failed log-ins from one address before more are refused; 0 is off."},
    {INTEGER(login_attempts_per_login, "10", 0, 100),
     .description = "Failed log-ins to one account before more are refused; 0 is off."},
    {INTEGER(login_window, "900", 1, 86400), .description = "Seconds over which failed log-ins are counted."},
    {INTEGER(thumbnail_size_w, "150", 0, 10000), .description = "Thumbnail size: width."},
    {INTEGER(thumbnail_size_h, "150", 0, 10000), .description = "Thumbnail size: height."},
    {BOOL(thumbnail_crop, "1"), .description = "Crop thumbnails to exact dimensions."},
    {INTEGER(medium_size_w, "300", 0, 10000), .description = "Medium size: greatest width; 0 is any."},
    {INTEGER(medium_size_h, "300", 0, 10000), .description = "Medium size: greatest height; 0 is any."},
    {INTEGER(medium_large_size_w, "768", 0, 10000), .description = "Medium large size: greatest width; 0 is any."},
    {INTEGER(medium_large_size_h, "0", 0, 10000), .description = "Medium large size: greatest height; 0 is any."},
    {INTEGER(large_size_w, "1024", 0, 10000), .description = "Large size: greatest width; 0 is any."},
    {INTEGER(large_size_h, "1024", 0, 10000), .description = "Large size: greatest height; 0 is any."},
    {BOOL(uploads_use_yearmonth_folders, "1"), .description = "Organize uploads into month- and year-based folders."},
    {TEXT(store_address, "truncated"), .choices = address_choices,
     .description = "What is kept of a commenter's address: IPv4 /24 and IPv6 /48 (truncated), all, or nothing."},
    {INTEGER(comment_address_days, "0", 0, 36500),
     .description = "Days after which the addresses of commenters are deleted; 0 keeps them."},
    {INTEGER(comment_agent_days, "0", 0, 36500),
     .description = "Days after which the browsers' names of commenters are deleted; 0 keeps them."},
    {TEXT(smtp_host, ""), .most = 253, .check = check_host,
     .description = "Mail server that takes the site's mail; empty: none is sent."},
    {INTEGER(smtp_port, "0", 0, 65535), .description = "Its port; 0 is 587 for starttls, 465 for tls, 25 for none."},
    {TEXT(smtp_security, "starttls"), .choices = security_choices,
     .description = "Encryption to the mail server; none is for this machine's own alone."},
    {TEXT(smtp_user, ""), .description = "Name to log in with at the mail server; empty: no log-in."},
    {TEXT(smtp_password, ""), .secret = true, .description = "Password for it; can be written, is never shown."},
    {TEXT(smtp_ca_file, ""),
     .description = "File with the authorities that sign the mail server's certificate; empty: the system's."},
    {INTEGER(mail_retry_seconds, "60", 1, 86400),
     .description =
         "Seconds after which mail that could not be sent is tried again; doubled each time, up to 6 hours."},
    {TEXT(mail_from, ""), .check = check_email, .description = "Sender of the site's mail; empty is admin_email."},
    {TEXT(mail_from_name, ""), .description = "Sender's name; empty is the site title.", .most = 200},
    {BOOL(server_timing, "0"),
     .description = "Answers carry Server-Timing: kept page or rendering, statements and time."},
    {INTEGER(wp_post_revisions, "100", 0, 1000), .description = "Revisions kept of each post and page; 0 is off."},
};
const size_t setting_def_count = sizeof setting_defs / sizeof *setting_defs;

const struct setting_def *setting_def_find(const char *name) {
    for (size_t i = 0; i < setting_def_count; i++) {
        const struct setting_def *def = &setting_defs[i];
        if (strcmp(def->name, name) == 0 || (def->rest_name && strcmp(def->rest_name, name) == 0) ||
            (def->alias && strcmp(def->alias, name) == 0))
            return def;
    }
    return NULL;
}

static bool parse_bool(const char *value, bool *ret) {
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"1", true},      {"true", true}, {"yes", true},  {"on", true},      {"open", true}, {"0", false},
                 {"false", false}, {"no", false},  {"off", false}, {"closed", false}, {"", false}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i].word, value) == 0) {
            *ret = words[i].value;
            return true;
        }
    return false;
}

static bool parse_integer(const char *value, int64_t *ret) {
    char *end;
    errno = 0;
    if (isspace((unsigned char) *value)) return false;
    long long number = strtoll(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0') return false;
    *ret = number;
    return true;
}

static const char *bool_text(const struct setting_def *def, bool value) {
    if (def->open_closed) return value ? "open" : "closed";
    return value ? "1" : "0";
}

static char *trimmed(struct arena *arena, const char *value) {
    while (isspace((unsigned char) *value)) value++;
    size_t size = strlen(value);
    while (size > 0 && isspace((unsigned char) value[size - 1])) size--;
    return arena_strndup(arena, value, size);
}

// NULL, or the reason for which a text is refused.
static const char *refuse_text(const struct setting_def *def, struct arena *arena, const char *text) {
    size_t most = def->most > 0 ? (size_t) def->most : TEXT_MOST;
    if (strlen(text) > most) return arena_printf(arena, "It is longer than %zu bytes.", most);
    if (!utf8_valid(text, strlen(text))) return "It is no valid UTF-8.";
    for (const char *at = text; *at; at++)
        if ((unsigned char) *at < 0x20 && !(most == LIST_MOST && strchr("\n\r\t", *at)))
            return "It has control characters.";
    if (def->choices) {
        const char *list = "";
        for (const char *const *choice = def->choices; *choice; choice++) {
            if (strcmp(*choice, text) == 0) return NULL;
            list = list[0] == '\0' ? *choice : arena_printf(arena, "%s, %s", list, *choice);
        }
        return arena_printf(arena, "It is not one of %s.", list);
    }
    return def->check ? def->check(text) : NULL;
}

bool setting_check(const struct setting_def *def, struct arena *arena, const char *value, const char **ret_value,
                   const char **ret_reason) {
    if (def->type == SETTING_BOOL) {
        bool flag;
        if (!parse_bool(value, &flag)) {
            *ret_reason = def->open_closed ? "It is not one of open, closed." : "It is neither 1 nor 0.";
            return false;
        }
        *ret_value = bool_text(def, flag);
        return true;
    }
    if (def->type == SETTING_INTEGER) {
        int64_t number;
        if (!parse_integer(value, &number)) {
            *ret_reason = "It is no integer.";
            return false;
        }
        if (number < def->least || number > def->most) {
            *ret_reason =
                def->most == INT64_MAX
                    ? arena_printf(arena, "It must be %" PRId64 " or more.", def->least)
                    : arena_printf(arena, "It must be between %" PRId64 " and %" PRId64 ".", def->least, def->most);
            return false;
        }
        *ret_value = arena_printf(arena, "%" PRId64, number);
        return true;
    }
    char *text = trimmed(arena, value);
    if (def->offset == offsetof(struct settings, home) || def->check == check_base)
        for (size_t size = strlen(text); size > 0 && text[size - 1] == '/'; size--) text[size - 1] = '\0';
    if (def->check == check_base) text += strspn(text, "/");  // WordPress stores "/rubric"
    const char *reason = refuse_text(def, arena, text);
    if (reason) {
        *ret_reason = reason;
        return false;
    }
    *ret_value = text;
    return true;
}

// Writes a text into its member. What is stored but no longer valid counts as not set.
static void assign(struct settings *settings, const struct setting_def *def, struct arena *arena, const char *text) {
    const char *value, *reason;
    if (!setting_check(def, arena, text, &value, &reason)) return;
    char *member = (char *) settings + def->offset;
    int64_t number = 0;
    bool flag = false;
    switch (def->type) {
        case SETTING_TEXT:
            *(const char **) (void *) member = value;
            break;
        case SETTING_INTEGER:
            if (parse_integer(value, &number)) *(int64_t *) (void *) member = number;
            break;
        case SETTING_BOOL:
            if (parse_bool(value, &flag)) *(bool *) member = flag;
            break;
    }
}

enum db_result settings_load(struct db *db, struct arena *arena, struct settings *ret) {
    struct setting_list list;
    enum db_result result = setting_list(db, arena, &list);
    if (result != DB_OK) return result;
    struct settings settings = {0};
    for (size_t i = 0; i < setting_def_count; i++)
        assign(&settings, &setting_defs[i], arena, setting_defs[i].default_value);
    for (size_t i = 0; i < list.count; i++) {
        const struct setting_def *def = setting_def_find(list.items[i].name);
        // By option name alone: "title" is what REST calls it, never a row.
        if (def && strcmp(def->name, list.items[i].name) == 0) assign(&settings, def, arena, list.items[i].value);
    }
    const char *host = strstr(settings.home, "://") + 3;
    const char *path = strchr(host, '/');
    settings.home_path = path ? path : "";
    settings.words = words_of_locale(settings.WPLANG);
    *ret = settings;
    return DB_OK;
}
