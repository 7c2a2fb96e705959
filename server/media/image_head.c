// image_head: see the header. Every length is checked against what is there; a file that breaks off is kept as far as
// it goes.
#include "server/media/image_head.h"

#include <string.h>

struct view {
    const unsigned char *bytes;
    size_t size;
};

static uint32_t big(const unsigned char *at, int count) {
    uint32_t number = 0;
    for (int i = 0; i < count; i++) number = number << 8 | at[i];
    return number;
}

static uint32_t little(const unsigned char *at, int count) {
    uint32_t number = 0;
    for (int i = count - 1; i >= 0; i--) number = number << 8 | at[i];
    return number;
}

// JPEG: a marker, and the length of what belongs to it.

enum {
    JPEG_APP0 = 0xe0,
    JPEG_APP2 = 0xe2,
    JPEG_APP14 = 0xee,
    JPEG_APP15 = 0xef,
    JPEG_COMMENT = 0xfe,
    JPEG_SCAN = 0xda,
    JPEG_END = 0xd9,
};

struct jpeg_segment {
    unsigned char marker;
    size_t start, end;  // from the 0xff to behind the content
    size_t content;     // where that begins; `end` when there is none
};

static bool has_no_length(unsigned char marker) { return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd9); }

// False: no further whole segment.
static bool jpeg_next(const struct view *file, size_t at, struct jpeg_segment *ret) {
    ret->start = at;
    while (at + 1 < file->size && file->bytes[at] == 0xff && file->bytes[at + 1] == 0xff) at++;
    if (at + 1 >= file->size || file->bytes[at] != 0xff || file->bytes[at + 1] == 0) return false;
    ret->marker = file->bytes[at + 1];
    ret->content = ret->end = at + 2;
    if (has_no_length(ret->marker)) return true;
    if (file->size - ret->end < 2) return false;
    const size_t length = big(file->bytes + ret->end, 2);
    if (length < 2 || length > file->size - ret->end) return false;
    ret->content += 2;
    ret->end += length;
    return true;
}

