// sitemap_db: files of the sitemap are the public posts by id, cut into equal parts, whatever lies between them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/sitemap.h"
#include "db_fixture.h"
#include "db_rows.h"

static enum db_result insert_as(struct db *db, void *argument) { return post_insert_as(db, argument); }

// Ids with holes over several blocks; every fifth is a draft, every seventh a page.
static size_t fill(struct fixture *fixture, int64_t *ids) {
    size_t count = 0;
    int64_t id = 1;
    for (int i = 0; i < 200; i++) {
        struct post post = read_post(fixture, make_post(fixture, arena_printf(&fixture->arena, "p-%d", i),
                                                        (struct post){.published = 100000 - i}));
        assert_int_equal(try_post_delete(fixture, post.id), DB_OK);
        id += 1 + i % 3 * 40;
        post.id = id;
        post.modified = 500 + i;
        if (i % 5 == 0) post.status = POST_DRAFT;
        if (i % 7 == 0) post.type = POST_TYPE_PAGE;
        assert_int_equal(fixture_write(fixture, insert_as, &post), DB_OK);
        if (post.status == POST_PUBLISH && post.type == POST_TYPE_POST) ids[count++] = id;
    }
    assert_true(id > 3 * 2048);
    return count;
}

static void test_posts(void **state) {
    struct fixture *fixture = *state;
    int64_t ids[200], total;
    const size_t count = fill(fixture, ids);
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(sitemap_count_posts(db, POST_TYPE_POST, &total), DB_OK);
    assert_int_equal(total, count);
    static const int64_t sizes[] = {1, 7, 50, 2000};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        size_t seen = 0;
        for (int64_t file = 1;; file++) {
            struct post_list list;
            assert_int_equal(sitemap_posts(db, &fixture->arena, POST_TYPE_POST, file, sizes[s], &list), DB_OK);
            for (size_t i = 0; i < list.count; i++) {
                assert_int_equal(list.items[i].id, ids[seen++]);
                assert_memory_equal(list.items[i].slug, "p-", 2);
                assert_true(list.items[i].modified >= 500);
            }
            if (list.count < (size_t) sizes[s]) break;
        }
        assert_int_equal(seen, count);
    }
}

static void test_terms_and_users(void **state) {
    struct fixture *fixture = *state;
    int64_t ann = make_user(fixture, "ann");
    make_user(fixture, "bob");
    int64_t press = make_term(fixture, TERM_CATEGORY, "press", 0);
    int64_t news = make_term(fixture, TERM_CATEGORY, "news", press);
    make_term(fixture, TERM_CATEGORY, "empty", 0);
    int64_t post = make_post(fixture, "one", (struct post){.author = ann, .published = 777});
    give_terms(fixture, post, TERM_CATEGORY, TERMS(news));
    STORE_READ db = store_read_acquire(fixture->store);
    int64_t total;
    struct sitemap_list list;
    assert_int_equal(sitemap_count_terms(db, TERM_CATEGORY, &total), DB_OK);
    assert_int_equal(total, 2);
    assert_int_equal(sitemap_terms(db, &fixture->arena, TERM_CATEGORY, 1, 2000, &list), DB_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].id, press);
    assert_int_equal(list.items[1].newest, 777);
    assert_int_equal(sitemap_terms(db, &fixture->arena, TERM_CATEGORY, 2, 1, &list), DB_OK);
    assert_int_equal(list.items[0].id, news);
    assert_int_equal(sitemap_count_users(db, &total), DB_OK);
    assert_int_equal(total, 1);
    assert_int_equal(sitemap_users(db, &fixture->arena, 1, 2000, &list), DB_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].id, ann);
    assert_int_equal(list.items[0].newest, 777);
    assert_int_equal(sitemap_users(db, &fixture->arena, 2, 2000, &list), DB_OK);
    assert_int_equal(list.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_posts, fixture_set_up, fixture_tear_down),
        cmocka_unit_test_setup_teardown(test_terms_and_users, fixture_set_up, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
