// clickable: finds addresses in the text between tags, by the rules of WordPress's make_clickable.
//
// Unlike WordPress, only http and https count as schemes, and nothing in a link
// is linked again. The text is HTML: '&' stands there as "&amp;" and is copied so.
#include "server/text/clickable.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/html_token.h"

enum { URL_MAX = 2000 };

struct text {
    const char *begin, *end;
};

static bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static bool is_alnum(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

// Bytes of a URL that may also be its last.
static bool is_url_byte(char byte) {
    return is_alnum(byte) || (unsigned char) byte >= 0x80 || (byte != '\0' && strchr("_#%~/@[]*(+=&$-", byte));
}

// Bytes of a URL that need another behind them.
static bool is_url_punctuation(char byte) { return byte != '\0' && strchr("'.,;:!?)", byte) != NULL; }

static bool begins(const char *at, const char *end, const char *what) {
    size_t size = strlen(what);
    return (size_t) (end - at) >= size && strncasecmp(at, what, size) == 0;
}

// References that end a URL: what they stand for would.
static bool ends_url(const char *at, const char *end) {
    return *at == '<' || begins(at, end, "&quot;") || begins(at, end, "&lt;") || begins(at, end, "&gt;") ||
           begins(at, end, "&nbsp;") || begins(at, end, "&#8220;") || begins(at, end, "&#8221;");
}

// The end of a URL whose scheme ends at `at`; brackets must be paired.
static const char *url_end(const char *begin, const char *at, const char *end) {
    const char *host = at, *stop = at;
    while (at < end && !ends_url(at, end)) {
        if (is_url_byte(*at))
            stop = ++at;
        else if (is_url_punctuation(*at))
            at++;
        else
            break;
        // Of several punctuation bytes in a row only the first may belong to it.
        if (at - stop > 1) break;
    }
    if (stop < end && *stop == ')' && memchr(begin, '(', (size_t) (stop - begin))) stop++;
    size_t open = 0, closed = 0;
    for (const char *byte = begin; byte < stop; byte++) {
        open += *byte == '(';
        closed += *byte == ')';
    }
    for (; closed > open; closed--) {
        while (stop[-1] != ')') stop--;
        stop--;
    }
    while (stop > host && stop[-1] == '(') stop--;
    return stop;
}

static void add_link(struct strbuf *out, const char *prefix, struct text text) {
    int size = (int) (text.end - text.begin);
    bool mail = strcmp(prefix, "mailto:") == 0;
    strbuf_addf(out, "<a href=\"%s", prefix);
    for (const char *at = text.begin; at < text.end; at++) {
        if (*at == '"')
            strbuf_adds(out, "&quot;");
        else if (*at == '\'')
            strbuf_adds(out, "&#039;");
        else
            strbuf_addc(out, *at);
    }
    strbuf_adds(out, mail ? "\">" : "\" rel=\"nofollow ugc\">");
    strbuf_addf(out, "%s%.*s</a>", mail || *prefix == '\0' ? "" : prefix, size, text.begin);
}

// A URL at `at`; *ret_prefix is what its address lacks.
static bool find_url(const char *at, const char *end, struct text *ret, const char **ret_prefix) {
    const char *host = begins(at, end, "http://") ? at + 7 : begins(at, end, "https://") ? at + 8 : NULL;
    *ret_prefix = "";
    if (!host && begins(at, end, "www.")) {
        host = at + 4;
        *ret_prefix = "http://";
    }
    if (!host || host >= end || (!is_alnum(*host) && (unsigned char) *host < 0x80 && *host != '[')) return false;
    *ret = (struct text){at, url_end(at, host, end)};
    return ret->end > host;
}

static bool is_local_byte(char byte) { return is_alnum(byte) || (byte != '\0' && strchr("._+-", byte)); }

// An e-mail address at `at`: its last label has two letters or digits at least.
static bool find_email(const char *at, const char *end, struct text *ret) {
    const char *sign = at;
    while (sign < end && is_local_byte(*sign)) sign++;
    if (sign == at || sign == end || *sign != '@') return false;
    const char *stop = NULL, *label = sign + 1;
    for (bool first = true;; first = false) {
        const char *label_end = label;
        while (label_end < end && is_alnum(*label_end)) label_end++;
        if (!first && label_end - label >= 2) stop = label_end;
        while (label_end < end && (is_alnum(*label_end) || *label_end == '-')) label_end++;
        if (label_end == label || label_end == end || *label_end != '.') break;
        label = label_end + 1;
    }
    if (!stop) return false;
    *ret = (struct text){at, stop};
    return true;
}

static void add_text(struct strbuf *out, const char *at, const char *end) {
    const char *plain = at, *word_end = at;
    bool after_space = true, after_punctuation = true;
    while (at < end) {
        if (at >= word_end)
            for (word_end = at + 1; word_end < end && !is_space(*word_end);) word_end++;
        bool short_enough = word_end - at <= URL_MAX;
        struct text found;
        const char *prefix = "mailto:";
        bool link = false;
        if (short_enough && ((after_punctuation && (*at | 32) == 'h') || (after_space && (*at | 32) == 'w')))
            link = find_url(at, word_end, &found, &prefix);
        if (!link && after_space) {
            prefix = "mailto:";
            link = find_email(at, word_end, &found);
        }
        if (link) {
            strbuf_add(out, plain, (size_t) (at - plain));
            add_link(out, prefix, found);
            at = plain = found.end;
            after_space = after_punctuation = false;
            continue;
        }
        after_space = is_space(*at);
        after_punctuation = after_space || strchr("(.,;:!?", *at) != NULL;
        at++;
    }
    strbuf_add(out, plain, (size_t) (end - plain));
}

// Elements in which an address stays text.
static bool is_verbatim(const struct html_token *token) {
    return html_name_is(token->name, token->name_size, "a") || html_name_is(token->name, token->name_size, "pre") ||
           html_name_is(token->name, token->name_size, "code");
}

const char *clickable(struct arena *arena, const char *html) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    size_t size = strlen(html), verbatim = 0;
    struct html_reader reader = html_reader_of(html, size);
    for (struct html_token token; html_next(&reader, &token);) {
        if (token.kind == HTML_TEXT && verbatim == 0) {
            add_text(&out, token.begin, token.end);
            continue;
        }
        if (token.kind == HTML_START && is_verbatim(&token)) verbatim++;
        if (token.kind == HTML_END && is_verbatim(&token) && verbatim > 0) verbatim--;
        if (token.kind == HTML_START && html_is_raw(token.name, token.name_size)) html_read_raw(&reader, &token);
        strbuf_add(&out, token.begin, (size_t) (reader.at - token.begin));
    }
    return arena_strndup(arena, out.data, out.size);
}
