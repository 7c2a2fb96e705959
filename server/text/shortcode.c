// shortcode: finds the tags of the shortcodes that WordPress itself registers. Others are text.
#include "server/text/shortcode.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"

static const char *const names[] = {"audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"};
enum { NAMES = sizeof names / sizeof *names };

static bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

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
