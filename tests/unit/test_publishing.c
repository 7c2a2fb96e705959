// Tests of server/rules/publishing.c, publishing_slug.c and scheduler.c with a real store.
#include <unistd.h>

#include "rules_site.h"

enum { NOW = 1795514400 };

static struct test_site *fresh(void) {
    struct test_site *site = test_site_open();
    struct error error = {0};
    struct site_options options = {0};
    assert_true(site_create(&site->app, &site->arena, &options, &error));
    return site;
}

struct date_case {
    const char *name;
    enum post_status asked;
    int64_t published;  // 0: not given
    bool floating;
    enum post_status status;
    int64_t date;
    bool floats;
};

static const struct date_case date_cases[] = {
    {"publish now", POST_PUBLISH, 0, false, POST_PUBLISH, NOW, false},
    {"draft floats", POST_DRAFT, 0, false, POST_DRAFT, NOW, true},
    {"pending floats", POST_PENDING, 0, false, POST_PENDING, NOW, true},
    {"private now", POST_PRIVATE, 0, false, POST_PRIVATE, NOW, false},
    {"dated draft", POST_DRAFT, NOW - 500, false, POST_DRAFT, NOW - 500, false},
    {"draft dated ahead", POST_DRAFT, NOW + 5000, false, POST_DRAFT, NOW + 5000, false},
    {"publish in the past", POST_PUBLISH, NOW - 500, false, POST_PUBLISH, NOW - 500, false},
    {"publish ahead is scheduled", POST_PUBLISH, NOW + 60, false, POST_FUTURE, NOW + 60, false},
    {"a clock that is ahead", POST_PUBLISH, NOW + 59, false, POST_PUBLISH, NOW + 59, false},
    {"scheduled", POST_FUTURE, NOW + 5000, false, POST_FUTURE, NOW + 5000, false},
    {"scheduled to the second", POST_FUTURE, NOW + 1, false, POST_FUTURE, NOW + 1, false},
    {"scheduled for this moment", POST_FUTURE, NOW, false, POST_PUBLISH, NOW, false},
    {"scheduled for the past", POST_FUTURE, NOW - 5, false, POST_PUBLISH, NOW - 5, false},
    {"scheduled without a date", POST_FUTURE, 0, false, POST_PUBLISH, NOW, false},
    {"a floating date is none", POST_PUBLISH, NOW - 500, true, POST_PUBLISH, NOW, false},
    {"private ahead", POST_PRIVATE, NOW + 5000, false, POST_PRIVATE, NOW + 5000, false},
};

static void test_dates(void **state) {
    (void) state;
    struct test_site *site = fresh();
    for (size_t i = 0; i < sizeof date_cases / sizeof *date_cases; i++) {
        const struct date_case *c = &date_cases[i];
        struct post post = test_post_blank(POST_TYPE_POST, c->asked);
        post.title = c->name;
        post.published = c->published;
        post.date_floating = c->floating;
        test_save(site, NULL, &post, NULL, NOW);
        struct post got = test_read(site, post.id);
        if (got.status != c->status || got.published != c->date || got.date_floating != c->floats ||
            got.created != NOW || got.modified != c->date)
            fail_msg("%s: %s at %lld, floating %d, modified %lld", c->name, post_status_name(got.status),
                     (long long) got.published - NOW, got.date_floating, (long long) got.modified - NOW);
    }
    test_site_close(site);
}

static void test_floating_draft(void **state) {
    (void) state;
    struct test_site *site = fresh();
    struct post post = test_post_blank(POST_TYPE_POST, POST_DRAFT);
    post.title = "Slow story";
    test_save(site, NULL, &post, NULL, NOW);
    // Each save moves it, and publishing sets it.
    struct post before = test_read(site, post.id);
    assert_string_equal(before.slug, "");
    post = before;
    test_save(site, &before, &post, NULL, NOW + 100);
    before = test_read(site, post.id);
    assert_int_equal(before.published, NOW + 100);
    assert_true(before.date_floating);
    post = before;
    post.status = POST_PUBLISH;
    test_save(site, &before, &post, NULL, NOW + 200);
    before = test_read(site, post.id);
    assert_int_equal(before.published, NOW + 200);
    assert_false(before.date_floating);
    assert_string_equal(before.slug, "slow-story");
    // From here on it stays, in draft too; and so does the slug.
    post = before;
    post.status = POST_DRAFT;
    post.title = "Another title";
    test_save(site, &before, &post, NULL, NOW + 300);
    before = test_read(site, post.id);
    assert_int_equal(before.published, NOW + 200);
    assert_int_equal(before.modified, NOW + 300);
    assert_int_equal(before.created, NOW);
    assert_false(before.date_floating);
    assert_string_equal(before.slug, "slow-story");
    test_site_close(site);
}

