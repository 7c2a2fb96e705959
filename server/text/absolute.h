// absolute: HTML that leaves its page: relative addresses in it made whole (RFC 3986, section 5.2), for feeds.
#pragma once

struct arena;

// `base`: the absolute address of the page that it stood on. The result is `html` itself when nothing was relative.
const char *absolute_html(struct arena *arena, const char *html, const char *base);

// One address.
const char *absolute_url(struct arena *arena, const char *url, const char *base);
