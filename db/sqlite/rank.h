// rank: how well a row of the full-text index fits a search, as a function of SQL. Only the driver sees it.
#pragma once

#include <sqlite3.h>

// Adds search_rank(table, weights) to a connection; an SQLite result code. `weights`: a blob of doubles, one for each
// phrase of the MATCH expression in its order; 0 for those that do not count, below 0 for those that are a lesser form
// of the last one above 0.
int rank_register(sqlite3 *sqlite);
