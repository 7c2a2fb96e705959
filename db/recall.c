// recall: see the header. A text is an answer of one row and one column that depends on nothing.
#include "db/recall.h"

#include "base/arena.h"
#include "db/connection.h"
#include "db/kept.h"

static struct kept_key key_of(const void *key, size_t size) {
    return (struct kept_key){.hash = kept_hash(key, size), .bytes = key, .size = size};
}

const char *db_recall(struct db *db, struct arena *arena, const void *key, size_t size, bool *ret_wanted) {
    *ret_wanted = false;
    if (!db || !db->kept) return NULL;
    const struct kept_key kept_key = key_of(key, size);
    struct kept_answer *answer = kept_find(db->kept, &kept_key, ret_wanted);
    if (!answer) return NULL;
    const struct driver_value value = kept_value(answer, 0, 0);
    const char *text = arena_strndup(arena, value.bytes, value.size);
    kept_release(answer);
    return text;
}

void db_remember(struct db *db, const void *key, size_t size, const char *text, size_t text_size) {
    if (!db || !db->kept) return;
    const struct kept_key kept_key = key_of(key, size);
    struct kept_record record = {.columns = 1, .rows = 1};
    kept_record_value(&record, &(struct driver_value){.kind = DRIVER_TEXT, .bytes = text, .size = text_size});
    kept_put(db->kept, &kept_key, &record, true, NULL, 0);
    kept_record_finish(&record);
}
