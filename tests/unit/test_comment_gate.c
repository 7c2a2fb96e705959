// Tests of server/rules/comment_gate.c: a table of articles, settings and moments.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
//
#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "db/post.h"
#include "server/rules/comment_gate.h"
#include "server/rules/settings.h"

enum { DAY = 86400, T = 1700000000 };

struct gate_case {
    const char *name;
    enum post_type type;
    enum post_status status;
    bool open;  // the stored comment_status
    bool rule;  // close_comments_for_old_posts
    int64_t days;
    int64_t age;  // now - published
    bool may_read_private;
    enum comment_reason reason;
    int64_t since, until;
};

static const struct gate_case cases[] = {
    {"open", POST_TYPE_POST, POST_PUBLISH, true, false, 14, 0, false, COMMENTS_ARE_OPEN, 0, 0},
    {"closed", POST_TYPE_POST, POST_PUBLISH, false, false, 14, 0, false, COMMENTS_ARTICLE, 0, 0},
    {"open page", POST_TYPE_PAGE, POST_PUBLISH, true, false, 14, 0, false, COMMENTS_ARE_OPEN, 0, 0},
    {"attachment", POST_TYPE_ATTACHMENT, POST_INHERIT, true, false, 14, 0, false, COMMENTS_ARE_OPEN, 0, 0},
    {"other kind", 9, POST_PUBLISH, true, false, 14, 0, false, COMMENTS_NOT_SUPPORTED, 0, 0},
    {"draft", POST_TYPE_POST, POST_DRAFT, true, false, 14, 0, true, COMMENTS_NOT_PUBLIC, 0, 0},
    {"pending", POST_TYPE_POST, POST_PENDING, true, false, 14, 0, true, COMMENTS_NOT_PUBLIC, 0, 0},
    {"auto-draft", POST_TYPE_POST, POST_AUTO_DRAFT, true, false, 14, 0, true, COMMENTS_NOT_PUBLIC, 0, 0},
    {"trash", POST_TYPE_POST, POST_TRASH, true, false, 14, 0, true, COMMENTS_NOT_PUBLIC, 0, 0},
    {"trash and closed", POST_TYPE_POST, POST_TRASH, false, true, 14, 99 * DAY, true, COMMENTS_NOT_PUBLIC, 0, 0},
    {"scheduled", POST_TYPE_POST, POST_FUTURE, true, false, 14, -50, true, COMMENTS_NOT_PUBLIC, 0, T},
    {"private to others", POST_TYPE_POST, POST_PRIVATE, true, false, 14, 0, false, COMMENTS_NOT_PUBLIC, 0, 0},
    {"private to its own", POST_TYPE_POST, POST_PRIVATE, true, false, 14, 0, true, COMMENTS_ARE_OPEN, 0, 0},
    {"private, closed", POST_TYPE_POST, POST_PRIVATE, false, false, 14, 0, true, COMMENTS_ARTICLE, 0, 0},
    // Strictly after the days are over.
    {"age, long before", POST_TYPE_POST, POST_PUBLISH, true, true, 14, DAY, false, COMMENTS_ARE_OPEN, 0,
     T + 14 * DAY + 1},
    {"age, last second", POST_TYPE_POST, POST_PUBLISH, true, true, 14, 14 * DAY, false, COMMENTS_ARE_OPEN, 0,
     T + 14 * DAY + 1},
    {"age, first second", POST_TYPE_POST, POST_PUBLISH, true, true, 14, 14 * DAY + 1, false, COMMENTS_AGE,
     T + 14 * DAY + 1, 0},
    {"age, rule off", POST_TYPE_POST, POST_PUBLISH, true, false, 14, 99 * DAY, false, COMMENTS_ARE_OPEN, 0, 0},
    {"age, none of a page", POST_TYPE_PAGE, POST_PUBLISH, true, true, 14, 99 * DAY, false, COMMENTS_ARE_OPEN, 0, 0},
    {"age, no days", POST_TYPE_POST, POST_PUBLISH, true, true, 0, 0, false, COMMENTS_ARE_OPEN, 0, T + 1},
    {"age, no days, a second", POST_TYPE_POST, POST_PUBLISH, true, true, 0, 1, false, COMMENTS_AGE, T + 1, 0},
    {"the article goes before age", POST_TYPE_POST, POST_PUBLISH, false, true, 14, 99 * DAY, false, COMMENTS_ARTICLE, 0,
     0},
    {"age of a private one", POST_TYPE_POST, POST_PRIVATE, true, true, 1, 2 * DAY, true, COMMENTS_AGE, T + DAY + 1, 0},
};

