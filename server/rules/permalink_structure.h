// permalink structure: the setting "/%year%/%monthnum%/%postname%/" taken apart. Shared by permalink.c and
// permalink_resolve.c.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct settings;

enum structure_tag {
    TAG_YEAR,
    TAG_MONTHNUM,
    TAG_DAY,
    TAG_HOUR,
    TAG_MINUTE,
    TAG_SECOND,
    TAG_POST_ID,
    TAG_POSTNAME,
    TAG_CATEGORY,
    TAG_AUTHOR,
    TAG_COUNT,
};

// A piece of a structure: literal text, or a tag.
struct structure_piece {
    bool is_tag;
    enum structure_tag tag;
    const char *text;  // literal: not terminated
    size_t size;
};
// The piece at *at, which moves past it. False at the end, and at an unknown tag.
bool structure_next(const char **at, struct structure_piece *ret);

// What the tags of a structure stand for in a path; NULL for those that it lacks.
struct structure_values {
    const char *text[TAG_COUNT];
    size_t size[TAG_COUNT];
};
// Both without slashes at their ends. The path is decoded.
bool structure_match(const char *structure, const char *path, struct structure_values *ret);

// Without slashes at its ends.
const char *structure_trimmed(struct arena *arena, const char *structure);

// Fixed first part of the structure ("archives/"), which archives share with posts; "" mostly.
const char *structure_front(struct arena *arena, const struct settings *settings);
// "category", "tag", "author", with the front where WordPress puts it; the date archives' may be "".
const char *structure_category_base(struct arena *arena, const struct settings *settings);
const char *structure_tag_base(struct arena *arena, const struct settings *settings);
const char *structure_author_base(struct arena *arena, const struct settings *settings);
const char *structure_date_base(struct arena *arena, const struct settings *settings);

bool structure_is_plain(const struct settings *settings);              // "?p=ID" addresses
bool structure_has_slash(const struct settings *settings);             // addresses end with one
bool structure_pages_first(const struct settings *settings);           // WordPress's use_verbose_page_rules
bool structure_has(const struct settings *settings, const char *tag);  // "%postname%"
