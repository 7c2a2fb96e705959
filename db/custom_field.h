// custom field: names and values that others gave to posts, terms and comments (WordPress's post meta, term meta and
// comment meta). The site itself reads none of them; they are kept and given back.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

struct arena;

enum custom_field_owner { CUSTOM_OF_POST, CUSTOM_OF_TERM, CUSTOM_OF_COMMENT };

struct custom_field {
    const char *name;
    const char *value;
};
struct custom_field_list {
    struct custom_field *items;
    size_t count;
};

// Appends; a name may be there several times. DB_CONFLICT: there is no such owner. Inside store_write(). They go with
// their owner.
enum db_result custom_field_add(struct db *db, enum custom_field_owner owner, int64_t id,
                                const struct custom_field *field);
// In the order in which they were added. Strings are in the arena.
enum db_result custom_field_list(struct db *db, struct arena *arena, enum custom_field_owner owner, int64_t id,
                                 struct custom_field_list *ret);

enum db_result custom_field_delete_of_comment(struct db *db, int64_t id);

extern const char *const custom_field_statements[];
