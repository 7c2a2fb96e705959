// encode: see the header. Levels are chosen so that a page of 20 KB costs about a tenth of a millisecond.
#include "server/http/encode.h"

#include <brotli/encode.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

enum { GZIP_LEVEL = 4, BROTLI_LEVEL = 3, BROTLI_WINDOW = 18 };
enum { GZIP_LEVEL_WELL = 9, BROTLI_LEVEL_WELL = 9, BROTLI_WINDOW_WELL = 20 };

// Thousandths of "q=0.5"; 1000 when it says nothing, 0 when it is malformed.
static int quality(const char *parameters, size_t size) {
    while (size > 0 && (*parameters == ';' || *parameters == ' ' || *parameters == '\t')) {
        parameters++;
        size--;
    }
    if (size == 0) return 1000;
    if (size < 3 || strncasecmp(parameters, "q=", 2) != 0 || (parameters[2] != '0' && parameters[2] != '1')) return 0;
    int value = (parameters[2] - '0') * 1000, unit = 100;
    if (size > 3 && parameters[3] != '.') return 0;
    for (size_t i = 4; i < size && unit > 0 && parameters[i] >= '0' && parameters[i] <= '9'; i++, unit /= 10)
        value += (parameters[i] - '0') * unit;
    return value > 1000 ? 1000 : value;
}

static bool is_coding(const char *token, size_t size, const char *name) {
    return size == strlen(name) && strncasecmp(token, name, size) == 0;
}

enum encoding encode_choose(const char *accept_encoding, unsigned available) {
    if (!accept_encoding || !available) return ENCODING_IDENTITY;
    int gzip = -1, brotli = -1, others = 0;
    for (const char *at = accept_encoding; *at;) {
        at += strspn(at, ", \t");
        const size_t size = strcspn(at, ",");
        const size_t name_size = strcspn(at, ",; \t");
        const int value = quality(at + name_size, size - name_size);
        if (is_coding(at, name_size, "gzip") || is_coding(at, name_size, "x-gzip")) gzip = value;
        if (is_coding(at, name_size, "br")) brotli = value;
        if (is_coding(at, name_size, "*")) others = value;
        at += size;
    }
    if (gzip < 0) gzip = others;
    if (brotli < 0) brotli = others;
    if (!(available & ENCODING_BROTLI)) brotli = 0;
    if (!(available & ENCODING_GZIP)) gzip = 0;
    if (brotli > 0 && brotli >= gzip) return ENCODING_BROTLI;
    return gzip > 0 ? ENCODING_GZIP : ENCODING_IDENTITY;
}

const char *encode_name(enum encoding encoding) {
    switch (encoding) {
        case ENCODING_GZIP:
            return "gzip";
        case ENCODING_BROTLI:
            return "br";
        case ENCODING_IDENTITY:
            break;
    }
    return NULL;
}

bool encode_pays(const char *content_type) {
    static const char *const types[] = {"application/json", "application/javascript", "application/xml",
                                        "application/manifest+json", "image/svg+xml"};
    const size_t size = strcspn(content_type, "; ");
    if (strncasecmp(content_type, "text/", 5) == 0) return true;
    if (size > 4 && strncasecmp(content_type + size - 4, "+xml", 4) == 0) return true;
    if (size > 5 && strncasecmp(content_type + size - 5, "+json", 5) == 0) return true;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_coding(content_type, size, types[i])) return true;
    return false;
}

enum { WINDOW_BITS = 15, GZIP_WRAPPER = 16, MEMORY_LEVEL = 8 };  // zlib's; the sum of the first two means gzip

static size_t gzip_into(char *out, size_t room, const char *data, size_t size, bool well) {
    z_stream stream = {0};
    if (deflateInit2(&stream, well ? GZIP_LEVEL_WELL : GZIP_LEVEL, Z_DEFLATED, WINDOW_BITS + GZIP_WRAPPER, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    stream.next_in = (Bytef *) data;
    stream.avail_in = (uInt) size;
    stream.next_out = (Bytef *) out;
    stream.avail_out = (uInt) room;
    const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    const size_t made = room - stream.avail_out;
    deflateEnd(&stream);
    return done ? made : 0;
}

static size_t brotli_into(char *out, size_t room, const char *data, size_t size, bool well) {
    size_t made = room;
    const BROTLI_BOOL done =
        BrotliEncoderCompress(well ? BROTLI_LEVEL_WELL : BROTLI_LEVEL, well ? BROTLI_WINDOW_WELL : BROTLI_WINDOW,
                              BROTLI_MODE_TEXT, size, (const uint8_t *) data, &made, (uint8_t *) out);
    return done ? made : 0;
}

static char *encode(enum encoding encoding, const char *data, size_t size, bool well, size_t *ret_size) {
    if (encoding == ENCODING_IDENTITY || size < 64) return NULL;
    // No more room than what would be smaller: whoever does not fit does not pay.
    const size_t room = size - 1;
    char *out = malloc(room);
    if (!out) return NULL;
    const size_t made =
        encoding == ENCODING_GZIP ? gzip_into(out, room, data, size, well) : brotli_into(out, room, data, size, well);
    if (made == 0) {
        free(out);
        return NULL;
    }
    char *fitting = realloc(out, made);
    *ret_size = made;
    return fitting ? fitting : out;
}

char *encode_body(enum encoding encoding, const char *data, size_t size, size_t *ret_size) {
    return encode(encoding, data, size, false, ret_size);
}

char *encode_body_well(enum encoding encoding, const char *data, size_t size, size_t *ret_size) {
    return encode(encoding, data, size, true, ret_size);
}

bool encode_unpack(const unsigned char *gzip, size_t gzip_size, unsigned char *ret, size_t size) {
    z_stream stream = {0};
    if (inflateInit2(&stream, WINDOW_BITS + GZIP_WRAPPER) != Z_OK) return false;
    stream.next_in = (unsigned char *) gzip;
    stream.avail_in = (uInt) gzip_size;
    stream.next_out = ret;
    stream.avail_out = (uInt) size;
    const bool done = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == size;
    inflateEnd(&stream);
    return done;
}
