// call: one request on its connection: its head, its body, where it runs, and its answer's way out.
//
// Order of libmicrohttpd's calls: begin at the request line; proceed at the complete head (an answer queued there
// closes the connection, which is what a refused request gets), with each piece of the body, and at its end; end.
// What may block is handed to a worker while the connection is suspended. Only the event thread queues answers.
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "server/http/access_log.h"
#include "server/http/call_page.h"
#include "server/http/daemon_internal.h"
#include "server/http/dispatch.h"
#include "server/http/farewell.h"
#include "server/http/registry.h"
#include "server/http/service.h"
#include "server/http/spool.h"

enum { SECOND_US = 1000000, BODIES_MAX = 256 * 1024 * 1024, FIRST_PIECE = 64 * 1024 };
// On disk, all that arrive together.
static const size_t spools_max = (size_t) 2 << 30;

// Before the client's own headers libmicrohttpd finds these. Of cookies it reads the first header only, into records
// that a client could fill its pool with; a request that overflows so is answered twice at once.
static const char cookie_name[] = "Cookie";
static const char no_cookies[] = "";

static void set_phase(struct connection *connection, enum connection_phase phase) {
    // The times first: the janitor must never see a new phase with an old one's clock.
    connection->phase = phase;
}

static void enter_list(struct connection *connection, struct connection **list) {
    connection->list = list;
    connection->list_previous = NULL;
    connection->list_next = *list;
    if (*list) (*list)->list_previous = connection;
    *list = connection;
}

static void leave_list(struct connection *connection) {
    if (!connection->list) return;
    if (connection->list_previous)
        connection->list_previous->list_next = connection->list_next;
    else
        *connection->list = connection->list_next;
    if (connection->list_next) connection->list_next->list_previous = connection->list_previous;
    connection->list = NULL;
}

void call_begin(struct connection *connection, char *target) {
    struct daemon_shared *shared = connection->daemon->shared;
    struct call *call = &connection->call;
    call_end(connection);  // whatever libmicrohttpd's errors have left
    *call = (struct call){.stage = STAGE_HEAD};
    dispatch_init(&call->request, &call->response, &call->message, shared->service);
    strbuf_init(&call->body, 0);
    call->answer.file = -1;
    call->head.target = target ? target : "";
    call->head.target_size = strlen(call->head.target);
    call->request.target = arena_strndup(&call->request.arena, call->head.target, call->head.target_size);
    // libmicrohttpd would make a record of each parameter, and a request that has no room for them hangs.
    char *query = target ? strchr(target, '?') : NULL;
    if (query) query[1] = '\0';
    MHD_set_connection_value_n(connection->mhd, MHD_HEADER_KIND, cookie_name, sizeof cookie_name - 1, no_cookies, 0);
    // The first request's time runs since accept.
    if (connection->requests++ > 0) {
        connection->since_us = call->request.received_us;
        connection->deadline_us = connection->since_us + (int64_t) shared->limits.header_seconds * SECOND_US;
    }
    enter_list(connection, &connection->daemon->reading);
    set_phase(connection, PHASE_HEAD);
}

static struct MHD_Response *make_response(struct answer *answer) {
    struct MHD_Response *response = NULL;
    if (answer->file >= 0) {
        response = MHD_create_response_from_fd_at_offset64(answer->size, answer->file, answer->offset);
        if (response) answer->file = -1;
    } else if (answer->owned) {
        response = MHD_create_response_from_buffer_with_free_callback(answer->size, answer->owned, free);
        if (response) answer->owned = NULL;
    } else {
        response =
            MHD_create_response_from_buffer(answer->size, (void *) (uintptr_t) answer->data, MHD_RESPMEM_PERSISTENT);
    }
    return response;
}

// Full of connections, idle ones are worth less than new ones.
static bool must_close(const struct connection *connection) {
    const struct daemon_shared *shared = connection->daemon->shared;
    if (shared->draining) return true;
    // Behind a chunked body stands only what the sender and libmicrohttpd agree upon, and it takes bare LF there.
    if (connection->call.expected.chunked) return true;
    return registry_count(shared->registry) > (size_t) shared->limits.connections / 4 * 3;
}

static size_t headers_size(const struct response_header *headers) {
    size_t size = 0;
    for (; headers; headers = headers->next) size += strlen(headers->name) + strlen(headers->value) + 4;
    return size;
}

// The headers must fit beside the request's own ones into libmicrohttpd's pool, or it closes without a word.
static bool fits_pool(const struct connection *connection, size_t answer_size) {
    enum { RECORD = 80, STATUS_LINE_AND_OWN = 512 };
    const struct call *call = &connection->call;
    size_t used = call->head.size + (call->head.header_count + 1) * RECORD + STATUS_LINE_AND_OWN + answer_size;
    return used < connection->daemon->shared->limits.header_bytes + DAEMON_POOL_EXTRA;
}

