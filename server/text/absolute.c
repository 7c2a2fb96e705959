// absolute: see the header. Only the values of attributes that hold addresses are replaced; all else is copied as it
// is.
#include "server/text/absolute.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/html_token.h"

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

static bool has_scheme(const char *url, size_t size) {
    if (size == 0 || !isalpha((unsigned char) url[0])) return false;
    for (size_t i = 1; i < size; i++) {
        if (url[i] == ':') return true;
        if (!isalnum((unsigned char) url[i]) && !strchr("+-.", url[i])) return false;
    }
    return false;
}

// Bytes of "https://host" at its front.
static size_t origin_size(const char *base) {
    const char *host = strstr(base, "://");
    return host ? (size_t) (host - base) + 3 + strcspn(host + 3, "/?#") : strlen(base);
}

// Takes "." and ".." out of the path that begins at out->data[from] and ends with the buffer.
static void remove_dots(struct strbuf *out, size_t from) {
    size_t end = from;
    const char *data = out->data;
    char *target = out->data;
    for (size_t at = from; at < out->size;) {
        const size_t size = 1 + strcspn(data + at + 1, "/");
        const bool last = at + size == out->size;
        const bool one = size == 2 && data[at + 1] == '.';
        const bool two = size == 3 && data[at + 1] == '.' && data[at + 2] == '.';
        if (two)
            while (end > from && target[--end] != '/') continue;
        if (one || two) {
            if (last) target[end++] = '/';
        } else {
            memmove(target + end, data + at, size);
            end += size;
        }
        at += size;
    }
    strbuf_truncate(out, end);
}

static void add_resolved(struct strbuf *out, const char *url, size_t size, const char *base) {
    const size_t origin = origin_size(base), path = origin + strcspn(base + origin, "?#");
    if (size >= 2 && url[0] == '/' && url[1] == '/') {
        strbuf_add(out, base, strcspn(base, "/"));
        strbuf_add(out, url, size);
    } else if (size == 0 || url[0] == '#') {
        strbuf_add(out, base, strcspn(base, "#"));
        strbuf_add(out, url, size);
    } else if (url[0] == '?') {
        strbuf_add(out, base, path);
        strbuf_add(out, url, size);
    } else {
        strbuf_add(out, base, origin);
        const size_t from = out->size;
        if (url[0] != '/') {
            size_t folder = path;
            while (folder > origin && base[folder - 1] != '/') folder--;
            strbuf_add(out, base + origin, folder - origin);
            if (folder == origin) strbuf_addc(out, '/');
        }
        size_t url_path = 0;
        while (url_path < size && url[url_path] != '?' && url[url_path] != '#') url_path++;
        strbuf_add(out, url, url_path);
        if (!strbuf_failed(out)) remove_dots(out, from);
        strbuf_add(out, url + url_path, size - url_path);
    }
}

const char *absolute_url(struct arena *arena, const char *url, const char *base) {
    if (has_scheme(url, strlen(url))) return url;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    add_resolved(&out, url, strlen(url), base);
    return arena_strndup(arena, out.data, out.size);
}

// "a.jpg 300w, b.jpg 600w"
static void add_set(struct strbuf *out, const char *value, size_t size, const char *base) {
    const char *end = value + size;
    for (const char *at = value; at < end;) {
        const char *start = at;
        while (at < end && (is_space(*at) || *at == ',')) at++;
        strbuf_add(out, start, (size_t) (at - start));
        start = at;
        while (at < end && !is_space(*at)) at++;
        size_t url = (size_t) (at - start);
        while (url > 0 && start[url - 1] == ',') url--;
        if (url > 0 && has_scheme(start, url)) strbuf_add(out, start, url);
        if (url > 0 && !has_scheme(start, url)) add_resolved(out, start, url, base);
        const char *rest = start + url;
        // A comma right behind the address ends the candidate; else the descriptor is copied up to the next one.
        if (rest == at)
            while (at < end && *at != ',') at++;
        strbuf_add(out, rest, (size_t) (at - rest));
    }
}

static bool is_one_of(const struct html_attribute *attribute, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (html_name_is(attribute->name, attribute->name_size, names[i])) return true;
    return false;
}

// Writes what stands before the attribute's value, and the value's new form; *done moves behind it.
static void take_attribute(struct strbuf *out, const struct html_attribute *attribute, const char *base,
                           const char **done) {
    static const char *const single[] = {"href", "src", "poster", "cite", "action", "data", "background", "longdesc"};
    const char *value = attribute->value;
    size_t size = attribute->value_size;
    if (is_one_of(attribute, (const char *const[]){"srcset", "imagesrcset"}, 2)) {
        if (size == 0) return;
        strbuf_add(out, *done, (size_t) (value - *done));
        add_set(out, value, size, base);
    } else {
        if (size == 0 || !is_one_of(attribute, single, sizeof single / sizeof *single)) return;
        strbuf_add(out, *done, (size_t) (value - *done));
        while (size > 0 && is_space(*value)) value++, size--;
        while (size > 0 && is_space(value[size - 1])) size--;
        if (has_scheme(value, size))
            strbuf_add(out, value, size);
        else
            add_resolved(out, value, size, base);
    }
    *done = attribute->value + attribute->value_size;
}

const char *absolute_html(struct arena *arena, const char *html, const char *base) {
    const size_t size = strlen(html);
    struct html_reader reader = html_reader_of(html, size);
    struct html_token token;
    const char *done = html;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    while (html_next(&reader, &token)) {
        if (token.kind != HTML_START) continue;
        struct html_attribute attribute;
        for (const char *cursor = token.attributes; html_next_attribute(&token, &cursor, &attribute);)
            take_attribute(&out, &attribute, base, &done);
        if (html_is_raw(token.name, token.name_size)) (void) html_read_raw(&reader, &token);
    }
    if (done == html) return html;
    strbuf_add(&out, done, (size_t) (html + size - done));
    return arena_strndup(arena, out.data, out.size);
}
