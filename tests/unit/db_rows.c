// db_rows: see the header. A write is a function and its argument; here they are made from one another by a macro.
#include "db_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct call {
    const void *row;
    int64_t id, other;
    int taxonomy;
    const int64_t *terms;
    size_t count;
    int64_t ret_id;
};

#define RUNS(name, expression)                                        \
    static enum db_result run_##name(struct db *db, void *argument) { \
        struct call *call = argument;                                 \
        return expression;                                            \
    }
RUNS(post_insert, post_insert(db, call->row, &call->ret_id))
RUNS(term_insert, term_insert(db, call->row, &call->ret_id))
RUNS(comment_insert, comment_insert(db, call->row, &call->ret_id))
RUNS(user_insert, user_insert(db, call->row, &call->ret_id))
RUNS(post_update, post_update(db, call->row))
RUNS(term_update, term_update(db, call->row))
RUNS(comment_update, comment_update(db, call->row))
RUNS(user_update, user_update(db, call->row))
RUNS(post_delete, post_delete(db, call->id))
RUNS(term_delete, term_delete(db, call->id, call->other))
RUNS(comment_delete, comment_delete(db, call->id))
RUNS(user_delete, user_delete(db, call->id, call->other))
RUNS(set_terms, post_set_terms(db, call->id, call->taxonomy, call->terms, call->count))

#define INSERTS(type)                                                                                       \
    enum db_result try_##type##_insert(struct fixture *fixture, const struct type *type, int64_t *ret_id) { \
        struct call call = {.row = type};                                                                   \
        enum db_result result = fixture_write(fixture, run_##type##_insert, &call);                         \
        if (result == DB_OK && ret_id) *ret_id = call.ret_id;                                               \
        return result;                                                                                      \
    }                                                                                                       \
    enum db_result try_##type##_update(struct fixture *fixture, const struct type *type) {                  \
        struct call call = {.row = type};                                                                   \
        return fixture_write(fixture, run_##type##_update, &call);                                          \
    }                                                                                                       \
    struct type read_##type(struct fixture *fixture, int64_t id) {                                          \
        struct type row = {0};                                                                              \
        STORE_READ db = store_read_acquire(fixture->store);                                                 \
        assert_int_equal(type##_get(db, &fixture->arena, id, &row), DB_OK);                                 \
        return row;                                                                                         \
    }
INSERTS(post)
INSERTS(term)
INSERTS(comment)
INSERTS(user)

enum db_result try_post_delete(struct fixture *fixture, int64_t id) {
    return fixture_write(fixture, run_post_delete, &(struct call){.id = id});
}

enum db_result try_term_delete(struct fixture *fixture, int64_t id, int64_t fallback) {
    return fixture_write(fixture, run_term_delete, &(struct call){.id = id, .other = fallback});
}

enum db_result try_comment_delete(struct fixture *fixture, int64_t id) {
    return fixture_write(fixture, run_comment_delete, &(struct call){.id = id});
}

enum db_result try_user_delete(struct fixture *fixture, int64_t id, int64_t reassign) {
    return fixture_write(fixture, run_user_delete, &(struct call){.id = id, .other = reassign});
}

enum db_result try_set_terms(struct fixture *fixture, int64_t post, enum term_taxonomy taxonomy, size_t count,
                             const int64_t *terms) {
    struct call call = {.id = post, .taxonomy = taxonomy, .terms = terms, .count = count};
    return fixture_write(fixture, run_set_terms, &call);
}

int64_t make_user(struct fixture *fixture, const char *login) {
    int64_t id = 0;
    const char *email = arena_printf(&fixture->arena, "%s@site.example", login);
    struct user user = {.login = login, .email = email, .slug = login, .display_name = login};
    assert_int_equal(try_user_insert(fixture, &user, &id), DB_OK);
    return id;
}

int64_t make_term(struct fixture *fixture, enum term_taxonomy taxonomy, const char *slug, int64_t parent) {
    int64_t id = 0;
    struct term term = {.taxonomy = taxonomy, .name = slug, .slug = slug, .parent = parent};
    assert_int_equal(try_term_insert(fixture, &term, &id), DB_OK);
    return id;
}

int64_t make_post(struct fixture *fixture, const char *slug, struct post fields) {
    int64_t id = 0;
    if (!fields.type) fields.type = POST_TYPE_POST;
    if (!fields.status) fields.status = POST_PUBLISH;
    if (!fields.title) fields.title = slug;
    fields.slug = slug;
    assert_int_equal(try_post_insert(fixture, &fields, &id), DB_OK);
    return id;
}

int64_t make_comment(struct fixture *fixture, struct comment fields) {
    int64_t id = 0;
    if (!fields.status) fields.status = COMMENT_APPROVED;
    if (!fields.content) fields.content = "text";
    assert_int_equal(try_comment_insert(fixture, &fields, &id), DB_OK);
    return id;
}

void give_terms(struct fixture *fixture, int64_t post, enum term_taxonomy taxonomy, size_t count,
                const int64_t *terms) {
    assert_int_equal(try_set_terms(fixture, post, taxonomy, count, terms), DB_OK);
}
