// change: when things last changed, for Last-Modified and If-Modified-Since. The store's writer keeps it from what the
// writes touch.
//
// Moments are seconds, and yet no change is lost between two of them: a second change within one second counts as one
// of the next. So a moment may be a second ahead of the clock. What was told "changed at M" (M not ahead of the clock)
// has seen everything as long as the moment is still M.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/touch.h"
#include "db/db.h"

// For the writer, before it commits.
enum db_result change_record(struct db *db, const struct touch *touched, size_t count, int64_t now);

// The latest change of any of these things (kinds of db/touch_kinds.h); 0: not known.
enum db_result change_latest(struct db *db, const struct touch *things, size_t count, int64_t *ret);
