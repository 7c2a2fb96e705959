// endpoint: what a REST route takes and gives, as const tables.
//
// A resource has one property table (its JSON schema) and, for lists, one table of collection parameters. Validation,
// sanitation, defaults, rest_invalid_param, rest_missing_callback_param, OPTIONS and the argument lists of the index
// all come from these two.
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct param;
struct request;

enum param_type {
    PARAM_ANY = 0,
    PARAM_STRING = 1,
    PARAM_INTEGER = 2,
    PARAM_NUMBER = 4,
    PARAM_BOOLEAN = 8,
    PARAM_ARRAY = 16,
    PARAM_OBJECT = 32,
    PARAM_NULL = 64,  // nullable: beside another type
};

enum param_format {
    FORMAT_NONE,
    FORMAT_DATE_TIME,
    FORMAT_URI,
    FORMAT_EMAIL,
    FORMAT_IP,
    FORMAT_UUID,
};

enum rest_context { CONTEXT_VIEW = 1, CONTEXT_EDIT = 2, CONTEXT_EMBED = 4 };
#define CONTEXT_VIEW_EDIT (CONTEXT_VIEW | CONTEXT_EDIT)
#define CONTEXT_ALL (CONTEXT_VIEW | CONTEXT_EDIT | CONTEXT_EMBED)

// A regular expression as the schema shows it, and the function that knows it.
struct param_pattern {
    const char *text;
    bool (*matches)(const char *value);
};

// In place of the validation by the table (WordPress's validate_callback); may call param_validate() itself. False: the
// error is set with the code and message of this parameter (its status does not matter; data_json becomes the
// detail's data). Must not block.
typedef bool (*param_check)(struct request *request, const struct param *param, json_t *value, struct error *error);
// In place of the sanitation by type (WordPress's sanitize_callback). A new reference, or NULL with the error set.
typedef json_t *(*param_sanitize)(struct request *request, const struct param *param, json_t *value,
                                  struct error *error);

enum param_limit { LIMIT_LEAST = 1, LIMIT_MOST = 2 };

// A parameter, or a property of a schema. Tables of them end with a row without a name.
struct param {
    const char *name;
    const char *title;  // of a setting, and the group it belongs to; NULL: none
    const char *group;
    const char *description;
    unsigned types;  // mask of enum param_type
    enum param_format format;
    unsigned limits;                                      // which of least and most hold
    int64_t least, most;                                  // inclusive
    size_t min_length, max_length, min_items, max_items;  // 0: none
    bool unique_items;
    const char *const *choices;  // enum of strings; ends with NULL
    const struct param_pattern *pattern;
    const struct param *items;       // of an array: one row
    const struct param *properties;  // of an object
    bool closed;                     // additionalProperties: false
    const struct param *one_of;      // alternatives; their names are the titles
    const char *default_json;        // "10", "\"view\"", "[]"; NULL: none
    bool required;
    unsigned contexts;  // of a property: mask of enum rest_context in which it is shown
    bool readonly;      // of a property: no parameter of create and update
    bool unchecked;     // taken as it comes (WordPress: callbacks null); the handler looks itself
    // Validated only when all others are right: WordPress does so for parameters without a validate_callback, which is
    // most of a collection's.
    bool late;
    // Of a property: a parameter only, never shown (password of a user). Of a capture: not among the arguments that
    // OPTIONS and the indexes list.
    bool hidden;
    param_check check;
    param_sanitize sanitize;
};

struct rest_schema {
    const char *title;               // "post"
    const struct param *properties;  // in the order in which items are written
};

enum rest_derive {
    DERIVE_NOTHING,
    DERIVE_CREATE,  // the schema's properties that are not readonly, with their defaults and `required`
    DERIVE_UPDATE,  // the same without defaults and `required`
};

