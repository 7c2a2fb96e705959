// texturize: typographic quotes, dashes, ellipses and the like as numeric entities
// (WordPress's wptexturize); leaves tags, <pre>, <code>, <kbd>, <style>, <script>, <tt> and shortcodes alone.
#pragma once
struct arena;
const char *texturize(struct arena *arena, const char *html);
