// sanitize: the second stage, on gumbo's tree, and the loop that makes the output a fixed point.
//
// Owns the parser's memory: it comes from an arena with a budget, so that no input
// makes gumbo take more than a multiple of its size, and gumbo's own recursive freeing is
// never called. The tree is walked without recursion. What the parser cannot be given the
// memory for, or what does not become stable, is shown as plain text.
#include "server/text/sanitize.h"

#include <ctype.h>
#include <gumbo.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "server/text/html_token.h"
#include "server/text/sanitize_policy.h"
#include "server/text/sanitize_tame.h"

enum {
    DEPTH_MAX = 100,
    ROUNDS_MAX = 6,      // until the output is stable; all but attacks are after one
    BUDGET_FACTOR = 64,  // bytes of parser memory for a byte of input
    BUDGET_LEAST = 1 << 20,
};

struct parser {
    struct arena arena;
    size_t budget;
    jmp_buf exhausted;
};

static void *parser_allocate(void *context, size_t size) {
    struct parser *parser = context;
    if (size > parser->budget || parser->arena.used > parser->budget - size) longjmp(parser->exhausted, 1);
    return arena_alloc(&parser->arena, size);
}

static void parser_free(void *context, void *memory) {
    (void) context;
    (void) memory;
}

// The tree of a fragment; NULL when the budget is spent.
static const GumboNode *parser_run(struct parser *parser, const char *html, size_t size) {
    if (setjmp(parser->exhausted)) return NULL;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = parser_allocate;
    options.deallocator = parser_free;
    options.userdata = parser;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    options.fragment_namespace = GUMBO_NAMESPACE_HTML;
    return gumbo_parse_with_options(&options, html, size)->root;
}

// Text or the value of an attribute, as the standard serialises it, and '<' and '>' in both.
static void add_escaped(struct strbuf *out, const char *text, bool quoted) {
    const char *plain = text;
    for (const char *at = text; *at; at++) {
        unsigned char byte = (unsigned char) *at;
        const char *other = NULL;
        size_t size = 1;
        if (byte == '&')
            other = "&amp;";
        else if (byte == '<')
            other = "&lt;";
        else if (byte == '>')
            other = "&gt;";
        else if (byte == '"' && quoted)
            other = "&quot;";
        else if (byte == 0xc2 && (unsigned char) at[1] == 0xa0) {
            other = "&nbsp;";
            size = 2;
        } else if (byte == '\r') {  // from a reference: as itself it would be read as a newline
            other = "\n";
        } else if ((byte < ' ' && byte != '\t' && byte != '\n') || byte == 0x7f) {
            other = "";
        }
        if (!other) continue;
        strbuf_add(out, plain, (size_t) (at - plain));
        strbuf_adds(out, other);
        at += size - 1;
        plain = at + 1;
    }
    strbuf_adds(out, plain);
}

// The row of an element. gumbo does not know newer ones, such as picture, by a number; for those the
// name is read from the tag, which the first stage has written.
static const struct sanitize_element *row_of(const GumboNode *node) {
    if (node->type != GUMBO_NODE_ELEMENT || node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML) return NULL;
    if (node->v.element.tag != GUMBO_TAG_UNKNOWN) {
        const char *name = gumbo_normalized_tagname(node->v.element.tag);
        return sanitize_element_find(name, strlen(name));
    }
    GumboStringPiece name = node->v.element.original_tag;
    gumbo_tag_from_original_text(&name);
    return name.data ? sanitize_element_find(name.data, name.length) : NULL;
}

struct printer {
    struct arena *scratch;
    struct strbuf *out;
    struct strbuf printed;  // for each element around the place: '1' when its tags are printed
    enum sanitize_policy policy;
    unsigned depth;  // of printed ones
};

static bool has_word(const char *list, const char *word) {
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at += size)
        if ((at == list || at[-1] == ' ') && (at[size] == '\0' || at[size] == ' ')) return true;
    return false;
}

static void print_attribute(struct printer *printer, const char *element, const char *name, const char *value) {
    strbuf_addc(printer->out, ' ');
    strbuf_adds(printer->out, name);
    if (sanitize_attribute_is_boolean(element, name)) return;
    strbuf_adds(printer->out, "=\"");
    add_escaped(printer->out, value, true);
    strbuf_addc(printer->out, '"');
}

