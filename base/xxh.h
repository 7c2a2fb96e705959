// xxh: xxHash, by what the processor can do where its library has more than one way of it.
#pragma once

#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>
#else
#include <xxhash.h>
#endif
