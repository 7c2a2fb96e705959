// embed: addresses that stand alone on a line become links (WordPress's WP_Embed::autoembed, which asks other sites for
// a player; here nobody is asked, and a reader's browser loads nothing from elsewhere).
#pragma once
struct arena;
// Before texturize: the words of the link are written so that it leaves them alone.
const char *embed_lone_addresses(struct arena *arena, const char *html);
