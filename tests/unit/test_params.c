// params: what passes for which type, what it becomes, what is wrong in which words; how query, body and path make one
// set of parameters.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/rest/call_data.h"
#include "server/rest/endpoint.h"
#include "server/rest/param_value.h"
#include "server/rest/writer.h"

struct site {
    struct request request;
    struct rest_call call;
};

static void begin(struct site *site, const struct rest_endpoint *endpoint, enum http_method method) {
    *site = (struct site){.request = {.method = method,
                                      .raw_query = "",
                                      .path = "/",
                                      .body = "",
                                      .body_file = -1,
                                      .content_type = "",
                                      .group_data = &site->call},
                          .call = {.endpoint = endpoint}};
    arena_init(&site->request.arena);
}

static void end(struct site *site) {
    for (size_t i = 0; i < site->call.param_count; i++) json_decref(site->call.params[i].value);
    arena_finish(&site->request.arena);
}

static void query(struct site *site, const char *text) {
    assert_true(url_parse_query(&site->request.arena, text, strlen(text), 1000, &site->request.query));
}

static void body(struct site *site, const char *text) {
    site->request.body = text;
    site->request.body_size = strlen(text);
    site->request.content_type = "application/json";
}

static json_t *json(const char *text) {
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    return value;
}

static const char *const colours[] = {"red", "green", "blue", NULL};
static const char *const one_choice[] = {"only", NULL};
static bool has_sign(const char *text) { return text[strspn(text, " ")] != '\0'; }
static const struct param_pattern not_blank = {".*\\S.*", has_sign};
static const struct param any = {.name = "p"};
static const struct param text = {.name = "p", .types = PARAM_STRING};
static const struct param nullable = {.name = "p", .types = PARAM_STRING | PARAM_NULL};
static const struct param integer = {.name = "p", .types = PARAM_INTEGER};
static const struct param number = {.name = "p", .types = PARAM_NUMBER};
static const struct param boolean = {.name = "p", .types = PARAM_BOOLEAN};
static const struct param ids = {.name = "p", .types = PARAM_ARRAY, .items = &integer_item};
static const struct param between = {
    .name = "p", .types = PARAM_INTEGER, .limits = LIMIT_LEAST | LIMIT_MOST, .least = 1, .most = 100};
static const struct param at_least = {.name = "p", .types = PARAM_INTEGER, .limits = LIMIT_LEAST, .least = 1};
static const struct param at_most = {.name = "p", .types = PARAM_INTEGER, .limits = LIMIT_MOST, .most = 5};
static const struct param choice = {.name = "p", .types = PARAM_STRING, .choices = colours};
static const struct param single = {.name = "p", .types = PARAM_STRING, .choices = one_choice};
static const struct param colour_item = {.types = PARAM_STRING, .choices = colours};
static const struct param choices = {.name = "p", .types = PARAM_ARRAY, .items = &colour_item};
static const struct param patterned = {.name = "p", .types = PARAM_STRING, .pattern = &not_blank};
static const struct param sized = {.name = "p", .types = PARAM_STRING, .min_length = 2, .max_length = 3};
static const struct param counted = {
    .name = "p", .types = PARAM_ARRAY, .min_items = 1, .max_items = 2, .unique_items = true};
static const struct param date = {.name = "p", .types = PARAM_STRING | PARAM_NULL, .format = FORMAT_DATE_TIME};
static const struct param email = {.name = "p", .types = PARAM_STRING, .format = FORMAT_EMAIL};
static const struct param address = {.name = "p", .types = PARAM_STRING, .format = FORMAT_IP};
static const struct param uuid = {.name = "p", .types = PARAM_STRING, .format = FORMAT_UUID};
static const struct param uri = {.name = "p", .types = PARAM_STRING, .format = FORMAT_URI};
static const struct param object_properties[] = {
    {.name = "terms", .types = PARAM_ARRAY, .items = &integer_item},
    {.name = "deep", .types = PARAM_BOOLEAN},
    {.name = "name", .types = PARAM_STRING, .required = true},
    {0},
};
static const struct param object = {
    .name = "p", .types = PARAM_OBJECT, .properties = object_properties, .closed = true};
