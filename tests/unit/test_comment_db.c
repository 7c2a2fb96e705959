// comment_db: comments, what they count for, the questions the rules ask, and their lists.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/comment_thread.h"
#include "db_rows.h"

static int64_t count_of(struct fixture *fixture, int64_t post, enum comment_status status) {
    int64_t count = -1;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(comment_count(db, post, status, &count), DB_OK);
    return count;
}

static void test_fields(void **state) {
    struct fixture *fixture = *state;
    int64_t user = make_user(fixture, "ann"), post = make_post(fixture, "a", (struct post){0});
    int64_t parent = make_comment(fixture, (struct comment){.post = post}), id;
    struct comment comment = {.post = post,
                              .parent = parent,
                              .user = user,
                              .author_name = "Ann",
                              .author_email = "Ann@Site.example",
                              .author_url = "https://ann.example/",
                              .author_address = "2001:db8::1",
                              .user_agent = "Browser",
                              .content = "one 'two'",
                              .content_html = "<p>one</p>",
                              .type = "pingback",
                              .status = COMMENT_SPAM,
                              .status_before_trash = COMMENT_HOLD,
                              .held_rule = "moderation_keys",
                              .held_match = "word",
                              .created = 1234,
                              .edited = 1300};
    assert_int_equal(try_comment_insert(fixture, &comment, &id), DB_OK);
    struct comment stored = read_comment(fixture, id);
    const char *const texts[][2] = {
        {comment.author_name, stored.author_name},   {comment.author_email, stored.author_email},
        {comment.author_url, stored.author_url},     {comment.author_address, stored.author_address},
        {comment.user_agent, stored.user_agent},     {comment.content, stored.content},
        {comment.content_html, stored.content_html}, {comment.type, stored.type},
        {comment.held_rule, stored.held_rule},       {comment.held_match, stored.held_match},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_string_equal(texts[i][0], texts[i][1]);
    assert_int_equal(stored.post, post);
    assert_int_equal(stored.parent, parent);
    assert_int_equal(stored.user, user);
    assert_int_equal(stored.status, COMMENT_SPAM);
    assert_int_equal(stored.status_before_trash, COMMENT_HOLD);
    assert_int_equal(stored.created, 1234);
    assert_int_equal(stored.edited, 1300);
    assert_int_equal(stored.root, parent);
    stored = read_comment(fixture, parent);
    assert_string_equal(stored.type, "comment");
    assert_string_equal(stored.held_rule, "");
}

static void test_refused(void **state) {
    struct fixture *fixture = *state;
    int64_t post = make_post(fixture, "a", (struct post){0});
    const struct comment cases[] = {{.post = 99, .content = "x"},
                                    {.post = post, .parent = 99, .content = "x"},
                                    {.post = post, .user = 99, .content = "x"}};
    for (size_t i = 0; i < 3; i++) {
        struct comment comment = cases[i];
        comment.status = COMMENT_APPROVED;
        assert_int_equal(try_comment_insert(fixture, &comment, NULL), DB_CONFLICT);
    }
    assert_int_equal(read_post(fixture, post).comment_count, 0);
    assert_int_equal(count_of(fixture, 0, COMMENT_APPROVED), 0);
    int64_t a = make_comment(fixture, (struct comment){.post = post});
    int64_t b = make_comment(fixture, (struct comment){.post = post, .parent = a});
    struct comment comment = read_comment(fixture, a);
    comment.parent = b;
    assert_int_equal(try_comment_update(fixture, &comment), DB_CONFLICT);
    comment.parent = a;
    assert_int_equal(try_comment_update(fixture, &comment), DB_CONFLICT);
    comment.id = 99;
    comment.parent = 0;
    assert_int_equal(try_comment_update(fixture, &comment), DB_NOT_FOUND);
    assert_int_equal(try_comment_delete(fixture, 99), DB_NOT_FOUND);
}

static void test_counts(void **state) {
    struct fixture *fixture = *state;
    int64_t post = make_post(fixture, "a", (struct post){0}), other = make_post(fixture, "b", (struct post){0});
    int64_t a = make_comment(fixture, (struct comment){.post = post});
    int64_t b = make_comment(fixture, (struct comment){.post = post, .parent = a});
    int64_t c = make_comment(fixture, (struct comment){.post = post, .parent = b, .status = COMMENT_HOLD});
    assert_int_equal(read_post(fixture, post).comment_count, 2);
    assert_int_equal(count_of(fixture, post, COMMENT_HOLD), 1);
    assert_int_equal(count_of(fixture, 0, COMMENT_APPROVED), 2);
    struct comment comment = read_comment(fixture, c);
    comment.status = COMMENT_APPROVED;
    comment.post = other;
    assert_int_equal(try_comment_update(fixture, &comment), DB_OK);
    assert_int_equal(read_post(fixture, other).comment_count, 1);
    assert_int_equal(count_of(fixture, 0, COMMENT_HOLD), 0);
    assert_int_equal(try_comment_delete(fixture, b), DB_OK);
    assert_int_equal(read_post(fixture, post).comment_count, 1);
    assert_int_equal(read_comment(fixture, c).parent, a);
    assert_int_equal(read_comment(fixture, c).place, b);
    assert_int_equal(try_comment_delete(fixture, b), DB_NOT_FOUND);
    assert_int_equal(try_post_delete(fixture, other), DB_OK);
    assert_int_equal(count_of(fixture, 0, COMMENT_APPROVED), 1);
}

static void test_duplicates(void **state) {
    struct fixture *fixture = *state;
    int64_t post = make_post(fixture, "a", (struct post){0}), other = make_post(fixture, "b", (struct post){0});
    int64_t parent = make_comment(fixture, (struct comment){.post = post, .content = "parent"});
    const struct comment said = {
        .post = post, .author_name = "Ann", .author_email = "ann@x.example", .content = "hello"};
    int64_t id = make_comment(fixture, said);
    const struct {
        struct comment comment;
        bool duplicate;
    } cases[] = {
        {said, true},
        {{.post = post, .author_name = "ANN", .author_email = "", .content = "hello"}, true},
        {{.post = post, .author_name = "Bob", .author_email = "Ann@X.example", .content = "hello"}, true},
        {{.post = post, .author_name = "Bob", .author_email = "bob@x.example", .content = "hello"}, false},
        {{.post = post, .author_name = "Ann", .author_email = "ann@x.example", .content = "hello!"}, false},
        {{.post = other, .author_name = "Ann", .author_email = "ann@x.example", .content = "hello"}, false},
        {{.post = post, .parent = parent, .author_name = "Ann", .author_email = "ann@x.example", .content = "hello"},
         false},
        {{.post = post, .author_name = "", .author_email = "", .content = "hello"}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool duplicate = !cases[i].duplicate;
        STORE_READ db = store_read_acquire(fixture->store);
        assert_int_equal(comment_is_duplicate(db, &cases[i].comment, &duplicate), DB_OK);
        if (duplicate != cases[i].duplicate) fail_msg("case %zu", i);
    }
    struct comment trashed = read_comment(fixture, id);
    trashed.status = COMMENT_TRASH;
    assert_int_equal(try_comment_update(fixture, &trashed), DB_OK);
    bool duplicate = true;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(comment_is_duplicate(db, &said, &duplicate), DB_OK);
    assert_false(duplicate);
}

static void test_latest_and_known(void **state) {
    struct fixture *fixture = *state;
    int64_t ann = make_user(fixture, "ann"), bob = make_user(fixture, "bob");
    int64_t post = make_post(fixture, "a", (struct post){0});
    make_comment(fixture, (struct comment){.post = post,
                                           .created = 10,
                                           .author_address = "10.0.0.1",
                                           .author_name = "Guest",
                                           .author_email = "guest@x.example"});
    make_comment(fixture, (struct comment){.post = post,
                                           .created = 30,
                                           .author_address = "10.0.0.2",
                                           .author_name = "Held",
                                           .author_email = "held@x.example",
                                           .status = COMMENT_HOLD});
    make_comment(fixture, (struct comment){.post = post, .created = 20, .author_address = "10.0.0.1", .user = ann});
    make_comment(fixture, (struct comment){.post = post, .created = 40, .user = bob, .status = COMMENT_SPAM});
    const struct {
        const char *email;
        int64_t user, moment;
    } latest[] = {
        {"GUEST@x.example", 0, 10},
        {"none", 0, 0},
        {"held@x.example", 0, 30},
        {"held@x.example", bob, 40},
        {NULL, ann, 20},
        {NULL, bob, 40},
        {NULL, 99, 0},
        {NULL, 0, 0},
        {"", 0, 0},
    };
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof latest / sizeof *latest; i++) {
        int64_t moment = -1;
        assert_int_equal(comment_latest_by(db, latest[i].email, latest[i].user, &moment), DB_OK);
        if (moment != latest[i].moment) fail_msg("latest %zu: %d", i, (int) moment);
    }
    const struct {
        int64_t user;
        const char *name, *email;
        bool known;
    } known[] = {
        {ann, NULL, NULL, true},
        {bob, NULL, NULL, false},
        {0, "Guest", "guest@x.example", true},
        {0, "gUEST", "Guest@X.example", true},
        {0, "Other", "guest@x.example", false},
        {0, "Guest", "other@x.example", false},
        {0, "Held", "held@x.example", false},
        {0, "", "", false},
        {0, NULL, NULL, false},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        bool result = !known[i].known;
        const struct comment comment = {
            .user = known[i].user, .author_name = known[i].name, .author_email = known[i].email};
        assert_int_equal(comment_author_known(db, &comment, &result), DB_OK);
        if (result != known[i].known) fail_msg("known %zu", i);
    }
}

#define IDS(...) \
    { .items = (const int64_t[]){__VA_ARGS__}, .count = sizeof((const int64_t[]){__VA_ARGS__}) / 8 }
enum { APPROVED = 1U << COMMENT_APPROVED, HOLD = 1U << COMMENT_HOLD, ALL = 30, PUBLISHED = 1U << POST_PUBLISH };

// a to h have the ids 1 to 8.
static const struct comment rows[] = {
    {.post = 1, .created = 100, .author_name = "Ann", .author_email = "ann@x.example", .content = "first"},
    {.post = 1, .created = 200, .parent = 1, .user = 1, .content = "reply"},
    {.post = 1, .created = 300, .user = 2, .content = "held", .status = COMMENT_HOLD, .held_rule = "words"},
    {.post = 2, .created = 400, .author_url = "https://first.example/", .content = "other"},
    {.post = 3, .created = 500, .content = "on a draft"},
    {.post = 4, .created = 600, .content = "on a protected one"},
    {.post = 1, .created = 700, .content = "ping", .type = "pingback"},
    {.post = 2, .created = 50, .content = "100%", .status = COMMENT_TRASH, .held_rule = "disallowed_keys"},
};

static const struct {
    struct comment_query query;
    const char *expected;
} cases[] = {
    {{.ascending = false}, "fedba"},
    {{.ascending = true}, "abdef"},
    {{.order = COMMENT_ORDER_ID}, "fedba"},
    {{.order = COMMENT_ORDER_POST, .ascending = true}, "abdef"},
    {{.order = COMMENT_ORDER_PARENT}, "bfeda"},
    {{.order = COMMENT_ORDER_TYPE, .type = "", .ascending = true}, "abdefg"},
    {{.include = IDS(4, 1, 3), .order = COMMENT_ORDER_INCLUDE}, "da"},
    {{.exclude = IDS(4, 1)}, "feb"},
    {{.posts = IDS(1)}, "ba"},
    {{.posts = IDS(1, 2)}, "dba"},
    {{.parents = IDS(1)}, "b"},
    {{.parents = IDS(0), .filter_parents = true}, "feda"},
    {{.parents = IDS(0, 1)}, "fedba"},
    {{.filter_parents = true}, ""},
    {{.parents_exclude = IDS(1)}, "feda"},
    {{.parents_exclude = IDS(0)}, "b"},
    {{.authors = IDS(1)}, "b"},
    {{.authors = IDS(0)}, "feda"},
    {{.authors_exclude = IDS(1)}, "feda"},
    {{.authors_exclude = IDS(0)}, "b"},
    {{.author_email = "ANN@x.example"}, "a"},
    {{.search = "FIRST"}, "da"},
    {{.search = "%", .statuses = ALL}, "h"},
    {{.statuses = HOLD}, "c"},
    {{.statuses = ALL, .held_rule = "words"}, "c"},
    {{.statuses = HOLD, .held_rule = "disallowed_keys"}, ""},
    {{.statuses = ALL, .held_rule = "disallowed_keys", .posts = IDS(2)}, "h"},
    {{.statuses = APPROVED | HOLD}, "fedcba"},
    {{.statuses = ALL}, "fedcbah"},
    {{.after = 100, .before = 500}, "db"},
    {{.type = "pingback"}, "g"},
    {{.type = ""}, "gfedba"},
    {{.post_statuses = PUBLISHED}, "fdba"},
    {{.post_statuses = PUBLISHED, .hide_protected = true}, "dba"},
    {{.newest = 3}, "fe"},
    {{.post_statuses = PUBLISHED, .hide_protected = true, .newest = 4}, "d"},
    {{.newest = 100}, "fedba"},
    {{.or_author = 2}, "fedcba"},
    {{.or_author = 2, .posts = IDS(1)}, "cba"},
};

static void test_lists(void **state) {
    struct fixture *fixture = *state;
    make_user(fixture, "ann");
    make_user(fixture, "bob");
    make_post(fixture, "one", (struct post){0});
    make_post(fixture, "two", (struct post){0});
    make_post(fixture, "three", (struct post){.status = POST_DRAFT});
    make_post(fixture, "four", (struct post){.password = "x"});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) make_comment(fixture, rows[i]);
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct comment_query query = cases[i].query;
        int64_t total = (int64_t) strlen(cases[i].expected);
        query.want_total = true;
        for (query.limit = 2; query.limit <= 100; query.limit += 98) {
            for (query.offset = 0; query.offset <= total; query.offset++) {
                struct comment_list list;
                assert_int_equal(comment_list(db, &fixture->arena, &query, &list), DB_OK);
                char names[16] = "", expected[16] = "";
                for (size_t j = 0; j < list.count; j++) names[j] = (char) ('a' + list.items[j].id - 1);
                strncpy(expected, cases[i].expected + query.offset, (size_t) (query.limit < 15 ? query.limit : 15));
                if (strcmp(names, expected) != 0) fail_msg("case %zu: %s, expected %s", i, names, expected);
                assert_int_equal(list.total, total);
            }
        }
    }
    struct comment_list thread;
    assert_int_equal(comment_all(db, &fixture->arena, 1, 100, &thread), DB_OK);
    assert_int_equal(thread.count, 3);  // approved, pingbacks too
    assert_int_equal(thread.items[0].id, 1);
    assert_int_equal(comment_all(db, &fixture->arena, 1, 1, &thread), DB_OK);
    assert_int_equal(thread.count, 1);
    assert_int_equal(comment_all(db, &fixture->arena, 1, 0, &thread), DB_OK);
    assert_int_equal(thread.count, 0);
}

static void test_names(void **state) {
    (void) state;
    assert_string_equal(comment_status_name(COMMENT_APPROVED), "approved");
    assert_string_equal(comment_status_name(COMMENT_TRASH), "trash");
    assert_string_equal(comment_status_name((enum comment_status) 0), "");
    assert_string_equal(comment_status_name((enum comment_status) 9), "");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_fields),           TEST(test_refused), TEST(test_counts), TEST(test_duplicates),
        TEST(test_latest_and_known), TEST(test_lists),   TEST(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
