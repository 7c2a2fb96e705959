// slug: WordPress's remove_accents and sanitize_title_with_dashes('save') in one walk over code points.
//
// Where it differs: slugs are kept decoded, ß becomes "ss", references are
// decoded before they are judged, white space of any kind separates, and emoji and punctuation of
// other scripts separate instead of being kept.
#include "server/text/slug.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "server/text/sanitize.h"

// More than any title; a slug needs the beginning only.
enum { INPUT_MAX = 16 * 1024 };

static int hex_value(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

// Clients send slugs back as they stand in URLs: octets are decoded when that gives UTF-8.
static const char *decode_octets(struct arena *arena, const char *text) {
    if (!strchr(text, '%')) return text;
    char *decoded = arena_alloc(arena, strlen(text) + 1);
    size_t size = 0;
    for (const char *at = text; *at; at++) {
        int high = *at == '%' ? hex_value(at[1]) : -1;
        int low = high >= 0 ? hex_value(at[2]) : -1;
        if (low >= 0 && high + low > 0) {
            decoded[size++] = (char) (high << 4 | low);
            at += 2;
        } else {
            decoded[size++] = *at;
        }
    }
    decoded[size] = '\0';
    return utf8_valid(decoded, size) ? decoded : text;
}

// Latin letters that are no base letter with marks. NULL for others.
static const char *fold(utf8proc_int32_t code) {
    static const struct {
        utf8proc_int32_t code;
        const char *letters;
    } folded[] = {
        {0x00aa, "a"},  {0x00ba, "o"},  {0x00c6, "ae"}, {0x00d0, "d"},  {0x00d7, "x"},  {0x00d8, "o"},  {0x00de, "th"},
        {0x00df, "ss"}, {0x00e6, "ae"}, {0x00f0, "d"},  {0x00f8, "o"},  {0x00fe, "th"}, {0x0110, "d"},  {0x0111, "d"},
        {0x0126, "h"},  {0x0127, "h"},  {0x0131, "i"},  {0x0132, "ij"}, {0x0133, "ij"}, {0x0138, "k"},  {0x013f, "l"},
        {0x0140, "l"},  {0x0141, "l"},  {0x0142, "l"},  {0x0149, "n"},  {0x014a, "n"},  {0x014b, "n"},  {0x0152, "oe"},
        {0x0153, "oe"}, {0x0166, "t"},  {0x0167, "t"},  {0x017f, "s"},  {0x0251, "a"},  {0x1e9e, "ss"},
    };
    for (size_t i = 0; i < sizeof folded / sizeof *folded; i++)
        if (folded[i].code == code) return folded[i].letters;
    return NULL;
}

// Signs that WordPress takes out without leaving a gap.
static bool vanishes(utf8proc_int32_t code) {
    if (code < 0x80) return code > ' ' && code != '-' && code != '/' && code != '.' && code != '_' && code != 0x7f;
    static const utf8proc_int32_t signs[] = {0x00a1, 0x00a9, 0x00ab, 0x00ad, 0x00ae, 0x00b0, 0x00b4, 0x00bb, 0x00bf,
                                             0x02ca, 0x2022, 0x2026, 0x2039, 0x203a, 0x2122, 0xfeff, 0xfffc};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == code) return true;
    // Quotation marks; zero-width characters and marks of direction.
    return (code >= 0x2018 && code <= 0x201f) || (code >= 0x200b && code <= 0x200f) ||
           (code >= 0x202a && code <= 0x202e);
}

static bool is_ascii_word(utf8proc_int32_t code) {
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') || code == '_';
}

static bool is_mark(utf8proc_int32_t code) {
    utf8proc_category_t category = utf8proc_category(code);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

static bool is_word(utf8proc_int32_t code) {
    utf8proc_category_t category = utf8proc_category(code);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || is_mark(code) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

static void add_code(struct strbuf *out, utf8proc_int32_t code) {
    char bytes[4];
    strbuf_add(out, bytes, utf8_encode((uint32_t) code, bytes));
}

struct slugger {
    struct strbuf *out;
    bool latin;  // the letter before was one, so its marks go
    bool gap;
};

// Takes a code point that does not decompose.
static void add_decomposed(struct slugger *slugger, utf8proc_int32_t code) {
    struct strbuf *out = slugger->out;
    if ((slugger->latin || slugger->gap || out->size == 0) && is_mark(code)) return;
    const char *letters = fold(code);
    bool latin = letters || is_ascii_word(code);
    if (!latin && vanishes(code)) return;
    slugger->latin = latin;
    if (!latin && (code < 0x80 || !is_word(code))) {
        slugger->gap = true;
        return;
    }
    if (slugger->gap && out->size > 0) strbuf_addc(out, '-');
    slugger->gap = false;
    if (letters)
        strbuf_adds(out, letters);
    else
        add_code(out, utf8proc_tolower(code));
}

static void add_slug(struct strbuf *out, const char *text, size_t size) {
    struct slugger slugger = {.out = out};
    for (size_t at = 0; at < size;) {
        uint32_t code;
        at += utf8_decode(text + at, size - at, &code);
        utf8proc_int32_t parts[16];
        int boundclass = UTF8PROC_BOUNDCLASS_START;
        utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t) code, parts, sizeof parts / sizeof *parts,
                                                         UTF8PROC_DECOMPOSE, &boundclass);
        for (utf8proc_ssize_t i = 0; i < count && i < (utf8proc_ssize_t) (sizeof parts / sizeof *parts); i++)
            add_decomposed(&slugger, parts[i]);
    }
}

// Accents that made no letter with the one before them, as stress marks in Russian.
static void drop_accents(char *text) {
    char *to = text;
    for (const char *at = text; *at; at++) {
        if (at[0] == '\xcc' && at[1] && strchr("\x80\x81\x84\x8c", at[1]))
            at++;
        else
            *to++ = *at;
    }
    *to = '\0';
}

static char *cut(struct arena *arena, const char *slug, size_t limit) {
    size_t size = utf8_prefix(slug, strlen(slug), limit);
    while (size > 0 && slug[size - 1] == '-') size--;
    return arena_strndup(arena, slug, size);
}

char *slug_from_text(struct arena *arena, const char *text) {
    text = decode_octets(arena, sanitize_strip_tags(arena, text));
    size_t size = utf8_prefix(text, strlen(text), INPUT_MAX);
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    add_slug(&out, text, size);
    utf8proc_uint8_t *composed = utf8proc_NFC((const utf8proc_uint8_t *) out.data);
    if (composed) drop_accents((char *) composed);
    char *slug = cut(arena, composed ? (const char *) composed : "", SLUG_MAX);
    free(composed);
    return slug;
}

char *slug_with_number(struct arena *arena, const char *base, unsigned number) {
    const char *suffix = arena_printf(arena, "-%u", number);
    return arena_printf(arena, "%s%s", cut(arena, base, SLUG_MAX - strlen(suffix)), suffix);
}
