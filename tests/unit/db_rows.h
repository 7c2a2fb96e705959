// db_rows: rows made in one line, for the unit tests of db/. Each is one write that must succeed.
#pragma once

#include "db/comment.h"
#include "db/post.h"
#include "db/term.h"
#include "db/user.h"
#include "db_fixture.h"

int64_t make_user(struct fixture *fixture, const char *login);
int64_t make_term(struct fixture *fixture, enum term_taxonomy taxonomy, const char *slug, int64_t parent);
// A published post unless the fields say otherwise; slug and title are `slug`.
int64_t make_post(struct fixture *fixture, const char *slug, struct post fields);
int64_t make_comment(struct fixture *fixture, struct comment fields);
void give_terms(struct fixture *fixture, int64_t post, enum term_taxonomy taxonomy, size_t count, const int64_t *terms);
#define TERMS(...) \
    sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t), (const int64_t[]) { __VA_ARGS__ }

enum db_result try_post_update(struct fixture *fixture, const struct post *post);
enum db_result try_post_delete(struct fixture *fixture, int64_t id);
enum db_result try_term_update(struct fixture *fixture, const struct term *term);
enum db_result try_term_delete(struct fixture *fixture, int64_t id, int64_t fallback);
enum db_result try_comment_update(struct fixture *fixture, const struct comment *comment);
enum db_result try_comment_delete(struct fixture *fixture, int64_t id);
enum db_result try_user_update(struct fixture *fixture, const struct user *user);
enum db_result try_user_delete(struct fixture *fixture, int64_t id, int64_t reassign);
// Inserts that may be refused; *ret_id may be NULL.
enum db_result try_post_insert(struct fixture *fixture, const struct post *post, int64_t *ret_id);
enum db_result try_term_insert(struct fixture *fixture, const struct term *term, int64_t *ret_id);
enum db_result try_comment_insert(struct fixture *fixture, const struct comment *comment, int64_t *ret_id);
enum db_result try_user_insert(struct fixture *fixture, const struct user *user, int64_t *ret_id);
enum db_result try_set_terms(struct fixture *fixture, int64_t post, enum term_taxonomy taxonomy, size_t count,
                             const int64_t *terms);

// Read by a lease of their own; the row must exist.
struct post read_post(struct fixture *fixture, int64_t id);
struct term read_term(struct fixture *fixture, int64_t id);
struct comment read_comment(struct fixture *fixture, int64_t id);
struct user read_user(struct fixture *fixture, int64_t id);
