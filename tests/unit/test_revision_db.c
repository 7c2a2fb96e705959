// revision_db: revisions and autosaves: their numbers, what is the newest, what is dropped, lists, and deletion.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/revision.h"
#include "db_rows.h"

struct work {
    struct revision revision;
    int64_t id, keep;
};

static enum db_result insert(struct db *db, void *argument) {
    struct work *work = argument;
    return revision_insert(db, &work->revision, &work->id);
}
static enum db_result update(struct db *db, void *argument) {
    const struct work *work = argument;
    return revision_update(db, &work->revision);
}
static enum db_result erase(struct db *db, void *argument) {
    const struct work *work = argument;
    return revision_delete(db, work->id);
}
static enum db_result trim(struct db *db, void *argument) {
    const struct work *work = argument;
    return revision_trim(db, work->id, work->keep);
}

static int64_t make(struct fixture *fixture, struct revision fields) {
    if (!fields.title) fields.title = "";
    if (!fields.content) fields.content = "";
    if (!fields.excerpt) fields.excerpt = "";
    struct work work = {.revision = fields};
    assert_int_equal(fixture_write(fixture, insert, &work), DB_OK);
    return work.id;
}

static struct revision read(struct fixture *fixture, int64_t id) {
    struct revision revision;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(revision_get(db, &fixture->arena, id, &revision), DB_OK);
    return revision;
}

static void test_fields(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0}), author = make_user(fixture, "ann");
    const struct revision given = {.post = post,
                                   .author = author,
                                   .autosave = true,
                                   .saved = 77,
                                   .title = "T",
                                   .content = "<b>C</b>",
                                   .excerpt = "E"};
    const int64_t id = make(fixture, given);
    // No post's number.
    assert_true(id > 1000000000 && id < INT32_MAX);
    struct revision stored = read(fixture, id);
    assert_int_equal(stored.id, id);
    assert_int_equal(stored.post, post);
    assert_int_equal(stored.author, author);
    assert_true(stored.autosave);
    assert_int_equal(stored.saved, 77);
    assert_string_equal(stored.title, "T");
    assert_string_equal(stored.content, "<b>C</b>");
    assert_string_equal(stored.excerpt, "E");

    struct work work = {.revision = {.id = id, .saved = 78, .title = "t", .content = "c", .excerpt = "e"}};
    assert_int_equal(fixture_write(fixture, update, &work), DB_OK);
    stored = read(fixture, id);
    assert_int_equal(stored.saved, 78);
    assert_string_equal(stored.title, "t");
    assert_string_equal(stored.content, "c");
    assert_string_equal(stored.excerpt, "e");
    assert_int_equal(stored.author, author);
    work.revision.id = 5;
    assert_int_equal(fixture_write(fixture, update, &work), DB_NOT_FOUND);
}

static void test_refused(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0}), author = make_user(fixture, "ann");
    make(fixture, (struct revision){.post = post, .author = author, .autosave = true});
    make(fixture, (struct revision){.post = post, .author = author});
    make(fixture, (struct revision){.post = post, .author = author});
    const struct revision cases[] = {
        {.post = 999, .author = author},
        {.post = post, .author = 999},
        {.post = post, .author = author, .autosave = true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct work work = {.revision = cases[i]};
        work.revision.title = work.revision.content = work.revision.excerpt = "";
        const enum db_result result = fixture_write(fixture, insert, &work);
        if (result != DB_CONFLICT) fail_msg("case %zu: %d", i, result);
    }
}

static void test_newest(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0}), other = make_post(fixture, "b", (struct post){0});
    const int64_t ann = make_user(fixture, "ann"), bob = make_user(fixture, "bob");
    struct revision revision;
    int64_t count = 9, latest = 9;
    {
        STORE_READ db = store_read_acquire(fixture->store);
        assert_int_equal(revision_count(db, post, &count, &latest), DB_OK);
        assert_int_equal(revision_latest(db, &fixture->arena, post, &revision), DB_NOT_FOUND);
        assert_int_equal(revision_latest_autosave(db, &fixture->arena, post, REVISION_OF_ANYONE, &revision),
                         DB_NOT_FOUND);
    }
    assert_int_equal(count, 0);
    assert_int_equal(latest, 0);
    const int64_t late = make(fixture, (struct revision){.post = post, .saved = 30});
    make(fixture, (struct revision){.post = post, .saved = 10});
    const int64_t later = make(fixture, (struct revision){.post = post, .saved = 30});
    const int64_t of_ann = make(fixture, (struct revision){.post = post, .saved = 40, .author = ann, .autosave = true});
    const int64_t of_bob = make(fixture, (struct revision){.post = post, .saved = 20, .author = bob, .autosave = true});
    make(fixture, (struct revision){.post = other, .saved = 90, .author = ann, .autosave = true});
    assert_true(later > late);
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(revision_count(db, post, &count, &latest), DB_OK);
    assert_int_equal(count, 5);
    assert_int_equal(latest, of_ann);
    assert_int_equal(revision_latest(db, &fixture->arena, post, &revision), DB_OK);
    assert_int_equal(revision.id, later);
    const struct { int64_t author, id; } cases[] = {{REVISION_OF_ANYONE, of_ann}, {ann, of_ann}, {bob, of_bob}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(revision_latest_autosave(db, &fixture->arena, post, cases[i].author, &revision), DB_OK);
        assert_int_equal(revision.id, cases[i].id);
    }
    assert_int_equal(revision_latest_autosave(db, &fixture->arena, post, 0, &revision), DB_NOT_FOUND);
}

