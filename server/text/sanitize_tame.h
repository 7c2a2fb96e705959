// sanitize_tame: HTML made harmless for the parser. For server/text/sanitize*.c alone.
#pragma once

#include "server/text/sanitize.h"

struct strbuf;

// Appends `html` with only such tags, attributes and comments as the policy knows, written
// in one form: lower-case tags, quoted attributes, no '<' or '>' in text. So the parser cuts it
// exactly as it was cut here. Values of attributes are not judged yet, and nothing
// is nested rightly. The depth that the parser can come to is bounded.
void sanitize_tame(struct strbuf *out, enum sanitize_policy policy, const char *html);
