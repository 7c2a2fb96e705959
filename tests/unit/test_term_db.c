// term_db: terms, their tree, what moving and deleting does to posts, and their lists.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db_rows.h"

static const int64_t no_terms[1];

static void test_fields(void **state) {
    struct fixture *fixture = *state;
    int64_t parent = make_term(fixture, TERM_CATEGORY, "parent", 0), id;
    struct term term = {.taxonomy = TERM_CATEGORY,
                        .parent = parent,
                        .name = "World & <more>",
                        .slug = "\xd0\xbc\xd0\xb8\xd1\x80",
                        .description = "About it"};
    assert_int_equal(try_term_insert(fixture, &term, &id), DB_OK);
    struct term stored = read_term(fixture, id);
    assert_int_equal(stored.taxonomy, TERM_CATEGORY);
    assert_int_equal(stored.parent, parent);
    assert_string_equal(stored.name, term.name);
    assert_string_equal(stored.slug, term.slug);
    assert_string_equal(stored.description, term.description);
    assert_int_equal(stored.count, 0);
    struct term changed = {.id = id, .taxonomy = TERM_TAG, .name = "New", .slug = "new"};
    assert_int_equal(try_term_update(fixture, &changed), DB_OK);
    stored = read_term(fixture, id);
    assert_int_equal(stored.taxonomy, TERM_CATEGORY);
    assert_int_equal(stored.parent, 0);
    assert_string_equal(stored.name, "New");
    assert_string_equal(stored.description, "");
}

