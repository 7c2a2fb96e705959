// xml: the writer of feeds: escaping by place, what XML cannot hold, elements within elements.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "server/text/xml.h"

static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

static void test_elements(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    struct xml xml;
    xml_init(&xml, &out);
    xml_begin(&xml, "feed");
    xml_attribute(&xml, "xmlns", "urn:x");
    xml_attribute(&xml, "absent", NULL);
    xml_attribute_integer(&xml, "n", -7);
    xml_element(&xml, "title", "A & B");
    xml_element(&xml, "absent", NULL);
    xml_element(&xml, "empty", "");
    xml_begin(&xml, "link");
    xml_attribute(&xml, "href", "http://x/?a=1&b=\"2\"\n");
    xml_end(&xml);
    xml_begin(&xml, "entry");
    xml_element_integer(&xml, "count", 3);
    xml_end(&xml);
    xml_end(&xml);
    assert_false(strbuf_failed(&out));
    assert_memory_equal(out.data, head, sizeof head - 1);
    assert_string_equal(out.data + sizeof head - 1,
                        "<feed xmlns=\"urn:x\" n=\"-7\">\n"
                        "<title>A &amp; B</title>\n"
                        "<empty></empty>\n"
                        "<link href=\"http://x/?a=1&amp;b=&quot;2&quot;&#10;\"/>\n"
                        "<entry>\n<count>3</count>\n</entry>\n"
                        "</feed>\n");
}

static void test_text(void **state) {
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"<p class=\"x\">a & b</p>", "&lt;p class=\"x\"&gt;a &amp; b&lt;/p&gt;"},
        {"]]>", "]]&gt;"},
        {"a\001\010\013\014\037b", "ab"},
        {"tab\tline\nend", "tab\tline\nend"},
        {"cr\r\n", "cr&#13;\n"},
        {"\xef\xbf\xbe\xef\xbf\xbf|", "|"},
        {"\xef\xbf\xbd", "\xef\xbf\xbd"},
        {"\xd0\x96\xf0\x9f\x98\x80", "\xd0\x96\xf0\x9f\x98\x80"},
        {"bad\xff!", "bad\xef\xbf\xbd!"},
        {"cut\xd0", "cut\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        STRBUF_CLEAN struct strbuf out;
        strbuf_init(&out, 0);
        struct xml xml;
        xml_init(&xml, &out);
        xml_element(&xml, "t", cases[i].text);
        STRBUF_CLEAN struct strbuf expected;
        strbuf_init(&expected, 0);
        strbuf_addf(&expected, "%s<t>%s</t>\n", head, cases[i].expected);
        assert_string_equal(out.data, expected.data);
    }
}

static void test_a_full_buffer_sticks(void **state) {
    (void) state;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 50);
    struct xml xml;
    xml_init(&xml, &out);
    for (int i = 0; i < 10; i++) xml_element(&xml, "t", "some text");
    assert_true(strbuf_failed(&out));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements),
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_a_full_buffer_sticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
