// post_reads: what a list of posts depends on, as narrowly as its filters allow. What its rows say is noted with them.
#include "db/post_query.h"
#include "db/statement.h"
#include "db/touch_kinds.h"

static bool looks_at_terms(const struct post_query *query) {
    return query->categories.count || query->categories_exclude.count || query->tags.count || query->tags_exclude.count;
}

// Filters by what the timeline does not tell.
static bool looks_at_fields(const struct post_query *query) {
    return query->parents.count || query->parents_exclude.count || query->filter_parents || query->slugs.count ||
           query->search || query->modified_after || query->modified_before || query->filter_menu_order ||
           query->mime || query->mime_prefix || query->attached.count || query->attached_exclude.count ||
           query->missing_alt || query->hide_protected || post_discussion_is_asked(query);
}

static bool order_is_told(const struct post_query *query) {
    switch (query->order) {
        case POST_ORDER_DATE:
        case POST_ORDER_ID:
        case POST_ORDER_AUTHOR:
        case POST_ORDER_INCLUDE:
            return true;
        default:
            return false;
    }
}

static void read_all_of_types(const struct post_query *query, struct statement *statement) {
    for (enum post_type type = POST_TYPE_POST; type <= POST_TYPE_ATTACHMENT; type++)
        if (!query->types || query->types & POST_TYPE_BIT(type)) statement_reads(statement, TOUCH_TYPE, type);
    if (looks_at_terms(query) || query->archive_term) statement_reads(statement, TOUCH_TERMS, 0);
}

void post_query_reads(const struct post_query *query, struct statement *statement) {
    const unsigned public = POST_STATUS_BIT(POST_PUBLISH) | POST_STATUS_BIT(POST_INHERIT);
    // Changes of what is not public are not told of, nor who uses which media.
    if (!query->statuses || query->statuses & ~public || query->private_of || query->editable_by || query->unused) {
        statement_reads(statement, TOUCH_EVERYTHING, 0);
        return;
    }
    const struct post_source source = post_query_source(query);
    const bool by_fields = looks_at_fields(query) || !order_is_told(query);
    const bool by_one_term = source.term && query->categories.count + query->tags.count <= !query->archive_term &&
                             !query->categories_exclude.count && !query->tags_exclude.count;
    if (query->types != POST_TYPE_BIT(POST_TYPE_POST) || by_fields || (looks_at_terms(query) && !by_one_term)) {
        read_all_of_types(query, statement);
    } else if (!by_one_term) {
        statement_reads(statement, TOUCH_TIMELINE, 0);
        return;
    }
    if (!source.term) return;
    statement_reads(statement, TOUCH_ROLL, source.term);
    // Posts that move to a term below leave the term's own list, not its archive. And who wrote them, and which are
    // pinned, the archive does not tell.
    if (!source.tree) statement_reads(statement, TOUCH_TERM, source.term);
    if (query->authors.count || query->authors_exclude.count || query->sticky || query->sticky_first ||
        query->order == POST_ORDER_AUTHOR)
        statement_reads(statement, TOUCH_TIMELINE, 0);
}
