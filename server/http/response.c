// response: headers, cookies and redirects of an answer. Every header passes the one test for control characters here.
#include "server/http/response.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "server/http/request.h"

static bool is_clean(const char *text) {
    for (; *text; text++)
        if (((unsigned char) *text < 0x20 && *text != '\t') || *text == 0x7f) return false;
    return true;
}

// The slot that the header goes into; NULL: refused.
static struct response_header *make_header(struct request *request, const char *name, const char *value) {
    const bool clean = is_clean(name) && is_clean(value) && *name;
    assert(clean);
    if (!clean) return NULL;
    struct response_header *header = arena_new(&request->arena, struct response_header);
    header->name = arena_strdup(&request->arena, name);
    header->value = arena_strdup(&request->arena, value);
    return header;
}

void response_add_header(struct request *request, struct response *response, const char *name, const char *value) {
    struct response_header **end = &response->headers;
    while (*end) end = &(*end)->next;
    *end = make_header(request, name, value);
}

void response_set_header(struct request *request, struct response *response, const char *name, const char *value) {
    struct response_header **slot = &response->headers;
    while (*slot) {
        if (strcasecmp((*slot)->name, name) == 0)
            *slot = (*slot)->next;
        else
            slot = &(*slot)->next;
    }
    *slot = make_header(request, name, value);
}

const char *response_header_value(const struct response *response, const char *name) {
    for (const struct response_header *header = response->headers; header; header = header->next)
        if (strcasecmp(header->name, name) == 0) return header->value;
    return NULL;
}

void response_set_cookie(struct request *request, struct response *response, const struct response_cookie *cookie) {
    const char *lifetime = "";
    if (cookie->max_age != 0) {
        // Expires beside Max-Age for programs that know only the older of the two.
        char expires[CLOCK_HTTP_SIZE];
        const int64_t age = cookie->max_age < 0 ? 0 : cookie->max_age;
        clock_format_http(expires, age ? request->now + age : 0);
        lifetime = arena_printf(&request->arena, "; Max-Age=%lld; Expires=%s", (long long) age, expires);
    }
    response_add_header(
        request, response, "Set-Cookie",
        arena_printf(&request->arena, "%s=%s; Path=%s%s; HttpOnly; SameSite=Lax%s", cookie->name, cookie->value,
                     cookie->path ? cookie->path : "/", lifetime, request->secure ? "; Secure" : ""));
    response->personal = true;
}

int response_redirect(struct request *request, struct response *response, int status, const char *location) {
    response_set_header(request, response, "Location", location);
    response->content_type = NULL;
    strbuf_reset(&response->body);
    strbuf_adds(&response->body, "<!DOCTYPE html><title>Moved</title><p>This is at another address.</p>\n");
    return status;
}