static enum MHD_Result end_with(struct connection *connection, int status) {
    farewell_send_plain(connection->fd, status);
    connection->call.logged_status = status;
    connection->linger = true;
    return MHD_NO;
}

static enum MHD_Result queue_answer(struct connection *connection) {
    struct call *call = &connection->call;
    struct answer *answer = &call->answer;
    if (!fits_pool(connection, headers_size(answer->headers))) return end_with(connection, 431);
    const bool is_file = answer->file >= 0;
    struct MHD_Response *response = make_response(answer);
    if (!response) return end_with(connection, 503);
    for (const struct response_header *header = answer->headers; header; header = header->next)
        MHD_add_response_header(response, header->name, header->value);
    if (must_close(connection)) MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    call->stage = STAGE_ANSWERED;
    if (is_file) enter_list(connection, &connection->daemon->sending_files);
    call->logged_bytes = call->request.head ? 0 : answer->size;
    connection->since_us = clock_monotonic_us();
    set_phase(connection, PHASE_SENDING);
    const enum MHD_Result queued = MHD_queue_response(connection->mhd, (unsigned) answer->status, response);
    MHD_destroy_response(response);
    return queued;
}

static void fill_answer(struct call *call) { call_page_fill(call); }

static enum MHD_Result answer_from_page(struct connection *connection) {
    leave_list(connection);
    if (!fits_pool(connection, connection->call.page->headers_size)) return end_with(connection, 431);
    connection->call.stage = STAGE_ANSWERED;
    connection->since_us = clock_monotonic_us();
    set_phase(connection, PHASE_SENDING);
    return call_page_queue(connection, must_close(connection));
}

static enum MHD_Result answer_now(struct connection *connection) {
    set_phase(connection, PHASE_HANDLING);
    leave_list(connection);
    fill_answer(&connection->call);
    return queue_answer(connection);
}

struct header_list {
    struct strict_header *items;
    size_t count, room;
};

static enum MHD_Result take_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                   const char *value, size_t value_size) {
    (void) kind;
    struct header_list *list = context;
    if (value == no_cookies) return MHD_YES;
    if (list->count == list->room) return MHD_NO;
    list->items[list->count++] = (struct strict_header){
        .name = name, .value = value ? value : "", .name_size = name_size, .value_size = value_size};
    return MHD_YES;
}

static void read_head(struct connection *connection, const char *method, const char *version) {
    struct call *call = &connection->call;
    const int count = MHD_get_connection_values_n(connection->mhd, MHD_HEADER_KIND, NULL, NULL);
    struct header_list list = {.room = count > 0 ? (size_t) count : 0};
    list.items = arena_array(&call->request.arena, struct strict_header, list.room);
    MHD_get_connection_values_n(connection->mhd, MHD_HEADER_KIND, take_header, &list);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    call->head.method = method;
    call->head.version = version;
    call->head.headers = list.items;
    call->head.header_count = list.count;
    call->head.size = info ? info->header_size : 0;
}

// The headers as handlers see them, where they lie: without the blanks before their line ends.
static void show_headers(struct call *call) {
    struct message_header *headers = arena_array(&call->request.arena, struct message_header, call->head.header_count);
    for (size_t i = 0; i < call->head.header_count; i++) {
        const struct strict_header *header = &call->head.headers[i];
        size_t size = header->value_size;
        while (size > 0 && (header->value[size - 1] == ' ' || header->value[size - 1] == '\t')) size--;
        if (size < header->value_size) ((char *) (uintptr_t) header->value)[size] = '\0';
        headers[i] = (struct message_header){.name = header->name, .value = header->value};
    }
    call->message.headers = headers;
    call->message.header_count = call->head.header_count;
}

// All of them joined, as one list says the same.
static const char *join_headers(const struct request *request, struct arena *arena, const char *name) {
    const struct message *message = message_of(request);
    const char *joined = NULL;
    for (size_t i = 0; i < message->header_count; i++) {
        if (strcasecmp(message->headers[i].name, name) != 0) continue;
        const char *value = message->headers[i].value;
        joined = joined ? arena_printf(arena, "%s, %s", joined, value) : value;
    }
    return joined;
}