// Carried by the rows of the site map.
struct rest_endpoint {
    const struct rest_schema *schema;  // of the resource: shown by OPTIONS; NULL: none
    const struct param *captures;      // the {parts} of the path in order; NULL: none
    const struct param *params;        // further ones: the collection's, "force", "context"; NULL: none
    enum rest_derive derive;
    bool batch;   // may be called through batch/v1
    bool hidden;  // not in the indexes
    // Its path in the indexes, where that is not the row's own with "(?P<id>[\\d]+)" for {id:number}; NULL: the row's.
    const char *shown;
    // Takes the session's cookie without a nonce, and no request that a page of another site made: such a page is
    // neither answered nor allowed to read what others are told.
    bool same_site;
    bool unlisted;         // not in the indexes: stands there under the shown form of another row
    const void *resource;  // what the resource's code wants to know, where it serves several (posts and pages)
};

// Checks a value as WordPress's rest_validate_value_from_schema; `name` stands in the messages
// ("%1$s is not of type %2$s."). The error gets a code, a message, and data_json where WordPress gives data.
bool param_validate(const struct param *param, json_t *value, const char *name, struct request *request,
                    struct error *error) __attribute__((warn_unused_result));
// The value made fit for its type ("1,2" to [1,2], "true" to true, "5" to 5), as rest_sanitize_value_from_schema. A new
// reference. Only for values that were validated.
json_t *param_sanitize_value(const struct param *param, json_t *value);

// Calls `visit` for each parameter that the endpoint takes: captures, params, then those derived from the schema. In
// `required` and `default_json` the visitor is told what holds here. Stops when it returns false.
typedef bool (*param_visit)(void *context, const struct param *param, bool required, const char *default_json);
bool endpoint_visit(const struct rest_endpoint *endpoint, param_visit visit, void *context);
// The row of a name; NULL: the endpoint does not know it.
const struct param *endpoint_param(const struct rest_endpoint *endpoint, const char *name);

// Rows that many tables share. Strings and limits as WordPress has them.
extern const char *const context_choices[], *const context_view_edit_choices[], *const order_choices[];
extern const struct param integer_item, string_item, id_capture[];  // id_capture: {"id"} and the end row

#define PARAM_ROW_CONTEXT                                                                               \
    {                                                                                                   \
        .name = "context",                                                                              \
        .description = "Scope under which the request is made; determines fields present in response.", \
        .types = PARAM_STRING, .choices = context_choices, .default_json = "\"view\""                   \
    }
#define PARAM_ROW_CONTEXT_VIEW_EDIT                                                                     \
    {                                                                                                   \
        .name = "context",                                                                              \
        .description = "Scope under which the request is made; determines fields present in response.", \
        .types = PARAM_STRING, .choices = context_view_edit_choices, .default_json = "\"view\""         \
    }
#define PARAM_ROW_PAGE                                                                            \
    {                                                                                             \
        .name = "page", .description = "Current page of the collection.", .types = PARAM_INTEGER, \
        .limits = LIMIT_LEAST, .least = 1, .default_json = "1"                                    \
    }
#define PARAM_ROW_PER_PAGE                                                                                        \
    {                                                                                                             \
        .name = "per_page", .description = "Maximum number of items to be returned in result set.",               \
        .types = PARAM_INTEGER, .limits = LIMIT_LEAST | LIMIT_MOST, .least = 1, .most = 100, .default_json = "10" \
    }
#define PARAM_ROW_SEARCH \
    { .name = "search", .description = "Limit results to those matching a string.", .types = PARAM_STRING }
#define PARAM_ROW_OFFSET                                                                         \
    {                                                                                            \
        .name = "offset", .description = "Offset the result set by a specific number of items.", \
        .types = PARAM_INTEGER, .late = true                                                     \
    }
// order; `first` is "\"asc\"" or "\"desc\"".
#define PARAM_ROW_ORDER(first)                                                                                  \
    {                                                                                                           \
        .name = "order", .description = "Order sort attribute ascending or descending.", .types = PARAM_STRING, \
        .choices = order_choices, .default_json = first, .late = true                                           \
    }
// A list of ids: include, exclude, parent, author, post ...
#define PARAM_ROW_IDS(word, text)                                                                              \
    {                                                                                                          \
        .name = word, .description = text, .types = PARAM_ARRAY, .items = &integer_item, .default_json = "[]", \
        .late = true                                                                                           \
    }
#define PARAM_ROW_FORCE(text) \
    { .name = "force", .description = text, .types = PARAM_BOOLEAN, .default_json = "false", .late = true }
