// search: see the header. WordPress's list of English stop words is left out: a site has any language, and the words
// that all must be found only narrow the result.
#include "db/search.h"

#include <string.h>

#include "base/arena.h"
#include "db/sql_builder.h"

static const char *skip_dividers(const char *at) { return at + strspn(at, " \t\r\n,+"); }

// Cuts the next word off; NULL at the end.
static const char *next_word(struct arena *arena, const char **at) {
    const char *start = skip_dividers(*at);
    if (*start == '\0') return NULL;
    const char *end;
    if (*start == '"') {
        start++;
        end = strchr(start, '"');
        if (!end) end = start + strlen(start);
        *at = *end ? end + 1 : end;
    } else {
        end = start + strcspn(start, " \t\r\n,+\"");
        *at = end;
    }
    return arena_strndup(arena, start, (size_t) (end - start));
}

void search_parse(struct arena *arena, const char *text, struct search *ret) {
    *ret = (struct search){.phrase = sql_like(arena, text)};
    const char *at = text;
    for (const char *word; (word = next_word(arena, &at));) {
        bool absent = word[0] == '-' && word[1] != '\0';
        if (absent) word++;
        if (word[strspn(word, " \t\r\n")] == '\0') continue;
        if (ret->count == SEARCH_WORDS_MOST) {
            ret->count = 0;
            break;
        }
        ret->words[ret->count++] = (struct search_word){.like = sql_like(arena, word), .absent = absent};
    }
    if (ret->count == 0) ret->words[ret->count++] = (struct search_word){.like = ret->phrase};
}
