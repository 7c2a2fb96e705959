// file_name: see the header.
#include "server/media/file_name.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "server/media/file_type.h"

static bool is_plain(unsigned char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

// U+0080 to U+009F, U+00A0, general punctuation (quotes, marks that turn the direction), the byte order mark.
static size_t unwanted(const char *text) {
    const unsigned char *at = (const unsigned char *) text;
    if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0xa0) return 2;
    if (at[0] == 0xe2 && (at[1] == 0x80 || at[1] == 0x81)) return 3;
    if (at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf) return 3;
    return 0;
}

static const char *base_name(const char *sent) {
    for (const char *at = sent; *at; at++)
        if (*at == '/' || *at == '\\') sent = at + 1;
    return sent;
}

// A part of two to five letters and perhaps a digit reads as an ending; what is none of ours is made none.
static size_t guard(char *stem, size_t part, size_t length) {
    size_t letters = part;
    while (letters < length && ((stem[letters] | 0x20) >= 'a' && (stem[letters] | 0x20) <= 'z')) letters++;
    const size_t count = letters - part;
    if (letters + 1 == length && stem[letters] >= '0' && stem[letters] <= '9') letters++;
    if (part == 0 || letters != length || count < 2 || count > 5) return length;
    stem[length] = '\0';
    if (file_type_of_name(stem)) return length;
    stem[length] = '_';
    return length + 1;
}

char *file_name_stem(struct arena *arena, const char *sent) {
    sent = base_name(sent);
    const char *dot = strrchr(sent, '.');
    const size_t size = dot ? (size_t) (dot - sent) : strlen(sent);
    const char *text = arena_strndup(arena, sent, size);
    char *stem = arena_alloc(arena, 2 * size + 2);
    size_t part = 0;  // where what may be an inner ending begins
    size_t length = 0;
    if (!utf8_valid(text, size)) text = "";
    while (*text) {
        const unsigned char byte = (unsigned char) *text;
        const size_t skip = byte >= 0x80 ? unwanted(text) : 0;
        if (skip) {
            text += skip;
            continue;
        }
        const bool gap = byte == ' ' || byte == '-' || byte == '+' || byte == '\t';
        if (gap && length > 0 && !strchr("-.", stem[length - 1])) stem[length++] = '-';
        if (byte == '.' && length > 0 && stem[length - 1] != '.') {
            length = guard(stem, part, length);
            stem[length++] = '.';
            part = length;
        }
        if (is_plain(byte) || byte >= 0x80) stem[length++] = (char) byte;
        text++;
    }
    length = guard(stem, part, length);
    if (length > FILE_STEM_MOST) {
        length = FILE_STEM_MOST;
        while (length > 0 && ((unsigned char) stem[length] & 0xc0) == 0x80) length--;
    }
    // The '_' of an inner ending stays.
    const bool trims = !memchr(stem, '.', length);
    while (length > 0 && strchr(trims ? "-._" : "-.", stem[length - 1])) length--;
    stem[length] = '\0';
    while (*stem == '_' || *stem == '-' || *stem == '.') stem++;
    return *stem ? stem : arena_strdup(arena, "unnamed-file");
}

static char *trimmed(struct arena *arena, const char *text, size_t size) {
    while (size > 0 && strchr(" \t", *text) && *text) text++, size--;
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\t')) size--;
    return arena_strndup(arena, text, size);
}

char *file_name_of_disposition(struct arena *arena, const char *header) {
    const char *at = strchr(header, ';');
    char *found = NULL;
    while (at) {
        at++;
        const size_t size = strcspn(at, ";");
        const char *equals = memchr(at, '=', size);
        if (equals) {
            const char *name = trimmed(arena, at, (size_t) (equals - at));
            char *value = trimmed(arena, equals + 1, size - (size_t) (equals + 1 - at));
            if (strcmp(name, "filename") == 0) found = value;
        }
        at = at[size] ? at + size : NULL;
    }
    const size_t size = found ? strlen(found) : 0;
    if (size >= 2 && found[0] == '"' && found[size - 1] == '"') found = arena_strndup(arena, found + 1, size - 2);
    return found && *found ? found : NULL;
}

// The number that ends at *at, which moves to its begin; negative: none stands there.
static int64_t number_before(const char *begin, const char **at) {
    int64_t number = 0, place = 1;
    const char *end = *at;
    while (*at > begin && (*at)[-1] >= '0' && (*at)[-1] <= '9' && place <= 100000) {
        number += place * (*--*at - '0');
        place *= 10;
    }
    return *at == end ? -1 : number;
}

char *file_name_without_size(struct arena *arena, const char *file, int64_t *ret_width, int64_t *ret_height) {
    const char *ending = strrchr(file, '.'), *at = ending;
    if (!ending || strchr(ending, '/')) return NULL;
    const int64_t height = number_before(file, &at);
    if (height < 0 || at == file || *--at != 'x') return NULL;
    const int64_t width = number_before(file, &at);
    if (width < 0 || at == file || *--at != '-' || at == file) return NULL;
    *ret_width = width;
    *ret_height = height;
    return arena_printf(arena, "%.*s%s", (int) (at - file), file, ending);
}
