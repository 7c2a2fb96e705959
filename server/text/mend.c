// mend: see the header. Articles of twenty years hold elements that checkers and screen readers stumble over.
// Hides nothing but a table: it works on tokens, after all that reads the markup for its meaning.
#include "server/text/mend.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/html_token.h"

static const struct substitute {
    const char *name;
    const char *instead;
    const char *class_name;  // that carries the look; NULL: none
} substitutes[] = {
    {"acronym", "abbr", NULL},
    {"big", "span", "has-large-font-size"},
    {"center", "div", "has-text-align-center"},
    {"strike", "s", NULL},
    {"tt", "code", NULL},
};

static const struct substitute *substitute_of(const struct html_token *token) {
    for (size_t i = 0; i < sizeof substitutes / sizeof *substitutes; i++)
        if (html_name_is(token->name, token->name_size, substitutes[i].name)) return &substitutes[i];
    return NULL;
}

static bool is_address(const struct html_attribute *attribute) {
    for (size_t i = 0; i < attribute->value_size; i++) {
        unsigned char byte = (unsigned char) attribute->value[i];
        if (byte <= ' ' || strchr("\"<>\\^`{|}", byte)) return false;
    }
    return true;
}

static bool find_attribute(const struct html_token *token, const char *name, struct html_attribute *ret) {
    for (const char *cursor = token->attributes; html_next_attribute(token, &cursor, ret);)
        if (html_name_is(ret->name, ret->name_size, name)) return true;
    return false;
}

static bool has_attribute(const struct html_token *token, const char *name) {
    struct html_attribute attribute;
    return find_attribute(token, name, &attribute);
}

// A picture whose alternative is empty says that it is to be passed over.
static bool is_decoration(const struct html_token *token) {
    struct html_attribute alternative;
    return find_attribute(token, "alt", &alternative) && alternative.value_size == 0;
}

static bool is_wrong(const struct html_token *token, const struct html_attribute *attribute) {
    if (html_name_is(attribute->name, attribute->name_size, "cite")) return !is_address(attribute);
    if (html_name_is(attribute->name, attribute->name_size, "aria-describedby")) return is_decoration(token);
    if (!html_name_is(attribute->name, attribute->name_size, "role")) return false;
    return attribute->value_size == 3 && strncasecmp(attribute->value, "img", 3) == 0 &&
           !has_attribute(token, "aria-label") && !has_attribute(token, "aria-labelledby") &&
           !has_attribute(token, "title");
}

static void add_start(struct strbuf *out, const struct html_token *token, const char *name, size_t name_size,
                      const char *class_name) {
    strbuf_addc(out, '<');
    strbuf_add(out, name, name_size);
    // A second class attribute would be ignored: one that is there already is kept as it is.
    if (class_name && !has_attribute(token, "class")) strbuf_addf(out, " class=\"%s\"", class_name);
    const char *from = token->attributes, *cursor = from;
    struct html_attribute attribute;
    while (html_next_attribute(token, &cursor, &attribute)) {
        if (!is_wrong(token, &attribute)) strbuf_add(out, from, (size_t) (cursor - from));
        from = cursor;
    }
    strbuf_add(out, from, (size_t) (token->end - from));
}

// After the start tag of a <th>: does it end with nothing in it?
static bool is_empty(struct html_reader reader) {
    struct html_token token;
    while (html_next(&reader, &token)) {
        if (token.kind == HTML_END) return html_name_is(token.name, token.name_size, "th");
        if (token.kind != HTML_TEXT) return false;
        for (const char *at = token.begin; at < token.end; at++)
            if (!strchr(" \t\r\n", *at)) return false;
    }
    return false;
}

static void mend_token(struct strbuf *out, const struct html_token *token, const struct html_reader *reader,
                       bool *in_empty_head) {
    const struct substitute *substitute = substitute_of(token);
    const char *name = substitute ? substitute->instead : token->name;
    size_t size = substitute ? strlen(name) : token->name_size;
    bool head = html_name_is(token->name, token->name_size, "th");
    if (token->kind == HTML_START) {
        if (head && (*in_empty_head = is_empty(*reader))) name = "td";
        add_start(out, token, name, size, substitute ? substitute->class_name : NULL);
        return;
    }
    if (head && *in_empty_head) name = "td";
    if (head) *in_empty_head = false;
    strbuf_adds(out, "</");
    strbuf_add(out, name, size);
    strbuf_add(out, token->name + token->name_size, (size_t) (token->end - token->name) - token->name_size);
}

const char *mend_html(struct arena *arena, const char *html) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    struct html_reader reader = html_reader_of(html, strlen(html));
    struct html_token token;
    bool in_empty_head = false;
    const char *from = reader.at;
    for (; html_next(&reader, &token); from = reader.at) {
        if (token.kind != HTML_START && token.kind != HTML_END) {
            strbuf_add(&out, token.begin, (size_t) (token.end - token.begin));
            continue;
        }
        mend_token(&out, &token, &reader, &in_empty_head);
        if (token.kind == HTML_START && html_is_raw(token.name, token.name_size)) {
            (void) html_read_raw(&reader, &token);
            strbuf_add(&out, token.end, (size_t) (reader.at - token.end));
        }
    }
    // What the end of the text cut off.
    strbuf_add(&out, from, (size_t) (reader.end - from));
    return arena_strndup(arena, out.data, out.size);
}
