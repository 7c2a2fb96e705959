// reply: see the header.
#include "server/rest/reply.h"

#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/rest/call.h"
#include "server/rest/error_json.h"
#include "server/rest/fields.h"

static const char content_type[] = "application/json; charset=UTF-8";

void reply_begin(struct writer *out, struct request *request, struct response *response) {
    (void) request;
    response->content_type = content_type;
    writer_init(out, &response->body);
}

void reply_item_begin(struct item *item, struct request *request, struct response *response,
                      const struct rest_schema *schema, unsigned context) {
    response->content_type = content_type;
    item_begin(item, request, &response->body, schema, context);
}

int reply_item_end(struct item *item, struct response *response, int status) {
    (void) response;
    item_end(item);
    return status;
}

int reply_item_created(struct item *item, struct response *response, const char *href) {
    response_set_header(item->request, response, "Location", href);
    return reply_item_end(item, response, 201);
}

void reply_list_begin(struct reply_list *list, struct request *request, struct response *response) {
    *list = (struct reply_list){.request = request, .response = response};
    reply_begin(&list->out, request, response);
    writer_begin_array(&list->out);
}

void reply_list_item(struct reply_list *list, struct item *item, const struct rest_schema *schema, unsigned context) {
    // The item prints into the same body; only the comma before it is the list's.
    if (list->out.comma) strbuf_addc(list->out.out, ',');
    list->out.comma = true;
    item_begin(item, list->request, list->out.out, schema, context);
    item->collection = true;
}

int reply_list_end(struct reply_list *list) {
    writer_end_array(&list->out);
    return 200;
}

static bool names_page(const char *name) { return strcmp(name, "page") == 0 || strcmp(name, "rest_route") == 0; }

static void add_page_link(struct request *request, struct response *response, int64_t page, const char *rel) {
    STRBUF_CLEAN struct strbuf query;
    strbuf_init(&query, 0);
    for (size_t i = 0; i < request->query.count; i++) {
        const struct url_pair *pair = &request->query.items[i];
        if (names_page(pair->name)) continue;
        url_encode(&query, pair->name, "");
        strbuf_addc(&query, '=');
        url_encode(&query, pair->value, "");
        strbuf_addc(&query, '&');
    }
    // The path was matched by a row: it begins with /wp-json.
    const char *path = request->path + strlen("/wp-json");
    const size_t size = strlen(path);
    STRBUF_CLEAN struct strbuf link;
    strbuf_init(&link, 0);
    strbuf_adds(&link, "<");
    strbuf_adds(&link, rest_url(request, "%.*s", (int) (size > 1 && path[size - 1] == '/' ? size - 1 : size), path));
    strbuf_addf(&link, "?%spage=%lld>; rel=\"%s\"", query.data, (long long) page, rel);
    if (!strbuf_failed(&link)) response_add_header(request, response, "Link", arena_strdup(&request->arena, link.data));
}

void reply_pages(struct request *request, struct response *response, int64_t total, int64_t page, int64_t per_page) {
    const int64_t pages = per_page > 0 ? (total + per_page - 1) / per_page : 0;
    response_set_header(request, response, "X-WP-Total", arena_printf(&request->arena, "%lld", (long long) total));
    response_set_header(request, response, "X-WP-TotalPages", arena_printf(&request->arena, "%lld", (long long) pages));
    if (page > 1) add_page_link(request, response, page - 1 > pages ? pages : page - 1, "prev");
    if (page < pages) add_page_link(request, response, page + 1, "next");
}

void reply_deleted_begin(struct item *item, struct request *request, struct response *response,
                         const struct rest_schema *schema, unsigned context) {
    response->content_type = content_type;
    const struct fields *below = NULL, *fields = rest_fields(request);
    const bool deleted = fields_have(fields, "deleted", &below);
    strbuf_adds(&response->body, deleted ? "{\"deleted\":true" : "{");
    const size_t mark = response->body.size;
    strbuf_adds(&response->body, deleted ? ",\"previous\":" : "\"previous\":");
    const bool previous = fields_have(fields, "previous", &below);
    item_begin(item, request, &response->body, schema, context);
    item->level[0].fields = below;
    item->plain = true;
    item->mark = previous ? 0 : mark;
}

int reply_deleted_end(struct item *item, struct response *response) {
    item_end(item);
    // Not asked for by _fields.
    if (item->mark) strbuf_truncate(&response->body, item->mark);
    strbuf_addc(&response->body, '}');
    return 200;
}

int reply_error(struct request *request, struct response *response, const char *more) {
    (void) request;
    response->content_type = content_type;
    error_json_write(&response->body, &response->error, more);
    return response->error.status;
}

void reply_write_envelope(struct writer *out, const char *body, const struct response *response) {
    writer_begin_object(out);
    writer_key(out, "body");
    writer_raw(out, body);
    writer_member_integer(out, "status", response->status);
    writer_key(out, "headers");
    writer_begin_object(out);
    for (const struct response_header *header = response->headers; header; header = header->next) {
        if (strncmp(header->name, "X-WP-Total", 10) == 0) {
            writer_key(out, header->name);
            writer_raw(out, header->value);
        } else if (strcmp(header->name, "Vary") != 0) {
            writer_member_string(out, header->name, header->value);
        }
    }
    writer_end_object(out);
    writer_end_object(out);
}
