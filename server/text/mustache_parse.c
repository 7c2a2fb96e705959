// mustache_parse: from the text of a template to a tree of tags.
//
// Owns the syntax of mustache(5): delimiters, sections, and which tags stand
// alone on their line and so vanish with it. Knows nothing of views.
#include <string.h>

#include "server/text/mustache_internal.h"

struct parser {
    struct arena *scratch;
    const char *name;
    const char *at, *start, *end;
    int line;                  // of `at`
    bool inside;               // its first line begins elsewhere
    char open[16], close[16];  // delimiters
    size_t open_size, close_size;
    const char *message;
    struct {
        struct mustache_tag *section;
        struct mustache_tag **tail;
    } stack[MUSTACHE_NESTING_MAX + 1];
    unsigned depth;
};

// A tag as it stands in the source.
struct raw_tag {
    const char *begin, *end;  // with its delimiters
    const char *text;         // between them, sigil and white space off
    size_t size;
    char sigil;  // one of # ^ / > ! = & { or 0
    int line;
};

static bool fail(struct parser *parser, int line, const char *what, const char *text, size_t size) {
    if (size > 60) size = 60;
    parser->message =
        text ? arena_printf(parser->scratch, "%s.mustache:%d: %s '%.*s'", parser->name, line, what, (int) size, text)
             : arena_printf(parser->scratch, "%s.mustache:%d: %s", parser->name, line, what);
    return false;
}

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

static const char *find(const char *from, const char *end, const char *needle, size_t size) {
    return memmem(from, (size_t) (end - from), needle, size);
}

static void count_lines(struct parser *parser, const char *to) {
    for (const char *at = parser->at; at < to; at++)
        if (*at == '\n') parser->line++;
}

static bool read_tag(struct parser *parser, const char *begin, struct raw_tag *ret) {
    struct raw_tag tag = {.begin = begin, .line = parser->line};
    const char *text = begin + parser->open_size;
    while (text < parser->end && is_space(*text)) text++;
    if (text < parser->end && strchr("#^/>!=&{", *text) && *text != '\0') tag.sigil = *text++;
    // {{{name}}} closes with its own brace before the delimiter, {{=a b=}} with '='.
    char close[sizeof parser->close + 1];
    size_t close_size = 0;
    if (tag.sigil == '{') close[close_size++] = '}';
    if (tag.sigil == '=') close[close_size++] = '=';
    memcpy(close + close_size, parser->close, parser->close_size);
    close_size += parser->close_size;
    const char *stop = find(text, parser->end, close, close_size);
    if (!stop) return fail(parser, tag.line, "tag is not closed:", begin, strcspn(begin, "\r\n"));
    tag.end = stop + close_size;
    while (text < stop && is_space(*text)) text++;
    while (stop > text && is_space(stop[-1])) stop--;
    tag.text = text;
    tag.size = (size_t) (stop - text);
    *ret = tag;
    return true;
}

static bool set_delimiters(struct parser *parser, const struct raw_tag *tag) {
    const char *gap = tag->text, *end = tag->text + tag->size;
    while (gap < end && !is_space(*gap)) gap++;
    const char *second = gap;
    while (second < end && is_space(*second)) second++;
    size_t open_size = (size_t) (gap - tag->text), close_size = (size_t) (end - second);
    bool valid =
        open_size > 0 && close_size > 0 && open_size < sizeof parser->open && close_size < sizeof parser->close;
    for (const char *at = second; at < end; at++) valid = valid && !is_space(*at);
    if (!valid || memchr(tag->text, '=', tag->size))
        return fail(parser, tag->line, "malformed delimiters", tag->text, tag->size);
    memcpy(parser->open, tag->text, open_size);
    memcpy(parser->close, second, close_size);
    parser->open_size = open_size;
    parser->close_size = close_size;
    return true;
}

static struct mustache_tag *append(struct parser *parser, enum mustache_kind kind, int line) {
    struct mustache_tag *tag = arena_new(parser->scratch, struct mustache_tag);
    tag->kind = kind;
    tag->line = line;
    *parser->stack[parser->depth].tail = tag;
    parser->stack[parser->depth].tail = &tag->next;
    return tag;
}

static bool at_line_start(const struct parser *parser, const char *at) {
    return at == parser->start ? !parser->inside : at[-1] == '\n';
}

static bool is_words(const struct raw_tag *tag) {
    return (tag->sigil == '#' || tag->sigil == '/') && tag->size == 1 && *tag->text == '_';
}

static void append_text(struct parser *parser, const char *begin, const char *end) {
    if (begin >= end) return;
    struct mustache_tag *tag = append(parser, MUSTACHE_TEXT, parser->line);
    tag->text = begin;
    tag->size = (size_t) (end - begin);
    tag->line_start = at_line_start(parser, begin);
}