static const struct param alternative_properties[] = {
    {.name = "terms", .types = PARAM_ARRAY, .items = &integer_item},
    {0},
};
static const struct param alternatives[] = {
    {.name = "ID List", .types = PARAM_ARRAY, .items = &integer_item},
    {.name = "Query", .types = PARAM_OBJECT, .properties = alternative_properties, .closed = true},
    {0},
};
static const struct param either = {.name = "p", .types = PARAM_OBJECT | PARAM_ARRAY, .one_of = alternatives};

struct validity {
    const struct param *row;
    const char *value;
    const char *code;  // NULL: valid
    const char *message;
};

static const struct validity validities[] = {
    {&any, "[1]", NULL, NULL},
    {&text, "\"x\"", NULL, NULL},
    {&text, "\"\"", NULL, NULL},
    {&text, "5", "rest_invalid_type", "p is not of type string."},
    {&text, "[\"a\"]", "rest_invalid_type", "p is not of type string."},
    {&text, "null", "rest_invalid_type", "p is not of type string."},
    {&nullable, "null", NULL, NULL},
    {&nullable, "5", "rest_invalid_type", "p is not of type string,null."},
    {&integer, "5", NULL, NULL},
    {&integer, "-5", NULL, NULL},
    {&integer, "5.0", NULL, NULL},
    {&integer, "5.5", "rest_invalid_type", "p is not of type integer."},
    {&integer, "\"5\"", NULL, NULL},
    {&integer, "\" 5 \"", NULL, NULL},
    {&integer, "\"1e2\"", NULL, NULL},
    {&integer, "\"5x\"", "rest_invalid_type", "p is not of type integer."},
    {&integer, "\"0x5\"", "rest_invalid_type", "p is not of type integer."},
    {&integer, "\"\"", "rest_invalid_type", "p is not of type integer."},
    {&integer, "\"9223372036854775807\"", NULL, NULL},
    {&integer, "\"9223372036854775808\"", "rest_invalid_type", "p is not of type integer."},
    {&integer, "1e300", "rest_invalid_type", "p is not of type integer."},
    {&integer, "true", "rest_invalid_type", "p is not of type integer."},
    {&integer, "[1]", "rest_invalid_type", "p is not of type integer."},
    {&number, "\"1.5\"", NULL, NULL},
    {&number, "\".\"", "rest_invalid_type", "p is not of type number."},
    {&number, "\"inf\"", "rest_invalid_type", "p is not of type number."},
    {&boolean, "true", NULL, NULL},
    {&boolean, "0", NULL, NULL},
    {&boolean, "\"FALSE\"", NULL, NULL},
    {&boolean, "2", "rest_invalid_type", "p is not of type boolean."},
    {&boolean, "\"perhaps\"", "rest_invalid_type", "p is not of type boolean."},
    {&ids, "[1,2]", NULL, NULL},
    {&ids, "\"1,2 3\"", NULL, NULL},
    {&ids, "\"\"", NULL, NULL},
    {&ids, "7", NULL, NULL},
    {&ids, "[1,\"x\"]", "rest_invalid_type", "p[1] is not of type integer."},
    {&ids, "{\"a\":1}", "rest_invalid_type", "p is not of type array."},
    {&between, "0", "rest_out_of_bounds", "p must be between 1 (inclusive) and 100 (inclusive)"},
    {&between, "\"101\"", "rest_out_of_bounds", "p must be between 1 (inclusive) and 100 (inclusive)"},
    {&between, "100", NULL, NULL},
    {&at_least, "0", "rest_out_of_bounds", "p must be greater than or equal to 1"},
    {&at_most, "6", "rest_out_of_bounds", "p must be less than or equal to 5"},
    {&choice, "\"red\"", NULL, NULL},
    {&choice, "\"pink\"", "rest_not_in_enum", "p is not one of red, green, and blue."},
    {&single, "\"other\"", "rest_not_in_enum", "p is not only."},
    {&choices, "\"red,pink\"", "rest_not_in_enum", "p[1] is not one of red, green, and blue."},
    {&patterned, "\"  \"", "rest_invalid_pattern", "p does not match pattern .*\\S.*."},
    {&sized, "\"a\"", "rest_too_short", "p must be at least 2 characters long."},
    {&sized, "\"\\u00e4\\u00e4\\u00e4\"", NULL, NULL},
    {&sized, "\"aaaa\"", "rest_too_long", "p must be at most 3 characters long."},
    {&counted, "[]", "rest_too_few_items", "p must contain at least 1 item."},
    {&counted, "[1,2,3]", "rest_too_many_items", "p must contain at most 2 items."},
    {&counted, "[1,1]", "rest_duplicate_items", "p has duplicate items."},
    {&date, "null", NULL, NULL},
    {&date, "\"2020-02-03T04:05:06\"", NULL, NULL},
    {&date, "\"2020-02-03T04:05:06Z\"", NULL, NULL},
    {&date, "\"yesterday\"", "rest_invalid_date", "Invalid date."},
    {&email, "\"a@example.org\"", NULL, NULL},
    {&email, "\"nope\"", "rest_invalid_email", "Invalid email address."},
    {&address, "\"::1\"", NULL, NULL},
    {&address, "\"1.2.3\"", "rest_invalid_ip", "p is not a valid IP address."},
    {&uuid, "\"123e4567-e89b-12d3-a456-426614174000\"", NULL, NULL},
    {&uuid, "\"123e4567\"", "rest_invalid_uuid", "p is not a valid UUID."},
    {&object, "{\"name\":\"n\",\"terms\":\"1,2\"}", NULL, NULL},
    {&object, "{\"terms\":[1]}", "rest_property_required", "name is a required property of p."},
    {&object, "{\"name\":\"n\",\"deep\":\"x\"}", "rest_invalid_type", "p[deep] is not of type boolean."},
    {&object, "{\"name\":\"n\",\"other\":1}", "rest_additional_properties_forbidden",
     "other is not a valid property of Object."},
    {&object, "5", "rest_invalid_type", "p is not of type object."},
    {&either, "[1,2]", NULL, NULL},
    {&either, "\"1,2\"", NULL, NULL},
    {&either, "{\"terms\":[1]}", NULL, NULL},
    {&either, "{\"terms\":[\"x\"]}", "rest_no_matching_schema",
     "p is not a valid Query. Reason: p[terms][0] is not of type integer."},
    {&either, "true", "rest_no_matching_schema", NULL},
};