static void test_trim(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0}), other = make_post(fixture, "b", (struct post){0});
    const int64_t ann = make_user(fixture, "ann");
    int64_t ids[5];
    const int64_t autosave = make(fixture, (struct revision){.post = post, .author = ann, .autosave = true});
    make(fixture, (struct revision){.post = other});
    for (size_t i = 0; i < 5; i++)
        ids[i] = make(fixture, (struct revision){.post = post, .saved = 10 + (int64_t) i / 2});
    struct work work = {.id = post, .keep = 2};
    assert_int_equal(fixture_write(fixture, trim, &work), DB_OK);
    struct revision gone;
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(revision_get(db, &fixture->arena, ids[i], &gone), i < 3 ? DB_NOT_FOUND : DB_OK);
    assert_int_equal(revision_get(db, &fixture->arena, autosave, &gone), DB_OK);
    int64_t count, latest;
    assert_int_equal(revision_count(db, other, &count, &latest), DB_OK);
    assert_int_equal(count, 1);
}

static void test_list(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0}), ann = make_user(fixture, "ann");
    make(fixture, (struct revision){.post = make_post(fixture, "b", (struct post){0}), .title = "one"});
    int64_t id[5] = {0};
    id[1] = make(fixture, (struct revision){.post = post, .saved = 20, .title = "C", .content = "Red fish"});
    id[2] = make(fixture, (struct revision){.post = post, .saved = 10, .title = "a", .excerpt = "100% fish"});
    id[3] = make(fixture, (struct revision){.post = post, .saved = 20, .title = "B", .content = "red"});
    id[4] =
        make(fixture, (struct revision){.post = post, .saved = 5, .title = "d fish", .author = ann, .autosave = true});
    const int64_t some[] = {id[3], id[1], id[4]}, one[] = {id[3]};
    const struct id_list three = {.items = some, .count = 3}, single = {.items = one, .count = 1};
    const struct {
        struct revision_query query;
        const char *order;  // indexes into id
        int64_t total;
    } cases[] = {
        {{0}, "3124", 4},
        {{.ascending = true}, "4213", 4},
        {{.order = REVISION_ORDER_ID}, "4321", 4},
        {{.order = REVISION_ORDER_ID, .ascending = true}, "1234", 4},
        {{.order = REVISION_ORDER_TITLE, .ascending = true}, "2314", 4},
        {{.order = REVISION_ORDER_INCLUDE, .include = three}, "314", 3},
        {{.include = three}, "314", 3},
        {{.exclude = single}, "124", 3},
        {{.autosaves_only = true}, "4", 1},
        {{.search = "FISH"}, "124", 3},
        {{.search = "red fish"}, "1", 1},
        {{.search = "red -fish"}, "3", 1},
        {{.search = "100%"}, "2", 1},
        {{.limit = 2}, "31", 4},
        {{.limit = 2, .offset = 3}, "4", 4},
        {{.limit = 2, .offset = INT64_MAX}, "", 4},
        {{.offset = 1}, "124", 4},
    };
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct revision_query query = cases[i].query;
        query.post = post;
        struct id_list list;
        int64_t total;
        assert_int_equal(revision_list(db, &fixture->arena, &query, &list, &total), DB_OK);
        bool right = total == cases[i].total && list.count == strlen(cases[i].order);
        for (size_t j = 0; right && j < list.count; j++) right = list.items[j] == id[cases[i].order[j] - '0'];
        if (!right) fail_msg("case %zu: %zu of %lld", i, list.count, (long long) total);
    }
}

// With the posts the heir gets the revisions too; of two autosaves of one article the heir's own stays.
static void test_heir(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "b", (struct post){0}), other = make_post(fixture, "c", (struct post){0});
    const int64_t ben = make_user(fixture, "ben"), eve = make_user(fixture, "eve");
    const int64_t kept = make(fixture, (struct revision){.post = post, .author = ben});
    const int64_t lost = make(fixture, (struct revision){.post = post, .author = ben, .autosave = true});
    const int64_t own = make(fixture, (struct revision){.post = post, .author = eve, .autosave = true});
    const int64_t taken = make(fixture, (struct revision){.post = other, .author = ben, .autosave = true});
    assert_int_equal(try_user_delete(fixture, ben, eve), DB_OK);
    assert_int_equal(read(fixture, kept).author, eve);
    assert_int_equal(read(fixture, own).author, eve);
    assert_int_equal(read(fixture, taken).author, eve);
    struct revision gone;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(revision_get(db, &fixture->arena, lost, &gone), DB_NOT_FOUND);
}

static void test_deletion(void **state) {
    struct fixture *fixture = *state;
    const int64_t post = make_post(fixture, "a", (struct post){0}), ann = make_user(fixture, "ann");
    const int64_t id = make(fixture, (struct revision){.post = post, .author = ann});
    const int64_t second = make(fixture, (struct revision){.post = post, .author = ann});
    struct work work = {.id = second};
    assert_int_equal(fixture_write(fixture, erase, &work), DB_OK);
    assert_int_equal(fixture_write(fixture, erase, &work), DB_NOT_FOUND);
    // Who is gone leaves the revision; the post takes it along.
    assert_int_equal(try_user_delete(fixture, ann, 0), DB_OK);
    assert_int_equal(read(fixture, id).author, 0);
    assert_int_equal(try_post_delete(fixture, post), DB_OK);
    struct revision gone;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(revision_get(db, &fixture->arena, id, &gone), DB_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_fields, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_refused, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_newest, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_trim, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_list, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_heir, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_deletion, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
