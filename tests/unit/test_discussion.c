// Tests of server/rules/discussion.c and discussion_submit.c with a real store. The race of closing against
// submitting is test_discussion_race.c.
#include "rules_talk.h"
#include "server/rules/address.h"

static void expect(const struct talk *talk, const struct discussion_submission *submission,
                   enum discussion_verdict verdict, int line) {
    struct discussion_outcome outcome = submit(talk, submission);
    if (outcome.verdict != verdict)
        fail_msg("line %d: verdict %d, wanted %d", line, (int) outcome.verdict, (int) verdict);
}
#define EXPECT(talk_, submission_, verdict_) expect((talk_), (submission_), (verdict_), __LINE__)

static void test_stored(void **state) {
    (void) state;
    struct talk talk = talk_open();
    struct discussion_submission in = guest(&talk, "  Guest <b>words</b>\r\n\r\nSecond <script>x</script>paragraph ");
    in.name = " <i>Gu</i>est\n 1 ";
    in.url = "example.org/me";
    struct discussion_outcome out = submit(&talk, &in);
    assert_int_equal(out.verdict, DISCUSSION_ACCEPTED);
    assert_true(out.gate.open);
    struct comment row;
    {
        STORE_READ db = store_read_acquire(talk.site->app.store);
        assert_int_equal(comment_get(db, &talk.site->arena, out.comment.id, &row), DB_OK);
    }
    assert_string_equal(row.author_name, "Guest 1");
    assert_string_equal(row.author_email, "guest@example.org");
    assert_string_equal(row.author_url, "http://example.org/me");
    assert_string_equal(row.author_address, "192.0.2.0");
    assert_string_equal(row.user_agent, "Browser/1");
    assert_string_equal(row.content, "Guest <b>words</b>\n\nSecond paragraph");
    assert_string_equal(row.content_html, "<p>Guest <b>words</b></p>\n<p>Second paragraph</p>\n");
    assert_int_equal(row.created, NOW);
    assert_int_equal(row.user, 0);
    // A first comment waits, and says why.
    assert_int_equal(row.status, COMMENT_HOLD);
    assert_string_equal(row.held_rule, "comment_previously_approved");
    test_site_close(talk.site);
}

static void test_order_of_answers(void **state) {
    (void) state;
    struct talk talk = talk_open();
    struct actor chief = {.user = talk.chief}, reader = {.user = talk.reader}, anna = {.user = talk.anna};
    struct discussion_submission in = guest(&talk, "Words");

    in.post = 4711;
    EXPECT(&talk, &in, DISCUSSION_NO_POST);
    in.post = talk.draft;
    EXPECT(&talk, &in, DISCUSSION_NO_POST);
    in.actor = &chief;
    EXPECT(&talk, &in, DISCUSSION_NO_POST);
    in.post = talk.secret;
    in.actor = &reader;
    EXPECT(&talk, &in, DISCUSSION_NO_POST);
    in.actor = NULL;
    EXPECT(&talk, &in, DISCUSSION_NO_POST);
    in.actor = &chief;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);

    // A parent that is missing, elsewhere or held.
    in = guest(&talk, "Parent");
    in.actor = &anna;
    struct discussion_outcome parent = submit(&talk, &in);
    assert_int_equal(parent.verdict, DISCUSSION_ACCEPTED);
    assert_int_equal(parent.comment.status, COMMENT_APPROVED);
    in = guest(&talk, "Held");
    struct discussion_outcome held = submit(&talk, &in);
    assert_int_equal(held.comment.status, COMMENT_HOLD);
    in = guest(&talk, "Reply");
    in.parent = 4711;
    EXPECT(&talk, &in, DISCUSSION_BAD_PARENT);
    in.parent = held.comment.id;
    EXPECT(&talk, &in, DISCUSSION_BAD_PARENT);
    in.parent = parent.comment.id;
    in.post = talk.page;
    EXPECT(&talk, &in, DISCUSSION_BAD_PARENT);
    in.post = talk.post;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);

    // Closed goes before what is wrong with the fields, and after the parent.
    set_open(&talk, talk.post, false);
    in = guest(&talk, "");
    in.email = "nope";
    struct discussion_outcome closed = submit(&talk, &in);
    assert_int_equal(closed.verdict, DISCUSSION_CLOSED);
    assert_int_equal(closed.gate.reason, COMMENTS_ARTICLE);
    in.parent = 4711;
    EXPECT(&talk, &in, DISCUSSION_BAD_PARENT);
    // For an administrator too.
    in = guest(&talk, "Admin");
    in.actor = &chief;
    EXPECT(&talk, &in, DISCUSSION_CLOSED);
    set_open(&talk, talk.post, true);
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);

    // The age rule, to the second.
    test_set(talk.site, "close_comments_for_old_posts", "1");
    test_set(talk.site, "close_comments_days_old", "10");
    in = guest(&talk, "Just in time");
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    in = guest(&talk, "Too late");
    in.now = NOW + 1;
    closed = submit(&talk, &in);
    assert_int_equal(closed.verdict, DISCUSSION_CLOSED);
    assert_int_equal(closed.gate.reason, COMMENTS_AGE);
    test_set(talk.site, "close_comments_for_old_posts", "0");

    test_set(talk.site, "comment_registration", "1");
    in = guest(&talk, "");
    EXPECT(&talk, &in, DISCUSSION_LOGIN_REQUIRED);
    in = guest(&talk, "Allowed elsewhere");
    in.skip_login_rule = true;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    in = guest(&talk, "Logged in");
    in.actor = &reader;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    test_site_close(talk.site);
}

