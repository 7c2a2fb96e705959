// Tests of server/rules/moderation.c: the order of the rules and their reasons.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
//
#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "server/rules/moderation.h"
#include "server/rules/settings.h"

#define LINK "<a href=\"http://x.example\" rel=\"nofollow ugc\">x</a> "

struct moderation_case {
    const char *name;
    bool trusted, known;
    bool moderation, previously;
    int64_t links;
    const char *moderation_keys, *disallowed_keys;
    const char *content, *html;
    enum comment_status status;
    const char *rule, *match;
};

static const struct moderation_case cases[] = {
    {"known", false, true, false, true, 2, "", "", "Hi", "<p>Hi</p>", COMMENT_APPROVED, "", ""},
    {"unknown", false, false, false, true, 2, "", "", "Hi", "<p>Hi</p>", COMMENT_HOLD, "comment_previously_approved",
     ""},
    {"unknown, rule off", false, false, false, false, 2, "", "", "Hi", "<p>Hi</p>", COMMENT_APPROVED, "", ""},
    {"all are held", false, true, true, true, 2, "", "", "Hi", "<p>Hi</p>", COMMENT_HOLD, "comment_moderation", ""},
    {"trusted", true, false, true, true, 1, "hi", "", "Hi", LINK, COMMENT_APPROVED, "", ""},
    {"trusted and disallowed", true, false, true, true, 1, "", "hi", "Hi", "<p>Hi</p>", COMMENT_APPROVED, "", ""},
    {"one link", false, true, false, true, 2, "", "", "x", LINK, COMMENT_APPROVED, "", ""},
    {"two links", false, true, false, true, 2, "", "", "x", LINK LINK, COMMENT_HOLD, "comment_max_links", "2"},
    {"links are off", false, true, false, true, 0, "", "", "x", LINK LINK LINK, COMMENT_APPROVED, "", ""},
    {"links go before words", false, true, false, true, 1, "x", "", "x", LINK, COMMENT_HOLD, "comment_max_links", "1"},
    {"word", false, true, false, true, 2, "spam\n pill \n", "", "Take a pILLow", "<p>Take a pILLow</p>", COMMENT_HOLD,
     "moderation_keys", "pill"},
    {"word goes before unknown", false, false, false, true, 2, "pill", "", "pill", "<p>pill</p>", COMMENT_HOLD,
     "moderation_keys", "pill"},
    {"word in the name", false, true, false, true, 2, "anna", "", "Hi", "<p>Hi</p>", COMMENT_HOLD, "moderation_keys",
     "anna"},
    {"word in the e-mail", false, true, false, true, 2, "@example.org", "", "Hi", "<p>Hi</p>", COMMENT_HOLD,
     "moderation_keys", "@example.org"},
    {"word in the URL", false, true, false, true, 2, "casino", "", "Hi", "<p>Hi</p>", COMMENT_HOLD, "moderation_keys",
     "casino"},
    {"word in the address", false, true, false, true, 2, "192.0.2.", "", "Hi", "<p>Hi</p>", COMMENT_HOLD,
     "moderation_keys", "192.0.2."},
    {"not in the browser's name", false, true, false, true, 2, "mozilla", "", "Hi", "<p>Hi</p>", COMMENT_APPROVED, "",
     ""},
    {"empty lines match nothing", false, true, false, true, 2, "\n\r\n  \n", "\n \n", "Hi", "<p>Hi</p>",
     COMMENT_APPROVED, "", ""},
    {"lines of Windows", false, true, false, true, 2, "aaa\r\nbad word\r\n", "", "a Bad Word", "", COMMENT_HOLD,
     "moderation_keys", "bad word"},
    {"other letters without case", false, true, false, true, 2, "КАЗИНО", "", "лучшее казино", "", COMMENT_HOLD,
     "moderation_keys", "КАЗИНО"},
    {"hidden by markup", false, true, false, true, 2, "viagra", "", "via<b></b>gra", "", COMMENT_HOLD,
     "moderation_keys", "viagra"},
    {"a dot is a dot", false, true, false, true, 2, "a.c", "", "abc", "", COMMENT_APPROVED, "", ""},
    {"disallowed", false, true, false, true, 2, "", "pill", "pill", "", COMMENT_TRASH, "disallowed_keys", "pill"},
    {"disallowed goes over all", false, false, true, true, 1, "pill", "pill", "pill", LINK, COMMENT_TRASH,
     "disallowed_keys", "pill"},
    {"disallowed in the address", false, true, false, true, 2, "", "192.0.2.7", "Hi", "", COMMENT_TRASH,
     "disallowed_keys", "192.0.2.7"},
};

static void test_cases(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct moderation_case *c = &cases[i];
        struct arena arena;
        arena_init(&arena);
        struct settings settings = {.comment_moderation = c->moderation,
                                    .comment_previously_approved = c->previously,
                                    .comment_max_links = c->links,
                                    .moderation_keys = c->moderation_keys,
                                    .disallowed_keys = c->disallowed_keys};
        struct comment comment = {.author_name = "Anna",
                                  .author_email = "anna@example.org",
                                  .author_url = "http://casino.example",
                                  .author_address = "192.0.2.7",
                                  .user_agent = "Mozilla/5.0",
                                  .content = c->content,
                                  .content_html = c->html};
        struct moderation got = moderate(&arena, &comment, &settings, c->trusted, c->known);
        if (got.status != c->status || strcmp(got.rule, c->rule) != 0 || strcmp(got.match, c->match) != 0)
            fail_msg("%s: status %d, rule '%s', match '%s'", c->name, (int) got.status, got.rule, got.match);
        arena_finish(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests_name("moderation", tests, NULL, NULL);
}
