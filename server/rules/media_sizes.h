// media sizes: which smaller pictures the site wants.
#pragma once

#include "server/media/image_sizes.h"

struct settings;
struct upload;

// Sets the upload's sizes to WordPress's, from the largest to the one that is cropped. `sizes`: the caller's memory,
// room for MEDIA_SIZES_MOST.
void media_sizes_set(const struct settings *settings, struct image_size sizes[], struct upload *upload);
