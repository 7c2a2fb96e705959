// check: validates what was sent by the endpoint's tables and makes it fit, in WordPress's order
// (WP_REST_Request::has_valid_params, then sanitize_params): what is missing, what is wrong, and only when nothing is,
// the parameters whose validation WordPress leaves to their sanitation.
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/rest/call_data.h"
#include "server/rest/endpoint.h"

enum phase { PHASE_MISSING, PHASE_EARLY, PHASE_LATE };

struct checking {
    struct request *request;
    struct error *error;
    enum phase phase;
    struct strbuf names;  // refused so far: "page, order"
};

static void note(struct checking *checking, const char *name, const struct error *refusal) {
    struct arena *arena = &checking->request->arena;
    error_add_param(checking->error, arena, name, refusal ? refusal->message : "", refusal ? refusal->code : NULL);
    if (refusal && refusal->data_json) {
        struct error_param *last = checking->error->params;
        while (last->next) last = last->next;
        last->data_json = refusal->data_json;
    }
    if (checking->names.size) strbuf_adds(&checking->names, ", ");
    strbuf_adds(&checking->names, name);
}

static bool value_fits(struct checking *checking, const struct param *row, json_t *value, struct error *refusal) {
    struct request *request = checking->request;
    if (row->check) return row->check(request, row, value, refusal);
    return row->unchecked || param_validate(row, value, row->name, request, refusal);
}

static void make_fit(struct checking *checking, const struct param *row, struct call_param *sent) {
    struct error refusal = {0};
    if (row->late && !row->sanitize && !value_fits(checking, row, sent->value, &refusal)) {
        note(checking, row->name, &refusal);
        return;
    }
    json_t *fit = NULL;
    if (row->sanitize)
        fit = row->sanitize(checking->request, row, sent->value, &refusal);
    else if (row->unchecked)
        return;
    else
        fit = param_sanitize_value(row, sent->value);
    if (!fit) {
        note(checking, row->name, &refusal);
        return;
    }
    json_decref(sent->value);
    sent->value = fit;
}

static bool check_row(void *context, const struct param *row, bool required, const char *default_json) {
    struct checking *checking = context;
    struct call_param *sent = call_find(call_of(checking->request), row->name);
    const bool set = sent && !json_is_null(sent->value);
    struct error refusal = {0};
    switch (checking->phase) {
        case PHASE_MISSING:
            if (required && !set && !default_json) note(checking, row->name, NULL);
            break;
        case PHASE_EARLY:
            if (set && !row->late && !value_fits(checking, row, sent->value, &refusal))
                note(checking, row->name, &refusal);
            break;
        case PHASE_LATE:
            if (sent && sent->row == row) make_fit(checking, row, sent);
            break;
    }
    return true;
}

bool call_check(struct request *request, struct error *error) {
    const struct rest_call *call = call_of(request);
    if (!call->endpoint) return true;
    struct checking checking = {.request = request, .error = error};
    strbuf_init(&checking.names, sizeof error->message);
    for (int phase = PHASE_MISSING; phase <= PHASE_LATE && checking.names.size == 0; phase++) {
        checking.phase = phase;
        endpoint_visit(call->endpoint, check_row, &checking);
    }
    const bool refused = checking.names.size > 0;
    if (refused && checking.phase == PHASE_MISSING)
        error_set(error, 400, "rest_missing_callback_param", "Missing parameter(s): %s", checking.names.data);
    else if (refused)
        error_set(error, 400, "rest_invalid_param", "Invalid parameter(s): %s", checking.names.data);
    strbuf_finish(&checking.names);
    return !refused;
}