struct slug_case {
    enum post_type type;
    enum post_status status;
    const char *title, *slug;
    const char *wanted;
};

static void test_slugs(void **state) {
    (void) state;
    struct test_site *site = fresh();
    static const struct slug_case cases[] = {
        {POST_TYPE_POST, POST_PUBLISH, "Dated", "", "dated"},
        {POST_TYPE_POST, POST_PUBLISH, "Dated", "", "dated-2"},
        {POST_TYPE_POST, POST_PUBLISH, "Other", "dated", "dated-3"},
        {POST_TYPE_POST, POST_DRAFT, "Dated", "", ""},
        {POST_TYPE_POST, POST_DRAFT, "Dated", "dated", "dated-4"},
        {POST_TYPE_POST, POST_PENDING, "Dated", "own wish", "own-wish"},
        {POST_TYPE_POST, POST_FUTURE, "Coming", "", "coming"},
        {POST_TYPE_POST, POST_PRIVATE, "Secret", "", "secret"},
        // Pages are a kind of their own.
        {POST_TYPE_PAGE, POST_PUBLISH, "Dated", "", "dated"},
        {POST_TYPE_POST, POST_PUBLISH, "x", "A Slug With Spaces & Signs", "a-slug-with-spaces-signs"},
        {POST_TYPE_POST, POST_PUBLISH, "Café naïve Über", "", "cafe-naive-uber"},
        {POST_TYPE_POST, POST_PUBLISH, "Новости дня", "", "новости-дня"},
        // Reserved.
        {POST_TYPE_POST, POST_PUBLISH, "x", "feed", "feed-2"},
        {POST_TYPE_POST, POST_PUBLISH, "x", "embed", "embed-2"},
        {POST_TYPE_PAGE, POST_PUBLISH, "x", "rss2", "rss2-2"},
        {POST_TYPE_PAGE, POST_PUBLISH, "x", "42", "42-2"},
        {POST_TYPE_PAGE, POST_PUBLISH, "x", "page3", "page3-2"},
        {POST_TYPE_PAGE, POST_PUBLISH, "x", "page", "page-2"},
        {POST_TYPE_PAGE, POST_PUBLISH, "x", "page-three", "page-three"},
        // Behind /%year%/%monthnum%/ a number up to 31 is a day.
        {POST_TYPE_POST, POST_PUBLISH, "x", "31", "31-2"},
        {POST_TYPE_POST, POST_PUBLISH, "x", "07", "07-2"},
        {POST_TYPE_POST, POST_PUBLISH, "x", "32", "32"},
        {POST_TYPE_POST, POST_PUBLISH, "2026", "", "2026"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct slug_case *c = &cases[i];
        struct post post = test_post_blank(c->type, c->status);
        post.title = c->title;
        post.slug = c->slug;
        if (c->status == POST_FUTURE) post.published = NOW + 5000;
        test_save(site, NULL, &post, NULL, NOW);
        struct post got = test_read(site, post.id);
        if (strcmp(got.slug, c->wanted) != 0)
            fail_msg("case %zu, '%s' '%s': '%s', wanted '%s'", i, c->title, c->slug, got.slug, c->wanted);
        assert_string_equal(post.slug, got.slug);
        // Saved again it stays what it is.
        struct post again = got;
        test_save(site, &got, &again, NULL, NOW + 1);
        assert_string_equal(test_read(site, post.id).slug, c->wanted);
    }

    // Without title and wish it is the number.
    struct post nameless = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
    nameless.content = "Only content here.";
    test_save(site, NULL, &nameless, NULL, NOW);
    struct post got = test_read(site, nameless.id);
    assert_int_equal(got.status, POST_PUBLISH);
    assert_string_equal(got.slug, arena_printf(&site->arena, "%lld", (long long) nameless.id));

    // Under another parent the same slug is another page.
    int64_t parent = test_publish(site, POST_TYPE_PAGE, 0, "about", NOW);
    int64_t child = test_publish(site, POST_TYPE_PAGE, parent, "dated", NOW);
    assert_string_equal(test_read(site, child).slug, "dated");
    struct post before = test_read(site, child), moved = before;
    moved.parent = 0;
    test_save(site, &before, &moved, NULL, NOW + 1);
    assert_string_equal(test_read(site, child).slug, "dated-2");

    // The longest slug, twice.
    char *title = arena_alloc(&site->arena, 301);
    memset(title, 'a', 300);
    for (int i = 0; i < 2; i++) {
        struct post post = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
        post.title = title;
        test_save(site, NULL, &post, NULL, NOW);
        assert_int_equal(strlen(test_read(site, post.id).slug), 200);
    }
    test_site_close(site);
}

static void test_numbers_at_the_root(void **state) {
    (void) state;
    struct test_site *site = fresh();
    test_set(site, "permalink_structure", "/%postname%/");
    assert_string_equal(test_read(site, test_publish(site, POST_TYPE_POST, 0, "2026", NOW)).slug, "2026-2");
    assert_string_equal(test_read(site, test_publish(site, POST_TYPE_POST, 0, "99999", NOW)).slug, "99999-2");
    test_set(site, "permalink_structure", "/%year%/%postname%/");
    assert_string_equal(test_read(site, test_publish(site, POST_TYPE_POST, 0, "12", NOW)).slug, "12-2");
    assert_string_equal(test_read(site, test_publish(site, POST_TYPE_POST, 0, "13", NOW)).slug, "13");
    test_site_close(site);
}

struct trash_arguments {
    struct arena *arena;
    int64_t id, now;
};
static enum db_result write_trash(struct db *db, void *argument) {
    struct trash_arguments *trash = argument;
    return publishing_trash(db, trash->arena, trash->id, trash->now);
}
static enum db_result write_untrash(struct db *db, void *argument) {
    struct trash_arguments *trash = argument;
    struct settings settings;
    enum db_result result = settings_load(db, trash->arena, &settings);
    return result == DB_OK ? publishing_untrash(db, trash->arena, &settings, trash->id, trash->now) : result;
}
static enum db_result move(struct test_site *site, store_write_function function, int64_t id, int64_t now) {
    struct trash_arguments trash = {&site->arena, id, now};
    return store_write(site->app.store, function, &trash);
}

static void test_trash(void **state) {
    (void) state;
    struct test_site *site = fresh();
    int64_t id = test_publish(site, POST_TYPE_POST, 0, "story", NOW);
    assert_int_equal(move(site, write_trash, id, NOW + 50), DB_OK);
    struct post post = test_read(site, id);
    assert_int_equal(post.status, POST_TRASH);
    assert_int_equal(post.status_before_trash, POST_PUBLISH);
    assert_string_equal(post.slug, "story__trashed");
    assert_int_equal(post.modified, NOW + 50);
    // Twice is once.
    assert_int_equal(move(site, write_trash, id, NOW + 60), DB_OK);
    assert_string_equal(test_read(site, id).slug, "story__trashed");
    assert_int_equal(move(site, write_untrash, id, NOW + 70), DB_OK);
    post = test_read(site, id);
    assert_int_equal(post.status, POST_PUBLISH);
    assert_int_equal(post.status_before_trash, 0);
    assert_string_equal(post.slug, "story");
    assert_int_equal(post.published, NOW);

    // Its slug is free while it lies there; back, it gets a number.
    assert_int_equal(move(site, write_trash, id, NOW), DB_OK);
    assert_string_equal(test_read(site, test_publish(site, POST_TYPE_POST, 0, "story", NOW)).slug, "story");
    assert_int_equal(move(site, write_untrash, id, NOW), DB_OK);
    assert_string_equal(test_read(site, id).slug, "story-2");

    // Back by saving it with another status, as REST does.
    assert_int_equal(move(site, write_trash, id, NOW), DB_OK);
    struct post before = test_read(site, id), saved = before;
    saved.status = POST_PUBLISH;
    test_save(site, &before, &saved, NULL, NOW + 5);
    post = test_read(site, id);
    assert_string_equal(post.slug, "story-2");
    assert_int_equal(post.status_before_trash, 0);

    // A draft without a slug gets the bare suffix, and loses it again.
    struct post draft = test_post_blank(POST_TYPE_POST, POST_DRAFT);
    draft.title = "Draft";
    test_save(site, NULL, &draft, NULL, NOW);
    assert_int_equal(move(site, write_trash, draft.id, NOW), DB_OK);
    assert_string_equal(test_read(site, draft.id).slug, "__trashed");
    assert_int_equal(move(site, write_untrash, draft.id, NOW), DB_OK);
    assert_string_equal(test_read(site, draft.id).slug, "");
    assert_int_equal(test_read(site, draft.id).status, POST_DRAFT);

    // A scheduled one whose moment passed meanwhile is not let loose.
    struct post future = test_post_blank(POST_TYPE_POST, POST_FUTURE);
    future.title = "Future";
    future.published = NOW + 1000;
    test_save(site, NULL, &future, NULL, NOW);
    assert_int_equal(move(site, write_trash, future.id, NOW), DB_OK);
    assert_int_equal(move(site, write_untrash, future.id, NOW + 500), DB_OK);
    assert_int_equal(test_read(site, future.id).status, POST_FUTURE);
    assert_int_equal(move(site, write_trash, future.id, NOW), DB_OK);
    assert_int_equal(move(site, write_untrash, future.id, NOW + 2000), DB_OK);
    assert_int_equal(test_read(site, future.id).status, POST_DRAFT);

    // A long slug makes room for the suffix, by whole letters.
    const char *slug = test_repeat(&site->arena, "ж", 100);
    id = test_publish(site, POST_TYPE_POST, 0, slug, NOW);
    assert_int_equal(move(site, write_trash, id, NOW), DB_OK);
    post = test_read(site, id);
    assert_int_equal(strlen(post.slug), 190 + 9);
    assert_int_equal(move(site, write_trash, 4711, NOW), DB_NOT_FOUND);
    test_site_close(site);
}

static size_t terms_of(struct test_site *site, int64_t post, enum term_taxonomy taxonomy, int64_t *ret_first) {
    struct term_list list;
    STORE_READ db = store_read_acquire(site->app.store);
    assert_int_equal(term_of_post(db, &site->arena, post, taxonomy, &list), DB_OK);
    *ret_first = list.count > 0 ? list.items[0].id : 0;
    return list.count;
}

static void test_terms(void **state) {
    (void) state;
    struct test_site *site = fresh();
    int64_t press = test_term(site, TERM_CATEGORY, 0, "press"), tag = test_term(site, TERM_TAG, 0, "harbour");
    int64_t first;
    int64_t id = test_publish(site, POST_TYPE_POST, 0, "plain", NOW);
    assert_int_equal(terms_of(site, id, TERM_CATEGORY, &first), 1);
    assert_int_equal(first, 1);
    int64_t page = test_publish(site, POST_TYPE_PAGE, 0, "page-of-it", NOW);
    assert_int_equal(terms_of(site, page, TERM_CATEGORY, &first), 0);

    struct post before = test_read(site, id), post = before;
    const int64_t categories[] = {press, 4711, tag, press}, tags[] = {tag, press, 4712};
    struct publishing_terms terms = {.categories = categories,
                                     .category_count = 4,
                                     .set_categories = true,
                                     .tags = tags,
                                     .tag_count = 3,
                                     .set_tags = true};
    test_save(site, &before, &post, &terms, NOW);
    assert_int_equal(terms_of(site, id, TERM_CATEGORY, &first), 1);
    assert_int_equal(first, press);
    assert_int_equal(terms_of(site, id, TERM_TAG, &first), 1);
    assert_int_equal(first, tag);
    // What is not given stays.
    test_save(site, &before, &post, NULL, NOW);
    assert_int_equal(terms_of(site, id, TERM_CATEGORY, &first), 1);
    assert_int_equal(terms_of(site, id, TERM_TAG, &first), 1);
    // Emptied: tags go, categories become the default one.
    struct publishing_terms none = {.set_categories = true, .set_tags = true};
    test_save(site, &before, &post, &none, NOW);
    assert_int_equal(terms_of(site, id, TERM_CATEGORY, &first), 1);
    assert_int_equal(first, 1);
    assert_int_equal(terms_of(site, id, TERM_TAG, &first), 0);

    // A primary category is one that exists.
    post.primary_category = tag;
    test_save(site, &before, &post, NULL, NOW);
    assert_int_equal(test_read(site, id).primary_category, 0);
    post.primary_category = press;
    test_save(site, &before, &post, NULL, NOW);
    assert_int_equal(test_read(site, id).primary_category, press);
    // An auto-draft has none.
    struct post blank = test_post_blank(POST_TYPE_POST, POST_AUTO_DRAFT);
    test_save(site, NULL, &blank, NULL, NOW);
    assert_int_equal(terms_of(site, blank.id, TERM_CATEGORY, &first), 0);
    test_site_close(site);
}

static void test_parents(void **state) {
    (void) state;
    struct test_site *site = fresh();
    int64_t a = test_publish(site, POST_TYPE_PAGE, 0, "a", NOW), b = test_publish(site, POST_TYPE_PAGE, a, "b", NOW),
            c = test_publish(site, POST_TYPE_PAGE, b, "c", NOW);
    struct post before = test_read(site, a), post = before;
    post.parent = c;
    test_save(site, &before, &post, NULL, NOW);
    assert_int_equal(test_read(site, a).parent, 0);
    post.parent = a;
    test_save(site, &before, &post, NULL, NOW);
    assert_int_equal(test_read(site, a).parent, 0);
    post.parent = 4711;
    assert_int_equal(test_try_save(site, &before, &post, NULL, NOW), DB_CONFLICT);
    test_site_close(site);
}

static void test_render(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    struct post post = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
    post.title = "A <b>title</b><script>x</script>";
    post.content = "One\n\nTwo <script>x</script><a href=\"javascript:x\">y</a>";
    post.excerpt = "";
    const struct settings settings = {.WPLANG = ""};
    struct post filtered = post, free_ = post;
    publishing_render(&arena, &settings, &filtered, false);
    const char *const texts[] = {filtered.title,   filtered.title_html,   filtered.content,
                                 filtered.excerpt, filtered.content_html, filtered.excerpt_html};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strstr(texts[i], "<script") || strstr(texts[i], "javascript:")) fail_msg("text %zu: %s", i, texts[i]);
    assert_non_null(strstr(filtered.title, "<b>title</b>"));
    assert_non_null(strstr(filtered.content_html, "<p>One</p>"));
    assert_non_null(strstr(filtered.excerpt_html, "One"));
    publishing_render(&arena, &settings, &free_, true);
    assert_string_equal(free_.content, post.content);
    assert_non_null(strstr(free_.content_html, "<script>"));
    free_.excerpt = "By hand";
    publishing_render(&arena, &settings, &free_, true);
    assert_string_equal(free_.excerpt_html, "<p>By hand</p>\n");
    arena_finish(&arena);
}

