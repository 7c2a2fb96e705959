// plain: see the header.
#include "server/text/plain.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "server/text/sanitize.h"

const char *plain_text(struct arena *arena, const char *html) {
    // Most titles hold neither mark-up nor entities: no parser for those.
    return strpbrk(html, "<&") ? sanitize_strip_tags(arena, html) : html;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

const char *plain_summary(struct arena *arena, const char *html, size_t most) {
    const char *text = plain_text(arena, html);
    char *out = arena_alloc(arena, strlen(text) + 4);
    size_t size = 0;
    for (; *text; text++) {
        if (!is_space(*text)) {
            out[size++] = *text;
        } else if (size && out[size - 1] != ' ') {
            out[size++] = ' ';
        }
    }
    if (size && out[size - 1] == ' ') size--;
    if (size > most) {
        size = utf8_prefix(out, size, most);
        size_t word = size;
        while (word > most / 2 && out[word] != ' ') word--;
        if (out[word] == ' ') size = word;
        memcpy(out + size, "…", sizeof "…" - 1);
        size += sizeof "…" - 1;
    }
    out[size] = '\0';
    return *out ? out : NULL;
}
