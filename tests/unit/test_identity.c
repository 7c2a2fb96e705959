// Tests of server/rules/identity.c, login.c, password.c and app_password.c.
#include <sodium.h>
#include <unistd.h>

#include "rules_site.h"
#include "server/rules/identity.h"

enum { DAY = 86400 };

static const char *basic(struct test_site *site, const char *login, const char *password) {
    const char *plain = arena_printf(&site->arena, "%s:%s", login, password);
    size_t room = 2 * strlen(plain) + 8;
    char *text = arena_alloc(&site->arena, room);
    sodium_bin2base64(text, room, (const unsigned char *) plain, strlen(plain), sodium_base64_VARIANT_ORIGINAL);
    return arena_printf(&site->arena, "Basic %s", text);
}

static const char *app_password(struct test_site *site, int64_t user, const char *name) {
    const char *password = NULL;
    struct app_password made;
    struct error error = {0};
    assert_true(app_password_make(&site->app, &site->arena, user, name, NULL, &password, &made, &error));
    return password;
}

static void test_app_passwords(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    struct user *anna = test_user(site, "anna", ROLE_EDITOR, ""), *bert = test_user(site, "bert", ROLE_AUTHOR, "");
    const char *password = app_password(site, anna->id, " Phone ");
    assert_int_equal(strlen(password), 29);
    for (size_t i = 0; i < 29; i++) assert_int_equal(password[i] == ' ', i % 5 == 4);

    static const struct {
        const char *login, *form;
    } good[] = {{"anna", "as given"}, {"ANNA", "as given"}, {"anna@example.org", "as given"}, {"anna", "no spaces"}};
    int64_t now = clock_now();
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char *typed = arena_strdup(&site->arena, password), *out = typed;
        if (good[i].form[0] == 'n') {
            for (const char *c = password; *c; c++)
                if (*c != ' ') *out++ = *c;
            *out = '\0';
        }
        struct credentials credentials = {.authorization = basic(site, good[i].login, typed), .address = "192.0.2.1"};
        struct identity *identity = NULL;
        struct error error = {0};
        assert_true(identity_find(&site->app, &site->arena, &credentials, now, &identity, &error));
        assert_non_null(identity);
        assert_int_equal(identity->kind, IDENTITY_APP_PASSWORD);
        assert_int_equal(identity->user.id, anna->id);
        assert_ptr_equal(identity->actor.user, &identity->user);
        assert_false(identity->actor.owner);
        assert_int_equal(strlen(identity->app_password_uuid), 36);
    }

    const struct {
        const char *login, *password, *code;
    } bad[] = {
        {"anna", "wrong", "incorrect_password"},       {"anna", "", "incorrect_password"},
        {"nobody", password, "invalid_username"},      {"bert", password, "incorrect_password"},
        {bert->email, password, "incorrect_password"}, {"", password, "invalid_username"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct credentials credentials = {.authorization = basic(site, bad[i].login, bad[i].password),
                                          .address = "192.0.2.1"};
        struct identity *identity = NULL;
        struct error error = {0};
        assert_false(identity_find(&site->app, &site->arena, &credentials, now, &identity, &error));
        assert_null(identity);
        assert_int_equal(error.status, 401);
        assert_string_equal(error.code, bad[i].code);
    }
    test_site_close(site);
}

static void test_what_is_no_basic_is_nobody(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    static const char *const headers[] = {"",          "Bearer abc",     "Basic",          "Basic ",
                                          "Basic !!!", "Basic YW5uYQ==", "Basic YQBiOmM=", "Digest x"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct credentials credentials = {.authorization = headers[i]};
        struct identity *identity = NULL;
        struct error error = {0};
        if (!identity_find(&site->app, &site->arena, &credentials, clock_now(), &identity, &error) || identity)
            fail_msg("header '%s': %s", headers[i], error.code);
    }
    struct credentials none = {0}, owner = {.from_owner = true, .authorization = "Basic YTpi"};
    struct identity *identity = NULL;
    struct error error = {0};
    assert_true(identity_find(&site->app, &site->arena, &none, clock_now(), &identity, &error));
    assert_null(identity);
    assert_true(identity_find(&site->app, &site->arena, &owner, clock_now(), &identity, &error));
    assert_int_equal(identity->kind, IDENTITY_OWNER);
    assert_true(identity->actor.owner);
    assert_int_equal(identity->user.id, 0);
    assert_string_equal(identity->user.login, "");
    test_site_close(site);
}

