// Any HTML on its way into a feed: once its addresses are absolute they stay so, and what XML is made of it holds
// neither mark-up nor a byte that XML cannot hold.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "server/text/absolute.h"
#include "server/text/xml.h"
#include "tests/fuzz/fuzz.h"

static const char base[] = "https://news.example/site/2026/an-article/?x=1#y";

static void check_xml(const char *text) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    struct xml xml;
    xml_init(&xml, &out);
    xml_begin(&xml, "t");
    xml_attribute(&xml, "a", text);
    xml_text(&xml, text);
    xml_end(&xml);
    if (strbuf_failed(&out) || !utf8_valid(out.data, out.size)) abort();
    size_t marks = 0;
    for (const unsigned char *at = (const unsigned char *) out.data; *at; at++) {
        if (*at < ' ' && *at != '\n' && *at != '\t') abort();
        if (at[0] == 0xef && at[1] == 0xbf && (at[2] == 0xbe || at[2] == 0xbf)) abort();
        marks += *at == '<';
    }
    // The declaration, the tag and its end.
    if (marks != 3) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 16384) return 0;
    struct arena arena;
    arena_init(&arena);
    const char *html = arena_strndup(&arena, (const char *) data, size);
    const char *once = absolute_html(&arena, html, base);
    if (strcmp(absolute_html(&arena, once, base), once) != 0) abort();
    check_xml(html);
    check_xml(once);
    arena_finish(&arena);
    return 0;
}
