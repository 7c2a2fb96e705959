// Tests of server/rules/retention.c with a real store.
#include "db/mail.h"
#include "rules_talk.h"
#include "server/rules/retention.h"

enum { MANY = 1203 };  // more than two writes' worth

struct rows {
    const struct talk *talk;
    int64_t first, last;
};

static enum db_result write_rows(struct db *db, void *argument) {
    struct rows *rows = argument;
    struct comment comment = {.post = rows->talk->post,
                              .author_name = "Guest",
                              .author_address = "192.0.2.0",
                              .user_agent = "Browser/1",
                              .content = "Words",
                              .content_html = "<p>Words</p>",
                              .status = COMMENT_APPROVED};
    enum db_result result = DB_OK;
    for (int i = 0; i < MANY && result == DB_OK; i++) {
        comment.created = NOW - (i % 2 ? 31 : 29) * (int64_t) DAY;
        result = comment_insert(db, &comment, i == 0 ? &rows->first : &rows->last);
    }
    struct session session = {.user = rows->talk->anna->id, .expires = NOW};
    if (result == DB_OK) result = session_insert(db, &session);
    const struct mail old = {.kind = MAIL_COMMENT, .recipient = "a@b.example", .created = NOW - 31 * DAY};
    const struct mail young = {.kind = MAIL_COMMENT, .recipient = "a@b.example", .created = NOW - 29 * DAY};
    for (int64_t id = 1; id <= 3 && result == DB_OK; id++) {
        result = mail_insert(db, id == 2 ? &young : &old);
        // The third one still waits.
        if (result == DB_OK && id < 3) result = mail_postpone(db, id, 0, "no");
    }
    session.hash[0] = 1;
    session.expires = NOW + 1;
    return result == DB_OK ? session_insert(db, &session) : result;
}

static void count(const struct rows *rows, int *ret_addresses, int *ret_agents) {
    STORE_READ db = store_read_acquire(rows->talk->site->app.store);
    *ret_addresses = *ret_agents = 0;
    for (int64_t id = rows->first; id <= rows->last; id++) {
        struct comment comment;
        assert_int_equal(comment_get(db, &rows->talk->site->arena, id, &comment), DB_OK);
        assert_string_equal(comment.content, "Words");
        *ret_addresses += comment.author_address[0] != '\0';
        *ret_agents += comment.user_agent[0] != '\0';
    }
}

static void test_retention(void **state) {
    (void) state;
    struct talk talk = talk_open();
    struct app *app = &talk.site->app;
    struct rows rows = {.talk = &talk};
    assert_int_equal(store_write(app->store, write_rows, &rows), DB_OK);
    int addresses, agents;

    assert_true(retention_run(app, NOW));
    count(&rows, &addresses, &agents);
    assert_int_equal(addresses, MANY);
    assert_int_equal(agents, MANY);
    {
        STORE_READ db = store_read_acquire(app->store);
        struct session session;
        unsigned char hash[SECRET_HASH_SIZE] = {0};
        assert_int_equal(session_find(db, &talk.site->arena, hash, &session), DB_NOT_FOUND);
        hash[0] = 1;
        assert_int_equal(session_find(db, &talk.site->arena, hash, &session), DB_OK);
    }

    {
        STORE_READ db = store_read_acquire(app->store);
        struct mail_list letters;
        assert_int_equal(mail_list(db, &talk.site->arena, 0, 10, &letters), DB_OK);
        assert_int_equal(letters.count, 2);
        assert_int_equal(letters.items[0].id, 2);
    }

    test_set(talk.site, "comment_address_days", "30");
    assert_true(retention_run(app, NOW));
    count(&rows, &addresses, &agents);
    assert_int_equal(addresses, (MANY + 1) / 2);
    assert_int_equal(agents, MANY);

    test_set(talk.site, "comment_agent_days", "1");
    assert_true(retention_run(app, NOW));
    count(&rows, &addresses, &agents);
    assert_int_equal(addresses, (MANY + 1) / 2);
    assert_int_equal(agents, 0);
    test_site_close(talk.site);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_retention)};
    return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
