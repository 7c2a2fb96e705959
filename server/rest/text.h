// text: small conversions between what is stored and what the API shows.
#pragma once

#include "db/post.h"

struct arena;
struct request;

// Plain text as WordPress stores and shows names: & < > as entities, quotes as they are. In the arena.
const char *rest_text_escaped(struct arena *arena, const char *plain);
// The reverse, for what a client sends: markup out, entities decoded, white space runs to one space, trimmed
// (sanitize_text_field).
const char *rest_text_plain(struct arena *arena, const char *sent);
// A stored (decoded) slug as the API shows it: percent-coded in lower-case hex.
const char *rest_text_slug(struct arena *arena, const char *slug);
// A slug as a client sends it, coded or not, made one (sanitize_title).
const char *rest_text_slug_sent(struct arena *arena, const char *sent);
// A list parameter of slugs, each through rest_text_slug_sent().
struct text_list rest_text_slugs(struct request *request, const char *name);

struct item;
// The members "24", "48" and "96" of an open avatar object: pictures of this site's own, no third party is asked.
void rest_text_avatars(struct item *item);
