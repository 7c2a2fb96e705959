// texturize: the walk over tags, shortcodes and text, and all signs but quotation marks.
//
// Matches WordPress's wptexturize, with the quotation marks of the language. In a run of text first the fixed
// strings are replaced, then texturize_quotes.c decides, then dashes, times
// and ampersands are printed together with what was decided.
#include "server/text/texturize.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/shortcode.h"
#include "server/text/texturize_quotes.h"

// In the order of enum quote_mark. Languages by the Unicode locale data; what is not here is quoted as in English.
typedef const char *const quote_signs[7];
#define SIGNS(open_double, open_single, close_single, close_double) \
    { (open_double), (open_single), "&#8217;", (close_single), (close_double), "&#8242;", "&#8243;" }
static quote_signs english = SIGNS("&#8220;", "&#8216;", "&#8217;", "&#8221;");
static const struct {
    const char *language;  // its subtags follow
    quote_signs signs;
} foreign[] = {
    {"de_CH", SIGNS("&#171;", "&#8249;", "&#8250;", "&#187;")},
    {"de", SIGNS("&#8222;", "&#8218;", "&#8216;", "&#8220;")},
    {"fr_CH", SIGNS("&#171;", "&#8249;", "&#8250;", "&#187;")},
    {"fr", SIGNS("&#171;&nbsp;", "&#8216;", "&#8217;", "&nbsp;&#187;")},
    {"ru", SIGNS("&#171;", "&#8222;", "&#8220;", "&#187;")},
    {"fa", SIGNS("&#171;", "&#8249;", "&#8250;", "&#187;")},
    {"ar", SIGNS("&#171;", "&#8249;", "&#8250;", "&#187;")},
};

static const quote_signs *signs_of(const char *language) {
    for (size_t i = 0; language && i < sizeof foreign / sizeof *foreign; i++) {
        const size_t size = strlen(foreign[i].language);
        if (strncmp(language, foreign[i].language, size) == 0 &&
            (language[size] == '\0' || language[size] == '_' || language[size] == '-'))
            return &foreign[i].signs;
    }
    return &english;
}

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

static bool is_word(char byte) { return is_digit(byte) || is_letter(byte) || byte == '_'; }

// Strings with one meaning everywhere, among them words that begin with an apostrophe. Longer before
// shorter where one begins the other.
static const struct fixed {
    const char *from, *to;
} fixed[] = {
    {"...", "&#8230;"},
    {"``", "&#8220;"},
    {"''", "\xfc"},
    {" (tm)", " &#8482;"},
    {"'tain't", "\xfbtain\xfbt"},
    {"'twere", "\xfbtwere"},
    {"'twas", "\xfbtwas"},
    {"'tis", "\xfbtis"},
    {"'twill", "\xfbtwill"},
    {"'til", "\xfbtil"},
    {"'bout",
     "\xfb"
     "bout"},
    {"'nuff", "\xfbnuff"},
    {"'round", "\xfbround"},
    {"'cause",
     "\xfb"
     "cause"},
    {"'em",
     "\xfb"
     "em"},
    // Written by hand; they close as well as those made here.
    {"&#8217;", "\xfb"},
    {"&#8221;", "\xfc"},
};
_Static_assert(MARK_CLOSE_SINGLE == 0xfb && MARK_CLOSE_DOUBLE == 0xfc, "the marks in `fixed` are others");

static void replace_fixed(struct strbuf *out, const char *text, size_t size, const quote_signs *signs) {
    const char *plain = text, *end = text + size;
    for (const char *at = text; at < end;) {
        const struct fixed *found = NULL;
        if (strchr(".`' &", *at))
            for (size_t i = 0; i < sizeof fixed / sizeof *fixed && !found; i++) {
                size_t length = strlen(fixed[i].from);
                if ((size_t) (end - at) >= length && memcmp(at, fixed[i].from, length) == 0) found = &fixed[i];
            }
        if (!found) {
            at++;
            continue;
        }
        strbuf_add(out, plain, (size_t) (at - plain));
        strbuf_adds(out, *found->from == '`' ? (*signs)[0] : found->to);
        at += strlen(found->from);
        plain = at;
    }
    strbuf_add(out, plain, (size_t) (end - plain));
}

