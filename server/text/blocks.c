// blocks: the delimiters of the block editor, as WordPress's WP_Block_Parser reads them.
//
// Blocks that WordPress makes anew at each reading ("dynamic" ones, written with "/-->") have
// no HTML of their own and leave nothing.
#include "server/text/blocks.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"

enum kind { OPENING, CLOSING, VOID };

struct delimiter {
    enum kind kind;
    const char *begin, *end;
    const char *name;  // with its namespace, if one is written
    size_t name_size;
};

struct reader {
    const char *at, *end;
    bool no_attributes_end;  // from here on no attributes end, so that this is searched for once
};

static bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static const char *skip_space(const char *at, const char *end) {
    while (at < end && is_space(*at)) at++;
    return at;
}

static const char *skip_name(const char *at, const char *end) {
    if (at == end || *at < 'a' || *at > 'z') return NULL;
    while (at < end && ((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '_' || *at == '-')) at++;
    return at;
}

// Behind the attributes that begin with a '{': they end where a '}' is followed by the end of the delimiter.
static const char *skip_attributes(struct reader *reader, const char *at) {
    if (reader->no_attributes_end) return NULL;
    for (; (at = memchr(at, '}', (size_t) (reader->end - at))); at++) {
        const char *behind = skip_space(at + 1, reader->end);
        if (behind == at + 1) continue;
        const char *close = behind < reader->end && *behind == '/' ? behind + 1 : behind;
        if (reader->end - close >= 3 && memcmp(close, "-->", 3) == 0) return at + 1;
    }
    reader->no_attributes_end = true;
    return NULL;
}

// A delimiter at the "<!--" `at`.
static bool delimiter_at(struct reader *reader, const char *at, struct delimiter *ret) {
    const char *end = reader->end;
    struct delimiter delimiter = {.kind = OPENING, .begin = at};
    const char *name = skip_space(at + 4, end);
    if (name == at + 4) return false;
    if (name < end && *name == '/') {
        delimiter.kind = CLOSING;
        name++;
    }
    if (end - name < 3 || memcmp(name, "wp:", 3) != 0) return false;
    delimiter.name = name + 3;
    const char *name_end = skip_name(delimiter.name, end);
    if (name_end && name_end < end && *name_end == '/') name_end = skip_name(name_end + 1, end);
    if (!name_end) return false;
    delimiter.name_size = (size_t) (name_end - delimiter.name);
    at = skip_space(name_end, end);
    if (at == name_end) return false;
    if (at < end && *at == '{') {
        at = skip_attributes(reader, at);
        if (!at) return false;
        at = skip_space(at, end);
    }
    if (at < end && *at == '/') {
        delimiter.kind = VOID;
        at++;
    }
    if (end - at < 3 || memcmp(at, "-->", 3) != 0) return false;
    delimiter.end = at + 3;
    *ret = delimiter;
    return true;
}

// The next delimiter from reader->at on, which moves behind it.
static bool next_delimiter(struct reader *reader, struct delimiter *ret) {
    const char *at = reader->at;
    for (; (at = memmem(at, (size_t) (reader->end - at), "<!--", 4)); at += 4)
        if (delimiter_at(reader, at, ret)) {
            reader->at = ret->end;
            return true;
        }
    return false;
}

bool blocks_present(const char *raw) { return strstr(raw, "<!-- wp:") != NULL; }

// True for blocks whose text may stand in an excerpt (WordPress's excerpt_remove_blocks).
static bool is_excerpt_block(const struct delimiter *delimiter) {
    static const char *const names[] = {"column",       "columns",   "freeform",  "group",      "heading",
                                        "html",         "list",      "list-item", "media-text", "paragraph",
                                        "preformatted", "pullquote", "quote",     "table",      "verse"};
    const char *name = delimiter->name;
    size_t size = delimiter->name_size;
    if (size > 5 && memcmp(name, "core/", 5) == 0) {
        name += 5;
        size -= 5;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == size && memcmp(names[i], name, size) == 0) return true;
    return false;
}

static char *strip(struct arena *arena, const char *raw, bool for_excerpt) {
    size_t size = strlen(raw), length = 0;
    char *out = arena_alloc(arena, size + 1);
    struct reader reader = {.at = raw, .end = raw + size};
    size_t depth = 0, dropped_from = 0;  // depth of the block that is left out; 0: none
    bool more = true;
    while (more) {
        const char *text = reader.at;
        struct delimiter delimiter = {.begin = reader.end};
        more = next_delimiter(&reader, &delimiter);
        if (dropped_from == 0) {
            memcpy(out + length, text, (size_t) (delimiter.begin - text));
            length += (size_t) (delimiter.begin - text);
        }
        if (!more || !for_excerpt) continue;
        if (delimiter.kind == OPENING) {
            depth++;
            if (dropped_from == 0 && !is_excerpt_block(&delimiter)) dropped_from = depth;
        } else if (delimiter.kind == CLOSING && depth > 0) {
            if (dropped_from == depth) dropped_from = 0;
            depth--;
        }
    }
    out[length] = '\0';
    return out;
}

const char *blocks_strip(struct arena *arena, const char *raw) { return strip(arena, raw, false); }

const char *blocks_strip_for_excerpt(struct arena *arena, const char *raw) { return strip(arena, raw, true); }