// Links in comments get one rel; links in posts that open a window of their own get "noopener" added to theirs.
static void print_attributes(struct printer *printer, const char *element, const GumboVector *attributes) {
    bool link = strcmp(element, "a") == 0, href = false, window = false;
    const char *rel = NULL;
    for (unsigned i = 0; i < attributes->length; i++) {
        const GumboAttribute *attribute = attributes->data[i];
        const char *value =
            sanitize_attribute_value(printer->scratch, printer->policy, element, attribute->name, attribute->value);
        if (!value) continue;
        if (link && strcmp(attribute->name, "href") == 0) href = true;
        if (link && strcmp(attribute->name, "target") == 0) window = true;
        if (link && strcmp(attribute->name, "rel") == 0)
            rel = value;
        else
            print_attribute(printer, element, attribute->name, value);
    }
    if (printer->policy == SANITIZE_COMMENT && href) rel = "nofollow ugc noopener";
    if (window && !rel) rel = "noopener";
    if (window && !has_word(rel, "noopener") && !has_word(rel, "noreferrer"))
        rel = arena_printf(printer->scratch, "%s noopener", rel);
    if (rel) print_attribute(printer, element, "rel", rel);
}

// The parser drops a newline that a pre begins with, so one that is content needs another before it.
static void print_pre_newline(struct printer *printer, const GumboNode *node) {
    const GumboVector *children = &node->v.element.children;
    if (node->v.element.tag != GUMBO_TAG_PRE || children->length == 0) return;
    const GumboNode *first = children->data[0];
    if ((first->type == GUMBO_NODE_TEXT || first->type == GUMBO_NODE_WHITESPACE) && first->v.text.text[0] == '\n')
        strbuf_addc(printer->out, '\n');
}

// Prints the beginning of a node. True when its children are to be walked.
static bool print_node(struct printer *printer, const GumboNode *node) {
    if (node->type == GUMBO_NODE_COMMENT) {
        const char *text = node->v.text.text;
        if (sanitize_comment_allowed(printer->policy, text, strlen(text))) {
            strbuf_adds(printer->out, "<!--");
            strbuf_adds(printer->out, text);
            strbuf_adds(printer->out, "-->");
        }
        return false;
    }
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA) {
        add_escaped(printer->out, node->v.text.text, false);
        return false;
    }
    if (node->type != GUMBO_NODE_ELEMENT || node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML) return false;
    const struct sanitize_element *element = row_of(node);
    enum sanitize_fate fate = sanitize_fate_of(element, printer->policy);
    if (fate == SANITIZE_DROP) return false;
    bool printed = fate == SANITIZE_KEEP && printer->depth < DEPTH_MAX;
    if (printed) {
        strbuf_addc(printer->out, '<');
        strbuf_adds(printer->out, element->name);
        print_attributes(printer, element->name, &node->v.element.attributes);
        strbuf_addc(printer->out, '>');
        if (element->is_void) return false;
        print_pre_newline(printer, node);
        printer->depth++;
    }
    strbuf_addc(&printer->printed, printed ? '1' : '0');
    return true;
}

static void print_end(struct printer *printer, const GumboNode *node) {
    size_t top = printer->printed.size - 1;
    bool printed = printer->printed.data[top] == '1';
    strbuf_truncate(&printer->printed, top);
    if (!printed) return;
    printer->depth--;
    strbuf_addf(printer->out, "</%s>", row_of(node)->name);
}

// Walks the children of `root` in document order.
static void print_children(struct printer *printer, const GumboNode *root) {
    const GumboNode *parent = root;
    unsigned index = 0;
    while (!printer->out->failed && !printer->printed.failed) {
        const GumboVector *children = &parent->v.element.children;
        if (index < children->length) {
            const GumboNode *child = children->data[index];
            if (print_node(printer, child)) {
                parent = child;
                index = 0;
            } else {
                index++;
            }
        } else {
            if (parent == root) break;
            print_end(printer, parent);
            index = (unsigned) parent->index_within_parent + 1;
            parent = parent->parent;
        }
    }
}

// One round of both stages. False when the parser's budget is spent.
static bool sanitize_once(struct strbuf *out, enum sanitize_policy policy, const char *html) {
    STRBUF_CLEAN struct strbuf tame;
    strbuf_init(&tame, 0);
    sanitize_tame(&tame, policy, html);
    struct parser parser = {.budget = BUDGET_LEAST + BUDGET_FACTOR * tame.size};
    arena_init(&parser.arena);
    const GumboNode *root = strbuf_failed(&tame) ? NULL : parser_run(&parser, tame.data, tame.size);
    if (root) {
        struct printer printer = {.scratch = &parser.arena, .out = out, .policy = policy};
        strbuf_init(&printer.printed, 0);
        print_children(&printer, root);
        strbuf_finish(&printer.printed);
    }
    arena_finish(&parser.arena);
    return root && !strbuf_failed(out);
}

// Without any markup: what is left to do with input that was made to exhaust us. The parser, which
// would have replaced ill-formed bytes, has not seen it.
static const char *as_text(struct arena *arena, const char *html) {
    const char *text = sanitize_strip_tags(arena, html);
    STRBUF_CLEAN struct strbuf well_formed;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&well_formed, 0);
    strbuf_init(&out, 0);
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        uint32_t code;
        char bytes[4];
        at += utf8_decode(at, (size_t) (end - at), &code);
        strbuf_add(&well_formed, bytes, utf8_encode(code, bytes));
    }
    add_escaped(&out, well_formed.data, false);
    return arena_strndup(arena, out.data, out.size);
}

