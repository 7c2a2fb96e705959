// post_counts: after thousands of random changes, all that is kept beside the posts is what counting gives.
//
// The sequence is the same at every run; TEST_SEED gives another one.
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
#include "db_fixture.h"

enum { OPERATIONS = 2000, CHECK_EVERY = 25 };

struct run {
    struct arena arena;
    uint64_t random;
    int operation;
    int done[16];  // how often each kind succeeded
};

static int64_t pick(struct run *run, int64_t limit) {
    run->random ^= run->random << 13;
    run->random ^= run->random >> 7;
    run->random ^= run->random << 17;
    return (int64_t) (run->random % (uint64_t) limit);
}

// An id of the table, 0 when it has none.
static int64_t pick_id(struct db *db, struct run *run, const char *table, const char *where) {
    const char *count = arena_printf(&run->arena, "SELECT count(*) FROM %s WHERE %s", table, where);
    int64_t number, id = 0;
    assert_int_equal(statement_get_integer(db, count, 0, NULL, &number), DB_OK);
    if (number == 0) return 0;
    const char *sql =
        arena_printf(&run->arena, "SELECT id FROM %s WHERE %s ORDER BY id LIMIT 1 OFFSET $1", table, where);
    assert_int_equal(statement_get_integer(db, sql, INTEGERS(pick(run, number)), &id), DB_OK);
    return id;
}

static enum post_status pick_status(struct run *run) {
    static const enum post_status often[] = {POST_PUBLISH, POST_PUBLISH, POST_PUBLISH, POST_DRAFT,
                                             POST_PENDING, POST_FUTURE,  POST_PRIVATE, POST_TRASH};
    return often[pick(run, sizeof often / sizeof *often)];
}

static void change_post(struct db *db, struct run *run, struct post *post) {
    post->status = pick_status(run);
    post->author = pick(run, 5) ? pick_id(db, run, "account", "1") : 0;
    post->published = 1000 + pick(run, 40);
    post->slug = arena_printf(&run->arena, "slug-%d", (int) pick(run, 30));
    post->sticky = pick(run, 10) == 0;
    post->password = pick(run, 4) ? "" : "secret";
}

static enum db_result insert_post(struct db *db, struct run *run) {
    struct post post = {.type = pick(run, 6) ? POST_TYPE_POST : POST_TYPE_PAGE};
    int64_t id;
    change_post(db, run, &post);
    if (post.type == POST_TYPE_PAGE) post.parent = pick_id(db, run, "post", "type = 2");
    return post_insert(db, &post, &id);
}

static enum db_result update_post(struct db *db, struct run *run) {
    struct post post;
    enum db_result result = post_get(db, &run->arena, pick_id(db, run, "post", "1"), &post);
    if (result != DB_OK) return result;
    if (pick(run, 3)) change_post(db, run, &post);
    if (post.type == POST_TYPE_PAGE) post.parent = pick_id(db, run, "post", "type = 2");
    return post_update(db, &post);
}

static enum db_result delete_post(struct db *db, struct run *run) {
    return post_delete(db, pick_id(db, run, "post", "1"));
}

static enum db_result set_terms(struct db *db, struct run *run) {
    int taxonomy = pick(run, 3) ? TERM_CATEGORY : TERM_TAG;
    int64_t terms[4];
    size_t count = (size_t) pick(run, 5);
    for (size_t i = 0; i < count; i++) {
        terms[i] = pick_id(db, run, "term", taxonomy == TERM_CATEGORY ? "taxonomy = 1" : "taxonomy = 2");
    }
    return post_set_terms(db, pick_id(db, run, "post", "1"), taxonomy, terms, count);
}

static enum db_result insert_term(struct db *db, struct run *run) {
    const char *name = arena_printf(&run->arena, "term-%d", run->operation);
    struct term term = {.taxonomy = pick(run, 3) ? TERM_CATEGORY : TERM_TAG, .name = name, .slug = name};
    if (pick(run, 4)) term.parent = pick_id(db, run, "term", "taxonomy = 1");
    int64_t id;
    return term_insert(db, &term, &id);
}

static enum db_result move_term(struct db *db, struct run *run) {
    struct term term;
    enum db_result result = term_get(db, &run->arena, pick_id(db, run, "term", "taxonomy = 1"), &term);
    if (result != DB_OK) return result;
    term.parent = pick(run, 4) ? pick_id(db, run, "term", "taxonomy = 1") : 0;
    return term_update(db, &term);
}

static enum db_result delete_term(struct db *db, struct run *run) {
    int64_t fallback = pick(run, 2) ? pick_id(db, run, "term", "taxonomy = 1") : 0;
    return term_delete(db, pick_id(db, run, "term", "1"), fallback);
}

static enum db_result insert_user(struct db *db, struct run *run) {
    const char *name = arena_printf(&run->arena, "user-%d", run->operation);
    struct user user = {.login = name, .email = name, .slug = name};
    int64_t id;
    return user_insert(db, &user, &id);
}

static enum db_result delete_user(struct db *db, struct run *run) {
    int64_t heir = pick(run, 3) ? pick_id(db, run, "account", "1") : 0;
    return user_delete(db, pick_id(db, run, "account", "1"), heir);
}

