// embed: see the header.
#include "server/text/embed.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/html_token.h"

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\r'; }

static bool name_is(const struct html_token *token, const char *name) {
    return html_name_is(token->name, token->name_size, name);
}

// Elements in which an address stays text.
static bool keeps_text(const struct html_token *token) {
    return name_is(token, "a") || name_is(token, "pre") || name_is(token, "code") || name_is(token, "button");
}

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

// "...", "--", "9x9", quotes: what texturize would change.
static bool is_changed(const char *url, size_t size, size_t at) {
    const char before = at > 0 ? url[at - 1] : ' ', after = at + 1 < size ? url[at + 1] : ' ';
    switch (url[at]) {
        case '.':
        case '-':
            return before == url[at] || after == url[at];
        case 'x':
            return is_digit(before) && is_digit(after);
        case '\'':
        case '`':
            return true;
        default:
            return false;
    }
}

// What texturize would change is written as references: an address has to look like itself.
static void add_link(struct strbuf *out, const char *url, size_t size) {
    strbuf_adds(out, "<a href=\"");
    strbuf_add(out, url, size);
    strbuf_adds(out, "\">");
    for (size_t i = 0; i < size; i++) {
        if (is_changed(url, size, i))
            strbuf_addf(out, "&#%d;", url[i]);
        else
            strbuf_addc(out, url[i]);
    }
    strbuf_adds(out, "</a>");
}

static size_t address_size(const char *at, const char *end) {
    const size_t scheme = (size_t) (end - at) > 8 && strncasecmp(at, "https://", 8) == 0  ? 8
                          : (size_t) (end - at) > 7 && strncasecmp(at, "http://", 7) == 0 ? 7
                                                                                          : 0;
    if (scheme == 0) return 0;
    size_t size = scheme;
    while (at + size < end && !is_space(at[size]) && at[size] != '\n' && !strchr("<>\"'[]", at[size])) size++;
    return size > scheme ? size : 0;
}

// A run of text: `opens` and `closes`, whether it begins and ends as a line does.
static void add_text(struct strbuf *out, const char *at, const char *end, bool opens, bool closes) {
    bool begins = opens;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t) (end - at));
        const bool ends = line_end || closes;
        if (!line_end) line_end = end;
        const char *url = at;
        while (url < line_end && is_space(*url)) url++;
        const size_t size = begins && ends ? address_size(url, line_end) : 0;
        const char *behind = url + size;
        while (behind < line_end && is_space(*behind)) behind++;
        if (size > 0 && behind == line_end) {
            strbuf_add(out, at, (size_t) (url - at));
            add_link(out, url, size);
            at = url + size;
        }
        if (line_end < end) line_end++;
        strbuf_add(out, at, (size_t) (line_end - at));
        at = line_end;
        begins = true;
    }
}

static bool is_paragraph(const struct html_token *token, enum html_token_kind kind) {
    return token->kind == kind && name_is(token, "p");
}

static bool paragraph_ends_at(const char *at, const char *end) {
    return at == end || (end - at >= 4 && strncasecmp(at, "</p>", 4) == 0);
}

const char *embed_lone_addresses(struct arena *arena, const char *html) {
    if (!strstr(html, "://")) return html;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    const char *end = html + strlen(html), *done = html;
    struct html_reader reader = html_reader_of(html, (size_t) (end - html));
    int kept = 0;
    bool opens = true;
    for (struct html_token token; html_next(&reader, &token); done = reader.at) {
        if (token.kind == HTML_TEXT && kept == 0) {
            add_text(&out, token.begin, token.end, opens, paragraph_ends_at(token.end, end));
            opens = false;
            continue;
        }
        const bool tag = token.kind == HTML_START || token.kind == HTML_END;
        if (tag && keeps_text(&token)) kept += token.kind == HTML_START ? 1 : kept > 0 ? -1 : 0;
        opens = is_paragraph(&token, HTML_START);
        const char *begin = token.begin;
        if (token.kind == HTML_START && html_is_raw(token.name, token.name_size)) html_read_raw(&reader, &token);
        strbuf_add(&out, begin, (size_t) (reader.at - begin));
    }
    strbuf_add(&out, done, (size_t) (end - done));
    return arena_strndup(arena, out.data, out.size);
}
