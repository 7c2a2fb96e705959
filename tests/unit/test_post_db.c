// post_db: single posts: their fields, slugs, the tree of pages, neighbours, due ones, and what a write says it
// touched.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "db/touch_kinds.h"
#include "db_rows.h"

static void assert_posts_equal(const struct post *a, const struct post *b) {
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->status_before_trash, b->status_before_trash);
    assert_int_equal(a->author, b->author);
    assert_int_equal(a->parent, b->parent);
    assert_int_equal(a->menu_order, b->menu_order);
    assert_int_equal(a->primary_category, b->primary_category);
    assert_int_equal(a->featured_media, b->featured_media);
    assert_int_equal(a->comments_open, b->comments_open);
    assert_int_equal(a->pings_open, b->pings_open);
    assert_int_equal(a->sticky, b->sticky);
    assert_int_equal(a->date_floating, b->date_floating);
    assert_int_equal(a->published, b->published);
    assert_int_equal(a->created, b->created);
    assert_int_equal(a->modified, b->modified);
    const char *const texts[][2] = {
        {a->slug, b->slug},
        {a->title, b->title},
        {a->title_html, b->title_html},
        {a->content, b->content},
        {a->content_html, b->content_html},
        {a->excerpt, b->excerpt},
        {a->excerpt_html, b->excerpt_html},
        {a->password, b->password},
        {a->format, b->format},
        {a->template_name, b->template_name},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_string_equal(texts[i][0], texts[i][1]);
}

static void test_fields(void **state) {
    struct fixture *fixture = *state;
    struct post post = {.type = POST_TYPE_PAGE,
                        .status = POST_PRIVATE,
                        .status_before_trash = POST_DRAFT,
                        .author = make_user(fixture, "ann"),
                        .parent = make_post(fixture, "parent", (struct post){.type = POST_TYPE_PAGE}),
                        .menu_order = -3,
                        .primary_category = 4,
                        .featured_media = 5,
                        .slug = "\xd0\xbf\xd1\x80\xd0\xb8",
                        .title = "Title <b>",
                        .title_html = "Title &lt;b&gt;",
                        .content = "content 'quoted' \"twice\"",
                        .content_html = "<p>content</p>",
                        .excerpt = "excerpt",
                        .excerpt_html = "<p>excerpt</p>",
                        .password = "secret",
                        .format = "aside",
                        .template_name = "wide",
                        .comments_open = true,
                        .pings_open = false,
                        .sticky = true,
                        .date_floating = false,
                        .published = 1000,
                        .created = -5,
                        .modified = 1LL << 40};
    assert_int_equal(try_post_insert(fixture, &post, &post.id), DB_OK);
    struct post stored = read_post(fixture, post.id);
    assert_posts_equal(&post, &stored);
    assert_int_equal(stored.comment_count, 0);

    struct post changed = {.id = post.id,
                           .type = POST_TYPE_POST,  // not written
                           .status = POST_TRASH,
                           .status_before_trash = POST_PRIVATE,
                           .slug = "other",
                           .content = "new",
                           .format = "standard",
                           .pings_open = true,
                           .date_floating = true,
                           .published = 7,
                           .created = 99,  // not written
                           .modified = 8};
    assert_int_equal(try_post_update(fixture, &changed), DB_OK);
    stored = read_post(fixture, post.id);
    changed.type = POST_TYPE_PAGE;
    changed.created = -5;
    changed.title = changed.title_html = changed.content_html = changed.excerpt = changed.excerpt_html = "";
    changed.password = changed.template_name = "";
    assert_posts_equal(&changed, &stored);
}

