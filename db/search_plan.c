// search_plan: writes the MATCH expression. Only folded words stand in it, each in quotation marks: letters and digits,
// never a mark that FTS5 would read (search_text.h), so nothing that was typed can become its syntax.
#include "db/search_plan.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/rows.h"
#include "db/search.h"
#include "db/search_text.h"
#include "db/statement.h"
#include "db/statements.h"
#include "db/touch_kinds.h"

#define SQL_WORD "SELECT articles, pages, media, others FROM search_word WHERE word = $1"
#define SQL_BEGINNING                                                                             \
    "SELECT articles, pages, media, others, word FROM search_word WHERE word > $1 AND word < $2 " \
    "ORDER BY articles * $3 + pages * $4 + media * $5 + others * $6 DESC, word LIMIT $7"

const char *const search_plan_statements[] = {SQL_WORD, SQL_BEGINNING, NULL};

// Above every word that begins like this.
#define LAST_CODE "\xf4\x8f\xbf\xbf"

enum { BEGINNING_LEAST = 2 };  // characters

// Of a search for what does not hold a word: more than there can be.
#define ALL_POSTS (INT64_C(1) << 40)

struct counted {
    const char *word;
    int64_t number[SEARCH_CLASSES], all;
};

struct item {
    const char *words;     // folded, with spaces between
    const char *compound;  // the whole that a joiner holds together; NULL: none
    size_t count;
    bool absent;
    bool quoted;
    struct counted *variants;  // the last word as the beginning of others
    size_t variant_count;
    int64_t most[SEARCH_CLASSES];
    double weight;
};

struct planning {
    struct db *db;
    struct arena *arena;
    struct item items[SEARCH_WORDS_MOST];
    size_t count;
    unsigned classes;
    struct strbuf match;
    double *weights;
    size_t phrases;
};

// Does the whole word stand for all of the piece?
static bool is_whole(const char *words, const char *compound) {
    for (; *words; words++) {
        if (*words != ' ' && *words != *compound++) return false;
    }
    return *compound == '\0';
}

static bool read_item(struct arena *arena, const char *text, struct item *item) {
    STRBUF_CLEAN struct strbuf words;
    strbuf_init(&words, 0);
    struct search_reader reader;
    struct search_token token;
    search_reader_init(&reader, text, strlen(text));
    while (search_reader_next(&reader, &token)) {
        if (token.compound) {
            item->compound = arena_strndup(arena, token.word, token.size);
            continue;
        }
        if (item->count++ > 0) strbuf_addc(&words, ' ');
        strbuf_add(&words, token.word, token.size);
    }
    item->words = arena_strndup(arena, words.data, words.size);
    if (item->compound && !is_whole(item->words, item->compound)) item->compound = NULL;
    return item->count > 0;
}

static void read_items(struct planning *planning, const char *text) {
    struct search_piece piece;
    for (const char *at = text; search_piece_next(planning->arena, &at, &piece);) {
        if (planning->count == SEARCH_WORDS_MOST) {
            planning->items[0] = (struct item){.quoted = true};
            planning->count = read_item(planning->arena, text, &planning->items[0]);
            return;
        }
        struct item *item = &planning->items[planning->count];
        *item = (struct item){.absent = piece.absent, .quoted = piece.quoted};
        planning->count += read_item(planning->arena, piece.text, item);
    }
}

static bool wants(const struct planning *planning, int class) {
    return (planning->classes & SEARCH_CLASS_BIT(class)) != 0;
}

static void read_numbers(const struct planning *planning, struct statement *statement, struct counted *ret) {
    ret->all = 0;
    for (int i = 0; i < SEARCH_CLASSES; i++)
        ret->all += ret->number[i] = wants(planning, i) ? statement_integer(statement, i) : 0;
}

