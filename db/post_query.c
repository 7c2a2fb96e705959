// post_query: puts a list's SQL together from constant fragments.
//
// Three sources, chosen so that pages of any depth are walked along an index in the order wanted: the archive index of
// a term and what is below it, the links of a term itself, and the posts. Only ids are selected; the rows of the page
// are read afterwards.
#include "db/post_query.h"

#include <string.h>

#include "base/arena.h"
#include "db/search_plan.h"
#include "db/statement.h"
#include "db/term.h"

// The key in the search's index, which is in the order of publishing.
#define KEY_COLUMN "f.rowid"

size_t post_query_bits(unsigned mask, size_t most, int64_t *list) {
    size_t count = 0;
    for (unsigned bit = 1; bit < most; bit++)
        if (mask & 1U << bit) list[count++] = bit;
    return count;
}

struct post_source post_query_source(const struct post_query *query) {
    static const char archive[] = "term_archive a", links[] = "post_term a";
    struct post_source source = {.from = "post p", .id = "p.id", .published = "p.published"};
    if (query->archive_term) {
        source.term = query->archive_term;
        source.tree = true;
    } else if (post_query_is_public(query) && query->order == POST_ORDER_DATE && !query->tax_any) {
        if (query->categories.count == 1) {
            source.term = query->categories.items[0];
            source.tree = query->categories_children;
        } else if (query->categories.count == 0 && query->tags.count == 1) {
            source.term = query->tags.items[0];
        }
    }
    if (source.term) {
        source.from = source.tree ? archive : links;
        source.id = "a.post_id";
        source.published = "a.published";
    }
    source.order = source.published;
    return source;
}

// Walking the posts in the order wanted passes over those of other statuses. That pays unless the wanted ones are few.
static enum db_result wanted_are_few(struct db *db, const struct post_query *query, bool *ret) {
    int64_t types[POST_TYPES_MOST], wanted = 0, all = 0;
    size_t type_count = post_query_bits(query->types, POST_TYPES_MOST, types);
    for (size_t i = 0; i < type_count; i++) {
        for (int64_t status = POST_DRAFT; status <= POST_INHERIT; status++) {
            int64_t number;
            enum db_result result = post_total_counter(db, types[i], status, &number);
            if (result != DB_OK) return result;
            all += number;
            if (query->statuses & 1U << status) wanted += number;
        }
    }
    *ret = wanted < all / 16;
    return DB_OK;
}

static void add_mask(struct sql_builder *sql, const char *column, const int64_t *list, size_t count) {
    sql_add(sql, " AND ");
    sql_add(sql, column);
    sql_add(sql, count == 1 ? " = " : " IN ");
    if (count == 1) {
        sql_integer(sql, list[0]);
    } else {
        sql_ids(sql, list, count);
    }
}

// A plus sign before a column changes nothing but that no index on it is used. It stands where another filter leaves
// few rows, and where several statuses are wanted but the walk by date is the better one. Titles and numbers of
// comments have no index by status.
static enum db_result add_kinds(struct db *db, const struct post_query *query, enum post_query_part part,
                                struct sql_builder *sql) {
    int64_t types[POST_TYPES_MOST], statuses[POST_STATUSES_MOST];
    size_t type_count = post_query_bits(query->types, POST_TYPES_MOST, types);
    size_t status_count = post_query_bits(query->statuses, POST_STATUSES_MOST, statuses);
    bool picked = query->include.count || query->slugs.count;
    const bool by_walk = query->order == POST_ORDER_TITLE || query->order == POST_ORDER_COMMENTS;
    const bool counts = part == POST_QUERY_TOTAL && post_discussion_is_asked(query);
    // Most posts are published; to count the others would make a public list depend on them.
    bool walk = type_count == 1 && by_walk && !picked && query->statuses == POST_STATUS_BIT(POST_PUBLISH);
    if (!walk && type_count == 1 && (status_count > 1 || (status_count == 1 && by_walk)) && !picked && !counts) {
        enum db_result result = wanted_are_few(db, query, &walk);
        if (result != DB_OK) return result;
        walk = !walk;
    }
    if (query->types) add_mask(sql, picked ? "+p.type" : "p.type", types, type_count);
    if (query->statuses) add_mask(sql, picked || walk ? "+p.status" : "p.status", statuses, status_count);
    if (query->private_of && query->statuses & POST_STATUS_BIT(POST_PRIVATE)) {
        sql_add(sql, " AND (p.status <> 5 OR p.author_id = ");
        sql_integer(sql, query->private_of);
        sql_add(sql, ")");
    }
    return DB_OK;
}

