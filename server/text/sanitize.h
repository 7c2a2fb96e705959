// sanitize: HTML that someone without `unfiltered_html` wrote, made safe.
//
// Parsed by gumbo (an HTML5 parser), printed anew from an allow-list of
// HTML-namespace elements and attributes. svg, math, style, script, template,
// noscript, title, textarea, xmp, iframe, object and the like go with their
// content (of a script in a post the text stays, as text: WordPress's REST answers
// show that); other unknown elements go but keep their content. URLs: http, https,
// mailto and relative only. Depth is limited to 100. The output is a fixed point:
// sanitising it again changes nothing. It takes linear time; what is nested or
// misnested beyond all sense comes out flatter, or in the worst case as plain text.
#pragma once

#include <stddef.h>

struct arena;

enum sanitize_policy {
    SANITIZE_COMMENT,  // a abbr b blockquote br code del em i li ol p pre q s strong ul;
                       // links get rel="nofollow ugc noopener"
    SANITIZE_POST,     // what WordPress's wp_kses_post allows in spirit: headings, tables, figures,
                       // images, audio, video, details, class, id, title, lang, dir, data-*, aria-*, role,
                       // and style with a small list of properties. HTML comments that are
                       // block delimiters (<!-- wp:... -->), <!--more--> and <!--nextpage--> are kept.
};

// The result is in the arena; never NULL. `html` is UTF-8.
const char *sanitize_html(struct arena *arena, enum sanitize_policy policy, const char *html);

// All markup out, script and style with their content; entities decoded; white space as it
// is. For titles in attributes, feeds, excerpts (WordPress's wp_strip_all_tags).
const char *sanitize_strip_tags(struct arena *arena, const char *html);

// Number of links (a href) in the HTML, as moderation counts them.
size_t sanitize_count_links(const char *html);
