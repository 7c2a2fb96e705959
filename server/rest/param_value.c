// param_value: see the header. Sanitation by type (rest_sanitize_value_from_schema) is here too.
#include "server/rest/param_value.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "server/text/escape.h"

// What a double tells apart.
static const double integer_most = 9007199254740992.0;

const struct param *param_find(const struct param *table, const char *name) {
    for (const struct param *row = table; row && row->name; row++)
        if (strcmp(row->name, name) == 0) return row;
    return NULL;
}

// PHP's is_numeric(): white space around, sign, digits, fraction, exponent; no hexadecimal, no "inf".
static bool is_numeric(const char *text) {
    text += strspn(text, " \t\n\r\v\f");
    if (*text == '+' || *text == '-') text++;
    const size_t whole = strspn(text, "0123456789");
    text += whole;
    size_t fraction = 0;
    if (*text == '.') {
        text++;
        fraction = strspn(text, "0123456789");
        text += fraction;
    }
    if (whole + fraction == 0) return false;
    if (*text == 'e' || *text == 'E') {
        const char *exponent = text + 1;
        if (*exponent == '+' || *exponent == '-') exponent++;
        const size_t digits = strspn(exponent, "0123456789");
        if (digits == 0) return false;
        text = exponent + digits;
    }
    return text[strspn(text, " \t\n\r\v\f")] == '\0';
}

bool value_number(json_t *value, double *ret) {
    if (json_is_number(value)) {
        *ret = json_number_value(value);
    } else if (json_is_string(value) && is_numeric(json_string_value(value))) {
        *ret = strtod(json_string_value(value), NULL);
    } else {
        return false;
    }
    return isfinite(*ret);
}

static bool text_integer(const char *text, int64_t *ret) {
    char *end = NULL;
    errno = 0;
    const long long number = strtoll(text, &end, 10);
    if (errno || end == text || *end) return false;
    *ret = number;
    return true;
}

bool value_integer(json_t *value, int64_t *ret) {
    if (json_is_integer(value)) {
        *ret = json_integer_value(value);
        return true;
    }
    double number = 0;
    if (!value_number(value, &number)) return false;
    if (json_is_string(value) && text_integer(json_string_value(value), ret)) return true;
    if (number > integer_most || number < -integer_most || (double) (int64_t) number != number) return false;
    *ret = (int64_t) number;
    return true;
}

bool value_is_boolean(json_t *value) {
    if (json_is_boolean(value)) return true;
    if (json_is_integer(value)) return json_integer_value(value) == 0 || json_integer_value(value) == 1;
    const char *text = json_string_value(value);
    return text && (strcasecmp(text, "true") == 0 || strcasecmp(text, "false") == 0 || strcmp(text, "1") == 0 ||
                    strcmp(text, "0") == 0);
}

bool value_boolean(json_t *value) {
    switch (json_typeof(value)) {
        case JSON_TRUE:
            return true;
        case JSON_FALSE:
        case JSON_NULL:
            return false;
        case JSON_INTEGER:
            return json_integer_value(value) != 0;
        case JSON_REAL:
            return json_real_value(value) != 0;
        case JSON_STRING: {
            const char *text = json_string_value(value);
            return *text && strcasecmp(text, "false") != 0 && strcmp(text, "0") != 0;
        }
        case JSON_ARRAY:
            return json_array_size(value) > 0;
        case JSON_OBJECT:
            return json_object_size(value) > 0;
    }
    return false;
}

static bool is_separator(char byte) { return byte == ',' || isspace((unsigned char) byte); }

json_t *value_list(json_t *value) {
    if (json_is_array(value)) return json_incref(value);
    json_t *list = json_array();
    if (json_is_string(value)) {
        for (const char *at = json_string_value(value); *at;) {
            while (*at && is_separator(*at)) at++;
            const char *end = at;
            while (*end && !is_separator(*end)) end++;
            if (end > at) json_array_append_new(list, json_stringn(at, (size_t) (end - at)));
            at = end;
        }
    } else if (json_is_number(value) || json_is_true(value)) {
        json_array_append(list, value);
    }
    return list;
}

// Scalars are lists of words; objects that came from a query with names as keys are none.
static bool passes_for_list(json_t *value) {
    return json_is_array(value) || json_is_string(value) || json_is_number(value) || json_is_boolean(value);
}

