// post_discussion: the comment gate as a condition on stored values, so that lists can be filtered and counted by it.
//
// The decision is rules/comment_gate.c; this says the same of many rows at once, and a test compares the two.
#include "db/post_query.h"

enum {
    PUBLISHED = POST_STATUS_BIT(POST_PUBLISH),
    PRIVATE = POST_STATUS_BIT(POST_PRIVATE),
    INHERITED = POST_STATUS_BIT(POST_INHERIT),
    ALL_STATUSES = (1U << POST_STATUSES_MOST) - 2,
    ATTACHMENTS = POST_TYPE_BIT(POST_TYPE_ATTACHMENT),
    PUBLIC_STATES = POST_OPEN | POST_CLOSED_ARTICLE | POST_CLOSED_AGE,
};

static bool ages(const struct post_query *query) {
    return query->discussion.ages && (!query->types || query->types & POST_TYPE_BIT(POST_TYPE_POST));
}

// Statuses of which every post is public to who asks, and those of which some are.
static unsigned public_statuses(const struct post_query *query) {
    return PUBLISHED | (query->discussion.reads_private ? PRIVATE : 0);
}
static unsigned mixed_statuses(const struct post_query *query) {
    const bool attachments = !query->types || query->types & ATTACHMENTS;
    const bool own = !query->discussion.reads_private && query->discussion.private_reader;
    return (attachments ? INHERITED : 0) | (own ? PRIVATE : 0);
}

bool post_discussion_narrow(struct post_query *query) {
    struct post_discussion *discussion = &query->discussion;
    discussion->states &= PUBLIC_STATES | POST_CLOSED_NOT_PUBLIC;
    if (!ages(query)) discussion->states &= ~(unsigned) POST_CLOSED_AGE;
    if (!discussion->states) return false;
    if (!query->statuses) query->statuses = ALL_STATUSES;
    if (!(discussion->states & POST_CLOSED_NOT_PUBLIC))
        query->statuses &= public_statuses(query) | mixed_statuses(query);
    if (!(discussion->states & PUBLIC_STATES)) query->statuses &= ~public_statuses(query);
    return query->statuses != 0;
}

// Is the row public to who asks? Of those statuses that are wanted.
static void add_public(const struct post_query *query, struct sql_builder *sql) {
    const unsigned mixed = query->statuses & mixed_statuses(query);
    const unsigned all = query->statuses & public_statuses(query);
    int64_t list[POST_STATUSES_MOST];
    const size_t count = post_query_bits(all, POST_STATUSES_MOST, list);
    sql_add(sql, count ? "(p.status IN " : "(1 = 0");
    if (count) sql_ids(sql, list, count);
    if (mixed & INHERITED) sql_add(sql, " OR (p.status = 8 AND p.type = 3)");
    if (mixed & PRIVATE) {
        sql_add(sql, " OR (p.status = 5 AND COALESCE(p.author_id, 0) = ");
        sql_integer(sql, query->discussion.private_reader);
        sql_add(sql, ")");
    }
    sql_add(sql, ")");
}

// `half`: of an OR; then a plus sign keeps the indexes out (post_query.c): one walk is quicker than two that are
// joined.
static void add_age(const struct post_query *query, bool old, bool half, struct sql_builder *sql) {
    const bool all = query->types == POST_TYPE_BIT(POST_TYPE_POST);
    if (!all) sql_add(sql, old ? "(p.type = 1 AND " : "(p.type <> 1 OR ");
    if (half || !all) sql_add(sql, "+");
    sql_add(sql, old ? "p.published < " : "p.published >= ");
    sql_integer(sql, query->discussion.oldest);
    if (!all) sql_add(sql, ")");
}

// The state of a public row.
static void add_state(const struct post_query *query, struct sql_builder *sql) {
    const unsigned states = query->discussion.states & PUBLIC_STATES;
    const bool aging = ages(query);
    // Without the rule by age, those that it would close are open.
    const unsigned all = aging ? PUBLIC_STATES : POST_OPEN | POST_CLOSED_ARTICLE;
    if (states == all) {
        sql_add(sql, "1 = 1");
    } else if (states == POST_CLOSED_ARTICLE) {
        sql_add(sql, "p.comments_open = 0");
    } else {
        const bool closed = states & POST_CLOSED_ARTICLE;
        const bool one_age = aging && !(states & POST_OPEN) != !(states & POST_CLOSED_AGE);
        sql_add(sql, closed ? "(p.comments_open = 0 OR " : "p.comments_open = 1");
        if (!closed && one_age) sql_add(sql, " AND ");
        if (one_age) add_age(query, states & POST_CLOSED_AGE, closed, sql);
        if (closed) sql_add(sql, ")");
    }
}

void post_discussion_add(const struct post_query *query, struct sql_builder *sql) {
    const unsigned states = query->discussion.states;
    if (query->discussion.stored) {
        sql_add(sql, " AND p.comments_open = ");
        sql_integer(sql, query->discussion.stored > 0);
    }
    if (!states) return;
    const bool certain = !(query->statuses & ~public_statuses(query));
    sql_add(sql, " AND (");
    if (states & PUBLIC_STATES) {
        if (!certain) {
            add_public(query, sql);
            sql_add(sql, " AND ");
        }
        add_state(query, sql);
    }
    if (states & POST_CLOSED_NOT_PUBLIC) {
        if (states & PUBLIC_STATES) sql_add(sql, " OR ");
        sql_add(sql, "NOT ");
        add_public(query, sql);
    }
    sql_add(sql, ")");
}
