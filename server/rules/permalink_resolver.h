// permalink resolver: what permalink_resolve.c (the entry and the canonical address), permalink_path.c and
// permalink_query.c (finding the thing) share. Not for other rooms.
#pragma once

#include "base/url.h"
#include "server/rules/permalink.h"

enum { SEGMENTS_MOST = 64 };

struct resolver {
    struct db *db;
    struct arena *arena;
    const struct settings *settings;
    const char *path;  // as asked for, below the site's own path, with its leading slash
    const char *raw_query;
    struct url_pairs query;
    const char *variable;  // the query variable that named the thing; NULL: the path did
    int64_t page;
    bool owns_page;        // ?page= is a page of the content
    int64_t comment_page;  // 0: none named
    enum permalink_feed feed;
    bool feed_comments;
    struct permalink_target *target;
    struct permalink_target found;  // what the target was before it became a redirect
};

// The path cut into decoded segments.
struct segments {
    const char *items[SEGMENTS_MOST];
    size_t count;
};
// False when there are too many.
bool segments_split(struct arena *arena, const char *path, struct segments *ret);
const char *segments_join(struct arena *arena, const struct segments *segments, size_t count);

// A decimal number of at most 18 digits; -1: something else.
int64_t permalink_number(const char *text);

// N of "comment-page-N"; -1: something else.
int64_t permalink_comment_number(const char *segment);

// What everybody may see.
bool post_is_public(const struct post *post);

// The thing is found: fills the target, or makes it a redirect to the thing's own address. `inner`: the number after a
// post's slug; 0: none. DB_OK, also for a date that does not exist (PERMALINK_NONE).
enum db_result resolver_post(struct resolver *resolver, const struct post *post, int64_t inner);
enum db_result resolver_term(struct resolver *resolver, const struct term *term);
enum db_result resolver_author(struct resolver *resolver, const struct user *user);
enum db_result resolver_date(struct resolver *resolver, int64_t year, int64_t month, int64_t day);
enum db_result resolver_search(struct resolver *resolver, const char *words);
enum db_result resolver_front(struct resolver *resolver);

// Which feed is asked for, if any: by the variable, the name of a file, or the end of the path, which is cut off then.
void resolver_feed_by_query(struct resolver *resolver);
bool resolver_feed_by_file(struct resolver *resolver, const char *path);
bool resolver_feed_by_path(struct resolver *resolver, struct segments *segments, bool short_form);

// Is there something on this page of a list, or this part of a feed? What is no list is there.
enum db_result permalink_is_there(struct db *db, struct arena *arena, const struct settings *settings,
                                  const struct permalink_target *target, bool *ret);

// Find the thing. DB_NOT_FOUND: nothing there.
enum db_result resolver_by_path(struct resolver *resolver, const char *path);
enum db_result resolver_by_query(struct resolver *resolver);
// A category or tag by its slug, or by one of a term that it took in.
enum db_result resolver_find_term(struct resolver *resolver, enum term_taxonomy taxonomy, const char *slug,
                                  struct term *ret);
// A page by its whole path: "about/team".
enum db_result resolver_find_page(struct resolver *resolver, const struct segments *segments, size_t count,
                                  struct post *ret);
