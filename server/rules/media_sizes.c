// media sizes: see the header.
#include "server/rules/media_sizes.h"

#include <string.h>

#include "db/media.h"
#include "server/media/uploads.h"
#include "server/rules/settings.h"

void media_sizes_set(const struct settings *settings, struct image_size sizes[], struct upload *upload) {
    const struct image_size wanted[] = {
        {"large", settings->large_size_w, settings->large_size_h, false},
        {"medium_large", settings->medium_large_size_w, settings->medium_large_size_h, false},
        {"medium", settings->medium_size_w, settings->medium_size_h, false},
        {"thumbnail", settings->thumbnail_size_w, settings->thumbnail_size_h, settings->thumbnail_crop},
    };
    _Static_assert(sizeof wanted / sizeof *wanted <= MEDIA_SIZES_MOST, "the row has room for all");
    memcpy(sizes, wanted, sizeof wanted);
    upload->sizes = sizes;
    upload->size_count = sizeof wanted / sizeof *wanted;
}
