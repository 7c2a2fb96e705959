// error_json: WordPress's error object: {"code", "message", "data": {"status", ...}}.
#include <string.h>

#include "base/error.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/rest/error_json.h"
#include "server/rest/writer.h"

static void write_missing(struct writer *out, const struct error *error) {
    writer_key(out, "params");
    writer_begin_array(out);
    for (const struct error_param *param = error->params; param; param = param->next) writer_string(out, param->name);
    writer_end_array(out);
}

static void write_refused(struct writer *out, const struct error *error) {
    writer_key(out, "params");
    writer_begin_object(out);
    for (const struct error_param *param = error->params; param; param = param->next)
        writer_member_string(out, param->name, param->message);
    writer_end_object(out);
    writer_key(out, "details");
    writer_begin_object(out);
    for (const struct error_param *param = error->params; param; param = param->next) {
        writer_key(out, param->name);
        writer_begin_object(out);
        writer_member_string(out, "code", param->code);
        writer_member_string(out, "message", param->message);
        writer_key(out, "data");
        writer_raw(out, param->data_json ? param->data_json : "null");
        writer_end_object(out);
    }
    writer_end_object(out);
}

// `json` is an object's text: its members without the braces.
static void write_members(struct writer *out, const char *json) {
    const size_t size = strlen(json);
    if (size <= 2) return;
    strbuf_addc(out->out, ',');
    strbuf_add(out->out, json + 1, size - 2);
}

static void write_data(struct writer *out, const struct error *error) {
    if (error->no_data) {
        writer_null(out);
        return;
    }
    writer_begin_object(out);
    writer_member_integer(out, "status", error->status);
    if (error->params && strcmp(error->code, "rest_missing_callback_param") == 0)
        write_missing(out, error);
    else if (error->params)
        write_refused(out, error);
    if (error->data_json) write_members(out, error->data_json);
    writer_end_object(out);
}

void error_json_write(struct strbuf *body, const struct error *error, const char *more) {
    struct writer out;
    writer_init(&out, body);
    writer_begin_object(&out);
    writer_member_string(&out, "code", error->code);
    writer_member_string(&out, "message", error->message);
    writer_key(&out, "data");
    write_data(&out, error);
    if (error->extra_json) write_members(&out, error->extra_json);
    if (more) {
        strbuf_addc(body, ',');
        strbuf_adds(body, more);
    }
    writer_end_object(&out);
}
