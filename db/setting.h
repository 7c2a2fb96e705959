// setting: name/value rows. What the names mean is rules/settings.h's matter.
#pragma once

#include "db/db.h"

struct arena;

struct setting {
    const char *name;
    const char *value;
};
struct setting_list {
    struct setting *items;
    size_t count;
};
enum db_result setting_get(struct db *db, struct arena *arena, const char *name, const char **ret_value);
enum db_result setting_set(struct db *db, const char *name, const char *value);  // touches TOUCH_SETTINGS
enum db_result setting_list(struct db *db, struct arena *arena, struct setting_list *ret);

extern const char *const setting_statements[];
