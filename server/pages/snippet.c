// snippet: see the header. Words are told by the same fold as in the index, so what was found is what is marked.
#include "server/pages/snippet.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/search.h"
#include "db/search_text.h"
#include "server/text/escape.h"

enum {
    WORDS_MOST = 32,
    MARKS_MOST = 500,        // words that are found in one text
    TEXT_MOST = 256 * 1024,  // bytes of it that are looked at
    LENGTH = 260,            // bytes of a snippet
    BEFORE = 60,             // of them before the first word
    BEGINNING_LEAST = 2,     // characters of a word that may be the beginning of others (search_plan.h)
};

struct wanted {
    const char *words[WORDS_MOST];
    size_t count;
    bool last_begins;
};

struct mark {
    size_t start, end;
    size_t word;
};

static void read_wanted(struct arena *arena, const char *search, struct wanted *wanted) {
    struct search_piece piece;
    for (const char *at = search; search_piece_next(arena, &at, &piece);) {
        if (piece.absent) continue;
        struct search_reader reader;
        struct search_token token;
        search_reader_init(&reader, piece.text, strlen(piece.text));
        size_t before = wanted->count;
        while (wanted->count < WORDS_MOST && search_reader_next(&reader, &token))
            wanted->words[wanted->count++] = arena_strndup(arena, token.word, token.size);
        if (wanted->count == before) continue;
        wanted->last_begins =
            !piece.quoted && wanted->count == before + 1 && utf8_length(wanted->words[before]) >= BEGINNING_LEAST;
    }
}

static bool is_wanted(const struct wanted *wanted, const char *word, size_t *ret) {
    for (size_t i = 0; i < wanted->count; i++) {
        const bool begins = wanted->last_begins && i + 1 == wanted->count;
        if (begins ? strncmp(word, wanted->words[i], strlen(wanted->words[i])) != 0
                   : strcmp(word, wanted->words[i]) != 0)
            continue;
        *ret = i;
        return true;
    }
    return false;
}

static size_t find_marks(const struct wanted *wanted, const char *text, size_t size, struct mark *marks) {
    struct search_reader reader;
    struct search_token token;
    size_t count = 0, word;
    search_reader_init(&reader, text, size);
    while (count < MARKS_MOST && search_reader_next(&reader, &token)) {
        if (!is_wanted(wanted, token.word, &word)) continue;
        // The whole that a joiner holds together comes after its parts.
        while (count > 0 && marks[count - 1].start >= token.start) count--;
        if (count > 0 && marks[count - 1].end > token.start) continue;
        marks[count++] = (struct mark){.start = token.start, .end = token.end, .word = word};
    }
    return count;
}

// The mark from which on most of the different words stand close by.
static size_t best_start(const struct mark *marks, size_t count) {
    size_t best = 0;
    int most = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned seen = 0;
        for (size_t k = i; k < count && marks[k].end - marks[i].start <= LENGTH - BEFORE; k++)
            seen |= 1U << marks[k].word;
        const int different = __builtin_popcount(seen);
        if (different <= most) continue;
        most = different;
        best = i;
    }
    return best;
}

// Moves a cut to a space nearby, or at least between two characters.
static size_t cut_before(const char *text, size_t at) {
    size_t first = at > BEFORE / 2 ? at - BEFORE / 2 : 0;
    for (size_t i = at; i > first; i--)
        if (text[i - 1] == ' ') return i;
    while (at > 0 && ((unsigned char) text[at] & 0xc0) == 0x80) at--;
    return at;
}

static void add_text(struct arena *arena, struct strbuf *out, const char *text, size_t from, size_t to) {
    if (to > from) escape_html(out, arena_strndup(arena, text + from, to - from));
}

static const char *write(struct arena *arena, const char *text, size_t size, const struct mark *marks, size_t count) {
    const size_t first = count > 0 ? best_start(marks, count) : 0;
    const size_t middle = count > 0 ? marks[first].start : 0;
    const size_t from = middle > BEFORE ? cut_before(text, middle - BEFORE) : 0;
    size_t to = from + LENGTH < size ? cut_before(text, from + LENGTH) : size;
    if (count > 0 && to < marks[first].end) to = marks[first].end;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    if (from > 0) strbuf_adds(&out, "… ");
    size_t at = from;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].start < at || marks[i].end > to) continue;
        add_text(arena, &out, text, at, marks[i].start);
        strbuf_adds(&out, "<mark>");
        add_text(arena, &out, text, marks[i].start, marks[i].end);
        strbuf_adds(&out, "</mark>");
        at = marks[i].end;
    }
    add_text(arena, &out, text, at, to);
    if (to < size) strbuf_adds(&out, " …");
    return arena_strndup(arena, out.data, out.size);
}

const char *snippet_make(struct arena *arena, const char *search, const char *html) {
    STRBUF_CLEAN struct strbuf text;
    strbuf_init(&text, 0);
    search_plain(&text, html);
    if (text.size == 0 || strbuf_failed(&text)) return NULL;
    const size_t size = utf8_prefix(text.data, text.size, TEXT_MOST);
    struct wanted wanted = {0};
    read_wanted(arena, search, &wanted);
    struct mark *marks = arena_array(arena, struct mark, MARKS_MOST);
    const size_t count = find_marks(&wanted, text.data, size, marks);
    return write(arena, text.data, size, marks, count);
}