static void test_validity(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof validities / sizeof *validities; i++) {
        const struct validity *row = &validities[i];
        struct site site;
        begin(&site, NULL, HTTP_GET);
        struct error error = {0};
        json_t *value = json(row->value);
        const bool valid = param_validate(row->row, value, "p", &site.request, &error);
        if (valid != (row->code == NULL)) fail_msg("case %zu, %s: %s", i, row->value, error.message);
        if (row->code && strcmp(error.code, row->code) != 0) fail_msg("case %zu, %s: %s", i, row->value, error.code);
        if (row->message && strcmp(error.message, row->message) != 0)
            fail_msg("case %zu, %s: %s", i, row->value, error.message);
        if (valid && error_is_set(&error)) fail_msg("case %zu: valid, but an error was set", i);
        json_decref(value);
        end(&site);
    }
}

struct fitting {
    const struct param *row;
    const char *value;
    const char *becomes;
};

static const struct fitting fittings[] = {
    {&text, "\"a b\"", "\"a b\""},
    {&text, "null", "\"\""},
    {&nullable, "null", "null"},
    {&integer, "\"5\"", "5"},
    {&integer, "5.0", "5"},
    {&integer, "null", "0"},
    {&integer, "\"9223372036854775807\"", "9223372036854775807"},
    {&number, "\"1.5\"", "1.5"},
    {&boolean, "\"True\"", "true"},
    {&boolean, "\"false\"", "false"},
    {&boolean, "0", "false"},
    {&boolean, "null", "false"},
    {&ids, "\"3, 1  2\"", "[3,1,2]"},
    {&ids, "[\"3\",1]", "[3,1]"},
    {&ids, "7", "[7]"},
    {&ids, "\"\"", "[]"},
    {&ids, "null", "[]"},
    {&uri, "\" example.org/a b \"", "\"http://example.org/a%20b\""},
    {&uri, "\"https://example.org/\"", "\"https://example.org/\""},
    {&uri, "\"javascript:alert(1)\"", "\"\""},
    {&object, "{\"name\":\"n\",\"terms\":\"1,2\",\"deep\":\"1\"}", "{\"name\":\"n\",\"terms\":[1,2],\"deep\":true}"},
    {&either, "\"1,2\"", "[1,2]"},
    {&either, "{\"terms\":\"4\"}", "{\"terms\":[4]}"},
};

