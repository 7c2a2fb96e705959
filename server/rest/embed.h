// embed: what stands behind an item's links, fetched through the same routes (`_embed`).
#pragma once

#include <stdbool.h>

#include "server/rest/writer.h"

struct request;

// Reads `_embed` of the query: absent, all relations, or those named.
void embed_read(struct request *request);
// Is this relation ("author", "wp:term") to be embedded in this request's items?
bool embed_wants(const struct request *request, const char *rel);
// Writes the answer behind an address of this site ("https://site/wp-json/wp/v2/users/1") as one value. Each address
// is fetched once a request.
void embed_write(struct request *request, struct writer *out, const char *href);
