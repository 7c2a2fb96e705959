// mend: what HTML has dropped is replaced, and what is right stays byte by byte.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "server/text/mend.h"

static void check(const char *const (*rows)[2], size_t count) {
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(mend_html(&arena, rows[i][0]), rows[i][1] ? rows[i][1] : rows[i][0]);
    arena_finish(&arena);
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void test_dropped(void **state) {
    (void) state;
    static const char *const rows[][2] = {
        {"<acronym title=\"For The Win\">ftw</acronym>", "<abbr title=\"For The Win\">ftw</abbr>"},
        {"<strike>a</strike> <TT>b</TT>", "<s>a</s> <code>b</code>"},
        {"<big>a</big>", "<span class=\"has-large-font-size\">a</span>"},
        {"<big class=\"x\" >a</big >", "<span class=\"x\" >a</span >"},
        {"<center>a</center>", "<div class=\"has-text-align-center\">a</div>"},
        {"<del cite=\"deleted it\">a</del>", "<del>a</del>"},
        {"<q cite='https://example.org/?a=1&amp;b' lang=en>a</q>", NULL},
        {"<ins cite=\"a b\" datetime=\"2026\">a</ins>", "<ins datetime=\"2026\">a</ins>"},
        {"<tr><th></th><th>a</th><th scope=\"col\"> \n</th></tr>",
         "<tr><td></td><th>a</th><td scope=\"col\"> \n</td></tr>"},
        {"<th><b></b></th>", NULL},
        {"<div role=\"img\" class=\"x\"></div>", "<div class=\"x\"></div>"},
        {"<div role=\"img\" aria-label=\"A harbour\"></div>", NULL},
        {"<div role=\"note\"></div>", NULL},
        {"<img src=\"a\" alt=\"\" aria-describedby=\"b\">", "<img src=\"a\" alt=\"\">"},
        {"<img src=\"a\" alt=\"A pier\" aria-describedby=\"b\">", NULL},
    };
    CHECK(rows);
}

static void test_left_alone(void **state) {
    (void) state;
    static const char *const rows[][2] = {
        {"", NULL},
        {"no markup & none", NULL},
        {"<p class=a  id='b'>text<br/>more</p>\n", NULL},
        {"<!-- <tt> --><script>\"<tt>\"</script><textarea><tt></textarea>", NULL},
        {"a < b <tt", NULL},
        {"<p>a</p><big", NULL},
        {"<ttx></ttx><bigger>", NULL},
        {"<th>", NULL},
        {"<p a=\"<tt>\">", NULL},
    };
    CHECK(rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dropped),
        cmocka_unit_test(test_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
