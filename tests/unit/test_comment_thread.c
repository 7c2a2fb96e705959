// comment_thread: discussions by threads, and the root, the answers and the threads that the writes keep.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "db/comment_thread.h"
#include "db/connection.h"
#include "db/statement.h"
#include "db_rows.h"

static int64_t integer(struct db *db, const char *sql) {
    STATEMENT statement = statement_acquire(db, sql);
    int64_t value = statement_row(statement) ? statement_integer(statement, 0) : -1;
    assert_int_equal(statement_result(statement), DB_OK);
    return value;
}

#define PLACE "CASE c.place_id WHEN 0 THEN c.parent_id ELSE c.place_id END"

// Every row against what it is derived from.
static void check_kept(struct fixture *fixture, int step) {
    STORE_READ db = store_read_acquire(fixture->store);
    int64_t roots = integer(db,
                            "WITH RECURSIVE tree (id, root, post_id) AS ("
                            "SELECT c.id, c.id, c.post_id FROM comment c LEFT JOIN comment p ON p.id = " PLACE
                            " "
                            "WHERE p.id IS NULL OR p.post_id <> c.post_id UNION ALL "
                            "SELECT c.id, tree.root, c.post_id FROM tree JOIN comment c ON " PLACE
                            " = tree.id "
                            "AND c.post_id = tree.post_id) SELECT count(*) FROM comment c JOIN tree ON tree.id = c.id "
                            "WHERE c.root_id <> CASE WHEN tree.root = c.id THEN 0 ELSE tree.root END");
    int64_t replies = integer(db,
                              "SELECT count(*) FROM comment c WHERE c.replies <> (SELECT count(*) FROM comment r "
                              "WHERE r.root_id = c.id AND r.status = 1)");
    int64_t threads = integer(db,
                              "SELECT count(*) FROM post p WHERE p.thread_count <> (SELECT count(*) FROM comment c "
                              "WHERE c.post_id = p.id AND c.root_id = 0 AND (c.status = 1 OR c.replies > 0))");
    int64_t days =
        integer(db,
                "SELECT count(*) FROM post p WHERE p.thread_count <> (SELECT COALESCE(sum(d.threads), 0) FROM "
                "comment_day d WHERE d.post_id = p.id) OR p.comment_count <> (SELECT COALESCE(sum(d.comments), "
                "0) FROM comment_day d WHERE d.post_id = p.id)");
    days += integer(db,
                    "SELECT count(*) FROM comment_day d WHERE d.threads <> (SELECT count(*) FROM comment c WHERE "
                    "c.post_id = d.post_id AND (c.created + 62167219200) / 86400 = d.day AND c.root_id = 0 AND "
                    "(c.status = 1 OR c.replies > 0)) OR d.comments <> (SELECT count(*) FROM comment c WHERE "
                    "c.post_id = d.post_id AND (c.created + 62167219200) / 86400 = d.day AND c.status = 1)");
    int64_t counts = integer(db,
                             "SELECT count(*) FROM post p WHERE p.comment_count <> (SELECT count(*) FROM comment c "
                             "WHERE c.post_id = p.id AND c.status = 1)");
    int64_t gone = integer(db,
                           "SELECT count(*) FROM comment c WHERE c.status = 5 AND (c.content <> '' OR c.author_name "
                           "<> '' OR EXISTS (SELECT 1 FROM comment r WHERE r.parent_id = c.id) OR NOT EXISTS (SELECT 1 "
                           "FROM comment r WHERE r.place_id = c.id))");
    if (roots + replies + threads + days + counts + gone)
        fail_msg("step %d: %d roots, %d replies, %d threads, %d days, %d counts, %d gone", step, (int) roots,
                 (int) replies, (int) threads, (int) days, (int) counts, (int) gone);
}

static unsigned next_random(unsigned *seed) { return (*seed = *seed * 1103515245U + 12345U) >> 16; }

static bool find(struct fixture *fixture, int64_t id, struct comment *ret) {
    STORE_READ db = store_read_acquire(fixture->store);
    return comment_get(db, &fixture->arena, id, ret) == DB_OK;
}

