// request: what handlers ask about a request. Hides how headers and cookies are kept.
#include "server/http/request.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "server/http/message.h"
#include "server/http/page_key.h"

static const struct {
    enum http_method method;
    const char *name;
} method_names[] = {
    {HTTP_GET, "GET"},     {HTTP_HEAD, "HEAD"},     {HTTP_POST, "POST"},       {HTTP_PUT, "PUT"},
    {HTTP_PATCH, "PATCH"}, {HTTP_DELETE, "DELETE"}, {HTTP_OPTIONS, "OPTIONS"},
};

const char *http_method_name(enum http_method method) {
    for (size_t i = 0; i < sizeof method_names / sizeof *method_names; i++)
        if (method_names[i].method == method) return method_names[i].name;
    return "";
}

enum http_method http_method_parse(const char *name) {
    for (size_t i = 0; i < sizeof method_names / sizeof *method_names; i++)
        if (strcmp(method_names[i].name, name) == 0) return method_names[i].method;
    return (enum http_method) 0;
}

// Of these the key of a page knows, or nobody who has them is given one (page_key.c).
static bool is_keyed(const struct message *message, const char *name) {
    static const char *const names[] = {"Cookie", "Authorization", "X-WP-Nonce"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(names[i], name) == 0) return true;
    return message->group && message->group->by_origin && strcasecmp(name, "Origin") == 0;
}

const char *request_header(const struct request *request, const char *name) {
    struct message *message = message_of(request);
    if (message->keyed && !is_keyed(message, name)) message->unkeyed = true;
    for (size_t i = 0; i < message->header_count; i++)
        if (strcasecmp(message->headers[i].name, name) == 0) return message->headers[i].value;
    return NULL;
}

// The value of a name in "a=1; b=2", not copied.
static const char *find_cookie(const char *list, const char *name, size_t *ret_size) {
    const size_t name_size = strlen(name);
    for (const char *at = list; *at;) {
        at += strspn(at, " \t;");
        const size_t size = strcspn(at, ";");
        if (size > name_size && strncmp(at, name, name_size) == 0 && at[name_size] == '=') {
            *ret_size = size - name_size - 1;
            return at + name_size + 1;
        }
        at += size;
    }
    return NULL;
}

void request_valid_until(const struct request *request, int64_t moment) {
    while (request->parent) request = request->parent;
    int64_t *until = &message_of(request)->valid_until;
    if (moment > 0 && (*until == 0 || moment < *until)) *until = moment;
}

const char *request_cookie(const struct request *request, const char *name) {
    struct message *message = message_of(request);
    if (message->keyed && !page_cookie_is_personal(name)) message->unkeyed = true;
    for (size_t i = 0; i < message->header_count; i++) {
        if (strcasecmp(message->headers[i].name, "Cookie") != 0) continue;
        size_t size = 0;
        const char *value = find_cookie(message->headers[i].value, name, &size);
        if (!value) continue;
        while (size > 0 && (value[size - 1] == ' ' || value[size - 1] == '\t')) size--;
        if (size >= 2 && value[0] == '"' && value[size - 1] == '"') {
            value++;
            size -= 2;
        }
        // The arena is the request's memory, not a part of what the request says.
        return arena_strndup((struct arena *) &request->arena, value, size);
    }
    return NULL;
}

const char *request_query(const struct request *request, const char *name) {
    return url_pairs_get(&request->query, name);
}
