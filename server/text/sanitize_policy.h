// sanitize_policy: which elements, attributes and values pass. For
// server/text/sanitize*.c and their tests alone.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/text/sanitize.h"

struct arena;
struct strbuf;

enum sanitize_fate {
    SANITIZE_UNWRAP,  // the tags go, the content stays
    SANITIZE_DROP,    // all goes
    SANITIZE_KEEP,
};

struct sanitize_element {
    const char *name;
    unsigned policies;  // 1 << policy of those that keep it
    bool is_void;       // has no end tag
    bool self_closing;  // closed by its like or by what follows it, as li and p
    bool drop;          // goes with its content
};

enum { SANITIZE_ELEMENTS_MAX = 128 };

// The row of an element by its name in any case; NULL for one to unwrap.
const struct sanitize_element *sanitize_element_find(const char *name, size_t size);

// Position of a row, below SANITIZE_ELEMENTS_MAX.
size_t sanitize_element_index(const struct sanitize_element *element);

enum sanitize_fate sanitize_fate_of(const struct sanitize_element *element, enum sanitize_policy policy);

// True when the element may have the attribute, whatever its value.
bool sanitize_attribute_allowed(enum sanitize_policy policy, const char *element, const char *name);

// The value as it may be printed, not escaped yet, in the arena; NULL when the attribute must go.
// "" for attributes that are true by being there.
const char *sanitize_attribute_value(struct arena *arena, enum sanitize_policy policy, const char *element,
                                     const char *name, const char *value);

// True for attributes that are true by being there.
bool sanitize_attribute_is_boolean(const char *element, const char *name);

// True for the comments that WordPress keeps data in: block delimiters, more, nextpage.
bool sanitize_comment_allowed(enum sanitize_policy policy, const char *content, size_t size);

// sanitize_value.c: kinds of values. NULL when nothing of it may stay.
const char *sanitize_url(struct arena *arena, const char *value);
const char *sanitize_srcset(struct arena *arena, const char *value);
const char *sanitize_style(struct arena *arena, const char *value);
