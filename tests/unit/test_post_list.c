// post_list: which posts a list holds, in which order, and how many it says there are.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/search.h"
#include "db_rows.h"

// The site: named by letters, so that a list reads as a word.
//   terms: categories press (1) > world (2) > asia (3), sport (4); tags x (5), y (6)
//   users: ann (1), bob (2)
static struct row {
    char name;
    struct post fields;
    int64_t categories[3], tags[3];
} rows[] = {
    {'a', {.author = 1, .published = 100, .modified = 900, .title = "Gold", .content = "The river rises"}, {2}, {5}},
    {'b', {.author = 2, .published = 200, .modified = 800, .title = "silver", .sticky = true}, {3}, {6}},
    {'c', {.author = 1, .published = 300, .modified = 700, .title = "Bronze", .content = "river gold"}, {4}, {5, 6}},
    {'d', {.author = 2, .published = 400, .modified = 600, .title = "Tin", .excerpt = "100% river_bed"}, {1, 4}, {0}},
    {'e',
     {.author = 1, .published = 500, .modified = 500, .title = "Lead", .password = "secret", .content = "river"},
     {2, 3},
     {0}},
    {'f',
     {.author = 1, .published = 600, .modified = 400, .title = "\xd0\x92\xd0\xbe\xd0\xb4\xd0\xb0"},
     {0},
     {0}},  // "Voda" in Cyrillic
    {'g', {.author = 1, .published = 700, .modified = 300, .title = "Draft gold", .status = POST_DRAFT}, {2}, {5}},
    {'h', {.author = 2, .published = 800, .modified = 200, .title = "Private", .status = POST_PRIVATE}, {4}, {0}},
    {'i', {.author = 1, .published = 900, .modified = 100, .title = "Mine", .status = POST_PRIVATE}, {0}, {0}},
    {'p', {.author = 1, .published = 150, .title = "Page", .type = POST_TYPE_PAGE, .menu_order = 2}, {0}, {0}},
    {'q',
     {.author = 1, .published = 160, .title = "About", .type = POST_TYPE_PAGE, .parent = 10, .menu_order = 1},
     {0},
     {0}},
    {'r',
     {.author = 1, .published = 170, .title = "Zoo", .type = POST_TYPE_PAGE, .parent = 10, .menu_order = 1},
     {0},
     {0}},
    {'t', {.author = 1, .published = 1000, .title = "Gone gold", .status = POST_TRASH}, {2}, {0}},
};
enum {
    ROWS = sizeof rows / sizeof *rows,
    PUBLISHED = 1U << POST_PUBLISH,
    PRIVATE = 1U << POST_PRIVATE,
    POSTS = 2,
    PAGES = 4
};

static void make_site(struct fixture *fixture) {
    make_user(fixture, "ann");
    make_user(fixture, "bob");
    make_term(fixture, TERM_CATEGORY, "press", 0);
    make_term(fixture, TERM_CATEGORY, "world", 1);
    make_term(fixture, TERM_CATEGORY, "asia", 2);
    make_term(fixture, TERM_CATEGORY, "sport", 0);
    make_term(fixture, TERM_TAG, "x", 0);
    make_term(fixture, TERM_TAG, "y", 0);
    for (size_t i = 0; i < ROWS; i++) {
        char slug[] = {rows[i].name, '\0'};
        size_t categories = 0, tags = 0;
        while (categories < 3 && rows[i].categories[categories]) categories++;
        while (tags < 3 && rows[i].tags[tags]) tags++;
        int64_t id = make_post(fixture, slug, rows[i].fields);
        assert_int_equal(id, i + 1);
        give_terms(fixture, id, TERM_CATEGORY, categories, rows[i].categories);
        give_terms(fixture, id, TERM_TAG, tags, rows[i].tags);
    }
}

#define IDS(...) \
    { .items = (const int64_t[]){__VA_ARGS__}, .count = sizeof((const int64_t[]){__VA_ARGS__}) / 8 }
#define PUBLIC .types = POSTS, .statuses = PUBLISHED

