// answer: see the header. The one place for security headers, cache policy, validators, coding and ranges.
//
// Steps stand in order in answer_draft(), whose outcome the page cache keeps, and answer_fit().
#include "server/http/answer.h"

#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/xxh.h"
#include "server/http/encode.h"
#include "server/http/message.h"
#include "server/http/route.h"

// Attributes of style are the author's, with the few properties that the sanitiser leaves: blocks rest on them.
static const char html_policy[] =
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' https: data:; media-src 'self' https:; "
    "frame-ancestors 'self'; object-src 'none'; base-uri 'none'; form-action 'self'";

const struct response_header answer_common_headers[] = {
    {.name = "X-Content-Type-Options", .value = "nosniff"},
    {.name = "Referrer-Policy", .value = "strict-origin-when-cross-origin"},
};
const size_t answer_common_header_count = sizeof answer_common_headers / sizeof *answer_common_headers;

struct work {
    struct request *request;
    struct response *response;
    const struct message *message;
    struct answer *answer;
};

static const char *asked(const struct work *work, const char *name) { return request_header(work->request, name); }
static const char *said(const struct work *work, const char *name) {
    return response_header_value(work->response, name);
}
static void say(const struct work *work, const char *name, const char *value) {
    response_set_header(work->request, work->response, name, value);
}

static void say_unless_said(const struct work *work, const char *name, const char *value) {
    if (!said(work, name)) response_add_header(work->request, work->response, name, value);
}

static bool has_no_body(int status) { return status < 200 || status == 204 || status == 304; }

static void drop_body(struct answer *answer) {
    answer_finish(answer);
    answer->data = "";
    answer->size = 0;
    answer->offset = 0;
}

static void take_body(const struct work *work) {
    struct response *response = work->response;
    struct answer *answer = work->answer;
    *answer = (struct answer){.status = response->status, .data = "", .file = -1};
    struct stat status;
    if (response->file >= 0 && fstat(response->file, &status) == 0) {
        answer->file = response->file;
        answer->size = (uint64_t) status.st_size;
    } else if (response->file >= 0) {
        close(response->file);
    } else if (work->message->blob) {
        answer->data = work->message->blob;
        answer->size = work->message->blob_size;
    } else if (response->body.size > 0) {
        size_t size = 0;
        answer->owned = strbuf_steal(&response->body, &size);
        answer->data = answer->owned;
        answer->size = size;
    }
    response->file = -1;
    if (has_no_body(answer->status)) drop_body(answer);
}

static bool is_html(const char *content_type) { return strncasecmp(content_type, "text/html", 9) == 0; }

static void common_headers(const struct work *work, const char *content_type) {
    const struct response *response = work->response;
    const bool has_type = work->answer->size > 0 || !has_no_body(work->answer->status);
    if (has_type) say_unless_said(work, "Content-Type", content_type);
    for (size_t i = 0; i < answer_common_header_count; i++)
        say_unless_said(work, answer_common_headers[i].name, answer_common_headers[i].value);
    if (has_type && is_html(content_type)) say_unless_said(work, "Content-Security-Policy", html_policy);
    if (response->noindex) say_unless_said(work, "X-Robots-Tag", "noindex");
    if (response->error.retry_after > 0)
        say_unless_said(work, "Retry-After", arena_printf(&work->request->arena, "%d", response->error.retry_after));
}

// A page that was made for somebody is nobody else's, whatever the row says.
static bool is_personal(const struct work *work) {
    const struct request *request = work->request;
    return work->response->personal || (request->identity && request->route && request->route->cache == CACHE_PAGE);
}

static void cache_headers(const struct work *work) {
    static const char *const policies[] = {
        [CACHE_NONE] = "no-store", [CACHE_PAGE] = "public, no-cache", [CACHE_ASSET] = "public, max-age=300"};
    const struct route *route = work->request->route;
    if (is_personal(work))
        say(work, "Cache-Control", "private, no-store");
    else if (work->answer->status >= 400)
        say(work, "Cache-Control", "no-store");
    else
        say_unless_said(work, "Cache-Control", policies[route ? route->cache : CACHE_NONE]);
}

// Strong, of the whole body before compression; only where revalidation is the policy.
static void make_etag(const struct work *work) {
    const struct route *route = work->request->route;
    const struct answer *answer = work->answer;
    if (!route || route->cache != CACHE_PAGE || answer->status != 200 || answer->file >= 0) return;
    if (is_personal(work) || said(work, "ETag")) return;
    // No secret and no adversary: whoever makes two bodies collide has written both.
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(answer->data, answer->size));
    const unsigned char *hash = canonical.digest;
    char tag[2 * sizeof canonical.digest + 3] = "\"";
    sodium_bin2hex(tag + 1, sizeof tag - 2, hash, sizeof canonical.digest);
    strcat(tag, "\"");  // NOLINT(clang-analyzer-security.insecureAPI.strcpy): room for it above
    say(work, "ETag", tag);
}

