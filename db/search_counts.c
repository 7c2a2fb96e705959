// search_counts: a hash table of words in an arena. See the header.
#include "db/search_counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/statement.h"
#include "db/statements.h"

#define SQL_ADD                                                                                   \
    "INSERT INTO search_word (word, articles, pages, media, others) VALUES ($1, $2, $3, $4, $5) " \
    "ON CONFLICT (word) DO UPDATE SET articles = search_word.articles + excluded.articles, "      \
    "pages = search_word.pages + excluded.pages, media = search_word.media + excluded.media, "    \
    "others = search_word.others + excluded.others"
#define SQL_FORGET "DELETE FROM search_word WHERE word = $1 AND articles + pages + media + others <= 0"

const char *const search_counts_statements[] = {SQL_ADD, SQL_FORGET, NULL};

enum { FIRST_SLOTS = 1024 };

struct search_counted {
    uint64_t hash;
    uint64_t text;  // the last one that it was counted in
    int changes[SEARCH_CLASSES];
    size_t size;
    char word[];
};

void search_counts_init(struct search_counts *counts, struct arena *arena) {
    *counts = (struct search_counts){.arena = arena, .room = FIRST_SLOTS};
    counts->slots = calloc(counts->room, sizeof(struct search_counted *));
    if (!counts->slots) abort();
}

void search_counts_finish(struct search_counts *counts) {
    free(counts->slots);
    counts->slots = NULL;
}

static uint64_t word_hash(const char *word, size_t size) {
    uint64_t hash = 0xcbf29ce484222325ULL;
    for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char) word[i]) * 0x100000001b3ULL;
    return hash ^ hash >> 32;
}

static size_t slot_of(const struct search_counts *counts, uint64_t hash, const char *word, size_t size) {
    size_t slot = hash & (counts->room - 1);
    for (; counts->slots[slot]; slot = (slot + 1) & (counts->room - 1)) {
        const struct search_counted *other = counts->slots[slot];
        if (other->hash == hash && other->size == size && memcmp(other->word, word, size) == 0) break;
    }
    return slot;
}

static void grow(struct search_counts *counts) {
    struct search_counted **old = counts->slots;
    size_t old_room = counts->room;
    counts->room *= 2;
    counts->slots = calloc(counts->room, sizeof(struct search_counted *));
    if (!counts->slots) abort();
    for (size_t i = 0; i < old_room; i++) {
        if (old[i]) counts->slots[slot_of(counts, old[i]->hash, old[i]->word, old[i]->size)] = old[i];
    }
    free(old);
}

static void count_word(struct search_counts *counts, const char *word, size_t size, enum search_class class,
                       int change) {
    uint64_t hash = word_hash(word, size);
    size_t slot = slot_of(counts, hash, word, size);
    struct search_counted *counted = counts->slots[slot];
    if (!counted) {
        counted = arena_alloc(counts->arena, sizeof *counted + size + 1);
        counted->hash = hash;
        counted->size = size;
        memcpy(counted->word, word, size);
        counts->slots[slot] = counted;
        if (++counts->count * 2 > counts->room) grow(counts);
    }
    if (counted->text == counts->text) return;
    counted->text = counts->text;
    counted->changes[class] += change;
}

void search_counts_add(struct search_counts *counts, const char *const *folded, size_t pieces, enum search_class class,
                       int change) {
    counts->text++;
    for (size_t i = 0; i < pieces; i++) {
        for (const char *at = folded[i]; *at;) {
            size_t size = strcspn(at, " ");
            count_word(counts, at, size, class, change);
            at += size + (at[size] == ' ');
        }
    }
}

static int compare_words(const void *left, const void *right) {
    return strcmp((*(struct search_counted *const *) left)->word, (*(struct search_counted *const *) right)->word);
}

static enum db_result write_word(struct db *db, const struct search_counted *counted) {
    bool fewer = false, changed = false;
    STATEMENT statement = statement_acquire(db, SQL_ADD);
    statement_bind_text(statement, counted->word);
    for (int class = 0; class < SEARCH_CLASSES; class ++) {
        statement_bind_integer(statement, counted->changes[class]);
        fewer = fewer || counted->changes[class] < 0;
        changed = changed || counted->changes[class] != 0;
    }
    enum db_result result = changed ? statement_run(statement) : DB_OK;
    if (result != DB_OK || !fewer) return result;
    STATEMENT forget = statement_acquire(db, SQL_FORGET);
    statement_bind_text(forget, counted->word);
    return statement_run(forget);
}

// In the order of the table, so that its pages are gone through once.
enum db_result search_counts_write(struct db *db, struct search_counts *counts) {
    struct search_counted **words = arena_array(counts->arena, struct search_counted *, counts->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < counts->room; i++)
        if (counts->slots[i]) words[count++] = counts->slots[i];
    qsort(words, count, sizeof(struct search_counted *), compare_words);
    enum db_result result = DB_OK;
    for (size_t i = 0; i < count && result == DB_OK; i++) result = write_word(db, words[i]);
    return result;
}