static void test_fields(void **state) {
    (void) state;
    struct talk talk = talk_open();
    struct arena *arena = &talk.site->arena;
    char *big = arena_alloc(arena, COMMENT_CONTENT_MAX + 2);
    memset(big, 'x', COMMENT_CONTENT_MAX + 1);
    const char *name = test_repeat(arena, "ж", COMMENT_NAME_MAX);
    const char *url = arena_printf(arena, "http://%s", test_repeat(arena, "u", COMMENT_URL_MAX - 6));
    const char *email = arena_printf(arena, "%s@example.org", test_repeat(arena, "e", COMMENT_EMAIL_MAX - 11));

    const struct {
        const char *name, *email, *url, *content;
        enum discussion_verdict verdict;
    } cases[] = {
        {"", "a@example.org", "", "x1", DISCUSSION_AUTHOR_REQUIRED},
        {"  ", "a@example.org", "", "x2", DISCUSSION_AUTHOR_REQUIRED},
        {"<b></b>", "a@example.org", "", "x3", DISCUSSION_AUTHOR_REQUIRED},
        {"A", "", "", "x4", DISCUSSION_AUTHOR_REQUIRED},
        {NULL, NULL, NULL, "x5", DISCUSSION_AUTHOR_REQUIRED},
        {"A", "nope", "", "x6", DISCUSSION_BAD_EMAIL},
        {"A", "nope", "", "", DISCUSSION_BAD_EMAIL},
        {"A", "a@example.org", "", "", DISCUSSION_EMPTY},
        {"A", "a@example.org", "", " \n\t ", DISCUSSION_EMPTY},
        {"A", "a@example.org", "", NULL, DISCUSSION_EMPTY},
        {"A", "a@example.org", "", "<script>x</script>", DISCUSSION_EMPTY},
        {name, "a@example.org", "", "longest name", DISCUSSION_ACCEPTED},
        {arena_printf(arena, "%sж", name), "a@example.org", "", "x", DISCUSSION_TOO_LONG_NAME},
        {"A", email, "", "x", DISCUSSION_TOO_LONG_EMAIL},
        {"A", email + 1, "", "longest e-mail", DISCUSSION_ACCEPTED},
        {"A", "a@example.org", url, "x", DISCUSSION_TOO_LONG_URL},
        {"A", "a@example.org", arena_strndup(arena, url, COMMENT_URL_MAX), "longest URL", DISCUSSION_ACCEPTED},
        {"A", "a@example.org", "", big, DISCUSSION_TOO_LONG_CONTENT},
        {"A", "a@example.org", "", big + 1, DISCUSSION_ACCEPTED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct discussion_submission in = guest(&talk, cases[i].content);
        in.name = cases[i].name;
        in.email = cases[i].email;
        in.url = cases[i].url;
        struct discussion_outcome out = submit(&talk, &in);
        if (out.verdict != cases[i].verdict) fail_msg("case %zu: verdict %d", i, (int) out.verdict);
    }
    // Where nothing is required, nothing malformed is kept.
    test_set(talk.site, "require_name_email", "0");
    struct discussion_submission in = guest(&talk, "Nameless");
    in.name = "";
    in.email = "nope";
    struct discussion_outcome out = submit(&talk, &in);
    assert_int_equal(out.verdict, DISCUSSION_ACCEPTED);
    assert_string_equal(out.comment.author_email, "");
    // A user's own data are taken, not what a form says.
    struct actor reader = {.user = talk.reader};
    in = guest(&talk, "Me");
    in.actor = &reader;
    out = submit(&talk, &in);
    assert_string_equal(out.comment.author_name, "reader");
    assert_string_equal(out.comment.author_email, "reader@example.org");
    assert_int_equal(out.comment.user, talk.reader->id);
    test_site_close(talk.site);
}

static void test_duplicate_and_flood(void **state) {
    (void) state;
    struct talk talk = talk_open();
    struct actor chief = {.user = talk.chief}, reader = {.user = talk.reader};
    struct discussion_submission in = guest(&talk, "The same");
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    EXPECT(&talk, &in, DISCUSSION_DUPLICATE);
    in.name = "Another name";
    EXPECT(&talk, &in, DISCUSSION_DUPLICATE);
    in.email = "another@example.org";
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    in.post = talk.page;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);

    test_set(talk.site, "comment_flood_interval", "15");
    in = guest(&talk, "Fast");
    in.now = NOW + 100;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    // A duplicate is named before a flood.
    EXPECT(&talk, &in, DISCUSSION_DUPLICATE);
    in.content = "Faster";
    in.now = NOW + 104;
    struct discussion_outcome out = submit(&talk, &in);
    assert_int_equal(out.verdict, DISCUSSION_FLOOD);
    assert_int_equal(out.retry_after, 11);
    // The same address under another e-mail, the same e-mail from another address.
    in.email = "b@example.org";
    EXPECT(&talk, &in, DISCUSSION_FLOOD);
    in.email = "guest@example.org";
    in.address = "192.0.2.9";
    EXPECT(&talk, &in, DISCUSSION_FLOOD);
    in.email = "b@example.org";
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    in = guest(&talk, "Slower");
    in.now = NOW + 115;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);

    // Moderators may; others are counted by account, so colleagues behind one address are not.
    in = guest(&talk, "Chief one");
    in.now = NOW + 116;
    in.actor = &chief;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    in.content = "Chief two";
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    in.content = "Reader one";
    in.actor = &reader;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    in.content = "Reader two";
    EXPECT(&talk, &in, DISCUSSION_FLOOD);
    in.now = NOW + 131;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    test_site_close(talk.site);
}

