// sanitize_policy: the allow-lists, as tables. What stands in no table does not pass.
//
// The post list is that of WordPress's kses for posts without forms, buttons,
// maps and objects; lists of attributes are a little shorter.
#include "server/text/sanitize_policy.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "server/text/html_token.h"

enum { COMMENT = 1 << SANITIZE_COMMENT, POST = 1 << SANITIZE_POST, BOTH = COMMENT | POST };

// Sorted by name.
static const struct sanitize_element elements[] = {
    {"a", .policies = BOTH},
    {"abbr", .policies = BOTH},
    {"acronym", .policies = POST},
    {"address", .policies = POST},
    {"article", .policies = POST},
    {"aside", .policies = POST},
    {"audio", .policies = POST},
    {"b", .policies = BOTH},
    {"bdi", .policies = POST},
    {"bdo", .policies = POST},
    {"big", .policies = POST},
    {"blockquote", .policies = BOTH},
    {"br", .policies = BOTH, .is_void = true},
    {"caption", .policies = POST, .self_closing = true},
    {"cite", .policies = POST},
    {"code", .policies = BOTH},
    {"col", .policies = POST, .is_void = true},
    {"colgroup", .policies = POST, .self_closing = true},
    {"dd", .policies = POST, .self_closing = true},
    {"del", .policies = BOTH},
    {"details", .policies = POST},
    {"dfn", .policies = POST},
    {"div", .policies = POST},
    {"dl", .policies = POST},
    {"dt", .policies = POST, .self_closing = true},
    {"em", .policies = BOTH},
    {"figcaption", .policies = POST},
    {"figure", .policies = POST},
    {"font", .policies = POST},
    {"footer", .policies = POST},
    {"h1", .policies = POST},
    {"h2", .policies = POST},
    {"h3", .policies = POST},
    {"h4", .policies = POST},
    {"h5", .policies = POST},
    {"h6", .policies = POST},
    {"header", .policies = POST},
    {"hgroup", .policies = POST},
    {"hr", .policies = POST, .is_void = true},
    {"i", .policies = BOTH},
    {"iframe", .drop = true},
    {"img", .policies = POST, .is_void = true},
    {"ins", .policies = POST},
    {"kbd", .policies = POST},
    {"li", .policies = BOTH, .self_closing = true},
    {"mark", .policies = POST},
    {"math", .drop = true},
    {"menu", .policies = POST},
    {"nav", .policies = POST},
    {"noembed", .drop = true},
    {"noframes", .drop = true},
    {"noscript", .drop = true},
    {"object", .drop = true},
    {"ol", .policies = BOTH},
    {"p", .policies = BOTH, .self_closing = true},
    {"picture", .policies = POST},
    {"pre", .policies = BOTH},
    {"q", .policies = BOTH},
    {"rb", .policies = POST},
    {"rp", .policies = POST},
    {"rt", .policies = POST},
    {"rtc", .policies = POST},
    {"ruby", .policies = POST},
    {"s", .policies = BOTH},
    {"samp", .policies = POST},
    {"script", .drop = true},
    {"section", .policies = POST},
    {"small", .policies = POST},
    {"source", .policies = POST, .is_void = true},
    {"span", .policies = POST},
    {"strike", .policies = POST},
    {"strong", .policies = BOTH},
    {"style", .drop = true},
    {"sub", .policies = POST},
    {"summary", .policies = POST},
    {"sup", .policies = POST},
    {"svg", .drop = true},
    {"table", .policies = POST},
    {"tbody", .policies = POST, .self_closing = true},
    {"td", .policies = POST, .self_closing = true},
    {"template", .drop = true},
    {"textarea", .drop = true},
    {"tfoot", .policies = POST, .self_closing = true},
    {"th", .policies = POST, .self_closing = true},
    {"thead", .policies = POST, .self_closing = true},
    {"time", .policies = POST},
    {"title", .drop = true},
    {"tr", .policies = POST, .self_closing = true},
    {"track", .policies = POST, .is_void = true},
    {"tt", .policies = POST},
    {"u", .policies = POST},
    {"ul", .policies = BOTH},
    {"var", .policies = POST},
    {"video", .policies = POST},
    {"wbr", .policies = POST, .is_void = true},
    {"xmp", .drop = true},
};
_Static_assert(sizeof elements / sizeof *elements <= SANITIZE_ELEMENTS_MAX, "SANITIZE_ELEMENTS_MAX is too small");

