// memo: a table of terms, two lists of sections and one of pages, in two arenas: what has terms, and what has pages.
#include "db/memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/post_row.h"
#include "db/term.h"
#include "db/touch_kinds.h"

// A power of two; half of it is used. A site with more sections than that reads the others each time.
enum { TERM_SLOTS = 512, SECTIONS_MOST = 2, LIST_MOST = 64 };

// Descriptions and excerpts can have megabytes, and each reader has a memo: what has longer texts is read each time.
enum { TEXT_MOST = 4096 };

struct sections {
    int64_t parent;
    int64_t most;  // as asked for
    struct term_list list;
};

struct memo {
    uint64_t terms_seen, pages_seen;
    struct arena terms_arena, pages_arena;
    struct term terms[TERM_SLOTS];  // id 0: free
    size_t term_count;
    struct sections sections[SECTIONS_MOST];
    size_t sections_count;
    struct post_list menu;
    size_t menu_most;  // what it was asked for; 0: nothing is kept
};

void memo_clock_publish(struct memo_clock *clock, const struct touch *touched, size_t count) {
    bool terms = false, pages = false;
    for (size_t i = 0; i < count; i++) {
        const unsigned kind = touched[i].kind;
        const bool everything = kind == TOUCH_EVERYTHING;
        terms |= everything || kind == TOUCH_TERM || kind == TOUCH_TERMS || kind == TOUCH_TERM_COUNTS;
        pages |= everything || (kind == TOUCH_TYPE && touched[i].id == POST_TYPE_PAGE);
    }
    if (terms) atomic_fetch_add(&clock->terms, 1);
    if (pages) atomic_fetch_add(&clock->pages, 1);
}

struct memo *memo_create(void) {
    struct memo *memo = calloc(1, sizeof *memo);
    if (!memo) return NULL;
    arena_init(&memo->terms_arena);
    arena_init(&memo->pages_arena);
    return memo;
}

void memo_destroy(struct memo *memo) {
    if (!memo) return;
    arena_finish(&memo->terms_arena);
    arena_finish(&memo->pages_arena);
    free(memo);
}

static void forget_terms(struct memo *memo) {
    for (size_t i = 0; i < TERM_SLOTS; i++) memo->terms[i].id = 0;
    memo->term_count = memo->sections_count = 0;
    arena_finish(&memo->terms_arena);
}

static void forget_pages(struct memo *memo) {
    memo->menu_most = 0;
    arena_finish(&memo->pages_arena);
}

void memo_begin(struct memo *memo, struct memo_clock *clock) {
    if (!memo) return;
    const uint64_t terms = atomic_load(&clock->terms), pages = atomic_load(&clock->pages);
    if (memo->terms_seen != terms) forget_terms(memo);
    if (memo->pages_seen != pages) forget_pages(memo);
    memo->terms_seen = terms;
    memo->pages_seen = pages;
}

static bool is_short(const char *text) { return strnlen(text, TEXT_MOST + 1) <= TEXT_MOST; }

static bool term_is_small(const struct term *term) {
    return is_short(term->name) && is_short(term->slug) && is_short(term->description);
}

static bool post_is_small(const struct post *post) {
    return is_short(post->title) && is_short(post->title_html) && is_short(post->excerpt) &&
           is_short(post->excerpt_html) && is_short(post->more_text);
}

static struct term copy_term(struct arena *arena, const struct term *term) {
    struct term copy = *term;
    copy.name = arena_strdup(arena, term->name);
    copy.slug = arena_strdup(arena, term->slug);
    copy.description = arena_strdup(arena, term->description);
    return copy;
}

static struct term_list copy_terms(struct arena *arena, const struct term_list *list) {
    struct term *items = arena_array(arena, struct term, list->count);
    for (size_t i = 0; i < list->count; i++) items[i] = copy_term(arena, &list->items[i]);
    return (struct term_list){.items = items, .count = list->count, .total = list->total};
}

// Where it is, or the free place where it would go.
static struct term *term_place(struct memo *memo, int64_t id) {
    size_t at = (size_t) ((uint64_t) id * 0x9e3779b97f4a7c15U >> 32) % TERM_SLOTS;
    while (memo->terms[at].id != 0 && memo->terms[at].id != id) at = (at + 1) % TERM_SLOTS;
    return &memo->terms[at];
}

bool memo_find_term(struct memo *memo, struct arena *arena, int64_t id, struct term *ret) {
    const struct term *kept = memo && id != 0 ? term_place(memo, id) : NULL;
    if (!kept || kept->id == 0) return false;
    *ret = copy_term(arena, kept);
    return true;
}

void memo_keep_term(struct memo *memo, const struct term *term) {
    if (!memo || term->id == 0 || memo->term_count == TERM_SLOTS / 2 || !term_is_small(term)) return;
    struct term *place = term_place(memo, term->id);
    if (place->id != 0) return;
    *place = copy_term(&memo->terms_arena, term);
    memo->term_count++;
}

bool memo_find_sections(struct memo *memo, struct arena *arena, int64_t parent, int64_t most, struct term_list *ret) {
    for (size_t i = 0; memo && i < memo->sections_count; i++) {
        if (memo->sections[i].parent != parent || memo->sections[i].most != most) continue;
        *ret = copy_terms(arena, &memo->sections[i].list);
        return true;
    }
    return false;
}

void memo_keep_sections(struct memo *memo, int64_t parent, int64_t most, const struct term_list *list) {
    if (!memo || memo->sections_count == SECTIONS_MOST || list->count > LIST_MOST) return;
    for (size_t i = 0; i < list->count; i++)
        if (!term_is_small(&list->items[i])) return;
    memo->sections[memo->sections_count++] = (struct sections){parent, most, copy_terms(&memo->terms_arena, list)};
}

static struct post_list copy_posts(struct arena *arena, const struct post_list *list) {
    struct post *items = arena_array(arena, struct post, list->count);
    for (size_t i = 0; i < list->count; i++) items[i] = post_copy(arena, &list->items[i]);
    return (struct post_list){.items = items, .count = list->count, .total = list->total};
}

bool memo_find_menu(struct memo *memo, struct arena *arena, size_t most, struct post_list *ret) {
    if (!memo || memo->menu_most != most || most == 0) return false;
    *ret = copy_posts(arena, &memo->menu);
    return true;
}

void memo_keep_menu(struct memo *memo, size_t most, const struct post_list *list) {
    if (!memo || memo->menu_most != 0 || list->count > LIST_MOST) return;
    for (size_t i = 0; i < list->count; i++)
        if (!post_is_small(&list->items[i])) return;
    memo->menu = copy_posts(&memo->pages_arena, list);
    memo->menu_most = most;
}