static void test_fitting(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof fittings / sizeof *fittings; i++) {
        json_t *value = json(fittings[i].value);
        json_t *fit = param_sanitize_value(fittings[i].row, value);
        char *printed = json_dumps(fit, JSON_COMPACT | JSON_ENCODE_ANY);
        if (strcmp(printed, fittings[i].becomes) != 0)
            fail_msg("case %zu, %s: %s, expected %s", i, fittings[i].value, printed, fittings[i].becomes);
        free(printed);
        json_decref(fit);
        json_decref(value);
    }
}

static bool check_even(struct request *request, const struct param *param, json_t *value, struct error *error) {
    if (!param_validate(param, value, param->name, request, error)) return false;
    int64_t even = 0;
    if (value_integer(value, &even) && even % 2 == 0) return true;
    error->data_json = "{\"status\":418}";
    error_set(error, 400, "odd", "It is odd.");
    return false;
}

static json_t *sanitize_upper(struct request *request, const struct param *param, json_t *value, struct error *error) {
    (void) request;
    (void) param;
    if (json_is_string(value) && strcmp(json_string_value(value), "a") == 0) return json_string("A");
    error_set(error, 400, "no_letter", "It is not the letter.");
    return NULL;
}

static const struct param title_properties[] = {{.name = "raw", .types = PARAM_STRING}, {0}};
static const struct param schema_rows[] = {
    {.name = "id", .types = PARAM_INTEGER, .readonly = true},
    {.name = "title", .types = PARAM_OBJECT, .properties = title_properties, .unchecked = true},
    {.name = "name", .types = PARAM_STRING, .required = true},
    {.name = "size", .types = PARAM_INTEGER, .default_json = "7"},
    {.name = "even", .types = PARAM_INTEGER, .check = check_even},
    {.name = "letter", .types = PARAM_STRING, .sanitize = sanitize_upper},
    {.name = "list", .types = PARAM_ARRAY, .items = &integer_item},
    {0},
};
static const struct rest_schema schema = {.title = "thing", .properties = schema_rows};
static const struct param list_rows[] = {
    PARAM_ROW_CONTEXT,
    PARAM_ROW_PAGE,
    PARAM_ROW_PER_PAGE,
    PARAM_ROW_ORDER("\"desc\""),
    PARAM_ROW_IDS("include", ""),
    {.name = "status", .types = PARAM_ARRAY, .items = &string_item, .default_json = "\"publish\"", .late = true},
    {0},
};
static const struct rest_endpoint list_endpoint = {.params = list_rows};
static const struct rest_endpoint create_endpoint = {.schema = &schema, .derive = DERIVE_CREATE};
static const struct rest_endpoint update_endpoint = {
    .schema = &schema, .captures = id_capture, .derive = DERIVE_UPDATE};

static bool serve(struct site *site, struct error *error) {
    return call_collect(&site->request, error) && call_check(&site->request, error);
}

static const char *params_of(const struct error *error) {
    static char names[200];
    names[0] = '\0';
    for (const struct error_param *param = error->params; param; param = param->next)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s=%s;", param->name,
                 param->code ? param->code : "");
    return names;
}

struct call_case {
    const struct rest_endpoint *endpoint;
    enum http_method method;
    const char *query;
    const char *body;
    const char *code;
    const char *message;
    const char *params;
};

