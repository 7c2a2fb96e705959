// post_counts: after thousands of random changes, all that is kept beside the posts is what counting gives.
//
// The changes are db_random.h's.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "db/comment.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db/term.h"
#include "db/user.h"
#include "db_random.h"

enum { OPERATIONS = 2000, CHECK_EVERY = 25 };

// Each counts the rows in which what is kept differs from what should be.
#define TREE                                                                                                       \
    "WITH RECURSIVE above (term_id, id) AS (SELECT id, id FROM term UNION "                                        \
    "SELECT above.term_id, t.parent_id FROM above JOIN term t ON t.id = above.id WHERE t.parent_id IS NOT NULL), " \
    "wanted AS (SELECT DISTINCT above.id AS term_id, p.published, p.id AS post_id FROM post p "                    \
    "JOIN post_term l ON l.post_id = p.id JOIN above ON above.term_id = l.term_id WHERE p.type = 1 AND p.status = 3) "
static const struct {
    const char *name, *sql;
} checks[] = {
    {"archive rows too many",
     TREE "SELECT count(*) FROM (SELECT term_id, published, post_id FROM term_archive EXCEPT SELECT * FROM wanted)"},
    {"archive rows missing",
     TREE "SELECT count(*) FROM (SELECT * FROM wanted EXCEPT SELECT term_id, published, post_id FROM term_archive)"},
    {"tree_count",
     TREE "SELECT count(*) FROM term t WHERE tree_count <> (SELECT count(*) FROM wanted w WHERE w.term_id = t.id)"},
    {"count",
     "SELECT count(*) FROM term t WHERE count <> (SELECT count(*) FROM post_term l JOIN post p ON p.id = l.post_id "
     "WHERE l.term_id = t.id AND p.type = 1 AND p.status = 3)"},
    {"link dates",
     "SELECT count(*) FROM post_term l JOIN post p ON p.id = l.post_id "
     "WHERE l.published IS NOT CASE WHEN p.type = 1 AND p.status = 3 THEN p.published END"},
    {"post_count",
     "SELECT count(*) FROM account a WHERE post_count <> (SELECT count(*) FROM post p WHERE p.author_id = a.id "
     "AND p.type = 1 AND p.status = 3)"},
    {"post counters",
     "SELECT count(*) FROM post_counter c WHERE number <> (SELECT count(*) FROM post p WHERE p.type = c.type "
     "AND p.status = c.status)"},
    {"post counters missing",
     "SELECT count(*) FROM post p WHERE NOT EXISTS (SELECT 1 FROM post_counter c WHERE c.type = p.type "
     "AND c.status = p.status)"},
    {"post blocks",
     "SELECT count(*) FROM post_block b WHERE number <> (SELECT count(*) FROM post p WHERE p.type = b.type "
     "AND p.status = 3 AND p.id / 2048 = b.block)"},
    {"post blocks missing",
     "SELECT count(*) FROM post p WHERE p.status = 3 AND NOT EXISTS (SELECT 1 FROM post_block b "
     "WHERE b.type = p.type AND b.block = p.id / 2048)"},
    {"comment_count",
     "SELECT count(*) FROM post p WHERE comment_count <> (SELECT count(*) FROM comment c WHERE c.post_id = p.id "
     "AND c.status = 1)"},
    {"comment counters too many",
     "SELECT count(*) FROM comment_counter k WHERE number <> (SELECT count(*) FROM comment c JOIN post p "
     "ON p.id = c.post_id WHERE c.status = k.status AND c.type = k.type "
     "AND (p.status = 3 AND p.password = '') = k.public)"},
    {"comment counters missing",
     "SELECT (SELECT count(*) FROM comment) - (SELECT COALESCE(sum(number), 0) FROM comment_counter)"},
    {"texts", "SELECT (SELECT count(*) FROM post) - (SELECT count(*) FROM post_text)"},
    {"foreign keys", "SELECT count(*) FROM pragma_foreign_key_check"},
};

