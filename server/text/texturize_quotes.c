// texturize_quotes: which ' and " open, close, are apostrophes or primes.
//
// The rules are those of WordPress's wptexturize, in its order: each looks at the
// text as the ones before have left it.
#include "server/text/texturize_quotes.h"

#include <string.h>

struct run {
    char *text;
    size_t size;
};

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static bool has_prefix(const char *text, size_t size, size_t at, const char *prefix) {
    size_t length = strlen(prefix);
    return size - at >= length && memcmp(text + at, prefix, length) == 0;
}

size_t texturize_space_at(const char *text, size_t size, size_t at) {
    if (at == size) return 0;
    if (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') return 1;
    if (has_prefix(text, size, at, "\xc2\xa0")) return 2;
    return has_prefix(text, size, at, "&nbsp;") ? 6 : 0;
}

bool texturize_space_before(const char *text, size_t at) {
    return at > 0 &&
           (texturize_space_at(text, at, at - 1) == 1 || (at > 1 && texturize_space_at(text, at, at - 2) == 2) ||
            (at > 5 && texturize_space_at(text, at, at - 6) == 6));
}

static bool digit_at(const struct run *run, size_t at) { return at < run->size && is_digit(run->text[at]); }

// The end, white space, or one of `bytes` stands at `at`.
static bool ends_at(const struct run *run, size_t at, const char *bytes) {
    return at >= run->size || strchr(bytes, run->text[at]) || texturize_space_at(run->text, run->size, at) > 0;
}

static bool closes_before(const struct run *run, size_t at) {
    return ends_at(run, at, ".,:;!?)}-]") || has_prefix(run->text, run->size, at, "&gt;");
}

static bool opens_after(const struct run *run, size_t at, const char *bytes) {
    return at == 0 || strchr(bytes, run->text[at - 1]) || texturize_space_before(run->text, at) ||
           (at >= 4 && memcmp(run->text + at - 4, "&lt;", 4) == 0);
}

// '99' and '99": taken for a year at the end of a quotation.
static void mark_years_in_quotes(struct run *run, char closing, enum quote_mark mark) {
    for (size_t i = 0; i + 3 < run->size; i++) {
        if (run->text[i] != '\'' || !digit_at(run, i + 1) || !digit_at(run, i + 2) || run->text[i + 3] != closing ||
            !closes_before(run, i + 4))
            continue;
        run->text[i] = (char) MARK_APOSTROPHE;
        run->text[i + 3] = (char) mark;
    }
}

// '99, '99s, but not '9, '99%, '999 or '99.0.
static void mark_years(struct run *run) {
    for (size_t i = 0; i + 2 < run->size; i++) {
        if (run->text[i] != '\'' || !digit_at(run, i + 1) || !digit_at(run, i + 2)) continue;
        bool more =
            i + 3 < run->size && (run->text[i + 3] == '%' || digit_at(run, i + 3) ||
                                  ((run->text[i + 3] == '.' || run->text[i + 3] == ',') && digit_at(run, i + 4)));
        if (!more) run->text[i] = (char) MARK_APOSTROPHE;
    }
}

// '0.42' or "0.42" after white space.
static void mark_numbers(struct run *run, char quote, enum quote_mark open, enum quote_mark close) {
    for (size_t i = 0; i < run->size; i++) {
        if (run->text[i] != quote || !digit_at(run, i + 1)) continue;
        if (i > 0 && !texturize_space_before(run->text, i)) continue;
        size_t end = i + 1;
        while (digit_at(run, end) || (end < run->size && (run->text[end] == '.' || run->text[end] == ','))) end++;
        if (end == run->size || run->text[end] != quote) continue;
        run->text[i] = (char) open;
        run->text[end] = (char) close;
    }
}

static void mark_single(struct run *run) {
    mark_years_in_quotes(run, '\'', MARK_CLOSE_SINGLE);
    mark_years_in_quotes(run, '"', MARK_CLOSE_DOUBLE);
    mark_years(run);
    mark_numbers(run, '\'', MARK_OPEN_SINGLE, MARK_CLOSE_SINGLE);
    for (size_t i = 0; i < run->size; i++)
        if (run->text[i] == '\'' && opens_after(run, i, "([{\"-")) run->text[i] = (char) MARK_OPEN_SINGLE;
    for (size_t i = 0; i < run->size; i++) {
        if (run->text[i] != '\'' || texturize_space_before(run->text, i)) continue;
        if (ends_at(run, i + 1, ".,:;!?\"'(){}[]-") || has_prefix(run->text, run->size, i + 1, "&lt;") ||
            has_prefix(run->text, run->size, i + 1, "&gt;"))
            continue;
        run->text[i] = (char) MARK_APOSTROPHE;
    }
}

static void mark_double(struct run *run) {
    mark_numbers(run, '"', MARK_OPEN_DOUBLE, MARK_CLOSE_DOUBLE);
    for (size_t i = 0; i < run->size; i++)
        if (run->text[i] == '"' && opens_after(run, i, "([{-") && texturize_space_at(run->text, run->size, i + 1) == 0)
            run->text[i] = (char) MARK_OPEN_DOUBLE;
}

static size_t count(const struct run *run, char byte) {
    size_t found = 0;
    for (size_t i = 0; i < run->size; i++) found += run->text[i] == byte;
    return found;
}

static void replace(struct run *run, char from, char to) {
    for (size_t i = 0; i < run->size; i++)
        if (run->text[i] == from) run->text[i] = to;
}

static void replace_after_digit(struct run *run, char from, char to, bool digit) {
    for (size_t i = 0; i < run->size; i++)
        if (run->text[i] == from && (i > 0 && is_digit(run->text[i - 1])) == digit) run->text[i] = to;
}

static size_t replace_closing(struct run *run, char from, char to) {
    size_t found = 0;
    for (size_t i = 0; i < run->size; i++)
        if (run->text[i] == from && closes_before(run, i + 1)) {
            run->text[i] = to;
            found++;
        }
    return found;
}

// Of several candidates one closes: those after no digit, else the last before a full stop, else the last.
static void choose_closing(struct run *run, char close) {
    const char candidate = (char) MARK_CANDIDATE;
    size_t before = count(run, candidate);
    replace_after_digit(run, candidate, close, false);
    if (count(run, candidate) < before) return;
    size_t last = run->size, last_before_stop = run->size;
    for (size_t i = 0; i < run->size; i++)
        if (run->text[i] == candidate) {
            last = i;
            if (i + 1 < run->size && run->text[i + 1] == '.') last_before_stop = i;
        }
    run->text[last_before_stop < run->size ? last_before_stop : last] = close;
}

// A piece between two opening marks. `opened`: one stands before it.
static void mark_primes_in(struct run *run, char quote, char prime, char close, bool opened) {
    const char candidate = (char) MARK_CANDIDATE;
    if (!memchr(run->text, quote, run->size)) return;
    if (opened && !memchr(run->text, close, run->size)) {
        size_t found = replace_closing(run, quote, candidate);
        if (found > 1) {
            choose_closing(run, close);
            replace_after_digit(run, candidate, prime, true);
        }
        replace(run, candidate, close);
        replace_after_digit(run, quote, prime, true);
    } else {
        replace_after_digit(run, quote, prime, true);
        replace_closing(run, quote, close);
    }
    if (quote == '"') replace(run, quote, close);
}

static void mark_primes(struct run *run, char quote, char prime, char open, char close) {
    for (size_t begin = 0; begin < run->size;) {
        const char *next = memchr(run->text + begin, open, run->size - begin);
        size_t end = next ? (size_t) (next - run->text) : run->size;
        struct run piece = {run->text + begin, end - begin};
        if (piece.size > 0) mark_primes_in(&piece, quote, prime, close, begin > 0);
        begin = end + 1;
    }
}

void texturize_quotes(char *text, size_t size) {
    struct run run = {text, size};
    if (memchr(text, '\'', size)) {
        mark_single(&run);
        mark_primes(&run, '\'', (char) MARK_PRIME, (char) MARK_OPEN_SINGLE, (char) MARK_CLOSE_SINGLE);
    }
    if (memchr(text, '"', size)) {
        mark_double(&run);
        mark_primes(&run, '"', (char) MARK_DOUBLE_PRIME, (char) MARK_OPEN_DOUBLE, (char) MARK_CLOSE_DOUBLE);
    }
}
