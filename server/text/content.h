// content: what an author wrote, as a page shows it (WordPress's filters on
// the_content, the_title, the_excerpt, comment_text). Pure functions, run on write; the
// results are stored beside the raw text.
#pragma once

#include <stddef.h>

struct arena;

// the_content: block comments stripped, autop (unless it has blocks), texturize.
const char *content_render(struct arena *arena, const char *raw);

// the_title: texturize, and trim.
const char *content_render_title(struct arena *arena, const char *raw);

// comment_text: the already sanitised text through make_clickable for bare URLs and e-mail addresses,
// texturize, autop; the links it makes get rel="nofollow ugc".
const char *content_render_comment(struct arena *arena, const char *sanitised);

// A hand-written excerpt as shown: texturize and autop.
const char *content_render_excerpt(struct arena *arena, const char *raw);

// The excerpt WordPress makes from content when none was written: what stands before <!--more--> and
// <!--nextpage-->, WordPress's own shortcodes, blocks that are no running text, and markup out, 55 words,
// " [&hellip;]" when cut, in <p>...</p>\n. "" for empty content.
const char *content_auto_excerpt(struct arena *arena, const char *raw_content);