struct term_wish {
    struct arena *arena;
    struct term term;
    const char *wish;
    const char *slug;
};
static enum db_result write_term_wish(struct db *db, void *argument) {
    struct term_wish *wish = argument;
    return publishing_unique_term_slug(db, wish->arena, &wish->term, wish->wish, &wish->slug);
}

static void test_term_slugs(void **state) {
    (void) state;
    struct test_site *site = fresh();
    int64_t world = test_term(site, TERM_CATEGORY, 0, "world"), arts = test_term(site, TERM_CATEGORY, 0, "arts");
    int64_t europe = test_term(site, TERM_CATEGORY, world, "europe");
    test_term(site, TERM_CATEGORY, arts, "world-arts");
    test_term(site, TERM_TAG, 0, "harbour");
    const struct {
        enum term_taxonomy taxonomy;
        int64_t id, parent;
        const char *wish, *wanted;
    } cases[] = {
        {TERM_CATEGORY, 0, 0, "Arts & Letters", "arts-letters"},
        {TERM_CATEGORY, 0, 0, "World", "world-2"},
        {TERM_CATEGORY, world, 0, "World", "world"},
        {TERM_CATEGORY, 0, arts, "Europe", "europe-arts"},
        {TERM_CATEGORY, europe, world, "Europe", "europe"},
        {TERM_CATEGORY, 0, europe, "Europe", "europe-europe"},
        {TERM_CATEGORY, 0, arts, "World", "world-arts-2"},
        {TERM_TAG, 0, 0, "World", "world"},
        {TERM_TAG, 0, 0, "harbour", "harbour-2"},
        {TERM_CATEGORY, 0, 0, "!!!", "category"},
        {TERM_TAG, 0, 0, "", "tag"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct term_wish wish = {.arena = &site->arena,
                                 .term = {.id = cases[i].id, .taxonomy = cases[i].taxonomy, .parent = cases[i].parent},
                                 .wish = cases[i].wish};
        assert_int_equal(store_write(site->app.store, write_term_wish, &wish), DB_OK);
        if (strcmp(wish.slug, cases[i].wanted) != 0) fail_msg("case %zu: %s", i, wish.slug);
    }
    test_site_close(site);
}

// Waits up to some seconds for a status.
static bool becomes(struct test_site *site, int64_t id, enum post_status status, int64_t *ret_moment) {
    for (int i = 0; i < 400; i++) {
        if (test_read(site, id).status == status) {
            *ret_moment = clock_now();
            return true;
        }
        usleep(10000);
    }
    return false;
}

static void test_scheduler(void **state) {
    (void) state;
    struct test_site *site = fresh();
    int64_t now = clock_now(), moment;
    // One that was due while nothing ran.
    struct post late = test_post_blank(POST_TYPE_POST, POST_FUTURE);
    late.title = "Late";
    late.published = now - 500;
    test_save(site, NULL, &late, NULL, now - 1000);
    assert_int_equal(test_read(site, late.id).status, POST_FUTURE);
    struct scheduler *scheduler = scheduler_start(&site->app);
    assert_non_null(scheduler);
    assert_true(becomes(site, late.id, POST_PUBLISH, &moment));
    assert_int_equal(test_read(site, late.id).published, now - 500);
    // It sleeps with nothing to wait for; new ones wake it, the nearer one too.
    int64_t begin = clock_now();
    struct post posts[2];
    for (int i = 0; i < 2; i++) {
        posts[i] = test_post_blank(POST_TYPE_POST, POST_FUTURE);
        posts[i].title = "Soon";
        posts[i].published = begin + (i == 0 ? 3 : 2);
        test_save(site, NULL, &posts[i], NULL, begin);
    }
    assert_int_equal(test_read(site, posts[1].id).status, POST_FUTURE);
    assert_true(becomes(site, posts[1].id, POST_PUBLISH, &moment));
    assert_int_equal(moment, begin + 2);
    assert_true(becomes(site, posts[0].id, POST_PUBLISH, &moment));
    assert_int_equal(moment, begin + 3);
    scheduler_stop(scheduler);
    scheduler_stop(NULL);
    test_site_close(site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),      cmocka_unit_test(test_floating_draft),
        cmocka_unit_test(test_slugs),      cmocka_unit_test(test_numbers_at_the_root),
        cmocka_unit_test(test_trash),      cmocka_unit_test(test_terms),
        cmocka_unit_test(test_parents),    cmocka_unit_test(test_render),
        cmocka_unit_test(test_term_slugs), cmocka_unit_test(test_scheduler),
    };
    return cmocka_run_group_tests_name("publishing", tests, NULL, NULL);
}
