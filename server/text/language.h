// language: what HTML, feeds and machines call the language of a site.
#pragma once

struct arena;

// "fa_IR" is "fa-IR"; variants as in "de_DE_formal" are WordPress's own and go; "" is "en-US".
const char *language_tag(struct arena *arena, const char *locale);

// "rtl" or "ltr", for a language tag.
const char *language_direction(const char *language);