static void add_ids(struct sql_builder *sql, const char *before, const struct id_list *list) {
    if (list->count == 0) return;
    sql_add(sql, before);
    sql_ids(sql, list->items, list->count);
}

static void add_people(const struct post_query *query, struct sql_builder *sql) {
    if (query->editable_by) {
        sql_add(sql, " AND p.author_id = ");
        sql_integer(sql, query->editable_by);
    }
    if (query->authors.count == 1) {
        sql_add(sql, " AND p.author_id = ");
        sql_integer(sql, query->authors.items[0]);
    } else {
        add_ids(sql, " AND p.author_id IN ", &query->authors);
    }
    add_ids(sql, " AND COALESCE(p.author_id, 0) NOT IN ", &query->authors_exclude);
}

static void add_parents(const struct post_query *query, struct sql_builder *sql) {
    bool top = false;
    for (size_t i = 0; i < query->parents.count; i++) top = top || query->parents.items[i] == 0;
    if (query->parents.count == 1 && top) {
        sql_add(sql, " AND p.parent_id IS NULL");
    } else if (query->parents.count > 0) {
        sql_add(sql, top ? " AND (p.parent_id IS NULL OR p.parent_id IN " : " AND (p.parent_id IN ");
        sql_ids(sql, query->parents.items, query->parents.count);
        sql_add(sql, ")");
    } else if (query->filter_parents) {
        sql_add(sql, " AND p.parent_id IN (NULL)");
    }
    add_ids(sql, " AND COALESCE(p.parent_id, 0) NOT IN ", &query->parents_exclude);
}

// A kind of media is a range of MIME types, since '0' follows '/'.
static void add_media(const struct post_query *query, struct sql_builder *sql) {
    static const char within[] = " AND p.id IN (SELECT post_id FROM media WHERE ";
    if (query->mime) {
        sql_add(sql, within);
        sql_add(sql, "mime = ");
        sql_text(sql, query->mime);
        sql_add(sql, ")");
    }
    if (query->mime_prefix) {
        sql_add(sql, within);
        sql_add(sql, "mime >= ");
        const size_t prefix = sql_text(sql, query->mime_prefix);
        sql_add(sql, " AND mime < rtrim(");
        sql_parameter(sql, prefix);
        sql_add(sql, ", '/') || '0')");
    }
    if (query->attached.count > 0) {
        sql_add(sql, within);
        sql_add(sql, "attached IN ");
        sql_ids(sql, query->attached.items, query->attached.count);
        sql_add(sql, ")");
    }
    if (query->unused)
        sql_add(sql,
                " AND NOT EXISTS (SELECT 1 FROM media_use u WHERE u.media_id = p.id) AND NOT EXISTS "
                "(SELECT 1 FROM post f WHERE f.featured_media = p.id AND f.featured_media <> 0)");
    if (query->missing_alt)
        sql_add(sql,
                " AND EXISTS (SELECT 1 FROM media m WHERE m.post_id = p.id AND m.alt = '' AND m.mime >= 'image/' "
                "AND m.mime < 'image0')");
    if (query->attached_exclude.count > 0) {
        sql_add(sql, " AND p.id NOT IN (SELECT post_id FROM media WHERE attached IN ");
        sql_ids(sql, query->attached_exclude.items, query->attached_exclude.count);
        sql_add(sql, ")");
    }
}

static void add_dates(const struct post_query *query, const struct post_source *source, struct sql_builder *sql) {
    const struct {
        int64_t moment;
        const char *column, *comparison;
    } rows[] = {
        {query->after, source->published, " > "},
        {query->before, source->published, " < "},
        {query->modified_after, "p.modified", " > "},
        {query->modified_before, "p.modified", " < "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].moment == 0) continue;
        sql_add(sql, " AND ");
        sql_add(sql, rows[i].column);
        sql_add(sql, rows[i].comparison);
        sql_integer(sql, rows[i].moment);
    }
}

