// Tests of server/rules/permalink*.c with a real store.
#include "base/url.h"
#include "rules_site.h"
#include "server/rules/permalink.h"

#define HOME "https://example.org"

struct resolve_case {
    const char *path, *query;
    enum permalink_kind kind;
    int64_t id;
    int64_t page;
    const char *location;  // below HOME; PERMALINK_REDIRECT
};

static struct permalink_target resolve(struct test_site *site, const char *path, const char *query) {
    struct permalink_target target = {0};
    SETTINGS_LEASE settings = settings_acquire(site->app.settings);
    STORE_READ db = store_read_acquire(site->app.store);
    assert_int_equal(permalink_resolve(db, &site->arena, settings, path, query, &target), DB_OK);
    return target;
}

static void check(struct test_site *site, const struct resolve_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct resolve_case *c = &cases[i];
        struct permalink_target got = resolve(site, c->path, c->query);
        const char *wanted = c->location ? arena_printf(&site->arena, HOME "%s", c->location) : NULL;
        bool fine = got.kind == c->kind && (c->kind == PERMALINK_REDIRECT || got.id == c->id) &&
                    got.page == (c->page ? c->page : 1);
        const char *location = got.location ? got.location : "";
        fine = fine && strcmp(location, wanted ? wanted : "") == 0;
        if (!fine)
            fail_msg("%s?%s: kind %d id %lld page %lld location %s", c->path, c->query ? c->query : "", (int) got.kind,
                     (long long) got.id, (long long) got.page, location);
        if (got.kind != PERMALINK_REDIRECT) continue;
        // One hop: what one is sent to is no redirect, and is there.
        const char *at = location + strlen(HOME), *mark = strchr(at, '?');
        const char *raw = arena_strndup(&site->arena, at, mark ? (size_t) (mark - at) : strlen(at));
        const char *decoded = url_decode(&site->arena, raw, strlen(raw), false);
        assert_non_null(decoded);
        struct permalink_target next = resolve(site, decoded, mark ? mark + 1 : NULL);
        if (next.kind == PERMALINK_REDIRECT || next.kind == PERMALINK_NONE)
            fail_msg("%s leads to %s, which is %d %s", c->path, location, (int) next.kind,
                     next.location ? next.location : "");
    }
}
#define CHECK(site_, cases_) check((site_), (cases_), sizeof(cases_) / sizeof *(cases_))

static struct test_site *fresh(const char *structure) {
    struct test_site *site = test_site_open();
    struct error error = {0};
    struct site_options options = {.url = HOME};
    assert_true(site_create(&site->app, &site->arena, &options, &error));
    test_set(site, "permalink_structure", structure);
    return site;
}

// 2026-11-24 10:00:00 UTC
enum { MOMENT = 1795514400 };

