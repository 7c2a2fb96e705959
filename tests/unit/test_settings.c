// Tests of server/rules/settings.c and settings_cache.c.
#include <pthread.h>
#include <stdatomic.h>

#include "rules_site.h"

struct check_case {
    const char *name, *value;
    const char *wanted;  // NULL: refused
};

static const struct check_case check_cases[] = {
    {"blogname", "  The Morning  Paper ", "The Morning  Paper"},
    {"blogname", "", ""},
    {"blogname", "a\nb", NULL},
    {"blogname", "\xff", NULL},
    {"title", "By its REST name", "By its REST name"},
    {"home", "https://example.org/", "https://example.org"},
    {"home", "https://example.org/news//", "https://example.org/news"},
    {"home", "http://127.0.0.1:8080", "http://127.0.0.1:8080"},
    {"url", "HTTPS://Example.org", "HTTPS://Example.org"},
    {"home", "https://example.org/?a=1", NULL},
    {"home", "https://example.org/#a", NULL},
    {"home", "ftp://example.org", NULL},
    {"home", "example.org", NULL},
    {"home", "http://", NULL},
    {"home", "http:///path", NULL},
    {"home", "http://user@example.org", NULL},
    {"home", "http://exa mple.org", NULL},
    {"home", "", NULL},
    {"admin_email", "a@example.org", "a@example.org"},
    {"admin_email", "", ""},
    {"admin_email", "nope", NULL},
    {"timezone", "Europe/Moscow", "Europe/Moscow"},
    {"timezone_string", "UTC+5.5", "UTC+5.5"},
    {"timezone_string", "Europe/Atlantis", NULL},
    {"timezone_string", "../../etc/passwd", NULL},
    {"start_of_week", "6", "6"},
    {"start_of_week", "7", NULL},
    {"start_of_week", "-1", NULL},
    {"posts_per_page", "100", "100"},
    {"posts_per_page", "0", NULL},
    {"posts_per_page", "many", NULL},
    {"posts_per_page", " 7", NULL},
    {"posts_per_page", "7x", NULL},
    {"posts_per_page", "", NULL},
    {"posts_per_page", "99999999999999999999", NULL},
    {"posts_per_page", "+7", "7"},
    {"use_smilies", "true", "1"},
    {"use_smilies", "0", "0"},
    {"use_smilies", "sure", NULL},
    {"default_comment_status", "open", "open"},
    {"default_comment_status", "0", "closed"},
    {"default_comment_status", "Closed", "closed"},
    {"default_comment_status", "perhaps", NULL},
    {"show_on_front", "page", "page"},
    {"show_on_front", "pages", NULL},
    {"permalink_structure", "", ""},
    {"permalink_structure", "/%category%/%postname%.html", "/%category%/%postname%.html"},
    {"permalink_structure", "/archives/%post_id%", "/archives/%post_id%"},
    {"permalink_structure", "%postname%", NULL},
    {"permalink_structure", "/%year%/", NULL},
    {"permalink_structure", "/%tag%/%postname%/", NULL},
    {"permalink_structure", "/%postname%/%postname%/", NULL},
    {"permalink_structure", "/%year%%postname%/", NULL},
    {"permalink_structure", "/x%category%/%postname%/", NULL},
    {"permalink_structure", "/a b/%postname%/", NULL},
    {"permalink_structure", "//%postname%/", NULL},
    {"permalink_structure", "/../%postname%/", NULL},
    {"permalink_structure", "/?x=%postname%", NULL},
    {"permalink_structure", "/%", NULL},
    {"category_base", "rubric", "rubric"},
    {"category_base", "a b", NULL},
    {"category_base", "/x", "x"},
    {"category_base", "/blog/rubric/", "blog/rubric"},
    {"category_base", "", ""},
    {"category_base", "/", ""},
    {"category_base", "a//b", NULL},
    {"category_base", ".", NULL},
    {"category_base", "a/../b", NULL},
    {"category_base", "a/.", NULL},
    {"category_base", ".well", ".well"},
    {"category_base", "a..b", "a..b"},
    {"category_base", "wp-json", NULL},
    {"tag_base", "static/x", NULL},
    {"tag_base", "statics", "statics"},
    {"WPLANG", "ru_RU", "ru_RU"},
    {"WPLANG", "../x", NULL},
    {"moderation_keys", "one\r\ntwo\n", "one\r\ntwo"},
    {"close_comments_days_old", "0", "0"},
    {"comment_flood_interval", "0", "0"},
    {"siteurl", "https://example.org/", "https://example.org"},
    {"comment_whitelist", "0", "0"},
    {"blacklist_keys", "spam", "spam"},
    {"comments_per_page", "0", NULL},
    {"default_comments_page", "oldest", "oldest"},
    {"default_comments_page", "first", NULL},
    {"comment_order", "desc", "desc"},
    {"comment_order", "up", NULL},
    {"default_role", "author", "author"},
    {"default_role", "king", NULL},
    {"store_address", "none", "none"},
    {"store_address", "some", NULL},
    {"smtp_host", "mail.example.org", "mail.example.org"},
    {"smtp_host", "[::1]", "[::1]"},
    {"smtp_host", "mail.example.org/x", NULL},
    {"smtp_host", "a@b", NULL},
    {"smtp_port", "65536", NULL},
    {"smtp_security", "ssl3", NULL},
    {"mail_from", "news@example.org", "news@example.org"},
    {"mail_from", "a@b.org\nBcc: x", NULL},
    {"mail_from_name", "a\r\nBcc: x", NULL},
};

