// import item: an article, page or attachment with its comments, ready to be written. Not for other rooms.
#pragma once

#include "db/comment.h"
#include "db/media.h"
#include "db/post.h"
#include "server/transfer/import_state.h"

// A comment in the order of writing: behind its parent.
struct import_comment {
    const json_t *piece;
    struct comment comment;  // without post, parent and user
    size_t parent;           // index in the list of the one it answers; SIZE_MAX: none in this file
    int64_t old_parent;      // its number there, when it is not in this file
    const char *key;         // of ORIGIN_COMMENT
    int64_t id;              // 0 until it is written or found
};
struct import_comment_list {
    struct import_comment *items;
    size_t count;
};

struct import_item {
    const json_t *piece;
    int64_t line;
    enum import_kind kind;
    struct post post;    // rendered, without author, parent and featured media
    struct media media;  // attachments
    int64_t old_id;      // 0: it names none
    const char *key;     // of ORIGIN_POST
    const char *path;    // its address on its site; NULL: none that could be asked for here
    bool linked;         // its text names the old site
    int64_t known;       // what it is here already; 0: new
    struct import_comment_list comments;
};

// Reads the store and makes notes. False: it is not kept, and that is counted. *ret_result: what the store said.
bool import_item_prepare(struct db *db, struct import *import, const json_t *piece, struct import_item *ret,
                         enum db_result *ret_result);
// Sorts the comments so that each stands behind its parent; circles are cut. Part of prepare.
void import_comments_prepare(struct import *import, const struct import_item *item, const json_t *pieces,
                             struct import_comment_list *ret);
// Renders what is new. Off the writer.
enum db_result import_comments_render(struct db *db, struct import *import, struct import_item *item);

// Inside store_write().
enum db_result import_item_write(struct db *db, struct import *import, struct import_item *item);
enum db_result import_comments_write(struct db *db, struct import *import, struct import_item *item, int64_t post);

// The value of an item's custom field; NULL: none.
const char *import_meta(const json_t *piece, const char *name);
