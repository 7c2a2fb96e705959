// texturize: typographic quotes, dashes, ellipses and the like as numeric entities
// (WordPress's wptexturize); leaves tags, <pre>, <code>, <kbd>, <style>, <script>, <textarea>, <tt> and shortcodes
// alone.
#pragma once
struct arena;
// language: "de_DE", whose quotation marks are taken; NULL or "": English.
const char *texturize(struct arena *arena, const char *html, const char *language);
