// file_type: which files a site takes, by the ending of their name and by what they hold. Pure.
//
// What a browser could run as a page (HTML, SVG, XML, scripts) is not among them.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum file_kind { FILE_JPEG = 1, FILE_PNG, FILE_GIF, FILE_WEBP, FILE_OTHER };

struct file_type {
    const char *ending;  // as files are stored: "jpg"
    const char *mime;
    const char *served_as;  // the Content-Type
    enum file_kind kind;
    bool opens;  // shown by browsers; others are downloads
};

// The bytes that a decision needs.
enum { FILE_HEAD = 4096 };

// By the ending of a name, without case; NULL: not taken.
const struct file_type *file_type_of_name(const char *name);
// By the MIME type; NULL: none of ours.
const struct file_type *file_type_of_mime(const char *mime);
// The type of a file with this name and beginning. The ending decides, and the content must agree; of pictures the
// content decides, as in WordPress (a PNG called .jpg is a PNG). NULL: not taken.
const struct file_type *file_type_decide(const char *name, const char *head, size_t size);

// All that are taken, in a fixed order; NULL behind the last.
const struct file_type *file_type_at(size_t index);

static inline bool file_type_is_image(const struct file_type *type) { return type->kind != FILE_OTHER; }
