// validate: does a value fit its row, and what is wrong with it in WordPress's words
// (rest_validate_value_from_schema).
#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "server/http/request.h"
#include "server/rest/param_value.h"
#include "server/rules/discussion.h"

struct type_name {
    enum param_type type;
    const char *name;
};

static const struct type_name type_names[] = {
    {PARAM_STRING, "string"}, {PARAM_INTEGER, "integer"}, {PARAM_NUMBER, "number"}, {PARAM_BOOLEAN, "boolean"},
    {PARAM_OBJECT, "object"}, {PARAM_ARRAY, "array"},     {PARAM_NULL, "null"},
};

const char *param_type_names(unsigned types, char buffer[PARAM_TYPES_SIZE]) {
    size_t used = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names; i++)
        if (types & type_names[i].type)
            used +=
                (size_t) snprintf(buffer + used, PARAM_TYPES_SIZE - used, "%s%s", used ? "," : "", type_names[i].name);
    return buffer;
}

static bool refuse_type(const char *name, unsigned types, struct request *request, struct error *error) {
    char buffer[PARAM_TYPES_SIZE];
    json_t *data = json_pack("{s:s}", "param", name);
    char *text = data ? json_dumps(data, JSON_COMPACT) : NULL;
    if (text) error->data_json = arena_strdup(&request->arena, text);
    free(text);
    json_decref(data);
    error_set(error, 400, "rest_invalid_type", "%s is not of type %s.", name, param_type_names(types, buffer));
    return false;
}

static bool refuse(struct error *error, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static bool refuse(struct error *error, const char *code, const char *format, ...) {
    char message[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    error_set(error, 400, code, "%s", message);
    return false;
}

static bool validate_number(const struct param *param, json_t *value, const char *name, struct error *error) {
    double number = 0;
    if (!param->limits || !value_number(value, &number)) return true;
    const bool low = param->limits & LIMIT_LEAST && number < (double) param->least;
    const bool high = param->limits & LIMIT_MOST && number > (double) param->most;
    if (!low && !high) return true;
    if (param->limits == (LIMIT_LEAST | LIMIT_MOST))
        return refuse(error, "rest_out_of_bounds", "%s must be between %lld (inclusive) and %lld (inclusive)", name,
                      (long long) param->least, (long long) param->most);
    if (low)
        return refuse(error, "rest_out_of_bounds", "%s must be greater than or equal to %lld", name,
                      (long long) param->least);
    return refuse(error, "rest_out_of_bounds", "%s must be less than or equal to %lld", name, (long long) param->most);
}

static bool validate_string(const struct param *param, const char *text, const char *name, struct error *error) {
    const size_t length = param->min_length || param->max_length ? utf8_length(text) : 0;
    if (param->min_length && length < param->min_length)
        return refuse(error, "rest_too_short", "%s must be at least %zu character%s long.", name, param->min_length,
                      param->min_length == 1 ? "" : "s");
    if (param->max_length && length > param->max_length)
        return refuse(error, "rest_too_long", "%s must be at most %zu character%s long.", name, param->max_length,
                      param->max_length == 1 ? "" : "s");
    if (param->pattern && !param->pattern->matches(text))
        return refuse(error, "rest_invalid_pattern", "%s does not match pattern %s.", name, param->pattern->text);
    return true;
}

static bool has_duplicates(json_t *list) {
    for (size_t i = 0; i < json_array_size(list); i++)
        for (size_t j = 0; j < i; j++)
            if (json_equal(json_array_get(list, i), json_array_get(list, j))) return true;
    return false;
}

// More than this many would be compared with each other for too long.
enum { UNIQUE_MOST = 1000 };

static bool validate_array(const struct param *param, json_t *value, const char *name, struct request *request,
                           struct error *error) {
    json_t *list = value_list(value);
    bool valid = true;
    for (size_t i = 0; param->items && valid && i < json_array_size(list); i++)
        valid = param_validate(param->items, json_array_get(list, i), arena_printf(&request->arena, "%s[%zu]", name, i),
                               request, error);
    const size_t count = json_array_size(list);
    if (valid && param->min_items && count < param->min_items)
        valid = refuse(error, "rest_too_few_items", "%s must contain at least %zu item%s.", name, param->min_items,
                       param->min_items == 1 ? "" : "s");
    if (valid && param->max_items && count > param->max_items)
        valid = refuse(error, "rest_too_many_items", "%s must contain at most %zu item%s.", name, param->max_items,
                       param->max_items == 1 ? "" : "s");
    if (valid && param->unique_items && (count > UNIQUE_MOST || has_duplicates(list)))
        valid = refuse(error, "rest_duplicate_items", "%s has duplicate items.", name);
    json_decref(list);
    return valid;
}

static bool validate_object(const struct param *param, json_t *value, const char *name, struct request *request,
                            struct error *error) {
    if (!json_is_object(value)) {
        if (param->closed && json_array_size(value) > 0)
            return refuse(error, "rest_additional_properties_forbidden", "0 is not a valid property of Object.");
        return true;
    }
    for (const struct param *property = param->properties; property && property->name; property++)
        if (property->required && !json_object_get(value, property->name))
            return refuse(error, "rest_property_required", "%s is a required property of %s.", property->name, name);
    const char *key;
    json_t *member;
    json_object_foreach(value, key, member) {
        const struct param *property = param_find(param->properties, key);
        if (property) {
            const char *path = arena_printf(&request->arena, "%s[%s]", name, key);
            if (!param_validate(property, member, path, request, error)) return false;
        } else if (param->closed) {
            return refuse(error, "rest_additional_properties_forbidden", "%s is not a valid property of Object.", key);
        }
    }
    return true;
}

static bool validate_choice(const struct param *param, json_t *value, const char *name, struct error *error) {
    const char *text = json_string_value(value);
    size_t count = 0;
    for (; param->choices[count]; count++)
        if (text && strcmp(text, param->choices[count]) == 0) return true;
    if (count == 1) return refuse(error, "rest_not_in_enum", "%s is not %s.", name, param->choices[0]);
    STRBUF_CLEAN struct strbuf list;
    strbuf_init(&list, sizeof error->message);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) strbuf_adds(&list, count == 2 ? " and " : i + 1 == count ? ", and " : ", ");
        strbuf_adds(&list, param->choices[i]);
    }
    return refuse(error, "rest_not_in_enum", "%s is not one of %s.", name, list.data);
}