enum value_kind {
    VALUE_TEXT,
    VALUE_URL,
    VALUE_SRCSET,
    VALUE_STYLE,
    VALUE_NUMBER,   // digits with a point, a sign, a '%'
    VALUE_KEYWORD,  // letters, digits and "#-_"
    VALUE_ID,       // no white space
    VALUE_TARGET,
    VALUE_BOOLEAN,
};

struct attribute {
    const char *element;  // "*": all
    const char *name;
    enum value_kind kind;
    unsigned policies;
};

static const struct attribute attributes[] = {
    {"*", "class", VALUE_TEXT, POST},
    {"*", "dir", VALUE_KEYWORD, POST},
    {"*", "id", VALUE_ID, POST},
    {"*", "lang", VALUE_KEYWORD, POST},
    {"*", "role", VALUE_TEXT, POST},
    {"*", "style", VALUE_STYLE, POST},
    {"*", "title", VALUE_TEXT, POST},
    {"a", "href", VALUE_URL, BOTH},
    {"a", "hreflang", VALUE_KEYWORD, POST},
    {"a", "name", VALUE_ID, POST},
    {"a", "rel", VALUE_TEXT, POST},
    {"a", "target", VALUE_TARGET, POST},
    {"a", "title", VALUE_TEXT, COMMENT},
    {"abbr", "title", VALUE_TEXT, COMMENT},
    {"audio", "controls", VALUE_BOOLEAN, POST},
    {"audio", "loop", VALUE_BOOLEAN, POST},
    {"audio", "muted", VALUE_BOOLEAN, POST},
    {"audio", "preload", VALUE_KEYWORD, POST},
    {"audio", "src", VALUE_URL, POST},
    {"blockquote", "cite", VALUE_URL, BOTH},
    {"caption", "align", VALUE_KEYWORD, POST},
    {"col", "align", VALUE_KEYWORD, POST},
    {"col", "span", VALUE_NUMBER, POST},
    {"col", "width", VALUE_NUMBER, POST},
    {"colgroup", "span", VALUE_NUMBER, POST},
    {"del", "cite", VALUE_URL, POST},
    {"del", "datetime", VALUE_TEXT, BOTH},
    {"details", "open", VALUE_BOOLEAN, POST},
    {"div", "align", VALUE_KEYWORD, POST},
    {"font", "color", VALUE_KEYWORD, POST},
    {"font", "face", VALUE_TEXT, POST},
    {"font", "size", VALUE_NUMBER, POST},
    {"h1", "align", VALUE_KEYWORD, POST},
    {"h2", "align", VALUE_KEYWORD, POST},
    {"h3", "align", VALUE_KEYWORD, POST},
    {"h4", "align", VALUE_KEYWORD, POST},
    {"h5", "align", VALUE_KEYWORD, POST},
    {"h6", "align", VALUE_KEYWORD, POST},
    {"hr", "align", VALUE_KEYWORD, POST},
    {"hr", "width", VALUE_NUMBER, POST},
    {"img", "align", VALUE_KEYWORD, POST},
    {"img", "alt", VALUE_TEXT, POST},
    {"img", "border", VALUE_NUMBER, POST},
    {"img", "decoding", VALUE_KEYWORD, POST},
    {"img", "height", VALUE_NUMBER, POST},
    {"img", "hspace", VALUE_NUMBER, POST},
    {"img", "loading", VALUE_KEYWORD, POST},
    {"img", "sizes", VALUE_TEXT, POST},
    {"img", "src", VALUE_URL, POST},
    {"img", "srcset", VALUE_SRCSET, POST},
    {"img", "vspace", VALUE_NUMBER, POST},
    {"img", "width", VALUE_NUMBER, POST},
    {"ins", "cite", VALUE_URL, POST},
    {"ins", "datetime", VALUE_TEXT, POST},
    {"li", "value", VALUE_NUMBER, POST},
    {"ol", "reversed", VALUE_BOOLEAN, POST},
    {"ol", "start", VALUE_NUMBER, POST},
    {"ol", "type", VALUE_KEYWORD, POST},
    {"p", "align", VALUE_KEYWORD, POST},
    {"pre", "width", VALUE_NUMBER, POST},
    {"q", "cite", VALUE_URL, BOTH},
    {"source", "media", VALUE_TEXT, POST},
    {"source", "sizes", VALUE_TEXT, POST},
    {"source", "src", VALUE_URL, POST},
    {"source", "srcset", VALUE_SRCSET, POST},
    {"source", "type", VALUE_TEXT, POST},
    {"table", "align", VALUE_KEYWORD, POST},
    {"table", "border", VALUE_NUMBER, POST},
    {"table", "cellpadding", VALUE_NUMBER, POST},
    {"table", "cellspacing", VALUE_NUMBER, POST},
    {"table", "summary", VALUE_TEXT, POST},
    {"table", "width", VALUE_NUMBER, POST},
    {"td", "abbr", VALUE_TEXT, POST},
    {"td", "align", VALUE_KEYWORD, POST},
    {"td", "colspan", VALUE_NUMBER, POST},
    {"td", "headers", VALUE_TEXT, POST},
    {"td", "height", VALUE_NUMBER, POST},
    {"td", "rowspan", VALUE_NUMBER, POST},
    {"td", "scope", VALUE_KEYWORD, POST},
    {"td", "valign", VALUE_KEYWORD, POST},
    {"td", "width", VALUE_NUMBER, POST},
    {"th", "abbr", VALUE_TEXT, POST},
    {"th", "align", VALUE_KEYWORD, POST},
    {"th", "colspan", VALUE_NUMBER, POST},
    {"th", "headers", VALUE_TEXT, POST},
    {"th", "height", VALUE_NUMBER, POST},
    {"th", "rowspan", VALUE_NUMBER, POST},
    {"th", "scope", VALUE_KEYWORD, POST},
    {"th", "valign", VALUE_KEYWORD, POST},
    {"th", "width", VALUE_NUMBER, POST},
    {"time", "datetime", VALUE_TEXT, POST},
    {"tr", "align", VALUE_KEYWORD, POST},
    {"tr", "valign", VALUE_KEYWORD, POST},
    {"track", "default", VALUE_BOOLEAN, POST},
    {"track", "kind", VALUE_KEYWORD, POST},
    {"track", "label", VALUE_TEXT, POST},
    {"track", "src", VALUE_URL, POST},
    {"track", "srclang", VALUE_KEYWORD, POST},
    {"ul", "type", VALUE_KEYWORD, POST},
    {"video", "autoplay", VALUE_BOOLEAN, POST},
    {"video", "controls", VALUE_BOOLEAN, POST},
    {"video", "height", VALUE_NUMBER, POST},
    {"video", "loop", VALUE_BOOLEAN, POST},
    {"video", "muted", VALUE_BOOLEAN, POST},
    {"video", "playsinline", VALUE_BOOLEAN, POST},
    {"video", "poster", VALUE_URL, POST},
    {"video", "preload", VALUE_KEYWORD, POST},
    {"video", "src", VALUE_URL, POST},
    {"video", "width", VALUE_NUMBER, POST},
};

