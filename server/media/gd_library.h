// gd_library: libgd, loaded when the first picture is worked on.
//
// It brings some fifty libraries of video and picture formats, seven megabytes that a site without pictures, and
// one that idles, shall not pay for.
#pragma once

#include <gd.h>

// clang-format off
#define GD_FUNCTIONS(X) \
    X(gdImageAlphaBlending) X(gdImageCopyResampled) X(gdImageCreateFromGifPtr) X(gdImageCreateFromJpegPtrEx) \
    X(gdImageCreateFromPngPtr) X(gdImageCreateFromWebpPtr) X(gdImageCreateTrueColor) X(gdImageDestroy) \
    X(gdImageGif) X(gdImageInterlace) X(gdImageJpeg) X(gdImagePaletteToTrueColor) X(gdImagePngEx) \
    X(gdImageSaveAlpha) X(gdImageWebpEx) X(gdSetErrorMethod)
// clang-format on

struct gd_library {
#define GD_POINTER(name) __typeof__(&name) name;
    GD_FUNCTIONS(GD_POINTER)
#undef GD_POINTER
};

// The library's functions under their own names; NULL when it is not on this machine. Thread-safe. Libgd is told to
// keep its complaints about broken pictures to itself.
const struct gd_library *gd_library(void);
