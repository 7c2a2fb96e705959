// error_json: an error as WordPress's JSON object.
#pragma once

struct error;
struct strbuf;

// Appends it. `more`: further members beside code, message and data, as JSON text without braces; NULL: none.
void error_json_write(struct strbuf *body, const struct error *error, const char *more);
