// call_data: what a REST request carries besides struct request; seen by the framework's own files only.
#pragma once

#include "base/error.h"
#include "server/rest/call.h"
#include "server/rest/fields.h"

// A parameter as it was sent (the first source that has it wins) and, later, as it was made fit.
struct call_param {
    const char *name;
    json_t *value;            // owned; never NULL
    bool sent;                // false: from the default
    const struct param *row;  // NULL: the endpoint does not know it
};

struct call_embed;

// What the parts of this request are: items embedded in it (or it has none), or parts of a batch, which are only
// validated first where all must be valid.
enum call_batch { BATCH_NONE, BATCH_PROBE, BATCH_RUN };

struct rest_call {
    struct app *app;
    const struct identity *identity;  // NULL: nobody
    struct actor actor;
    struct error refused_login;  // wrong Basic credentials on a request that goes on as nobody's
    const struct settings *settings;
    const struct rest_endpoint *endpoint;  // NULL: none
    struct call_param *params;
    size_t param_count, param_capacity, unknown_count;
    const void *subject_tag;
    void *subject;
    const struct fields *fields;    // NULL: all
    struct call_embed *embeds;      // answers of embedded requests by address
    const char *const *embed_rels;  // NULL with embed: all
    bool embed;
    enum call_batch batch;
    bool batch_valid;  // set by a part that was probed: it passed validation
    bool routed;       // past authentication: Allow may be told
    const char *fresh_nonce;
};

// NULL before admission.
static inline struct rest_call *call_of(const struct request *request) { return request->group_data; }

struct call_param *call_find(const struct rest_call *call, const char *name);
// Takes the reference. An earlier one of the name stays, unless it is null.
void call_add(struct request *request, const char *name, json_t *value, bool sent);

// params.c: gathers what was sent. False: the error is set (malformed JSON or form), but the rest is gathered.
bool call_collect(struct request *request, struct error *error);
// check.c: validates and makes fit. False: the error is set.
bool call_check(struct request *request, struct error *error);
