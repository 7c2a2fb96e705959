// escape: output by sink. Everything that is printed passes one of these.
#pragma once

#include <stdbool.h>

struct strbuf;

// Text content and quoted attribute values: & < > " ' become entities.
void escape_html(struct strbuf *out, const char *text);

// A URL for href/src: escaped, and "#" when its scheme is none of http, https,
// mailto or relative (entities, C0 controls and spaces are seen through).
void escape_url(struct strbuf *out, const char *url);

// True when escape_url() would print the URL and not "#".
bool escape_url_is_safe(const char *url);

// JSON inside <script type="application/ld+json">: a string literal with quotes, in which
// < > & and U+2028/9 are \u-coded.
void escape_json_string(struct strbuf *out, const char *text);