const char *sanitize_html(struct arena *arena, enum sanitize_policy policy, const char *html) {
    STRBUF_CLEAN struct strbuf a;
    STRBUF_CLEAN struct strbuf b;
    strbuf_init(&a, 0);
    strbuf_init(&b, 0);
    struct strbuf *now = &a, *next = &b;
    if (!sanitize_once(now, policy, html)) return as_text(arena, html);
    for (int round = 1; round < ROUNDS_MAX; round++) {
        strbuf_reset(next);
        if (!sanitize_once(next, policy, now->data)) break;
        if (strcmp(now->data, next->data) == 0) return arena_strndup(arena, now->data, now->size);
        struct strbuf *swap = now;
        now = next;
        next = swap;
    }
    return as_text(arena, html);
}

// The code point of the reference at "&"; 0: one that only the parser knows. What typography makes, and escaping.
static uint32_t plain_reference(const char *at, size_t *ret_size) {
    static const struct {
        const char *name;
        uint32_t code;
    } names[] = {{"amp;", '&'},      {"lt;", '<'},        {"gt;", '>'},       {"quot;", '"'},
                 {"nbsp;", 0xA0},    {"hellip;", 0x2026}, {"ndash;", 0x2013}, {"mdash;", 0x2014},
                 {"lsquo;", 0x2018}, {"rsquo;", 0x2019},  {"ldquo;", 0x201C}, {"rdquo;", 0x201D}};
    if (at[1] == '#') {
        char *end;
        bool hex = at[2] == 'x' || at[2] == 'X';
        const char *digits = at + (hex ? 3 : 2);
        if (!isxdigit((unsigned char) *digits)) return 0;
        unsigned long code = strtoul(digits, &end, hex ? 16 : 10);
        *ret_size = (size_t) (end + 1 - at);
        // HTML gives other meanings to controls, to 128-159, surrogates and what lies beyond Unicode.
        bool ordinary =
            (code >= 0x20 && code < 0x7F) || (code >= 0xA0 && code < 0xD800) || (code > 0xDFFF && code < 0xFDD0);
        return *end == ';' && ordinary ? (uint32_t) code : 0;
    }
    if (!isalnum((unsigned char) at[1])) {  // no reference at all
        *ret_size = 1;
        return '&';
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t size = strlen(names[i].name);
        if (strncmp(at + 1, names[i].name, size) != 0) continue;
        *ret_size = size + 1;
        return names[i].code;
    }
    return 0;
}

// False when one stands there that is not plain. Pages ask for this while they are made, so it is worth its lines.
static bool decode_plain_references(struct strbuf *out, const char *text) {
    while (*text) {
        size_t size = strcspn(text, "&");
        strbuf_add(out, text, size);
        text += size;
        if (*text == '\0') break;
        uint32_t code = plain_reference(text, &size);
        if (code == 0) return false;
        char bytes[4];
        strbuf_add(out, bytes, utf8_encode(code, bytes));
        text += size;
    }
    return true;
}

// The others are decoded by the parser, which alone knows them all.
static const char *decode_references(struct arena *arena, const char *text) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    if (decode_plain_references(&out, text)) return arena_strndup(arena, out.data, out.size);
    strbuf_reset(&out);
    STRBUF_CLEAN struct strbuf tame;
    strbuf_init(&tame, 0);
    for (const char *at = text; *at; at++) {
        if (*at == '<')
            strbuf_adds(&tame, "&lt;");
        else
            strbuf_addc(&tame, *at);
    }
    struct parser parser = {.budget = BUDGET_LEAST + BUDGET_FACTOR * tame.size};
    arena_init(&parser.arena);
    const GumboNode *root = parser_run(&parser, tame.data, tame.size);
    for (unsigned i = 0; root && i < root->v.element.children.length; i++) {
        const GumboNode *node = root->v.element.children.data[i];
        if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) strbuf_adds(&out, node->v.text.text);
    }
    arena_finish(&parser.arena);
    return root ? arena_strndup(arena, out.data, out.size) : text;
}

const char *sanitize_strip_tags(struct arena *arena, const char *html) {
    const char *text = html_text(arena, html);
    return strchr(text, '&') ? decode_references(arena, text) : text;
}

size_t sanitize_count_links(const char *html) {
    size_t count = 0;
    struct html_reader reader = html_reader_of(html, strlen(html));
    for (struct html_token token; html_next(&reader, &token);) {
        if (token.kind != HTML_START || !html_name_is(token.name, token.name_size, "a")) continue;
        const char *cursor = token.attributes;
        for (struct html_attribute attribute; html_next_attribute(&token, &cursor, &attribute);)
            if (html_name_is(attribute.name, attribute.name_size, "href")) {
                count++;
                break;
            }
    }
    return count;
}