static void test_refused(void **state) {
    struct fixture *fixture = *state;
    struct post post = {.type = POST_TYPE_POST, .status = POST_DRAFT, .author = 99};
    assert_int_equal(try_post_insert(fixture, &post, NULL), DB_CONFLICT);
    post = (struct post){.type = POST_TYPE_PAGE, .status = POST_DRAFT, .parent = 99};
    assert_int_equal(try_post_insert(fixture, &post, NULL), DB_CONFLICT);
    post = (struct post){.id = 99, .type = POST_TYPE_POST, .status = POST_DRAFT};
    assert_int_equal(try_post_update(fixture, &post), DB_NOT_FOUND);
    assert_int_equal(try_post_delete(fixture, 99), DB_NOT_FOUND);
    assert_int_equal(try_set_terms(fixture, 99, TERM_TAG, 0, NULL), DB_NOT_FOUND);
    int64_t id = make_post(fixture, "a", (struct post){0});
    int64_t tag = make_term(fixture, TERM_TAG, "tag", 0);
    assert_int_equal(try_set_terms(fixture, id, TERM_CATEGORY, TERMS(tag)), DB_CONFLICT);
    assert_int_equal(try_set_terms(fixture, id, TERM_TAG, TERMS(tag, 99)), DB_CONFLICT);
    assert_int_equal(read_term(fixture, tag).count, 0);  // all or nothing
    give_terms(fixture, id, TERM_TAG, TERMS(tag, tag));  // twice is once
    assert_int_equal(read_term(fixture, tag).count, 1);
}

static void test_tree(void **state) {
    struct fixture *fixture = *state;
    int64_t top = make_post(fixture, "top", (struct post){.type = POST_TYPE_PAGE});
    int64_t middle = make_post(fixture, "middle", (struct post){.type = POST_TYPE_PAGE, .parent = top});
    int64_t leaf = make_post(fixture, "leaf", (struct post){.type = POST_TYPE_PAGE, .parent = middle});
    struct post post = read_post(fixture, top);
    const int64_t below[] = {top, middle, leaf};
    for (size_t i = 0; i < 3; i++) {
        post.parent = below[i];
        assert_int_equal(try_post_update(fixture, &post), DB_CONFLICT);
    }
    assert_int_equal(read_post(fixture, top).parent, 0);
    make_comment(fixture, (struct comment){.post = middle});
    assert_int_equal(try_post_delete(fixture, middle), DB_OK);
    assert_int_equal(read_post(fixture, leaf).parent, top);
    assert_int_equal(try_post_delete(fixture, top), DB_OK);
    assert_int_equal(read_post(fixture, leaf).parent, 0);
    // Ids are never given twice: an old address must not lead to another article.
    int64_t last = make_post(fixture, "last", (struct post){0});
    assert_int_equal(try_post_delete(fixture, last), DB_OK);
    assert_true(make_post(fixture, "next", (struct post){0}) > last);
}

static int64_t by_slug(struct fixture *fixture, enum post_type type, int64_t parent, const char *slug) {
    struct post post;
    STORE_READ db = store_read_acquire(fixture->store);
    enum db_result result = post_get_by_slug(db, &fixture->arena, type, parent, slug, &post);
    assert_true(result == DB_OK || result == DB_NOT_FOUND);
    return result == DB_OK ? post.id : 0;
}

static bool taken(struct fixture *fixture, enum post_type type, int64_t parent, const char *slug, int64_t except) {
    bool result;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(post_slug_taken(db, type, parent, slug, except, &result), DB_OK);
    return result;
}

