// writer: JSON text, printed straight into a strbuf. Commas are its own matter.
//
// Strings must be UTF-8; what is not comes out as U+FFFD. Failures stick in the strbuf.
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strbuf;

struct writer {
    struct strbuf *out;
    bool comma;  // a value stands before: the next one at this level needs a comma
};

void writer_init(struct writer *writer, struct strbuf *out);
void writer_begin_object(struct writer *writer);
void writer_end_object(struct writer *writer);
void writer_begin_array(struct writer *writer);
void writer_end_array(struct writer *writer);
void writer_key(struct writer *writer, const char *name);
void writer_string(struct writer *writer, const char *text);  // NULL: null
void writer_string_sized(struct writer *writer, const char *text, size_t size);
void writer_integer(struct writer *writer, int64_t number);
void writer_boolean(struct writer *writer, bool truth);
void writer_moment(struct writer *writer, int64_t moment);  // in UTC, "2026-11-24T09:30:00"; 0: null
void writer_null(struct writer *writer);
void writer_raw(struct writer *writer, const char *json);  // a whole value that is JSON text already
void writer_value(struct writer *writer, json_t *value);

// A key and its value.
void writer_member_string(struct writer *writer, const char *name, const char *text);
void writer_member_integer(struct writer *writer, const char *name, int64_t number);
void writer_member_moment(struct writer *writer, const char *name, int64_t moment);
void writer_member_boolean(struct writer *writer, const char *name, bool truth);