static const struct {
    struct post_query query;
    const char *expected;
} cases[] = {
    {{PUBLIC}, "fedcba"},
    {{PUBLIC, .ascending = true}, "abcdef"},
    {{PUBLIC, .sticky_first = true}, "bfedca"},
    {{PUBLIC, .sticky = 1}, "b"},
    {{PUBLIC, .sticky = -1}, "fedca"},
    {{PUBLIC, .order = POST_ORDER_MODIFIED}, "abcdef"},
    {{PUBLIC, .order = POST_ORDER_ID, .ascending = true}, "abcdef"},
    {{PUBLIC, .order = POST_ORDER_TITLE, .ascending = true}, "caebdf"},
    {{PUBLIC, .order = POST_ORDER_SLUG}, "fedcba"},
    {{PUBLIC, .order = POST_ORDER_COMMENTS}, "fedcba"},
    {{.types = POSTS, .statuses = PRIVATE, .order = POST_ORDER_TITLE}, "hi"},
    {{PUBLIC, .order = POST_ORDER_AUTHOR, .ascending = true}, "acefbd"},
    {{.types = PAGES, .statuses = PUBLISHED, .order = POST_ORDER_MENU_ORDER, .ascending = true}, "qrp"},
    {{.types = PAGES, .statuses = PUBLISHED, .order = POST_ORDER_PARENT, .ascending = true}, "pqr"},
    {{.types = PAGES, .parents = IDS(10)}, "rq"},
    {{.types = PAGES, .parents = IDS(0), .filter_parents = true}, "p"},
    {{.types = PAGES, .parents = IDS(0, 10)}, "rqp"},
    {{.types = PAGES, .filter_parents = true}, ""},
    {{.types = PAGES, .parents_exclude = IDS(10)}, "p"},
    {{.types = PAGES, .parents_exclude = IDS(0)}, "rq"},
    {{.types = PAGES, .menu_order = 1, .filter_menu_order = true}, "rq"},
    {{.types = POSTS | PAGES, .statuses = PUBLISHED}, "fedcbrqpa"},
    {{.types = POSTS}, "tihgfedcba"},
    {{.types = POSTS, .statuses = PUBLISHED | PRIVATE}, "ihfedcba"},
    {{.types = POSTS, .statuses = PUBLISHED | PRIVATE, .private_of = 1}, "ifedcba"},
    {{.types = POSTS, .statuses = PUBLISHED | PRIVATE, .private_of = 2}, "hfedcba"},
    {{.types = POSTS, .statuses = PRIVATE, .private_of = 1}, "i"},
    {{.types = POSTS, .editable_by = 2}, "hdb"},
    {{PUBLIC, .include = IDS(3, 99, 1), .order = POST_ORDER_INCLUDE}, "ca"},
    {{PUBLIC, .include = IDS(3, 7, 1)}, "ca"},
    {{PUBLIC, .exclude = IDS(3, 1)}, "fedb"},
    {{PUBLIC, .authors = IDS(2)}, "db"},
    {{PUBLIC, .authors = IDS(1, 2)}, "fedcba"},
    {{PUBLIC, .authors = IDS(77)}, ""},
    {{PUBLIC, .authors_exclude = IDS(2)}, "feca"},
    {{PUBLIC, .categories = IDS(2)}, "ea"},
    {{PUBLIC, .categories = IDS(2), .categories_children = true}, "eba"},
    {{PUBLIC, .categories = IDS(1), .categories_children = true}, "edba"},
    {{PUBLIC, .categories = IDS(1)}, "d"},
    {{PUBLIC, .categories = IDS(1, 4)}, "dc"},
    {{PUBLIC, .categories = IDS(3, 4), .categories_children = true}, "edcb"},
    {{PUBLIC, .categories_exclude = IDS(2, 4)}, "fb"},
    {{PUBLIC, .tags = IDS(5)}, "ca"},
    {{PUBLIC, .tags_exclude = IDS(5)}, "fedb"},
    {{PUBLIC, .categories = IDS(4), .tags = IDS(6)}, "c"},
    {{PUBLIC, .categories = IDS(4), .tags = IDS(5), .tax_any = true}, "dca"},
    {{PUBLIC, .categories = IDS(4), .tags_exclude = IDS(6), .tax_any = true}, "fedca"},
    {{PUBLIC, .categories = IDS(2), .tags = IDS(5), .order = POST_ORDER_TITLE}, "a"},
    {{.types = POSTS, .statuses = PRIVATE, .categories = IDS(4)}, "h"},
    {{.types = POSTS, .categories = IDS(2)}, "tgea"},
    {{.archive_term = 1}, "edba"},
    {{.archive_term = 1, .ascending = true}, "abde"},
    {{.archive_term = 1, .authors = IDS(2)}, "db"},
    {{.archive_term = 1, .after = 100, .before = 500}, "db"},
    {{.archive_term = 1, .tags = IDS(5)}, "a"},
    {{.archive_term = 1, .categories_exclude = IDS(3)}, "da"},
    {{.archive_term = 1, .exclude = IDS(2)}, "eda"},
    {{.archive_term = 1, .include = IDS(1, 2), .order = POST_ORDER_INCLUDE}, "ab"},
    {{.archive_term = 1, .sticky_first = true}, "beda"},
    {{.archive_term = 1, .hide_protected = true}, "dba"},
    {{.archive_term = 1, .types = PAGES}, ""},
    {{.archive_term = 1, .statuses = PRIVATE}, ""},
    {{.archive_term = 5}, "ca"},
    {{.archive_term = 77}, ""},
    {{PUBLIC, .after = 200, .before = 500}, "dc"},
    {{PUBLIC, .modified_after = 400, .modified_before = 700}, "ed"},
    {{PUBLIC, .slugs = {.items = (const char *const[]){"e", "none", "a"}, .count = 3}}, "ea"},
    {{PUBLIC, .slugs = {.items = (const char *const[]){"a", "e"}, .count = 2}, .order = POST_ORDER_INCLUDE_SLUGS},
     "ae"},
    {{PUBLIC, .search = "river"}, "edca"},
    {{PUBLIC, .search = "RIVER gold"}, "ca"},
    {{PUBLIC, .search = "gold", .order = POST_ORDER_RELEVANCE}, "ac"},
    {{PUBLIC, .search = "river -gold"}, "ed"},
    {{PUBLIC, .search = "\"river gold\""}, "c"},
    {{PUBLIC, .search = "\"gold river"}, ""},
    {{PUBLIC, .search = "0% river"}, ""},
    {{PUBLIC, .search = "100% river"}, "d"},
    {{PUBLIC, .search = "%"}, ""},
    {{PUBLIC, .search = "r_v"}, ""},
    {{PUBLIC, .search = "river_bed"}, "d"},
    {{PUBLIC, .search = "riv"}, "edca"},
    {{PUBLIC, .search = "riv gold"}, ""},
    {{PUBLIC, .search = "gold riv"}, "ca"},
    {{PUBLIC, .search = "r\xc3\xadver", .order = POST_ORDER_RELEVANCE}, "deca"},
    {{PUBLIC, .search = "\\"}, ""},
    {{PUBLIC, .search = "\xd0\xb2\xd0\x9e\xd0\xb4"}, "f"},
    {{PUBLIC, .search = "river", .hide_protected = true}, "dca"},
    {{PUBLIC, .search = ""}, "fedcba"},
    {{PUBLIC, .search = " , "}, ""},
    {{PUBLIC, .search = "a b c d e f g h i j k"}, ""},
};

