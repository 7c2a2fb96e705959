// assets: files compiled into the binary (static/ and templates/), or read from a directory.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "server/http/route.h"

struct http_options;

struct asset {
    const char *path;  // "theme.css", relative to static/
    const char *content_type;
    const unsigned char *data;  // NULL: only its variants are there, gzip at least
    size_t size;                // of the data, also when it is not there
    const unsigned char *gzip;  // NULL where compression does not pay
    size_t gzip_size;
    const unsigned char *brotli;
    size_t brotli_size;
    const char *etag;  // strong, quoted, from the content
};

// Generated at build time, sorted by path (script/embed.py).
extern const struct asset static_assets[];
extern const size_t static_asset_count;
extern const struct asset template_assets[];
extern const size_t template_asset_count;
// The newsroom's bundle (script/newsroom); none in a build without it.
extern const struct asset newsroom_assets[];
extern const size_t newsroom_asset_count;

// By path; NULL when there is none.
const struct asset *asset_find(const struct asset *assets, size_t count, const char *path);

// The handler of "/static/{path:path}": --static directory first, then compiled in. ETag, If-None-Match,
// If-Modified-Since, ranges, precompressed variants (file.br, file.gz beside a file on disk), content types by a table.
int http_static_serve(struct request *request, struct response *response);

// The handler of "/newsroom/assets/{path:path}". A name there carries its content's hash: kept for ever.
int http_newsroom_asset(struct request *request, struct response *response);

// The asset of a name that begins and ends so, with a hash between: ("main-", ".js"). NULL when there is none.
const struct asset *asset_find_hashed(const struct asset *assets, size_t count, const char *beginning,
                                      const char *ending);

// "/static/theme.css?v=1a2b3c4d": the address of an asset with its hash, for templates. In the arena.
const char *http_static_url(const struct http_options *options, struct arena *arena, const char *path);