// 8-4-4-4-12 hexadecimal digits in lower case, as wp_is_uuid().
static bool is_uuid(const char *text) {
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (strlen(text) != sizeof shape - 1) return false;
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == '-' ? text[i] != '-' : !strchr("0123456789abcdef", text[i])) return false;
    return true;
}

static bool is_address(const char *text) {
    unsigned char buffer[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, text, buffer) == 1 || inet_pton(AF_INET6, text, buffer) == 1;
}

static bool validate_format(const struct param *param, const char *text, const char *name, struct error *error) {
    int64_t moment;
    bool zoned;
    switch (param->format) {
        case FORMAT_NONE:
        case FORMAT_URI:
            break;
        case FORMAT_DATE_TIME:
            if (!clock_parse_iso(text, true, &moment, &zoned))
                return refuse(error, "rest_invalid_date", "Invalid date.");
            break;
        case FORMAT_EMAIL:
            if (!email_is_valid(text)) return refuse(error, "rest_invalid_email", "Invalid email address.");
            break;
        case FORMAT_IP:
            if (!is_address(text)) return refuse(error, "rest_invalid_ip", "%s is not a valid IP address.", name);
            break;
        case FORMAT_UUID:
            if (!is_uuid(text)) return refuse(error, "rest_invalid_uuid", "%s is not a valid UUID.", name);
            break;
    }
    return true;
}

// WordPress names the alternative only when one of them came near: its error is not about the type as a whole.
static bool validate_one_of(const struct param *param, json_t *value, const char *name, struct request *request,
                            struct error *error) {
    STRBUF_CLEAN struct strbuf titles;
    strbuf_init(&titles, sizeof error->message);
    struct error near = {0};
    const char *near_title = NULL;
    size_t near_count = 0;
    for (const struct param *alternative = param->one_of; alternative->name; alternative++) {
        struct error refusal = {0};
        if (param_validate(alternative, value, name, request, &refusal)) return true;
        if (titles.size) strbuf_adds(&titles, alternative[1].name ? ", " : " and ");
        strbuf_adds(&titles, alternative->name);
        if (strcmp(refusal.code, "rest_invalid_type") == 0 && strstr(refusal.message, name) == refusal.message &&
            refusal.message[strlen(name)] == ' ')
            continue;
        near = refusal;
        near_title = alternative->name;
        near_count++;
    }
    if (near_count == 1)
        return refuse(error, "rest_no_matching_schema", "%s is not a valid %s. Reason: %s", name, near_title,
                      near.message);
    return refuse(error, "rest_no_matching_schema", "%s is not a valid %s.", name, titles.data);
}

bool param_validate(const struct param *param, json_t *value, const char *name, struct request *request,
                    struct error *error) {
    if (param->one_of && !validate_one_of(param, value, name, request, error)) return false;
    enum param_type type = PARAM_ANY;
    if (param->types != PARAM_ANY) {
        type = value_type(param->types, value);
        if (type == PARAM_ANY) return refuse_type(name, param->types, request, error);
    }
    switch (type) {
        case PARAM_INTEGER:
        case PARAM_NUMBER:
            if (!validate_number(param, value, name, error)) return false;
            break;
        case PARAM_STRING:
            if (!validate_string(param, json_string_value(value), name, error)) return false;
            break;
        case PARAM_ARRAY:
            if (!validate_array(param, value, name, request, error)) return false;
            break;
        case PARAM_OBJECT:
            if (!validate_object(param, value, name, request, error)) return false;
            break;
        default:
            break;
    }
    if (param->choices && type != PARAM_NULL && !validate_choice(param, value, name, error)) return false;
    if (param->format && type == PARAM_STRING) return validate_format(param, json_string_value(value), name, error);
    return true;
}
