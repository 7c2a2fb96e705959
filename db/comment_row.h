// comment_row: the columns of a comment, in the one order in which they are read, and what the files of the entity
// share.
#pragma once

#include "db/comment.h"

struct arena;
struct statement;

#define COMMENT_COLUMNS                                                                                               \
    "c.id, c.post_id, c.parent_id, c.account_id, c.status, c.status_before_trash, c.created, c.type, c.author_name, " \
    "c.author_email, c.author_url, c.author_address, c.user_agent, c.held_rule, c.held_match, c.content, "            \
    "c.content_html, c.edited, c.place_id, c.root_id"
// What readers are shown of it.
#define COMMENT_SHOWN_COLUMNS                                                                                \
    "c.id, c.post_id, c.parent_id, c.account_id, c.status, c.created, c.type, c.author_name, c.author_url, " \
    "c.content_html, c.edited, c.place_id, c.root_id"
#define SELECT_COMMENT_SHOWN "SELECT " COMMENT_SHOWN_COLUMNS " FROM comment c "
#define SELECT_COMMENT "SELECT " COMMENT_COLUMNS " FROM comment c "

// 1 when comment c's post p is for everybody: what comment_counter.public says.
#define COMMENT_IS_PUBLIC "CASE WHEN p.status = 3 AND p.password = '' THEN 1 ELSE 0 END"

// Counts all comments of a post in (1) or out (-1), as its row is at the moment: around a change that makes it public
// or not, and before it is deleted.
enum db_result comment_count_all_of_post(struct db *db, int64_t post, int64_t change);

// Shown: a row of SELECT_COMMENT_SHOWN; the other texts are "", the other numbers 0.
void comment_from_row(struct statement *statement, struct arena *arena, bool shown, struct comment *ret);

// The day of a comment's moment as comment_day counts it, and the moment at which that day begins.
#define COMMENT_DAY(moment_) "((" moment_ " + 62167219200) / 86400)"
#define COMMENT_DAY_BEGIN(moment_) "((" moment_ " + 62167219200) / 86400 * 86400 - 62167219200)"
#define COMMENT_DAY_ADD                                                                           \
    "ON CONFLICT (post_id, day) DO UPDATE SET threads = comment_day.threads + excluded.threads, " \
    "comments = comment_day.comments + excluded.comments"

struct comment_facts {
    int64_t post, parent;
    int64_t place;  // below which one it is shown; 0: top level
    int64_t root, replies;
    enum comment_status status;
};
enum db_result comment_facts_read(struct db *db, int64_t id, struct comment_facts *ret);

// Rows of SELECT_COMMENT or, shown, of SELECT_COMMENT_SHOWN, at most `most`.
enum db_result comment_read_rows(struct statement *statement, struct arena *arena, bool shown, size_t most,
                                 struct comment_list *ret);

// Counts a comment in (1) or out (-1) of its thread and of its post's threads, by its row as it is at the moment.
enum db_result comment_thread_count(struct db *db, int64_t id, int64_t change);

// A comment that gets another parent or post takes what is below it along, as far as it is under the same post: begin
// before its row is written, finish after it.
struct comment_move {
    int64_t id, roots[2];  // it, and the roots it leaves and joins; itself where it is one
    int64_t posts[2];      // those it leaves and joins
};
enum db_result comment_move_begin(struct db *db, const struct comment *after, struct comment_move *ret);
enum db_result comment_move_finish(struct db *db, const struct comment_move *move);

// Of a comment's text, so that the same one is found by an index.
int64_t comment_content_hash(const char *content);
