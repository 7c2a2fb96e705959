// assets: static files as answers, from a directory or from the binary, in the coding that the client takes.
#include "server/http/assets.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "server/http/content_type.h"
#include "server/http/encode.h"
#include "server/http/message.h"
#include "server/http/service.h"
#include "server/http/static_file.h"

enum { VERSION_SIZE = 8 };  // letters of an ETag that stand in ?v=

const struct asset *asset_find(const struct asset *assets, size_t count, const char *path) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(assets[middle].path, path);
        if (order == 0) return &assets[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

// "1a2b3c4d-2f0-..." without quotes: changes whenever the file does.
static const char *file_tag(struct arena *arena, const struct static_file *file) {
    return arena_printf(arena, "%08llx%06llx-%llx", (unsigned long long) file->modified & 0xffffffffULL,
                        (unsigned long long) file->modified_ns / 64, (unsigned long long) file->size);
}

// The part of an ETag that names the content's version, however the file changes within its second.
static const char *version_of(struct arena *arena, const char *tag) {
    size_t size = strcspn(tag, "\"-");
    const char *start = tag + (size > VERSION_SIZE ? size - VERSION_SIZE : 0);
    return arena_strndup(arena, start, size > VERSION_SIZE ? VERSION_SIZE : size);
}

const struct asset *asset_find_hashed(const struct asset *assets, size_t count, const char *beginning,
                                      const char *ending) {
    for (size_t i = 0; i < count; i++) {
        const size_t size = strlen(assets[i].path), tail = strlen(ending);
        if (strncmp(assets[i].path, beginning, strlen(beginning)) == 0 && size > tail &&
            strcmp(assets[i].path + size - tail, ending) == 0)
            return &assets[i];
    }
    return NULL;
}

// An address with the right version is the address of exactly this content, for ever.
static bool is_exact(struct request *request, const char *tag) {
    const char *asked = request_query(request, "v");
    return asked && strcmp(asked, version_of(&request->arena, tag)) == 0;
}

static void set_lifetime(struct request *request, struct response *response, bool exact) {
    response_set_header(request, response, "Cache-Control",
                        exact ? "public, max-age=31536000, immutable" : "public, max-age=300");
}

static void set_coding(struct request *request, struct response *response, const char *tag, enum encoding encoding) {
    const char *name = encode_name(encoding);
    response_set_header(
        request, response, "ETag",
        name ? arena_printf(&request->arena, "\"%s-%s\"", tag, name) : arena_printf(&request->arena, "\"%s\"", tag));
    if (name) response_set_header(request, response, "Content-Encoding", name);
}

static bool open_variant(const struct service *service, struct arena *arena, const char *path, const char *ending,
                         const struct static_file *original, struct static_file *ret) {
    if (!static_file_open(service->static_dir, arena_printf(arena, "%s.%s", path, ending), ret)) return false;
    // One that is older was made from what is gone.
    if (ret->modified >= original->modified) return true;
    close(ret->fd);
    return false;
}

static int serve_file(struct request *request, struct response *response, const char *path, struct static_file file) {
    const struct service *service = message_of(request)->service;
    const char *tag = file_tag(&request->arena, &file);
    response->content_type = content_type_of(path);
    response->file_modified = file.modified;
    response->file = file.fd;
    enum encoding encoding = ENCODING_IDENTITY;
    if (encode_pays(response->content_type)) {
        struct static_file brotli = {.fd = -1}, gzip = {.fd = -1};
        const bool has_brotli = open_variant(service, &request->arena, path, "br", &file, &brotli);
        const bool has_gzip = open_variant(service, &request->arena, path, "gz", &file, &gzip);
        encoding = encode_choose(request_header(request, "Accept-Encoding"),
                                 (has_brotli ? ENCODING_BROTLI : 0U) | (has_gzip ? ENCODING_GZIP : 0U));
        const int chosen = encoding == ENCODING_BROTLI ? brotli.fd : encoding == ENCODING_GZIP ? gzip.fd : file.fd;
        if (has_brotli && brotli.fd != chosen) close(brotli.fd);
        if (has_gzip && gzip.fd != chosen) close(gzip.fd);
        if (file.fd != chosen) close(file.fd);
        response->file = chosen;
        if (has_brotli || has_gzip) response_add_header(request, response, "Vary", "Accept-Encoding");
    }
    set_coding(request, response, tag, encoding);
    set_lifetime(request, response, is_exact(request, tag));
    return 200;
}

// For the few clients that take no coding. False: memory is short.
static bool unpack(struct request *request, const struct asset *asset) {
    struct message *message = message_of(request);
    unsigned char *data = arena_alloc(&request->arena, asset->size);
    if (!encode_unpack(asset->gzip, asset->gzip_size, data, asset->size)) return false;
    message->blob = data;
    return true;
}

// `exact`: whatever the query says, this address is that of this content alone.
static int serve_asset(struct request *request, struct response *response, const struct asset *asset, bool exact) {
    struct message *message = message_of(request);
    const char *tag = arena_strndup(&request->arena, asset->etag + 1, strlen(asset->etag) - 2);
    const unsigned available = (asset->brotli ? ENCODING_BROTLI : 0U) | (asset->gzip ? ENCODING_GZIP : 0U);
    const enum encoding encoding = encode_choose(request_header(request, "Accept-Encoding"), available);
    message->blob = asset->data;
    message->blob_size = asset->size;
    if (encoding == ENCODING_BROTLI) {
        message->blob = asset->brotli;
        message->blob_size = asset->brotli_size;
    } else if (encoding == ENCODING_GZIP) {
        message->blob = asset->gzip;
        message->blob_size = asset->gzip_size;
    }
    if (!message->blob && !unpack(request, asset))
        return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    if (available) response_add_header(request, response, "Vary", "Accept-Encoding");
    response->content_type = asset->content_type;
    set_coding(request, response, tag, encoding);
    set_lifetime(request, response, exact || is_exact(request, tag));
    return 200;
}

int http_static_serve(struct request *request, struct response *response) {
    const char *path = request->captures[0];
    const struct service *service = message_of(request)->service;
    struct static_file file;
    if (static_file_open(service->static_dir, path, &file)) return serve_file(request, response, path, file);
    const struct asset *asset = asset_find(static_assets, static_asset_count, path);
    if (asset) return serve_asset(request, response, asset, false);
    return error_set(&response->error, 404, "not_found", "There is no such file.");
}

int http_newsroom_asset(struct request *request, struct response *response) {
    const struct asset *asset = asset_find(newsroom_assets, newsroom_asset_count, request->captures[0]);
    if (asset) return serve_asset(request, response, asset, true);
    return error_set(&response->error, 404, "not_found", "There is no such file.");
}

const char *http_static_url(const struct http_options *options, struct arena *arena, const char *path) {
    const char *tag = NULL;
    if (options->static_dir) {
        struct static_file file;
        const int directory = open(options->static_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (directory >= 0 && static_file_open(directory, path, &file)) {
            tag = file_tag(arena, &file);
            close(file.fd);
        }
        if (directory >= 0) close(directory);
    }
    const struct asset *asset = tag ? NULL : asset_find(static_assets, static_asset_count, path);
    if (asset) tag = asset->etag + 1;
    STRBUF_CLEAN struct strbuf url;
    strbuf_init(&url, 0);
    strbuf_adds(&url, "/static/");
    url_encode(&url, path, "/");
    if (tag) strbuf_addf(&url, "?v=%s", version_of(arena, tag));
    return arena_strndup(arena, url.data, url.size);
}
