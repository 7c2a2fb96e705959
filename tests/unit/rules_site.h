// rules_site: a site in a directory of its own, for the tests of server/rules/.
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
//
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/comment.h"
#include "db/setting.h"
#include "db/store.h"
#include "db/term.h"
#include "db/user.h"
#include "server/rules/app.h"
#include "server/rules/publishing.h"
#include "server/rules/settings.h"
#include "server/rules/site.h"
#include "server/rules/throttle.h"

struct test_site {
    char directory[64];
    struct app app;
    struct arena arena;
};

static inline struct test_site *test_site_open(void) {
    struct test_site *site = calloc(1, sizeof *site);
    assert_non_null(site);
    snprintf(site->directory, sizeof site->directory, "/tmp/broadsheet-test-XXXXXX");
    assert_non_null(mkdtemp(site->directory));
    struct error error = {0};
    struct store_options options = {.directory = site->directory, .create = true, .exclusive = true};
    site->app.store = store_open(&options, &error);
    if (!site->app.store) fail_msg("store_open: %s %s", error.code, error.message);
    site->app.settings = settings_cache_create(site->app.store);
    site->app.throttle = throttle_create();
    site->app.data_dir = site->directory;
    arena_init(&site->arena);
    return site;
}

static inline void test_site_close(struct test_site *site) {
    store_close(site->app.store);
    settings_cache_destroy(site->app.settings);
    throttle_destroy(site->app.throttle);
    arena_finish(&site->arena);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", site->directory);
    assert_int_equal(system(command), 0);
    free(site);
}

// `text` so many times.
static inline char *test_repeat(struct arena *arena, const char *text, size_t count) {
    char *all = arena_strdup(arena, "");
    for (size_t i = 0; i < count; i++) all = arena_printf(arena, "%s%s", all, text);
    return all;
}

struct test_setting {
    const char *name, *value;
};
static inline enum db_result test_write_setting(struct db *db, void *argument) {
    const struct test_setting *setting = argument;
    return setting_set(db, setting->name, setting->value);
}
static inline void test_set(struct test_site *site, const char *name, const char *value) {
    struct test_setting setting = {name, value};
    assert_int_equal(store_write(site->app.store, test_write_setting, &setting), DB_OK);
}

static inline enum db_result test_write_user(struct db *db, void *argument) {
    struct user *user = argument;
    return user_insert(db, user, &user->id);
}
// In the site's arena.
static inline struct user *test_user(struct test_site *site, const char *login, enum user_role role,
                                     const char *password_hash) {
    struct user *user = arena_new(&site->arena, struct user);
    *user = (struct user){
        .login = login,
        .email = arena_printf(&site->arena, "%s@example.org", login),
        .slug = login,
        .display_name = login,
        .nickname = login,
        .first_name = "",
        .last_name = "",
        .url = "",
        .description = "",
        .locale = "",
        .password_hash = password_hash,
        .roles = USER_ROLE_BIT(role),
        .registered = 1700000000,
    };
    assert_int_equal(store_write(site->app.store, test_write_user, user), DB_OK);
    return user;
}

static inline struct post test_post_blank(enum post_type type, enum post_status status) {
    return (struct post){.type = type,
                         .status = status,
                         .slug = "",
                         .title = "",
                         .title_html = "",
                         .content = "",
                         .content_html = "",
                         .excerpt = "",
                         .excerpt_html = "",
                         .password = "",
                         .format = "standard",
                         .template_name = "",
                         .comments_open = true,
                         .pings_open = true};
}

struct test_save {
    struct arena *arena;
    const struct post *before;
    struct post *post;
    const struct publishing_terms *terms;
    int64_t now;
};
static inline enum db_result test_write_post(struct db *db, void *argument) {
    struct test_save *save = argument;
    struct settings settings;
    enum db_result result = settings_load(db, save->arena, &settings);
    return result == DB_OK
               ? publishing_save(db, save->arena, &settings, save->before, save->post, save->terms, save->now)
               : result;
}
static inline enum db_result test_try_save(struct test_site *site, const struct post *before, struct post *post,
                                           const struct publishing_terms *terms, int64_t now) {
    struct test_save save = {&site->arena, before, post, terms, now};
    return store_write(site->app.store, test_write_post, &save);
}
static inline void test_save(struct test_site *site, const struct post *before, struct post *post,
                             const struct publishing_terms *terms, int64_t now) {
    assert_int_equal(test_try_save(site, before, post, terms, now), DB_OK);
}
// A published one with this slug and date; returns its id.
static inline int64_t test_publish(struct test_site *site, enum post_type type, int64_t parent, const char *slug,
                                   int64_t published) {
    struct post post = test_post_blank(type, POST_PUBLISH);
    post.title = slug;
    post.slug = slug;
    post.parent = parent;
    post.published = published;
    test_save(site, NULL, &post, NULL, published + 10);
    return post.id;
}
static inline struct post test_read(struct test_site *site, int64_t id) {
    struct post post;
    STORE_READ db = store_read_acquire(site->app.store);
    assert_non_null(db);
    assert_int_equal(post_get(db, &site->arena, id, &post), DB_OK);
    return post;
}

static inline enum db_result test_write_term(struct db *db, void *argument) {
    struct term *term = argument;
    return term_insert(db, term, &term->id);
}
static inline int64_t test_term(struct test_site *site, enum term_taxonomy taxonomy, int64_t parent, const char *slug) {
    struct term term = {.taxonomy = taxonomy, .parent = parent, .name = slug, .slug = slug, .description = ""};
    assert_int_equal(store_write(site->app.store, test_write_term, &term), DB_OK);
    return term.id;
}