static void test_slugs(void **state) {
    struct fixture *fixture = *state;
    int64_t draft = make_post(fixture, "s", (struct post){.status = POST_DRAFT});
    assert_int_equal(by_slug(fixture, POST_TYPE_POST, 0, "s"), 0);
    int64_t private = make_post(fixture, "s", (struct post){.status = POST_PRIVATE});
    assert_int_equal(by_slug(fixture, POST_TYPE_POST, 0, "s"), private);
    int64_t published = make_post(fixture, "s", (struct post){.status = POST_PUBLISH});
    assert_int_equal(by_slug(fixture, POST_TYPE_POST, 77, "s"), published);
    assert_int_equal(by_slug(fixture, POST_TYPE_PAGE, 0, "s"), 0);
    assert_int_equal(by_slug(fixture, POST_TYPE_POST, 0, ""), 0);

    int64_t top = make_post(fixture, "p", (struct post){.type = POST_TYPE_PAGE});
    int64_t below = make_post(fixture, "p", (struct post){.type = POST_TYPE_PAGE, .parent = top});
    assert_int_equal(by_slug(fixture, POST_TYPE_PAGE, 0, "p"), top);
    assert_int_equal(by_slug(fixture, POST_TYPE_PAGE, top, "p"), below);
    assert_int_equal(by_slug(fixture, POST_TYPE_PAGE, below, "p"), 0);

    make_post(fixture, "t", (struct post){.status = POST_TRASH});
    make_post(fixture, "d", (struct post){.status = POST_DRAFT});
    const struct {
        enum post_type type;
        int64_t parent;
        const char *slug;
        int64_t except;
        bool taken;
    } cases[] = {
        {POST_TYPE_POST, 0, "s", 0, true},       {POST_TYPE_POST, 0, "p", 0, false},
        {POST_TYPE_POST, 0, "t", 0, false},      {POST_TYPE_POST, 0, "d", 0, true},
        {POST_TYPE_POST, 0, "none", 0, false},   {POST_TYPE_PAGE, 0, "p", top, false},
        {POST_TYPE_PAGE, 0, "p", below, true},   {POST_TYPE_PAGE, top, "p", top, true},
        {POST_TYPE_PAGE, below, "p", 0, false},  {POST_TYPE_PAGE, 0, "s", 0, false},
        {POST_TYPE_ATTACHMENT, 0, "s", 0, true}, {POST_TYPE_POST, 0, "S", 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool result = taken(fixture, cases[i].type, cases[i].parent, cases[i].slug, cases[i].except);
        if (result != cases[i].taken) fail_msg("case %zu", i);
    }
    (void) draft;
}

static int64_t by_old_slug(struct fixture *fixture, const char *slug) {
    struct post post;
    STORE_READ db = store_read_acquire(fixture->store);
    enum db_result result = post_get_by_old_slug(db, &fixture->arena, slug, &post);
    assert_true(result == DB_OK || result == DB_NOT_FOUND);
    return result == DB_OK ? post.id : 0;
}

static void rename_post(struct fixture *fixture, int64_t id, const char *slug, enum post_status status, int64_t when) {
    struct post post = read_post(fixture, id);
    post.slug = slug;
    post.status = status;
    post.modified = when;
    assert_int_equal(try_post_update(fixture, &post), DB_OK);
}

static void test_old_slugs(void **state) {
    struct fixture *fixture = *state;
    int64_t a = make_post(fixture, "first", (struct post){0}), b = make_post(fixture, "other", (struct post){0});
    rename_post(fixture, a, "second", POST_PUBLISH, 10);
    rename_post(fixture, a, "third", POST_PUBLISH, 20);
    assert_int_equal(by_old_slug(fixture, "first"), a);
    assert_int_equal(by_old_slug(fixture, "second"), a);
    assert_int_equal(by_old_slug(fixture, "third"), 0);
    rename_post(fixture, a, "first", POST_PUBLISH, 30);  // taken again
    assert_int_equal(by_old_slug(fixture, "first"), 0);
    assert_int_equal(by_old_slug(fixture, "third"), a);
    // The latest that had it wins.
    rename_post(fixture, b, "second", POST_PUBLISH, 40);
    rename_post(fixture, b, "fourth", POST_PUBLISH, 50);
    assert_int_equal(by_old_slug(fixture, "second"), b);
    // In the trash nothing is remembered, and nothing leads there.
    rename_post(fixture, b, "fourth__trashed", POST_TRASH, 60);
    assert_int_equal(by_old_slug(fixture, "fourth"), 0);
    assert_int_equal(by_old_slug(fixture, "second"), a);
    // Drafts have no old addresses.
    int64_t draft = make_post(fixture, "x", (struct post){.status = POST_DRAFT});
    rename_post(fixture, draft, "y", POST_PUBLISH, 70);
    assert_int_equal(by_old_slug(fixture, "x"), 0);
    assert_int_equal(try_post_delete(fixture, a), DB_OK);
    assert_int_equal(by_old_slug(fixture, "third"), 0);
}

static void test_neighbours(void **state) {
    struct fixture *fixture = *state;
    int64_t ids[5];
    const int64_t dates[] = {100, 200, 200, 200, 300};
    for (size_t i = 0; i < 5; i++) {
        const char *slug = arena_printf(&fixture->arena, "n%zu", i);
        ids[i] = make_post(fixture, slug, (struct post){.published = dates[i]});
    }
    make_post(fixture, "draft", (struct post){.published = 150, .status = POST_DRAFT});
    make_post(fixture, "page", (struct post){.published = 150, .type = POST_TYPE_PAGE});
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < 5; i++) {
        struct post post, other;
        assert_int_equal(post_get(db, &fixture->arena, ids[i], &post), DB_OK);
        assert_int_equal(post_previous(db, &fixture->arena, &post, &other), i == 0 ? DB_NOT_FOUND : DB_OK);
        if (i > 0) assert_int_equal(other.id, ids[i - 1]);
        assert_int_equal(post_next(db, &fixture->arena, &post, &other), i == 4 ? DB_NOT_FOUND : DB_OK);
        if (i < 4) assert_int_equal(other.id, ids[i + 1]);
    }
}

