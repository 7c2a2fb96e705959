// db_random: see the header.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "db_random.h"

#include "db/comment.h"
#include "db/post.h"
#include "db/statement.h"
#include "db/term.h"
#include "db/user.h"

int64_t random_pick(struct random_run *run, int64_t limit) {
    run->random ^= run->random << 13;
    run->random ^= run->random >> 7;
    run->random ^= run->random << 17;
    return (int64_t) (run->random % (uint64_t) limit);
}

// An id of the table, 0 when it has none.
int64_t random_id(struct db *db, struct random_run *run, const char *table, const char *where) {
    const char *count = arena_printf(&run->arena, "SELECT count(*) FROM %s WHERE %s", table, where);
    int64_t number, id = 0;
    assert_int_equal(statement_get_integer(db, count, 0, NULL, &number), DB_OK);
    if (number == 0) return 0;
    const char *sql =
        arena_printf(&run->arena, "SELECT id FROM %s WHERE %s ORDER BY id LIMIT 1 OFFSET $1", table, where);
    assert_int_equal(statement_get_integer(db, sql, INTEGERS(random_pick(run, number)), &id), DB_OK);
    return id;
}

static enum post_status pick_status(struct random_run *run) {
    static const enum post_status often[] = {POST_PUBLISH, POST_PUBLISH, POST_PUBLISH, POST_DRAFT,
                                             POST_PENDING, POST_FUTURE,  POST_PRIVATE, POST_TRASH};
    return often[random_pick(run, sizeof often / sizeof *often)];
}

static void change_post(struct db *db, struct random_run *run, struct post *post) {
    post->status = pick_status(run);
    post->author = random_pick(run, 5) ? random_id(db, run, "account", "1") : 0;
    post->published = 1000 + random_pick(run, 40);
    post->slug = arena_printf(&run->arena, "slug-%d", (int) random_pick(run, 30));
    post->sticky = random_pick(run, 10) == 0;
    post->password = random_pick(run, 4) ? "" : "secret";
    post->title = arena_printf(&run->arena, "title-%d", (int) random_pick(run, 30));
    post->modified = run->operation;
}

static enum db_result insert_post(struct db *db, struct random_run *run) {
    struct post post = {.type = random_pick(run, 6) ? POST_TYPE_POST : POST_TYPE_PAGE};
    int64_t id;
    change_post(db, run, &post);
    if (post.type == POST_TYPE_PAGE) post.parent = random_pick(run, 2) ? random_id(db, run, "post", "type = 2") : 0;
    return post_insert(db, &post, &id);
}

static enum db_result update_post(struct db *db, struct random_run *run) {
    struct post post;
    enum db_result result = post_get(db, &run->arena, random_id(db, run, "post", "1"), &post);
    if (result != DB_OK) return result;
    if (random_pick(run, 3)) change_post(db, run, &post);
    if (post.type == POST_TYPE_PAGE) post.parent = random_pick(run, 2) ? random_id(db, run, "post", "type = 2") : 0;
    return post_update(db, &post);
}

static enum db_result delete_post(struct db *db, struct random_run *run) {
    return post_delete(db, random_id(db, run, "post", "1"));
}

static enum db_result set_terms(struct db *db, struct random_run *run) {
    int taxonomy = random_pick(run, 3) ? TERM_CATEGORY : TERM_TAG;
    int64_t terms[4];
    size_t count = (size_t) random_pick(run, 5);
    for (size_t i = 0; i < count; i++) {
        terms[i] = random_id(db, run, "term", taxonomy == TERM_CATEGORY ? "taxonomy = 1" : "taxonomy = 2");
    }
    return post_set_terms(db, random_id(db, run, "post", "1"), taxonomy, terms, count);
}

static enum db_result insert_term(struct db *db, struct random_run *run) {
    const char *name = arena_printf(&run->arena, "term-%d", run->operation);
    struct term term = {.taxonomy = random_pick(run, 3) ? TERM_CATEGORY : TERM_TAG, .name = name, .slug = name};
    if (random_pick(run, 4)) term.parent = random_id(db, run, "term", "taxonomy = 1");
    int64_t id;
    return term_insert(db, &term, &id);
}

static enum db_result move_term(struct db *db, struct random_run *run) {
    struct term term;
    enum db_result result = term_get(db, &run->arena, random_id(db, run, "term", "taxonomy = 1"), &term);
    if (result != DB_OK) return result;
    term.parent = random_pick(run, 4) ? random_id(db, run, "term", "taxonomy = 1") : 0;
    return term_update(db, &term);
}

static enum db_result rename_term(struct db *db, struct random_run *run) {
    struct term term;
    enum db_result result = term_get(db, &run->arena, random_id(db, run, "term", "1"), &term);
    if (result != DB_OK) return result;
    term.name = arena_printf(&run->arena, "name-%d", (int) random_pick(run, 20));
    if (random_pick(run, 2)) term.slug = term.name;
    return term_update(db, &term);
}

