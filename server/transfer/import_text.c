// import text: addresses and dates of the other site. Pure.
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/url.h"
#include "base/utf8.h"
#include "server/transfer/import_state.h"

enum { PATH_MAX_BYTES = 2000 };

// Behind "http://", "https://" or "//"; NULL: none of these.
static const char *without_scheme(const char *url) {
    url += strspn(url, " \t\r\n");
    if (strncasecmp(url, "https://", 8) == 0) return url + 8;
    if (strncasecmp(url, "http://", 7) == 0) return url + 7;
    return strncmp(url, "//", 2) == 0 ? url + 2 : NULL;
}

static const char *without_www(const char *host) { return strncasecmp(host, "www.", 4) == 0 ? host + 4 : host; }

// The host in lower case, then the rest as it is, cut at the blanks behind.
static char *with_small_host(struct arena *arena, const char *rest, size_t size) {
    char *name = arena_strndup(arena, rest, size);
    for (char *at = name; *at && *at != '/'; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char) (*at + ('a' - 'A'));
    return name;
}

const char *import_site_name(struct arena *arena, const char *url) {
    const char *rest = without_scheme(url);
    rest = without_www(rest ? rest : url);
    size_t size = strcspn(rest, " \t\r\n?#");
    while (size > 0 && rest[size - 1] == '/') size--;
    return with_small_host(arena, rest, size);
}

const char *import_path_below(struct arena *arena, const char *site, const char *url) {
    const char *rest = without_scheme(url);
    if (!rest) return NULL;
    rest = without_www(rest);
    const size_t size = strlen(site), host = strcspn(site, "/");
    if (size == 0 || strncasecmp(rest, site, host) != 0 || strncmp(rest + host, site + host, size - host) != 0)
        return NULL;
    rest += size;
    if (*rest != '\0' && !strchr("/?#", *rest)) return NULL;
    rest += strspn(rest, "/");
    size_t path_size = strcspn(rest, "?# \t\r\n");
    const char *query = rest[path_size] == '?' ? rest + path_size : "";
    while (path_size > 0 && rest[path_size - 1] == '/') path_size--;
    if (path_size > PATH_MAX_BYTES) return NULL;
    if (path_size == 0 && *query) return arena_strndup(arena, query, strcspn(query, "&# \t\r\n"));
    return url_decode(arena, rest, path_size, false);
}

const char *import_file_key(struct arena *arena, const char *url) {
    const char *rest = without_scheme(url);
    if (!rest || *rest == '\0' || *rest == '/') return NULL;
    rest = without_www(rest);
    const size_t size = strcspn(rest, "?# \t\r\n");
    if (size > PATH_MAX_BYTES) return NULL;
    const char *decoded = url_decode(arena, rest, size, false);
    return decoded ? with_small_host(arena, decoded, strlen(decoded)) : NULL;
}

const char *import_cut(struct import *import, const char *text, size_t most) {
    const size_t size = strlen(text);
    return size <= most ? text : arena_strndup(import->arena, text, utf8_prefix(text, size, most));
}

static bool parse_date(const char *text, bool utc, int64_t *ret) {
    char iso[20];
    if (strlen(text) != 19 || strncmp(text, "0000", 4) == 0) return false;
    memcpy(iso, text, sizeof iso);
    if (iso[10] == ' ') iso[10] = 'T';
    bool zoned;
    return clock_parse_iso(iso, utc, ret, &zoned);
}

bool import_date(const char *gmt, const char *local, int64_t *ret) {
    return parse_date(gmt, true, ret) || parse_date(local, false, ret);
}
