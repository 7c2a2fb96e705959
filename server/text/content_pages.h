// content_pages: content divided by <!--nextpage--> into pages, and each by <!--more--> into a teaser and the rest.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct content_site;

enum { CONTENT_PAGES_MOST = 1000 };  // marks beyond that divide nothing

struct content_pages {
    const char *const *items;  // not rendered
    size_t count;              // at least 1
    bool has_more;             // the first page has a <!--more-->
    const char *more_text;     // its words, plain; "": none
};

// Do pages differ from the content as a whole?
bool content_has_marks(const char *html);

struct content_pages content_divide(struct arena *arena, const char *html);

// A page ready for rendering: <!--more--> is the place that "#more-ID" leads to; with <!--noteaser--> what stands
// before it is left out (get_the_content with $more).
const char *content_page(struct arena *arena, const struct content_site *site, const struct content_pages *pages,
                         size_t index);