// The ETag without quotes, weakness and the name of its coding.
static void bare_tag(const char *tag, size_t size, const char **ret_start, size_t *ret_size) {
    if (size > 2 && tag[0] == 'W' && tag[1] == '/') {
        tag += 2;
        size -= 2;
    }
    if (size >= 2 && tag[0] == '"' && tag[size - 1] == '"') {
        tag++;
        size -= 2;
    }
    // The longer one first, since the shorter ends it.
    static const char *const endings[] = {"-best-gzip", "-gzip", "-best-br", "-br"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t ending = strlen(endings[i]);
        if (size > ending && memcmp(tag + size - ending, endings[i], ending) == 0) size -= ending;
    }
    *ret_start = tag;
    *ret_size = size;
}

static const char *find_tag(struct arena *arena, const char *list, const char *etag, bool strong) {
    const char *own;
    size_t own_size;
    bare_tag(etag, strlen(etag), &own, &own_size);
    for (const char *at = list; *at;) {
        at += strspn(at, ", \t");
        if (at[0] == '*' && at[1 + strspn(at + 1, " \t")] == '\0') return arena_strdup(arena, etag);
        const char *start = at;
        if (at[0] == 'W' && at[1] == '/') at += 2;
        const char *end = *at == '"' ? strchr(at + 1, '"') : NULL;
        if (!end) return NULL;
        at = end + 1;
        const char *tag;
        size_t size;
        bare_tag(start, (size_t) (at - start), &tag, &size);
        const bool comparable = !strong || *start == '"';
        if (comparable && size == own_size && memcmp(tag, own, size) == 0)
            return arena_strndup(arena, start, (size_t) (at - start));
    }
    return NULL;
}

const char *answer_match_etag(struct arena *arena, const char *list, const char *etag) {
    return find_tag(arena, list, etag, false);
}

bool answer_etag_listed(struct arena *arena, const char *list, const char *etag) {
    return find_tag(arena, list, etag, true) != NULL;
}

static bool not_modified_since(const struct work *work) {
    int64_t since = 0;
    const char *header = asked(work, "If-Modified-Since");
    if (!header || !work->response->file_modified || !clock_parse_http(header, &since)) return false;
    return work->response->file_modified <= since;
}

static void say_modified(const struct work *work) {
    if (!work->response->file_modified || work->answer->status >= 400) return;
    char date[CLOCK_HTTP_SIZE];
    // RFC 9110, section 8.8.2.1: never later than the answer.
    const int64_t modified = work->response->file_modified, now = work->request->now;
    say_unless_said(work, "Last-Modified", clock_format_http(date, modified < now ? modified : now));
}

// 304 where the client has it already (RFC 9110, section 13.2.2).
static bool is_fresh(const struct work *work) {
    // What is made for somebody alone is not kept, and its ETag may name what he changes rather than what he is shown.
    if (work->request->method != HTTP_GET || work->answer->status != 200 || is_personal(work)) return false;
    const char *list = asked(work, "If-None-Match"), *etag = said(work, "ETag");
    if (!list) return not_modified_since(work);
    const char *matched = etag ? answer_match_etag(&work->request->arena, list, etag) : NULL;
    if (!matched) return false;
    // The one it has, so that it knows which of its variants is meant.
    say(work, "ETag", matched);
    return true;
}

static void say_not_modified(const struct work *work) {
    drop_body(work->answer);
    work->answer->status = 304;
    struct response_header **slot = &work->response->headers;
    while (*slot) {
        const char *name = (*slot)->name;
        // These describe a body; of the others the stored answer takes the new values.
        const bool drop = strcasecmp(name, "Content-Type") == 0 || strcasecmp(name, "Content-Encoding") == 0;
        if (drop)
            *slot = (*slot)->next;
        else
            slot = &(*slot)->next;
    }
}

static void compress(const struct work *work, const char *content_type) {
    struct answer *answer = work->answer;
    if (!answer->owned || answer->size < ENCODE_LEAST || !encode_pays(content_type) || said(work, "Content-Encoding"))
        return;
    const enum encoding encoding = encode_choose(asked(work, "Accept-Encoding"), ENCODING_GZIP | ENCODING_BROTLI);
    size_t size = 0;
    char *smaller = encode_body(encoding, answer->owned, answer->size, &size);
    if (!smaller) return;
    free(answer->owned);
    answer->owned = smaller;
    answer->data = smaller;
    answer->size = size;
    const char *name = encode_name(encoding), *etag = said(work, "ETag");
    say(work, "Content-Encoding", name);
    if (etag && etag[0] == '"')
        say(work, "ETag", arena_printf(&work->request->arena, "%.*s-%s\"", (int) strlen(etag) - 1, etag, name));
}

