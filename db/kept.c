// kept: a hash table with chains, and a queue in which what was found since it was last looked at gets another round.
#include "db/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/reads.h"
#include "base/xxh.h"

enum {
    BUCKETS = 1024,
    BYTES_MOST = 4 * 1024 * 1024,  // of a reader
    ANSWER_MOST = 128 * 1024,
    READS_OF_ANSWER_MOST = 256,
    ASKED = 16384,            // counters of how often each is asked for, by its hash; a power of two
    HALVE_AFTER = 8 * ASKED,  // askings, so that the past fades
};

struct kept_cell {
    int64_t integer;
    uint32_t at, size;  // in the answer's bytes
    enum driver_kind kind;
};

struct kept_answer {
    struct kept_answer *next;  // of its bucket
    struct kept_answer *newer, *older;
    uint64_t hash;
    uint64_t state;  // in which it was read
    size_t size;     // of all that follows, and this
    size_t key_size, read_count, rows, columns;
    unsigned uses;  // by statements, and one of the table
    bool whole, visited;
    const struct touch *reads;
    const struct kept_cell *cells;
    const char *bytes;
    unsigned char key[];
};

struct kept_bucket {
    struct kept_answer *first;
};

struct kept {
    const struct kept_clock *clock;
    uint64_t state;
    bool usable;
    size_t size;
    struct kept_answer *newest, *oldest;
    struct kept_bucket buckets[BUCKETS];
    unsigned char asked[ASKED];
    unsigned askings;
};

uint64_t kept_hash(const void *bytes, size_t size) { return XXH3_64bits(bytes, size); }

static size_t mark_of(const struct touch *touch) { return touch_hash(touch) & (KEPT_MARKS - 1); }

void kept_clock_begin(struct kept_clock *clock) { atomic_fetch_add(&clock->begun, 1); }

void kept_clock_publish(struct kept_clock *clock, const struct touch *touched, size_t count) {
    const uint64_t number = atomic_load(&clock->begun);
    for (size_t i = 0; i < count; i++) {
        if (touched[i].kind == TOUCH_EVERYTHING) atomic_store(&clock->everything, number);
        atomic_store(&clock->marks[mark_of(&touched[i])], number);
    }
    atomic_store(&clock->published, number);
}

uint64_t kept_clock_now(const struct kept_clock *clock) {
    // In this order: a commit that begins in between makes the two differ.
    const uint64_t published = atomic_load(&clock->published);
    return atomic_load(&clock->begun) == published ? published : UINT64_MAX;
}

struct kept *kept_create(const struct kept_clock *clock) {
    struct kept *kept = calloc(1, sizeof *kept);
    if (kept) kept->clock = clock;
    return kept;
}

void kept_release(struct kept_answer *answer) {
    if (answer && --answer->uses == 0) free(answer);
}

// The table's use goes to the caller.
static void take_off(struct kept *kept, struct kept_answer *answer) {
    struct kept_answer **slot = &kept->buckets[answer->hash % BUCKETS].first;
    while (*slot != answer) slot = &(*slot)->next;
    *slot = answer->next;
    if (answer->newer)
        answer->newer->older = answer->older;
    else
        kept->newest = answer->older;
    if (answer->older)
        answer->older->newer = answer->newer;
    else
        kept->oldest = answer->newer;
    kept->size -= answer->size;
}

static void release_all(struct kept_answer *gone) {
    while (gone) {
        struct kept_answer *answer = gone;
        gone = answer->next;  // NOLINT(clang-analyzer-unix.Malloc): each stands there once
        kept_release(answer);
    }
}

void kept_destroy(struct kept *kept) {
    if (!kept) return;
    struct kept_answer *gone = NULL;
    while (kept->newest) {
        struct kept_answer *answer = kept->newest;
        take_off(kept, answer);
        answer->next = gone;
        gone = answer;
    }
    release_all(gone);
    free(kept);
}

void kept_begin(struct kept *kept, uint64_t state) {
    if (!kept) return;
    kept->state = state;
    // A commit that began since may be seen or not.
    kept->usable = state != UINT64_MAX && atomic_load(&kept->clock->begun) == state;
}

bool kept_is_usable(const struct kept *kept) { return kept && kept->usable; }

static bool is_true(const struct kept *kept, const struct kept_answer *answer) {
    if (atomic_load(&kept->clock->everything) > answer->state) return false;
    for (size_t i = 0; i < answer->read_count; i++)
        if (atomic_load(&kept->clock->marks[mark_of(&answer->reads[i])]) > answer->state) return false;
    return true;
}

static unsigned char *counter_of(struct kept *kept, uint64_t hash) { return &kept->asked[hash >> 8 & (ASKED - 1)]; }

static unsigned count_asking(struct kept *kept, uint64_t hash) {
    unsigned char *counter = counter_of(kept, hash);
    if (*counter < UINT8_MAX) ++*counter;
    const unsigned count = *counter;
    if (++kept->askings < HALVE_AFTER) return count;
    kept->askings = 0;
    for (size_t i = 0; i < ASKED; i++) kept->asked[i] /= 2;
    return count;
}

// Without room only for what is asked for far more often than what would go: where all are asked for alike and do not
// fit, recording them would be in vain.
static bool is_worth_keeping(struct kept *kept, unsigned count) {
    if (count < 2) return false;
    if (!kept->oldest || kept->size + ANSWER_MOST < BYTES_MOST) return true;
    return count > 2U * *counter_of(kept, kept->oldest->hash) + 1;
}