static const char *names_of(struct fixture *fixture, const struct post_list *list) {
    char *names = arena_alloc(&fixture->arena, list->count + 1);
    for (size_t i = 0; i < list->count; i++) names[i] = list->items[i].slug[0];
    return names;
}

static void check(struct fixture *fixture, struct db *db, size_t number, struct post_query query, const char *expected,
                  int64_t total) {
    struct post_list list;
    query.want_total = true;
    assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
    const char *names = names_of(fixture, &list);
    if (strcmp(names, expected) != 0) fail_msg("case %zu: %s, expected %s", number, names, expected);
    if (list.total != total) fail_msg("case %zu: total %d, expected %d", number, (int) list.total, (int) total);
}

// Each case whole, and each of its pages of two.
static void test_cases(void **state) {
    struct fixture *fixture = *state;
    make_site(fixture);
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct post_query query = cases[i].query;
        const char *expected = cases[i].expected;
        int64_t total = (int64_t) strlen(expected);
        query.limit = 100;
        check(fixture, db, i, query, expected, total);
        query.limit = 2;
        for (query.offset = 0; query.offset <= total + 2; query.offset++) {
            char page[3] = "";
            if (query.offset < total) strncpy(page, expected + query.offset, 2);
            check(fixture, db, i, query, page, total);
        }
        query.limit = 0;
        check(fixture, db, i, query, "", total);
    }
}