// Alone on its line(s): *ret_begin and *ret_end are then those of the whole line.
static bool stands_alone(const struct parser *parser, const struct raw_tag *tag, const char **ret_begin,
                         const char **ret_end) {
    if (tag->sigil == '\0' || tag->sigil == '&' || tag->sigil == '{' || is_words(tag)) return false;
    const char *begin = tag->begin, *end = tag->end;
    while (begin > parser->start && (begin[-1] == ' ' || begin[-1] == '\t')) begin--;
    if (!at_line_start(parser, begin)) return false;
    while (end < parser->end && (*end == ' ' || *end == '\t')) end++;
    if (end < parser->end && *end == '\r') end++;
    if (end < parser->end && *end != '\n') return false;
    if (end < parser->end) end++;
    *ret_begin = begin;
    *ret_end = end;
    return true;
}

static bool name_is_valid(const struct raw_tag *tag) {
    if (tag->size == 0) return false;
    if (tag->size == 1 && tag->text[0] == '.') return true;
    bool dot = true;  // one before: no empty parts
    for (size_t i = 0; i < tag->size; i++) {
        unsigned char byte = (unsigned char) tag->text[i];
        bool is_dot = byte == '.';
        if (byte <= ' ' || (is_dot && dot && tag->sigil != '>')) return false;
        dot = is_dot;
    }
    return !dot || tag->sigil == '>';
}

static bool open_section(struct parser *parser, const struct raw_tag *raw, struct mustache_tag *tag) {
    if (parser->depth == MUSTACHE_NESTING_MAX)
        return fail(parser, raw->line, "sections are nested too deeply at", raw->text, raw->size);
    parser->depth++;
    parser->stack[parser->depth].section = tag;
    parser->stack[parser->depth].tail = &tag->children;
    return true;
}

static bool close_section(struct parser *parser, const struct raw_tag *raw) {
    struct mustache_tag *open = parser->stack[parser->depth].section;
    if (!open) return fail(parser, raw->line, "section was not opened:", raw->text, raw->size);
    if (strlen(open->name) != raw->size || memcmp(open->name, raw->text, raw->size) != 0)
        return fail(parser, raw->line, "section closes another one:", raw->text, raw->size);
    if (open->kind == MUSTACHE_WORDS) open->size = (size_t) (raw->begin - open->text);
    parser->depth--;
    return true;
}

static bool accept(struct parser *parser, const struct raw_tag *raw, const char *line_begin, bool alone) {
    if (raw->sigil == '!') return true;
    if (raw->sigil == '=') return set_delimiters(parser, raw);
    if (!name_is_valid(raw)) return fail(parser, raw->line, "malformed name", raw->text, raw->size);
    if (raw->sigil == '/') return close_section(parser, raw);
    enum mustache_kind kind = is_words(raw)       ? MUSTACHE_WORDS
                              : raw->sigil == '#' ? MUSTACHE_SECTION
                              : raw->sigil == '^' ? MUSTACHE_INVERTED
                              : raw->sigil == '>' ? MUSTACHE_PARTIAL
                                                  : MUSTACHE_NAME;
    struct mustache_tag *tag = append(parser, kind, raw->line);
    tag->name = arena_strndup(parser->scratch, raw->text, raw->size);
    tag->standalone = alone;
    tag->line_start = !alone && at_line_start(parser, raw->begin);
    if (kind == MUSTACHE_PARTIAL && alone) {
        tag->text = line_begin;
        tag->size = (size_t) (raw->begin - line_begin);
    }
    if (kind == MUSTACHE_WORDS) tag->text = raw->end;
    if (kind == MUSTACHE_SECTION || kind == MUSTACHE_INVERTED || kind == MUSTACHE_WORDS)
        return open_section(parser, raw, tag);
    return true;
}

static bool parse(struct parser *parser) {
    while (parser->at < parser->end) {
        const char *begin = find(parser->at, parser->end, parser->open, parser->open_size);
        if (!begin) {
            append_text(parser, parser->at, parser->end);
            break;
        }
        const char *text_begin = parser->at;
        count_lines(parser, begin);
        struct raw_tag raw = {0};
        if (!read_tag(parser, begin, &raw)) return false;
        const char *line_begin = raw.begin, *line_end = raw.end;
        bool alone = stands_alone(parser, &raw, &line_begin, &line_end);
        append_text(parser, text_begin, line_begin);
        if (!accept(parser, &raw, line_begin, alone)) return false;
        parser->at = begin;
        count_lines(parser, line_end);
        parser->at = line_end;
    }
    if (parser->depth > 0) {
        const struct mustache_tag *open = parser->stack[parser->depth].section;
        return fail(parser, open->line, "section is not closed:", open->name, strlen(open->name));
    }
    return true;
}

bool mustache_parse(struct arena *scratch, const char *name, const char *source, size_t size, bool inside,
                    struct mustache_tag **ret_tags, const char **ret_message) {
    struct mustache_tag *tags = NULL;
    struct parser parser = {
        .scratch = scratch,
        .name = name,
        .at = source,
        .start = source,
        .end = source + size,
        .line = 1,
        .inside = inside,
        .open = "{{",
        .close = "}}",
        .open_size = 2,
        .close_size = 2,
    };
    parser.stack[0].tail = &tags;
    if (!parse(&parser)) {
        *ret_message = parser.message;
        return false;
    }
    *ret_tags = tags;
    return true;
}
