// term_tree: what depends on where a category stands: chains upwards, and the archives of the terms above.
#pragma once

#include "db/term.h"

enum { TERM_DEPTH_MOST = 100 };

// The ids from the term itself to the top; `ret_ids` has room for TERM_DEPTH_MOST. 0 gives none. A chain that is longer
// (which the writes refuse) is cut off.
enum db_result term_chain(struct db *db, int64_t id, int64_t *ret_ids, size_t *ret_count);

// DB_CONFLICT unless `parent` (0: top) can take `id` (0: a new term): a category, not below it, and not too deep.
enum db_result term_check_parent(struct db *db, int64_t id, int64_t parent);

// Makes count, tree_count and the archive of a term anew from the links, and touches it. What it costs grows with the
// posts below it; posts themselves use post_reindex().
enum db_result term_rebuild(struct db *db, int64_t id);
