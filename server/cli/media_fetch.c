// media fetch: see the header. What is fetched is judged by the site, which takes only types that it serves; here it
// is no larger than an upload may be.
#include "server/cli/media_fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/http/static_file.h"
#include "server/mail/curl_library.h"

enum { FILE_MOST = 64 << 20, CONNECT_SECONDS = 20, SLOW_SECONDS = 60, SLOW_BYTES = 100 };

struct media_fetch {
    int directory;  // to copy from; -1: over the network
    int uploads;
    char *prefix;  // of addresses, with a slash at its end
};

static bool is_network(const char *from) {
    return strncasecmp(from, "http://", 7) == 0 || strncasecmp(from, "https://", 8) == 0;
}

struct media_fetch *media_fetch_open(const char *from, const char *data_dir, struct error *error) {
    struct media_fetch *fetch = calloc(1, sizeof *fetch);
    char *uploads = NULL;
    if (!fetch || asprintf(&uploads, "%s/uploads", data_dir) < 0) {
        error_set(error, 500, "no_memory", "out of memory");
        free(fetch);
        return NULL;
    }
    fetch->directory = -1;
    fetch->uploads = open(uploads, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fetch->uploads < 0) error_set(error, 500, "data_unreadable", "%s: %s", uploads, strerror(errno));
    free(uploads);
    if (is_network(from)) {
        const size_t size = strlen(from);
        if (asprintf(&fetch->prefix, "%s%s", from, from[size - 1] == '/' ? "" : "/") < 0) fetch->prefix = NULL;
        if (!fetch->prefix) error_set(error, 500, "no_memory", "out of memory");
    } else {
        fetch->directory = static_file_open_directory(from, error);
    }
    if (!error_is_set(error)) return fetch;
    media_fetch_close(fetch);
    return NULL;
}

void media_fetch_close(struct media_fetch *fetch) {
    if (!fetch) return;
    if (fetch->directory >= 0) close(fetch->directory);
    if (fetch->uploads >= 0) close(fetch->uploads);
    free(fetch->prefix);
    free(fetch);
}

void media_fetch_drop(struct media_fetch *fetch, const struct media_part *part) {
    unlinkat(fetch->uploads, part->part, 0);
}

// Behind the folder in which WordPress keeps uploads (of a site in a network: files/); else the last part. Still coded.
static const char *path_of(const char *url) {
    static const char *const folders[] = {"/wp-content/uploads/", "/uploads/", "/files/"};
    const char *host = strstr(url, "://");
    const char *path = host ? strchr(host + 3, '/') : NULL;
    if (!path) return NULL;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *found = strstr(path, folders[i]);
        if (!found) continue;
        found += strlen(folders[i]);
        // "sites/3/2012/01/": a site of a network.
        if (strncmp(found, "sites/", 6) != 0) return found;
        const char *number = found + 6, *slash = number + strspn(number, "0123456789");
        return slash > number && *slash == '/' ? slash + 1 : found;
    }
    return strrchr(path, '/') + 1;
}

static int create_part(struct media_fetch *fetch, struct media_part *ret, struct error *error) {
    uint64_t number;
    if (getrandom(&number, sizeof number, 0) != sizeof number) number = (uint64_t) getpid();
    snprintf(ret->part, sizeof ret->part, ".import-%016llx", (unsigned long long) number);
    const int file = openat(fetch->uploads, ret->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) error_set(error, 500, "unwritable", "the directory of uploads: %s", strerror(errno));
    return file;
}

static bool write_all(int file, const char *bytes, size_t size) {
    while (size > 0) {
        const ssize_t wrote = write(file, bytes, size);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        bytes += wrote;
        size -= (size_t) wrote;
    }
    return true;
}

static bool copy(int from, int to, struct error *error) {
    char chunk[64 * 1024];
    for (;;) {
        const ssize_t got = read(from, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) return true;
        if (got < 0 || !write_all(to, chunk, (size_t) got)) {
            error_set(error, 500, "unreadable", "it cannot be copied: %s", strerror(errno));
            return false;
        }
    }
}

