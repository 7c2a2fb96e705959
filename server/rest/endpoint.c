// endpoint: which parameters an endpoint takes, from its tables; rows that many tables share.
#include "server/rest/endpoint.h"

#include <string.h>

#include "server/rest/param_value.h"

const char *const context_choices[] = {"view", "embed", "edit", NULL};
const char *const context_view_edit_choices[] = {"view", "edit", NULL};
const char *const order_choices[] = {"asc", "desc", NULL};
const struct param integer_item = {.types = PARAM_INTEGER};
const struct param string_item = {.types = PARAM_STRING};
const struct param id_capture[] = {
    {.name = "id", .description = "Unique identifier for the object.", .types = PARAM_INTEGER, .late = true},
    {0},
};

static bool visit_table(const struct param *table, param_visit visit, void *context) {
    for (const struct param *row = table; row && row->name; row++)
        if (!visit(context, row, row->required, row->default_json)) return false;
    return true;
}

bool endpoint_visit(const struct rest_endpoint *endpoint, param_visit visit, void *context) {
    if (!visit_table(endpoint->captures, visit, context) || !visit_table(endpoint->params, visit, context))
        return false;
    if (endpoint->derive == DERIVE_NOTHING) return true;
    const bool create = endpoint->derive == DERIVE_CREATE;
    for (const struct param *row = endpoint->schema->properties; row->name; row++) {
        if (row->readonly) continue;
        if (!visit(context, row, create && row->required, create ? row->default_json : NULL)) return false;
    }
    return true;
}

const struct param *endpoint_param(const struct rest_endpoint *endpoint, const char *name) {
    const struct param *row = param_find(endpoint->captures, name);
    if (!row) row = param_find(endpoint->params, name);
    if (!row && endpoint->derive != DERIVE_NOTHING) {
        row = param_find(endpoint->schema->properties, name);
        if (row && row->readonly) row = NULL;
    }
    return row;
}
