// user_db: accounts, application passwords, sessions and settings.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "db/fold.h"
#include "db/setting.h"
#include "db_rows.h"

static void test_fields(void **state) {
    struct fixture *fixture = *state;
    struct user user = {.login = "Ann",
                        .email = "Ann@X.example",
                        .slug = "ann",
                        .display_name = "Ann A.",
                        .nickname = "annie",
                        .first_name = "Ann",
                        .last_name = "Archer",
                        .url = "https://ann.example/",
                        .description = "Writes.",
                        .locale = "ru_RU",
                        .password_hash = "$argon2id$...",
                        .roles = USER_ROLE_BIT(ROLE_EDITOR) | USER_ROLE_BIT(ROLE_AUTHOR),
                        .registered = 1234};
    int64_t id;
    assert_int_equal(try_user_insert(fixture, &user, &id), DB_OK);
    for (int round = 0; round < 2; round++) {
        struct user stored = read_user(fixture, id);
        const char *const texts[][2] = {
            {user.login, stored.login},
            {user.email, stored.email},
            {user.slug, stored.slug},
            {user.display_name, stored.display_name},
            {user.nickname, stored.nickname},
            {user.first_name, stored.first_name},
            {user.last_name, stored.last_name},
            {user.url, stored.url},
            {user.description, stored.description},
            {user.locale, stored.locale},
            {user.password_hash, stored.password_hash},
        };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_string_equal(texts[i][0], texts[i][1]);
        assert_int_equal(stored.roles, user.roles);
        assert_int_equal(stored.registered, 1234);
        user = (struct user){.id = id,
                             .login = "ann2",
                             .email = "new@x.example",
                             .slug = "n",
                             .display_name = "d",
                             .nickname = "k",
                             .first_name = "f",
                             .last_name = "l",
                             .url = "u",
                             .description = "e",
                             .locale = "",
                             .password_hash = "",
                             .registered = 9};
        if (round == 0) assert_int_equal(try_user_update(fixture, &user), DB_OK);
    }
    user.id = 99;
    assert_int_equal(try_user_update(fixture, &user), DB_NOT_FOUND);
}

