// memo: what nearly every page reads and writes seldom change, kept by each reader beside its statements: single terms,
// the list of sections, the pages of the menu. Copies are handed out, so what a caller has does not hang on the memo.
//
// Kept things are as old as the last published change of their kind at most: the store counts those changes before
// their writers are answered, and each lease compares. Reads are noted as if the rows had been read.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/touch.h"

struct arena;
struct db;
struct memo;
struct post_list;
struct term;
struct term_list;

// How many changes of each kind were published so far.
struct memo_clock {
    atomic_uint_fast64_t terms, pages;
};
void memo_clock_publish(struct memo_clock *clock, const struct touch *touched, size_t count);

// NULL: memory is out, and nothing is kept.
struct memo *memo_create(void);
void memo_destroy(struct memo *memo);  // NULL is allowed
// At the begin of a lease, before its first read: forgets what was changed since.
void memo_begin(struct memo *memo, struct memo_clock *clock);

// `memo` is NULL for the writer, which sees what is not published yet: nothing is found and nothing kept.
bool memo_find_term(struct memo *memo, struct arena *arena, int64_t id, struct term *ret);
void memo_keep_term(struct memo *memo, const struct term *term);
bool memo_find_sections(struct memo *memo, struct arena *arena, int64_t parent, int64_t most, struct term_list *ret);
void memo_keep_sections(struct memo *memo, int64_t parent, int64_t most, const struct term_list *list);
bool memo_find_menu(struct memo *memo, struct arena *arena, size_t most, struct post_list *ret);
void memo_keep_menu(struct memo *memo, size_t most, const struct post_list *list);