struct name {
    const char *text;
    size_t size;
};

static int compare_element(const void *key, const void *row) {
    const struct name *name = key;
    const struct sanitize_element *element = row;
    int order = strncasecmp(name->text, element->name, name->size);
    return order != 0 ? order : -(element->name[name->size] != '\0');
}

const struct sanitize_element *sanitize_element_find(const char *name, size_t size) {
    struct name key = {name, size};
    return bsearch(&key, elements, sizeof elements / sizeof *elements, sizeof *elements, compare_element);
}

size_t sanitize_element_index(const struct sanitize_element *element) { return (size_t) (element - elements); }

enum sanitize_fate sanitize_fate_of(const struct sanitize_element *element, enum sanitize_policy policy) {
    if (!element) return SANITIZE_UNWRAP;
    if (element->drop) return SANITIZE_DROP;
    return element->policies & 1u << policy ? SANITIZE_KEEP : SANITIZE_UNWRAP;
}

// data-* and aria-*: a custom name may not hold what other parsers could end it with.
static bool is_custom(const char *name) {
    if (strncmp(name, "aria-", 5) == 0)
        return name[5] != '\0' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz-")] == '\0';
    return strncmp(name, "data-", 5) == 0 && name[5] != '\0' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0';
}

static const struct attribute *attribute_find(enum sanitize_policy policy, const char *element, const char *name) {
    static const struct attribute custom = {"*", "data-*", VALUE_TEXT, POST};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const struct attribute *attribute = &attributes[i];
        if (attribute->policies & 1u << policy && strcmp(attribute->name, name) == 0 &&
            (attribute->element[0] == '*' || strcmp(attribute->element, element) == 0))
            return attribute;
    }
    return policy == SANITIZE_POST && is_custom(name) ? &custom : NULL;
}