// Length of a reference such as "&amp;" or "&#38;" at text[at], which is '&'; 0 when it is a bare one.
static size_t reference_size(const char *text, size_t size, size_t at) {
    size_t i = at + 1;
    size_t least = i + 1, most = i + 8;
    bool hexadecimal = false, number = i < size && text[i] == '#';
    if (number) {
        i++;
        hexadecimal = i < size && (text[i] | 32) == 'x';
        if (hexadecimal) i++;
        least = i + 1;
        most = size;
    }
    for (; i < size && i < most; i++) {
        char byte = text[i];
        bool fits = hexadecimal ? is_digit(byte) || ((byte | 32) >= 'a' && (byte | 32) <= 'f')
                    : number    ? is_digit(byte)
                                : is_letter(byte) || (byte >= '1' && byte <= '4');
        if (!fits) break;
    }
    return i >= least && i < size && text[i] == ';' ? i + 1 - at : 0;
}

static void add_with_ampersands(struct strbuf *out, const char *text, size_t size) {
    size_t plain = 0;
    for (size_t i = 0; i < size; i++)
        if (text[i] == '&' && reference_size(text, size, i) == 0) {
            strbuf_add(out, text + plain, i - plain);
            strbuf_adds(out, "&#038;");
            plain = i + 1;
        }
    strbuf_add(out, text + plain, size - plain);
}

// Prints the dashes at text[at..end), which are all there are side by side.
static void add_dashes(struct strbuf *out, const char *text, size_t size, size_t at, size_t end) {
    size_t left = end - at;
    bool alone = left < 3 && (at == 0 || texturize_space_before(text, at)) &&
                 (end == size || texturize_space_at(text, size, end) > 0);
    bool punycode = left == 2 && at >= 2 && memcmp(text + at - 2, "xn", 2) == 0;
    for (; left >= 3; left -= 3) strbuf_adds(out, "&#8212;");
    if (left == 2 && !punycode)
        strbuf_adds(out, alone ? "&#8212;" : "&#8211;");
    else if (left == 2)
        strbuf_adds(out, "--");
    else if (left == 1)
        strbuf_adds(out, alone ? "&#8211;" : "-");
}

static bool is_number(char byte) { return is_digit(byte) || byte == '.' || byte == ','; }

// True when the x at text[at] stands between two numbers: 9x9, but never 0x9. Nothing before
// `from` counts, where the number of the sign before ended; *ret_end is where this one's does.
static bool is_times(const char *text, size_t size, size_t from, size_t at, size_t *ret_end) {
    if (at + 1 >= size || !is_digit(text[at + 1])) return false;
    bool left = false;
    for (size_t i = at; i > from && is_number(text[i - 1]) && !left; i--) {
        size_t digit = i - 1;
        bool boundary = digit == 0 || !is_word(text[digit - 1]);
        left = is_digit(text[digit]) && boundary && !(text[digit] == '0' && i == at);
    }
    if (!left) return false;
    size_t end = at + 2;
    while (end < size && is_number(text[end])) end++;
    for (; end > at + 1; end--) {
        bool inside = end < size && is_word(text[end]);
        if (is_word(text[end - 1]) != inside) {
            *ret_end = end;
            return true;
        }
    }
    return false;
}

// One such x with digits on both sides lets all be looked for.
static bool has_times(const char *text, size_t size) {
    for (size_t i = 1; i + 1 < size; i++)
        if (text[i] == 'x' && is_digit(text[i - 1]) && is_digit(text[i + 1])) return true;
    return false;
}