static void test_due(void **state) {
    struct fixture *fixture = *state;
    int64_t moment = -1;
    struct id_list due;
    {
        STORE_READ db = store_read_acquire(fixture->store);
        assert_int_equal(post_next_due(db, &moment), DB_OK);
        assert_int_equal(moment, 0);
    }
    int64_t late = make_post(fixture, "late", (struct post){.status = POST_FUTURE, .published = 300});
    int64_t soon = make_post(fixture, "soon", (struct post){.status = POST_FUTURE, .published = 200});
    make_post(fixture, "done", (struct post){.published = 100});
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(post_next_due(db, &moment), DB_OK);
    assert_int_equal(moment, 200);
    assert_int_equal(post_due(db, &fixture->arena, 199, &due), DB_OK);
    assert_int_equal(due.count, 0);
    assert_int_equal(post_due(db, &fixture->arena, 300, &due), DB_OK);
    assert_int_equal(due.count, 2);
    assert_int_equal(due.items[0], soon);
    assert_int_equal(due.items[1], late);
}

static void test_menu_pages(void **state) {
    struct fixture *fixture = *state;
    int64_t b = make_post(fixture, "b", (struct post){.type = POST_TYPE_PAGE, .title = "beta"});
    int64_t a = make_post(fixture, "a", (struct post){.type = POST_TYPE_PAGE, .title = "Alpha"});
    int64_t first = make_post(fixture, "z", (struct post){.type = POST_TYPE_PAGE, .title = "Zeta", .menu_order = -1});
    make_post(fixture, "c", (struct post){.type = POST_TYPE_PAGE, .parent = a});
    make_post(fixture, "d", (struct post){.type = POST_TYPE_PAGE, .status = POST_DRAFT});
    struct post_list list;
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(post_menu_pages(db, &fixture->arena, 10, &list), DB_OK);
    const int64_t expected[] = {first, a, b};
    assert_int_equal(list.count, 3);
    for (size_t i = 0; i < 3; i++) assert_int_equal(list.items[i].id, expected[i]);
    assert_int_equal(post_menu_pages(db, &fixture->arena, 2, &list), DB_OK);
    assert_int_equal(list.count, 2);
}

static void test_names(void **state) {
    (void) state;
    enum post_status status;
    enum post_type type;
    for (enum post_status i = POST_DRAFT; i <= POST_INHERIT; i++) {
        assert_true(post_status_parse(post_status_name(i), &status));
        assert_int_equal(status, i);
    }
    for (enum post_type i = POST_TYPE_POST; i <= POST_TYPE_ATTACHMENT; i++) {
        assert_true(post_type_parse(post_type_name(i), &type));
        assert_int_equal(type, i);
    }
    assert_false(post_status_parse("any", &status));
    assert_false(post_type_parse("", &type));
    assert_string_equal(post_status_name((enum post_status) 0), "");
    assert_string_equal(post_status_name((enum post_status) 99), "");
}

struct heard {
    char text[1024];
};

