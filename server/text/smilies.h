// smilies: :-) and :mrgreen: as signs (WordPress's convert_smilies, with emoji for its pictures).
#pragma once
struct arena;
// Only in text, between white space; not in code, pre, style, script and textarea.
const char *smilies(struct arena *arena, const char *html);