static void ask_proxy(struct request *request) {
    const char *trusted = message_of(request)->service->options.trusted_proxy;
    const char *chain = join_headers(request, &request->arena, "X-Forwarded-For");
    const char *client = chain ? address_forwarded(&request->arena, chain, trusted) : NULL;
    if (client) request->address = client;
    const char *scheme = join_headers(request, &request->arena, "X-Forwarded-Proto");
    const char *last = scheme ? strrchr(scheme, ',') : NULL;
    if (last) scheme = last + 1 + strspn(last + 1, " ");
    if (scheme && strcasecmp(scheme, "https") == 0) request->secure = true;
}

static void fill_request(struct connection *connection, const char *method) {
    struct call *call = &connection->call;
    struct request *request = &call->request;
    show_headers(call);
    request->method = http_method_parse(method);
    request->address = connection->address;
    request->from_owner = connection->owner;
    request->secure = call->message.service->https;
    if (connection->trusted) ask_proxy(request);
}

static bool has_body(const struct call *call) { return call->expected.chunked || call->expected.length > 0; }

static bool room_for_bodies(struct call *call, const struct daemon_shared *shared) {
    const bool spools = call->request.route && call->request.route->spool;
    if (spools ? shared->spool_bytes < spools_max : shared->body_bytes < BODIES_MAX) return true;
    call->response.error.retry_after = 5;
    error_set(&call->response.error, 503, "busy", "Too much is being sent at the moment. Please try again.");
    return false;
}

static bool is_unknown_uploader(const struct request *request) {
    if (!request->route || !request->route->spool || request->route->access == ACCESS_PUBLIC) return false;
    return !request->from_owner && !request_header(request, "Authorization") && !request_header(request, "Cookie");
}

static enum MHD_Result receive_head(struct connection *connection, const char *method, const char *version) {
    struct call *call = &connection->call;
    const struct daemon_shared *shared = connection->daemon->shared;
    struct error *error = &call->response.error;
    read_head(connection, method, version);
    if (!strict_check(&call->head, shared->limits.header_bytes, &call->expected, error)) {
        // What was found cannot be trusted, so handlers see none of it.
        call->request.address = connection->address;
        call->request.method = HTTP_GET;
        connection->linger = true;
        return answer_now(connection);
    }
    fill_request(connection, method);
    if (!has_body(call) && call_page_find(connection)) {
        call->stage = STAGE_BODY;
        return MHD_YES;
    }
    bool good = dispatch_route(&call->request, &call->response);
    if (good && has_body(call))
        good =
            dispatch_admits_body(&call->request, &call->response, call->expected.chunked ? 1 : call->expected.length) &&
            room_for_bodies(call, shared);
    // Who sends a malformed address may mean something else by what follows; and a refused body is not waited for.
    const bool malformed = error->status == 400 || error->status == 414;
    if (!good && (malformed || has_body(call))) {
        connection->linger = true;
        return answer_now(connection);
    }
    // A file from nobody is not stored first: the row refuses them without it.
    if (good && has_body(call) && is_unknown_uploader(&call->request)) {
        connection->linger = true;
        return answer_now(connection);
    }
    call->stage = STAGE_BODY;
    if (has_body(call)) {
        connection->received = 0;
        connection->since_us = clock_monotonic_us();
        set_phase(connection, PHASE_BODY);
    }
    return MHD_YES;
}

// In the middle of a body libmicrohttpd takes no answer, and what would come of the rest of the body is wasted.
static enum MHD_Result refuse_body(struct connection *connection) {
    struct call *call = &connection->call;
    leave_list(connection);
    fill_answer(call);
    struct answer *answer = &call->answer;
    farewell_send(connection->fd, answer->status, answer->headers, answer->data, answer->size);
    call->logged_status = answer->status;
    call->logged_bytes = answer->size;
    connection->linger = true;
    return MHD_NO;
}

// The page cache takes the bytes; when the disk is behind, the event thread waits for it as the client would have to.
static bool spool_piece(struct call *call, struct daemon_shared *shared, const char *data, size_t size) {
    struct request *request = &call->request;
    struct error *error = &call->response.error;
    if (request->body_file < 0) request->body_file = spool_open(call->message.service->options.spool_dir, error);
    if (request->body_file < 0 || !spool_write(request->body_file, data, size, error)) return false;
    call->spooled += size;
    shared->spool_bytes += size;
    return true;
}

