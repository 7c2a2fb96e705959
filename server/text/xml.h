// xml: XML 1.0 written piece by piece: elements are closed in order, text and attributes escaped.
//
// What XML cannot hold (control characters, U+FFFE, U+FFFF) is dropped; bytes that are no UTF-8 become U+FFFD. Names
// are constants of ours. Failures stick in the strbuf.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strbuf;

enum { XML_DEPTH_MOST = 16 };

struct xml {
    struct strbuf *out;
    const char *open[XML_DEPTH_MOST];  // names of the elements around
    size_t depth;
    bool in_tag;          // attributes may follow
    bool holds_elements;  // the innermost open one has had one inside
};

// Writes the declaration.
void xml_init(struct xml *xml, struct strbuf *out);

void xml_begin(struct xml *xml, const char *name);
// Right behind xml_begin(), or another attribute. NULL: nothing is written.
void xml_attribute(struct xml *xml, const char *name, const char *value);
void xml_attribute_integer(struct xml *xml, const char *name, int64_t number);
void xml_text(struct xml *xml, const char *text);
void xml_text_integer(struct xml *xml, int64_t number);
void xml_end(struct xml *xml);

// A whole element that holds text; NULL: nothing is written.
void xml_element(struct xml *xml, const char *name, const char *text);
void xml_element_integer(struct xml *xml, const char *name, int64_t number);