static bool is_frame(unsigned char marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// The entry 0x0112 of the first directory of a TIFF.
static int tiff_orientation(const unsigned char *tiff, size_t size) {
    if (size < 8) return 1;
    const bool is_little = tiff[0] == 'I';
    uint32_t (*const number)(const unsigned char *, int) = is_little ? little : big;
    const size_t directory = number(tiff + 4, 4);
    if (directory > size - 2) return 1;
    const size_t count = number(tiff + directory, 2);
    for (size_t i = 0; i < count; i++) {
        const size_t entry = directory + 2 + i * 12;
        if (entry + 12 > size) return 1;
        if (number(tiff + entry, 2) != 0x0112) continue;
        const uint32_t value = number(tiff + entry + 8, 2);
        return value >= 1 && value <= 8 ? (int) value : 1;
    }
    return 1;
}

static bool jpeg_read(const struct view *file, struct image_head *ret) {
    struct jpeg_segment segment = {.end = 2};
    while (jpeg_next(file, segment.end, &segment) && segment.marker != JPEG_SCAN && segment.marker != JPEG_END) {
        const size_t size = segment.end - segment.content;
        const unsigned char *content = file->bytes + segment.content;
        if (segment.marker == 0xe1 && size > 6 && memcmp(content, "Exif\0\0", 6) == 0)
            ret->orientation = tiff_orientation(content + 6, size - 6);
        if (!is_frame(segment.marker) || size < 5) continue;
        ret->height = big(content + 1, 2);
        ret->width = big(content + 3, 2);
    }
    return ret->width > 0 && ret->height > 0;
}

static bool jpeg_keeps(const unsigned char *bytes, const struct jpeg_segment *segment) {
    if (segment->marker == JPEG_COMMENT) return false;
    if (segment->marker == JPEG_APP2)  // a colour profile, or a list of further pictures with data of their own
        return segment->end - segment->content > 12 && memcmp(bytes + segment->content, "ICC_PROFILE", 12) == 0;
    if (segment->marker == JPEG_APP0 || segment->marker == JPEG_APP14) return true;
    return segment->marker < JPEG_APP0 || segment->marker > JPEG_APP15;
}

// Where the coded data behind a scan's header ends: at the next marker that is no restart.
static size_t jpeg_scan_end(const struct view *file, size_t at) {
    for (; at + 1 < file->size; at++) {
        if (file->bytes[at] != 0xff) continue;
        const unsigned char marker = file->bytes[at + 1];
        if (marker != 0 && marker != 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
    }
    return file->size;
}

static bool jpeg_strip(const struct view *file, image_piece receive, void *context) {
    static const unsigned char start[] = {0xff, 0xd8}, end[] = {0xff, 0xd9};
    if (!receive(context, start, sizeof start)) return false;
    struct jpeg_segment segment = {.end = 2};
    while (jpeg_next(file, segment.end, &segment) && segment.marker != JPEG_END) {
        if (segment.marker == JPEG_SCAN) segment.end = jpeg_scan_end(file, segment.end);
        if (!jpeg_keeps(file->bytes, &segment)) continue;
        if (!receive(context, file->bytes + segment.start, segment.end - segment.start)) return false;
    }
    return receive(context, end, sizeof end);
}

// PNG: length, name, content, checksum.

static bool png_keeps(const unsigned char *name) {
    static const char *const told[] = {"eXIf", "tEXt", "zTXt", "iTXt", "tIME"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        if (memcmp(name, told[i], 4) == 0) return false;
    return true;
}

static bool png_strip(const struct view *file, image_piece receive, void *context) {
    if (!receive(context, file->bytes, 8)) return false;
    for (size_t at = 8; file->size - at >= 12;) {
        const size_t length = big(file->bytes + at, 4);
        if (length > file->size - at - 12) break;
        const unsigned char *name = file->bytes + at + 4;
        if (png_keeps(name) && !receive(context, file->bytes + at, length + 12)) return false;
        if (memcmp(name, "IEND", 4) == 0) break;
        at += length + 12;
    }
    return true;
}

// WebP: a RIFF of chunks, each of an even length.

enum { WEBP_HEADER = 12, WEBP_EXIF_FLAG = 0x08, WEBP_XMP_FLAG = 0x04 };

struct webp_chunk {
    const unsigned char *bytes;
    size_t size;     // with header and padding
    size_t content;  // without
};

static bool webp_next(const struct view *file, size_t at, struct webp_chunk *ret) {
    if (at > file->size || file->size - at < 8) return false;
    const size_t length = little(file->bytes + at + 4, 4);
    if (length > file->size - at - 8) return false;
    const size_t padded = length + (length & 1);
    *ret = (struct webp_chunk){
        .bytes = file->bytes + at,
        .size = padded > file->size - at - 8 ? length + 8 : padded + 8,
        .content = length,
    };
    return true;
}

static bool webp_is(const struct webp_chunk *chunk, const char *name) { return memcmp(chunk->bytes, name, 4) == 0; }
static bool webp_tells(const struct webp_chunk *chunk) { return webp_is(chunk, "EXIF") || webp_is(chunk, "XMP "); }

static bool webp_read(const struct view *file, struct image_head *ret) {
    struct webp_chunk chunk;
    for (size_t at = WEBP_HEADER; webp_next(file, at, &chunk); at += chunk.size) {
        const unsigned char *content = chunk.bytes + 8;
        if (webp_is(&chunk, "VP8X") && chunk.content >= 10) {
            ret->width = little(content + 4, 3) + 1;
            ret->height = little(content + 7, 3) + 1;
        } else if (webp_is(&chunk, "VP8 ") && chunk.content >= 10 && ret->width == 0) {
            ret->width = little(content + 6, 2) & 0x3fff;
            ret->height = little(content + 8, 2) & 0x3fff;
        } else if (webp_is(&chunk, "VP8L") && chunk.content >= 5 && ret->width == 0) {
            const uint32_t sizes = little(content + 1, 4);
            ret->width = (sizes & 0x3fff) + 1;
            ret->height = (sizes >> 14 & 0x3fff) + 1;
        } else if (webp_is(&chunk, "EXIF")) {
            const size_t skip = chunk.content > 6 && memcmp(content, "Exif\0\0", 6) == 0 ? 6 : 0;
            ret->orientation = tiff_orientation(content + skip, chunk.content - skip);
        }
    }
    return ret->width > 0 && ret->height > 0;
}

static bool webp_strip(const struct view *file, image_piece receive, void *context) {
    struct webp_chunk chunk;
    size_t kept = 4;
    for (size_t at = WEBP_HEADER; webp_next(file, at, &chunk); at += chunk.size)
        if (!webp_tells(&chunk)) kept += chunk.size;
    unsigned char header[WEBP_HEADER] = "RIFF....WEBP";
    for (int i = 0; i < 4; i++) header[4 + i] = (unsigned char) (kept >> (8 * i));
    if (!receive(context, header, sizeof header)) return false;
    for (size_t at = WEBP_HEADER; webp_next(file, at, &chunk); at += chunk.size) {
        if (webp_tells(&chunk)) continue;
        size_t done = 0;
        if (webp_is(&chunk, "VP8X") && chunk.size >= 9) {
            unsigned char start[9];
            memcpy(start, chunk.bytes, sizeof start);
            start[8] &= (unsigned char) ~(WEBP_EXIF_FLAG | WEBP_XMP_FLAG);
            if (!receive(context, start, sizeof start)) return false;
            done = sizeof start;
        }
        if (!receive(context, chunk.bytes + done, chunk.size - done)) return false;
    }
    return true;
}

bool image_head_read(enum file_kind kind, const void *bytes, size_t size, struct image_head *ret) {
    const struct view file = {.bytes = bytes, .size = size};
    struct image_head head = {.orientation = 1};
    bool good = false;
    switch (kind) {
        case FILE_JPEG:
            good = jpeg_read(&file, &head);
            break;
        case FILE_PNG:
            // The signature, and a whole header.
            if (size < 33 || big(file.bytes + 8, 4) != 13 || memcmp(file.bytes + 12, "IHDR", 4) != 0) break;
            head.width = big(file.bytes + 16, 4);
            head.height = big(file.bytes + 20, 4);
            good = head.width > 0 && head.height > 0;
            break;
        case FILE_GIF:
            if (size < 10) break;
            head.width = little(file.bytes + 6, 2);
            head.height = little(file.bytes + 8, 2);
            good = head.width > 0 && head.height > 0;
            break;
        case FILE_WEBP:
            good = webp_read(&file, &head);
            break;
        case FILE_OTHER:
            break;
    }
    if (good) *ret = head;
    return good;
}

bool image_strip(enum file_kind kind, const void *bytes, size_t size, image_piece receive, void *context) {
    const struct view file = {.bytes = bytes, .size = size};
    switch (kind) {
        case FILE_JPEG:
            return jpeg_strip(&file, receive, context);
        case FILE_PNG:
            return png_strip(&file, receive, context);
        case FILE_WEBP:
            return webp_strip(&file, receive, context);
        case FILE_GIF:
        case FILE_OTHER:
            break;
    }
    return receive(context, bytes, size);
}
