// page_key: see the header. A key is itself an address in its canonical spelling: an address that is spelt so is its
// own key, which is what page_key_as_sent() rests on.
#include "server/http/page_key.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/http/message.h"

enum { KEY_MOST = 1024, PAIRS_MOST = 40, ORIGIN_MOST = 255 };

bool page_cookie_is_personal(const char *name) {
    static const char *const beginnings[] = {"wordpress_logged_in", "comment_author_", "wp-postpass_"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (strncmp(name, beginnings[i], strlen(beginnings[i])) == 0) return true;
    return false;
}

static bool has_personal_cookie(const char *list) {
    while (*list) {
        list += strspn(list, " \t;");
        if (page_cookie_is_personal(list)) return true;
        list += strcspn(list, ";");
    }
    return false;
}

struct page_asker page_asker_read(const struct message *message) {
    struct page_asker asker = {0};
    for (size_t i = 0; i < message->header_count; i++) {
        const char *name = message->headers[i].name, *value = message->headers[i].value;
        const char **place = NULL;
        switch (name[0] | 0x20) {
            case 'a':
                if (strcasecmp(name, "Accept-Encoding") == 0) place = &asker.accept_encoding;
                if (strcasecmp(name, "Authorization") == 0) asker.personal = true;
                break;
            case 'c':
                if (strcasecmp(name, "Cookie") == 0) asker.personal = asker.personal || has_personal_cookie(value);
                break;
            case 'i':
                if (strcasecmp(name, "If-None-Match") == 0) place = &asker.if_none_match;
                if (strcasecmp(name, "If-Modified-Since") == 0) place = &asker.if_modified_since;
                break;
            case 'o':
                if (strcasecmp(name, "Origin") == 0) place = &asker.origin;
                break;
            case 'x':
                if (strcasecmp(name, "X-WP-Nonce") == 0) asker.personal = true;
                break;
            default:
                break;
        }
        // The first one counts, as for request_header().
        if (place && !*place) *place = value;
    }
    if (asker.origin && strlen(asker.origin) > ORIGIN_MOST) asker.personal = true;
    return asker;
}

const char *page_key_as_sent(struct arena *arena, const char *target, const struct page_asker *asker, bool by_origin) {
    if (strlen(target) > KEY_MOST || strpbrk(target, "\n#")) return NULL;
    return by_origin ? arena_printf(arena, "%s\n%s", target, asker->origin ? asker->origin : "") : target;
}

// All pairs could be decoded: those that could not are left out of request->query, but not out of raw_query.
static bool is_whole(const struct request *request) {
    size_t pairs = 0;
    for (const char *at = request->raw_query; *at;) {
        const size_t size = strcspn(at, "&");
        pairs += size > 0;
        at += size + (at[size] == '&');
    }
    return pairs == request->query.count && pairs <= PAIRS_MOST;
}

// Fills the list with what the row knows. False: there is something among it that keeps the page from being shared.
static bool take_known(struct request *request, struct url_pair *known, size_t *ret_count) {
    size_t count = 0;
    for (size_t i = 0; i < request->query.count; i++) {
        switch (request->route->group->parameter(request, request->query.items[i].name)) {
            case PARAMETER_KNOWN:
                known[count++] = request->query.items[i];
                break;
            case PARAMETER_FOREIGN:
                break;
            case PARAMETER_PERSONAL:
                return false;
        }
    }
    *ret_count = count;
    return true;
}

static void add_query(struct strbuf *out, const struct url_pair *pairs, size_t count, char first) {
    for (size_t i = 0; i < count; i++) {
        strbuf_addc(out, i == 0 ? first : '&');
        url_encode(out, pairs[i].name, "[]");
        strbuf_addc(out, '=');
        url_encode(out, pairs[i].value, ",");
    }
}

// Behind a blank, which is left out.
static const char *spell_query(struct request *request, const struct url_pair *pairs, size_t count) {
    STRBUF_CLEAN struct strbuf query;
    strbuf_init(&query, 0);
    strbuf_addc(&query, ' ');
    add_query(&query, pairs, count, ' ');
    const size_t skip = count > 0 ? 2 : 1;
    return arena_strndup(&request->arena, query.data + skip, query.size - skip);
}

static const char *spell(struct request *request, const struct url_pair *pairs, size_t count,
                         const struct page_asker *asker) {
    STRBUF_CLEAN struct strbuf key;
    strbuf_init(&key, 0);
    url_encode(&key, request->path, "/");
    add_query(&key, pairs, count, '?');
    if (key.size > KEY_MOST) return NULL;
    if (request->route->group->by_origin) strbuf_addf(&key, "\n%s", asker->origin ? asker->origin : "");
    return strbuf_failed(&key) ? NULL : arena_strndup(&request->arena, key.data, key.size);
}

const char *page_key_make(struct request *request, const struct page_asker *asker) {
    const struct route *route = request->route;
    if (!route || route->cache != CACHE_PAGE || request->method != HTTP_GET || !(route->methods & HTTP_GET))
        return NULL;
    if (asker->personal || request->from_owner || request->parent || request->body_size > 0 || !is_whole(request))
        return NULL;
    size_t count = request->query.count;
    struct url_pair *known = arena_array(&request->arena, struct url_pair, count + 1);
    if (count > 0 && (!route->group->parameter || !take_known(request, known, &count))) return NULL;
    const char *key = spell(request, known, count, asker);
    if (key && count < request->query.count) {
        struct message *message = message_of(request);
        message->full_query = request->raw_query;
        message->full_pairs = request->query;
        request->raw_query = spell_query(request, known, count);
    }
    if (key) request->query = (struct url_pairs){.items = known, .count = count};
    return key;
}
