// permalink: addresses of things, and things of addresses.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/post.h"
#include "db/term.h"
#include "db/user.h"

struct arena;
struct settings;

// Absolute addresses, percent-coded as WordPress does (lower-case hex in slugs), in the arena.
// A post that is not public (draft, pending, auto-draft) gets "?p=ID" ("?page_id=ID").
const char *permalink_of_post(struct db *db, struct arena *arena, const struct settings *settings,
                              const struct post *post);
// With %postname% (%pagename%) left in place: WordPress's permalink_template.
const char *permalink_template_of_post(struct db *db, struct arena *arena, const struct settings *settings,
                                       const struct post *post);
const char *permalink_of_term(struct db *db, struct arena *arena, const struct settings *settings,
                              const struct term *term);
const char *permalink_of_author(struct arena *arena, const struct settings *settings, const struct user *user);
// month and day 0: a year's or month's archive.
const char *permalink_of_date(struct arena *arena, const struct settings *settings, int year, int month, int day);
// On the page of comments that it is on: "comment-page-2/#comment-17".
struct comment;
const char *permalink_of_comment(struct db *db, struct arena *arena, const struct settings *settings,
                                 const struct post *post, const struct comment *comment);
// A page of an article's comments, `base` being the article's address: "comment-page-2/", "&cpage=2"; 0: `base`.
const char *permalink_comment_page(struct arena *arena, const struct settings *settings, const char *base,
                                   int64_t page);
// `base` with "page/N/" (N > 1), honouring the trailing slash of the structure; "?paged=N" for query addresses.
const char *permalink_page(struct arena *arena, const struct settings *settings, const char *base, int64_t page);
// The same for a page of a post's content: "2/" (N > 1) behind its address, "&page=2" to a query; of the page that is
// the site's front "page/2/".
const char *permalink_content_page(struct arena *arena, const struct settings *settings, const struct post *post,
                                   const char *address, int64_t page);

enum permalink_feed { PERMALINK_FEED_NONE, PERMALINK_FEED_RSS, PERMALINK_FEED_ATOM, PERMALINK_FEED_JSON };
// The feed of what is at `base` (the front page, an archive, an article: of its comments). `comments`: with the front
// page, of all comments.
const char *permalink_feed(struct arena *arena, const struct settings *settings, const char *base,
                           enum permalink_feed feed, bool comments);

enum permalink_kind {
    PERMALINK_NONE,
    PERMALINK_FRONT,
    PERMALINK_POST,
    PERMALINK_PAGE,
    PERMALINK_CATEGORY,
    PERMALINK_TAG,
    PERMALINK_AUTHOR,
    PERMALINK_DATE,
    PERMALINK_SEARCH,
    PERMALINK_REDIRECT,  // known by another address (old slug, wrong date, missing slash): `location`
};
struct permalink_target {
    enum permalink_kind kind;
    int64_t id;                // post, page, term, user; PERMALINK_FRONT: the page shown there, 0: the latest posts
    int year, month, day;      // PERMALINK_DATE
    const char *words;         // PERMALINK_SEARCH: what is looked for
    int64_t page;              // 1 when none was named
    int64_t comment_page;      // of comments; 0: none was named, or the one that the article shows anyhow
    enum permalink_feed feed;  // not the page, but its feed
    bool feed_comments;        // PERMALINK_FRONT: of all comments
    const char *location;      // PERMALINK_REDIRECT: absolute
    bool dead_end;             // PERMALINK_REDIRECT: to a page of a list on which there is nothing
};
// Path and query variables (p, page_id, cat, tag, author, m, paged, s, name, pagename, category_name, feed) to a
// target; what the asker may read is the caller's matter, but feeds are only of what everybody may. Old slugs, wrong
// dates or category paths, missing or needless trailing slash, /index.php/ before the path: PERMALINK_REDIRECT to the
// canonical address (one hop, query parameters that are not ours kept).
enum db_result permalink_resolve(struct db *db, struct arena *arena, const struct settings *settings, const char *path,
                                 const char *raw_query, struct permalink_target *ret);

// The articles that an archive lists (front page, category, tag, author, date, search), newest first. Keeps a pointer
// to target->id.
void permalink_posts(const struct permalink_target *target, struct post_query *ret);

// A structure that is valid: begins with '/', has %postname% or %post_id%, only known tags. Reason in words, or NULL.
const char *permalink_check_structure(const char *structure);
