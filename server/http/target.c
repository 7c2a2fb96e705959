// target: see the header.
#include "server/http/target.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/url.h"
#include "server/http/request.h"

static bool is_printable(const char *text) {
    for (; *text; text++)
        if (*text <= 0x20 || *text >= 0x7f || *text == '#') return false;
    return true;
}

static bool holds_code(const char *text, size_t size, const char *code) {
    for (size_t i = 0; i + 3 <= size; i++)
        if (strncasecmp(text + i, code, 3) == 0) return true;
    return false;
}

static bool is_safe_path(const char *path) {
    for (const char *at = path; *at; at++) {
        if ((unsigned char) *at < 0x20 || *at == 0x7f || *at == '\\') return false;
        const bool dots = at[0] == '/' && at[1] == '.' && at[2] == '.';
        if (dots && (at[3] == '/' || at[3] == '\0')) return false;
    }
    return true;
}

static bool fail(struct error *error, int status, const char *code, const char *message) {
    error_set(error, status, code, "%s", message);
    return false;
}

// Pair by pair, so that one which cannot be decoded costs only itself.
static bool parse_query(struct request *request, struct error *error) {
    const char *query = request->raw_query;
    if (!*query) return true;
    size_t most = 1;
    for (const char *at = query; *at; at++) most += *at == '&';
    if (most > QUERY_PAIRS_MAX) return fail(error, 400, "bad_request", "The address has too many parameters.");
    if (holds_code(query, strlen(query), "%00")) return fail(error, 400, "bad_request", "The address is malformed.");
    request->query.items = arena_array(&request->arena, struct url_pair, most);
    while (*query) {
        const size_t size = strcspn(query, "&");
        struct url_pairs pair = {0};
        if (url_parse_query(&request->arena, query, size, 1, &pair) && pair.count == 1)
            request->query.items[request->query.count++] = pair.items[0];
        query += size + (query[size] == '&');
    }
    return true;
}

bool target_parse(struct request *request, struct error *error) {
    const char *target = request->target;
    request->path = "/";
    request->raw_query = "";
    request->query = (struct url_pairs){0};
    if (strlen(target) > TARGET_MAX) return fail(error, 414, "uri_too_long", "The address is too long.");
    if (*target != '/' || !is_printable(target)) return fail(error, 400, "bad_request", "The address is malformed.");
    const size_t path_size = strcspn(target, "?");
    const char *path = url_decode(&request->arena, target, path_size, false);
    if (!path || !is_safe_path(path) || holds_code(target, path_size, "%2f"))
        return fail(error, 400, "bad_request", "The address is malformed.");
    request->path = path;
    if (target[path_size] == '?') request->raw_query = target + path_size + 1;
    return parse_query(request, error);
}
