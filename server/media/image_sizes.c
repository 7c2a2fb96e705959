// image_sizes: see the header. Hides libgd.
#include "server/media/image_sizes.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "server/media/gd_library.h"

enum { JPEG_QUALITY = 82, WEBP_QUALITY = 82, PNG_LEVEL = 6 };  // JPEG: WordPress's

struct image {
    gdImagePtr pixels;
};

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t at_least_one(double number) { return number < 1 ? 1 : (int64_t) number; }

// wp_constrain_dimensions(): the larger ratio unless it overshoots, and no side a pixel short of the size.
static void constrain(const struct image_size *size, int64_t width, int64_t height, struct image_fit *fit) {
    const bool wide = size->width > 0 && width > size->width, high = size->height > 0 && height > size->height;
    const double across = wide ? (double) size->width / (double) width : 1;
    const double down = high ? (double) size->height / (double) height : 1;
    const double larger = across > down ? across : down, smaller = across > down ? down : across;
    const bool over = (size->width > 0 && llround((double) width * larger) > size->width) ||
                      (size->height > 0 && llround((double) height * larger) > size->height);
    const double ratio = over ? smaller : larger;
    fit->to_width = at_least_one(round((double) width * ratio));
    fit->to_height = at_least_one(round((double) height * ratio));
    if (wide && fit->to_width == size->width - 1) fit->to_width++;
    if (high && fit->to_height == size->height - 1) fit->to_height++;
}

bool image_fit(const struct image_size *size, int64_t width, int64_t height, struct image_fit *ret) {
    struct image_fit fit = {.width = width, .height = height};
    if (size->width == 0 && size->height == 0) return false;
    const double aspect = (double) width / (double) height;
    if (size->crop) {
        fit.to_width = least(size->width, width);
        fit.to_height = least(size->height, height);
        if (fit.to_width == 0) fit.to_width = at_least_one(round((double) fit.to_height * aspect));
        if (fit.to_height == 0) fit.to_height = at_least_one(round((double) fit.to_width / aspect));
        const double across = (double) fit.to_width / (double) width, down = (double) fit.to_height / (double) height;
        const double ratio = across > down ? across : down;
        fit.width = least(width, at_least_one(round((double) fit.to_width / ratio)));
        fit.height = least(height, at_least_one(round((double) fit.to_height / ratio)));
        fit.x = (width - fit.width) / 2;
        fit.y = (height - fit.height) / 2;
    } else {
        constrain(size, width, height, &fit);
    }
    if (fit.to_width >= width && fit.to_height >= height) return false;
    *ret = fit;
    return true;
}

static gdImagePtr decode(enum file_kind kind, const void *bytes, size_t size) {
    if (size > INT_MAX || !gd_library()) return NULL;
    void *data = (void *) (uintptr_t) bytes;  // libgd only reads it
    switch (kind) {
        case FILE_JPEG:
            return gd_library()->gdImageCreateFromJpegPtrEx((int) size, data, 1);
        case FILE_PNG:
            return gd_library()->gdImageCreateFromPngPtr((int) size, data);
        case FILE_GIF:
            return gd_library()->gdImageCreateFromGifPtr((int) size, data);
        case FILE_WEBP:
            return gd_library()->gdImageCreateFromWebpPtr((int) size, data);
        case FILE_OTHER:
            break;
    }
    return NULL;
}

static gdImagePtr blank(int64_t width, int64_t height) {
    gdImagePtr pixels = gd_library()->gdImageCreateTrueColor((int) width, (int) height);
    if (!pixels) return NULL;
    gd_library()->gdImageAlphaBlending(pixels, 0);
    gd_library()->gdImageSaveAlpha(pixels, 1);
    return pixels;
}

// Orientations from 5 on change places of width and height.
static gdImagePtr turn(gdImagePtr source, int orientation) {
    const int width = gdImageSX(source), height = gdImageSY(source);
    const bool swaps = orientation >= 5;
    gdImagePtr turned = swaps ? blank(height, width) : blank(width, height);
    if (!turned) return NULL;
    const bool mirrors_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool mirrors_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const int to_x = mirrors_x ? width - 1 - x : x, to_y = mirrors_y ? height - 1 - y : y;
            const int color = gdImageTrueColorPixel(source, x, y);
            if (swaps)
                gdImageTrueColorPixel(turned, to_y, to_x) = color;
            else
                gdImageTrueColorPixel(turned, to_x, to_y) = color;
        }
    }
    return turned;
}

struct image *image_open(enum file_kind kind, const void *bytes, size_t size, int orientation) {
    gdImagePtr pixels = decode(kind, bytes, size);
    if (!pixels) return NULL;
    bool good = gdImageTrueColor(pixels) || gd_library()->gdImagePaletteToTrueColor(pixels);
    if (good && orientation > 1 && orientation <= 8) {
        gdImagePtr turned = turn(pixels, orientation);
        gd_library()->gdImageDestroy(pixels);
        pixels = turned;
        good = pixels != NULL;
    }
    struct image *image = good ? malloc(sizeof *image) : NULL;
    if (!image) {
        if (pixels) gd_library()->gdImageDestroy(pixels);
        return NULL;
    }
    gd_library()->gdImageAlphaBlending(pixels, 0);
    gd_library()->gdImageSaveAlpha(pixels, 1);
    image->pixels = pixels;
    return image;
}

void image_close(struct image *image) {
    if (!image) return;
    gd_library()->gdImageDestroy(image->pixels);
    free(image);
}

int64_t image_width(const struct image *image) { return gdImageSX(image->pixels); }
int64_t image_height(const struct image *image) { return gdImageSY(image->pixels); }

struct image *image_resize(const struct image *image, const struct image_fit *fit) {
    struct image *made = malloc(sizeof *made);
    if (!made) return NULL;
    made->pixels = blank(fit->to_width, fit->to_height);
    if (!made->pixels) {
        free(made);
        return NULL;
    }
    gd_library()->gdImageCopyResampled(made->pixels, image->pixels, 0, 0, (int) fit->x, (int) fit->y,
                                       (int) fit->to_width, (int) fit->to_height, (int) fit->width, (int) fit->height);
    return made;
}

bool image_write(struct image *image, enum file_kind kind, FILE *out) {
    switch (kind) {
        case FILE_JPEG:
            gd_library()->gdImageInterlace(image->pixels, 1);
            gd_library()->gdImageJpeg(image->pixels, out, JPEG_QUALITY);
            break;
        case FILE_PNG:
            gd_library()->gdImagePngEx(image->pixels, out, PNG_LEVEL);
            break;
        case FILE_GIF:
            gd_library()->gdImageGif(image->pixels, out);
            break;
        case FILE_WEBP:
            gd_library()->gdImageWebpEx(image->pixels, out, WEBP_QUALITY);
            break;
        case FILE_OTHER:
            return false;
    }
    return fflush(out) == 0 && !ferror(out) && ftell(out) > 0;
}
