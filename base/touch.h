// touch: a thing whose change makes something read from it untrue.
//
// A write names what it touched; after its commit and before it is answered the
// list is published. base/ does not know what the kinds mean: db/touch_kinds.h does.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct touch {
    uint32_t kind;
    int64_t id;  // 0: the thing as a whole
};

// A kind beside those of db/touch_kinds.h: a change of which nobody has said what it makes untrue.
#define TOUCH_EVERYTHING UINT32_MAX

// Called on the writing thread; must not block and must not write.
typedef void (*touch_listener)(void *context, const struct touch *touched, size_t count);
