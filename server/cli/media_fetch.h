// media fetch: the files of another site's media, from a copy of its folder or over the network, into the directory of
// uploads of this one.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct error;
struct media_fetch;

// `from`: a directory, or what begins with "http://" or "https://": only addresses below it are ever asked.
// `data_dir`: the site's; its uploads are where files go. NULL: the error is set.
struct media_fetch *media_fetch_open(const char *from, const char *data_dir, struct error *error)
    __attribute__((warn_unused_result));
void media_fetch_close(struct media_fetch *fetch);  // NULL is allowed

enum { MEDIA_PART_SIZE = 48, MEDIA_NAME_SIZE = 512 };
struct media_part {
    char part[MEDIA_PART_SIZE];  // the file in the directory of uploads
    char name[MEDIA_NAME_SIZE];  // "2012/01/harbour.jpg": what the address says behind uploads/ or files/
};
// False: the error says why; nothing is left behind.
bool media_fetch_get(struct media_fetch *fetch, const char *url, struct media_part *ret, struct error *error)
    __attribute__((warn_unused_result));
void media_fetch_drop(struct media_fetch *fetch, const struct media_part *part);