// Under its path, or, in a folder where all lie side by side, under its name.
static bool get_from_directory(struct media_fetch *fetch, const char *name, int to, struct error *error) {
    const char *base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
    struct static_file file;
    if (!static_file_open(fetch->directory, name, &file) && !static_file_open(fetch->directory, base, &file)) {
        error_set(error, 404, "no_file", "there is no %s in the directory", name);
        return false;
    }
    bool done = false;
    if (file.size > FILE_MOST)
        error_set(error, 413, "too_large", "%s is larger than 64 MiB", name);
    else
        done = copy(file.fd, to, error);
    close(file.fd);
    return done;
}

// What arrives, up to the limit.
struct download {
    int file;
    size_t size;
    bool too_large;
};

static size_t receive(char *bytes, size_t size, size_t count, void *context) {
    struct download *download = context;
    download->size += size * count;
    download->too_large = download->size > FILE_MOST;
    return !download->too_large && write_all(download->file, bytes, size * count) ? size * count : 0;
}

// Where an address leads on to is not asked: that could be anywhere, the site's own network too.
static void set_options(const struct curl_library *curl, CURL *easy, const char *url, struct download *download) {
    curl->curl_easy_setopt(easy, CURLOPT_URL, url);
    curl->curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl->curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl->curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long) CONNECT_SECONDS);
    curl->curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long) SLOW_BYTES);
    curl->curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long) SLOW_SECONDS);
    curl->curl_easy_setopt(easy, CURLOPT_USERAGENT, "Broadsheet/" BROADSHEET_VERSION);
    curl->curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl->curl_easy_setopt(easy, CURLOPT_WRITEDATA, download);
}

static bool judge(const struct curl_library *curl, CURL *easy, CURLcode code, const struct download *download,
                  struct error *error) {
    long status = 0;
    curl->curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (download->too_large)
        error_set(error, 413, "too_large", "it is larger than 64 MiB");
    else if (code != CURLE_OK)
        error_set(error, 502, "no_network", "%s", curl->curl_easy_strerror(code));
    else if (status >= 300 && status < 400)
        error_set(error, 502, "moved", "the server answers %ld: it is at another address", status);
    else if (status != 200)
        error_set(error, 502, "no_file", "the server answers %ld", status);
    return !error_is_set(error);
}

static bool get_from_network(struct media_fetch *fetch, const char *path, int to, struct error *error) {
    const struct curl_library *curl = curl_library();
    CURL *easy = curl ? curl->curl_easy_init() : NULL;
    char *url = NULL;
    bool done = false;
    if (!easy) {
        error_set(error, 500, "no_curl", "libcurl is not on this machine");
    } else if (asprintf(&url, "%s%s", fetch->prefix, path) < 0) {
        url = NULL;
        error_set(error, 500, "no_memory", "out of memory");
    } else {
        struct download download = {.file = to};
        set_options(curl, easy, url, &download);
        done = judge(curl, easy, curl->curl_easy_perform(easy), &download, error);
    }
    free(url);
    if (easy) curl->curl_easy_cleanup(easy);
    return done;
}

bool media_fetch_get(struct media_fetch *fetch, const char *url, struct media_part *ret, struct error *error) {
    struct arena arena;
    arena_init(&arena);
    const char *path = path_of(url);
    const size_t size = path ? strcspn(path, "?#") : 0;
    const char *name = size > 0 ? url_decode(&arena, path, size, false) : NULL;
    bool done = false;
    if (!name || strlen(name) >= sizeof ret->name || strstr(name, "..")) {
        error_set(error, 400, "bad_address", "its address names no file");
    } else {
        snprintf(ret->name, sizeof ret->name, "%s", name);
        const int to = create_part(fetch, ret, error);
        if (to >= 0) {
            done = fetch->directory >= 0 ? get_from_directory(fetch, name, to, error)
                                         : get_from_network(fetch, arena_strndup(&arena, path, size), to, error);
            close(to);
            if (!done) media_fetch_drop(fetch, ret);
        }
    }
    arena_finish(&arena);
    return done;
}
