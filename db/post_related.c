// post_related: articles that share terms with one. A rare term says more than a common one, and of each only the
// newest are looked at, so that it costs the same whatever the size of the site.
#include <math.h>

#include "base/arena.h"
#include "db/post_row.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

enum { LOOKED_AT_MOST = 32, TERMS_MOST = 4, NEWEST_MOST = 12, FOUND_MOST = TERMS_MOST * NEWEST_MOST };

#define SQL_TERMS                                                                 \
    "SELECT l.term_id, t.count FROM post_term l JOIN term t ON t.id = l.term_id " \
    "WHERE l.post_id = $1 AND l.published IS NOT NULL ORDER BY l.term_id LIMIT $2"
#define SQL_NEWEST                                                                           \
    "SELECT post_id, published FROM post_term WHERE term_id = $1 AND published IS NOT NULL " \
    "ORDER BY published DESC, post_id DESC LIMIT $2"

const char *const post_related_statements[] = {SQL_TERMS, SQL_NEWEST, NULL};

struct related {
    int64_t id, published;
    double weight;
};

struct relating {
    int64_t post;
    int64_t terms[TERMS_MOST];
    double weights[TERMS_MOST];
    size_t term_count;
    struct related found[FOUND_MOST];
    size_t found_count;
};

// Keeps the rarest ones, the rarest first.
static void add_term(struct relating *relating, int64_t term, double weight) {
    size_t place = relating->term_count;
    while (place > 0 && relating->weights[place - 1] < weight) place--;
    if (place == TERMS_MOST) return;
    if (relating->term_count < TERMS_MOST) relating->term_count++;
    for (size_t i = relating->term_count - 1; i > place; i--) {
        relating->terms[i] = relating->terms[i - 1];
        relating->weights[i] = relating->weights[i - 1];
    }
    relating->terms[place] = term;
    relating->weights[place] = weight;
}

static enum db_result read_terms(struct db *db, struct relating *relating) {
    STATEMENT statement = statement_acquire(db, SQL_TERMS);
    statement_bind_integer(statement, relating->post);
    statement_bind_integer(statement, LOOKED_AT_MOST);
    statement_reads(statement, TOUCH_POST, relating->post);
    while (statement_row(statement)) {
        const int64_t term = statement_integer(statement, 0);
        statement_reads(statement, TOUCH_TERM, term);
        add_term(relating, term, 1 / log2(1 + (double) statement_integer(statement, 1)));
    }
    return statement_result(statement);
}

static void note(struct relating *relating, int64_t id, int64_t published, double weight) {
    for (size_t i = 0; i < relating->found_count; i++) {
        if (relating->found[i].id != id) continue;
        relating->found[i].weight += weight;
        return;
    }
    relating->found[relating->found_count++] = (struct related){.id = id, .published = published, .weight = weight};
}

static enum db_result read_newest(struct db *db, struct relating *relating, size_t term) {
    STATEMENT statement = statement_acquire(db, SQL_NEWEST);
    statement_bind_integer(statement, relating->terms[term]);
    statement_bind_integer(statement, NEWEST_MOST);
    statement_reads(statement, TOUCH_ROLL, relating->terms[term]);
    statement_reads(statement, TOUCH_TERM, relating->terms[term]);
    while (statement_row(statement)) {
        const int64_t id = statement_integer(statement, 0);
        if (id != relating->post) note(relating, id, statement_integer(statement, 1), relating->weights[term]);
    }
    return statement_result(statement);
}

static bool comes_before(const struct related *one, const struct related *other) {
    if (one->weight != other->weight) return one->weight > other->weight;
    return one->published != other->published ? one->published > other->published : one->id > other->id;
}

enum db_result post_related(struct db *db, struct arena *arena, int64_t post, size_t most, struct post_list *ret) {
    struct relating relating = {.post = post};
    enum db_result result = read_terms(db, &relating);
    for (size_t i = 0; i < relating.term_count && result == DB_OK; i++) result = read_newest(db, &relating, i);
    int64_t *ids = arena_array(arena, int64_t, most + 1);
    size_t count = 0;
    for (; count < most && count < relating.found_count; count++) {
        for (size_t i = count + 1; i < relating.found_count; i++) {
            if (!comes_before(&relating.found[i], &relating.found[count])) continue;
            const struct related first = relating.found[i];
            relating.found[i] = relating.found[count];
            relating.found[count] = first;
        }
        ids[count] = relating.found[count].id;
    }
    *ret = (struct post_list){0};
    return result == DB_OK ? post_read_links(db, arena, ids, count, ret) : result;
}