static void test_unique(void **state) {
    struct fixture *fixture = *state;
    int64_t ann = make_user(fixture, "Ann"), bob = make_user(fixture, "bob");
    const struct {
        struct user user;
        enum db_result result;
    } cases[] = {
        {{.login = "aNN", .email = "1", .slug = "1"}, DB_CONFLICT},
        {{.login = "2", .email = "ann@SITE.example", .slug = "2"}, DB_CONFLICT},
        {{.login = "3", .email = "3", .slug = "Ann"}, DB_CONFLICT},
        {{.login = "4", .email = "", .slug = "4"}, DB_OK},  // nobody's address is no address
        {{.login = "5", .email = "", .slug = "5"}, DB_OK},
        {{.login = "6", .email = "6", .slug = "ann"}, DB_OK},
        {{.login = "\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0", .email = "7", .slug = "7"}, DB_OK},
        {{.login = "\xd0\xb0\xd0\xbd\xd0\xbd\xd0\xb0", .email = "8", .slug = "8"}, DB_CONFLICT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (try_user_insert(fixture, &cases[i].user, NULL) != cases[i].result) fail_msg("case %zu", i);
    }
    struct user user = read_user(fixture, bob);
    user.login = "ANN";
    assert_int_equal(try_user_update(fixture, &user), DB_CONFLICT);
    STORE_READ db = store_read_acquire(fixture->store);
    assert_int_equal(user_get_by_login(db, &fixture->arena, "ANN", &user), DB_OK);
    assert_int_equal(user.id, ann);
    assert_int_equal(user_get_by_email(db, &fixture->arena, "ANN@site.EXAMPLE", &user), DB_OK);
    assert_int_equal(user.id, ann);
    assert_int_equal(user_get_by_email(db, &fixture->arena, "", &user), DB_NOT_FOUND);
    assert_int_equal(user_get_by_slug(db, &fixture->arena, "Ann", &user), DB_OK);
    assert_int_equal(user_get_by_slug(db, &fixture->arena, "aNN", &user), DB_NOT_FOUND);
}

static void test_deleting(void **state) {
    struct fixture *fixture = *state;
    int64_t ann = make_user(fixture, "ann"), bob = make_user(fixture, "bob"), cat = make_user(fixture, "cat");
    int64_t a = make_post(fixture, "a", (struct post){.author = ann});
    int64_t draft = make_post(fixture, "d", (struct post){.author = ann, .status = POST_DRAFT});
    int64_t b = make_post(fixture, "b", (struct post){.author = cat});
    int64_t comment = make_comment(fixture, (struct comment){.post = b, .user = ann, .author_name = "Ann"});
    assert_int_equal(read_user(fixture, ann).post_count, 1);
    assert_int_equal(try_user_delete(fixture, ann, ann), DB_CONFLICT);
    assert_int_equal(try_user_delete(fixture, ann, 99), DB_CONFLICT);
    assert_int_equal(try_user_delete(fixture, 99, bob), DB_NOT_FOUND);
    assert_int_equal(try_user_delete(fixture, ann, bob), DB_OK);
    assert_int_equal(read_post(fixture, a).author, bob);
    assert_int_equal(read_post(fixture, draft).author, bob);
    assert_int_equal(read_user(fixture, bob).post_count, 1);
    assert_int_equal(read_comment(fixture, comment).user, 0);
    assert_string_equal(read_comment(fixture, comment).author_name, "Ann");
    assert_int_equal(try_user_delete(fixture, bob, 0), DB_OK);
    STORE_READ db = store_read_acquire(fixture->store);
    struct post post;
    assert_int_equal(post_get(db, &fixture->arena, a, &post), DB_NOT_FOUND);
    assert_int_equal(post_get(db, &fixture->arena, b, &post), DB_OK);
}

#define IDS(...) \
    { .items = (const int64_t[]){__VA_ARGS__}, .count = sizeof((const int64_t[]){__VA_ARGS__}) / 8 }

static const struct {
    struct user_query query;
    const char *expected;
} cases[] = {
    {{.order = USER_ORDER_NAME}, "bca"},
    {{.descending = true}, "acb"},
    {{.order = USER_ORDER_ID}, "abc"},
    {{.order = USER_ORDER_SLUG}, "abc"},
    {{.order = USER_ORDER_EMAIL}, "cab"},
    {{.order = USER_ORDER_URL}, "cba"},
    {{.order = USER_ORDER_REGISTERED}, "bac"},
    {{.include = IDS(3, 1), .order = USER_ORDER_INCLUDE}, "ca"},
    {{.exclude = IDS(3, 1)}, "b"},
    {{.slugs = {.items = (const char *const[]){"c", "a"}, .count = 2}, .order = USER_ORDER_INCLUDE_SLUGS}, "ca"},
    {{.roles = USER_ROLE_BIT(ROLE_EDITOR)}, "ba"},
    {{.roles = USER_ROLE_BIT(ROLE_EDITOR) | USER_ROLE_BIT(ROLE_AUTHOR)}, "bca"},
    {{.roles = USER_ROLE_BIT(ROLE_SUBSCRIBER)}, ""},
    {{.published_only = true}, "c"},
    {{.search = "LOG"}, "bca"},
    {{.search = "log*"}, "bca"},
    {{.search = "*login-a"}, "a"},
    {{.search = "*in-b*"}, "b"},
    {{.search = "ogin*"}, ""},
    {{.search = "*"}, "bca"},
    {{.search = "x.example"}, ""},
    {{.search = "x.example", .search_private = true}, "bca"},
    {{.search = "%"}, ""},
};

static void test_lists(void **state) {
    struct fixture *fixture = *state;
    const struct user users[] = {
        {.login = "login-a",
         .email = "m@x.example",
         .slug = "a",
         .display_name = "Zed",
         .url = "z",
         .registered = 2,
         .roles = USER_ROLE_BIT(ROLE_EDITOR)},
        {.login = "login-b",
         .email = "N@x.example",
         .slug = "b",
         .display_name = "ada",
         .url = "y",
         .registered = 1,
         .roles = USER_ROLE_BIT(ROLE_EDITOR) | USER_ROLE_BIT(ROLE_AUTHOR)},
        {.login = "login-c",
         .email = "a@x.example",
         .slug = "c",
         .display_name = "Bea",
         .url = "X",
         .registered = 3,
         .roles = USER_ROLE_BIT(ROLE_AUTHOR)},
    };
    for (size_t i = 0; i < 3; i++) assert_int_equal(try_user_insert(fixture, &users[i], NULL), DB_OK);
    make_post(fixture, "p", (struct post){.author = 3});
    STORE_READ db = store_read_acquire(fixture->store);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct user_query query = cases[i].query;
        size_t length = strlen(cases[i].expected);
        query.limit = 10;
        query.want_total = true;
        for (query.offset = 0; query.offset <= (int64_t) length; query.offset++) {
            struct user_list list;
            assert_int_equal(user_list(db, &fixture->arena, &query, &list), DB_OK);
            char names[8] = "";
            for (size_t j = 0; j < list.count; j++) names[j] = list.items[j].slug[0];
            if (strcmp(names, cases[i].expected + query.offset) != 0) fail_msg("case %zu: %s", i, names);
            assert_int_equal(list.total, length);
        }
    }
    int64_t count;
    assert_int_equal(user_count_role(db, ROLE_AUTHOR, &count), DB_OK);
    assert_int_equal(count, 2);
    int64_t counts[ROLE_SUBSCRIBER + 1], total;
    assert_int_equal(user_count_roles(db, counts, &total), DB_OK);
    for (enum user_role role = ROLE_ADMINISTRATOR; role <= ROLE_SUBSCRIBER; role++) {
        assert_int_equal(user_count_role(db, role, &count), DB_OK);
        assert_int_equal(counts[role], count);
    }
    struct user_query all = {.want_total = true};
    struct user_list list;
    assert_int_equal(user_list(db, &fixture->arena, &all, &list), DB_OK);
    assert_int_equal(total, list.total);
}