static enum db_result count_word(const struct planning *planning, const char *word, struct counted *ret) {
    *ret = (struct counted){.word = word};
    STATEMENT statement = statement_acquire(planning->db, SQL_WORD);
    search_plan_reads(planning->classes, statement);
    statement_bind_text(statement, word);
    enum db_result result = statement_one(statement);
    if (result == DB_OK) read_numbers(planning, statement, ret);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// How much a word that stands in so few posts says: the logarithm of BM25, with more posts than any site has.
static double weight_of(int64_t number) { return log(1 + 1e8 / ((double) number + 0.5)); }

// A phrase stands in no more posts than its rarest word, and says what that says.
static enum db_result count_phrase(struct planning *planning, struct item *item) {
    for (int i = 0; i < SEARCH_CLASSES; i++) item->most[i] = INT64_MAX;
    for (const char *at = item->words; *at;) {
        size_t size = strcspn(at, " ");
        struct counted counted;
        enum db_result result = count_word(planning, arena_strndup(planning->arena, at, size), &counted);
        if (result != DB_OK) return result;
        for (int i = 0; i < SEARCH_CLASSES; i++)
            if (counted.number[i] < item->most[i]) item->most[i] = counted.number[i];
        double weight = weight_of(counted.all);
        if (weight > item->weight) item->weight = weight;
        at += size + (at[size] == ' ');
    }
    if (!item->compound) return DB_OK;
    struct counted counted;
    enum db_result result = count_word(planning, item->compound, &counted);
    for (int i = 0; i < SEARCH_CLASSES && result == DB_OK; i++) item->most[i] += counted.number[i];
    return result;
}

static enum db_result find_variants(struct planning *planning, struct item *item) {
    int64_t all = 0;
    for (int i = 0; i < SEARCH_CLASSES; i++) all += item->most[i];
    if (all >= SEARCH_ENOUGH) return DB_OK;
    item->variants = arena_array(planning->arena, struct counted, SEARCH_VARIANTS_MOST);
    STATEMENT statement = statement_acquire(planning->db, SQL_BEGINNING);
    statement_bind_text(statement, item->words);
    const char *end = arena_printf(planning->arena, "%s" LAST_CODE, item->words);
    statement_bind_text(statement, end);
    for (int i = 0; i < SEARCH_CLASSES; i++) statement_bind_integer(statement, wants(planning, i));
    statement_bind_integer(statement, SEARCH_VARIANTS_MOST);
    search_plan_reads(planning->classes, statement);
    while (item->variant_count < SEARCH_VARIANTS_MOST && statement_row(statement)) {
        struct counted *variant = &item->variants[item->variant_count];
        read_numbers(planning, statement, variant);
        if (variant->all == 0) break;
        // One list that is merged of many long ones would be slow to walk.
        if (item->variant_count > 0 && all + variant->all > SEARCH_VARIANT_POSTS) continue;
        item->variant_count++;
        variant->word = statement_text(statement, SEARCH_CLASSES, planning->arena);
        for (int i = 0; i < SEARCH_CLASSES; i++) item->most[i] += variant->number[i];
        all += variant->all;
    }
    // All are one word then, as rare as they are together.
    item->weight = weight_of(all);
    return statement_result(statement);
}

static bool can_be_beginning(const struct item *item) {
    return !item->absent && !item->quoted && !item->compound && item->count == 1 &&
           utf8_length(item->words) >= BEGINNING_LEAST;
}

static void add_phrase(struct planning *planning, const char *words, double weight, const char *before) {
    strbuf_adds(&planning->match, before);
    strbuf_addc(&planning->match, '"');
    strbuf_adds(&planning->match, words);
    strbuf_addc(&planning->match, '"');
    planning->weights[planning->phrases++] = weight;
}

static void add_item(struct planning *planning, const struct item *item) {
    strbuf_addc(&planning->match, '(');
    add_phrase(planning, item->words, item->absent ? 0 : item->weight, "");
    if (item->compound) add_phrase(planning, item->compound, item->absent ? 0 : item->weight, " OR ");
    for (size_t i = 0; i < item->variant_count; i++) add_phrase(planning, item->variants[i].word, -1, " OR ");
    strbuf_addc(&planning->match, ')');
}

static size_t add_items(struct planning *planning, bool absent, const char *joint) {
    size_t count = 0;
    for (size_t i = 0; i < planning->count; i++) {
        if (planning->items[i].absent != absent) continue;
        if (count++ > 0) strbuf_adds(&planning->match, joint);
        add_item(planning, &planning->items[i]);
    }
    return count;
}

static const char *take_match(struct planning *planning) {
    return arena_strndup(planning->arena, planning->match.data, planning->match.size);
}

static void write_match(struct planning *planning, struct search_plan *plan) {
    planning->weights = arena_array(planning->arena, double, SEARCH_WORDS_MOST * 2 + SEARCH_VARIANTS_MOST);
    strbuf_addc(&planning->match, '(');
    size_t wanted = add_items(planning, false, " AND ");
    strbuf_addc(&planning->match, ')');
    plan->title_match = take_match(planning);
    size_t first_absent = planning->match.size;
    if (wanted == planning->count) {
        plan->match = plan->title_match;
    } else {
        strbuf_adds(&planning->match, " NOT (");
        add_items(planning, true, " OR ");
        strbuf_addc(&planning->match, ')');
        if (wanted > 0) {
            plan->match = take_match(planning);
        } else {
            plan->without = take_match(planning) + first_absent + strlen(" NOT ");
        }
    }
    plan->weights = planning->weights;
    plan->phrases = planning->phrases;
}

static enum db_result count_items(struct planning *planning) {
    enum db_result result = DB_OK;
    for (size_t i = 0; i < planning->count && result == DB_OK; i++)
        result = count_phrase(planning, &planning->items[i]);
    if (result != DB_OK || planning->count == 0) return result;
    struct item *last = &planning->items[planning->count - 1];
    return can_be_beginning(last) ? find_variants(planning, last) : DB_OK;
}

// All must be found: no more posts than the rarest has. False: one of them stands nowhere.
static bool limit(const struct planning *planning, struct search_plan *plan) {
    int64_t all = 0;
    for (int class = 0; class < SEARCH_CLASSES; class ++) {
        plan->most[class] = wants(planning, class) ? ALL_POSTS : 0;
        for (size_t i = 0; i < planning->count; i++) {
            const struct item *item = &planning->items[i];
            if (!item->absent && item->most[class] < plan->most[class]) plan->most[class] = item->most[class];
        }
        all += plan->most[class];
    }
    return all > 0;
}

void search_plan_reads(unsigned classes, struct statement *statement) {
    static const enum post_type types[] = {
        [SEARCH_ARTICLE] = POST_TYPE_POST, [SEARCH_PAGE] = POST_TYPE_PAGE, [SEARCH_MEDIA] = POST_TYPE_ATTACHMENT};
    for (int class = SEARCH_ARTICLE; class <= SEARCH_MEDIA; class ++)
        if (classes & SEARCH_CLASS_BIT(class)) statement_reads(statement, TOUCH_TYPE, types[class]);
    // Changes of what is not public are not told of.
    if (classes & SEARCH_CLASS_BIT(SEARCH_OTHER)) statement_reads(statement, TOUCH_EVERYTHING, 0);
}

enum db_result search_plan_make(struct db *db, struct arena *arena, const char *text, unsigned classes,
                                struct search_plan *ret) {
    struct search_plan plan = {0};
    struct planning planning = {.db = db, .arena = arena, .classes = classes};
    const char *head = arena_strndup(arena, text, utf8_prefix(text, strlen(text), SEARCH_TEXT_MOST));
    read_items(&planning, head);
    enum db_result result = count_items(&planning);
    if (result != DB_OK) return result;
    if (planning.count > 0 && limit(&planning, &plan)) {
        strbuf_init(&planning.match, 0);
        write_match(&planning, &plan);
        strbuf_finish(&planning.match);
        const struct item *only = &planning.items[0];
        plan.exact =
            planning.count == 1 && !only->absent && only->count == 1 && !only->compound && only->variant_count == 0;
    }
    *ret = plan;
    return DB_OK;
}
