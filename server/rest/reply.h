// reply: whole answers: an item, a list with its headers, a deletion.
#pragma once

#include <stdint.h>

#include "server/rest/item.h"

struct request;
struct response;

// One item: begin, write, then `return reply_item_end(&item, response, 200)`.
void reply_item_begin(struct item *item, struct request *request, struct response *response,
                      const struct rest_schema *schema, unsigned context);
int reply_item_end(struct item *item, struct response *response, int status);
// 201 with Location: the item's address.
int reply_item_created(struct item *item, struct response *response, const char *href);

// A list:
//     reply_list_begin(&list, request, response);
//     for (...) { reply_list_item(&list, &item, schema, context); write...; item_end(&item); }
//     return reply_list_end(&list);
struct reply_list {
    struct request *request;
    struct response *response;
    struct writer out;
};
void reply_list_begin(struct reply_list *list, struct request *request, struct response *response);
void reply_list_item(struct reply_list *list, struct item *item, const struct rest_schema *schema, unsigned context);
int reply_list_end(struct reply_list *list);

// X-WP-Total, X-WP-TotalPages, and Link with prev and next, from this request's query.
void reply_pages(struct request *request, struct response *response, int64_t total, int64_t page, int64_t per_page);

// {"deleted":true,"previous":{...}}: begin, write the item (without links), end; 200.
void reply_deleted_begin(struct item *item, struct request *request, struct response *response,
                         const struct rest_schema *schema, unsigned context);
int reply_deleted_end(struct item *item, struct response *response);

// WordPress's error object from response->error, with further members beside code, message and data as JSON text
// ("\"additional_data\":[4,4]"; NULL: none). Returns its status. Handlers need it only for those: else the group
// renders the error.
int reply_error(struct request *request, struct response *response, const char *more);

// Objects of another shape: write into the writer, which begins the body; status as given.
void reply_begin(struct writer *out, struct request *request, struct response *response);

// {"body", "status", "headers"} of an answer, as `_envelope` and batches show it. `body`: JSON text.
void reply_write_envelope(struct writer *out, const char *body, const struct response *response);
