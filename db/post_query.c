// post_query: puts a list's SQL together from constant fragments.
//
// Three sources, chosen so that pages of any depth are walked along an index in the order wanted: the archive index of
// a term and what is below it, the links of a term itself, and the posts. Only ids are selected; the rows of the page
// are read afterwards.
#include "db/post_query.h"

#include "base/arena.h"
#include "db/search.h"
#include "db/statement.h"
#include "db/term.h"

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
    return source;
}

// Walking the posts by date passes over those of other statuses. That pays unless the wanted ones are few.
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
// few rows, and where several statuses are wanted but the walk by date is the better one.
static enum db_result add_kinds(struct db *db, const struct post_query *query, struct sql_builder *sql) {
    int64_t types[POST_TYPES_MOST], statuses[POST_STATUSES_MOST];
    size_t type_count = post_query_bits(query->types, POST_TYPES_MOST, types);
    size_t status_count = post_query_bits(query->statuses, POST_STATUSES_MOST, statuses);
    bool picked = query->include.count || query->slugs.count;
    bool walk = false;
    if (type_count == 1 && status_count > 1 && !picked) {
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

static void add_search(const struct search *search, struct sql_builder *sql) {
    for (size_t i = 0; i < search->count; i++) {
        sql_add(sql, search->words[i].absent ? " AND NOT (lower(p.title) LIKE " : " AND (lower(p.title) LIKE ");
        size_t word = sql_text(sql, search->words[i].like);
        sql_add(sql, " ESCAPE '\\' OR lower(p.excerpt) LIKE ");
        sql_parameter(sql, word);
        sql_add(sql, " ESCAPE '\\' OR lower(x.content) LIKE ");
        sql_parameter(sql, word);
        sql_add(sql, " ESCAPE '\\')");
    }
}

// WordPress (parse_search_order): the phrase in the title, all words in it, any of them, the phrase in the excerpt, in
// the text; a single word: in the title or not. Then by date.
static void add_relevance(const struct search *search, struct sql_builder *sql) {
    sql_add(sql, "CASE WHEN lower(p.title) LIKE ");
    size_t phrase = sql_text(sql, search->phrase);
    sql_add(sql, " ESCAPE '\\' THEN 1");
    if (search->count > 1) {
        size_t first = sql->count + 1;
        for (size_t i = 0; i < search->count; i++) {
            sql_add(sql, i == 0 ? " WHEN lower(p.title) LIKE " : " AND lower(p.title) LIKE ");
            sql_text(sql, search->words[i].like);
            sql_add(sql, " ESCAPE '\\'");
        }
        sql_add(sql, " THEN 2");
        for (size_t i = 0; i < search->count; i++) {
            sql_add(sql, i == 0 ? " WHEN lower(p.title) LIKE " : " OR lower(p.title) LIKE ");
            sql_parameter(sql, first + i);
            sql_add(sql, " ESCAPE '\\'");
        }
        sql_add(sql, " THEN 3 WHEN lower(p.excerpt) LIKE ");
        sql_parameter(sql, phrase);
        sql_add(sql, " ESCAPE '\\' THEN 4 WHEN lower(x.content) LIKE ");
        sql_parameter(sql, phrase);
        sql_add(sql, " ESCAPE '\\' THEN 5");
    }
    sql_add(sql, " ELSE 6 END, ");
}

struct lists {
    size_t include, slugs;  // first parameters of the lists that an order follows
};

static enum db_result add_conditions(struct db *db, const struct post_query *query, const struct id_list *without,
                                     const struct post_source *source, const struct search *search, struct lists *lists,
                                     struct sql_builder *sql) {
    if (source->term) {
        sql_add(sql, "a.term_id = ");
        sql_integer(sql, source->term);
        if (!source->tree) sql_add(sql, " AND a.published IS NOT NULL");
    } else {
        sql_add(sql, "1 = 1");
        enum db_result result = add_kinds(db, query, sql);
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
    if (query->hide_protected) sql_add(sql, " AND p.password = ''");
    if (query->filter_menu_order) {
        sql_add(sql, " AND p.menu_order = ");
        sql_integer(sql, query->menu_order);
    }
    if (query->search) add_search(search, sql);
    return DB_OK;
}

static void add_order(const struct post_query *query, const struct post_source *source, const struct search *search,
                      const struct lists *lists, struct sql_builder *sql) {
    static const char *const columns[] = {
        [POST_ORDER_MODIFIED] = "p.modified", [POST_ORDER_TITLE] = "lower(p.title)",
        [POST_ORDER_SLUG] = "p.slug",         [POST_ORDER_AUTHOR] = "p.author_id",
        [POST_ORDER_PARENT] = "p.parent_id",  [POST_ORDER_MENU_ORDER] = "p.menu_order",
        [POST_ORDER_RELEVANCE] = NULL,
    };
    const char *direction = query->ascending ? "" : " DESC";
    const char *column = source->published;
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
    if (query->order == POST_ORDER_RELEVANCE && query->search) {
        add_relevance(search, sql);
        direction = " DESC";
    } else if ((size_t) query->order < sizeof columns / sizeof *columns && columns[query->order]) {
        column = columns[query->order];
    }
    if (query->order != POST_ORDER_ID) {
        sql_add(sql, column);
        sql_add(sql, direction);
        sql_add(sql, ", ");
    }
    sql_add(sql, source->id);
    sql_add(sql, direction);
}

// Does any condition or the order look at the post's row? If not, the term's index alone gives the page.
static bool needs_post(const struct post_query *query, const struct post_source *source) {
    if (!source->term) return false;
    if (query->authors.count || query->authors_exclude.count || query->editable_by) return true;
    if (query->parents.count || query->parents_exclude.count || query->filter_parents) return true;
    if (query->slugs.count || query->search) return true;
    if (query->modified_after || query->modified_before || query->sticky || query->filter_menu_order) return true;
    return query->hide_protected || (query->order != POST_ORDER_DATE && query->order != POST_ORDER_ID);
}

enum db_result post_query_build(struct db *db, const struct post_query *query, const struct id_list *without,
                                enum post_query_part part, struct sql_builder *sql) {
    const struct post_source source = post_query_source(query);
    struct search search = {0};
    struct lists lists = {0};
    if (query->search) search_parse(sql->arena, query->search, &search);
    sql_add(sql, "SELECT ");
    sql_add(sql, part == POST_QUERY_TOTAL ? "count(*)" : source.id);
    sql_add(sql, " FROM ");
    sql_add(sql, source.from);
    // CROSS JOIN keeps the order of the term's index in both engines' plans.
    if (needs_post(query, &source)) sql_add(sql, " CROSS JOIN post p");
    if (query->search) sql_add(sql, " CROSS JOIN post_text x");
    sql_add(sql, " WHERE ");
    if (needs_post(query, &source)) sql_add(sql, "p.id = a.post_id AND ");
    if (query->search) sql_add(sql, "x.post_id = p.id AND ");
    enum db_result result = add_conditions(db, query, without, &source, &search, &lists, sql);
    if (result != DB_OK || part == POST_QUERY_TOTAL) return result;
    add_order(query, &source, &search, &lists, sql);
    sql_add(sql, " LIMIT ");
    sql_integer(sql, query->limit);
    if (query->offset > 0) {
        sql_add(sql, " OFFSET ");
        sql_integer(sql, query->offset);
    }
    return DB_OK;
}
