// shortcode: finds the tags of the shortcodes that WordPress itself registers. Others are text.
#include "server/text/shortcode.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"

static const char *const names[] = {
    [SHORTCODE_AUDIO] = "audio",          [SHORTCODE_CAPTION] = "caption",   [SHORTCODE_EMBED] = "embed",
    [SHORTCODE_GALLERY] = "gallery",      [SHORTCODE_PLAYLIST] = "playlist", [SHORTCODE_VIDEO] = "video",
    [SHORTCODE_WP_CAPTION] = "wp_caption"};
enum { NAMES = SHORTCODE_KINDS };

static bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static bool is_name(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '_' || byte == '-';
}

// Position in `names` of the one at `at`, which a space, ']' or '/' must follow; NAMES for none.
static size_t name_at(const char *at, const char *end) {
    size_t i = 0;
    for (; i < NAMES; i++) {
        size_t size = strlen(names[i]);
        if ((size_t) (end - at) > size && memcmp(at, names[i], size) == 0 &&
            (is_space(at[size]) || at[size] == ']' || at[size] == '/'))
            break;
    }
    return i;
}

const char *shortcode_end(const char *at, const char *end) {
    at++;
    if (at < end && (*at == '/' || *at == '[')) at++;
    size_t name = name_at(at, end);
    if (name == NAMES) return NULL;
    for (at += strlen(names[name]); at < end && *at != ']'; at++) {
        if (*at == '[' || *at == '>') return NULL;
        if (*at != '<') continue;
        while (at < end && *at != '>' && *at != '[' && *at != ']') at++;
        if (at == end || *at != '>') return NULL;
    }
    if (at == end) return NULL;
    at++;
    return at < end && *at == ']' ? at + 1 : at;
}

bool shortcode_tag_at(const char *at, const char *end, struct shortcode_tag *ret) {
    struct shortcode_tag tag = {.begin = at, .end = shortcode_end(at, end)};
    if (!tag.end) return false;
    tag.opens_double = at[1] == '[';
    const char *name = at + 1 + tag.opens_double;
    if (*name == '/') return false;
    const size_t kind = name_at(name, end);
    tag.kind = (enum shortcode_kind) kind;
    tag.attributes = name + strlen(names[kind]);
    // The end is behind the second ']' where two stand side by side.
    tag.closes_double = tag.end - 2 >= tag.attributes && tag.end[-2] == ']';
    tag.attributes_end = tag.end - 1 - tag.closes_double;
    tag.self_closing = tag.attributes_end > tag.attributes && tag.attributes_end[-1] == '/';
    if (tag.self_closing) tag.attributes_end--;
    *ret = tag;
    return true;
}

bool shortcode_closes_at(const char *at, const char *end, enum shortcode_kind kind, const char **ret_end) {
    const size_t size = strlen(names[kind]);
    if ((size_t) (end - at) < size + 3 || at[0] != '[' || at[1] != '/' || memcmp(at + 2, names[kind], size) != 0 ||
        at[size + 2] != ']')
        return false;
    *ret_end = at + size + 3;
    return true;
}

// Behind the value at `at`, which is given without its quotes.
static const char *read_value(const char *at, const char *end, const char **ret_value, size_t *ret_size) {
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *close = memchr(at + 1, *at, (size_t) (end - at - 1));
        if (close) {
            *ret_value = at + 1;
            *ret_size = (size_t) (close - at - 1);
            return close + 1;
        }
    }
    *ret_value = at;
    while (at < end && !is_space(*at)) at++;
    *ret_size = (size_t) (at - *ret_value);
    return at;
}

const char *shortcode_attribute(struct arena *arena, const struct shortcode_tag *tag, const char *name) {
    const char *found = NULL, *end = tag->attributes_end;
    for (const char *at = tag->attributes; at < end;) {
        const char *word = at;
        while (at < end && is_name(*at)) at++;
        if (at == word) {
            at++;
            continue;
        }
        const size_t size = (size_t) (at - word);
        while (at < end && is_space(*at)) at++;
        if (at == end || *at != '=') continue;
        for (at++; at < end && is_space(*at);) at++;
        const char *value;
        size_t value_size;
        at = read_value(at, end, &value, &value_size);
        if (strlen(name) == size && strncasecmp(name, word, size) == 0) found = arena_strndup(arena, value, value_size);
    }
    return found;
}

// Behind "[/name]", from `at` on; NULL when there is none.
static const char *closing_end(const char *at, const char *end, const char *name) {
    size_t size = strlen(name);
    for (; (at = memmem(at, (size_t) (end - at), "[/", 2)); at += 2)
        if ((size_t) (end - at) >= size + 3 && memcmp(at + 2, name, size) == 0 && at[size + 2] == ']')
            return at + size + 3;
    return NULL;
}

char *shortcode_strip(struct arena *arena, const char *text) {
    size_t size = strlen(text), length = 0;
    const char *end = text + size;
    char *out = arena_alloc(arena, size + 1);
    bool never_closed[NAMES] = {false};  // from here on, so that none is searched for twice
    for (const char *at = text; at < end;) {
        const char *open = memchr(at, '[', (size_t) (end - at));
        const char *plain_end = open ? open : end;
        memcpy(out + length, at, (size_t) (plain_end - at));
        length += (size_t) (plain_end - at);
        if (!open) break;
        bool doubled = open + 1 < end && open[1] == '[';
        size_t name = name_at(open + 1 + doubled, end);
        const char *close = name < NAMES ? memchr(open, ']', (size_t) (end - open)) : NULL;
        if (!close) {
            out[length++] = *open;
            at = open + 1;
            continue;
        }
        const char *after = close + 1;
        if (close[-1] != '/' && !never_closed[name]) {
            const char *closing = closing_end(after, end, names[name]);
            never_closed[name] = !closing;
            if (closing) after = closing;
        }
        if (doubled && after < end && *after == ']') {  // escaped: shown with one bracket less
            memcpy(out + length, open + 1, (size_t) (after - open - 1));
            length += (size_t) (after - open - 1);
            after++;
        } else if (doubled) {
            out[length++] = '[';
        }
        at = after;
    }
    out[length] = '\0';
    return out;
}