static void hear(void *context, const struct touch *touched, size_t count) {
    static const char *const names[] = {[TOUCH_POST] = "post",
                                        [TOUCH_COMMENTS] = "comments",
                                        [TOUCH_TERM] = "term",
                                        [TOUCH_ARCHIVE] = "archive",
                                        [TOUCH_USER] = "user",
                                        [TOUCH_POSTS] = "posts",
                                        [TOUCH_TERMS] = "terms",
                                        [TOUCH_ALL_COMMENTS] = "all_comments",
                                        [TOUCH_SETTINGS] = "settings",
                                        [TOUCH_TIMELINE] = "timeline",
                                        [TOUCH_TYPE] = "type",
                                        [TOUCH_ROLL] = "roll",
                                        [TOUCH_NEIGHBOURS] = "neighbours",
                                        [TOUCH_REVISIONS] = "revisions",
                                        [TOUCH_HELD] = "held",
                                        [TOUCH_TERM_COUNTS] = "term_counts",
                                        [TOUCH_USERS] = "users"};
    struct heard *heard = context;
    for (size_t i = 0; i < count; i++) {
        if (touched[i].kind == TOUCH_SLUG) continue;  // goes with every post
        size_t at = strlen(heard->text);
        snprintf(heard->text + at, sizeof heard->text - at, "%s:%d ", names[touched[i].kind], (int) touched[i].id);
    }
}

// The words must be exactly what was heard, in any order.
static void expect(struct heard *heard, const char *words) {
    size_t length = 0;
    for (const char *at = words; *at;) {
        size_t size = strcspn(at, " ");
        char word[64];
        snprintf(word, sizeof word, "%.*s ", (int) size, at);
        if (!strstr(heard->text, word)) fail_msg("no %s in: %s", word, heard->text);
        length += size + 1;
        at += size + (at[size] == ' ');
    }
    if (strlen(heard->text) != length) fail_msg("heard: %s\nexpected: %s", heard->text, words);
    heard->text[0] = '\0';
}

static void test_touches(void **state) {
    struct fixture *fixture = *state;
    int64_t user = make_user(fixture, "ann");                           // 1
    int64_t press = make_term(fixture, TERM_CATEGORY, "press", 0);      // 1
    int64_t world = make_term(fixture, TERM_CATEGORY, "world", press);  // 2
    int64_t id = make_post(fixture, "a", (struct post){.status = POST_DRAFT, .author = user});
    struct heard heard = {0};
    store_listen(fixture->store, hear, &heard);
    give_terms(fixture, id, TERM_CATEGORY, TERMS(world));
    expect(&heard, "post:1");
    rename_post(fixture, id, "a", POST_PUBLISH, 5);
    expect(&heard,
           "post:1 posts:0 type:1 timeline:0 neighbours:1 user:1 users:0 term:2 term:1 terms:0 term_counts:0 archive:2 "
           "roll:1 roll:2 "
           "archive:1");
    rename_post(fixture, id, "b", POST_PUBLISH, 5);  // lists by date are as they were
    expect(&heard, "post:1 posts:0 type:1 archive:2 archive:1");
    make_comment(fixture, (struct comment){.post = id});
    expect(&heard, "comments:1 all_comments:0");
    make_comment(fixture, (struct comment){.post = id, .status = COMMENT_HOLD});
    expect(&heard, "held:0");
    give_terms(fixture, id, TERM_CATEGORY, TERMS(press));
    expect(&heard,
           "post:1 posts:0 type:1 all_comments:0 term:1 term:2 terms:0 term_counts:0 archive:1 archive:2 roll:2");
    int64_t second = make_post(fixture, "c", (struct post){0});
    expect(&heard, "post:2 posts:0 type:1 timeline:0 neighbours:2 neighbours:1");
    give_terms(fixture, second, TERM_CATEGORY, TERMS(press));
    expect(&heard, "post:2 posts:0 type:1 term:1 term_counts:0 archive:1 roll:1");
    assert_int_equal(try_post_delete(fixture, id), DB_OK);
    expect(&heard,
           "post:1 posts:0 type:1 timeline:0 neighbours:1 neighbours:2 user:1 users:0 comments:1 all_comments:0 held:0 "
           "revisions:1 term:1 term_counts:0 archive:1 roll:1");
    assert_int_equal(try_post_delete(fixture, 99), DB_NOT_FOUND);
    expect(&heard, "");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_fields),     TEST(test_refused), TEST(test_tree),       TEST(test_slugs), TEST(test_old_slugs),
        TEST(test_neighbours), TEST(test_due),     TEST(test_menu_pages), TEST(test_names), TEST(test_touches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