static void test_cases(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct gate_case *c = &cases[i];
        struct post post = {.type = c->type, .status = c->status, .comments_open = c->open, .published = T};
        struct settings settings = {.close_comments_for_old_posts = c->rule, .close_comments_days_old = c->days};
        struct comment_gate gate = comment_gate(&post, &settings, T + c->age, c->may_read_private);
        if (gate.reason != c->reason || gate.open != (c->reason == COMMENTS_ARE_OPEN) || gate.since != c->since ||
            gate.until != c->until)
            fail_msg("%s: reason %d open %d since %lld until %lld", c->name, (int) gate.reason, gate.open,
                     (long long) gate.since, (long long) gate.until);
    }
}

static void test_until_is_true(void **state) {
    (void) state;
    // The answer holds up to `until` and not a second longer.
    struct post post = {.type = POST_TYPE_POST, .status = POST_PUBLISH, .comments_open = true, .published = T};
    struct settings settings = {.close_comments_for_old_posts = true, .close_comments_days_old = 3};
    int64_t until = comment_gate(&post, &settings, T, false).until;
    assert_true(comment_gate(&post, &settings, until - 1, false).open);
    assert_false(comment_gate(&post, &settings, until, false).open);
    assert_int_equal(comment_gate(&post, &settings, until + 5, false).since, until);
}

static void test_words(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    struct settings settings = {.comments_closed_text = "", .close_comments_days_old = 14};
    struct comment_gate age = {.reason = COMMENTS_AGE}, article = {.reason = COMMENTS_ARTICLE};
    assert_string_equal(comment_gate_sentence(&arena, &article, &settings), "Comments are closed.");
    assert_string_equal(comment_gate_sentence(&arena, &age, &settings),
                        "Comments are closed. The discussion ended 14 days after publication.");
    settings.close_comments_days_old = 1;
    assert_string_equal(comment_gate_sentence(&arena, &age, &settings),
                        "Comments are closed. The discussion ended 1 day after publication.");
    settings.comments_closed_text = "Write us a letter.";
    assert_string_equal(comment_gate_sentence(&arena, &age, &settings), "Write us a letter.");

    assert_null(comment_reason_name(COMMENTS_ARE_OPEN));
    assert_string_equal(comment_reason_name(COMMENTS_NOT_PUBLIC), "not_public");
    assert_string_equal(comment_reason_name(COMMENTS_NOT_SUPPORTED), "not_supported");
    assert_string_equal(comment_reason_name(COMMENTS_ARTICLE), "article");
    assert_string_equal(comment_reason_name(COMMENTS_AGE), "age");
    arena_finish(&arena);
}

static void test_shown(void **state) {
    (void) state;
    struct comment_gate open = {.open = true}, closed = {.reason = COMMENTS_ARTICLE};
    struct post post = {.type = POST_TYPE_POST}, page = {.type = POST_TYPE_PAGE};
    assert_false(comment_gate_is_shown(&open, &post));
    assert_true(comment_gate_is_shown(&closed, &post));
    assert_false(comment_gate_is_shown(&closed, &page));
    page.comment_count = 1;
    assert_true(comment_gate_is_shown(&closed, &page));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_until_is_true),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_shown),
    };
    return cmocka_run_group_tests_name("comment_gate", tests, NULL, NULL);
}
