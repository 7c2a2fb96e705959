// comment gate filter: for posts, settings, askers and moments taken at random, a list of those in some states holds
// just the ones of which comment_gate() says so, in order and number, by whatever other filters and order.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db/search.h"
#include "db_rows.h"
#include "server/rules/comment_gate.h"
#include "server/rules/settings.h"

enum { ROWS = 300, ROUNDS = 3000, DAY = 86400, NOW = 200 * DAY };

static struct post rows[ROWS];
static uint64_t seed = 1;

static int64_t pick(int64_t limit) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (int64_t) (seed >> 33) % limit;
}

// Some moments are those at which the rule begins.
static int64_t moment(void) { return NOW - pick(40) * DAY + pick(3) - 1; }

static void make_rows(struct fixture *fixture) {
    static const enum post_status statuses[] = {POST_PUBLISH, POST_PUBLISH, POST_PUBLISH, POST_DRAFT,     POST_PENDING,
                                                POST_FUTURE,  POST_PRIVATE, POST_TRASH,   POST_AUTO_DRAFT};
    make_user(fixture, "ann");
    make_user(fixture, "bob");
    const int64_t term = make_term(fixture, TERM_CATEGORY, "press", 0);
    for (int i = 0; i < ROWS; i++) {
        struct post post = {
            .type = pick(4) ? POST_TYPE_POST : POST_TYPE_PAGE,
            .status = statuses[pick(sizeof statuses / sizeof *statuses)],
            .author = pick(3),
            .comments_open = pick(2),
            .password = pick(5) ? "" : "secret",
            .published = moment(),
            .modified = pick(100),
            .content = pick(2) ? "river" : "lake",
        };
        if (pick(10) == 0) {
            post.type = POST_TYPE_ATTACHMENT;
            post.status = POST_INHERIT;
        }
        post.id = make_post(fixture, arena_printf(&fixture->arena, "row-%d", i), post);
        if (post.type == POST_TYPE_POST && pick(2)) give_terms(fixture, post.id, TERM_CATEGORY, TERMS(term));
        rows[i] = read_post(fixture, post.id);
    }
}

struct asker {
    bool reads_private;
    int64_t reader;
};

static bool may_read(const struct asker *asker, const struct post *post) {
    return asker->reads_private || (asker->reader && post->author == asker->reader);
}

// Is it in the list, as far as types, statuses and words go?
static bool is_wanted(const struct post_query *query, const struct post *post) {
    return (!query->types || query->types & POST_TYPE_BIT(post->type)) &&
           (!query->statuses || query->statuses & POST_STATUS_BIT(post->status)) &&
           (!query->search || strstr(post->content, query->search)) &&
           (query->authors.count == 0 || post->author == query->authors.items[0]);
}

static void check(struct fixture *fixture, struct db *db, const struct asker *asker, const struct settings *settings,
                  int64_t now, struct post_query query) {
    bool found[ROWS + 1] = {false};
    struct post_list list;
    query.limit = ROWS;
    query.want_total = true;
    assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
    assert_int_equal(list.total, list.count);
    for (size_t i = 0; i < list.count; i++) {
        assert_false(found[list.items[i].id]);
        found[list.items[i].id] = true;
        const bool ordered =
            i == 0 || query.search || query.order != POST_ORDER_DATE ||
            list.items[i - 1].published > list.items[i].published ||
            (list.items[i - 1].published == list.items[i].published && list.items[i - 1].id > list.items[i].id);
        if (!ordered) fail_msg("not in order");
    }
    for (int i = 0; i < ROWS; i++) {
        const struct comment_gate gate = comment_gate(&rows[i], settings, now, may_read(asker, &rows[i]));
        const bool expected = is_wanted(&query, &rows[i]) && (query.discussion.states & comment_gate_state(&gate)) != 0;
        if (found[rows[i].id] == expected) continue;
        fail_msg("post %d type %d status %d open %d author %d age %d: %s; states %x types %x statuses %x search %s",
                 (int) rows[i].id, (int) rows[i].type, (int) rows[i].status, rows[i].comments_open,
                 (int) rows[i].author, (int) (now - rows[i].published), expected ? "absent" : "there",
                 query.discussion.states, query.types, query.statuses, query.search ? query.search : "");
    }
}

static void test_random(void **state) {
    struct fixture *fixture = *state;
    static const enum post_order orders[] = {POST_ORDER_DATE, POST_ORDER_DATE, POST_ORDER_TITLE, POST_ORDER_MODIFIED,
                                             POST_ORDER_COMMENTS};
    make_rows(fixture);
    STORE_READ db = store_read_acquire(fixture->store);
    for (int round = 0; round < ROUNDS; round++) {
        const struct asker asker = {.reads_private = pick(2), .reader = pick(3)};
        const struct settings settings = {.close_comments_for_old_posts = pick(3) != 0,
                                          .close_comments_days_old = pick(40)};
        const int64_t now = NOW + pick(3), author = pick(2) + 1;
        struct post_query query = {
            .types = (unsigned) pick(8) << 1,
            .statuses = pick(3) ? (unsigned) pick(256) << 1 : POST_STATUS_BIT(POST_PUBLISH),
            .search = pick(4) ? NULL : "river",
            .order = orders[pick(sizeof orders / sizeof *orders)],
            .discussion =
                comment_gate_filter((unsigned) pick(31) + 1, &settings, now, asker.reads_private, asker.reader),
        };
        if (pick(4) == 0) query.authors = (struct id_list){.items = &author, .count = 1};
        check(fixture, db, &asker, &settings, now, query);
    }
}

// Where a term's own index is walked the condition asks the post.
static void test_within_a_term(void **state) {
    struct fixture *fixture = *state;
    make_rows(fixture);
    STORE_READ db = store_read_acquire(fixture->store);
    const struct settings settings = {.close_comments_for_old_posts = true, .close_comments_days_old = 14};
    const int64_t term = 1;
    int64_t all = 0, sum = 0;
    for (unsigned states = 0; states < 16; states = states ? states * 2 : 1) {
        struct post_list list;
        const struct post_query query = {
            .types = POST_TYPE_BIT(POST_TYPE_POST),
            .statuses = POST_STATUS_BIT(POST_PUBLISH),
            .categories = {.items = &term, .count = 1},
            .limit = ROWS,
            .want_total = true,
            .discussion = comment_gate_filter(states, &settings, NOW, false, 0),
        };
        assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
        assert_int_equal(list.total, list.count);
        for (size_t i = 0; i < list.count && states; i++) {
            const struct comment_gate gate = comment_gate(&list.items[i], &settings, NOW, false);
            assert_int_equal(comment_gate_state(&gate), states);
        }
        if (states)
            sum += list.total;
        else
            all = list.total;
    }
    assert_true(all > 10);
    assert_int_equal(sum, all);
}

static void test_names(void **state) {
    (void) state;
    assert_int_equal(comment_reason_parse("age"), COMMENTS_AGE);
    assert_int_equal(comment_reason_parse("article"), COMMENTS_ARTICLE);
    assert_int_equal(comment_reason_parse("not_public"), COMMENTS_NOT_PUBLIC);
    assert_int_equal(comment_reason_parse("not_supported"), COMMENTS_NOT_SUPPORTED);
    assert_int_equal(comment_reason_parse("tired"), COMMENTS_ARE_OPEN);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {TEST(test_random), TEST(test_within_a_term), cmocka_unit_test(test_names)};
    return cmocka_run_group_tests_name("gate_filter", tests, NULL, NULL);
}
