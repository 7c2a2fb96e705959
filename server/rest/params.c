// params: gathers what a client sent from JSON body, form body, query and path, in WordPress's order of precedence.
//
// Names as PHP reads them: a=1, a[]=1, a[0]=1, a[b]=c. Limits: nesting and number of values of a JSON body, depth of
// names; the number of pairs is http's.
#include <string.h>

#include "base/arena.h"
#include "base/url.h"
#include "base/utf8.h"
#include "server/rest/call_data.h"
#include "server/rest/endpoint.h"

enum {
    JSON_DEPTH_MOST = 512,
    JSON_VALUES_MOST = 100000,
    NAME_DEPTH_MOST = 16,
    FORM_PAIRS_MOST = 1000,
    UNKNOWN_MOST = 64,  // names that the endpoint does not know: some are global (_fields), the others nobody's
};

struct call_param *call_find(const struct rest_call *call, const char *name) {
    for (size_t i = 0; i < call->param_count; i++)
        if (strcmp(call->params[i].name, name) == 0) return &call->params[i];
    return NULL;
}

void call_add(struct request *request, const char *name, json_t *value, bool sent) {
    struct rest_call *call = call_of(request);
    struct call_param *known = call_find(call, name);
    if (known) {
        if (json_is_null(known->value)) {
            json_decref(known->value);
            known->value = value;
        } else {
            json_decref(value);
        }
        return;
    }
    const struct param *row = call->endpoint ? endpoint_param(call->endpoint, name) : NULL;
    if (!row && call->unknown_count++ >= UNKNOWN_MOST) {
        json_decref(value);
        return;
    }
    if (call->param_count == call->param_capacity) {
        call->param_capacity = call->param_capacity ? call->param_capacity * 2 : 16;
        struct call_param *larger = arena_array(&request->arena, struct call_param, call->param_capacity);
        if (call->param_count) memcpy(larger, call->params, call->param_count * sizeof *larger);
        call->params = larger;
    }
    call->params[call->param_count++] = (struct call_param){
        .name = arena_strdup(&request->arena, name),
        .value = value,
        .sent = sent,
        .row = row,
    };
}

// Takes all members of the object and the reference.
static void add_all(struct request *request, json_t *object) {
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) call_add(request, name, json_incref(value), true);
    json_decref(object);
}

// PHP arrays whose keys are all numbers are lists.
static json_t *lists_of(json_t *tree) {
    bool numeric = true;
    const char *key;
    json_t *member;
    void *next;
    json_object_foreach_safe(tree, next, key, member) {
        if (key[strspn(key, "0123456789")] != '\0') numeric = false;
        if (json_is_object(member)) json_object_set_new(tree, key, lists_of(json_incref(member)));
    }
    if (!numeric) return tree;
    json_t *list = json_array();
    json_object_foreach(tree, key, member) json_array_append(list, member);
    json_decref(tree);
    return list;
}

static json_t *branch(json_t *tree, const char *key) {
    json_t *found = json_object_get(tree, key);
    if (json_is_object(found)) return found;
    json_t *made = json_object();
    json_object_set_new(tree, key, made);
    return made;
}

// "[b][]" after the name: walks and makes branches below `tree`, and sets the value at the last key.
static void set_nested(struct arena *arena, json_t *tree, const char *name, const char *keys, json_t *value) {
    const char *key = name;
    for (int depth = 0; *keys == '[' && depth < NAME_DEPTH_MOST; depth++) {
        const char *end = strchr(keys, ']');
        if (!end) break;
        tree = branch(tree, key);
        key = end == keys + 1 ? arena_printf(arena, "%zu", json_object_size(tree))
                              : arena_strndup(arena, keys + 1, (size_t) (end - keys - 1));
        keys = end + 1;
    }
    json_object_set_new(tree, key, value);
}

static void add_pairs(struct request *request, const struct url_pairs *pairs) {
    if (pairs->count == 0) return;
    json_t *tree = json_object();
    bool nested = false;
    for (size_t i = 0; i < pairs->count; i++) {
        const struct url_pair *pair = &pairs->items[i];
        const char *bracket = strchr(pair->name, '[');
        if (!*pair->name) continue;
        json_t *value = json_stringn(pair->value, pair->value_size);
        if (!value) value = json_string("");
        if (bracket && bracket > pair->name) {
            const char *name = arena_strndup(&request->arena, pair->name, (size_t) (bracket - pair->name));
            set_nested(&request->arena, tree, name, bracket, value);
            nested = true;
        } else {
            json_object_set_new(tree, pair->name, value);
        }
    }
    if (nested) {
        const char *key;
        json_t *member;
        void *next;
        json_object_foreach_safe(tree, next, key, member) {
            if (json_is_object(member)) json_object_set_new(tree, key, lists_of(json_incref(member)));
        }
    }
    add_all(request, tree);
}

