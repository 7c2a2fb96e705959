// No address redirects to one that redirects again or is not there: random paths over a site full of names that are
// easily taken for each other, under every form of structure.
#include "base/url.h"
#include "rules_site.h"
#include "server/rules/permalink.h"

#define HOME "https://example.org"

enum { MOMENT = 1795514400, ROUNDS = 1500 };

static const char *const structures[] = {
    "/%year%/%monthnum%/%postname%/",
    "/%postname%/",
    "/%postname%",
    "/%category%/%postname%/",
    "/archives/%post_id%",
    "/%post_id%/",
    "/%author%/%postname%/",
    "/%year%/%monthnum%/%day%/%postname%/",
    "/news/%category%/%postname%.html",
    "/%post_id%-%postname%/",
    "/page/%postname%/",
    "",
};

static const char *const words[] = {
    "news", "press",    "category", "tag",        "author",  "page",          "2026",           "11",   "24",
    "1",    "2",        "3",        "hello",      "anna",    "search",        "feed",           "News", "кот",
    "-",    "archives", "date",     "hello.html", "7-hello", "uncategorized", "comment-page-2", "12",   "before"};
static const char *const queries[] = {NULL,
                                      "p=1",
                                      "p=2",
                                      "p=3&x=y",
                                      "page_id=4",
                                      "cat=2",
                                      "cat=3",
                                      "tag=news",
                                      "author=1",
                                      "m=202611",
                                      "paged=2",
                                      "s=x&paged=3",
                                      "name=news",
                                      "pagename=news/press",
                                      "category_name=press",
                                      "replytocom=1"};

static unsigned next_random(unsigned *state) { return (*state = *state * 1103515245U + 12345U) >> 16; }

static struct permalink_target resolve(struct test_site *site, struct arena *arena, const char *path,
                                       const char *query) {
    struct permalink_target target = {0};
    SETTINGS_LEASE settings = settings_acquire(site->app.settings);
    STORE_READ db = store_read_acquire(site->app.store);
    assert_int_equal(permalink_resolve(db, arena, settings, path, query, &target), DB_OK);
    return target;
}

static void walk(struct test_site *site, const char *structure, unsigned seed) {
    size_t redirects = 0, found = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct arena arena;
        arena_init(&arena);
        char *path = arena_strdup(&arena, next_random(&seed) % 20 ? "" : "/");
        for (unsigned count = next_random(&seed) % 6; count > 0; count--)
            path = arena_printf(&arena, "%s/%s", path, words[next_random(&seed) % (sizeof words / sizeof *words)]);
        if (next_random(&seed) % 3 || path[0] == '\0') path = arena_printf(&arena, "%s/", path);
        const char *query = queries[next_random(&seed) % (sizeof queries / sizeof *queries)];
        struct permalink_target got = resolve(site, &arena, path, query);
        found += got.kind != PERMALINK_NONE && got.kind != PERMALINK_REDIRECT;
        if (got.kind == PERMALINK_REDIRECT) {
            redirects++;
            const char *at = got.location + strlen(HOME), *mark = strchr(at, '?');
            char *next_path = url_decode(&arena, at, mark ? (size_t) (mark - at) : strlen(at), false);
            assert_non_null(next_path);
            struct permalink_target next = resolve(site, &arena, next_path, mark ? mark + 1 : NULL);
            if (next.kind == PERMALINK_REDIRECT || next.kind == PERMALINK_NONE)
                fail_msg("'%s': %s?%s leads to %s, which is %d %s", structure, path, query ? query : "", got.location,
                         (int) next.kind, next.location ? next.location : "");
        }
        arena_finish(&arena);
    }
    assert_true(redirects > 0 && found > 0);
}

static void test_walks(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    struct error error = {0};
    struct site_options options = {.url = HOME};
    assert_true(site_create(&site->app, &site->arena, &options, &error));
    struct user *anna = test_user(site, "anna", ROLE_AUTHOR, ""), *news = test_user(site, "news", ROLE_AUTHOR, "");
    int64_t press = test_term(site, TERM_CATEGORY, 0, "press");
    int64_t inner = test_term(site, TERM_CATEGORY, press, "news");
    test_term(site, TERM_CATEGORY, inner, "hello");
    test_term(site, TERM_TAG, 0, "news");
    static const char *const names[] = {"news", "press", "hello", "page", "2026", "24", "11", "кот", "author", "12"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct post post = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
        post.title = post.slug = names[i];
        post.author = i % 2 ? anna->id : news->id;
        post.published = MOMENT - (int64_t) i * 40 * 86400;
        post.content = i % 2 ? "One<!--nextpage-->Two" : "One";
        struct publishing_terms terms = {.categories = &inner, .category_count = i % 3, .set_categories = true};
        terms.category_count = i % 3 ? 1 : 0;
        test_save(site, NULL, &post, &terms, MOMENT);
        int64_t page = test_publish(site, POST_TYPE_PAGE, 0, names[i], MOMENT);
        test_publish(site, POST_TYPE_PAGE, page, names[(i + 3) % 10], MOMENT);
    }
    static const char *const top[] = {"category", "archives", "search", "tag", "date"};
    for (size_t i = 0; i < sizeof top / sizeof *top; i++)
        test_publish(site, POST_TYPE_PAGE, test_publish(site, POST_TYPE_PAGE, 0, top[i], MOMENT), "news", MOMENT);
    struct post renamed = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
    renamed.title = renamed.slug = "before";
    renamed.published = MOMENT;
    test_save(site, NULL, &renamed, NULL, MOMENT);
    struct post before = test_read(site, renamed.id);
    renamed = before;
    renamed.slug = "after";
    test_save(site, &before, &renamed, NULL, MOMENT);
    // Pages below one that is not public, and one without a slug.
    struct post hidden = test_post_blank(POST_TYPE_PAGE, POST_DRAFT);
    hidden.title = "Hidden";
    test_save(site, NULL, &hidden, NULL, MOMENT);
    test_publish(site, POST_TYPE_PAGE, hidden.id, "3", MOMENT);
    test_publish(site, POST_TYPE_PAGE, hidden.id, "feed", MOMENT);

    for (size_t i = 0; i < sizeof structures / sizeof *structures; i++) {
        test_set(site, "permalink_structure", structures[i]);
        walk(site, structures[i], (unsigned) i + 1);
    }
    test_site_close(site);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_walks)};
    return cmocka_run_group_tests_name("permalink_loop", tests, NULL, NULL);
}
