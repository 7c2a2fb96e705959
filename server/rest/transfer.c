// transfer: pieces of a site from and to the command line, which alone may ask (server/transfer/).
#include "db/store.h"
#include "server/rest/handlers.h"
#include "server/rules/app.h"
#include "server/transfer/export.h"
#include "server/transfer/import.h"
#include "server/transfer/piece.h"

#include "base/error.h"
#include "base/log.h"
#include "base/strbuf.h"
#include "server/http/request.h"
#include "server/http/response.h"

enum { DEPTH_FLAGS = JSON_REJECT_DUPLICATES };

static json_t *read_body(const struct request *request, struct error *error) {
    json_t *body = json_loadb(request->body, request->body_size, DEPTH_FLAGS, NULL);
    if (!json_is_object(body)) {
        json_decref(body);
        error_set(error, 400, "rest_invalid_json", "Invalid JSON body passed.");
        return NULL;
    }
    return body;
}

static int append(const char *bytes, size_t size, void *out) {
    strbuf_add(out, bytes, size);
    return strbuf_failed(out) ? -1 : 0;
}

// `answer` NULL: the error is set.
static int answer_json(const json_t *answer, struct response *response) {
    if (!answer) return response->error.status;
    strbuf_reset(&response->body);
    if (json_dump_callback(answer, append, &response->body, JSON_COMPACT) == 0) return 200;
    return error_set(&response->error, 500, "no_memory", "The answer is too large.");
}

// POST /wp-json/broadsheet/v1/import: import_run(). 400 for what is no such request; 500, 507: what was written stays.
int rest_import(struct request *request, struct response *response) {
    struct error *error = &response->error;
    JSON_OWNED body = read_body(request, error);
    if (!body) return error->status;
    JSON_OWNED answer = import_run(request->app, &request->arena, body, request->now, error);
    return answer_json(answer, response);
}

// POST /wp-json/broadsheet/v1/import/file {"id", "part", "name"}: import_file(). 400, 404, 409 (it has one), 415 (it is
// none of ours).
int rest_import_file(struct request *request, struct response *response) {
    struct error *error = &response->error;
    JSON_OWNED body = read_body(request, error);
    if (!body) return error->status;
    if (!import_file(request->app, &request->arena, piece_integer(body, "id"), piece_text(body, "part"),
                     piece_text(body, "name"), error))
        return error->status;
    JSON_OWNED answer = json_object();
    return answer_json(answer, response);
}

// GET /wp-json/broadsheet/v1/export?kind=items&after=17: export_run().
int rest_export(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const char *kind = request_query(request, "kind"), *after = request_query(request, "after");
    JSON_OWNED answer =
        export_run(request->app, &request->arena, kind ? kind : "", after ? strtoll(after, NULL, 10) : 0, error);
    return answer_json(answer, response);
}
