// view: how a page's data is described to the template engine.
//
// A page fills a plain C struct; a const descriptor names its fields. The kind
// decides the escaping, so a text field cannot be emitted raw by any template:
// {{{name}}} of a VIEW_TEXT is still escaped, {{name}} of a VIEW_HTML is not.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum view_kind {
    // NULL and "" are empty, and false in a section.
    VIEW_TEXT,     // const char *, escaped for text and quoted attributes
    VIEW_HTML,     // const char *, sanitised on write and trusted
    VIEW_URL,      // const char *, escaped; a scheme other than http, https, mailto gives "#"
    VIEW_INTEGER,  // int64_t, decimal, for attributes; false in a section when 0
    VIEW_NUMBER,   // the same for readers: in the digits of the language
    VIEW_COUNT,    // and with its thousands grouped
    VIEW_BOOL,     // bool, for sections only
    VIEW_OBJECT,   // pointer to a struct of .type; NULL is false
    VIEW_LIST,     // const void *items of .type, and size_t count at .count_offset; empty is false
};

struct view_type;

struct view_field {
    const char *name;
    enum view_kind kind;
    size_t offset;
    size_t count_offset;           // VIEW_LIST
    const struct view_type *type;  // VIEW_OBJECT, VIEW_LIST
};

struct view_type {
    const char *name;
    size_t size;  // of the struct, for lists
    const struct view_field *fields;
    size_t field_count;
};

#define VIEW_FIELD(kind_, struct_, member_) \
    { .name = #member_, .kind = (kind_), .offset = offsetof(struct struct_, member_) }
#define VIEW_OBJECT_FIELD(struct_, member_, type_) \
    { .name = #member_, .kind = VIEW_OBJECT, .offset = offsetof(struct struct_, member_), .type = (type_) }
// A list `member_` has its length in the size_t member `member_##_count`.
#define VIEW_LIST_FIELD(struct_, member_, type_)                                          \
    {                                                                                     \
        .name = #member_, .kind = VIEW_LIST, .offset = offsetof(struct struct_, member_), \
        .count_offset = offsetof(struct struct_, member_##_count), .type = (type_)        \
    }
#define VIEW_TYPE(struct_, fields_)                                            \
    {                                                                          \
        .name = #struct_, .size = sizeof(struct struct_), .fields = (fields_), \
        .field_count = sizeof(fields_) / sizeof *(fields_)                     \
    }
