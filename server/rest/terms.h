// terms: categories and tags as REST shows them; shared by terms.c and terms_write.c.
#pragma once

#include <stdbool.h>

#include "db/term.h"
#include "server/rest/item.h"

struct request;

// What differs between the two taxonomies; rest_endpoint.resource of their rows.
struct term_resource {
    enum term_taxonomy taxonomy;
    const char *name;       // "category", "post_tag"
    const char *rest_base;  // "categories", "tags": also the parameter of posts that names them
    bool hierarchical;
    const struct rest_schema *schema;
};

const struct term_resource *rest_terms_resource(const struct request *request);

// The term of the path, loaded once a request. False: the error is set (404 rest_term_invalid).
bool rest_terms_load(struct request *request, const struct term **ret, struct error *error);

// Writes the members and links of a term into an item that was begun.
void rest_terms_write(struct item *item, struct db *db, const struct term_resource *resource, const struct term *term);