static const struct call_case call_cases[] = {
    {&list_endpoint, HTTP_GET, "", NULL, NULL, NULL, NULL},
    {&list_endpoint, HTTP_GET, "page=0", NULL, "rest_invalid_param", "Invalid parameter(s): page",
     "page=rest_out_of_bounds;"},
    // What WordPress leaves to sanitation is told only when all else is right.
    {&list_endpoint, HTTP_GET, "page=0&order=up", NULL, "rest_invalid_param", "Invalid parameter(s): page",
     "page=rest_out_of_bounds;"},
    {&list_endpoint, HTTP_GET, "order=up&include=x", NULL, "rest_invalid_param", "Invalid parameter(s): order, include",
     "order=rest_not_in_enum;include=rest_invalid_type;"},
    {&list_endpoint, HTTP_GET, "unknown=1", NULL, NULL, NULL, NULL},
    {&create_endpoint, HTTP_POST, "", "{}", "rest_missing_callback_param", "Missing parameter(s): name", "name=;"},
    {&create_endpoint, HTTP_POST, "", "{\"name\":null}", "rest_missing_callback_param", "Missing parameter(s): name",
     "name=;"},
    {&create_endpoint, HTTP_POST, "", "{\"name\":\"n\",\"title\":5}", NULL, NULL, NULL},
    {&create_endpoint, HTTP_POST, "", "{\"name\":\"n\",\"even\":3,\"size\":\"x\"}", "rest_invalid_param",
     "Invalid parameter(s): size, even", "size=rest_invalid_type;even=odd;"},
    {&create_endpoint, HTTP_POST, "", "{\"name\":\"n\",\"letter\":\"b\"}", "rest_invalid_param",
     "Invalid parameter(s): letter", "letter=no_letter;"},
    {&create_endpoint, HTTP_POST, "", "{\"name\":\"n\",\"id\":\"any\"}", NULL, NULL, NULL},
    {&create_endpoint, HTTP_POST, "", "{\"name\":\"n\",\"size\":99999999999999999999}", "rest_invalid_param",
     "Invalid parameter(s): size", "size=rest_invalid_type;"},
    {&update_endpoint, HTTP_POST, "", "{}", NULL, NULL, NULL},
    {&update_endpoint, HTTP_POST, "", "{", "rest_invalid_json", "Invalid JSON body passed.", ""},
    {&update_endpoint, HTTP_POST, "", "[1]", NULL, NULL, NULL},
    {&update_endpoint, HTTP_POST, "", "7", NULL, NULL, NULL},
    {&update_endpoint, HTTP_POST, "", "{\"a\":\"\xff\"}", "rest_invalid_json", "Invalid JSON body passed.", ""},
    {&update_endpoint, HTTP_POST, "", "{\"a\":1e999}", "rest_invalid_json", "Invalid JSON body passed.", ""},
};

static void test_calls(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof call_cases / sizeof *call_cases; i++) {
        const struct call_case *row = &call_cases[i];
        struct site site;
        begin(&site, row->endpoint, row->method);
        query(&site, row->query);
        if (row->body) body(&site, row->body);
        struct error error = {0};
        const bool good = serve(&site, &error);
        if (good != (row->code == NULL)) fail_msg("case %zu: %s", i, error.message);
        if (row->code) {
            assert_string_equal(error.code, row->code);
            assert_string_equal(error.message, row->message);
            assert_string_equal(params_of(&error), row->params);
            assert_int_equal(error.status, 400);
        }
        end(&site);
    }
}

static void test_detail_data(void **state) {
    (void) state;
    struct site site;
    struct error error = {0};
    begin(&site, &create_endpoint, HTTP_POST);
    body(&site, "{\"name\":5,\"even\":3}");
    assert_false(serve(&site, &error));
    assert_string_equal(error.params->data_json, "{\"param\":\"name\"}");
    assert_string_equal(error.params->next->data_json, "{\"status\":418}");
    end(&site);
}

static void test_too_deep(void **state) {
    (void) state;
    enum { DEPTH = 600 };
    char deep[2 * DEPTH + 1];
    memset(deep, '[', DEPTH);
    memset(deep + DEPTH, ']', DEPTH);
    deep[2 * (size_t) DEPTH] = '\0';
    struct site site;
    struct error error = {0};
    begin(&site, &update_endpoint, HTTP_POST);
    body(&site, deep);
    assert_false(serve(&site, &error));
    assert_string_equal(error.code, "rest_invalid_json");
    assert_non_null(strstr(error.data_json, "Maximum stack depth exceeded"));
    end(&site);
}