// Ids of the posts in one of the terms, or below them.
static void add_posts_within(struct sql_builder *sql, const int64_t *terms, size_t count, bool children) {
    if (children) {
        sql_add(sql, "WITH RECURSIVE tree (id) AS (SELECT id FROM term WHERE id IN ");
        sql_ids(sql, terms, count);
        sql_add(sql,
                " UNION SELECT c.id FROM tree JOIN term c ON c.parent_id = tree.id) "
                "SELECT post_id FROM post_term WHERE term_id IN (SELECT id FROM tree)");
    } else {
        sql_add(sql, "SELECT post_id FROM post_term WHERE term_id IN ");
        sql_ids(sql, terms, count);
    }
}

struct tax_clause {
    const struct id_list *terms;
    bool without;
    bool children;
    bool all;
};

static void add_tax_clause(struct sql_builder *sql, const char *id, struct tax_clause clause, const char **joint,
                           const char *next) {
    if (clause.terms->count == 0) return;
    const size_t step = clause.all ? 1 : clause.terms->count;
    sql_add(sql, *joint);
    *joint = next;
    sql_add(sql, "(");
    for (size_t i = 0; i < clause.terms->count; i += step) {
        if (i > 0) sql_add(sql, " AND ");
        sql_add(sql, id);
        sql_add(sql, clause.without ? " NOT IN (" : " IN (");
        add_posts_within(sql, clause.terms->items + i, step, clause.children);
        sql_add(sql, ")");
    }
    sql_add(sql, ")");
}

// WordPress (tax_query): the relation stands between all four clauses, those that exclude too.
static void add_terms(const struct post_query *query, const struct post_source *source, struct sql_builder *sql) {
    bool done = source->term != 0 && !query->archive_term;  // the source is the first clause
    bool category_done = done && query->categories.count == 1;
    bool tag_done = done && !category_done;
    const struct id_list none = {0};
    const struct tax_clause clauses[] = {
        {category_done ? &none : &query->categories, false, query->categories_children, query->categories_all},
        {&query->categories_exclude, true, query->categories_exclude_children, false},
        {tag_done ? &none : &query->tags, false, false, query->tags_all},
        {&query->tags_exclude, true, false, false},
    };
    const char *joint = " AND (", *next = query->tax_any ? " OR " : " AND ";
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        add_tax_clause(sql, source->id, clauses[i], &joint, next);
    if (joint == next) sql_add(sql, ")");
}

// What is found in the index of the search: by walking it, or by asking it about each row of the other source.
static void add_search(const struct post_search *search, const struct post_source *source, struct sql_builder *sql) {
    int64_t classes[SEARCH_CLASSES];
    size_t count = 0;
    for (int class = 0; class < SEARCH_CLASSES; class ++)
        if (search->classes & SEARCH_CLASS_BIT(class)) classes[count++] = class;
    if (!search->plan->match) {
        sql_add(sql, " AND ");
        sql_add(sql, source->id);
        sql_add(sql,
                " NOT IN (SELECT d.post_id FROM search_index f CROSS JOIN search_doc d WHERE f.search_index MATCH ");
        sql_text(sql, search->plan->without);
        sql_add(sql, " AND d.key = f.rowid)");
        return;
    }
    sql_add(sql, " AND f.search_index MATCH ");
    sql_text(sql, search->plan->match);
    if (count < SEARCH_CLASSES) {
        sql_add(sql, " AND f.rowid & 3 IN ");
        sql_ids(sql, classes, count);
    }
    if (search->keys.count > 0) {
        sql_add(sql, " AND f.rowid IN ");
        sql_ids(sql, search->keys.items, search->keys.count);
    }
}

struct lists {
    size_t include, slugs;  // first parameters of the lists that an order follows
};

