// call_page: see the header.
#include "server/http/call_page.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/reads.h"
#include "server/http/dispatch.h"
#include "server/http/service.h"

static struct page_cache *cache_of(const struct call *call) { return call->message.service->options.pages; }

static bool find(struct call *call, const char *key) {
    if (!key) return false;
    call->hash = page_key_hash(key);
    call->page = page_cache_find(cache_of(call), key, call->hash, call->request.now);
    return call->page != NULL;
}

bool call_page_find(struct connection *connection) {
    struct call *call = &connection->call;
    struct request *request = &call->request;
    if (!cache_of(call) || connection->owner || !(request->method & (HTTP_GET | HTTP_HEAD))) return false;
    call->asker = page_asker_read(&call->message);
    if (call->asker.personal) return false;
    return find(call, page_key_as_sent(&request->arena, request->target, &call->asker, false)) ||
           find(call, page_key_as_sent(&request->arena, request->target, &call->asker, true));
}

bool call_page_key(struct connection *connection) {
    struct call *call = &connection->call;
    if (!cache_of(call) || connection->owner) return false;
    call->key = page_key_make(&call->request, &call->asker);
    return find(call, call->key);
}

enum page_verdict call_page_ask(struct call *call, struct page_waiter *waiter) {
    if (!call->key) return PAGE_LEAD;
    return page_cache_ask(cache_of(call), call->key, call->hash, call->request.now, waiter, &call->page, &call->flight);
}

// What the handler did not know that it must not: a page that is a redirect keeps the parameters that are not ours, so
// it is made once more with them, for its asker alone.
static void serve_with_foreign(struct call *call) {
    struct request *request = &call->request;
    struct response *response = &call->response;
    request->raw_query = call->message.full_query;
    request->query = call->message.full_pairs;
    call->message.served = false;
    call->message.keyed = false;
    strbuf_reset(&response->body);
    *response = (struct response){.body = response->body, .file = -1};
    dispatch_serve(request, response);
}

static bool is_for_all(const struct call *call) {
    const struct response *response = &call->response;
    if (response->status != 200 || response->personal || call->request.identity || call->message.unkeyed) return false;
    if (response->file >= 0 || call->message.blob || response->body.size == 0) return false;
    const char *policy = response_header_value(response, "Cache-Control");
    return !policy && !response_header_value(response, "Set-Cookie");
}

static int64_t earlier(int64_t a, int64_t b) { return a && (!b || a < b) ? a : b; }

static struct page_entry *copy_page(struct call *call, bool timed) {
    struct page_entry *entry =
        page_entry_create(cache_of(call), call->key, call->hash, &call->answer, call->answer.headers, timed);
    if (!entry) return NULL;
    entry->made = call->request.now;
    entry->valid_until = earlier(call->response.valid_until, call->message.valid_until);
    return entry;
}

static void say_timing(struct call *call, const struct reads *reads) {
    char text[128];
    const double total = (double) (clock_monotonic_us() - call->request.received_us) / 1000;
    snprintf(text, sizeof text, "cache;desc=miss, db;desc=\"%u statements\";dur=%.3f, total;dur=%.3f",
             reads->statements, (double) reads->statement_ns / 1e6, total);
    response_set_header(&call->request, &call->response, "Server-Timing", text);
}

static void end_flight(struct call *call, struct page_entry *entry, const struct reads *reads) {
    if (call->flight) page_cache_end(call->flight, entry, reads);
    call->flight = NULL;
}

// Noting costs a little with each row, so it is done for those who want to know.
static bool begin_record(struct call *call, struct reads *reads) {
    const struct http_options *options = &call->message.service->options;
    const struct route *route = call->request.route;
    if (!options->record || !route || route->cache == CACHE_ASSET || call->request.method != HTTP_GET) return false;
    if (!options->record(options->app, reads)) return false;
    if (call->flight || reads->timed) return true;
    (void) options->record(options->app, NULL);
    return false;
}

void call_page_fill(struct call *call) {
    const struct http_options *options = &call->message.service->options;
    struct request *request = &call->request;
    struct response *response = &call->response;
    struct reads reads;
    reads_init(&reads);
    const bool records = begin_record(call, &reads);
    call->message.keyed = call->key != NULL;
    dispatch_serve(request, response);
    if (call->message.full_query && response->status != 200) serve_with_foreign(call);
    call->message.keyed = false;
    if (records) (void) options->record(options->app, NULL);
    const bool keep = call->flight && records && is_for_all(call);
    answer_draft(request, response, &call->answer);
    struct page_entry *entry = keep && page_flight_is_wanted(call->flight) ? copy_page(call, reads.timed) : NULL;
    end_flight(call, entry, &reads);
    if (reads.timed) say_timing(call, &reads);
    answer_fit(request, response, &call->answer);
    call->has_answer = true;
    reads_finish(&reads);
}

enum MHD_Result call_page_queue(struct connection *connection, bool close) {
    struct call *call = &connection->call;
    const struct page_asker *asker = &call->asker;
    struct MHD_Response *own = page_entry_not_modified(call->page, asker->if_none_match, asker->if_modified_since);
    struct MHD_Response *answer = own;
    unsigned status = 304;
    if (!answer) {
        enum page_form form;
        status = 200;
        answer = page_cache_answer(call->page, asker->accept_encoding, &form);
        call->logged_bytes = call->request.method == HTTP_HEAD || call->request.head ? 0 : call->page->sizes[form];
        if (close) answer = own = page_entry_last(call->page, form);
    } else if (close) {
        MHD_add_response_header(own, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    call->answer.status = (int) status;
    const enum MHD_Result queued = answer ? MHD_queue_response(connection->mhd, status, answer) : MHD_NO;
    if (own) MHD_destroy_response(own);
    page_entry_release(call->page);
    call->page = NULL;
    return queued;
}

void call_page_end(struct call *call) {
    end_flight(call, NULL, NULL);
    page_entry_release(call->page);
    call->page = NULL;
}