static void check_total(struct db *db, struct random_run *run, struct post_query query) {
    struct post_list list;
    query.limit = 1000;
    query.want_total = true;
    assert_int_equal(post_list(db, &run->arena, &query, true, &list), DB_OK);
    if (list.total != (int64_t) list.count) {
        fail_msg("operation %d: total %lld of %zu", run->operation, (long long) list.total, list.count);
    }
    // The same through conditions that make it count.
    query.modified_after = -1;
    query.limit = 0;
    assert_int_equal(post_list(db, &run->arena, &query, true, &list), DB_OK);
    int64_t counted = list.total;
    query.modified_after = 0;
    assert_int_equal(post_list(db, &run->arena, &query, true, &list), DB_OK);
    assert_int_equal(list.total, counted);
}

static void check_comment_total(struct db *db, struct random_run *run, struct comment_query query) {
    struct comment_list list;
    query.limit = 10000;
    query.want_total = true;
    assert_int_equal(comment_list(db, &run->arena, &query, &list), DB_OK);
    if (list.total != (int64_t) list.count) {
        fail_msg("operation %d: %lld of %zu comments", run->operation, (long long) list.total, list.count);
    }
}

static void check(struct db *db, struct random_run *run) {
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        int64_t wrong = -1;
        assert_int_equal(statement_get_integer(db, checks[i].sql, 0, NULL, &wrong), DB_OK);
        if (wrong != 0) fail_msg("operation %d: %s: %lld wrong", run->operation, checks[i].name, (long long) wrong);
    }
    const unsigned published = POST_STATUS_BIT(POST_PUBLISH), private = POST_STATUS_BIT(POST_PRIVATE);
    int64_t term = random_id(db, run, "term", "taxonomy = 1"), tag = random_id(db, run, "term", "taxonomy = 2");
    int64_t author = random_id(db, run, "account", "1");
    const struct id_list terms = {&term, term != 0}, tags = {&tag, tag != 0}, authors = {&author, author != 0};
    check_total(db, run, (struct post_query){.types = 2, .statuses = published});
    check_total(db, run, (struct post_query){.statuses = published, .sticky_first = true});
    check_total(db, run, (struct post_query){.types = 2 | 4, .statuses = published | private, .private_of = author});
    check_total(db, run, (struct post_query){.types = 2, .statuses = published, .authors = authors});
    check_total(db, run, (struct post_query){.types = 2, .statuses = published, .categories = terms});
    check_total(
        db, run,
        (struct post_query){.types = 2, .statuses = published, .categories = terms, .categories_children = true});
    check_total(db, run, (struct post_query){.types = 2, .statuses = published, .tags = tags});
    check_total(
        db, run,
        (struct post_query){.types = 2, .statuses = published, .tags = tags, .categories = terms, .tax_any = true});
    check_total(db, run, (struct post_query){.types = 2, .statuses = published | private, .categories = terms});
    if (term) check_total(db, run, (struct post_query){.archive_term = term});
    const unsigned approved = 1U << COMMENT_APPROVED, hold = 1U << COMMENT_HOLD;
    check_comment_total(db, run, (struct comment_query){.statuses = approved});
    check_comment_total(db, run, (struct comment_query){.post_statuses = published, .hide_protected = true});
    check_comment_total(db, run, (struct comment_query){.post_statuses = published, .type = ""});
    check_comment_total(db, run, (struct comment_query){.statuses = approved | hold, .or_author = author, .type = ""});
    check_comment_total(
        db, run, (struct comment_query){.post_statuses = published, .hide_protected = true, .or_author = author});
}

// A refused operation is rolled back, so the next check sees that it left nothing.
static void test_random(void **state) {
    struct db db;
    struct touch_list touched;
    struct random_run run;
    random_open(&db, &run, &touched, *state);
    for (run.operation = 0; run.operation < OPERATIONS; run.operation++) {
        random_operation(&db, &run);
        touched.count = 0;
        if (run.operation % CHECK_EVERY == 0) {
            check(&db, &run);
            arena_finish(&run.arena);
        }
    }
    check(&db, &run);
    random_close(&db, &run, &touched);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_random, fixture_set_up, fixture_tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
