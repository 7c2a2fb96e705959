// content: what an author wrote, as a page shows it (WordPress's filters on
// the_content, the_title, the_excerpt, comment_text). Pure functions, run on write; the
// results are stored beside the raw text.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

// A file of the site's library, as shortcodes show it. Texts are never NULL.
struct content_media {
    int64_t id;
    const char *url;              // of the whole file
    const char *mime;             // "image/png"
    const char *title, *caption;  // HTML; ""
    const char *alt;              // text
    const char *picture_url;      // of a picture: the size that was wished, or the whole
    int64_t width, height;        // of that one; 0: not known
    const char *srcset;           // NULL: nothing to choose from
};

enum content_media_order {
    CONTENT_ORDER_MENU,   // as the post's attachments are ordered, then by number
    CONTENT_ORDER_GIVEN,  // as in `include`
    CONTENT_ORDER_TITLE,
    CONTENT_ORDER_DATE,
    CONTENT_ORDER_ID,
    CONTENT_ORDER_MIXED,  // any, but always the same
};

enum { CONTENT_MEDIA_MOST = 500 };  // of one shortcode

// What a shortcode asks the library for. Without `include` what is attached to `post`.
struct content_media_wish {
    const int64_t *include, *exclude;
    size_t include_count, exclude_count;
    int64_t post;
    const char *mime_prefix;  // "image/"; "": all
    const char *size;         // "thumbnail"
    enum content_media_order order;
    bool descending;
};

// Gives at most CONTENT_MEDIA_MOST items in the arena; returns how many.
typedef size_t (*content_media_find)(void *context, struct arena *arena, const struct content_media_wish *wish,
                                     const struct content_media **ret);

// What rendering knows beside the text. NULL in its place: English, without smilies and media.
struct content_site {
    const char *language;     // "de_DE"; NULL or "": English
    bool smilies;             // :-) becomes a sign
    int64_t post;             // the number of the post it belongs to; 0: none, or not known yet
    content_media_find find;  // NULL: there are no media
    void *find_context;
};

// the_content: addresses that stand alone become links, block comments are stripped, texturize, autop (unless it has
// blocks), shortcodes, smilies.
const char *content_render(struct arena *arena, const struct content_site *site, const char *html);

// The same for HTML that has its paragraphs, as Markdown gives it: without autop.
const char *content_render_finished(struct arena *arena, const struct content_site *site, const char *html);

// Can the result of content_render() depend on site->find?
bool content_wants_media(const char *raw);

// the_title: texturize, and trim.
const char *content_render_title(struct arena *arena, const struct content_site *site, const char *raw);

// comment_text: the already sanitised text through make_clickable for bare URLs and e-mail addresses,
// texturize, autop, smilies; the links it makes get rel="nofollow ugc".
const char *content_render_comment(struct arena *arena, const struct content_site *site, const char *sanitised);

// A hand-written excerpt as shown: texturize, autop, smilies.
const char *content_render_excerpt(struct arena *arena, const struct content_site *site, const char *raw);

// The excerpt WordPress makes from content when none was written: what stands before <!--more--> and
// <!--nextpage-->, WordPress's own shortcodes, blocks that are no running text, and markup out, 55 words,
// " [&hellip;]" when cut, in <p>...</p>\n. "" for empty content.
const char *content_auto_excerpt(struct arena *arena, const struct content_site *site, const char *html);