// What is kept of addresses, while the flood is counted by whole ones.
static void test_addresses(void **state) {
    (void) state;
    struct talk talk = talk_open();
    static const struct {
        const char *setting, *address, *kept;
    } rows[] = {
        {"truncated", "192.0.2.77", "192.0.2.0"},
        {"truncated", "2001:db8:1:2:3:4:5:6", "2001:db8:1::"},
        {"truncated", "::ffff:192.0.2.77", "192.0.2.0"},
        {"truncated", "fe80::1%eth0", "fe80::"},
        {"truncated", "unix", ""},
        {"truncated", "", ""},
        {"full", "192.0.2.77", "192.0.2.77"},
        {"none", "192.0.2.77", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(address_kept(&talk.site->arena, rows[i].address, rows[i].setting), rows[i].kept);

    struct discussion_submission in = guest(&talk, "From here");
    in.address = "192.0.2.77";
    assert_string_equal(submit(&talk, &in).comment.author_address, "192.0.2.0");
    test_set(talk.site, "comment_flood_interval", "15");
    in.content = "From here, counted";
    in.email = "a@example.org";
    EXPECT(&talk, &in, DISCUSSION_FLOOD);
    // The neighbour.
    in.address = "192.0.2.78";
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    in.content = "Named by a moderator";
    in.email = "b@example.org";
    in.address = "192.0.2.79";
    in.address_as_given = true;
    assert_string_equal(submit(&talk, &in).comment.author_address, "192.0.2.79");
    in.address_as_given = false;
    test_set(talk.site, "store_address", "none");
    in.content = "Nothing kept";
    in.email = "c@example.org";
    in.address = "192.0.2.80";
    assert_string_equal(submit(&talk, &in).comment.author_address, "");
    test_site_close(talk.site);
}

static void test_moderation(void **state) {
    (void) state;
    struct talk talk = talk_open();
    struct actor chief = {.user = talk.chief}, anna = {.user = talk.anna}, reader = {.user = talk.reader};
    struct discussion_submission in = guest(&talk, "By the author");
    in.actor = &anna;
    struct discussion_outcome out = submit(&talk, &in);
    assert_int_equal(out.comment.status, COMMENT_APPROVED);
    in.post = talk.page;
    out = submit(&talk, &in);
    // On another's article an author is known by now.
    assert_int_equal(out.comment.status, COMMENT_APPROVED);

    in = guest(&talk, "By a reader");
    in.actor = &reader;
    out = submit(&talk, &in);
    assert_int_equal(out.comment.status, COMMENT_HOLD);

    test_set(talk.site, "disallowed_keys", "casino");
    in = guest(&talk, "Best CASINO");
    out = submit(&talk, &in);
    assert_int_equal(out.comment.status, COMMENT_TRASH);
    assert_string_equal(out.comment.held_rule, "disallowed_keys");
    assert_string_equal(out.comment.held_match, "casino");
    in.content = "Casino by the chief";
    in.actor = &chief;
    assert_int_equal(submit(&talk, &in).comment.status, COMMENT_APPROVED);

    in = guest(&talk, "Filled by no person");
    in.honeypot = true;
    out = submit(&talk, &in);
    assert_int_equal(out.verdict, DISCUSSION_ACCEPTED);
    assert_int_equal(out.comment.status, COMMENT_SPAM);
    assert_string_equal(out.comment.held_rule, "honeypot");

    // A moderator for a guest, dated and held, as WordPress's REST takes it.
    in = guest(&talk, "For a guest");
    in.actor = &chief;
    in.as_given = true;
    in.date = NOW - 500;
    in.status = COMMENT_HOLD;
    out = submit(&talk, &in);
    assert_int_equal(out.verdict, DISCUSSION_ACCEPTED);
    assert_int_equal(out.comment.status, COMMENT_HOLD);
    assert_int_equal(out.comment.user, 0);
    assert_int_equal(out.comment.created, NOW - 500);
    assert_string_equal(out.comment.author_name, "Guest");
    // Without a status the guest's own standing counts, and a user's where he writes for one.
    in.content = "For a guest again";
    in.status = 0;
    assert_int_equal(submit(&talk, &in).comment.status, COMMENT_HOLD);
    in.content = "For the author";
    in.user = talk.anna->id;
    out = submit(&talk, &in);
    assert_int_equal(out.comment.status, COMMENT_APPROVED);
    assert_int_equal(out.comment.user, talk.anna->id);
    in = guest(&talk, "Invalid");
    in.actor = &chief;
    in.as_given = true;
    in.name = "";
    EXPECT(&talk, &in, DISCUSSION_AUTHOR_REQUIRED);
    in.skip_required_rule = true;
    EXPECT(&talk, &in, DISCUSSION_ACCEPTED);
    test_site_close(talk.site);
}

struct status_arguments {
    int64_t id;
    enum comment_status status;
};
static enum db_result write_status(struct db *db, void *argument) {
    struct status_arguments *arguments = argument;
    return discussion_set_status(db, arguments->id, arguments->status);
}

static void test_set_status(void **state) {
    (void) state;
    struct talk talk = talk_open();
    test_set(talk.site, "comment_moderation", "1");
    struct discussion_submission in = guest(&talk, "Words");
    int64_t id = submit(&talk, &in).comment.id;
    // Moderating goes on though the article is closed.
    set_open(&talk, talk.post, false);
    static const struct {
        enum comment_status set, status, before;
        const char *rule;
        int64_t count;
    } steps[] = {
        {COMMENT_HOLD, COMMENT_HOLD, 0, "comment_moderation", 0},
        {COMMENT_TRASH, COMMENT_TRASH, COMMENT_HOLD, "comment_moderation", 0},
        {0, COMMENT_HOLD, 0, "comment_moderation", 0},
        {COMMENT_APPROVED, COMMENT_APPROVED, 0, "", 1},
        {COMMENT_SPAM, COMMENT_SPAM, COMMENT_APPROVED, "", 0},
        {0, COMMENT_APPROVED, 0, "", 1},
        {0, COMMENT_APPROVED, 0, "", 1},
        {COMMENT_TRASH, COMMENT_TRASH, COMMENT_APPROVED, "", 0},
        {COMMENT_APPROVED, COMMENT_APPROVED, 0, "", 1},
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct status_arguments arguments = {id, steps[i].set};
        assert_int_equal(store_write(talk.site->app.store, write_status, &arguments), DB_OK);
        struct comment row;
        STORE_READ db = store_read_acquire(talk.site->app.store);
        assert_int_equal(comment_get(db, &talk.site->arena, id, &row), DB_OK);
        struct post post;
        assert_int_equal(post_get(db, &talk.site->arena, talk.post, &post), DB_OK);
        if (row.status != steps[i].status || row.status_before_trash != steps[i].before ||
            strcmp(row.held_rule, steps[i].rule) != 0 || post.comment_count != steps[i].count)
            fail_msg("step %zu: status %d before %d rule '%s' count %lld", i, (int) row.status,
                     (int) row.status_before_trash, row.held_rule, (long long) post.comment_count);
    }
    struct status_arguments missing = {4711, COMMENT_APPROVED};
    assert_int_equal(store_write(talk.site->app.store, write_status, &missing), DB_NOT_FOUND);
    test_site_close(talk.site);
}

static void test_text(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    const struct settings settings = {.WPLANG = ""};
    const char *raw, *html;
    discussion_render(&arena, &settings, " a < b & <em>c</em> <img src=x onerror=y> ", false, &raw, &html);
    assert_string_equal(raw, "a &lt; b &amp; <em>c</em>");
    discussion_render(&arena, &settings, "Tom & <b>Jerry</b><script>x</script>", true, &raw, &html);
    assert_string_equal(raw, "Tom & <b>Jerry</b><script>x</script>");
    assert_null(strstr(html, "script"));
    assert_non_null(strstr(html, "<b>Jerry</b>"));
    arena_finish(&arena);

    static const struct {
        const char *email;
        bool valid;
    } emails[] = {{"a@b.co", true},
                  {"a.b+c@mail.example.org", true},
                  {"a@b", false},
                  {"@example.org", false},
                  {"a@", false},
                  {"", false},
                  {"a@b..org", false},
                  {"a@.org", false},
                  {"a@example.org.", false},
                  {"a b@example.org", false},
                  {"a@exa mple.org", false},
                  {"a@-example.org", false},
                  {"a@example-.org", false},
                  {"a@b@example.org", false},
                  {"a\n@example.org", false},
                  {"o'neil@example.org", true},
                  {"ж@example.org", false},
                  {"a@1.2.3.4", true}};
    for (size_t i = 0; i < sizeof emails / sizeof *emails; i++)
        if (email_is_valid(emails[i].email) != emails[i].valid) fail_msg("'%s'", emails[i].email);
}

static void test_urls(void **state) {
    (void) state;
    struct talk talk = talk_open();
    static const struct {
        const char *typed, *stored;
    } cases[] = {
        {"", ""},
        {"http://", ""},
        {"https://", ""},
        {" https://example.org/a b ", "https://example.org/a%20b"},
        {"HTTPS://Example.org", "HTTPS://Example.org"},
        {"example.org", "http://example.org"},
        {"example.org:8080/x", "http://example.org:8080/x"},
        {"//example.org/x", "http://example.org/x"},
        {"javascript:alert(1)", ""},
        {"JavaScript:alert(1)", ""},
        {"java\tscript:alert(1)", ""},
        {"data:text/html,x", ""},
        {"mailto:a@example.org", ""},
        {"http://example.org/\"onmouseover=\"x", "http://example.org/onmouseover=x"},
        {"#top", ""},
        {"?x=1", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct discussion_submission in = guest(&talk, arena_printf(&talk.site->arena, "URL %zu", i));
        in.url = cases[i].typed;
        struct discussion_outcome out = submit(&talk, &in);
        assert_int_equal(out.verdict, DISCUSSION_ACCEPTED);
        if (strcmp(out.comment.author_url, cases[i].stored) != 0)
            fail_msg("'%s': '%s'", cases[i].typed, out.comment.author_url);
    }
    test_site_close(talk.site);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stored),     cmocka_unit_test(test_order_of_answers),
        cmocka_unit_test(test_fields),     cmocka_unit_test(test_duplicate_and_flood),
        cmocka_unit_test(test_addresses),  cmocka_unit_test(test_moderation),
        cmocka_unit_test(test_set_status), cmocka_unit_test(test_text),
        cmocka_unit_test(test_urls),
    };
    return cmocka_run_group_tests_name("discussion", tests, NULL, NULL);
}