static void test_lean(void **state) {
    struct fixture *fixture = *state;
    make_site(fixture);
    STORE_READ db = store_read_acquire(fixture->store);
    struct post_query query = {.include = IDS(1), .limit = 1};
    struct post_list list;
    assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
    assert_string_equal(list.items[0].content, "");
    assert_int_equal(post_list(db, &fixture->arena, &query, false, &list), DB_OK);
    assert_string_equal(list.items[0].content, "The river rises");
    assert_int_equal(list.total, 0);  // not asked for
}

// More rows than are read at once, and a limit beyond reason.
static void test_many(void **state) {
    struct fixture *fixture = *state;
    enum { MANY = 300 };
    for (int i = 0; i < MANY; i++) {
        make_post(fixture, arena_printf(&fixture->arena, "m%d", i), (struct post){.published = i});
    }
    STORE_READ db = store_read_acquire(fixture->store);
    struct post_query query = {PUBLIC, .limit = INT64_MAX};
    struct post_list list;
    assert_int_equal(post_list(db, &fixture->arena, &query, false, &list), DB_OK);
    assert_int_equal(list.count, MANY);
    for (int i = 0; i < MANY; i++) assert_int_equal(list.items[i].published, MANY - 1 - i);
    // 100 entries, as many as a client may give.
    int64_t ids[100];
    for (int i = 0; i < 100; i++) ids[i] = (i * 7) % MANY + 1;
    query = (struct post_query){PUBLIC, .include = {ids, 100}, .order = POST_ORDER_INCLUDE, .limit = 100};
    assert_int_equal(post_list(db, &fixture->arena, &query, true, &list), DB_OK);
    assert_int_equal(list.count, 100);
    for (int i = 0; i < 100; i++) assert_int_equal(list.items[i].id, ids[i]);
}

static void test_search_words(void **state) {
    struct fixture *fixture = *state;
    static const struct {
        const char *text;
        size_t count;
        const char *words[4];  // "-" before: absent
    } words[] = {
        {"one", 1, {"%one%"}},
        {"One TWO", 2, {"%one%", "%two%"}},
        {"a+b,c\td", 4, {"%a%", "%b%", "%c%", "%d%"}},
        {"\"a b\" c", 2, {"%a b%", "%c%"}},
        {"\"a b", 1, {"%a b%"}},
        {"\"\" c", 1, {"%c%"}},
        {"-a b", 2, {"-%a%", "%b%"}},
        {"-", 1, {"%-%"}},
        {"50%", 1, {"%50\\%%"}},
        {"1 2 3 4 5 6 7 8 9 10", 1, {"%1 2 3 4 5 6 7 8 9 10%"}},
        {"", 1, {"%%"}},
        {"\"", 1, {"%\"%"}},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct search search;
        search_parse(&fixture->arena, words[i].text, &search);
        if (search.count != words[i].count) fail_msg("%s: %zu words", words[i].text, search.count);
        for (size_t j = 0; j < search.count; j++) {
            const char *expected = words[i].words[j];
            assert_int_equal(search.words[j].absent, expected[0] == '-');
            assert_string_equal(search.words[j].like, expected + (expected[0] == '-'));
        }
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {TEST(test_cases), TEST(test_lean), TEST(test_many), TEST(test_search_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