static void test_check(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof check_cases / sizeof *check_cases; i++) {
        const struct check_case *c = &check_cases[i];
        const struct setting_def *def = setting_def_find(c->name);
        assert_non_null(def);
        const char *value = NULL, *reason = NULL;
        bool fine = setting_check(def, &arena, c->value, &value, &reason);
        if (fine != (c->wanted != NULL) || (fine && strcmp(value, c->wanted) != 0) || (!fine && !reason))
            fail_msg("%s = '%s': %s", c->name, c->value, fine ? value : reason ? reason : "no reason");
    }
    arena_finish(&arena);
}

static void test_table(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < setting_def_count; i++) {
        const struct setting_def *def = &setting_defs[i];
        const char *value, *reason;
        // Defaults are valid and in their own normal form.
        if (!setting_check(def, &arena, def->default_value, &value, &reason)) fail_msg("%s: %s", def->name, reason);
        assert_string_equal(value, def->default_value);
        assert_non_null(def->description);
        assert_non_null(def->title);
        assert_true(def->title[0] != '\0' && def->title[strlen(def->title) - 1] != '.');
        size_t group = 0;
        while (setting_groups[group] && strcmp(setting_groups[group], def->group) != 0) group++;
        if (!setting_groups[group]) fail_msg("%s: no group %s", def->name, def->group);
        assert_ptr_equal(setting_def_find(def->name), def);
        if (def->rest_name) assert_ptr_equal(setting_def_find(def->rest_name), def);
        if (def->alias) assert_ptr_equal(setting_def_find(def->alias), def);
        assert_true(def->offset < sizeof(struct settings));
        for (size_t j = 0; j < i; j++) assert_true(setting_defs[j].offset != def->offset);
    }
    assert_null(setting_def_find("no_such_setting"));
    arena_finish(&arena);
}

static void test_load(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    {
        SETTINGS_LEASE settings = settings_acquire(site->app.settings);
        assert_string_equal(settings->blogname, "Broadsheet");
        assert_string_equal(settings->permalink_structure, "/%year%/%monthnum%/%postname%/");
        assert_string_equal(settings->home_path, "");
        assert_true(settings->default_comment_status);
        assert_true(settings->require_name_email);
        assert_false(settings->close_comments_for_old_posts);
        assert_int_equal(settings->close_comments_days_old, 14);
        assert_int_equal(settings->comment_flood_interval, 15);
    }
    test_set(site, "home", "https://example.org/news");
    test_set(site, "default_comment_status", "closed");
    test_set(site, "posts_per_page", "7");
    // What is stored but not valid counts as not set; REST names are no rows.
    test_set(site, "start_of_week", "99");
    test_set(site, "title", "Wrong row");
    test_set(site, "unknown_setting", "x");
    SETTINGS_LEASE settings = settings_acquire(site->app.settings);
    assert_string_equal(settings->home, "https://example.org/news");
    assert_string_equal(settings->home_path, "/news");
    assert_false(settings->default_comment_status);
    assert_int_equal(settings->posts_per_page, 7);
    assert_int_equal(settings->start_of_week, 1);
    assert_string_equal(settings->blogname, "Broadsheet");
    settings_release(settings);
    settings = NULL;
    test_site_close(site);
}

static void test_lease_outlives_the_change(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    const struct settings *first = settings_acquire(site->app.settings), *again = settings_acquire(site->app.settings);
    assert_ptr_equal(first, again);
    test_set(site, "blogname", "Second");
    const struct settings *second = settings_acquire(site->app.settings);
    assert_string_equal(first->blogname, "Broadsheet");
    assert_string_equal(second->blogname, "Second");
    assert_true(second->generation > first->generation);
    settings_release(first);
    settings_release(again);
    settings_release(second);
    settings_release(NULL);
    test_site_close(site);
}

static void *set_title(void *argument) {
    test_set(argument, "blogname", "From another thread");
    return NULL;
}

