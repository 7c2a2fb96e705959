// fields: what `_fields` asks for, as a tree: "id,title.rendered" is {id, title {rendered}}.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct request;

struct fields {
    const char *name;
    size_t name_size;
    bool whole;  // named itself: all below it too
    struct fields *children;
    struct fields *next;
};

// Of a list as WordPress parses it: names divided by commas and spaces. NULL when it is empty: all. Returned is the
// first of the names on the top level.
struct fields *fields_parse(struct arena *arena, const char *const *texts, size_t count);

// Is `name` among these? `fields` NULL: yes. *ret_below: what is asked for below it; NULL: all.
bool fields_have(const struct fields *fields, const char *name, const struct fields **ret_below);
