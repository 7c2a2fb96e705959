// Escaping by sink.
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
// After the headers it needs:
#include <cmocka.h>

#include "base/strbuf.h"
#include "server/text/escape.h"

static void html(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", ""},       {"plain", "plain"}, {"&<>\"'", "&amp;&lt;&gt;&quot;&#39;"}, {"a&amp;b", "a&amp;amp;b"},
        {"é日", "é日"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        STRBUF_CLEAN struct strbuf out;
        strbuf_init(&out, 0);
        escape_html(&out, cases[i][0]);
        assert_string_equal(out.data, cases[i][1]);
    }
}

static void url_schemes(void **state) {
    (void) state;
    static const struct {
        const char *url;
        bool safe;
    } cases[] = {
        {"", true},
        {"/a:b", true},
        {"a/b:c", true},
        {"?q=a:b", true},
        {"#a:b", true},
        {"//example.org/", true},
        {"http://example.org/", true},
        {"HTTPS://example.org/", true},
        {"mailto:ann@example.org", true},
        {" https://example.org/", true},
        {"page.html", true},
        {"javascript:alert(1)", false},
        {"JaVaScRiPt:alert(1)", false},
        {" \t\njavascript:alert(1)", false},
        {"java\nscript:alert(1)", false},
        {"java\x01script:alert(1)", false},
        {"&#106;avascript:alert(1)", false},
        {"&#x6A avascript:alert(1)", false},
        {"javascript&#58;alert(1)", false},
        {"javascript&#0000058alert(1)", false},
        {"javascript&colon;alert(1)", false},
        {"java&Tab;script&colon;alert(1)", false},
        {"java&NewLine;script:alert(1)", false},
        {"vbscript:x", false},
        {"data:text/html,x", false},
        {"feed:http://example.org/", false},
        {"httpsx:a", false},
        {"xhttps:a", false},
        {"http\xe2\x80\x8b:a", false},
        {":a", false},
        {"averylongschemename:a", false},
        {"&#999999999999999999;a:b", false},
        {"a&#;b:c", true},
        {"http&colon;//example.org/", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (escape_url_is_safe(cases[i].url) != cases[i].safe) print_error("%s\n", cases[i].url);
        assert_int_equal(escape_url_is_safe(cases[i].url), cases[i].safe);
    }
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    escape_url(&out, "/a?b=1&c='x'");
    escape_url(&out, "javascript:x");
    assert_string_equal(out.data, "/a?b=1&amp;c=&#39;x&#39;#");
}

static void json_strings(void **state) {
    (void) state;
    static const char *const cases[][2] = {
        {"", "\"\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""},
        {"</script><!--", "\"\\u003c/script\\u003e\\u003c!--\""},
        {"a&b\n\t\x7f", "\"a\\u0026b\\u000a\\u0009\\u007f\""},
        {"\xe2\x80\xa8\xe2\x80\xa9é", "\"\\u2028\\u2029é\""},
        {"a\xff"
         "b\xef\xbf\xbd",
         "\"a\\ufffdb\xef\xbf\xbd\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        STRBUF_CLEAN struct strbuf out;
        strbuf_init(&out, 0);
        escape_json_string(&out, cases[i][0]);
        assert_string_equal(out.data, cases[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html),
        cmocka_unit_test(url_schemes),
        cmocka_unit_test(json_strings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