static enum db_result delete_term(struct db *db, struct random_run *run) {
    int64_t fallback = random_pick(run, 2) ? random_id(db, run, "term", "taxonomy = 1") : 0;
    return term_delete(db, random_id(db, run, "term", "1"), fallback);
}

static enum db_result insert_user(struct db *db, struct random_run *run) {
    const char *name = arena_printf(&run->arena, "user-%d", run->operation);
    struct user user = {.login = name, .email = name, .slug = name};
    int64_t id;
    return user_insert(db, &user, &id);
}

static enum db_result rename_user(struct db *db, struct random_run *run) {
    struct user user;
    enum db_result result = user_get(db, &run->arena, random_id(db, run, "account", "1"), &user);
    if (result != DB_OK) return result;
    user.display_name = arena_printf(&run->arena, "name-%d", (int) random_pick(run, 20));
    return user_update(db, &user);
}

static enum db_result open_comments(struct db *db, struct random_run *run) {
    return post_set_comments_open(db, random_id(db, run, "post", "1"), random_pick(run, 2) != 0);
}

static enum db_result delete_user(struct db *db, struct random_run *run) {
    int64_t heir = random_pick(run, 3) ? random_id(db, run, "account", "1") : 0;
    return user_delete(db, random_id(db, run, "account", "1"), heir);
}

static enum db_result insert_comment(struct db *db, struct random_run *run) {
    struct comment comment = {.post = random_id(db, run, "post", "1"),
                              .user = random_pick(run, 3) ? 0 : random_id(db, run, "account", "1"),
                              .status = (enum comment_status)(1 + random_pick(run, 4)),
                              .type = random_pick(run, 5) ? "comment" : "pingback",
                              .content = "text"};
    const char *of_post = arena_printf(&run->arena, "post_id = %d", (int) comment.post);
    if (random_pick(run, 2)) comment.parent = random_id(db, run, "comment", of_post);
    int64_t id;
    return comment_insert(db, &comment, &id);
}

static enum db_result update_comment(struct db *db, struct random_run *run) {
    struct comment comment;
    enum db_result result = comment_get(db, &run->arena, random_id(db, run, "comment", "1"), &comment);
    if (result != DB_OK) return result;
    comment.status = (enum comment_status)(1 + random_pick(run, 4));
    if (random_pick(run, 5) == 0) comment.post = random_id(db, run, "post", "1");
    if (random_pick(run, 5) == 0) comment.type = "pingback";
    if (random_pick(run, 5) == 0) comment.parent = random_id(db, run, "comment", "1");
    return comment_update(db, &comment);
}

static enum db_result delete_comment(struct db *db, struct random_run *run) {
    return comment_delete(db, random_id(db, run, "comment", "1"));
}

static const struct {
    enum db_result (*function)(struct db *db, struct random_run *run);
    int weight;
} kinds[RANDOM_KINDS] = {
    {insert_post, 12},   {update_post, 14},   {delete_post, 4}, {set_terms, 16},  {insert_term, 5},
    {move_term, 4},      {delete_term, 2},    {insert_user, 1}, {delete_user, 1}, {insert_comment, 10},
    {update_comment, 6}, {delete_comment, 3}, {rename_term, 3}, {rename_user, 2}, {open_comments, 3},
};

void random_operation(struct db *db, struct random_run *run) {
    int total = 0;
    for (int i = 0; i < RANDOM_KINDS; i++) total += kinds[i].weight;
    int64_t at = random_pick(run, total);
    int kind = 0;
    for (; at >= kinds[kind].weight; kind++) at -= kinds[kind].weight;
    assert_int_equal(db->driver->begin(db->connection, true, 0), DB_OK);
    enum db_result result = kinds[kind].function(db, run);
    if (result == DB_OK) {
        run->done[kind]++;
        assert_int_equal(db->driver->commit(db->connection), DB_OK);
    } else if (result == DB_CONFLICT || result == DB_NOT_FOUND) {
        db->driver->rollback(db->connection);
    } else {
        fail_msg("operation %d: %s", run->operation, db_message(db));
    }
}

void random_open(struct db *db, struct random_run *run, struct touch_list *touched, struct fixture *fixture) {
    const char *seed = getenv("TEST_SEED");
    *run = (struct random_run){.random = seed ? strtoull(seed, NULL, 10) * 2 + 1 : 88172645463325252ULL};
    arena_init(&run->arena);
    store_close(fixture->store);
    fixture->store = NULL;
    const char *path = arena_printf(&fixture->arena, "%s/site.db", fixture->directory);
    assert_int_equal(db_open(db, &driver_sqlite, path, DRIVER_WRITE), DB_OK);
    assert_int_equal(db->driver->script(db->connection, "PRAGMA synchronous=OFF"), DB_OK);
    *touched = (struct touch_list){0};
    db->touched = touched;
}

void random_close(struct db *db, struct random_run *run, struct touch_list *touched) {
    for (int i = 0; i < RANDOM_KINDS; i++) assert_true(run->done[i] > 5);
    arena_finish(&run->arena);
    touch_list_finish(touched);
    db_close(db);
}