enum param_type value_type(unsigned types, json_t *value) {
    double number;
    int64_t integer;
    if (types & PARAM_NULL && json_is_null(value)) return PARAM_NULL;
    if (types & PARAM_STRING && json_is_string(value) && (types & ~(unsigned) (PARAM_STRING | PARAM_NULL)) == 0)
        return PARAM_STRING;
    // An empty text passes for an object or a list, but is a text where that is allowed.
    if (types & PARAM_STRING && json_is_string(value) && json_string_length(value) == 0) return PARAM_STRING;
    if (types & PARAM_OBJECT && (json_is_object(value) || (json_is_array(value) && !(types & PARAM_ARRAY)) ||
                                 (json_is_string(value) && json_string_length(value) == 0)))
        return PARAM_OBJECT;
    if (types & PARAM_ARRAY && passes_for_list(value)) return PARAM_ARRAY;
    if (types & PARAM_INTEGER && value_integer(value, &integer)) return PARAM_INTEGER;
    if (types & PARAM_NUMBER && value_number(value, &number)) return PARAM_NUMBER;
    if (types & PARAM_BOOLEAN && value_is_boolean(value)) return PARAM_BOOLEAN;
    if (types & PARAM_STRING && json_is_string(value)) return PARAM_STRING;
    return PARAM_ANY;
}

// esc_url_raw(): trimmed, spaces coded, a scheme put before bare host names, nothing with another scheme.
static json_t *sanitize_url(const char *text) {
    STRBUF_CLEAN struct strbuf url;
    strbuf_init(&url, 0);
    text += strspn(text, " \t\r\n");
    size_t size = strlen(text);
    while (size > 0 && isspace((unsigned char) text[size - 1])) size--;
    if (size > 0 && !memchr(text, ':', size) && !strchr("/#?", text[0])) strbuf_adds(&url, "http://");
    for (size_t i = 0; i < size; i++) {
        if (text[i] == ' ')
            strbuf_adds(&url, "%20");
        else if ((unsigned char) text[i] > 0x20 && !strchr("\"<>\\^`{}", text[i]))
            strbuf_addc(&url, text[i]);
    }
    if (!escape_url_is_safe(url.data)) strbuf_truncate(&url, 0);
    return json_string(url.data);
}

static json_t *sanitize_array(const struct param *param, json_t *value) {
    json_t *list = value_list(value);
    if (!param->items) return list;
    json_t *result = json_array();
    for (size_t i = 0; i < json_array_size(list); i++)
        json_array_append_new(result, param_sanitize_value(param->items, json_array_get(list, i)));
    json_decref(list);
    return result;
}

static json_t *sanitize_object(const struct param *param, json_t *value) {
    json_t *result = json_object();
    const char *key;
    json_t *member;
    json_object_foreach(value, key, member) {
        const struct param *property = param_find(param->properties, key);
        if (property)
            json_object_set_new(result, key, param_sanitize_value(property, member));
        else if (!param->closed)
            json_object_set(result, key, member);
    }
    return result;
}

// What null becomes where null is no value: PHP's casts.
static json_t *sanitize_null(unsigned types) {
    if (types & PARAM_STRING) return json_string("");
    if (types & (PARAM_INTEGER | PARAM_NUMBER)) return json_integer(0);
    if (types & PARAM_BOOLEAN) return json_false();
    if (types & PARAM_ARRAY) return json_array();
    return types & PARAM_OBJECT ? json_object() : json_null();
}

static const struct param *alternative_of(const struct param *param, json_t *value) {
    for (const struct param *row = param->one_of; row && row->name; row++)
        if (value_type(row->types, value) != PARAM_ANY && json_is_object(value) == (row->types == PARAM_OBJECT))
            return row;
    return param;
}

json_t *param_sanitize_value(const struct param *param, json_t *value) {
    if (json_is_null(value) && !(param->types & PARAM_NULL)) return sanitize_null(param->types);
    if (param->one_of) param = alternative_of(param, value);
    int64_t integer = 0;
    double number = 0;
    switch (value_type(param->types, value)) {
        case PARAM_INTEGER:
            return value_integer(value, &integer) ? json_integer(integer) : json_integer(0);
        case PARAM_NUMBER:
            if (json_is_number(value)) return json_incref(value);
            return value_number(value, &number) ? json_real(number) : json_integer(0);
        case PARAM_BOOLEAN:
            return json_boolean(value_boolean(value));
        case PARAM_ARRAY:
            return sanitize_array(param, value);
        case PARAM_OBJECT:
            return sanitize_object(param, value);
        case PARAM_STRING:
            if (param->format == FORMAT_URI) return sanitize_url(json_string_value(value));
            return json_incref(value);
        default:
            return json_incref(value);
    }
}