static void test_app_password_names(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    struct user *anna = test_user(site, "anna", ROLE_EDITOR, ""), *bert = test_user(site, "bert", ROLE_AUTHOR, "");
    app_password(site, anna->id, "Phone");
    app_password(site, bert->id, "Phone");
    const struct {
        int64_t user;
        const char *name;
        int status;
        const char *code;
    } cases[] = {
        {anna->id, "Phone", 409, "application_password_duplicate_name"},
        {anna->id, "  ", 400, "application_password_empty_name"},
        {4711, "Phone", 404, "rest_user_invalid_id"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *password = NULL;
        struct app_password made;
        struct error error = {0};
        assert_false(
            app_password_make(&site->app, &site->arena, cases[i].user, cases[i].name, NULL, &password, &made, &error));
        assert_int_equal(error.status, cases[i].status);
        assert_string_equal(error.code, cases[i].code);
    }
    test_site_close(site);
}

static void test_stamp(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    struct user *anna = test_user(site, "anna", ROLE_EDITOR, "");
    const char *password = app_password(site, anna->id, "Phone");
    struct credentials credentials = {.authorization = basic(site, "anna", password), .address = "192.0.2.1"};
    struct identity *identity = NULL;
    struct error error = {0};
    const int64_t moments[] = {1000, 1030, 1059, 1061, 1100};
    const int64_t stamps[] = {1000, 1000, 1000, 1061, 1061};
    for (size_t i = 0; i < 5; i++) {
        assert_true(identity_find(&site->app, &site->arena, &credentials, moments[i], &identity, &error));
        test_set(site, "blogname", "x");  // a write after it: the stamp is written by then
        STORE_READ db = store_read_acquire(site->app.store);
        struct app_password row;
        assert_int_equal(app_password_get(db, &site->arena, identity->app_password_uuid, &row), DB_OK);
        assert_int_equal(row.last_used, stamps[i]);
        assert_string_equal(row.last_ip, "192.0.2.1");
    }
    test_site_close(site);
}

static int try_basic(struct test_site *site, const char *login, const char *password, const char *address, int64_t now,
                     int *ret_wait) {
    struct credentials credentials = {.authorization = basic(site, login, password), .address = address};
    struct identity *identity = NULL;
    struct error error = {0};
    bool fine = identity_find(&site->app, &site->arena, &credentials, now, &identity, &error);
    *ret_wait = error.retry_after;
    return fine ? 200 : error.status;
}

static void test_guessing_is_throttled(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    struct user *anna = test_user(site, "anna", ROLE_EDITOR, "");
    const char *password = app_password(site, anna->id, "Phone");
    test_set(site, "login_attempts_per_login", "3");
    test_set(site, "login_attempts_per_address", "5");
    test_set(site, "login_window", "100");
    int wait;
    for (int i = 0; i < 3; i++) assert_int_equal(try_basic(site, "anna", "x", "192.0.2.1", 1000, &wait), 401);
    assert_int_equal(try_basic(site, "anna", "x", "192.0.2.1", 1010, &wait), 429);
    assert_int_equal(wait, 90);
    // By whatever name, from wherever.
    assert_int_equal(try_basic(site, "ANNA", "x", "192.0.2.2", 1010, &wait), 429);
    assert_int_equal(try_basic(site, "anna@example.org", "x", "192.0.2.2", 1010, &wait), 429);
    // The one who knows it is not locked out by the others.
    assert_int_equal(try_basic(site, "anna", password, "192.0.2.1", 1010, &wait), 200);
    // The address has two failures left, then it is out for all logins.
    assert_int_equal(try_basic(site, "b1", "x", "192.0.2.1", 1010, &wait), 401);
    assert_int_equal(try_basic(site, "b2", "x", "192.0.2.1", 1010, &wait), 401);
    assert_int_equal(try_basic(site, "b3", "x", "192.0.2.1", 1010, &wait), 429);
    assert_int_equal(try_basic(site, "b3", "x", "192.0.2.3", 1010, &wait), 401);
    assert_int_equal(try_basic(site, "anna", "x", "192.0.2.4", 1101, &wait), 401);
    test_set(site, "login_attempts_per_login", "0");
    test_set(site, "login_attempts_per_address", "0");
    for (int i = 0; i < 20; i++) assert_int_equal(try_basic(site, "anna", "x", "192.0.2.1", 1200, &wait), 401);
    test_site_close(site);
}

static void test_passwords(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    const char *hash = password_hash(&arena, "a long pass phrase"),
               *again = password_hash(&arena, "a long pass phrase");
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
    assert_string_not_equal(hash, again);
    assert_true(password_verify(hash, "a long pass phrase"));
    assert_false(password_verify(hash, "a long pass phrasE"));
    assert_false(password_verify("", "x"));
    assert_false(password_verify("$P$B1234567890123456789012345678901", "x"));
    assert_false(password_verify("$argon2id$nonsense", "x"));
    char *huge = arena_alloc(&arena, 5001);
    memset(huge, 'x', 5000);
    assert_null(password_hash(&arena, huge));
    assert_false(password_verify(hash, huge));
    arena_finish(&arena);
}

static bool log_in(struct test_site *site, const char *login, const char *password, bool remember,
                   const char **ret_cookie, struct error *error) {
    struct identity *identity = NULL;
    bool fine = identity_log_in(&site->app, &site->arena, login, password, "192.0.2.1", "Browser/1", remember,
                                ret_cookie, &identity, error);
    if (fine) assert_int_equal(identity->kind, IDENTITY_SESSION);
    return fine;
}

static void test_log_in(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    test_user(site, "anna", ROLE_EDITOR, password_hash(&site->arena, "right"));
    test_user(site, "bot", ROLE_EDITOR, "");
    static const struct {
        const char *login, *password, *code;
    } bad[] = {
        {"", "right", "empty_username"},          {"anna", "", "empty_password"},
        {"anna", "wrong", "incorrect_password"},  {"carl", "right", "invalid_username"},
        {"carl@x.org", "right", "invalid_email"}, {"bot", "right", "incorrect_password"},
    };
    const char *cookie = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error error = {0};
        assert_false(log_in(site, bad[i].login, bad[i].password, false, &cookie, &error));
        assert_string_equal(error.code, bad[i].code);
        assert_int_equal(error.status, 401);
    }
    struct error error = {0};
    assert_true(log_in(site, "Anna@Example.org", "right", false, &cookie, &error));
    int64_t now = clock_now();
    struct credentials credentials = {.session_cookie = cookie};
    struct identity *identity = NULL;
    assert_true(identity_find(&site->app, &site->arena, &credentials, now, &identity, &error));
    assert_string_equal(identity->user.login, "anna");
    assert_true(identity_find(&site->app, &site->arena, &credentials, now + 2 * DAY - 60, &identity, &error));
    assert_non_null(identity);
    assert_true(identity_find(&site->app, &site->arena, &credentials, now + 2 * DAY + 60, &identity, &error));
    assert_null(identity);

    const char *long_cookie = NULL;
    assert_true(log_in(site, "anna", "right", true, &long_cookie, &error));
    struct credentials remembered = {.session_cookie = long_cookie};
    assert_true(identity_find(&site->app, &site->arena, &remembered, now + 14 * DAY - 60, &identity, &error));
    assert_non_null(identity);

    // Out: this one alone, then all.
    assert_true(identity_find(&site->app, &site->arena, &credentials, now, &identity, &error));
    assert_true(identity_log_out(&site->app, identity, false, &error));
    assert_true(identity_find(&site->app, &site->arena, &credentials, now, &identity, &error));
    assert_null(identity);
    assert_true(identity_find(&site->app, &site->arena, &remembered, now, &identity, &error));
    assert_non_null(identity);
    assert_true(identity_log_out(&site->app, identity, true, &error));
    assert_true(identity_find(&site->app, &site->arena, &remembered, now, &identity, &error));
    assert_null(identity);

    static const char *const junk[] = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    for (size_t i = 0; i < 3; i++) {
        struct credentials wrong = {.session_cookie = junk[i]};
        assert_true(identity_find(&site->app, &site->arena, &wrong, now, &identity, &error));
        assert_null(identity);
    }
    test_site_close(site);
}