// Members that the endpoint does not know are kept up to a number: the known ones always.
static void test_many_members(void **state) {
    (void) state;
    struct strbuf text_body;
    strbuf_init(&text_body, 0);
    strbuf_addc(&text_body, '{');
    for (int i = 0; i < 5000; i++) strbuf_addf(&text_body, "\"x%d\":%d,", i, i);
    strbuf_adds(&text_body, "\"size\":5}");
    struct site site;
    struct error error = {0};
    begin(&site, &update_endpoint, HTTP_POST);
    body(&site, text_body.data);
    assert_true(serve(&site, &error));
    assert_int_equal(rest_integer(&site.request, "size", 0), 5);
    assert_true(site.call.param_count < 100);
    end(&site);
    strbuf_finish(&text_body);
}

static void test_precedence(void **state) {
    (void) state;
    struct site site;
    struct error error = {0};
    begin(&site, &update_endpoint, HTTP_POST);
    query(&site, "name=query&size=2&letter=a");
    body(&site, "{\"name\":\"body\",\"letter\":null}");
    site.request.captures[0] = "17";
    assert_true(serve(&site, &error));
    assert_string_equal(rest_string(&site.request, "name"), "body");
    assert_int_equal(rest_integer(&site.request, "size", 0), 2);
    // null is as good as absent: the next source is asked.
    assert_string_equal(rest_string(&site.request, "letter"), "A");
    assert_int_equal(rest_integer(&site.request, "id", 0), 17);
    assert_false(rest_sent(&site.request, "even"));
    // An update has no defaults from the schema.
    assert_false(rest_isset(&site.request, "list"));
    end(&site);
}

static void test_defaults(void **state) {
    (void) state;
    struct site site;
    struct error error = {0};
    begin(&site, &list_endpoint, HTTP_GET);
    assert_true(serve(&site, &error));
    assert_int_equal(rest_integer(&site.request, "per_page", 0), 10);
    assert_true(rest_is(&site.request, "order", "desc"));
    assert_int_equal(rest_context(&site.request), CONTEXT_VIEW);
    assert_false(rest_sent(&site.request, "order"));
    assert_true(rest_isset(&site.request, "order"));
    const struct text_list status = rest_texts(&site.request, "status");
    assert_int_equal(status.count, 1);
    assert_string_equal(status.items[0], "publish");
    assert_int_equal(rest_ids(&site.request, "include").count, 0);
    end(&site);
    begin(&site, &create_endpoint, HTTP_POST);
    body(&site, "{\"name\":\"n\"}");
    assert_true(serve(&site, &error));
    assert_int_equal(rest_integer(&site.request, "size", 0), 7);
    end(&site);
    begin(&site, &update_endpoint, HTTP_POST);
    assert_true(serve(&site, &error));
    assert_int_equal(rest_integer(&site.request, "size", 0), 0);
    end(&site);
}

struct list_case {
    const char *query;
    size_t count;
    int64_t first, last;
};

static const struct list_case list_cases[] = {
    {"include=3,1,2", 3, 3, 2},
    {"include[]=3&include[]=1", 2, 3, 1},
    {"include[0]=3&include[1]=1", 2, 3, 1},
    {"include[5]=3&include[2]=1", 2, 3, 1},
    {"include%5B%5D=8", 1, 8, 8},
    {"include=5&include=6", 1, 6, 6},
    {"include=", 0, 0, 0},
};

static void test_lists(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof list_cases / sizeof *list_cases; i++) {
        struct site site;
        struct error error = {0};
        begin(&site, &list_endpoint, HTTP_GET);
        query(&site, list_cases[i].query);
        if (!serve(&site, &error)) fail_msg("%s: %s", list_cases[i].query, error.message);
        const struct id_list list = rest_ids(&site.request, "include");
        if (list.count != list_cases[i].count) fail_msg("%s: %zu entries", list_cases[i].query, list.count);
        if (list.count > 0) {
            assert_int_equal(list.items[0], list_cases[i].first);
            assert_int_equal(list.items[list.count - 1], list_cases[i].last);
        }
        end(&site);
    }
}

