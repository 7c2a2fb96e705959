// image_sizes: smaller pictures, as WordPress makes them of each one, with libgd.
//
// Decoded pixels take four bytes each: who calls sees to it that few are decoded at a time.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "server/media/file_type.h"

// More pixels than this are refused: 200 MB decoded, twice that while a picture is turned.
enum { IMAGE_PIXELS_MOST = 50 * 1000 * 1000 };

struct image_size {
    const char *name;
    int64_t width, height;  // at most; 0: any
    bool crop;              // fills the whole size
};

// How a picture is cut and scaled (WordPress's image_resize_dimensions()). False: it is that small already, or the size
// is empty.
struct image_fit {
    int64_t x, y, width, height;  // what is taken of it
    int64_t to_width, to_height;
};
bool image_fit(const struct image_size *size, int64_t width, int64_t height, struct image_fit *ret);

struct image;
// Decoded and turned as the orientation says; NULL when it cannot be.
struct image *image_open(enum file_kind kind, const void *bytes, size_t size, int orientation);
void image_close(struct image *image);
int64_t image_width(const struct image *image);
int64_t image_height(const struct image *image);
// A new picture; NULL without memory.
struct image *image_resize(const struct image *image, const struct image_fit *fit);
// Writes the file. False: it could not be written or coded.
bool image_write(struct image *image, enum file_kind kind, FILE *out);