static enum db_result add_conditions(struct db *db, const struct post_query *query, const struct id_list *without,
                                     const struct post_source *source, const struct post_search *search,
                                     enum post_query_part part, struct lists *lists, struct sql_builder *sql) {
    const bool by_index = search && search->by_index;
    if (by_index && !search->look_at_post) {
        sql_add(sql, "1 = 1");
    } else if (source->term) {
        sql_add(sql, "a.term_id = ");
        sql_integer(sql, source->term);
        if (!source->tree) sql_add(sql, " AND a.published IS NOT NULL");
    } else {
        sql_add(sql, "1 = 1");
        enum db_result result = add_kinds(db, query, part, sql);
        if (result != DB_OK) return result;
    }
    if (query->include.count > 0) {
        sql_add(sql, " AND ");
        sql_add(sql, source->id);
        sql_add(sql, " IN ");
        lists->include = sql_ids(sql, query->include.items, query->include.count);
    }
    if (query->slugs.count > 0) {
        sql_add(sql, " AND p.slug IN ");
        lists->slugs = sql_texts(sql, query->slugs.items, query->slugs.count);
    }
    struct id_list exclude[] = {query->exclude, without ? *without : (struct id_list){0}};
    for (size_t i = 0; i < 2; i++) {
        if (exclude[i].count == 0) continue;
        sql_add(sql, " AND ");
        sql_add(sql, source->id);
        add_ids(sql, " NOT IN ", &exclude[i]);
    }
    add_people(query, sql);
    add_parents(query, sql);
    add_media(query, sql);
    add_dates(query, source, sql);
    add_terms(query, source, sql);
    if (query->sticky > 0) sql_add(sql, " AND p.sticky = 1");
    if (query->sticky < 0) sql_add(sql, " AND p.sticky = 0");
    if (query->hide_protected && !(by_index && !search->look_at_post)) sql_add(sql, " AND p.password = ''");
    if (query->filter_menu_order) {
        sql_add(sql, " AND p.menu_order = ");
        sql_integer(sql, query->menu_order);
    }
    post_discussion_add(query, sql);
    if (search) add_search(search, source, sql);
    if (by_index && query->archive_term) {
        sql_add(sql, " AND EXISTS (SELECT 1 FROM term_archive a WHERE a.post_id = d.post_id AND a.term_id = ");
        sql_integer(sql, query->archive_term);
        sql_add(sql, ")");
    }
    return DB_OK;
}

static void add_order(const struct post_query *query, const struct post_source *source, const struct lists *lists,
                      struct sql_builder *sql) {
    static const char *const columns[] = {
        [POST_ORDER_MODIFIED] = "p.modified",
        [POST_ORDER_TITLE] = "lower(p.title)",
        [POST_ORDER_SLUG] = "p.slug",
        [POST_ORDER_AUTHOR] = "p.author_id",
        [POST_ORDER_PARENT] = "p.parent_id",
        [POST_ORDER_MENU_ORDER] = "p.menu_order",
        [POST_ORDER_COMMENTS] = "p.comment_count",
    };
    const char *direction = query->ascending ? "" : " DESC";
    const char *column = source->order;
    sql_add(sql, " ORDER BY ");
    if (query->order == POST_ORDER_INCLUDE && lists->include) {
        sql_position(sql, source->id, lists->include, query->include.count);
        return;
    }
    if (query->order == POST_ORDER_INCLUDE_SLUGS && lists->slugs) {
        sql_position(sql, "p.slug", lists->slugs, query->slugs.count);
        sql_add(sql, ", p.id");
        return;
    }
    if ((size_t) query->order < sizeof columns / sizeof *columns && columns[query->order]) {
        column = columns[query->order];
    }
    if (query->order != POST_ORDER_ID) {
        sql_add(sql, column);
        sql_add(sql, direction);
        if (strcmp(column, KEY_COLUMN) == 0) return;  // no two rows have the same
        sql_add(sql, ", ");
    }
    sql_add(sql, source->id);
    sql_add(sql, direction);
}

bool post_query_is_bare(const struct post_query *query) {
    return !query->include.count && !query->exclude.count && !query->authors.count && !query->authors_exclude.count &&
           !query->parents.count && !query->parents_exclude.count && !query->filter_parents &&
           !query->categories.count && !query->categories_exclude.count && !query->tags.count &&
           !query->tags_exclude.count && !query->archive_term && !query->slugs.count && !query->after &&
           !query->before && !query->modified_after && !query->modified_before && !query->sticky &&
           !query->filter_menu_order && !query->mime && !query->mime_prefix && !query->attached.count &&
           !query->attached_exclude.count && !query->unused && !query->missing_alt && !query->editable_by &&
           !post_discussion_is_asked(query);
}

