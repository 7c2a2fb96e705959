// clickable: bare addresses in HTML become links (WordPress's make_clickable). For server/text alone.
#pragma once

struct arena;

// http:// and https:// URLs, "www." names and e-mail addresses in text, but not in tags, links, pre, code,
// script and style. The links have rel="nofollow ugc"; those to e-mail addresses have none.
const char *clickable(struct arena *arena, const char *html);
