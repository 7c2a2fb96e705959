// markdown: md4c, whose limits are kept here.
//
// md4c reads in linear time but for what references can blow up: a short "[a]" repeats a long definition. The output
// has a cap therefore, and the input one beyond which no article goes.
#include "server/text/markdown.h"

#include <md4c-html.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/escape.h"
#include "server/text/sanitize.h"

enum {
    INPUT_MOST = 4 << 20,
    OUTPUT_LEAST = 1 << 20,
    OUTPUT_FACTOR = 8,  // bytes of output for a byte of input
};

static void add(const MD_CHAR *text, MD_SIZE size, void *out) { strbuf_add(out, text, size); }

// The boxes of task lists are inputs, which the sanitiser takes away; signs say the same.
static void replace_boxes(struct strbuf *out, const char *html) {
    static const char start[] = "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled";
    for (const char *box; (box = strstr(html, start));) {
        strbuf_add(out, html, (size_t) (box - html));
        box += sizeof start - 1;
        strbuf_adds(out, strncmp(box, " checked", 8) == 0 ? "\xe2\x98\x91 " : "\xe2\x98\x90 ");
        html = box + strcspn(box, ">");
        if (*html) html++;
    }
    strbuf_adds(out, html);
}

const char *markdown_balance(struct arena *arena, const char *html) {
    return sanitize_html(arena, SANITIZE_POST, html);
}

static const char *as_written(struct arena *arena, const char *text) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    strbuf_adds(&out, "<pre>\n");
    escape_html(&out, text);
    strbuf_adds(&out, "</pre>\n");
    return sanitize_html(arena, SANITIZE_POST, out.data);
}

const char *markdown_render(struct arena *arena, const char *text) {
    const size_t size = strlen(text);
    if (size == 0) return "";
    STRBUF_CLEAN struct strbuf html;
    strbuf_init(&html, OUTPUT_LEAST + OUTPUT_FACTOR * size);
    const bool fits = size <= INPUT_MOST && md_html(text, (MD_SIZE) size, add, &html, MD_DIALECT_GITHUB, 0) == 0;
    if (!fits || strbuf_failed(&html)) return as_written(arena, text);
    if (!strstr(html.data, "task-list-item-checkbox")) return sanitize_html(arena, SANITIZE_POST, html.data);
    STRBUF_CLEAN struct strbuf boxed;
    strbuf_init(&boxed, 0);
    replace_boxes(&boxed, html.data);
    return sanitize_html(arena, SANITIZE_POST, boxed.data);
}
