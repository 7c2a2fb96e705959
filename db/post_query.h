// post_query: the SQL that a list of posts becomes. Internal to db/ and its tests.
#pragma once

#include "db/post.h"
#include "db/sql_builder.h"

struct search_plan;

enum post_query_part {
    POST_QUERY_IDS,
    POST_QUERY_TOTAL,
    POST_QUERY_RANKED,  // id, key in the search's index, and how well it fits
};

// How a list with words to be found is made; search_find.c decides.
struct post_search {
    const struct search_plan *plan;
    unsigned classes;     // mask of SEARCH_CLASS_BIT: what can be among the posts wanted
    bool look_at_post;    // type and status are not said by the class alone
    bool by_index;        // walk the index, and look whether each match is wanted; else the other way round
    struct id_list keys;  // of the index: only these
};

enum { POST_TYPES_MOST = POST_TYPE_ATTACHMENT + 1, POST_STATUSES_MOST = POST_INHERIT + 1 };

// Where the ids come from: the posts, or the index of the one term that decides the list.
struct post_source {
    const char *from;
    const char *id, *published;  // columns
    const char *order;           // the one that is in the order of publishing
    int64_t term;                // 0: the posts
    bool tree;                   // what is below the term too
};
struct post_source post_query_source(const struct post_query *query);

// Does it ask for nothing but types, statuses and words?
bool post_query_is_bare(const struct post_query *query);

// The published posts, and nothing else.
static inline bool post_query_is_public(const struct post_query *query) {
    return query->types == POST_TYPE_BIT(POST_TYPE_POST) && query->statuses == POST_STATUS_BIT(POST_PUBLISH);
}

// The bits of a mask as a list (room for `most`); returns how many.
size_t post_query_bits(unsigned mask, size_t most, int64_t *list);

// `search`: NULL when query->search is. `without`: ids that are left out (sticky posts that stand elsewhere). The
// connection is asked for the counters that decide which index is walked.
enum db_result post_query_build(struct db *db, const struct post_query *query, const struct post_search *search,
                                const struct id_list *without, enum post_query_part part, struct sql_builder *sql);

// Says what a list's statement depends on.
void post_query_reads(const struct post_query *query, struct statement *statement);

static inline bool post_discussion_is_asked(const struct post_query *query) {
    return query->discussion.states != 0 || query->discussion.stored != 0;
}
// Leaves those statuses alone that posts in the states wanted can have. False: no post can match.
bool post_discussion_narrow(struct post_query *query) __attribute__((warn_unused_result));
// The condition on the post's row `p`, if any, for a query that was narrowed.
void post_discussion_add(const struct post_query *query, struct sql_builder *sql);

// How many posts of a type and status there are.
enum db_result post_total_counter(struct db *db, int64_t type, int64_t status, int64_t *ret);

// The total from kept counts, without counting. False in *ret_known: this combination has to be counted.
enum db_result post_total_known(struct db *db, const struct post_query *query, bool *ret_known, int64_t *ret_total);

extern const char *const post_total_statements[];
