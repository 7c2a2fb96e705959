// slug: from any text to the last part of a URL (WordPress: sanitize_title_with_dashes
// after remove_accents).
#pragma once

#include <stddef.h>
#include <stdint.h>

struct arena;

enum { SLUG_MAX = 200 };  // bytes of the decoded slug; WordPress's post_name column

// Markup out, references and %XX octets decoded, accents folded for Latin letters (é -> e, ß -> ss,
// ø -> o, ä -> a), lower case. Letters, numbers, marks and '_' stay, those of other scripts as
// they are (UTF-8, NFC). ASCII punctuation, quotation marks and the like vanish ("Rouhani’s" -> "rouhanis",
// "AT&T" -> "att"); '/', '.', white space, dashes and all the rest become '-', runs of it one, none at the ends. Cut at
// SLUG_MAX bytes on a code point. "" when nothing is left. A slug gives itself. It is stored decoded; URLs
// percent-encode it in lower-case hex, as WordPress does.
char *slug_from_text(struct arena *arena, const char *text);

// base, base-2, base-3, ...: the base is shortened where it must so the whole fits SLUG_MAX.
char *slug_with_number(struct arena *arena, const char *base, unsigned number);
