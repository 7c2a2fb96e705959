// media_use: which posts show or name which media in their rendered content.
//
// Functions that write must run inside store_write().
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"
#include "db/post.h"

struct arena;

// Replaces what a post uses; numbers of media that do not exist are kept too.
enum db_result media_use_put(struct db *db, int64_t post, const struct id_list *media);
// Adds to what a post uses, and touches nothing: nothing that is shown is made from it.
enum db_result media_use_add(struct db *db, int64_t post, const struct id_list *media);
// The posts that use a medium, by number from above `after` on, at most `most`.
enum db_result media_use_posts(struct db *db, struct arena *arena, int64_t media, int64_t after, int64_t most,
                               struct id_list *ret);
// The posts that show a medium of this author.
enum db_result media_use_of_author(struct db *db, struct arena *arena, int64_t author, struct id_list *ret);
// The attachments that belong to a post, in the order of their uploading, at most `most`; only of this kind, when
// `mime_prefix` is not "".
enum db_result media_attached_to(struct db *db, struct arena *arena, int64_t post, const char *mime_prefix,
                                 int64_t most, struct id_list *ret);

// All that a medium has to do with a post.
struct media_use {
    int64_t post;
    bool content;   // shown or linked to in its text
    bool featured;  // its picture
    bool attached;  // it was uploaded for it
};
struct media_use_list {
    struct media_use *items;
    size_t count;
    int64_t total;  // of all
};
// The newest first.
enum db_result media_use_list(struct db *db, struct arena *arena, int64_t media, int64_t most, int64_t offset,
                              struct media_use_list *ret);
