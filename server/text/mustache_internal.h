// mustache_internal: what the parser, the binder and the renderer share. For
// server/text/mustache*.c and their tests alone.
//
//   source --parse--> tags (names as text) --bind--> ops (names as places in memory)
//
// A source is parsed once, and bound once for each context it is used in. A
// context is the list of view types around a place, innermost first, each type
// once: an outer view of the same type is hidden by the inner one, so it can never be
// the one that a name means. This makes the number of contexts finite, and the
// binding of recursive partials ends. At rendering each type has a slot that holds its
// innermost view; a bound name is a slot and an offset.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "server/text/mustache.h"
#include "server/text/view.h"

enum {
    MUSTACHE_NESTING_MAX = 64,  // sections in one source
    MUSTACHE_TYPES_MAX = 64,    // distinct view types in one compiled template
    MUSTACHE_PARTS_MAX = 4096,  // bound sources in one compiled template
    MUSTACHE_DOTS_MAX = 8,      // parts of a dotted name
};

enum mustache_kind {
    MUSTACHE_TEXT,
    MUSTACHE_NAME,
    MUSTACHE_SECTION,
    MUSTACHE_INVERTED,
    MUSTACHE_PARTIAL,
    MUSTACHE_WORDS,  // {{#_}}text{{/_}}
};

struct mustache_tag {
    struct mustache_tag *next;
    struct mustache_tag *children;  // of sections
    enum mustache_kind kind;
    bool line_start;   // begins a line: the indentation of the partial goes before it
    bool standalone;   // a partial alone on its line
    int line;          // in the source, from 1
    const char *name;  // of all but TEXT; terminated
    const char *text;  // within the source. TEXT: itself. PARTIAL: its indentation. WORDS: all between the tags
    size_t size;       // of text
};

// Parses a source. Tags and names are allocated in `scratch`; texts point into the
// source. False with *ret_message (in scratch) on a syntax error. `inside`: it is put into the middle of a line.
bool mustache_parse(struct arena *scratch, const char *name, const char *source, size_t size, bool inside,
                    struct mustache_tag **ret_tags, const char **ret_message) __attribute__((warn_unused_result));

// Where a value is: from the view in `slot` through the pointers at offsets[0 .. count - 1), then at
// offsets[count - 1].
struct mustache_place {
    uint8_t kind;  // enum view_kind
    uint8_t slot;
    uint8_t item_slot;  // VIEW_LIST, VIEW_OBJECT: where its views go
    uint8_t count;
    uint32_t count_offset;  // VIEW_LIST: in the struct that holds the field
    uint32_t item_size;     // VIEW_LIST
    const uint32_t *offsets;
};

struct mustache_op {
    uint8_t kind;  // enum mustache_kind
    bool line_start;
    bool standalone;
    uint32_t size;                     // TEXT, PARTIAL: of text
    const char *text;                  // as in the tag
    struct mustache_place place;       // NAME, SECTION, INVERTED
    const struct mustache_part *body;  // SECTION, INVERTED: what stands in it. PARTIAL: the source. WORDS: by language
};

// A sequence of ops: a source, or what stands in a section, bound in one context.
struct mustache_part {
    struct mustache_op *ops;
    size_t count;
};

struct mustache {
    struct arena arena;
    const struct mustache_part *root;
};

// In lenient templates unknown names read this slot, which holds nothing.
enum { MUSTACHE_SLOT_NOTHING = MUSTACHE_TYPES_MAX, MUSTACHE_SLOTS };

// mustache_compile(); `lenient` makes unknown names and partials empty, as in the cases of the official
// spec, which know no types.
struct mustache *mustache_compile_with(const char *name, const struct view_type *type, mustache_loader loader,
                                       void *context, bool lenient, struct arena *arena, const char **ret_message)
    __attribute__((warn_unused_result));
