// uploads: the files below DIR/uploads: how they come there, and how they go.
//
// A file is written under another name, brought to the disk, and then given its own, so none is ever seen half; its
// row in the store comes after it. A crash between the two leaves a file that nobody names.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "db/media.h"

struct arena;
struct error;
struct image_size;
struct uploads;

// Makes the directory where it is missing. NULL: the error is set.
struct uploads *uploads_open(const char *data_dir, struct error *error) __attribute__((warn_unused_result));
void uploads_close(struct uploads *uploads);
const char *uploads_path(const struct uploads *uploads);
// A descriptor of it, for opening what is below.
int uploads_directory(const struct uploads *uploads);

enum upload_result {
    UPLOAD_OK,
    UPLOAD_TYPE,    // not among the types that are taken, or not what its name says
    UPLOAD_BROKEN,  // a picture without a size
    UPLOAD_PIXELS,  // more than IMAGE_PIXELS_MOST
    UPLOAD_FULL,    // the disk is
    UPLOAD_FAILED,
};

struct upload {
    const char *name;  // as sent
    const void *bytes;
    size_t size;
    int year, month;                 // where it goes; 0: into DIR/uploads itself
    const struct image_size *sizes;  // the smaller pictures to make; what is cropped stands last
    size_t size_count;               // MEDIA_SIZES_MOST at most
    // Is the name of a file that is there no more kept for it? Asked when the name is had; NULL: none is.
    bool (*is_taken)(void *context, struct arena *arena, const char *file);
    void *context;
};

// Stores the file and the smaller pictures. Fills all of *ret but post, attached and alt. May take seconds.
enum upload_result uploads_save(struct uploads *uploads, struct arena *arena, const struct upload *upload,
                                struct media *ret) __attribute__((warn_unused_result));
// Removes all files of it; those that are gone already are no matter.
void uploads_remove(struct uploads *uploads, const struct media *media);
void uploads_remove_file(struct uploads *uploads, const char *file);