// A read lease that is older than the change must not bring the old values back for all.
static void test_old_read_lease(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    settings_release(settings_acquire(site->app.settings));
    struct db *db = store_read_acquire(site->app.store);
    const char *value;
    assert_int_equal(setting_get(db, &site->arena, "blogname", &value), DB_NOT_FOUND);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, set_title, site), 0);
    pthread_join(thread, NULL);
    // This snapshot of the store still lacks it.
    assert_int_equal(setting_get(db, &site->arena, "blogname", &value), DB_NOT_FOUND);
    const struct settings *settings = settings_acquire(site->app.settings);
    assert_string_equal(settings->blogname, "From another thread");
    settings_release(settings);
    store_read_release(db);
    settings = settings_acquire(site->app.settings);
    assert_string_equal(settings->blogname, "From another thread");
    settings_release(settings);
    test_site_close(site);
}

static void test_zone_follows(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    test_set(site, "timezone_string", "Europe/Moscow");
    settings_release(settings_acquire(site->app.settings));
    assert_int_equal(clock_local_offset(1700000000), 3 * 3600);
    test_set(site, "timezone_string", "UTC");
    settings_release(settings_acquire(site->app.settings));
    assert_int_equal(clock_local_offset(1700000000), 0);
    test_site_close(site);
}

struct race {
    struct test_site *site;
    atomic_int acknowledged;
    atomic_bool done, wrong;
};

static void *read_settings(void *argument) {
    struct race *race = argument;
    while (!atomic_load(&race->done)) {
        int least = atomic_load(&race->acknowledged);
        SETTINGS_LEASE settings = settings_acquire(race->site->app.settings);
        if (!settings || settings->comment_max_links < least) atomic_store(&race->wrong, true);
    }
    return NULL;
}

// What is read after an acknowledged write is that write's or a later one's.
static void test_readers_never_lag(void **state) {
    (void) state;
    struct race race = {.site = test_site_open()};
    pthread_t threads[3];
    for (size_t i = 0; i < 3; i++) assert_int_equal(pthread_create(&threads[i], NULL, read_settings, &race), 0);
    char value[16];
    for (int i = 3; i < 150; i++) {
        snprintf(value, sizeof value, "%d", i);
        test_set(race.site, "comment_max_links", value);
        atomic_store(&race.acknowledged, i);
    }
    atomic_store(&race.done, true);
    for (size_t i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    assert_false(atomic_load(&race.wrong));
    test_site_close(race.site);
}

static void test_site(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    assert_false(site_exists(&site->app));
    struct error error = {0};
    struct site_options options = {.title = "Paper",
                                   .url = "https://paper.example/",
                                   .admin_login = "chief",
                                   .admin_email = "nope",
                                   .admin_password = "a pass phrase"};
    assert_false(site_create(&site->app, &site->arena, &options, &error));
    assert_string_equal(error.code, "invalid_email");
    error = (struct error){0};
    options.admin_email = "chief@paper.example";
    options.url = "paper.example";
    assert_false(site_create(&site->app, &site->arena, &options, &error));
    assert_string_equal(error.code, "invalid_setting");
    assert_false(site_exists(&site->app));
    error = (struct error){0};
    options.url = "https://paper.example/";
    assert_true(site_create(&site->app, &site->arena, &options, &error));
    assert_true(site_exists(&site->app));
    {
        SETTINGS_LEASE settings = settings_acquire(site->app.settings);
        assert_string_equal(settings->blogname, "Paper");
        assert_string_equal(settings->home, "https://paper.example");
        assert_string_equal(settings->admin_email, "chief@paper.example");
        assert_int_equal(settings->default_category, 1);
        STORE_READ db = store_read_acquire(site->app.store);
        struct term term;
        assert_int_equal(term_get(db, &site->arena, 1, &term), DB_OK);
        assert_string_equal(term.slug, "uncategorized");
        struct user user;
        assert_int_equal(user_get_by_login(db, &site->arena, "chief", &user), DB_OK);
        assert_int_equal(user.roles, USER_ROLE_BIT(ROLE_ADMINISTRATOR));
    }
    assert_false(site_create(&site->app, &site->arena, &options, &error));
    assert_string_equal(error.code, "site_exists");
    test_site_close(site);

    // Without an administrator, with all defaults; who has none yet can be made later.
    site = test_site_open();
    struct site_options bare = {0};
    error = (struct error){0};
    assert_true(site_create(&site->app, &site->arena, &bare, &error));
    assert_true(site_exists(&site->app));
    assert_true(site_create(&site->app, &site->arena, &options, &error));
    test_site_close(site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_load),
        cmocka_unit_test(test_lease_outlives_the_change),
        cmocka_unit_test(test_old_read_lease),
        cmocka_unit_test(test_zone_follows),
        cmocka_unit_test(test_readers_never_lag),
        cmocka_unit_test(test_site),
    };
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
