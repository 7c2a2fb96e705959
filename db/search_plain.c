// search_plain: the text of a piece of HTML, for the index and for snippets (search_text.h).
//
// No parser of HTML: what it reads was rendered and mostly sanitised before, and a mistake costs a word in the index at
// most. Its output is text and is escaped again wherever it is shown.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/search_text.h"

enum { REFERENCE_MOST = 12 };

struct plain {
    struct strbuf *out;
    bool gap;  // white space is due before the next character
};

static void add(struct plain *plain, const char *bytes, size_t size) {
    if (plain->gap && plain->out->size > 0) strbuf_addc(plain->out, ' ');
    plain->gap = false;
    strbuf_add(plain->out, bytes, size);
}

// Sorted by name.
static const struct reference {
    const char *name;
    uint32_t code;
} references[] = {
    {"AElig", 0xc6},   {"Aacute", 0xc1},  {"Acirc", 0xc2},   {"Agrave", 0xc0},   {"Aring", 0xc5},   {"Atilde", 0xc3},
    {"Auml", 0xc4},    {"Ccedil", 0xc7},  {"Eacute", 0xc9},  {"Ecirc", 0xca},    {"Egrave", 0xc8},  {"Euml", 0xcb},
    {"Iacute", 0xcd},  {"Icirc", 0xce},   {"Igrave", 0xcc},  {"Iuml", 0xcf},     {"Ntilde", 0xd1},  {"Oacute", 0xd3},
    {"Ocirc", 0xd4},   {"Ograve", 0xd2},  {"Oslash", 0xd8},  {"Otilde", 0xd5},   {"Ouml", 0xd6},    {"Uacute", 0xda},
    {"Ucirc", 0xdb},   {"Ugrave", 0xd9},  {"Uuml", 0xdc},    {"aacute", 0xe1},   {"acirc", 0xe2},   {"aelig", 0xe6},
    {"agrave", 0xe0},  {"amp", '&'},      {"apos", '\''},    {"aring", 0xe5},    {"atilde", 0xe3},  {"auml", 0xe4},
    {"bdquo", 0x201e}, {"ccedil", 0xe7},  {"copy", 0xa9},    {"eacute", 0xe9},   {"ecirc", 0xea},   {"egrave", 0xe8},
    {"euml", 0xeb},    {"euro", 0x20ac},  {"gt", '>'},       {"hellip", 0x2026}, {"iacute", 0xed},  {"icirc", 0xee},
    {"igrave", 0xec},  {"iuml", 0xef},    {"laquo", 0xab},   {"ldquo", 0x201c},  {"lsquo", 0x2018}, {"lt", '<'},
    {"mdash", 0x2014}, {"nbsp", ' '},     {"ndash", 0x2013}, {"ntilde", 0xf1},   {"oacute", 0xf3},  {"ocirc", 0xf4},
    {"oelig", 0x153},  {"ograve", 0xf2},  {"oslash", 0xf8},  {"otilde", 0xf5},   {"ouml", 0xf6},    {"quot", '"'},
    {"raquo", 0xbb},   {"rdquo", 0x201d}, {"rsquo", 0x2019}, {"sbquo", 0x201a},  {"shy", 0xad},     {"szlig", 0xdf},
    {"uacute", 0xfa},  {"ucirc", 0xfb},   {"ugrave", 0xf9},  {"uuml", 0xfc},     {"zwj", 0x200d},   {"zwnj", 0x200c},
};

static int compare_reference(const void *name, const void *reference) {
    return strcmp(name, ((const struct reference *) reference)->name);
}

// The code of a reference without '&' and ';'; 0: none that is known.
static uint32_t reference_code(const char *name) {
    if (*name != '#') {
        const struct reference *found =
            bsearch(name, references, sizeof references / sizeof *references, sizeof *references, compare_reference);
        return found ? found->code : 0;
    }
    bool hex = name[1] == 'x' || name[1] == 'X';
    char *end;
    unsigned long code = strtoul(name + (hex ? 2 : 1), &end, hex ? 16 : 10);
    return *end == '\0' && code <= 0x10ffff ? (uint32_t) code : 0;
}

// Returns how many bytes it read: 1 when the '&' is only that.
static size_t add_reference(struct plain *plain, const char *at) {
    char name[REFERENCE_MOST + 1], bytes[4];
    size_t size = strcspn(at + 1, "; \t\r\n<&");
    uint32_t code = 0;
    if (at[1 + size] == ';' && size <= REFERENCE_MOST) {
        memcpy(name, at + 1, size);
        name[size] = '\0';
        code = reference_code(name);
    }
    if (code <= ' ' && code != 0) {
        plain->gap = true;
    } else if (code) {
        add(plain, bytes, utf8_encode(code, bytes));
    } else {
        add(plain, at, 1);
        return 1;
    }
    return size + 2;
}

static bool is_name(const char *at, size_t size, const char *name) {
    return size == strlen(name) && strncasecmp(at, name, size) == 0;
}

// Elements that stand within a line, so that no word ends at them.
static bool is_inline(const char *name, size_t size) {
    static const char *const names[] = {"a",    "abbr",   "b",   "bdi", "bdo",  "cite", "code", "data", "del",  "dfn",
                                        "em",   "font",   "i",   "ins", "kbd",  "mark", "q",    "s",    "samp", "small",
                                        "span", "strong", "sub", "sup", "time", "tt",   "u",    "var",  "wbr"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_name(name, size, names[i])) return true;
    return false;
}

// Past the end of the tag at `at`; attributes' values may hold '>'.
static const char *skip_tag(const char *at) {
    char quote = '\0';
    for (; *at; at++) {
        if (quote) {
            if (*at == quote) quote = '\0';
        } else if (*at == '>') {
            return at + 1;
        } else if ((*at == '"' || *at == '\'') && at[-1] == '=') {
            quote = *at;
        }
    }
    return at;
}

// Past "</name" with what is before it: its content is no text.
static const char *skip_content(const char *at, const char *name, size_t size) {
    for (const char *end = at; (end = strstr(end, "</")); end += 2)
        if (strncasecmp(end + 2, name, size) == 0) return end;
    return at + strlen(at);
}

static const char *skip_comment(const char *at) {
    const char *end = strstr(at + 4, "-->");
    return end ? end + 3 : at + strlen(at);
}

static bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

static const char *read_tag(struct plain *plain, const char *at) {
    if (strncmp(at, "<!--", 4) == 0) return skip_comment(at);
    const char *name = at + (at[1] == '/' ? 2 : 1);
    size_t size = strcspn(name, " \t\r\n/>");
    if (!is_letter(*name) && *name != '!' && *name != '?') {
        add(plain, at, 1);
        return at + 1;
    }
    if (!is_inline(name, size)) plain->gap = true;
    const char *end = skip_tag(at + 1);
    bool opaque = is_name(name, size, "script") || is_name(name, size, "style") || is_name(name, size, "template");
    return opaque && at[1] != '/' ? skip_content(end, name, size) : end;
}

void search_plain(struct strbuf *out, const char *html) {
    struct plain plain = {.out = out, .gap = out->size > 0};
    for (const char *at = html; *at;) {
        if (*at == '<') {
            at = read_tag(&plain, at);
        } else if (*at == '&') {
            at += add_reference(&plain, at);
        } else if (strchr(" \t\r\n\f", *at)) {
            plain.gap = true;
            at++;
        } else {
            size_t size = strcspn(at, "<& \t\r\n\f");
            add(&plain, at, size);
            at += size;
        }
    }
}
