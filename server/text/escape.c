// escape: entities for HTML, a scheme check for URLs, \u codes for JSON in a script.
//
// The URL check looks through character references, control characters and
// spaces, as a browser or a second decoding would, and then wants the first of
// ":/?#" to be no ':' unless one of three schemes stands before it. So anything
// odd before a ':' counts as an unknown scheme.
#include "server/text/escape.h"

#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "base/utf8.h"

static const char *entity_of(unsigned char byte) {
    switch (byte) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return NULL;
    }
}

// Most texts are short: a table is quicker than setting up strcspn(3).
static size_t plain_html(const char *text) {
    static const bool special[256] = {
        ['\0'] = true, ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};
    const char *at = text;
    while (!special[(unsigned char) *at]) at++;
    return (size_t) (at - text);
}

void escape_html(struct strbuf *out, const char *text) {
    for (;;) {
        size_t plain = plain_html(text);
        strbuf_add(out, text, plain);
        text += plain;
        if (*text == '\0') return;
        strbuf_adds(out, entity_of((unsigned char) *text));
        text++;
    }
}

static int hex_digit(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

// Decodes the reference that begins at the '&' `*at`, if it can stand for a byte that matters to
// the scheme, and moves behind it. Browsers take numeric ones without ';' too.
static unsigned decode_reference(const char **at) {
    static const struct {
        const char *name;
        char byte;
    } named[] = {{"colon;", ':'}, {"Tab;", '\t'}, {"NewLine;", '\n'}, {"sol;", '/'}, {"num;", '#'},
                 {"quest;", '?'}, {"amp;", '&'},  {"amp", '&'},       {"AMP;", '&'}, {"AMP", '&'}};
    const char *text = *at + 1;
    if (*text != '#') {
        for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
            size_t size = strlen(named[i].name);
            if (strncmp(text, named[i].name, size) == 0) {
                *at = text + size;
                return (unsigned char) named[i].byte;
            }
        }
        *at = text;
        return '&';
    }
    text++;
    unsigned base = *text == 'x' || *text == 'X' ? 16 : 10;
    if (base == 16) text++;
    unsigned code = 0;
    const char *digits = text;
    for (int digit; (digit = hex_digit(*text)) >= 0 && digit < (int) base; text++)
        if (code <= 0x10ffff) code = code * base + (unsigned) digit;
    if (text == digits) {
        *at += 1;
        return '&';
    }
    if (*text == ';') text++;
    *at = text;
    return code;
}

bool escape_url_is_safe(const char *url) {
    char scheme[8];
    size_t size = 0;
    bool other = false;  // something that no allowed scheme has
    for (const char *at = url; *at;) {
        unsigned code = (unsigned char) *at;
        if (code == '&')
            code = decode_reference(&at);
        else
            at++;
        if (code <= ' ' || code == 0x7f) continue;
        if (code == '/' || code == '\\' || code == '?' || code == '#') return true;
        if (code == ':') {
            scheme[size] = '\0';
            return !other && (strcasecmp(scheme, "https") == 0 || strcasecmp(scheme, "http") == 0 ||
                              strcasecmp(scheme, "mailto") == 0);
        }
        if (code < 0x80 && size < sizeof scheme - 1)
            scheme[size++] = (char) code;
        else
            other = true;
    }
    return true;
}

void escape_url(struct strbuf *out, const char *url) { escape_html(out, escape_url_is_safe(url) ? url : "#"); }

// Bytes at the beginning that a string in a script shows as they are.
static size_t plain_json(const char *text) {
    const char *at = text;
    while ((unsigned char) *at >= 0x20 && (unsigned char) *at < 0x7f && *at != '"' && *at != '\\' && *at != '<' &&
           *at != '>' && *at != '&')
        at++;
    return (size_t) (at - text);
}

void escape_json_string(struct strbuf *out, const char *text) {
    size_t size = strlen(text);
    strbuf_addc(out, '"');
    for (size_t i = 0; i < size;) {
        size_t plain = plain_json(text + i);
        strbuf_add(out, text + i, plain);
        i += plain;
        if (i == size) break;
        uint32_t code;
        size_t length = utf8_decode(text + i, size - i, &code);
        if (code == '"' || code == '\\') {
            strbuf_addc(out, '\\');
            strbuf_addc(out, (char) code);
        } else if (code < 0x20 || code == '<' || code == '>' || code == '&' || code == 0x7f || code == 0x2028 ||
                   code == 0x2029 || (code == 0xfffd && length == 1)) {
            strbuf_addf(out, "\\u%04x", code);
        } else {
            strbuf_add(out, text + i, length);
        }
        i += length;
    }
    strbuf_addc(out, '"');
}