// Whether the choice of coding was open: then caches must know, also of an answer that went out uncompressed.
static void say_vary(const struct work *work, const char *content_type) {
    const struct answer *answer = work->answer;
    if (!answer->owned || answer->size < ENCODE_LEAST || !encode_pays(content_type)) return;
    const struct response_header *header = work->response->headers;
    for (; header; header = header->next)
        if (strcasecmp(header->name, "Vary") == 0 && strcasestr(header->value, "Accept-Encoding")) return;
    response_add_header(work->request, work->response, "Vary", "Accept-Encoding");
}

static bool read_number(const char **at, uint64_t *ret) {
    const char *start = *at;
    uint64_t number = 0;
    for (; isdigit((unsigned char) **at); (*at)++) {
        // Beyond any file; further digits change nothing.
        if (number < UINT64_MAX / 100) number = number * 10 + (uint64_t) (**at - '0');
    }
    *ret = number;
    return *at > start;
}

enum range_kind answer_parse_range(const char *range, uint64_t size, uint64_t *ret_first, uint64_t *ret_last) {
    if (strncasecmp(range, "bytes=", 6) != 0) return RANGE_NONE;
    if (strchr(range, ',')) return RANGE_NONE;
    const char *at = range + 6 + strspn(range + 6, " \t");
    uint64_t first = 0, last = 0;
    const bool has_first = read_number(&at, &first);
    if (*at++ != '-') return RANGE_WRONG;
    const bool has_last = read_number(&at, &last);
    if (at[strspn(at, " \t")] || (!has_first && !has_last)) return RANGE_WRONG;
    if (!has_first) {
        if (last == 0 || size == 0) return RANGE_WRONG;
        first = last < size ? size - last : 0;
        last = size - 1;
    } else if (!has_last || last >= size) {
        if (has_last && last < first) return RANGE_WRONG;
        last = size > 0 ? size - 1 : 0;
    }
    if (first > last || first >= size) return RANGE_WRONG;
    *ret_first = first;
    *ret_last = last;
    return RANGE_PART;
}

// If-Range: the range only if the client's part is of this very content.
static bool range_applies(const struct work *work) {
    const char *condition = asked(work, "If-Range"), *etag = said(work, "ETag");
    if (!condition) return true;
    if (condition[0] == '"') return etag && strcmp(condition, etag) == 0;
    int64_t date = 0;
    const int64_t modified = work->response->file_modified;
    return modified && clock_parse_http(condition, &date) && date == modified;
}

static void cut_range(const struct work *work) {
    struct answer *answer = work->answer;
    if (answer->status != 200 || work->request->method != HTTP_GET || work->request->head) return;
    if (answer->file < 0 && !work->message->blob) return;
    say_unless_said(work, "Accept-Ranges", "bytes");
    const char *range = asked(work, "Range");
    if (!range || !range_applies(work)) return;
    uint64_t first = 0, last = 0;
    struct arena *arena = &work->request->arena;
    switch (answer_parse_range(range, answer->size, &first, &last)) {
        case RANGE_NONE:
            return;
        case RANGE_WRONG:
            say(work, "Content-Range", arena_printf(arena, "bytes */%llu", (unsigned long long) answer->size));
            say(work, "Cache-Control", "no-store");
            drop_body(answer);
            answer->status = 416;
            return;
        case RANGE_PART:
            break;
    }
    say(work, "Content-Range",
        arena_printf(arena, "bytes %llu-%llu/%llu", (unsigned long long) first, (unsigned long long) last,
                     (unsigned long long) answer->size));
    answer->status = 206;
    if (answer->file >= 0)
        answer->offset = first;
    else
        answer->data = (const char *) answer->data + first;
    answer->size = last - first + 1;
}

static const char *type_of(const struct response *response) {
    return response->content_type ? response->content_type : "text/html; charset=UTF-8";
}

void answer_draft(struct request *request, struct response *response, struct answer *ret) {
    const struct work work = {.request = request, .response = response, .message = message_of(request), .answer = ret};
    take_body(&work);
    common_headers(&work, type_of(response));
    cache_headers(&work);
    say_modified(&work);
    make_etag(&work);
    say_vary(&work, type_of(response));
    ret->headers = response->headers;
}

void answer_fit(struct request *request, struct response *response, struct answer *answer) {
    const struct work work = {
        .request = request, .response = response, .message = message_of(request), .answer = answer};
    if (is_fresh(&work)) {
        say_not_modified(&work);
    } else {
        compress(&work, type_of(response));
        cut_range(&work);
    }
    answer->headers = response->headers;
}

void answer_build(struct request *request, struct response *response, struct answer *ret) {
    answer_draft(request, response, ret);
    answer_fit(request, response, ret);
}

void answer_finish(struct answer *answer) {
    free(answer->owned);
    if (answer->file >= 0) close(answer->file);
    answer->owned = NULL;
    answer->file = -1;
}
