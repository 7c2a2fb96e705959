// rank: BM25 over weighted columns. FTS5's own bm25() reads the whole list of every word to learn how rare it is; here
// the caller says it, from counts that the writes keep.
#include "db/sqlite/rank.h"

#include <stddef.h>
#include <string.h>

enum { PHRASES_MOST = 512 };

// A word in the title counts as ten in the text, one in the excerpt as three.
static const double column_weights[] = {10.0, 3.0, 1.0};
enum { COLUMNS = sizeof column_weights / sizeof *column_weights };

// The usual constants: K1 says how soon more of the same word stops to matter, B how much texts of more than LENGTH
// words are held back. LENGTH is no average of the index: drafts would be in it, and what visitors see would tell.
static const double K1 = 1.2, B = 0.75, LENGTH = 400;

// What only begins like the word counts as half of it.
static const double VARIANT = 0.5;

// The driver's columns are integers.
static const double SCALE = 1e6;

static int add_up(const Fts5ExtensionApi *api, Fts5Context *context, double *frequencies, int phrases) {
    int instances = 0;
    int code = api->xInstCount(context, &instances);
    for (int i = 0; i < instances && code == SQLITE_OK; i++) {
        int phrase, column, offset;
        code = api->xInst(context, i, &phrase, &column, &offset);
        if (code == SQLITE_OK && phrase < phrases && column < COLUMNS) frequencies[phrase] += column_weights[column];
    }
    return code;
}

static void rank(const Fts5ExtensionApi *api, Fts5Context *context, sqlite3_context *result, int count,
                 sqlite3_value **values) {
    double frequencies[PHRASES_MOST] = {0}, weights[PHRASES_MOST] = {0}, score = 0;
    int phrases = api->xPhraseCount(context), tokens = 0;
    if (phrases > PHRASES_MOST) phrases = PHRASES_MOST;
    size_t size = count == 1 ? (size_t) sqlite3_value_bytes(values[0]) : 0;
    if (size > (size_t) phrases * sizeof *weights) size = (size_t) phrases * sizeof *weights;
    if (size > 0) memcpy(weights, sqlite3_value_blob(values[0]), size);
    int code = api->xColumnSize(context, -1, &tokens);
    if (code == SQLITE_OK) code = add_up(api, context, frequencies, phrases);
    if (code != SQLITE_OK) {
        sqlite3_result_error_code(result, code);
        return;
    }
    const double length = K1 * (1 - B + B * tokens / LENGTH);
    for (int i = 0, last = 0; i < phrases; i++) {
        if (weights[i] < 0) {
            frequencies[last] += VARIANT * frequencies[i];
        } else {
            last = i;
        }
    }
    for (int i = 0; i < phrases; i++) {
        if (weights[i] > 0) score += weights[i] * frequencies[i] * (K1 + 1) / (frequencies[i] + length);
    }
    sqlite3_result_int64(result, (sqlite3_int64) (score * SCALE));
}

static int find_api(sqlite3 *sqlite, fts5_api **ret) {
    sqlite3_stmt *statement = NULL;
    *ret = NULL;
    int code = sqlite3_prepare_v2(sqlite, "SELECT fts5($1)", -1, &statement, NULL);
    if (code == SQLITE_OK) code = sqlite3_bind_pointer(statement, 1, (void *) ret, "fts5_api_ptr", NULL);
    if (code == SQLITE_OK) sqlite3_step(statement);
    int last = sqlite3_finalize(statement);
    if (code != SQLITE_OK) return code;
    if (last != SQLITE_OK) return last;
    return *ret ? SQLITE_OK : SQLITE_ERROR;
}

int rank_register(sqlite3 *sqlite) {
    fts5_api *api;
    int code = find_api(sqlite, &api);
    return code == SQLITE_OK ? api->xCreateFunction(api, "search_rank", NULL, rank, NULL) : code;
}
