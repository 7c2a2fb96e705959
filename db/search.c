// search: see the header. WordPress's list of English stop words is left out: a site has any language, and the words
// that all must be found only narrow the result.
#include "db/search.h"

#include <string.h>

#include "base/arena.h"
#include "db/sql_builder.h"

#define DIVIDERS " \t\r\n,+"

static const char *skip_dividers(const char *at) { return at + strspn(at, DIVIDERS); }

bool search_piece_next(struct arena *arena, const char **at, struct search_piece *ret) {
    const char *start = skip_dividers(*at);
    *ret = (struct search_piece){0};
    if (*start == '\0') return false;
    if (start[0] == '-' && start[1] != '\0' && !strchr(DIVIDERS, start[1])) {
        ret->absent = true;
        start++;
    }
    const char *end;
    ret->quoted = *start == '"';
    if (ret->quoted) {
        start++;
        end = strchr(start, '"');
        if (!end) end = start + strlen(start);
        *at = *end ? end + 1 : end;
    } else {
        end = start + strcspn(start, DIVIDERS "\"");
        *at = end;
    }
    ret->text = arena_strndup(arena, start, (size_t) (end - start));
    return true;
}

void search_parse(struct arena *arena, const char *text, struct search *ret) {
    *ret = (struct search){.phrase = sql_like(arena, text)};
    const char *at = text;
    for (struct search_piece piece; search_piece_next(arena, &at, &piece);) {
        const char *word = piece.text;
        if (word[strspn(word, " \t\r\n")] == '\0') continue;
        if (ret->count == SEARCH_WORDS_MOST) {
            ret->count = 0;
            break;
        }
        ret->words[ret->count++] = (struct search_word){.like = sql_like(arena, word), .absent = piece.absent};
    }
    if (ret->count == 0) ret->words[ret->count++] = (struct search_word){.like = ret->phrase};
}
