// autop: paragraphs from blank lines (WordPress's wpautop, with br).
#pragma once
struct arena;
const char *autop(struct arena *arena, const char *html);
