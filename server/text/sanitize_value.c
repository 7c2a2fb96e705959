// sanitize_value: URLs, lists of URLs and style declarations that may stay.
//
// All values come decoded from the parser. What is not understood goes.
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "server/text/escape.h"
#include "server/text/sanitize_policy.h"

// Control characters out and spaces at the ends, as browsers do before they read a URL.
static char *clean_url(struct arena *arena, const char *value, size_t size) {
    char *url = arena_alloc(arena, size + 1);
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char) value[i];
        if (byte < ' ' || byte == 0x7f || (byte == ' ' && length == 0)) continue;
        url[length++] = (char) byte;
    }
    while (length > 0 && url[length - 1] == ' ') length--;
    url[length] = '\0';
    return url;
}

const char *sanitize_url(struct arena *arena, const char *value) {
    const char *url = clean_url(arena, value, strlen(value));
    return escape_url_is_safe(url) ? url : NULL;
}

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f'; }

// A descriptor such as "2x" or "640w".
static bool descriptor_is_valid(const char *text, size_t size) {
    if (size == 0) return true;
    if (size < 2 || !strchr("wxh", text[size - 1])) return false;
    for (size_t i = 0; i + 1 < size; i++)
        if (!strchr("0123456789.", text[i])) return false;
    return true;
}

const char *sanitize_srcset(struct arena *arena, const char *value) {
    size_t value_size = strlen(value);
    char *out = arena_alloc(arena, 2 * value_size + 3);
    size_t length = 0;
    for (const char *at = value; *at;) {
        while (is_space(*at) || *at == ',') at++;
        const char *url = at;
        while (*at && !is_space(*at)) at++;
        const char *url_end = at;
        bool comma = false;  // straight behind the URL: no descriptor follows
        while (url_end > url && url_end[-1] == ',') {
            url_end--;
            comma = true;
        }
        const char *descriptor = at, *descriptor_end = at;
        if (!comma) {
            while (is_space(*at)) at++;
            descriptor = at;
            while (*at && *at != ',') at++;
            descriptor_end = at;
            while (descriptor_end > descriptor && is_space(descriptor_end[-1])) descriptor_end--;
        }
        if (url_end == url || !descriptor_is_valid(descriptor, (size_t) (descriptor_end - descriptor))) continue;
        const char *clean = clean_url(arena, url, (size_t) (url_end - url));
        if (*clean == '\0' || *clean == ',' || clean[strlen(clean) - 1] == ',' || !escape_url_is_safe(clean)) continue;
        if (length > 0) {
            memcpy(out + length, ", ", 2);
            length += 2;
        }
        memcpy(out + length, clean, strlen(clean));
        length += strlen(clean);
        if (descriptor_end > descriptor) {
            out[length++] = ' ';
            memcpy(out + length, descriptor, (size_t) (descriptor_end - descriptor));
            length += (size_t) (descriptor_end - descriptor);
        }
    }
    out[length] = '\0';
    return length > 0 ? out : NULL;
}

static bool property_is_allowed(const char *name, size_t size) {
    static const char *const exact[] = {
        "aspect-ratio",    "background-color", "clear",           "color",           "column-count",
        "direction",       "display",          "float",           "flex-basis",      "gap",
        "font-size",       "font-style",       "font-variant",    "font-weight",     "height",
        "letter-spacing",  "line-height",      "list-style-type", "max-height",      "max-width",
        "min-height",      "min-width",        "object-fit",      "object-position", "text-align",
        "text-decoration", "text-indent",      "text-transform",  "vertical-align",  "white-space",
        "width",           "word-spacing",     "border-collapse"};
    static const char *const families[] = {"border", "margin", "padding"};
    for (size_t i = 0; i < size; i++)
        if (name[i] != '-' && ((name[i] | 32) < 'a' || (name[i] | 32) > 'z')) return false;
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        if (strlen(exact[i]) == size && strncasecmp(name, exact[i], size) == 0) return true;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        size_t family = strlen(families[i]);
        if (size >= family && strncasecmp(name, families[i], family) == 0 && (size == family || name[family] == '-'))
            return memmem(name, size, "image", 5) == NULL;
    }
    return false;
}

// The function whose '(' stands at value[at].
static bool function_is_allowed(const char *value, size_t at) {
    static const char *const known[] = {"rgb", "rgba", "hsl", "hsla", "calc", "var", "min", "max", "clamp"};
    size_t begin = at;
    while (begin > 0 && ((value[begin - 1] | 32) >= 'a') && ((value[begin - 1] | 32) <= 'z')) begin--;
    if (begin == at && at > 1 && (value[at - 1] == '(' || (value[at - 1] == ' ' && strchr("+-*/", value[at - 2]))))
        return true;  // calc((1 + 2) * 3)
    if (begin > 0 && !strchr(" ,(", value[begin - 1])) return false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == at - begin && strncasecmp(value + begin, known[i], at - begin) == 0) return true;
    return false;
}

static bool style_value_is_allowed(const char *value, size_t size) {
    if (size == 0) return false;
    int open = 0;
    for (size_t i = 0; i < size; i++) {
        char byte = value[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
        if (!plain && !strchr(" #.,%()-+*/!_", byte)) return false;
        if (byte == '/' && i + 1 < size && value[i + 1] == '*') return false;
        if (byte == '(' && (!function_is_allowed(value, i) || ++open > 8)) return false;
        if (byte == ')' && --open < 0) return false;
    }
    return open == 0;
}

const char *sanitize_style(struct arena *arena, const char *value) {
    char *out = arena_alloc(arena, strlen(value) + 1);
    size_t length = 0;
    for (const char *at = value; *at;) {
        const char *end = at + strcspn(at, ";");
        const char *next = *end ? end + 1 : end;
        while (at < end && is_space(*at)) at++;
        while (end > at && is_space(end[-1])) end--;
        const char *colon = memchr(at, ':', (size_t) (end - at));
        if (colon) {
            const char *name_end = colon, *text = colon + 1;
            while (name_end > at && is_space(name_end[-1])) name_end--;
            while (text < end && is_space(*text)) text++;
            if (property_is_allowed(at, (size_t) (name_end - at)) &&
                style_value_is_allowed(text, (size_t) (end - text))) {
                if (length > 0) out[length++] = ';';
                memcpy(out + length, at, (size_t) (end - at));
                length += (size_t) (end - at);
            }
        }
        at = next;
    }
    out[length] = '\0';
    return length > 0 ? out : NULL;
}
