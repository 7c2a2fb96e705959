// url: see the header.
#include "base/url.h"

#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static int hex_value(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

static char *decode(struct arena *arena, const char *text, size_t size, bool form, size_t *ret_size) {
    char *out = arena_alloc(arena, size + 1);
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        char byte = text[i];
        if (byte == '%') {
            if (size - i < 3) return NULL;
            int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return NULL;
            byte = (char) (high << 4 | low);
            i += 2;
        } else if (byte == '+' && form) {
            byte = ' ';
        }
        if (byte == '\0') return NULL;
        out[length++] = byte;
    }
    out[length] = '\0';
    if (!utf8_valid(out, length)) return NULL;
    if (ret_size) *ret_size = length;
    return out;
}

char *url_decode(struct arena *arena, const char *text, size_t size, bool form) {
    return decode(arena, text, size, form, NULL);
}

bool url_parse_query(struct arena *arena, const char *text, size_t size, size_t most, struct url_pairs *ret) {
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        if (text[i] != '&' && (i == 0 || text[i - 1] == '&')) count++;
    if (count > most) return false;
    struct url_pairs pairs = {.items = arena_array(arena, struct url_pair, count)};
    const char *end = text + size;
    while (text < end) {
        const char *stop = memchr(text, '&', (size_t) (end - text));
        if (!stop) stop = end;
        if (stop > text) {
            const char *equals = memchr(text, '=', (size_t) (stop - text));
            struct url_pair *pair = &pairs.items[pairs.count];
            const char *name_end = equals ? equals : stop;
            pair->name = decode(arena, text, (size_t) (name_end - text), true, NULL);
            pair->value = "";
            if (equals) pair->value = decode(arena, equals + 1, (size_t) (stop - equals - 1), true, &pair->value_size);
            if (!pair->name || !pair->value) return false;
            pairs.count++;
        }
        text = stop < end ? stop + 1 : end;
    }
    *ret = pairs;
    return true;
}

const char *url_pairs_get(const struct url_pairs *pairs, const char *name) {
    for (size_t i = 0; i < pairs->count; i++)
        if (strcmp(pairs->items[i].name, name) == 0) return pairs->items[i].value;
    return NULL;
}

void url_encode(struct strbuf *out, const char *text, const char *keep) {
    static const char hex[] = "0123456789ABCDEF";
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (; *text; text++) {
        if (strchr(plain, *text) || strchr(keep, *text)) {
            strbuf_addc(out, *text);
        } else {
            unsigned char byte = (unsigned char) *text;
            char coded[3] = {'%', hex[byte >> 4], hex[byte & 15]};
            strbuf_add(out, coded, sizeof coded);
        }
    }
}