// One change at random; what is refused changes nothing.
static void change(struct fixture *fixture, unsigned *seed, const int64_t posts[2]) {
    struct comment comment;
    int64_t made = 40;
    const int64_t id = 1 + next_random(seed) % made;
    const unsigned what = next_random(seed) % 8;
    if (!find(fixture, id, &comment) || what < 3) {
        comment = (struct comment){.post = posts[next_random(seed) % 2], .content = "text", .created = 100};
        comment.status = (enum comment_status)(1 + next_random(seed) % 4);
        comment.created += next_random(seed) % 50 * 3600 - 60000;
        struct comment parent;
        if (find(fixture, 1 + next_random(seed) % made, &parent) && next_random(seed) % 4) {
            comment.parent = parent.id;
            comment.post = parent.post;
        }
        assert_int_equal(try_comment_insert(fixture, &comment, NULL), DB_OK);
    } else if (what < 5) {
        comment.status = (enum comment_status)(1 + next_random(seed) % 4);
        if (what == 3) comment.created += 40000;
        assert_int_equal(try_comment_update(fixture, &comment), DB_OK);
    } else if (what == 5) {
        comment.parent = next_random(seed) % 3 ? 1 + next_random(seed) % made : 0;
        if (next_random(seed) % 2) comment.post = posts[next_random(seed) % 2];
        (void) try_comment_update(fixture, &comment);
    } else {
        assert_int_equal(try_comment_delete(fixture, id), DB_OK);
    }
}

// The place of every comment against a count.
static void check_places(struct fixture *fixture) {
    STORE_READ db = store_read_acquire(fixture->store);
    for (int64_t id = 1; id <= 60; id++) {
        struct comment comment;
        if (comment_get(db, &fixture->arena, id, &comment) != DB_OK) continue;
        int64_t place, flat;
        assert_int_equal(comment_thread_place(db, &comment, false, &place), DB_OK);
        assert_int_equal(comment_thread_place(db, &comment, true, &flat), DB_OK);
        const char *before = arena_printf(&fixture->arena,
                                          "SELECT count(*) FROM comment c, comment r WHERE r.id = %lld AND c.post_id = "
                                          "%lld AND c.root_id = 0 AND (c.status = 1 OR c.replies > 0) AND (c.created, "
                                          "c.id) < (r.created, r.id)",
                                          (long long) (comment.root ? comment.root : id), (long long) comment.post);
        const char *comments =
            arena_printf(&fixture->arena,
                         "SELECT count(*) FROM comment c WHERE c.post_id = %lld AND c.status = 1 AND (c.created, c.id) "
                         "< (%lld, %lld)",
                         (long long) comment.post, (long long) comment.created, (long long) id);
        if (place != integer(db, before) || flat != integer(db, comments)) fail_msg("comment %d", (int) id);
    }
}

static void test_kept(void **state) {
    struct fixture *fixture = *state;
    const int64_t posts[2] = {make_post(fixture, "a", (struct post){0}), make_post(fixture, "b", (struct post){0})};
    unsigned seed = 4;
    for (int step = 0; step < 400; step++) {
        change(fixture, &seed, posts);
        check_kept(fixture, step);
    }
    check_places(fixture);
    STORE_READ db = store_read_acquire(fixture->store);
    // The walk has been where it should.
    assert_true(integer(db, "SELECT count(*) FROM comment WHERE status = 5") > 0);
    assert_true(integer(db, "SELECT count(*) FROM comment WHERE root_id = 0 AND status <> 1 AND replies > 0") > 0);
    assert_true(integer(db,
                        "SELECT count(*) FROM comment c JOIN comment p ON p.id = c.parent_id WHERE "
                        "p.post_id <> c.post_id") > 0);
}

static void test_post_delete(void **state) {
    struct fixture *fixture = *state;
    int64_t post = make_post(fixture, "a", (struct post){0}), other = make_post(fixture, "b", (struct post){0});
    int64_t top = make_comment(fixture, (struct comment){.post = post});
    int64_t low = make_comment(fixture, (struct comment){.post = post, .parent = top});
    struct comment comment = read_comment(fixture, low);
    comment.post = other;
    assert_int_equal(try_comment_update(fixture, &comment), DB_OK);
    assert_int_equal(try_post_delete(fixture, post), DB_OK);
    assert_int_equal(read_comment(fixture, low).parent, 0);
    check_kept(fixture, 0);
}

// The ids of a span as letters, 'a' being 1.
static const char *span_of(struct fixture *fixture, struct comment_span span, bool *ret_cut) {
    STORE_READ db = store_read_acquire(fixture->store);
    struct comment_list list;
    assert_int_equal(comment_span(db, &fixture->arena, &span, &list, ret_cut), DB_OK);
    char *names = arena_alloc(&fixture->arena, list.count + 1);
    for (size_t i = 0; i < list.count; i++) names[i] = (char) ('a' + list.items[i].id - 1);
    names[list.count] = '\0';
    return names;
}