static enum MHD_Result receive_body(struct connection *connection, const char *data, size_t *size) {
    struct call *call = &connection->call;
    struct daemon_shared *shared = connection->daemon->shared;
    const size_t whole = call->body.size + call->spooled + *size;
    if (!dispatch_admits_body(&call->request, &call->response, whole) || !room_for_bodies(call, shared))
        return refuse_body(connection);
    if (call->request.route && call->request.route->spool) {
        if (!spool_piece(call, shared, data, *size)) return refuse_body(connection);
        connection->received = whole;
        *size = 0;
        return MHD_YES;
    }
    const size_t before = call->body.capacity;
    if (call->body.size == 0 && call->expected.length > 0)
        strbuf_reserve(&call->body, call->expected.length < FIRST_PIECE ? call->expected.length : FIRST_PIECE);
    strbuf_add(&call->body, data, *size);
    shared->body_bytes += call->body.capacity - before;
    connection->received = whole;
    if (strbuf_failed(&call->body)) {
        error_set(&call->response.error, 503, "busy", "The server is short of memory.");
        return refuse_body(connection);
    }
    *size = 0;
    return MHD_YES;
}

static void run_on_worker(struct work_item *item, bool cancelled) {
    struct call *call = (struct call *) ((char *) item - offsetof(struct call, item));
    struct connection *connection = (struct connection *) ((char *) call - offsetof(struct connection, call));
    if (cancelled) error_set(&call->response.error, 503, "ending", "The server is ending.");
    fill_answer(call);
    daemon_answer_ready(connection);
}

// Never at the end of the body itself but in the turn after it: only then does the event loop know that it must not
// read from a connection that waits for us. It would take a client's half-close for its end.
static enum MHD_Result hand_over(struct connection *connection) {
    struct call *call = &connection->call;
    call->stage = STAGE_WORKING;
    call->item.run = run_on_worker;
    MHD_suspend_connection(connection->mhd);
    if (workers_submit(connection->daemon->shared->workers, &call->item)) return MHD_YES;
    call->response.error.retry_after = 2;
    error_set(&call->response.error, 503, "busy", "The server is busy. Please try again in a moment.");
    fill_answer(call);
    MHD_resume_connection(connection->mhd);
    return MHD_YES;
}

static enum MHD_Result park(struct connection *connection) {
    leave_list(connection);
    set_phase(connection, PHASE_HANDLING);
    connection->call.stage = STAGE_PARKED;
    return MHD_YES;
}

static void wake_up(struct page_waiter *waiter) {
    struct call *call = (struct call *) ((char *) waiter - offsetof(struct call, waiter));
    daemon_answer_ready((struct connection *) ((char *) call - offsetof(struct connection, call)));
}

// The same page is being made for somebody else. Asked again in this turn, and suspended if it still is.
static enum MHD_Result wait_for_page(struct connection *connection) {
    struct call *call = &connection->call;
    call->stage = STAGE_WAITING;
    call->waiter.wake = wake_up;
    MHD_suspend_connection(connection->mhd);
    const enum page_verdict verdict = call_page_ask(call, &call->waiter);
    if (verdict == PAGE_WAIT) return MHD_YES;
    MHD_resume_connection(connection->mhd);
    return MHD_YES;
}

static bool blocks(const struct call *call) {
    const struct route *route = call->request.route;
    // OPTIONS asks about a row and never runs it.
    if (!route || !(route->methods & call->request.method)) return false;
    bool blocks = route->blocks;
    for (size_t i = 0; i < sizeof route->blocks_with / sizeof *route->blocks_with && !blocks; i++)
        blocks = route->blocks_with[i] && request_query(&call->request, route->blocks_with[i]);
    return blocks;
}

static enum MHD_Result run(struct connection *connection) {
    struct call *call = &connection->call;
    if (call->page) return answer_from_page(connection);
    call->request.body = call->body.data;
    call->request.body_size = call->body.size + call->spooled;
    if (error_is_set(&call->response.error)) return answer_now(connection);
    if (call_page_key(connection)) return answer_from_page(connection);
    if (blocks(call)) return park(connection);
    switch (call_page_ask(call, NULL)) {
        case PAGE_FOUND:
            return answer_from_page(connection);
        case PAGE_WAIT:
            return park(connection);
        case PAGE_LEAD:
            break;
    }
    return answer_now(connection);
}

// The turn after: what blocks goes to a worker, who waits is suspended.
static enum MHD_Result go_on(struct connection *connection) {
    struct call *call = &connection->call;
    switch (call->page ? PAGE_FOUND : call->flight ? PAGE_LEAD : call_page_ask(call, NULL)) {
        case PAGE_FOUND:
            return answer_from_page(connection);
        case PAGE_WAIT:
            return wait_for_page(connection);
        case PAGE_LEAD:
            break;
    }
    return blocks(call) ? hand_over(connection) : answer_now(connection);
}