static void test_nested_names(void **state) {
    (void) state;
    struct site site;
    struct error error = {0};
    begin(&site, &update_endpoint, HTTP_POST);
    query(&site, "title[raw]=Hello&other[a][b][]=1&other[a][b][]=2&[x]=1&y[=2");
    assert_true(serve(&site, &error));
    assert_string_equal(rest_raw(&site.request, "title"), "Hello");
    json_t *a = json_object_get(rest_value(&site.request, "other"), "a");
    assert_int_equal(json_array_size(json_object_get(a, "b")), 2);
    end(&site);
    begin(&site, &update_endpoint, HTTP_POST);
    query(&site, "title=Plain");
    assert_true(serve(&site, &error));
    assert_string_equal(rest_raw(&site.request, "title"), "Plain");
    end(&site);
}

// Permission callbacks are asked about requests of sibling rows: a value of another type counts as absent.
static void test_other_types(void **state) {
    (void) state;
    struct site site;
    begin(&site, &list_endpoint, HTTP_GET);
    query(&site, "include=1,2&flag=maybe&empty=&zero=0");
    struct error error = {0};
    assert_true(serve(&site, &error));
    assert_int_equal(rest_integer(&site.request, "include", -1), -1);
    assert_null(rest_string(&site.request, "include"));
    assert_true(rest_boolean(&site.request, "flag", true));
    assert_true(rest_filled(&site.request, "flag"));
    assert_false(rest_filled(&site.request, "empty"));
    assert_false(rest_filled(&site.request, "zero"));
    assert_false(rest_filled(&site.request, "absent"));
    assert_true(rest_isset(&site.request, "empty"));
    end(&site);
}

struct fields_case {
    const char *fields;
    const char *name;
    const char *below;  // NULL: not looked at
    bool has, has_below;
};

static const struct fields_case fields_cases[] = {
    {"", "id", NULL, true, false},
    {" , ", "id", NULL, true, false},
    {"id,title", "id", NULL, true, false},
    {"id,title", "slug", NULL, false, false},
    {"id title", "title", "raw", true, true},
    {"title.rendered", "title", "rendered", true, true},
    {"title.rendered", "title", "raw", true, false},
    {"title.rendered,title", "title", "raw", true, true},
    {"title.rendered,title.raw", "title", "raw", true, true},
    {"titles", "title", NULL, false, false},
};

static void test_fields(void **state) {
    (void) state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof fields_cases / sizeof *fields_cases; i++) {
        const struct fields_case *row = &fields_cases[i];
        const struct fields *below, *deeper;
        const struct fields *fields = fields_parse(&arena, &row->fields, 1);
        if (fields_have(fields, row->name, &below) != row->has) fail_msg("%s of '%s'", row->name, row->fields);
        if (row->below && fields_have(below, row->below, &deeper) != row->has_below)
            fail_msg("%s.%s of '%s'", row->name, row->below, row->fields);
    }
    arena_finish(&arena);
}

static void test_writer(void **state) {
    (void) state;
    struct strbuf out;
    struct writer writer;
    strbuf_init(&out, 0);
    writer_init(&writer, &out);
    writer_begin_object(&writer);
    writer_member_string(&writer, "a", "\"\\\n\x01 \xc3\xa4 \xff</");
    writer_member_string(&writer, "n", NULL);
    writer_key(&writer, "l");
    writer_begin_array(&writer);
    writer_integer(&writer, -5);
    writer_boolean(&writer, true);
    writer_begin_object(&writer);
    writer_end_object(&writer);
    writer_raw(&writer, "[1]");
    writer_end_array(&writer);
    writer_member_boolean(&writer, "f", false);
    writer_end_object(&writer);
    assert_string_equal(out.data,
                        "{\"a\":\"\\\"\\\\\\n\\u0001 \xc3\xa4 \xef\xbf\xbd</\",\"n\":null,"
                        "\"l\":[-5,true,{},[1]],\"f\":false}");
    strbuf_finish(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_validity),     cmocka_unit_test(test_fitting),     cmocka_unit_test(test_calls),
        cmocka_unit_test(test_detail_data),  cmocka_unit_test(test_too_deep),    cmocka_unit_test(test_many_members),
        cmocka_unit_test(test_precedence),   cmocka_unit_test(test_defaults),    cmocka_unit_test(test_lists),
        cmocka_unit_test(test_nested_names), cmocka_unit_test(test_other_types), cmocka_unit_test(test_fields),
        cmocka_unit_test(test_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
