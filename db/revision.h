// revision: earlier states of posts and pages, and autosaves (WordPress's posts of type "revision").
//
// An autosave is what someone typed but has not saved: at most one per post and author. Numbers of revisions are never
// those of posts. Functions that write must run inside store_write(). Strings read are in the arena and never NULL.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "db/post.h"

struct arena;

struct revision {
    int64_t id;
    int64_t post;
    int64_t author;  // who saved; 0: nobody, or a user who was deleted
    bool autosave;
    enum content_format content_format;
    // Of an autosave, as they look; "" where that is not kept. NULL is written as "".
    const char *title_html, *content_html, *excerpt_html;
    int64_t saved;                          // UTC
    const char *title, *content, *excerpt;  // raw
};

// DB_CONFLICT: the post or author does not exist, or a second autosave of the author.
enum db_result revision_insert(struct db *db, const struct revision *revision, int64_t *ret_id);
// Writes `saved` and the texts.
enum db_result revision_update(struct db *db, const struct revision *revision);
enum db_result revision_delete(struct db *db, int64_t id);
// Deletes the oldest so that `keep` remain; autosaves neither count nor go.
enum db_result revision_trim(struct db *db, int64_t post, int64_t keep);

enum db_result revision_get(struct db *db, struct arena *arena, int64_t id, struct revision *ret);
// The newest that is no autosave.
enum db_result revision_latest(struct db *db, struct arena *arena, int64_t post, struct revision *ret);
// The newest autosave of an author; 0: of nobody's.
enum { REVISION_OF_ANYONE = -1 };
enum db_result revision_latest_autosave(struct db *db, struct arena *arena, int64_t post, int64_t author,
                                        struct revision *ret);
// How many a post has, autosaves included, and the newest one's number (0: none).
enum db_result revision_count(struct db *db, int64_t post, int64_t *ret_count, int64_t *ret_latest);

enum revision_order {
    REVISION_ORDER_DATE,  // then by number
    REVISION_ORDER_ID,
    REVISION_ORDER_TITLE,
    REVISION_ORDER_INCLUDE,  // as in `include`
};

// Zero means: no such filter. Lists hold at most 100 entries.
struct revision_query {
    int64_t post;
    bool autosaves_only;
    struct id_list include, exclude;
    const char *search;  // words; matched against title, excerpt and content
    enum revision_order order;
    bool ascending;
    int64_t limit;  // 0: all
    int64_t offset;
};

// Numbers only: texts may be long, so the caller reads one after the other. *ret_total: all that match.
enum db_result revision_list(struct db *db, struct arena *arena, const struct revision_query *query,
                             struct id_list *ret, int64_t *ret_total);