// Does any condition or the order look at the post's row? If not, an index alone gives the page.
static bool needs_post(const struct post_query *query, const struct post_source *source,
                       const struct post_search *search) {
    const bool by_index = search && search->by_index;
    if (!source->term && !by_index) return false;  // the source is the posts themselves
    if (query->authors.count || query->authors_exclude.count || query->editable_by) return true;
    if (query->parents.count || query->parents_exclude.count || query->filter_parents) return true;
    if (query->slugs.count || query->modified_after || query->modified_before) return true;
    if (query->sticky || query->filter_menu_order || post_discussion_is_asked(query)) return true;
    const bool by_row =
        query->order != POST_ORDER_DATE && query->order != POST_ORDER_ID && query->order != POST_ORDER_INCLUDE;
    if (by_index) {
        return search->look_at_post || query->after || query->before || by_row || query->mime || query->mime_prefix ||
               query->attached.count || query->attached_exclude.count || query->unused || query->missing_alt;
    }
    return query->hide_protected || by_row;
}

static struct post_source source_of(const struct post_query *query, const struct post_search *search) {
    if (!search || !search->by_index) return post_query_source(query);
    return (struct post_source){
        .from = "search_index f", .id = "d.post_id", .published = "p.published", .order = KEY_COLUMN};
}

static void add_from(const struct post_query *query, const struct post_source *source, const struct post_search *search,
                     enum post_query_part part, struct sql_builder *sql) {
    const bool by_index = search && search->by_index, found = search && search->plan->match;
    sql_add(sql, " FROM ");
    sql_add(sql, source->from);
    // CROSS JOIN keeps the order of the index that is walked, in both engines' plans.
    const bool bare_total = by_index && part == POST_QUERY_TOTAL && !search->look_at_post && post_query_is_bare(query);
    if (by_index && !bare_total) sql_add(sql, " CROSS JOIN search_doc d");
    const bool post = needs_post(query, source, search);
    if (post) sql_add(sql, " CROSS JOIN post p");
    if (found && !by_index) sql_add(sql, " CROSS JOIN search_doc d CROSS JOIN search_index f");
    sql_add(sql, " WHERE ");
    if (by_index && !bare_total) sql_add(sql, "d.key = f.rowid AND ");
    if (post) sql_add(sql, by_index ? "p.id = d.post_id AND " : "p.id = a.post_id AND ");
    if (found && !by_index) {
        sql_add(sql, "d.post_id = ");
        sql_add(sql, source->id);
        sql_add(sql, " AND f.rowid = d.key AND ");
    }
}

static void add_columns(const struct post_source *source, const struct post_search *search, enum post_query_part part,
                        struct sql_builder *sql) {
    if (part == POST_QUERY_TOTAL) {
        sql_add(sql, "count(*)");
        return;
    }
    sql_add(sql, source->id);
    if (part != POST_QUERY_RANKED) return;
    sql_add(sql, ", f.rowid, search_rank(f.search_index, ");
    sql_blob(sql, search->plan->weights, search->plan->phrases * sizeof *search->plan->weights);
    sql_add(sql, ")");
}

enum db_result post_query_build(struct db *db, const struct post_query *query, const struct post_search *search,
                                const struct id_list *without, enum post_query_part part, struct sql_builder *sql) {
    struct post_query unordered = *query;
    unordered.order = POST_ORDER_DATE;
    if (part == POST_QUERY_TOTAL) query = &unordered;
    const struct post_source source = source_of(query, search);
    struct lists lists = {0};
    const bool capped = part == POST_QUERY_TOTAL && query->total_most > 0;
    if (capped) sql_add(sql, "SELECT count(*) FROM (SELECT 1");
    if (!capped) {
        sql_add(sql, "SELECT ");
        add_columns(&source, search, part, sql);
    }
    add_from(query, &source, search, part, sql);
    enum db_result result = add_conditions(db, query, without, &source, search, part, &lists, sql);
    if (result != DB_OK) return result;
    if (capped) {
        sql_add(sql, " LIMIT ");
        sql_integer(sql, query->total_most);
        sql_add(sql, ")");
    }
    if (part == POST_QUERY_TOTAL) return DB_OK;
    add_order(query, &source, &lists, sql);
    sql_add(sql, " LIMIT ");
    sql_integer(sql, query->limit);
    if (query->offset > 0) {
        sql_add(sql, " OFFSET ");
        sql_integer(sql, query->offset);
    }
    return DB_OK;
}
