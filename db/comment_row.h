// comment_row: the columns of a comment, in the one order in which they are read.
#pragma once

#include "db/comment.h"

struct arena;
struct statement;

#define COMMENT_COLUMNS                                                                                               \
    "c.id, c.post_id, c.parent_id, c.account_id, c.status, c.status_before_trash, c.created, c.type, c.author_name, " \
    "c.author_email, c.author_url, c.author_address, c.user_agent, c.held_rule, c.held_match, c.content, "            \
    "c.content_html"
#define SELECT_COMMENT "SELECT " COMMENT_COLUMNS " FROM comment c "

// 1 when comment c's post p is for everybody: what comment_counter.public says.
#define COMMENT_IS_PUBLIC "CASE WHEN p.status = 3 AND p.password = '' THEN 1 ELSE 0 END"

// Counts all comments of a post in (1) or out (-1), as its row is at the moment: around a change that makes it public
// or not, and before it is deleted.
enum db_result comment_count_all_of_post(struct db *db, int64_t post, int64_t change);

void comment_from_row(struct statement *statement, struct arena *arena, struct comment *ret);

// Of a comment's text, so that the same one is found by an index.
int64_t comment_content_hash(const char *content);
