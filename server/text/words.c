// words: see the header. Hides how plural forms and placeholders lie in the tables.
#include "server/text/words.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/words_internal.h"

enum { ARGUMENTS_MAX = 4, NUMBER_MAX = 32 };

static const struct words *or_english(const struct words *words) { return words ? words : &words_languages[0]; }

const struct words *words_of_locale(const char *locale) {
    size_t size = 0;
    while (isalpha((unsigned char) locale[size])) size++;
    for (size_t i = 0; i < WORDS_LANGUAGES; i++) {
        const char *code = words_languages[i].code;
        if (strlen(code) == size && strncasecmp(code, locale, size) == 0) return &words_languages[i];
    }
    return &words_languages[0];
}

const struct words *words_language(size_t index) { return index < WORDS_LANGUAGES ? &words_languages[index] : NULL; }

const char *words_code(const struct words *words) { return or_english(words)->code; }

bool words_right_to_left(const struct words *words) { return or_english(words)->right_to_left; }

const char *words_text(const struct words *words, int word) { return or_english(words)->texts[word]; }

const char *words_get(const struct words *words, enum word word) {
    const char *text = words_text(words, (int) word);
    return text ? text : words_languages[0].texts[word];
}

static void fill(struct strbuf *out, const char *text, const char *const *arguments, size_t count) {
    for (const char *open; (open = strchr(text, '{')); text = open + 3) {
        strbuf_add(out, text, (size_t) (open - text));
        size_t number = (size_t) (open[1] - '0');
        assert(number < count && open[2] == '}');  // script/words.py made it so
        if (number < count) strbuf_adds(out, arguments[number]);
    }
    strbuf_adds(out, text);
}

// The texts of a call after `count` that are there already.
static size_t collect(va_list list, const char **arguments, size_t count) {
    for (const char *text; (text = va_arg(list, const char *));) {
        assert(count < ARGUMENTS_MAX);
        if (count < ARGUMENTS_MAX) arguments[count++] = text;
    }
    return count;
}

const char *words_with(struct arena *arena, const struct words *words, enum word word, ...) {
    const char *arguments[ARGUMENTS_MAX];
    va_list list;
    va_start(list, word);
    size_t count = collect(list, arguments, 0);
    va_end(list);
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    fill(&out, words_get(words, word), arguments, count);
    return arena_strndup(arena, out.data, out.size);
}

const char *words_plural(struct arena *arena, const struct words *words, enum word word, int64_t n, ...) {
    if (n < 0) n = 0;
    words = or_english(words);
    // English has its own rule: what is not translated is said by that.
    if (!words_text(words, (int) word)) words = &words_languages[0];
    const char *arguments[ARGUMENTS_MAX] = {words_number(arena, words, n)};
    va_list list;
    va_start(list, n);
    size_t count = collect(list, arguments, 1);
    va_end(list);
    const char *text = words->texts[word];
    for (unsigned form = words->plural((uint64_t) n); form > 0; form--) text += strlen(text) + 1;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    fill(&out, text, arguments, count);
    return arena_strndup(arena, out.data, out.size);
}

static void add_digit(struct strbuf *out, const struct words *words, char digit) {
    if (words->digits[0])
        strbuf_adds(out, words->digits[digit - '0']);
    else
        strbuf_addc(out, digit);
}

void words_add_number(struct strbuf *out, const struct words *words, int64_t number, bool grouped) {
    words = or_english(words);
    char digits[NUMBER_MAX];
    size_t size = 0;
    uint64_t left = number < 0 ? 0 - (uint64_t) number : (uint64_t) number;
    do {
        digits[size++] = (char) ('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0) strbuf_addc(out, '-');
    while (size-- > 0) {
        add_digit(out, words, digits[size]);
        if (grouped && size > 0 && size % 3 == 0) strbuf_adds(out, words->group);
    }
}

const char *words_number(struct arena *arena, const struct words *words, int64_t number) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    words_add_number(&out, words, number, true);
    return arena_strndup(arena, out.data, out.size);
}

bool words_has_digits(const struct words *words) { return or_english(words)->digits[0] != NULL; }

void words_add_digits(struct strbuf *out, const struct words *words, const char *text) {
    words = or_english(words);
    for (; *text; text++) {
        if (*text >= '0' && *text <= '9')
            add_digit(out, words, *text);
        else
            strbuf_addc(out, *text);
    }
}

const char *words_ordinal(const struct words *words, int day) {
    words = or_english(words);
    return day > 0 && day < WORDS_DAYS && words->ordinals[day] ? words->ordinals[day] : "";
}

int words_find(const char *key, size_t size) {
    size_t low = 0, high = WORDS_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *other = words_keys[words_sorted[middle]];
        // A template may hold a NUL: neither text ends the other.
        size_t other_size = strlen(other);
        int order = memcmp(key, other, size < other_size ? size : other_size);
        if (order == 0) order = (size > other_size) - (size < other_size);
        if (order == 0) return words_sorted[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

const char *words_translate(const struct words *words, const char *english) {
    int word = words_find(english, strlen(english));
    return word < 0 ? english : words_get(words, (enum word) word);
}