bool sanitize_attribute_allowed(enum sanitize_policy policy, const char *element, const char *name) {
    return attribute_find(policy, element, name) != NULL;
}

bool sanitize_attribute_is_boolean(const char *element, const char *name) {
    const struct attribute *attribute = attribute_find(SANITIZE_POST, element, name);
    return attribute && attribute->kind == VALUE_BOOLEAN;
}

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

static bool keyword_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || byte == '_';
}

static const char *keyword(const char *value) {
    const char *at = *value == '#' ? value + 1 : value;  // a colour
    while (keyword_byte(*at)) at++;
    return at > value && *at == '\0' && at - value <= 64 ? value : NULL;
}

static const char *number(const char *value) {
    size_t size = strspn(value, "+-0123456789.");
    if (size == 0 || size > 12) return NULL;
    if (value[size] == '%') size++;
    return value[size] == '\0' ? value : NULL;
}

static const char *target(const char *value) {
    static const char *const known[] = {"_blank", "_self", "_parent", "_top"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(value, known[i]) == 0) return known[i];
    return NULL;
}

const char *sanitize_attribute_value(struct arena *arena, enum sanitize_policy policy, const char *element,
                                     const char *name, const char *value) {
    const struct attribute *attribute = attribute_find(policy, element, name);
    if (!attribute) return NULL;
    switch (attribute->kind) {
        case VALUE_TEXT:
            return value;
        case VALUE_URL:
            return sanitize_url(arena, value);
        case VALUE_SRCSET:
            return sanitize_srcset(arena, value);
        case VALUE_STYLE:
            return sanitize_style(arena, value);
        case VALUE_NUMBER:
            return number(value);
        case VALUE_KEYWORD:
            return keyword(value);
        case VALUE_ID:
            return *value && value[strcspn(value, " \t\n\r\f")] == '\0' ? value : NULL;
        case VALUE_TARGET:
            return target(value);
        case VALUE_BOOLEAN:
            return "";
    }
    return NULL;
}

bool sanitize_comment_allowed(enum sanitize_policy policy, const char *content, size_t size) {
    if (policy != SANITIZE_POST || size == 0) return false;
    // The block editor writes these as \u codes, and without them no parser can end the comment early.
    if (memchr(content, '<', size) || memchr(content, '>', size) || memmem(content, size, "--", 2) ||
        content[size - 1] == '-')
        return false;
    const char *at = content, *end = content + size;
    if (size >= 4 && memcmp(at, "more", 4) == 0) return size == 4 || at[4] == ' ';
    if (size == 8 && (memcmp(at, "nextpage", 8) == 0 || memcmp(at, "noteaser", 8) == 0)) return true;
    while (at < end && is_space(*at)) at++;
    while (end > at && is_space(end[-1])) end--;
    if (at == content || (end == content + size && end[-1] != '/')) return false;
    if (*at == '/') at++;
    if (end - at < 4 || memcmp(at, "wp:", 3) != 0 || at[3] < 'a' || at[3] > 'z') return false;
    for (at += 3; at < end && (keyword_byte(*at) || *at == '/');) at++;
    if (at < end && end[-1] == '/') end--;
    while (at < end && is_space(*at)) at++;
    while (end > at && is_space(end[-1])) end--;
    return at == end || (*at == '{' && end[-1] == '}');
}
