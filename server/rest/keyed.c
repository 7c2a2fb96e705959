// keyed: see the header.
#include "server/rest/keyed.h"

#include "server/rest/reply.h"

void keyed_begin(struct keyed_list *list, struct request *request, struct response *response) {
    list->request = request;
    reply_begin(&list->out, request, response);
    writer_begin_object(&list->out);
}

void keyed_item(struct keyed_list *list, struct item *item, const char *name, const struct rest_schema *schema,
                unsigned context) {
    writer_key(&list->out, name);
    item_begin(item, list->request, list->out.out, schema, context);
    item->collection = true;
    list->out.comma = true;
}

int keyed_end(struct keyed_list *list) {
    writer_end_object(&list->out);
    return 200;
}