// Several writes on one connection, each of which must give what stands beside it. (An assertion would jump out of the
// writer's thread.)
#define EXPECT(expected, call)                                   \
    if ((call) != (expected)) {                                  \
        fprintf(stderr, "line %d: not as expected\n", __LINE__); \
        return DB_BUSY;                                          \
    }
static enum db_result write_others(struct db *db, const struct session *keep) {
    struct session other = *keep, stranger = *keep;
    int64_t count;
    memset(other.hash, 9, sizeof other.hash);
    memset(stranger.hash, 10, sizeof stranger.hash);
    stranger.user = 2;
    EXPECT(DB_OK, session_insert(db, keep));
    EXPECT(DB_OK, session_insert(db, &other));
    EXPECT(DB_OK, session_insert(db, &stranger));
    EXPECT(DB_OK, session_delete_others(db, keep->user, keep->hash, &count));
    EXPECT(1, (int) count);
    EXPECT(DB_NOT_FOUND, session_delete(db, other.hash));
    EXPECT(DB_OK, session_delete(db, stranger.hash));
    return session_delete(db, keep->hash);
}

static enum db_result write_secrets(struct db *db, void *argument) {
    struct arena *arena = argument;
    struct app_password password = {.uuid = "u-1", .user = 1, .app_id = "id", .name = "Phone", .created = 5}, other;
    struct session session = {.user = 1, .created = 1, .expires = 100, .address = "::1", .user_agent = "B"}, found;
    struct app_password_list list;
    int64_t count;
    memset(password.hash, 7, sizeof password.hash);
    memset(session.hash, 8, sizeof session.hash);
    EXPECT(DB_OK, app_password_insert(db, &password));
    other = password;
    other.uuid = "u-2";
    other.name = "phone";
    memset(other.hash, 9, sizeof other.hash);
    EXPECT(DB_CONFLICT, app_password_insert(db, &other));  // the name, without case
    other.user = 2;
    EXPECT(DB_OK, app_password_insert(db, &other));
    other.uuid = "u-3";
    other.name = "Tablet";
    EXPECT(DB_CONFLICT, app_password_insert(db, &other));  // the hash
    other.user = 99;
    memset(other.hash, 10, sizeof other.hash);
    EXPECT(DB_CONFLICT, app_password_insert(db, &other));  // no such user
    other.user = 1;
    EXPECT(DB_OK, app_password_insert(db, &other));
    EXPECT(DB_CONFLICT, app_password_rename(db, "u-3", "PHONE"));
    EXPECT(DB_OK, app_password_rename(db, "u-3", "Desk"));
    EXPECT(DB_NOT_FOUND, app_password_rename(db, "u-9", "Desk"));
    EXPECT(DB_OK, app_password_used(db, "u-3", 77, "10.0.0.1"));
    EXPECT(DB_OK, app_password_find(db, arena, other.hash, &other));
    EXPECT(0, strcmp(other.name, "Desk") + strcmp(other.last_ip, "10.0.0.1") + (other.last_used != 77));
    EXPECT(DB_OK, app_password_get(db, arena, "u-1", &other));
    EXPECT(0, memcmp(other.hash, password.hash, sizeof other.hash));
    EXPECT(DB_OK, app_password_of_user(db, arena, 1, &list));
    EXPECT(2, (int) list.count);
    EXPECT(DB_OK, app_password_delete(db, "u-1"));
    EXPECT(DB_NOT_FOUND, app_password_delete(db, "u-1"));
    EXPECT(DB_NOT_FOUND, app_password_find(db, arena, password.hash, &other));
    EXPECT(DB_OK, app_password_delete_all(db, 1, &count));
    EXPECT(1, (int) count);