struct json_problem {
    int code;  // PHP's json_last_error()
    const char *message;
};
static const struct json_problem problem_depth = {1, "Maximum stack depth exceeded"};
static const struct json_problem problem_syntax = {4, "Syntax error"};
static const struct json_problem problem_utf8 = {5, "Malformed UTF-8 characters, possibly incorrectly encoded"};

// Before anything is allocated: how deep, and how many values at most?
static const struct json_problem *json_scan(const char *text, size_t size) {
    size_t depth = 0, values = 0;
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        const char byte = text[i];
        if (quoted) {
            if (byte == '\\')
                i++;
            else if (byte == '"')
                quoted = false;
            continue;
        }
        if (byte == '"') quoted = true;
        if (byte == ',') values++;
        if (byte == ']' || byte == '}') depth -= depth > 0;
        if ((byte == '[' || byte == '{') && (values++, ++depth > JSON_DEPTH_MOST)) return &problem_depth;
    }
    return values > JSON_VALUES_MOST ? &problem_syntax : NULL;
}

static json_t *json_read(const char *text, size_t size, const struct json_problem **ret_problem) {
    if (!utf8_valid(text, size)) {
        *ret_problem = &problem_utf8;
        return NULL;
    }
    *ret_problem = json_scan(text, size);
    if (*ret_problem) return NULL;
    json_error_t error;
    json_t *value = json_loadb(text, size, JSON_DECODE_ANY, &error);
    // PHP reads numbers beyond its integers as floats; what they are for will be refused by name then.
    if (!value && json_error_code(&error) == json_error_numeric_overflow)
        value = json_loadb(text, size, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &error);
    if (!value) *ret_problem = &problem_syntax;
    return value;
}

static bool is_json(const char *type) {
    static const char prefix[] = "application/";
    if (strncmp(type, prefix, sizeof prefix - 1) != 0) return false;
    const char *subtype = type + sizeof prefix - 1;
    const char *plus = strrchr(subtype, '+');
    return strcmp(subtype, "json") == 0 || (plus && strcmp(plus, "+json") == 0);
}

static bool add_json_body(struct request *request, struct error *error) {
    const struct json_problem *problem = NULL;
    json_t *body = json_read(request->body, request->body_size, &problem);
    if (problem) {
        error->data_json = arena_printf(&request->arena, "{\"json_error_code\":%d,\"json_error_message\":\"%s\"}",
                                        problem->code, problem->message);
        error_set(error, 400, "rest_invalid_json", "Invalid JSON body passed.");
        return false;
    }
    if (json_is_object(body))
        add_all(request, body);
    else
        json_decref(body);
    return true;
}

static bool add_form_body(struct request *request, struct error *error) {
    struct url_pairs pairs = {0};
    const char *type = request->content_type;
    if (*type == '\0' && request->method != HTTP_POST && request->body_file < 0) {
        // WordPress reads the body of the other methods as a form when nothing says what it is.
        if (url_parse_query(&request->arena, request->body, request->body_size, FORM_PAIRS_MOST, &pairs))
            add_pairs(request, &pairs);
        return true;
    }
    if (strcmp(type, "application/x-www-form-urlencoded") != 0 &&
        (strcmp(type, "multipart/form-data") != 0 || request->method != HTTP_POST))
        return true;
    if (!request_form(request, &pairs, error)) return false;
    add_pairs(request, &pairs);
    return true;
}

static bool add_captures(struct request *request) {
    const struct rest_call *call = call_of(request);
    const struct param *names = call->endpoint ? call->endpoint->captures : NULL;
    for (size_t i = 0; names && names[i].name && i < REQUEST_CAPTURES && request->captures[i]; i++)
        call_add(request, names[i].name, json_string(request->captures[i]), true);
    return true;
}

// An embedded item is asked for in context embed, and a list as a whole (WP_REST_Server::embed_links).
static void add_embed_defaults(struct request *request) {
    const struct rest_call *call = call_of(request);
    if (!request->parent || request->method != HTTP_GET || !call->endpoint) return;
    call_add(request, "context", json_string("embed"), true);
    const struct param *size = endpoint_param(call->endpoint, "per_page");
    if (size && size->limits & LIMIT_MOST) call_add(request, "per_page", json_integer(size->most), true);
}

bool call_collect(struct request *request, struct error *error) {
    bool good = true;
    if (request->body_size > 0 && request->method != HTTP_GET)
        good = is_json(request->content_type) && request->body_file < 0 ? add_json_body(request, error)
                                                                        : add_form_body(request, error);
    add_pairs(request, &request->query);
    add_captures(request);
    add_embed_defaults(request);
    return good;
}
