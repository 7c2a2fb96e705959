// app_url: see the header.
#include "server/pages/app_url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/url.h"

// Everything that may stand in an address as it is, '%' included.
static const char address_bytes[] = ":/?#[]@!$&'()*+,;=%";

// Length of the scheme; 0: none.
static size_t scheme_size(const char *url) {
    if (!isalpha((unsigned char) *url)) return 0;
    size_t size = 0;
    while (isalnum((unsigned char) url[size]) || (url[size] && strchr("+-.", url[size]))) size++;
    return url[size] == ':' ? size : 0;
}

static bool scheme_is(const char *url, size_t size, const char *name) {
    return strlen(name) == size && strncasecmp(url, name, size) == 0;
}

// Schemes that run what stands behind them, or read what is the browser's own.
static bool is_dangerous(const char *url, size_t size) {
    static const char *const schemes[] = {"javascript", "vbscript",    "data",   "blob",     "file",       "filesystem",
                                          "about",      "view-source", "chrome", "resource", "jar",        "ftp",
                                          "ws",         "wss",         "intent", "wyciwyg",  "livescript", "mocha",
                                          "feed",       "mhtml",       "res",    "ms-its",   "mk",         "edge"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (scheme_is(url, size, schemes[i])) return true;
    return false;
}

// The host of "//host:port/..." without its port, in `ret`. False: none, or one beside which a name or password
// stands, as they are used to make an address look like another.
static bool host_of(const char *rest, char *ret, size_t ret_size) {
    if (strncmp(rest, "//", 2) != 0) return false;
    rest += 2;
    const size_t authority = strcspn(rest, "/?#");
    if (memchr(rest, '@', authority)) return false;
    size_t size = 0;
    if (*rest == '[') {
        const char *end = memchr(rest, ']', authority);
        if (!end) return false;
        size = (size_t) (end - rest) + 1;
    } else {
        const char *colon = memchr(rest, ':', authority);
        size = colon ? (size_t) (colon - rest) : authority;
    }
    const char *port = rest + size;
    if (port < rest + authority) {
        if (*port++ != ':') return false;
        const size_t digits = strspn(port, "0123456789");
        if (digits > 5 || port + digits != rest + authority) return false;
    }
    if (size == 0 || size >= ret_size) return false;
    memcpy(ret, rest, size);
    ret[size] = '\0';
    return true;
}

static bool is_loopback(const char *host) {
    if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0) return true;
    struct in_addr address;
    return inet_pton(AF_INET, host, &address) == 1 && (ntohl(address.s_addr) >> 24) == 127;
}

const char *app_url_problem(const char *url) {
    static const char malformed[] = "is not a whole address.";
    if (strlen(url) > APP_URL_MAX) return "is too long.";
    for (const char *at = url; *at; at++)
        // Browsers drop control characters and read '\' as '/'.
        if ((unsigned char) *at <= ' ' || *at == 0x7f || *at == '\\') return malformed;
    const size_t size = scheme_size(url);
    if (size == 0) return malformed;
    if (is_dangerous(url, size)) return "is not an address that an application can be told at.";
    const bool http = scheme_is(url, size, "http");
    if (!http && !scheme_is(url, size, "https")) return NULL;
    char host[256];
    if (!host_of(url + size + 1, host, sizeof host)) return malformed;
    return http && !is_loopback(host) ? "must be served over a secure connection." : NULL;
}

const char *app_url_scheme(struct arena *arena, const char *url) {
    char *scheme = arena_strndup(arena, url, scheme_size(url) + 1);
    for (char *at = scheme; *at; at++) *at = (char) tolower((unsigned char) *at);
    return scheme;
}

const char *app_url_coded(struct arena *arena, const char *url) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    url_encode(&out, url, address_bytes);
    return arena_strndup(arena, out.data, out.size);
}

const char *app_url_add(struct arena *arena, const char *url, const char *name, const char *value) {
    const size_t size = strcspn(url, "#");
    const char *front = arena_strndup(arena, url, size);
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    url_encode(&out, front, address_bytes);
    const char *mark = strchr(front, '?');
    if (!mark)
        strbuf_addc(&out, '?');
    else if (mark[1] && front[size - 1] != '&')
        strbuf_addc(&out, '&');
    strbuf_adds(&out, name);
    strbuf_addc(&out, '=');
    url_encode(&out, value, "");
    url_encode(&out, url + size, address_bytes);
    return arena_strndup(arena, out.data, out.size);
}