static enum db_result insert_comment(struct db *db, struct run *run) {
    struct comment comment = {.post = pick_id(db, run, "post", "1"),
                              .user = pick(run, 3) ? 0 : pick_id(db, run, "account", "1"),
                              .status = (enum comment_status)(1 + pick(run, 4)),
                              .type = pick(run, 5) ? "comment" : "pingback",
                              .content = "text"};
    const char *of_post = arena_printf(&run->arena, "post_id = %d", (int) comment.post);
    if (pick(run, 2)) comment.parent = pick_id(db, run, "comment", of_post);
    int64_t id;
    return comment_insert(db, &comment, &id);
}

static enum db_result update_comment(struct db *db, struct run *run) {
    struct comment comment;
    enum db_result result = comment_get(db, &run->arena, pick_id(db, run, "comment", "1"), &comment);
    if (result != DB_OK) return result;
    comment.status = (enum comment_status)(1 + pick(run, 4));
    if (pick(run, 5) == 0) comment.post = pick_id(db, run, "post", "1");
    if (pick(run, 5) == 0) comment.type = "pingback";
    if (pick(run, 5) == 0) comment.parent = pick_id(db, run, "comment", "1");
    return comment_update(db, &comment);
}

static enum db_result delete_comment(struct db *db, struct run *run) {
    return comment_delete(db, pick_id(db, run, "comment", "1"));
}

static const struct {
    enum db_result (*function)(struct db *db, struct run *run);
    int weight;
} kinds[] = {
    {insert_post, 12}, {update_post, 14},    {delete_post, 4},    {set_terms, 16},
    {insert_term, 5},  {move_term, 4},       {delete_term, 2},    {insert_user, 1},
    {delete_user, 1},  {insert_comment, 10}, {update_comment, 6}, {delete_comment, 3},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

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

static void check_total(struct db *db, struct run *run, struct post_query query) {
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

static void check_comment_total(struct db *db, struct run *run, struct comment_query query) {
    struct comment_list list;
    query.limit = 10000;
    query.want_total = true;
    assert_int_equal(comment_list(db, &run->arena, &query, &list), DB_OK);
    if (list.total != (int64_t) list.count) {
        fail_msg("operation %d: %lld of %zu comments", run->operation, (long long) list.total, list.count);
    }
}

static void check(struct db *db, struct run *run) {
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        int64_t wrong = -1;
        assert_int_equal(statement_get_integer(db, checks[i].sql, 0, NULL, &wrong), DB_OK);
        if (wrong != 0) fail_msg("operation %d: %s: %lld wrong", run->operation, checks[i].name, (long long) wrong);
    }
    const unsigned published = POST_STATUS_BIT(POST_PUBLISH), private = POST_STATUS_BIT(POST_PRIVATE);
    int64_t term = pick_id(db, run, "term", "taxonomy = 1"), tag = pick_id(db, run, "term", "taxonomy = 2");
    int64_t author = pick_id(db, run, "account", "1");
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
static void one_operation(struct db *db, struct run *run) {
    int total = 0;
    for (int i = 0; i < KINDS; i++) total += kinds[i].weight;
    int64_t at = pick(run, total);
    int kind = 0;
    for (; at >= kinds[kind].weight; kind++) at -= kinds[kind].weight;
    assert_int_equal(db->driver->begin(db->connection, true, 0), DB_OK);
    enum db_result result = kinds[kind].function(db, run);
    if (result == DB_OK) {
        run->done[kind]++;
        assert_int_equal(db->driver->commit(db->connection), DB_OK);
    } else if (result == DB_CONFLICT || result == DB_NOT_FOUND) {
        db->driver->rollback(db->connection);
    } else {
        fail_msg("operation %d: %s", run->operation, db_message(db));
    }
    db->touched->count = 0;
}

static void test_random(void **state) {
    struct fixture *fixture = *state;
    const char *seed = getenv("TEST_SEED");
    struct run run = {.random = seed ? strtoull(seed, NULL, 10) * 2 + 1 : 88172645463325252ULL};
    // On this thread and without syncing: only what the rows say is looked at.
    store_close(fixture->store);
    fixture->store = NULL;
    struct db db;
    struct touch_list touched = {0};
    const char *path = arena_printf(&fixture->arena, "%s/site.db", fixture->directory);
    assert_int_equal(db_open(&db, &driver_sqlite, path, DRIVER_WRITE), DB_OK);
    assert_int_equal(db.driver->script(db.connection, "PRAGMA synchronous=OFF"), DB_OK);
    db.touched = &touched;
    arena_init(&run.arena);
    for (run.operation = 0; run.operation < OPERATIONS; run.operation++) {
        one_operation(&db, &run);
        if (run.operation % CHECK_EVERY == 0) {
            check(&db, &run);
            arena_finish(&run.arena);
        }
    }
    check(&db, &run);
    for (int i = 0; i < KINDS; i++) assert_true(run.done[i] > 5);
    arena_finish(&run.arena);
    touch_list_finish(&touched);
    db_close(&db);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_random, fixture_set_up, fixture_tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
