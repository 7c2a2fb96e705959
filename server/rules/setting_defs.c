// setting defs: the one table of all settings: names, defaults, ranges, the rules of single values, and what people are
// told of each. What is done with the table is settings.c.
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "server/rules/discussion.h"
#include "server/rules/permalink.h"
#include "server/rules/settings.h"

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
// Group, title and explanation.
#define SAYS(group_, title_, description_) .group = (group_), .title = (title_), .description = (description_)

// WordPress's own first, in the order in which it registers them: errors come in this order.
const struct setting_def setting_defs[] = {
    {TEXT(blogname, "Broadsheet"), .rest_name = "title",
     SAYS("general", "Site title", "The name of the site, in the header of each page, in feeds and in letters.")},
    {TEXT(blogdescription, ""), .rest_name = "description",
     SAYS("general", "Tagline", "A few words on what the site is about.")},
    {TEXT(home, "http://127.0.0.1:8080"), .rest_name = "url", .alias = "siteurl", .trim = SETTING_TRIM_SLASH,
     .check = check_home,
     SAYS("general", "Site address", "The address under which readers reach the site; every link is built from it.")},
    {TEXT(admin_email, ""), .rest_name = "email", .check = check_email,
     SAYS("general", "Administration email address",
          "Gets the letters of the site about comments that wait, and is their sender unless mail_from is set.")},
    {TEXT(timezone_string, "UTC"), .rest_name = "timezone", .check = check_zone,
     SAYS("general", "Time zone", "A city in the site's time zone, or a distance to UTC as UTC+3.")},
    {TEXT(date_format, "F j, Y"), .most = 100,
     SAYS("general", "Date format", "How dates are written, in the letters of PHP's date().")},
    {TEXT(time_format, "g:i a"), .most = 100,
     SAYS("general", "Time format", "How times of day are written, in the letters of PHP's date().")},
    {INTEGER(start_of_week, "1", 0, 6), SAYS("general", "Week starts on", "The first day of a week; 0 is Sunday.")},
    {TEXT(WPLANG, ""), .rest_name = "language", .most = 20, .check = check_language,
     SAYS("general", "Site language",
          "The language of the site's own words, dates and numbers, as a locale; empty is en_US.")},
    {BOOL(use_smilies, "1"),
     SAYS("writing", "Emoticons", "Emoticons like :-) become pictures in what is written from now on.")},
    {INTEGER(default_category, "1", 1, INT64_MAX),
     SAYS("writing", "Default category", "The number of the category of an article that is given none.")},
    {TEXT(default_content_format, "html"), .choices = content_choices,
     SAYS("writing", "Content format", "What the content of new articles is written in.")},
    {TEXT(default_post_format, "standard"), .choices = format_choices,
     SAYS("writing", "Default post format",
          "The format of an article that is given none; kept for programs that write articles.")},
    {INTEGER(posts_per_page, "10", 1, 100),
     SAYS("reading", "Articles on a page",
          "How many articles the front page and each page of an archive show at most.")},
    {TEXT(show_on_front, "posts"), .choices = front_choices,
     SAYS("reading", "Front page", "What the front page shows: the latest posts, or a page of its own.")},
    {INTEGER(page_on_front, "0", 0, INT64_MAX),
     SAYS("reading", "Page as front page", "The number of the page that is the front page; 0 is none.")},
    {INTEGER(page_for_posts, "0", 0, INT64_MAX),
     SAYS("reading", "Page of the articles",
          "The number of the page in whose place the latest articles stand; 0 is none.")},
    {BOOL(default_ping_status, "open"), .open_closed = true,
     SAYS("discussion", "Link notifications",
          "Whether new articles say that they take notifications of links from other sites.")},
    {BOOL(default_comment_status, "open"), .open_closed = true,
     SAYS("discussion", "Comments on new articles",
          "Whether new articles are open to comments, unless their author decides otherwise.")},
    {INTEGER(site_logo, "0", 0, INT64_MAX),
     SAYS("general", "Logo", "The number of the picture that stands for the title in the header; 0 is none.")},
    {INTEGER(site_icon, "0", 0, INT64_MAX),
     SAYS("general", "Site icon",
          "The number of the picture that browsers show beside the site's name; 0 is the theme's own.")},
    {TEXT(default_role, "subscriber"), .choices = role_choices,
     SAYS("users", "Role of new users", "The role of a new user that is given none.")},
    {INTEGER(posts_per_rss, "10", 1, 100),
     SAYS("reading", "Articles in a feed", "How many of the latest articles a feed holds.")},
    {BOOL(rss_use_excerpt, "0"),
     SAYS("reading", "Excerpts in feeds", "Feeds hold excerpts instead of whole articles.")},
    {BOOL(blog_public, "1"), SAYS("reading", "Search engines", "Search engines may index the site.")},
    {TEXT(permalink_structure, "/%year%/%monthnum%/%postname%/"), .most = 200, .check = permalink_check_structure,
     SAYS("permalinks", "Address of articles", "How the address of an article is built; empty is ?p=ID.")},
    {TEXT(category_base, "category"), .most = 100, .trim = SETTING_TRIM_SLASHES, .check = check_base,
     SAYS("permalinks", "Address of categories", "The first part of the addresses of categories.")},
    {TEXT(tag_base, "tag"), .most = 100, .trim = SETTING_TRIM_SLASHES, .check = check_base,
     SAYS("permalinks", "Address of tags", "The first part of the addresses of tags.")},
    {BOOL(comment_registration, "0"),
     SAYS("discussion", "Comments of users only", "Only who is logged in may comment.")},
    {BOOL(require_name_email, "1"),
     SAYS("discussion", "Name and email required", "Who comments must give a name and an email address.")},
    {BOOL(comment_moderation, "0"),
     SAYS("discussion", "Approve every comment", "Every comment waits until it is approved by hand.")},
    {INTEGER(comment_max_links, "2", 0, 1000),
     SAYS("discussion", "Links in a comment", "A comment with so many links or more waits for approval; 0 is off.")},
    {TEXT(moderation_keys, ""), .most = SETTING_LIST_MOST,
     SAYS("discussion", "Words that hold a comment",
          "A comment that has one of these in its text, name, address or browser waits for approval; one a line.")},
    {TEXT(disallowed_keys, ""), .alias = "blacklist_keys", .most = SETTING_LIST_MOST,
     SAYS("discussion", "Words that trash a comment",
          "A comment that has one of these in its text, name, address or browser goes to the trash; one a line.")},
    {BOOL(comment_previously_approved, "1"), .alias = "comment_whitelist",
     SAYS("discussion", "First comment waits",
          "A comment waits for approval unless its author had one approved before.")},
    {BOOL(close_comments_for_old_posts, "0"),
     SAYS("discussion", "Close old articles",
          "Comments close by themselves when an article has reached the age below.")},
    {INTEGER(close_comments_days_old, "14", 0, 36500),
     SAYS("discussion", "Days until comments close",
          "Days after publication at which comments on an article close by themselves, if they do.")},
    {BOOL(thread_comments, "1"), SAYS("discussion", "Threads", "Answers stand below the comment that they answer.")},
    {INTEGER(thread_comments_depth, "5", 1, 10),
     SAYS("discussion", "Levels of threads", "How many levels of answers are indented.")},
    {BOOL(page_comments, "0"), SAYS("discussion", "Pages of comments", "Long discussions are broken into pages.")},
    {INTEGER(comments_per_page, "50", 1, 1000),
     SAYS("discussion", "Comments on a page", "How many comments, answers not counted, a page of a discussion shows.")},
    {TEXT(default_comments_page, "newest"), .choices = comments_page_choices,
     SAYS("discussion", "Page shown first", "Which page of the comments an article shows first.")},
    {TEXT(comment_order, "asc"), .choices = comment_order_choices,
     SAYS("discussion", "Order of comments",
          "Whether older (asc) or newer (desc) comments stand at the top of each page.")},
    {INTEGER(comment_edit_window, "15", 0, 1440),
     SAYS("discussion", "Minutes to change a comment",
          "How long commenters may change or delete their own comment; 0 is off.")},
    {BOOL(comments_notify, "1"),
     SAYS("discussion", "Letters to authors", "Authors get a letter about each comment on their articles.")},
    {BOOL(moderation_notify, "1"),
     SAYS("discussion", "Letters to moderators",
          "The administration address gets a letter about each comment that waits for approval.")},
    {BOOL(show_avatars, "1"), SAYS("discussion", "Avatars", "Comments have a picture of their author beside them.")},
    {TEXT(avatar_default, "initials"), .choices = avatar_choices,
     SAYS("discussion", "Kind of avatar", "What the picture of a commenter is: made of initials, or blank.")},
    {INTEGER(comment_flood_interval, "15", 0, 86400),
     SAYS("discussion", "Seconds between comments", "How long a person has to wait between two comments; 0 is off.")},
    {TEXT(comments_closed_text, ""),
     SAYS(
         "discussion", "Words where comments are closed",
         "What stands below an article that is closed; empty is \"Comments are closed\" in the language of the site.")},
    {BOOL(rest_allow_anonymous_comments, "0"),
     SAYS("discussion", "Comments through the API",
          "Comments of guests are taken through the REST API, not only from the form.")},
    {BOOL(show_comments_cookies_opt_in, "1"),
     SAYS("privacy", "Ask before remembering",
          "The comment form asks before it remembers the commenter's name in a cookie.")},
    {INTEGER(login_attempts_per_address, "30", 0, 100),
     SAYS("users", "Failed log-ins from one address",
          "So many failed log-ins from one address are allowed before more are refused; 0 is off.")},
    {INTEGER(login_attempts_per_login, "10", 0, 100),
     SAYS("users", "Failed log-ins to one account",
          "So many failed log-ins to one account are allowed before more are refused; 0 is off.")},
    {INTEGER(login_window, "900", 1, 86400),
     SAYS("users", "Seconds of counting", "For how long a failed log-in is counted.")},
    {INTEGER(thumbnail_size_w, "150", 0, 10000),
     SAYS("media", "Thumbnail width", "Width of thumbnails in pixels; 0 is any.")},
    {INTEGER(thumbnail_size_h, "150", 0, 10000),
     SAYS("media", "Thumbnail height", "Height of thumbnails in pixels; 0 is any.")},
    {BOOL(thumbnail_crop, "1"),
     SAYS("media", "Crop thumbnails", "Thumbnails are cut to exactly that size instead of fitting into it.")},
    {INTEGER(medium_size_w, "300", 0, 10000),
     SAYS("media", "Medium width", "Greatest width of medium pictures in pixels; 0 is any.")},
    {INTEGER(medium_size_h, "300", 0, 10000),
     SAYS("media", "Medium height", "Greatest height of medium pictures in pixels; 0 is any.")},
    {INTEGER(medium_large_size_w, "768", 0, 10000),
     SAYS("media", "Medium large width", "Greatest width of medium large pictures in pixels; 0 is any.")},
    {INTEGER(medium_large_size_h, "0", 0, 10000),
     SAYS("media", "Medium large height", "Greatest height of medium large pictures in pixels; 0 is any.")},
    {INTEGER(large_size_w, "1024", 0, 10000),
     SAYS("media", "Large width", "Greatest width of large pictures in pixels; 0 is any.")},
    {INTEGER(large_size_h, "1024", 0, 10000),
     SAYS("media", "Large height", "Greatest height of large pictures in pixels; 0 is any.")},
    {BOOL(uploads_use_yearmonth_folders, "1"),
     SAYS("media", "Folders by month", "Uploads are kept in folders of years and months.")},
    {TEXT(store_address, "truncated"), .choices = address_choices,
     SAYS("privacy", "Addresses of commenters",
          "What is kept of a commenter's address: IPv4 /24 and IPv6 /48 (truncated), all of it, or nothing.")},
    {INTEGER(comment_address_days, "0", 0, 36500),
     SAYS("privacy", "Days until addresses go",
          "Days after which the addresses of commenters are deleted; 0 keeps them.")},
    {INTEGER(comment_agent_days, "0", 0, 36500),
     SAYS("privacy", "Days until browsers go",
          "Days after which the names of commenters' browsers are deleted; 0 keeps them.")},
    {TEXT(smtp_host, ""), .most = 253, .check = check_host,
     SAYS("mail", "Mail server", "The server that takes the site's mail; empty: none is sent.")},
    {INTEGER(smtp_port, "0", 0, 65535),
     SAYS("mail", "Port", "The mail server's port; 0 is 587 for starttls, 465 for tls, 25 for none.")},
    {TEXT(smtp_security, "starttls"), .choices = security_choices,
     SAYS("mail", "Encryption",
          "How the way to the mail server is encrypted; none is for a server on this machine alone.")},
    {TEXT(smtp_user, ""), SAYS("mail", "User name", "The name to log in with at the mail server; empty: no log-in.")},
    {TEXT(smtp_password, ""), .secret = true,
     SAYS("mail", "Password", "The password for it; it can be written, and is never shown.")},
    {TEXT(smtp_ca_file, ""),
     SAYS("mail", "Certificate authorities",
          "A file on the server with the authorities that sign the mail server's certificate; empty: the system's.")},
    {INTEGER(mail_retry_seconds, "60", 1, 86400),
     SAYS("mail", "Seconds until another attempt",
          "After so many seconds a letter that could not be sent is tried again; doubled each time, up to 6 hours.")},
    {TEXT(mail_from, ""), .check = check_email,
     SAYS("mail", "Sender's address", "The address from which the site writes; empty is admin_email.")},
    {TEXT(mail_from_name, ""), .most = 200,
     SAYS("mail", "Sender's name", "The name under which the site writes; empty is the site title.")},
    {BOOL(server_timing, "0"),
     SAYS("diagnostics", "Server-Timing",
          "Answers tell in a header how they were made: kept page or rendering, statements and time.")},
    {INTEGER(wp_post_revisions, "100", 0, 1000),
     SAYS("writing", "Revisions", "How many revisions are kept of each article and page; 0 is off.")},
};
const size_t setting_def_count = sizeof setting_defs / sizeof *setting_defs;

const char *const setting_groups[] = {"general", "writing", "reading", "discussion",  "permalinks", "media",
                                      "users",   "mail",    "privacy", "diagnostics", NULL};
