// newsroom: what the other pages need to know of it.
#pragma once

#include <stdbool.h>

// False in a build without it (meson's option "newsroom").
bool newsroom_is_built(void);