static void test_spans(void **state) {
    struct fixture *fixture = *state;
    int64_t post = make_post(fixture, "a", (struct post){0}), other = make_post(fixture, "b", (struct post){0});
    const struct comment rows[] = {
        {.post = post, .created = 30},                                       // a
        {.post = post, .created = 10},                                       // b
        {.post = post, .created = 40, .parent = 2},                          // c
        {.post = post, .created = 20, .status = COMMENT_TRASH},              // d
        {.post = post, .created = 50, .parent = 4, .status = COMMENT_HOLD},  // e
        {.post = other, .created = 1},                                       // f
        {.post = post, .created = 60, .parent = 3},                          // g
        {.post = post, .created = 70, .parent = 1},                          // h
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) make_comment(fixture, rows[i]);
    bool cut;
    assert_string_equal(span_of(fixture, (struct comment_span){.post = post, .limit = 9, .most = 99}, &cut), "bacgh");
    assert_false(cut);
    assert_string_equal(span_of(fixture, (struct comment_span){.post = post, .limit = 1, .most = 99}, &cut), "bcg");
    assert_string_equal(
        span_of(fixture, (struct comment_span){.post = post, .offset = 1, .limit = 1, .most = 99}, &cut), "ah");
    assert_string_equal(span_of(fixture, (struct comment_span){.post = post, .limit = 9, .most = 4}, &cut), "bacg");
    assert_true(cut);
    assert_string_equal(
        span_of(fixture, (struct comment_span){.post = post, .flat = true, .limit = 2, .offset = 1, .most = 9}, &cut),
        "ac");

    // The root in the trash is shown once its answer is.
    struct comment held = read_comment(fixture, 5);
    held.status = COMMENT_APPROVED;
    assert_int_equal(try_comment_update(fixture, &held), DB_OK);
    assert_string_equal(span_of(fixture, (struct comment_span){.post = post, .limit = 9, .most = 99}, &cut), "bdacegh");

    STORE_READ db = store_read_acquire(fixture->store);
    int64_t number;
    assert_int_equal(comment_thread_total(db, post, &number), DB_OK);
    assert_int_equal(number, 3);
    const struct { int64_t id, place, flat; } places[] = {{2, 0, 0}, {7, 0, 4}, {5, 1, 3}, {1, 2, 1}, {8, 2, 5}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct comment comment = read_comment(fixture, places[i].id);
        assert_int_equal(comment_thread_place(db, &comment, false, &number), DB_OK);
        if (number != places[i].place) fail_msg("%d stands at %d", (int) places[i].id, (int) number);
        assert_int_equal(comment_thread_place(db, &comment, true, &number), DB_OK);
        if (number != places[i].flat) fail_msg("%d stands at %d, flat", (int) places[i].id, (int) number);
    }
}

// What is below the roots is found by them, not by a walk over all comments in their order.
static void test_plan(void **state) {
    struct fixture *fixture = *state;
    int64_t post = make_post(fixture, "a", (struct post){0});
    make_comment(fixture, (struct comment){.post = post});
    STORE_READ db = store_read_acquire(fixture->store);
    struct comment_list list;
    bool cut;
    const struct comment_span span = {.post = post, .limit = 5, .most = 10};
    assert_int_equal(comment_span(db, &fixture->arena, &span, &list, &cut), DB_OK);
    const char *used = statement_sql(db->statements[0]);
    assert_non_null(strstr(used, "c.root_id IN"));
    STATEMENT plan = statement_acquire(db, arena_printf(&fixture->arena, "EXPLAIN QUERY PLAN %s", used));
    assert_true(statement_row(plan));
    assert_non_null(strstr(statement_text(plan, 3, &fixture->arena), "comment_root (root_id=?"));
}

static void test_rows(void **state) {
    struct fixture *fixture = *state;
    int64_t post = make_post(fixture, "a", (struct post){0});
    int64_t top = make_comment(fixture, (struct comment){.post = post, .author_name = "Ann"});
    int64_t low = make_comment(fixture, (struct comment){.post = post, .parent = top});
    assert_int_equal(try_comment_delete(fixture, top), DB_OK);
    struct comment comment;
    assert_false(find(fixture, top, &comment));
    STORE_READ db = store_read_acquire(fixture->store);
    struct comment_list list;
    const struct id_list ids = {(const int64_t[]){top, low, 99}, 3};
    assert_int_equal(comment_rows(db, &fixture->arena, &ids, &list), DB_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].status, COMMENT_GONE);
    assert_string_equal(list.items[0].author_name, "");
    struct comment_query any = {.statuses = 30, .type = "", .limit = 10, .want_total = true};
    assert_int_equal(comment_list(db, &fixture->arena, &any, &list), DB_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.total, 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {TEST(test_kept), TEST(test_post_delete), TEST(test_spans), TEST(test_plan),
                                       TEST(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
