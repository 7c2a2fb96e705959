// html_token: the states of the standard's tokenizer (HTML, section 13.2.5), folded into a few scans.
//
// Not here: escaped states of scripts ("<!--<script>"), CDATA in svg and math. A
// reader that meets them sees more markup than a browser does, never less.
#include "server/text/html_token.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f'; }

static bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

bool html_name_is(const char *name, size_t size, const char *lower) {
    return strlen(lower) == size && strncasecmp(name, lower, size) == 0;
}

bool html_is_raw(const char *name, size_t size) {
    static const char *const raw[] = {"script", "style",   "textarea", "title",    "xmp",
                                      "iframe", "noembed", "noframes", "noscript", NULL};
    for (size_t i = 0; raw[i]; i++)
        if (html_name_is(name, size, raw[i])) return true;
    return false;
}

// Reads an attribute at `at`, within a tag. Gives where the next begins; NULL when the tag's '>'
// (then *ret_end is behind it) or the end of the text comes first (then *ret_end is NULL).
static const char *scan_attribute(const char *at, const char *end, struct html_attribute *ret, const char **ret_end) {
    *ret_end = NULL;
    while (at < end && (is_space(*at) || *at == '/')) at++;
    if (at == end) return NULL;
    if (*at == '>') {
        *ret_end = at + 1;
        return NULL;
    }
    ret->name = at++;  // whatever it is, '=' too
    while (at < end && !is_space(*at) && *at != '/' && *at != '>' && *at != '=') at++;
    ret->name_size = (size_t) (at - ret->name);
    ret->value = "";
    ret->value_size = 0;
    const char *behind = at;
    while (behind < end && is_space(*behind)) behind++;
    if (behind == end || *behind != '=') return at;
    at = behind + 1;
    while (at < end && is_space(*at)) at++;
    if (at == end || *at == '>') return at;
    if (*at == '"' || *at == '\'') {
        const char *stop = memchr(at + 1, *at, (size_t) (end - at - 1));
        ret->value = at + 1;
        ret->value_size = (size_t) ((stop ? stop : end) - ret->value);
        return stop ? stop + 1 : end;
    }
    ret->value = at;
    while (at < end && !is_space(*at) && *at != '>') at++;
    ret->value_size = (size_t) (at - ret->value);
    return at;
}

bool html_next_attribute(const struct html_token *token, const char **cursor, struct html_attribute *ret) {
    const char *end;
    *cursor = scan_attribute(*cursor, token->end, ret, &end);
    if (*cursor) return true;
    *cursor = token->end;
    return false;
}

// Behind the '>' of the tag whose name begins at `name`; NULL when the text ends before.
static const char *scan_tag(const char *name, const char *end, struct html_token *token) {
    const char *at = name;
    while (at < end && !is_space(*at) && *at != '/' && *at != '>') at++;
    token->name = name;
    token->name_size = (size_t) (at - name);
    token->attributes = at;
    struct html_attribute attribute;
    const char *tag_end = NULL;
    while (at) at = scan_attribute(at, end, &attribute, &tag_end);
    return tag_end;
}

static const char *behind_byte(const char *at, const char *end, char byte) {
    const char *found = memchr(at, byte, (size_t) (end - at));
    return found ? found + 1 : end;
}

// A comment whose "<!--" ends at `at`.
static const char *scan_comment(const char *at, const char *end, struct html_token *token) {
    token->content = at;
    if (at < end && *at == '>') return at + 1;
    if (end - at >= 2 && at[0] == '-' && at[1] == '>') return at + 2;
    for (const char *dash = at; (dash = memmem(dash, (size_t) (end - dash), "--", 2)); dash++) {
        const char *behind = dash + 2;
        if (behind < end && *behind == '!') behind++;
        if (behind < end && *behind == '>') {
            token->content_size = (size_t) (dash - at);
            return behind + 1;
        }
    }
    token->content = NULL;
    return end;
}

// A token at a '<'; false when the '<' is text. *ret->end is NULL for a tag cut off.
static bool scan_markup(const char *at, const char *end, struct html_token *ret) {
    size_t left = (size_t) (end - at);
    if (left >= 2 && is_letter(at[1])) {
        ret->kind = HTML_START;
        ret->end = scan_tag(at + 1, end, ret);
        return true;
    }
    if (left >= 3 && at[1] == '/' && is_letter(at[2])) {
        ret->kind = HTML_END;
        ret->end = scan_tag(at + 2, end, ret);
        return true;
    }
    ret->kind = HTML_COMMENT;
    if (left >= 4 && memcmp(at, "<!--", 4) == 0)
        ret->end = scan_comment(at + 4, end, ret);
    else if (left >= 2 && (at[1] == '!' || at[1] == '?'))
        ret->end = behind_byte(at + 2, end, '>');
    else if (left >= 3 && at[1] == '/')
        ret->end = behind_byte(at + 2, end, '>');
    else
        return false;
    return true;
}

bool html_next(struct html_reader *reader, struct html_token *ret) {
    if (reader->at == reader->end) return false;
    struct html_token token = {.begin = reader->at};
    if (*reader->at == '<' && scan_markup(reader->at, reader->end, &token)) {
        reader->at = token.end ? token.end : reader->end;
        if (!token.end) return false;
        *ret = token;
        return true;
    }
    token = (struct html_token){.kind = HTML_TEXT, .begin = reader->at};
    const char *at = reader->at;
    do {
        const char *next = at + 1 < reader->end ? memchr(at + 1, '<', (size_t) (reader->end - at - 1)) : NULL;
        at = next ? next : reader->end;
    } while (at < reader->end && at + 1 < reader->end && !is_letter(at[1]) && !strchr("/!?", at[1]));
    token.end = reader->at = at;
    *ret = token;
    return true;
}

struct html_token html_read_raw(struct html_reader *reader, const struct html_token *start) {
    struct html_token text = {.kind = HTML_TEXT, .begin = reader->at, .end = reader->end};
    const char *end = reader->end;
    for (const char *at = reader->at; (at = memmem(at, (size_t) (end - at), "</", 2)); at += 2) {
        const char *name = at + 2;
        if ((size_t) (end - name) <= start->name_size || strncasecmp(name, start->name, start->name_size) != 0)
            continue;
        char behind = name[start->name_size];
        if (!is_space(behind) && behind != '/' && behind != '>') continue;
        text.end = at;
        struct html_token tag = {.begin = at};
        const char *tag_end = scan_tag(name, end, &tag);
        reader->at = tag_end ? tag_end : end;
        return text;
    }
    reader->at = end;
    return text;
}

char *html_text(struct arena *arena, const char *html) {
    size_t size = strlen(html), length = 0;
    char *text = arena_alloc(arena, size + 1);
    struct html_reader reader = html_reader_of(html, size);
    for (struct html_token token; html_next(&reader, &token);) {
        if (token.kind == HTML_TEXT) {
            memcpy(text + length, token.begin, (size_t) (token.end - token.begin));
            length += (size_t) (token.end - token.begin);
        } else if (token.kind == HTML_START && (html_name_is(token.name, token.name_size, "script") ||
                                                html_name_is(token.name, token.name_size, "style"))) {
            html_read_raw(&reader, &token);
        }
    }
    text[length] = '\0';
    return text;
}
