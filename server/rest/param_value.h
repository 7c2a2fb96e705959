// param_value: JSON values as WordPress's type juggling sees them: "5" is an integer, "1,2" a list, "true" a boolean.
#pragma once

#include "server/rest/endpoint.h"

enum { PARAM_TYPES_SIZE = 64 };

// "string,null" for a mask.
const char *param_type_names(unsigned types, char buffer[PARAM_TYPES_SIZE]);

// The row of a name; NULL when there is none. `table` may be NULL.
const struct param *param_find(const struct param *table, const char *name);

// The type among `types` that the value passes for (rest_get_best_type_for_value); PARAM_ANY: none.
enum param_type value_type(unsigned types, json_t *value);

bool value_number(json_t *value, double *ret);
// Whole numbers that fit; out of int64 (or of what a double holds exactly) is none.
bool value_integer(json_t *value, int64_t *ret);
bool value_is_boolean(json_t *value);
bool value_boolean(json_t *value);  // rest_sanitize_boolean

// A list of it: arrays as they are, text split at commas and white space (wp_parse_list), other scalars as one entry,
// the rest empty. A new reference.
json_t *value_list(json_t *value);