static void print_text(struct strbuf *out, const char *text, size_t size, const quote_signs *signs) {
    size_t plain = 0, number_end = 0;
    bool any_times = has_times(text, size);
    for (size_t i = 0; i < size;) {
        unsigned char byte = (unsigned char) text[i];
        bool times = byte == 'x' && any_times && is_times(text, size, number_end, i, &number_end);
        size_t reference = byte == '&' ? reference_size(text, size, i) : 0;
        if (!times && byte != '-' && byte < MARK_OPEN_DOUBLE && (byte != '&' || reference > 0)) {
            i += reference > 0 ? reference : 1;
            continue;
        }
        strbuf_add(out, text + plain, i - plain);
        size_t end = i + 1;
        if (byte == '-') {
            while (end < size && text[end] == '-') end++;
            add_dashes(out, text, size, i, end);
        } else {
            strbuf_adds(out, times                   ? "&#215;"
                             : byte == '&'           ? "&#038;"
                             : byte < MARK_CANDIDATE ? (*signs)[byte - MARK_OPEN_DOUBLE]
                                                     : "");
        }
        i = plain = end;
    }
    strbuf_add(out, text + plain, size - plain);
}

static void texturize_text(struct strbuf *out, const char *text, size_t size, const quote_signs *signs) {
    STRBUF_CLEAN struct strbuf work;
    strbuf_init(&work, 0);
    replace_fixed(&work, text, size, signs);
    if (work.size == 0) return;
    texturize_quotes(work.data, work.size);
    print_text(out, work.data, work.size, signs);
}

// The names of elements whose text stays as it is, innermost last, as positions in `verbatim`.
static const char *const verbatim[] = {"pre", "code", "kbd", "style", "script", "tt", "textarea"};

// Opens or closes one of them. As in WordPress the name ends at a space or the '>', and only
// the innermost can be closed.
static void note_tag(struct strbuf *open, const char *tag, const char *end) {
    bool closing = end - tag < 2 || tag[1] == '/';
    if (closing && open->size == 0) return;
    const char *name = tag + (closing ? 2 : 1);
    if (name >= end) return;
    const char *space = memchr(name, ' ', (size_t) (end - name));
    size_t size = (size_t) ((space ? space : end - 1) - name);
    for (size_t i = 0; i < sizeof verbatim / sizeof *verbatim; i++) {
        if (strlen(verbatim[i]) != size || memcmp(verbatim[i], name, size) != 0) continue;
        if (!closing)
            strbuf_addc(open, (char) ('0' + i));
        else if (open->data[open->size - 1] == (char) ('0' + i))
            strbuf_truncate(open, open->size - 1);
    }
}

static const char *tag_end(const char *at, const char *end) {
    if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
        const char *close = memmem(at + 2, (size_t) (end - at - 2), "-->", 3);
        return close ? close + 3 : end;
    }
    const char *close = memchr(at, '>', (size_t) (end - at));
    return close ? close + 1 : end;
}

static const char *text_end(const char *at, const char *end) {
    for (at++; at < end && *at != '<'; at++)
        if (*at == '[' && shortcode_end(at, end)) break;
    return at;
}

static bool is_blank(const char *at, const char *end) {
    while (at < end && strchr(" \t\n\r\v", *at)) at++;
    return at == end;
}

const char *texturize(struct arena *arena, const char *html, const char *language) {
    const quote_signs *signs = signs_of(language);
    STRBUF_CLEAN struct strbuf out;
    STRBUF_CLEAN struct strbuf open;
    strbuf_init(&out, 0);
    strbuf_init(&open, 0);
    const char *end = html + strlen(html);
    for (const char *at = html, *next; at < end; at = next) {
        const char *shortcode = *at == '[' ? shortcode_end(at, end) : NULL;
        next = *at == '<' ? tag_end(at, end) : shortcode ? shortcode : text_end(at, end);
        size_t size = (size_t) (next - at);
        if (*at == '<' && !(size >= 4 && memcmp(at, "<!--", 4) == 0)) {
            add_with_ampersands(&out, at, size);
            note_tag(&open, at, next);
        } else if (*at == '<' || shortcode || open.size > 0 || is_blank(at, next)) {
            strbuf_add(&out, at, size);
        } else {
            texturize_text(&out, at, size, signs);
        }
    }
    return arena_strndup(arena, out.data, out.size);
}