static void test_dated(void **state) {
    (void) state;
    struct test_site *site = fresh("/%year%/%monthnum%/%postname%/");
    int64_t press = test_term(site, TERM_CATEGORY, 0, "press");
    int64_t world = test_term(site, TERM_CATEGORY, press, "international-news");
    int64_t tag = test_term(site, TERM_TAG, 0, "harbour");
    struct user *anna = test_user(site, "anna", ROLE_AUTHOR, ""), *bert = test_user(site, "bert", ROLE_AUTHOR, "");
    int64_t hello = test_publish(site, POST_TYPE_POST, 0, "hello", MOMENT);
    int64_t cat = test_publish(site, POST_TYPE_POST, 0, "кот", MOMENT);
    int64_t about = test_publish(site, POST_TYPE_PAGE, 0, "about", MOMENT);
    int64_t team = test_publish(site, POST_TYPE_PAGE, about, "team", MOMENT);

    struct post draft = test_post_blank(POST_TYPE_POST, POST_DRAFT);
    draft.title = "Draft";
    draft.slug = "draft";
    test_save(site, NULL, &draft, NULL, MOMENT);
    struct post secret = test_post_blank(POST_TYPE_POST, POST_PRIVATE);
    secret.title = secret.slug = "secret";
    secret.published = MOMENT;
    test_save(site, NULL, &secret, NULL, MOMENT);
    struct post split = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
    split.title = split.slug = "split";
    split.published = MOMENT;
    split.content = "One<!--nextpage-->Two";
    split.author = anna->id;
    test_save(site, NULL, &split, NULL, MOMENT);
    // Renamed once published: the old address stays good.
    struct post renamed = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
    renamed.title = renamed.slug = "before";
    renamed.published = MOMENT;
    test_save(site, NULL, &renamed, NULL, MOMENT);
    struct post before = test_read(site, renamed.id);
    renamed = before;
    renamed.slug = "after";
    test_save(site, &before, &renamed, NULL, MOMENT);

    const struct resolve_case cases[] = {
        {"/", NULL, PERMALINK_FRONT, 0, 1, NULL},
        {"/", "utm_source=x", PERMALINK_FRONT, 0, 1, NULL},
        {"", NULL, PERMALINK_REDIRECT, 0, 1, "/"},
        {"//", NULL, PERMALINK_REDIRECT, 0, 1, "/"},
        {"/index.php", NULL, PERMALINK_REDIRECT, 0, 1, "/"},
        {"/page/2/", NULL, PERMALINK_FRONT, 0, 2, NULL},
        {"/page/2", NULL, PERMALINK_REDIRECT, 0, 1, "/page/2/"},
        {"/page/1/", NULL, PERMALINK_REDIRECT, 0, 1, "/"},
        {"/page/02/", NULL, PERMALINK_REDIRECT, 0, 1, "/page/2/"},
        {"/page/0/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/page/x/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/page/99999999999999999999/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/", "paged=3", PERMALINK_REDIRECT, 0, 1, "/page/3/"},
        {"/", "paged=1", PERMALINK_REDIRECT, 0, 1, "/"},
        // Posts.
        {"/2026/11/hello/", NULL, PERMALINK_POST, hello, 1, NULL},
        {"/2026/11/hello/", "replytocom=5", PERMALINK_POST, hello, 1, NULL},
        {"/2026/11/hello", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/2026/11/hello", "a=1&b=%20x", PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/?a=1&b=%20x"},
        {"//2026///11/hello/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/2026/11/Hello/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/2025/01/hello/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/hello/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/news/hello/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/2026/11/кот/", NULL, PERMALINK_POST, cat, 1, NULL},
        {"/2026/11/КОТ/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/%d0%ba%d0%be%d1%82/"},
        {"/2026/11/hello/comment-page-2/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/2026/11/hello/2/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/2026/11/split/2/", NULL, PERMALINK_POST, split.id, 2, NULL},
        {"/2026/11/split/2", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/split/2/"},
        {"/2026/11/split/3/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/split/"},
        {"/2026/11/split/1/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/split/"},
        {"/2026/11/after/", NULL, PERMALINK_POST, renamed.id, 1, NULL},
        {"/2026/11/before/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/after/"},
        {"/2026/11/nothing/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/2026/11/hello/x/y/", NULL, PERMALINK_NONE, 0, 1, NULL},
        // What not everybody may see is named, never redirected to.
        {"/2026/11/secret/", NULL, PERMALINK_POST, secret.id, 1, NULL},
        {"/2025/01/secret", NULL, PERMALINK_POST, secret.id, 1, NULL},
        {"/secret/", NULL, PERMALINK_NONE, 0, 1, NULL},
        // By number.
        {"/", "p=1", PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/", "p=1&preview=true", PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/?preview=true"},
        {"/", "p=1&cat=2&paged=3", PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/", "page_id=1", PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/", "p=4711", PERMALINK_NONE, 0, 1, NULL},
        {"/", "p=0", PERMALINK_FRONT, 0, 1, NULL},
        {"/", "p=abc", PERMALINK_FRONT, 0, 1, NULL},
        {"/", "p=%zz", PERMALINK_FRONT, 0, 1, NULL},
        {"/", arena_printf(&site->arena, "p=%lld", (long long) draft.id), PERMALINK_POST, draft.id, 1, NULL},
        {"/", arena_printf(&site->arena, "p=%lld", (long long) secret.id), PERMALINK_POST, secret.id, 1, NULL},
        {"/", "name=hello", PERMALINK_REDIRECT, 0, 1, "/2026/11/hello/"},
        {"/", "name=%D0%BA%d0%be%D1%82", PERMALINK_REDIRECT, 0, 1, "/2026/11/%d0%ba%d0%be%d1%82/"},
        // Pages.
        {"/about/", NULL, PERMALINK_PAGE, about, 1, NULL},
        {"/about/team/", NULL, PERMALINK_PAGE, team, 1, NULL},
        {"/about/team", NULL, PERMALINK_REDIRECT, 0, 1, "/about/team/"},
        {"/About/Team/", NULL, PERMALINK_REDIRECT, 0, 1, "/about/team/"},
        {"/team/", NULL, PERMALINK_REDIRECT, 0, 1, "/about/team/"},
        {"/", "pagename=about/team", PERMALINK_REDIRECT, 0, 1, "/about/team/"},
        {"/about/nobody/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/about/page/2/", NULL, PERMALINK_REDIRECT, 0, 1, "/about/"},
        // Categories and tags.
        {"/category/press/international-news/", NULL, PERMALINK_CATEGORY, world, 1, NULL},
        {"/category/press/international-news/page/3/", NULL, PERMALINK_CATEGORY, world, 3, NULL},
        {"/category/press/international-news/page/3", NULL, PERMALINK_REDIRECT, 0, 1,
         "/category/press/international-news/page/3/"},
        {"/category/press/international-news", NULL, PERMALINK_REDIRECT, 0, 1, "/category/press/international-news/"},
        {"/category/international-news/", NULL, PERMALINK_REDIRECT, 0, 1, "/category/press/international-news/"},
        {"/category/international-news/page/2/", NULL, PERMALINK_REDIRECT, 0, 1,
         "/category/press/international-news/page/2/"},
        {"/category/wrong/international-news/", NULL, PERMALINK_REDIRECT, 0, 1, "/category/press/international-news/"},
        {"/category/press/", "paged=2", PERMALINK_REDIRECT, 0, 1, "/category/press/page/2/"},
        {"/category/press/", "paged=2&x=y", PERMALINK_REDIRECT, 0, 1, "/category/press/page/2/?x=y"},
        {"/category/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/category/nothing/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/", arena_printf(&site->arena, "cat=%lld", (long long) world), PERMALINK_REDIRECT, 0, 1,
         "/category/press/international-news/"},
        {"/", arena_printf(&site->arena, "cat=%lld", (long long) tag), PERMALINK_NONE, 0, 1, NULL},
        {"/", "category_name=press/international-news&paged=2", PERMALINK_REDIRECT, 0, 1,
         "/category/press/international-news/page/2/"},
        {"/tag/harbour/", NULL, PERMALINK_TAG, tag, 1, NULL},
        {"/tag/harbour/page/2/", NULL, PERMALINK_TAG, tag, 2, NULL},
        {"/tag/press/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/", "tag=harbour", PERMALINK_REDIRECT, 0, 1, "/tag/harbour/"},
        // Authors: by number only who published.
        {"/author/anna/", NULL, PERMALINK_AUTHOR, anna->id, 1, NULL},
        {"/author/Anna", NULL, PERMALINK_REDIRECT, 0, 1, "/author/anna/"},
        {"/author/nobody/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/", arena_printf(&site->arena, "author=%lld", (long long) anna->id), PERMALINK_REDIRECT, 0, 1,
         "/author/anna/"},
        {"/", arena_printf(&site->arena, "author=%lld", (long long) bert->id), PERMALINK_NONE, 0, 1, NULL},
        // Search.
        {"/", "s=ship", PERMALINK_SEARCH, 0, 1, NULL},
        {"/", "s=", PERMALINK_SEARCH, 0, 1, NULL},
        {"/", "s=ship&paged=2", PERMALINK_SEARCH, 0, 2, NULL},
        {"/search/big ship/", NULL, PERMALINK_REDIRECT, 0, 1, "/?s=big%20ship"},
    };
    CHECK(site, cases);
    test_site_close(site);
}

// A feed is found behind anything, and what it is the feed of as well.
static void test_feeds(void **state) {
    (void) state;
    struct test_site *site = fresh("/%year%/%monthnum%/%postname%/");
    int64_t feed = test_term(site, TERM_CATEGORY, 0, "feed");
    int64_t press = test_term(site, TERM_CATEGORY, 0, "press");
    int64_t hello = test_publish(site, POST_TYPE_POST, 0, "hello", MOMENT);
    const struct {
        const char *path, *query;
        enum permalink_kind kind;
        int64_t id;
        enum permalink_feed feed;
        bool comments;
    } cases[] = {
        {"/feed/", NULL, PERMALINK_FRONT, 0, PERMALINK_FEED_RSS, false},
        {"/feed/atom/", "utm=x", PERMALINK_FRONT, 0, PERMALINK_FEED_ATOM, false},
        {"/comments/feed/json/", NULL, PERMALINK_FRONT, 0, PERMALINK_FEED_JSON, true},
        {"/category/press/feed/", NULL, PERMALINK_CATEGORY, press, PERMALINK_FEED_RSS, false},
        // What is called "feed" has an address and a feed too.
        {"/category/feed/", NULL, PERMALINK_CATEGORY, feed, PERMALINK_FEED_NONE, false},
        {"/category/feed/feed/atom/", NULL, PERMALINK_CATEGORY, feed, PERMALINK_FEED_ATOM, false},
        {"/2026/11/hello/feed/", NULL, PERMALINK_POST, hello, PERMALINK_FEED_RSS, false},
        {"/2026/11/feed/", NULL, PERMALINK_DATE, 0, PERMALINK_FEED_RSS, false},
        {"/", "s=ship&feed=json", PERMALINK_SEARCH, 0, PERMALINK_FEED_JSON, false},
        {"/nothing/feed/", NULL, PERMALINK_NONE, 0, PERMALINK_FEED_NONE, false},
        {"/nothing/atom/", NULL, PERMALINK_NONE, 0, PERMALINK_FEED_NONE, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct permalink_target got = resolve(site, cases[i].path, cases[i].query);
        if (got.kind != cases[i].kind || got.id != cases[i].id || got.feed != cases[i].feed ||
            got.feed_comments != cases[i].comments)
            fail_msg("%s: kind %d id %lld feed %d %s", cases[i].path, (int) got.kind, (long long) got.id,
                     (int) got.feed, got.location ? got.location : "");
    }
    {
        SETTINGS_LEASE settings = settings_acquire(site->app.settings);
        assert_string_equal(permalink_feed(&site->arena, settings, HOME "/", PERMALINK_FEED_RSS, true),
                            HOME "/comments/feed/");
        assert_string_equal(permalink_feed(&site->arena, settings, HOME "/?s=x", PERMALINK_FEED_ATOM, false),
                            HOME "/?s=x&feed=atom");
    }
    test_site_close(site);
}

static void test_dates(void **state) {
    (void) state;
    struct test_site *site = fresh("/%year%/%monthnum%/%postname%/");
    static const struct {
        const char *path, *query;
        int year, month, day;
        int64_t page;
    } good[] = {
        {"/2026/", NULL, 2026, 0, 0, 1},
        {"/2026/11/", NULL, 2026, 11, 0, 1},
        {"/2026/11/24/", NULL, 2026, 11, 24, 1},
        {"/2024/02/29/", NULL, 2024, 2, 29, 1},
        {"/2026/11/page/4/", NULL, 2026, 11, 0, 4},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct permalink_target got = resolve(site, good[i].path, good[i].query);
        if (got.kind != PERMALINK_DATE || got.year != good[i].year || got.month != good[i].month ||
            got.day != good[i].day || got.page != good[i].page)
            fail_msg("%s: kind %d %d-%d-%d", good[i].path, (int) got.kind, got.year, got.month, got.day);
    }
    static const struct resolve_case cases[] = {
        {"/2026/1/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/01/"},
        {"/2026/11/4", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/11/04/"},
        {"/2026/13/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/2026/00/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/2026/02/30/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/2025/02/29/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/2026/11/00/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/0000/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/20260/", NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/", "m=2026", PERMALINK_REDIRECT, 0, 1, "/2026/"},
        {"/", "m=202611", PERMALINK_REDIRECT, 0, 1, "/2026/11/"},
        {"/", "m=20261124", PERMALINK_REDIRECT, 0, 1, "/2026/11/24/"},
        {"/", "m=202613", PERMALINK_NONE, 0, 1, NULL},
        {"/", "m=20260", PERMALINK_NONE, 0, 1, NULL},
        {"/", "year=2026&monthnum=3", PERMALINK_REDIRECT, 0, 1, "/2026/03/"},
        {"/", "year=2026&monthnum=x", PERMALINK_NONE, 0, 1, NULL},
    };
    CHECK(site, cases);
    test_site_close(site);
}

static void test_numbers_and_days(void **state) {
    (void) state;
    struct test_site *site = fresh("/%year%/%monthnum%/%postname%/");
    // Named by its number, which is one of the days of its month.
    int64_t id = 0;
    while (id < 12) {
        struct post post = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
        post.content = "No title.";
        post.published = MOMENT;
        test_save(site, NULL, &post, NULL, MOMENT);
        id = post.id;
    }
    const struct resolve_case cases[] = {
        {"/2026/11/8/", NULL, PERMALINK_POST, 8, 1, NULL},
        {"/2026/11/12/", NULL, PERMALINK_POST, 12, 1, NULL},
        {"/", "p=12", PERMALINK_REDIRECT, 0, 1, "/2026/11/12/"},
        {"/2026/12/8/", NULL, PERMALINK_REDIRECT, 0, 1, "/2026/12/08/"},
    };
    CHECK(site, cases);
    assert_int_equal(resolve(site, "/2026/11/08/", NULL).kind, PERMALINK_DATE);
    assert_int_equal(resolve(site, "/2026/11/13/", NULL).kind, PERMALINK_DATE);
    assert_int_equal(resolve(site, "/2026/12/12/", NULL).kind, PERMALINK_DATE);
    test_site_close(site);
}

static void test_zone(void **state) {
    (void) state;
    struct test_site *site = fresh("/%year%/%monthnum%/%day%/%postname%/");
    // 2020-01-01 23:30 UTC is the next day in Berlin.
    int64_t id = test_publish(site, POST_TYPE_POST, 0, "winter", 1577921400);
    const struct resolve_case in_utc[] = {
        {"/2020/01/01/winter/", NULL, PERMALINK_POST, id, 1, NULL},
        {"/2020/01/02/winter/", NULL, PERMALINK_REDIRECT, 0, 1, "/2020/01/01/winter/"}};
    CHECK(site, in_utc);
    test_set(site, "timezone_string", "Europe/Berlin");
    const struct resolve_case in_berlin[] = {
        {"/2020/01/02/winter/", NULL, PERMALINK_POST, id, 1, NULL},
        {"/2020/01/01/winter/", NULL, PERMALINK_REDIRECT, 0, 1, "/2020/01/02/winter/"}};
    CHECK(site, in_berlin);
    test_set(site, "timezone_string", "UTC");
    test_site_close(site);
}

static void test_postname(void **state) {
    (void) state;
    struct test_site *site = fresh("/%postname%/");
    int64_t page = test_publish(site, POST_TYPE_PAGE, 0, "both", MOMENT);
    int64_t post = test_publish(site, POST_TYPE_POST, 0, "both", MOMENT);
    int64_t single = test_publish(site, POST_TYPE_POST, 0, "single", MOMENT);
    int64_t parent = test_publish(site, POST_TYPE_PAGE, 0, "category", MOMENT);
    int64_t child = test_publish(site, POST_TYPE_PAGE, parent, "notes", MOMENT);
    int64_t year = test_publish(site, POST_TYPE_POST, 0, "2026", MOMENT);
    struct post draft = test_post_blank(POST_TYPE_PAGE, POST_DRAFT);
    draft.title = draft.slug = "single";
    test_save(site, NULL, &draft, NULL, MOMENT);
    const struct resolve_case cases[] = {
        // The page goes before the post; and the post's address leads there, without a loop.
        {"/both/", NULL, PERMALINK_PAGE, page, 1, NULL},
        {"/", arena_printf(&site->arena, "p=%lld", (long long) post), PERMALINK_REDIRECT, 0, 1, "/both/"},
        // A draft does not hide what is public.
        {"/single/", NULL, PERMALINK_POST, single, 1, NULL},
        {"/category/", NULL, PERMALINK_PAGE, parent, 1, NULL},
        {"/category/notes/", NULL, PERMALINK_PAGE, child, 1, NULL},
        // Years stay archives: such a slug got a number.
        {"/2026-2/", NULL, PERMALINK_POST, year, 1, NULL},
        {"/2026/12/01/single/", NULL, PERMALINK_REDIRECT, 0, 1, "/single/"},
        {"/single/2/", NULL, PERMALINK_REDIRECT, 0, 1, "/single/"},
    };
    CHECK(site, cases);
    assert_int_equal(resolve(site, "/2026/", NULL).kind, PERMALINK_DATE);
    test_site_close(site);
}

static void test_other_structures(void **state) {
    (void) state;
    struct test_site *site = fresh("/%category%/%author%/%postname%.html");
    int64_t press = test_term(site, TERM_CATEGORY, 0, "press");
    int64_t world = test_term(site, TERM_CATEGORY, press, "world");
    struct user *anna = test_user(site, "anna", ROLE_AUTHOR, "");
    struct post post = test_post_blank(POST_TYPE_POST, POST_PUBLISH);
    post.title = post.slug = "hello";
    post.published = MOMENT;
    post.author = anna->id;
    struct publishing_terms terms = {.categories = &world, .category_count = 1, .set_categories = true};
    test_save(site, NULL, &post, &terms, MOMENT);
    int64_t orphan = test_publish(site, POST_TYPE_POST, 0, "orphan", MOMENT);
    int64_t about = test_publish(site, POST_TYPE_PAGE, 0, "about", MOMENT);
    const struct resolve_case html[] = {
        {"/press/world/anna/hello.html", NULL, PERMALINK_POST, post.id, 1, NULL},
        {"/press/world/anna/hello.html/", NULL, PERMALINK_REDIRECT, 0, 1, "/press/world/anna/hello.html"},
        {"/world/anna/hello.html", NULL, PERMALINK_REDIRECT, 0, 1, "/press/world/anna/hello.html"},
        {"/x/y/z/bert/hello.html", NULL, PERMALINK_REDIRECT, 0, 1, "/press/world/anna/hello.html"},
        {"/uncategorized/-/orphan.html", NULL, PERMALINK_POST, orphan, 1, NULL},
        {"/about", NULL, PERMALINK_PAGE, about, 1, NULL},
        {"/about/", NULL, PERMALINK_REDIRECT, 0, 1, "/about"},
        {"/category/press/world", NULL, PERMALINK_CATEGORY, world, 1, NULL},
        {"/category/press/world/page/2", NULL, PERMALINK_CATEGORY, world, 2, NULL},
        {"/category/press/world/page/2/", NULL, PERMALINK_REDIRECT, 0, 1, "/category/press/world/page/2"},
        {"/author/anna", NULL, PERMALINK_AUTHOR, anna->id, 1, NULL},
        {"/", NULL, PERMALINK_FRONT, 0, 1, NULL},
    };
    CHECK(site, html);

    test_set(site, "permalink_structure", "/archives/%post_id%");
    const struct resolve_case numbers[] = {
        {arena_printf(&site->arena, "/archives/%lld", (long long) post.id), NULL, PERMALINK_POST, post.id, 1, NULL},
        {arena_printf(&site->arena, "/archives/%lld/", (long long) post.id), NULL, PERMALINK_REDIRECT, 0, 1,
         arena_printf(&site->arena, "/archives/%lld", (long long) post.id)},
        {arena_printf(&site->arena, "/archives/00%lld", (long long) post.id), NULL, PERMALINK_REDIRECT, 0, 1,
         arena_printf(&site->arena, "/archives/%lld", (long long) post.id)},
        {arena_printf(&site->arena, "/archives/%lld", (long long) about), NULL, PERMALINK_NONE, 0, 1, NULL},
        {"/archives/4711", NULL, PERMALINK_NONE, 0, 1, NULL},
        // The front part is shared with archives, dates keep away from ids.
        {"/archives/author/anna", NULL, PERMALINK_AUTHOR, anna->id, 1, NULL},
        {"/archives/category/press", NULL, PERMALINK_CATEGORY, press, 1, NULL},
        {"/hello", NULL, PERMALINK_REDIRECT, 0, 1, arena_printf(&site->arena, "/archives/%lld", (long long) post.id)},
    };
    CHECK(site, numbers);
    assert_int_equal(resolve(site, "/archives/date/2026", NULL).kind, PERMALINK_DATE);

    test_set(site, "category_base", "rubric");
    const struct resolve_case rubric[] = {
        {"/rubric/press/world", NULL, PERMALINK_CATEGORY, world, 1, NULL},
        {"/archives/category/press", NULL, PERMALINK_NONE, 0, 1, NULL},
    };
    CHECK(site, rubric);

    test_set(site, "permalink_structure", "");
    const struct resolve_case plain[] = {
        {"/", arena_printf(&site->arena, "p=%lld", (long long) post.id), PERMALINK_POST, post.id, 1, NULL},
        {"/", arena_printf(&site->arena, "page_id=%lld", (long long) about), PERMALINK_PAGE, about, 1, NULL},
        {"/", arena_printf(&site->arena, "p=%lld", (long long) about), PERMALINK_REDIRECT, 0, 1,
         arena_printf(&site->arena, "/?page_id=%lld", (long long) about)},
        {"/", "name=hello", PERMALINK_REDIRECT, 0, 1, arena_printf(&site->arena, "/?p=%lld", (long long) post.id)},
        {"/index.php", arena_printf(&site->arena, "p=%lld&x=1", (long long) post.id), PERMALINK_REDIRECT, 0, 1,
         arena_printf(&site->arena, "/?p=%lld&x=1", (long long) post.id)},
        {"/", arena_printf(&site->arena, "cat=%lld&paged=2", (long long) press), PERMALINK_CATEGORY, press, 2, NULL},
        {"/", "m=202611", PERMALINK_DATE, 0, 1, NULL},
        {"/", "paged=2", PERMALINK_FRONT, 0, 2, NULL},
        {"/", "s=x&paged=2", PERMALINK_SEARCH, 0, 2, NULL},
        {"/2026/11/hello/", NULL, PERMALINK_REDIRECT, 0, 1,
         arena_printf(&site->arena, "/?p=%lld", (long long) post.id)},
        {"/category/press/", NULL, PERMALINK_NONE, 0, 1, NULL},
    };
    CHECK(site, plain);
    test_site_close(site);
}

static void test_static_front(void **state) {
    (void) state;
    struct test_site *site = fresh("/%year%/%monthnum%/%postname%/");
    int64_t home = test_publish(site, POST_TYPE_PAGE, 0, "welcome", MOMENT);
    int64_t news = test_publish(site, POST_TYPE_PAGE, 0, "news", MOMENT);
    test_set(site, "show_on_front", "page");
    test_set(site, "page_on_front", arena_printf(&site->arena, "%lld", (long long) home));
    test_set(site, "page_for_posts", arena_printf(&site->arena, "%lld", (long long) news));
    const struct resolve_case cases[] = {
        {"/", NULL, PERMALINK_FRONT, home, 1, NULL},
        {"/welcome/", NULL, PERMALINK_REDIRECT, 0, 1, "/"},
        {"/", arena_printf(&site->arena, "page_id=%lld", (long long) home), PERMALINK_REDIRECT, 0, 1, "/"},
        {"/news/", NULL, PERMALINK_PAGE, news, 1, NULL},
        {"/news/page/2/", NULL, PERMALINK_PAGE, news, 2, NULL},
    };
    CHECK(site, cases);
    test_site_close(site);
}

static void test_home_below_a_path(void **state) {
    (void) state;
    struct test_site *site = fresh("/%year%/%monthnum%/%postname%/");
    test_set(site, "home", HOME "/blog");
    int64_t hello = test_publish(site, POST_TYPE_POST, 0, "hello", MOMENT);
    const struct resolve_case cases[] = {
        {"/blog/2026/11/hello/", NULL, PERMALINK_POST, hello, 1, NULL},
        {"/blog/hello", NULL, PERMALINK_REDIRECT, 0, 1, "/blog/2026/11/hello/"},
        {"/blog", NULL, PERMALINK_REDIRECT, 0, 1, "/blog/"},
        {"/blog/", NULL, PERMALINK_FRONT, 0, 1, NULL},
        // A proxy may take the path away.
        {"/2026/11/hello/", NULL, PERMALINK_POST, hello, 1, NULL},
    };
    CHECK(site, cases);
    test_site_close(site);
}

static void test_building(void **state) {
    (void) state;
    struct test_site *site = fresh("/%year%/%monthnum%/%postname%/");
    int64_t about = test_publish(site, POST_TYPE_PAGE, 0, "about", MOMENT);
    struct post page = test_read(site, test_publish(site, POST_TYPE_PAGE, about, "team", MOMENT));
    struct post post = test_read(site, test_publish(site, POST_TYPE_POST, 0, "кот", MOMENT));
    struct post draft = post, trash = page;
    draft.status = POST_DRAFT;
    trash.status = POST_TRASH;
    SETTINGS_LEASE settings = settings_acquire(site->app.settings);
    STORE_READ db = store_read_acquire(site->app.store);
    struct arena *arena = &site->arena;
    assert_string_equal(permalink_of_post(db, arena, settings, &page), HOME "/about/team/");
    assert_string_equal(permalink_of_post(db, arena, settings, &post), HOME "/2026/11/%d0%ba%d0%be%d1%82/");
    assert_string_equal(permalink_of_post(db, arena, settings, &draft),
                        arena_printf(arena, HOME "/?p=%lld", (long long) draft.id));
    assert_string_equal(permalink_of_post(db, arena, settings, &trash),
                        arena_printf(arena, HOME "/?page_id=%lld", (long long) trash.id));
    draft.status = POST_FUTURE;
    assert_string_equal(permalink_of_post(db, arena, settings, &draft),
                        arena_printf(arena, HOME "/?p=%lld", (long long) draft.id));
    assert_string_equal(permalink_template_of_post(db, arena, settings, &draft), HOME "/2026/11/%postname%/");
    assert_string_equal(permalink_template_of_post(db, arena, settings, &page), HOME "/about/%pagename%/");
    assert_string_equal(permalink_template_of_post(db, arena, settings, &trash),
                        arena_printf(arena, HOME "/?page_id=%lld", (long long) trash.id));
    const struct comment comment = {.id = 5, .post = page.id};
    assert_string_equal(permalink_of_comment(db, arena, settings, &page, &comment), HOME "/about/team/#comment-5");
    struct settings paged = *settings;
    paged.page_comments = true;
    assert_string_equal(permalink_of_comment(db, arena, &paged, &page, &comment),
                        HOME "/about/team/comment-page-1/#comment-5");
    paged.default_comments_page = "oldest";
    assert_string_equal(permalink_of_comment(db, arena, &paged, &page, &comment), HOME "/about/team/#comment-5");
    assert_string_equal(permalink_comment_page(arena, settings, HOME "/a/", 0), HOME "/a/");
    assert_string_equal(permalink_comment_page(arena, settings, HOME "/a", 2), HOME "/a/comment-page-2/");
    assert_string_equal(permalink_comment_page(arena, settings, HOME "/?p=3", 2), HOME "/?p=3&cpage=2");
    paged.permalink_structure = "";
    assert_string_equal(permalink_comment_page(arena, &paged, HOME "/", 2), HOME "/?cpage=2");
    assert_string_equal(permalink_of_date(arena, settings, 2026, 0, 0), HOME "/2026/");
    assert_string_equal(permalink_of_date(arena, settings, 2026, 3, 4), HOME "/2026/03/04/");
    assert_string_equal(permalink_page(arena, settings, HOME "/2026/", 1), HOME "/2026/");
    assert_string_equal(permalink_page(arena, settings, HOME "/2026/", 2), HOME "/2026/page/2/");
    assert_string_equal(permalink_page(arena, settings, HOME "/?s=x", 2), HOME "/?s=x&paged=2");
    store_read_release(db);
    db = NULL;
    settings_release(settings);
    settings = NULL;
    test_site_close(site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dated),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_feeds),
        cmocka_unit_test(test_zone),
        cmocka_unit_test(test_numbers_and_days),
        cmocka_unit_test(test_postname),
        cmocka_unit_test(test_other_structures),
        cmocka_unit_test(test_static_front),
        cmocka_unit_test(test_home_below_a_path),
        cmocka_unit_test(test_building),
    };
    return cmocka_run_group_tests_name("permalink", tests, NULL, NULL);
}
