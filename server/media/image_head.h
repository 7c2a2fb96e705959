// image_head: what a picture's container says about it, and the container without what it should not tell. Pure;
// pixels are never decoded here.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/media/file_type.h"

struct image_head {
    int64_t width, height;  // as stored, before the orientation
    int orientation;        // 1 to 8, EXIF's
};

// False: no size can be found.
bool image_head_read(enum file_kind kind, const void *bytes, size_t size, struct image_head *ret);

// A piece of the file that is kept.
typedef bool (*image_piece)(void *context, const void *bytes, size_t size);
// Hands over the file in pieces without EXIF (place, camera, owner), XMP, IPTC, comments, and what lies behind the
// picture's end. What is needed to show it (colour profile, Adobe's marker) stays. False when the receiver says so.
bool image_strip(enum file_kind kind, const void *bytes, size_t size, image_piece receive, void *context);