struct kept_answer *kept_find(struct kept *kept, const struct kept_key *key, bool *ret_wanted) {
    struct kept_answer *answer = kept->buckets[key->hash % BUCKETS].first;
    while (answer && (answer->hash != key->hash || answer->key_size != key->size ||
                      memcmp(answer->key, key->bytes, key->size) != 0))
        answer = answer->next;
    const unsigned count = count_asking(kept, key->hash);
    *ret_wanted = false;
    if (answer && is_true(kept, answer)) {
        answer->visited = true;
        answer->uses++;
        return answer;
    }
    *ret_wanted = answer || is_worth_keeping(kept, count);
    if (answer) {
        take_off(kept, answer);
        kept_release(answer);
    }
    return NULL;
}

size_t kept_rows(const struct kept_answer *answer) { return answer->rows; }

bool kept_is_whole(const struct kept_answer *answer) { return answer->whole; }

struct driver_value kept_value(const struct kept_answer *answer, size_t row, int column) {
    if (column < 0 || (size_t) column >= answer->columns) return (struct driver_value){.kind = DRIVER_NULL};
    const struct kept_cell *cell = &answer->cells[row * answer->columns + (size_t) column];
    return (struct driver_value){
        .kind = cell->kind, .integer = cell->integer, .bytes = answer->bytes + cell->at, .size = cell->size};
}

// Recording

static bool grow(void **items, size_t *room, size_t needed, size_t item_size) {
    if (needed <= *room) return true;
    size_t count = *room ? *room * 2 : 64;
    while (count < needed) count *= 2;
    void *more = realloc(*items, count * item_size);
    if (!more) return false;
    *items = more;
    *room = count;
    return true;
}

static bool take_value(struct kept_record *record, const struct driver_value *value) {
    const bool has_bytes = value->kind == DRIVER_TEXT || value->kind == DRIVER_BLOB;
    const size_t size = has_bytes ? value->size : 0;
    if (value->kind == DRIVER_OTHER || size > ANSWER_MOST - record->size) return false;
    // Texts keep the zero behind them.
    if (!grow((void **) &record->cells, &record->cell_room, record->cell_count + 1, sizeof *record->cells))
        return false;
    if (!grow((void **) &record->bytes, &record->room, record->size + size + 1, 1)) return false;
    record->cells[record->cell_count++] = (struct kept_cell){
        .integer = value->integer, .at = (uint32_t) record->size, .size = (uint32_t) size, .kind = value->kind};
    if (size > 0) memcpy(record->bytes + record->size, value->bytes, size);
    record->size += size;
    record->bytes[record->size++] = '\0';
    return record->size < ANSWER_MOST && record->cell_count * sizeof *record->cells < ANSWER_MOST;
}

void kept_record_value(struct kept_record *record, const struct driver_value *value) {
    record->failed = record->failed || !take_value(record, value);
}

void kept_record_row(struct kept_record *record, const struct driver *driver, struct driver_statement *statement) {
    if (record->failed) return;
    record->columns = (size_t) driver->column_count(statement);
    for (size_t i = 0; i < record->columns && !record->failed; i++) {
        struct driver_value value;
        driver->column_value(statement, (int) i, &value);
        kept_record_value(record, &value);
    }
    record->rows++;
}

void kept_record_finish(struct kept_record *record) {
    free(record->cells);
    free(record->bytes);
    *record = (struct kept_record){0};
}

static void make_room(struct kept *kept) {
    struct kept_answer *gone = NULL;
    while (kept->size > BYTES_MOST && kept->oldest) {
        struct kept_answer *answer = kept->oldest;
        if (!answer->visited || answer == kept->newest) {
            take_off(kept, answer);
            answer->next = gone;
            gone = answer;
            continue;
        }
        answer->visited = false;
        kept->oldest = answer->newer;
        kept->oldest->older = NULL;
        answer->newer = NULL;
        answer->older = kept->newest;
        kept->newest->newer = answer;
        kept->newest = answer;
    }
    release_all(gone);
}

static size_t rounded(size_t size) { return (size + 15) & ~(size_t) 15; }

void kept_put(struct kept *kept, const struct kept_key *key, const struct kept_record *record, bool whole,
              const struct touch *reads, size_t read_count) {
    if (record->failed || read_count > READS_OF_ANSWER_MOST) return;
    const size_t reads_at = rounded(sizeof(struct kept_answer) + key->size);
    const size_t cells_at = reads_at + rounded(read_count * sizeof *reads);
    const size_t bytes_at = cells_at + rounded(record->cell_count * sizeof *record->cells);
    const size_t size = bytes_at + record->size;
    char *memory = malloc(size);
    if (!memory) return;
    struct kept_answer *answer = (struct kept_answer *) memory;
    *answer = (struct kept_answer){
        .hash = key->hash,
        .state = kept->state,
        .size = size,
        .key_size = key->size,
        .read_count = read_count,
        .rows = record->rows,
        .columns = record->columns,
        .uses = 1,
        .whole = whole,
        .reads = (const struct touch *) (memory + reads_at),
        .cells = (const struct kept_cell *) (memory + cells_at),
        .bytes = memory + bytes_at,
    };
    if (key->size) memcpy(answer->key, key->bytes, key->size);
    if (read_count) memcpy(memory + reads_at, reads, read_count * sizeof *reads);
    if (record->cell_count) memcpy(memory + cells_at, record->cells, record->cell_count * sizeof *record->cells);
    if (record->size) memcpy(memory + bytes_at, record->bytes, record->size);
    struct kept_bucket *bucket = &kept->buckets[key->hash % BUCKETS];
    answer->next = bucket->first;
    bucket->first = answer;
    answer->older = kept->newest;
    if (kept->newest)
        kept->newest->newer = answer;
    else
        kept->oldest = answer;
    kept->newest = answer;
    kept->size += size;
    make_room(kept);
}
