// term_row: the columns of a term, in the one order in which they are read.
#pragma once

#include "db/term.h"

struct arena;
struct sql_builder;
struct statement;

#define TERM_COLUMNS "t.id, t.taxonomy, t.parent_id, t.name, t.slug, t.description, t.count, t.tree_count"
#define SELECT_TERM "SELECT " TERM_COLUMNS " FROM term t "

void term_from_row(struct statement *statement, struct arena *arena, struct term *ret);
// Expects one row. Writes *ret only when it is there.
enum db_result term_one(struct statement *statement, struct arena *arena, struct term *ret);
// All rows. total becomes their number.
enum db_result term_rows(struct statement *statement, struct arena *arena, struct term_list *ret);