static void test_refused(void **state) {
    struct fixture *fixture = *state;
    int64_t a = make_term(fixture, TERM_CATEGORY, "a", 0), b = make_term(fixture, TERM_CATEGORY, "b", a);
    int64_t tag = make_term(fixture, TERM_TAG, "a", 0);  // another taxonomy has its own slugs
    const struct {
        struct term term;
        enum db_result result;
    } cases[] = {
        {{.taxonomy = TERM_CATEGORY, .name = "x", .slug = "a"}, DB_CONFLICT},
        {{.taxonomy = TERM_CATEGORY, .name = "x", .slug = "x", .parent = 99}, DB_CONFLICT},
        {{.taxonomy = TERM_CATEGORY, .name = "x", .slug = "x", .parent = tag}, DB_CONFLICT},
        {{.taxonomy = TERM_TAG, .name = "x", .slug = "x", .parent = 99}, DB_OK},  // tags have no parents
        {{.id = a, .name = "a", .slug = "b"}, DB_CONFLICT},
        {{.id = a, .name = "a", .slug = "a", .parent = a}, DB_CONFLICT},
        {{.id = a, .name = "a", .slug = "a", .parent = b}, DB_CONFLICT},
        {{.id = a, .name = "a", .slug = "a", .parent = 99}, DB_CONFLICT},
        {{.id = 99, .name = "a", .slug = "z"}, DB_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct term *term = &cases[i].term;
        enum db_result result = term->id ? try_term_update(fixture, term) : try_term_insert(fixture, term, NULL);
        if (result != cases[i].result) fail_msg("case %zu: %d", i, result);
    }
    assert_int_equal(try_term_delete(fixture, 99, 0), DB_NOT_FOUND);
    assert_int_equal(try_term_delete(fixture, a, 99), DB_CONFLICT);
    assert_int_equal(try_term_delete(fixture, a, tag), DB_CONFLICT);
    assert_int_equal(read_term(fixture, b).parent, a);
}

static void test_depth(void **state) {
    struct fixture *fixture = *state;
    int64_t ids[100], parent = 0;
    for (int i = 0; i < 100; i++) {
        parent = ids[i] = make_term(fixture, TERM_CATEGORY, arena_printf(&fixture->arena, "d%d", i), parent);
    }
    struct term deeper = {.taxonomy = TERM_CATEGORY, .name = "x", .slug = "x", .parent = parent};
    assert_int_equal(try_term_insert(fixture, &deeper, NULL), DB_CONFLICT);
    int64_t other = make_term(fixture, TERM_CATEGORY, "other", 0);
    struct term top = read_term(fixture, ids[0]);
    top.parent = other;
    assert_int_equal(try_term_update(fixture, &top), DB_CONFLICT);  // would push the lowest too deep
    struct term_list path;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(term_path(db, &fixture->arena, parent, &path), DB_OK);
    assert_int_equal(path.count, 100);
    for (int i = 0; i < 100; i++) assert_int_equal(path.items[i].id, ids[i]);
    assert_int_equal(term_path(db, &fixture->arena, 999, &path), DB_NOT_FOUND);
}

static void assert_counts(struct fixture *fixture, int64_t id, int64_t count, int64_t tree_count) {
    struct term term = read_term(fixture, id);
    if (term.count != count || term.tree_count != tree_count) {
        fail_msg("%s: %d and %d, expected %d and %d", term.slug, (int) term.count, (int) term.tree_count, (int) count,
                 (int) tree_count);
    }
}

static const char *categories_of(struct fixture *fixture, int64_t post) {
    struct term_list list;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(term_of_post(db, &fixture->arena, post, TERM_CATEGORY, &list), DB_OK);
    const char *names = "";
    for (size_t i = 0; i < list.count; i++) names = arena_printf(&fixture->arena, "%s%s ", names, list.items[i].slug);
    return names;
}

static void test_moving(void **state) {
    struct fixture *fixture = *state;
    int64_t press = make_term(fixture, TERM_CATEGORY, "press", 0);
    int64_t world = make_term(fixture, TERM_CATEGORY, "world", press);
    int64_t asia = make_term(fixture, TERM_CATEGORY, "asia", world);
    int64_t sport = make_term(fixture, TERM_CATEGORY, "sport", 0);
    int64_t a = make_post(fixture, "a", (struct post){0}), b = make_post(fixture, "b", (struct post){0});
    int64_t draft = make_post(fixture, "draft", (struct post){.status = POST_DRAFT});
    give_terms(fixture, a, TERM_CATEGORY, TERMS(asia, press));
    give_terms(fixture, b, TERM_CATEGORY, TERMS(asia));
    give_terms(fixture, draft, TERM_CATEGORY, TERMS(asia));
    assert_counts(fixture, press, 1, 2);
    assert_counts(fixture, world, 0, 2);
    assert_counts(fixture, asia, 2, 2);
    struct term moved = read_term(fixture, asia);
    moved.parent = sport;
    assert_int_equal(try_term_update(fixture, &moved), DB_OK);
    assert_counts(fixture, press, 1, 1);  // a is in it by itself
    assert_counts(fixture, world, 0, 0);
    assert_counts(fixture, asia, 2, 2);
    assert_counts(fixture, sport, 0, 2);
}

static void test_deleting(void **state) {
    struct fixture *fixture = *state;
    int64_t press = make_term(fixture, TERM_CATEGORY, "press", 0);
    int64_t world = make_term(fixture, TERM_CATEGORY, "world", press);
    int64_t asia = make_term(fixture, TERM_CATEGORY, "asia", world);
    int64_t other = make_term(fixture, TERM_CATEGORY, "other", press);
    int64_t sport = make_term(fixture, TERM_CATEGORY, "sport", 0);
    int64_t tag = make_term(fixture, TERM_TAG, "tag", 0);
    int64_t alone = make_post(fixture, "alone", (struct post){.primary_category = world});
    int64_t both = make_post(fixture, "both", (struct post){0});
    int64_t below = make_post(fixture, "below", (struct post){0});
    int64_t draft = make_post(fixture, "draft", (struct post){.status = POST_DRAFT});
    give_terms(fixture, alone, TERM_CATEGORY, TERMS(world));
    give_terms(fixture, alone, TERM_TAG, TERMS(tag));
    give_terms(fixture, both, TERM_CATEGORY, TERMS(world, sport));
    give_terms(fixture, below, TERM_CATEGORY, TERMS(asia));
    give_terms(fixture, draft, TERM_CATEGORY, TERMS(world));
    assert_counts(fixture, press, 0, 3);
    assert_int_equal(try_term_delete(fixture, world, other), DB_OK);
    assert_string_equal(categories_of(fixture, alone), "other ");
    assert_string_equal(categories_of(fixture, both), "sport ");
    assert_string_equal(categories_of(fixture, below), "asia ");
    assert_string_equal(categories_of(fixture, draft), "other ");
    assert_int_equal(read_post(fixture, alone).primary_category, 0);
    assert_int_equal(read_term(fixture, asia).parent, press);
    assert_counts(fixture, press, 0, 2);  // both has left it
    assert_counts(fixture, other, 1, 1);
    assert_counts(fixture, sport, 1, 1);
    assert_int_equal(try_term_delete(fixture, sport, 0), DB_OK);
    assert_string_equal(categories_of(fixture, both), "");
    assert_int_equal(try_term_delete(fixture, tag, other), DB_OK);  // tags have no fallback
    assert_string_equal(categories_of(fixture, alone), "other ");
}

static const char *primary_of(struct fixture *fixture, int64_t id) {
    struct post post = read_post(fixture, id);
    struct term term;
    STORE_READ db = store_read_acquire(fixture->store);
    enum db_result result = term_primary_of_post(db, &fixture->arena, &post, &term);
    assert_true(result == DB_OK || result == DB_NOT_FOUND);
    return result == DB_OK ? term.slug : "none";
}

static void test_primary(void **state) {
    struct fixture *fixture = *state;
    int64_t top = make_term(fixture, TERM_CATEGORY, "top", 0);
    int64_t deep = make_term(fixture, TERM_CATEGORY, "deep", top);
    int64_t deep2 = make_term(fixture, TERM_CATEGORY, "deep2", top);
    int64_t tag = make_term(fixture, TERM_TAG, "tag", 0);
    int64_t id = make_post(fixture, "a", (struct post){.primary_category = top});
    assert_string_equal(primary_of(fixture, id), "none");
    give_terms(fixture, id, TERM_TAG, TERMS(tag));
    assert_string_equal(primary_of(fixture, id), "none");
    give_terms(fixture, id, TERM_CATEGORY, TERMS(deep2, deep, top));
    assert_string_equal(primary_of(fixture, id), "top");
    give_terms(fixture, id, TERM_CATEGORY, TERMS(deep2, deep));  // it is in the stored one no longer
    assert_string_equal(primary_of(fixture, id), "deep");
    give_terms(fixture, id, TERM_CATEGORY, 0, no_terms);
    assert_string_equal(primary_of(fixture, id), "none");
}

static void test_finding(void **state) {
    struct fixture *fixture = *state;
    int64_t a = make_term(fixture, TERM_CATEGORY, "World", 0), b = make_term(fixture, TERM_CATEGORY, "other", a), c;
    struct term same_name = {.taxonomy = TERM_CATEGORY, .name = "WORLD", .slug = "w2", .parent = b};
    assert_int_equal(try_term_insert(fixture, &same_name, &c), DB_OK);
    STORE_READ db = store_read_acquire(fixture->store);
    struct arena *arena = &fixture->arena;
    struct term term;
    assert_int_equal(term_get_by_name(db, arena, TERM_CATEGORY, "world", 0, &term), DB_OK);
    assert_int_equal(term.id, a);
    assert_int_equal(term_get_by_name(db, arena, TERM_CATEGORY, "wORLD", b, &term), DB_OK);
    assert_int_equal(term.id, c);
    assert_int_equal(term_get_by_name(db, arena, TERM_CATEGORY, "world", a, &term), DB_NOT_FOUND);
    assert_int_equal(term_get_by_name(db, arena, TERM_TAG, "world", 0, &term), DB_NOT_FOUND);
    assert_int_equal(term_get_by_slug(db, arena, TERM_CATEGORY, "w2", &term), DB_OK);
    assert_int_equal(term.id, c);
    assert_int_equal(term_get_by_slug(db, arena, TERM_CATEGORY, "W2", &term), DB_NOT_FOUND);
}

#define IDS(...) \
    { .items = (const int64_t[]){__VA_ARGS__}, .count = sizeof((const int64_t[]){__VA_ARGS__}) / 8 }
#define CATEGORIES .taxonomy = TERM_CATEGORY

static const struct {
    struct term_query query;
    const char *expected;  // first letters of the slugs
} cases[] = {
    {{CATEGORIES}, "abcde"},
    {{CATEGORIES, .descending = true}, "edcba"},
    {{.taxonomy = TERM_TAG}, "t"},
    {{CATEGORIES, .order = TERM_ORDER_ID}, "cdeab"},
    {{CATEGORIES, .order = TERM_ORDER_SLUG, .descending = true}, "edcba"},
    {{CATEGORIES, .order = TERM_ORDER_COUNT, .descending = true}, "abedc"},
    {{CATEGORIES, .order = TERM_ORDER_PARENT}, "cbade"},
    {{CATEGORIES, .include = IDS(5, 1), .order = TERM_ORDER_INCLUDE}, "bc"},
    {{CATEGORIES, .exclude = IDS(5, 1)}, "ade"},
    {{CATEGORIES, .slugs = {.items = (const char *const[]){"e", "a"}, .count = 2}}, "ae"},
    {{CATEGORIES, .slugs = {.items = (const char *const[]){"e", "a"}, .count = 2}, .order = TERM_ORDER_INCLUDE_SLUGS},
     "ea"},
    {{CATEGORIES, .search = "A"}, "a"},
    {{CATEGORIES, .search = "%"}, ""},
    {{CATEGORIES, .filter_parent = true}, "bc"},
    {{CATEGORIES, .filter_parent = true, .parent = 1}, "a"},
    {{CATEGORIES, .filter_parent = true, .parent = 99}, ""},
    {{CATEGORIES, .hide_empty = true}, "abcde"},
    {{.taxonomy = TERM_TAG, .hide_empty = true}, ""},
    {{CATEGORIES, .post = 1}, "a"},
    {{CATEGORIES, .post = 2}, "ab"},
    {{CATEGORIES, .post = 99}, ""},
};

static void make_lists(struct fixture *fixture) {
    make_term(fixture, TERM_CATEGORY, "c", 0);  // 1: c > a > d, e; b
    make_term(fixture, TERM_CATEGORY, "d", 1);  // 2, moved below a
    make_term(fixture, TERM_CATEGORY, "e", 1);  // 3, moved below a
    make_term(fixture, TERM_CATEGORY, "a", 1);  // 4
    make_term(fixture, TERM_CATEGORY, "b", 0);  // 5
    make_term(fixture, TERM_TAG, "t", 0);       // 6
    for (int64_t id = 2; id <= 3; id++) {
        struct term term = read_term(fixture, id);
        term.parent = 4;
        assert_int_equal(try_term_update(fixture, &term), DB_OK);
    }
    int64_t one = make_post(fixture, "one", (struct post){0}), two = make_post(fixture, "two", (struct post){0});
    int64_t three = make_post(fixture, "three", (struct post){0});
    give_terms(fixture, one, TERM_CATEGORY, TERMS(4));
    give_terms(fixture, two, TERM_CATEGORY, TERMS(4, 5));
    give_terms(fixture, three, TERM_CATEGORY, TERMS(2, 3));
}

static void test_list_cases(void **state) {
    struct fixture *fixture = *state;
    make_lists(fixture);
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct term_query query = cases[i].query;
        size_t length = strlen(cases[i].expected);
        query.want_total = true;
        for (query.limit = 0; query.limit <= 100; query.limit += 50) {
            struct term_list list;
            assert_int_equal(term_list(db, &fixture->arena, &query, &list), DB_OK);
            char names[16] = "";
            for (size_t j = 0; j < list.count; j++) names[j] = list.items[j].slug[0];
            if (strcmp(names, query.limit ? cases[i].expected : "") != 0) fail_msg("case %zu: %s", i, names);
            assert_int_equal(list.total, length);
        }
        struct term_list page;
        query.limit = 1;
        query.offset = 1;
        assert_int_equal(term_list(db, &fixture->arena, &query, &page), DB_OK);
        assert_int_equal(page.count, length > 1);
        if (page.count) assert_int_equal(page.items[0].slug[0], cases[i].expected[1]);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_fields),   TEST(test_refused), TEST(test_depth),   TEST(test_moving),
        TEST(test_deleting), TEST(test_primary), TEST(test_finding), TEST(test_list_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
