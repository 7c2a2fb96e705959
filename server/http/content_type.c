// content_type: see the header. Only types that a site serves; what can run as a page is not among uploads' ones.
#include "server/http/content_type.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *ending;
    const char *type;
} types[] = {
    {"avif", "image/avif"},
    {"css", "text/css; charset=UTF-8"},
    {"gif", "image/gif"},
    {"html", "text/html; charset=UTF-8"},
    {"ico", "image/vnd.microsoft.icon"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript; charset=UTF-8"},
    {"json", "application/json; charset=UTF-8"},
    {"map", "application/json; charset=UTF-8"},
    {"mjs", "text/javascript; charset=UTF-8"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"mustache", "text/plain; charset=UTF-8"},
    {"oga", "audio/ogg"},
    {"ogg", "audio/ogg"},
    {"ogv", "video/ogg"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"svg", "image/svg+xml"},
    {"txt", "text/plain; charset=UTF-8"},
    {"wasm", "application/wasm"},
    {"wav", "audio/wav"},
    {"webm", "video/webm"},
    {"webmanifest", "application/manifest+json"},
    {"webp", "image/webp"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"xml", "application/xml"},
};

const char *content_type_of(const char *path) {
    const char *name = strrchr(path, '/');
    const char *dot = strrchr(name ? name : path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcasecmp(dot + 1, types[i].ending) == 0) return types[i].type;
    return "application/octet-stream";
}