enum MHD_Result call_proceed(struct connection *connection, const char *method, const char *version, const char *data,
                             size_t *size) {
    struct call *call = &connection->call;
    switch (call->stage) {
        case STAGE_HEAD:
            return receive_head(connection, method, version);
        case STAGE_BODY:
            return *size > 0 ? receive_body(connection, data, size) : run(connection);
        case STAGE_PARKED:
        case STAGE_WAITING:
            return go_on(connection);
        case STAGE_WORKING:
            return call->has_answer ? queue_answer(connection) : MHD_YES;
        case STAGE_NONE:
        case STAGE_ANSWERED:
            break;
    }
    return MHD_NO;
}

static int final_status(const struct connection *connection) {
    enum { CLIENT_GONE = 499 };  // as nginx logs it
    const struct call *call = &connection->call;
    if (call->logged_status) return call->logged_status;
    if (call->stage == STAGE_ANSWERED) return call->answer.status;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection->mhd, MHD_CONNECTION_INFO_HTTP_STATUS);
    return info ? (int) info->http_status : CLIENT_GONE;
}

static void log_call(const struct connection *connection) {
    struct access_log *log = connection->daemon->shared->log;
    if (!log) return;
    const struct call *call = &connection->call;
    const struct request *request = &call->request;
    const struct access_line line = {
        .address = request->address ? request->address : connection->address,
        .method = call->head.method,
        .target = request->target,
        .version = call->head.version,
        .referer = request_header(request, "Referer"),
        .agent = request_header(request, "User-Agent"),
        .status = final_status(connection),
        .bytes = call->logged_bytes,
        .now = request->now,
        .took_us = clock_monotonic_us() - request->received_us,
    };
    access_log_write(log, &line);
}

void call_end(struct connection *connection) {
    struct daemon_shared *shared = connection->daemon->shared;
    struct call *call = &connection->call;
    if (call->stage == STAGE_NONE) return;
    leave_list(connection);
    log_call(connection);
    shared->body_bytes -= call->body.capacity;
    shared->spool_bytes -= call->spooled;
    strbuf_finish(&call->body);
    answer_finish(&call->answer);
    call_page_end(call);
    dispatch_finish(&call->request, &call->response);
    call->stage = STAGE_NONE;
    connection->since_us = clock_monotonic_us();
    connection->deadline_us = connection->since_us + (int64_t) shared->limits.idle_seconds * SECOND_US;
    set_phase(connection, PHASE_WAITING);
}

static enum MHD_Result find_wrong_length(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                         const char *value, size_t value_size) {
    (void) kind;
    static const char length_name[] = "Content-Length";
    bool *wrong = context;
    uint64_t length = 0;
    if (name_size != sizeof length_name - 1 || strncasecmp(name, length_name, name_size) != 0) return MHD_YES;
    *wrong = !value || value_size != strlen(value) || !strict_length(value, &length);
    return *wrong ? MHD_NO : MHD_YES;
}

static void reply_instead(struct connection *connection, int status, int how) {
    farewell_send_plain(connection->fd, status);
    connection->call.logged_status = status;
    connection->linger = true;
    shutdown(connection->fd, how);
}

// The library's log does not say whose request it is, but all whose headers hold a wrong length deserve the same.
void call_refuse_wrong_lengths(struct daemon *daemon, int status) {
    for (struct connection *connection = daemon->reading; connection; connection = connection->list_next) {
        bool wrong = false;
        if (connection->call.stage != STAGE_HEAD || connection->call.logged_status) continue;
        MHD_get_connection_values_n(connection->mhd, MHD_HEADER_KIND, find_wrong_length, &wrong);
        // What the library is going to send finds no way out.
        if (wrong) reply_instead(connection, status, SHUT_WR);
    }
}

uint64_t call_file_bytes(const struct daemon *daemon) {
    enum { ENOUGH = 64 };  // to see that something moves
    uint64_t bytes = 0;
    const struct connection *connection = daemon->sending_files;
    for (int i = 0; connection && i < ENOUGH; i++, connection = connection->list_next)
        bytes += connection_bytes_sent(connection);
    return bytes;
}

// The line before a chunk, with its extension, must fit into the library's buffer. Where it does not, the library
// waits for somebody to make room, and for ever.
void call_refuse_stuck(struct daemon *daemon) {
    for (struct connection *connection = daemon->reading; connection; connection = connection->list_next) {
        if (connection->call.stage != STAGE_BODY || connection->call.logged_status) continue;
        const int unread = connection_unread(connection);
        if (unread == 0) continue;
        const bool stuck = unread == connection->unread && connection->received == connection->unread_since;
        connection->unread = unread;
        connection->unread_since = connection->received;
        if (stuck) reply_instead(connection, 400, SHUT_RDWR);
    }
}