    EXPECT(DB_OK, session_insert(db, &session));
    EXPECT(DB_CONFLICT, session_insert(db, &session));
    EXPECT(DB_OK, session_find(db, arena, session.hash, &found));
    EXPECT(0, strcmp(found.user_agent, "B") + (found.expires != 100) + memcmp(found.hash, session.hash, 32));
    EXPECT(1, (int) found.seen);
    EXPECT(DB_OK, session_seen(db, session.hash, 50));
    EXPECT(DB_OK, session_delete_expired(db, 99));
    EXPECT(DB_OK, session_find(db, arena, session.hash, &found));
    EXPECT(50, (int) found.seen);
    EXPECT(DB_OK, session_delete_expired(db, 100));
    EXPECT(DB_NOT_FOUND, session_seen(db, session.hash, 60));
    EXPECT(DB_NOT_FOUND, session_find(db, arena, session.hash, &found));
    EXPECT(DB_OK, session_insert(db, &session));
    EXPECT(DB_OK, session_delete_of_user(db, 1));
    EXPECT(DB_NOT_FOUND, session_delete(db, session.hash));
    // All but one, and of this user alone.
    EXPECT(DB_OK, write_others(db, &session));
    EXPECT(DB_OK, session_insert(db, &session));
    EXPECT(DB_OK, session_delete(db, session.hash));
    // With the user all of it goes.
    EXPECT(DB_OK, session_insert(db, &session));
    password.uuid = "u-4";
    EXPECT(DB_OK, app_password_insert(db, &password));
    EXPECT(DB_OK, user_delete(db, 1, 0));
    EXPECT(DB_NOT_FOUND, session_find(db, arena, session.hash, &found));
    EXPECT(DB_NOT_FOUND, app_password_get(db, arena, "u-4", &other));
    return DB_OK;
}

static void test_secrets(void **state) {
    struct fixture *fixture = *state;
    make_user(fixture, "ann");
    make_user(fixture, "bob");
    assert_int_equal(fixture_write(fixture, write_secrets, &fixture->arena), DB_OK);
}

static enum db_result write_settings(struct db *db, void *argument) {
    struct arena *arena = argument;
    const char *value = "untouched";
    struct setting_list list;
    EXPECT(DB_NOT_FOUND, setting_get(db, arena, "title", &value));
    EXPECT(0, strcmp(value, "untouched"));
    EXPECT(DB_OK, setting_set(db, "title", "One"));
    EXPECT(DB_OK, setting_set(db, "title", ""));
    EXPECT(DB_OK, setting_get(db, arena, "title", &value));
    EXPECT(0, strcmp(value, ""));
    for (int i = 0; i < 200; i++) EXPECT(DB_OK, setting_set(db, arena_printf(arena, "s%03d", i), "v"));
    EXPECT(DB_OK, setting_list(db, arena, &list));
    EXPECT(201, (int) list.count);
    EXPECT(0, strcmp(list.items[199].name, "s199") + strcmp(list.items[200].name, "title"));
    return DB_OK;
}

static void test_settings(void **state) {
    struct fixture *fixture = *state;
    assert_int_equal(fixture_write(fixture, write_settings, &fixture->arena), DB_OK);
}

static void test_fold(void **state) {
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *folded;
    } folds[] = {
        {"", ""},
        {"ABC xyz [\\]", "abc xyz [\\]"},
        {"\xc3\x80\xc3\x96\xc3\x97\xc3\x9e\xc3\x9f", "\xc3\xa0\xc3\xb6\xc3\x97\xc3\xbe\xc3\x9f"},
        {"\xc4\x80\xc4\xb0\xc4\xb9\xc5\xb8\xc5\xbd", "\xc4\x81\xc4\xb0\xc4\xba\xc3\xbf\xc5\xbe"},
        {"\xce\x86\xce\x88\xce\x8c\xce\x8e\xce\xa9\xcf\x82", "\xce\xac\xce\xad\xcf\x8c\xcf\x8d\xcf\x89\xcf\x83"},
        {"\xd0\x81\xd0\x90\xd0\xaf\xd1\x8f\xd2\x90\xd3\x80\xd3\x81",
         "\xd1\x91\xd0\xb0\xd1\x8f\xd1\x8f\xd2\x91\xd3\x8f\xd3\x82"},
        {"\xd4\xb1\xd5\x96", "\xd5\xa1\xd6\x86"},
        {"\xf0\x9f\x98\x80 \xe2\x82\xac", "\xf0\x9f\x98\x80 \xe2\x82\xac"},
        {"\xc3", "\xc3"},  // a byte that is no UTF-8 stays
    };
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++) {
        assert_string_equal(fold_text(&fixture->arena, folds[i].text), folds[i].folded);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_fields),  TEST(test_unique),   TEST(test_deleting), TEST(test_lists),
        TEST(test_secrets), TEST(test_settings), TEST(test_fold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