static void test_log_in_is_throttled(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    test_user(site, "anna", ROLE_EDITOR, password_hash(&site->arena, "right"));
    test_set(site, "login_attempts_per_login", "2");
    const char *cookie = NULL;
    for (int round = 0; round < 2; round++) {
        struct error error = {0};
        assert_false(log_in(site, "anna", "wrong", false, &cookie, &error));
        assert_int_equal(error.status, 401);
        // A success wipes the slate.
        error = (struct error){0};
        if (round == 0) assert_true(log_in(site, "anna", "right", false, &cookie, &error));
    }
    struct error error = {0};
    assert_false(log_in(site, "anna", "wrong", false, &cookie, &error));
    assert_int_equal(error.status, 401);
    error = (struct error){0};
    assert_false(log_in(site, "anna", "right", false, &cookie, &error));
    assert_int_equal(error.status, 429);
    assert_true(error.retry_after > 0 && error.retry_after <= 900);
    test_site_close(site);
}

static void test_unknown_takes_as_long(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    test_user(site, "anna", ROLE_EDITOR, password_hash(&site->arena, "right"));
    test_set(site, "login_attempts_per_address", "0");
    const char *cookie = NULL;
    int64_t shortest[2] = {INT64_MAX, INT64_MAX};
    for (int i = 0; i < 6; i++) {
        struct error error = {0};
        int64_t begin = clock_monotonic_us();
        assert_false(log_in(site, i % 2 ? "anna" : "nobody", "wrong", false, &cookie, &error));
        int64_t took = clock_monotonic_us() - begin;
        if (took < shortest[i % 2]) shortest[i % 2] = took;
    }
    // Without the hash an unknown login would be a hundred times faster.
    assert_true(shortest[0] * 3 > shortest[1] && shortest[1] * 3 > shortest[0]);
    test_site_close(site);
}

static void test_cookie_name(void **state) {
    (void) state;
    struct test_site *site = test_site_open();
    const char *name = identity_cookie_name(&site->app, &site->arena);
    assert_int_equal(strncmp(name, "wordpress_logged_in_", 20), 0);
    assert_int_equal(strlen(name), 52);
    test_set(site, "home", "https://example.org");
    assert_string_not_equal(name, identity_cookie_name(&site->app, &site->arena));
    test_site_close(site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_app_passwords),
        cmocka_unit_test(test_what_is_no_basic_is_nobody),
        cmocka_unit_test(test_app_password_names),
        cmocka_unit_test(test_stamp),
        cmocka_unit_test(test_guessing_is_throttled),
        cmocka_unit_test(test_passwords),
        cmocka_unit_test(test_log_in),
        cmocka_unit_test(test_log_in_is_throttled),
        cmocka_unit_test(test_unknown_takes_as_long),
        cmocka_unit_test(test_cookie_name),
    };
    return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
