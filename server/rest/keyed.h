// keyed: lists that are objects: types, statuses, taxonomies by name.
#pragma once

#include "server/rest/item.h"

struct response;

struct keyed_list {
    struct request *request;
    struct writer out;
};
void keyed_begin(struct keyed_list *list, struct request *request, struct response *response);
// Begins the item of a name; end it with item_end().
void keyed_item(struct keyed_list *list, struct item *item, const char *name, const struct rest_schema *schema,
                unsigned context);
int keyed_end(struct keyed_list *list);
