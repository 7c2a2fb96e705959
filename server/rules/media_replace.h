// media_replace: another file in the place of a medium's.
//
// The new file has another name, since caches keep the old one under its own for a day. The old addresses lead to the
// new file from then on, and no other file gets them. Texts that name them are changed in steps of their own writes;
// until then, and after a crash until the next start, they are still served by way of the old addresses.
#pragma once

#include <stdbool.h>

#include "db/db.h"

struct app;
struct media;
struct settings;

// In the write: takes the files of `now` (its `post` is the medium) in place of those of `before`.
enum db_result media_replace_file(struct db *db, const struct media *before, const struct media *now);
// Off the writer: does what is left of all replacements: changes texts, renders galleries, removes files. False: the
// store refused, or the app is stopping; upkeep tries again.
bool media_replace_finish(struct app *app);
