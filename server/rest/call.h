// call: a REST request while it is served: who asks, what was sent, the site's settings.
//
// Made by the group's admit hook, freed by its finish hook. Handlers see it through these functions only.
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"
#include "db/post.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/route.h"
#include "server/rules/app.h"
#include "server/rules/identity.h"
#include "server/rules/settings.h"

struct fields;
struct rest_endpoint;

struct app *rest_app(const struct request *request);
const struct actor *rest_actor(const struct request *request);        // never NULL
const struct identity *rest_identity(const struct request *request);  // NULL: nobody
int64_t rest_user_id(const struct request *request);                  // 0: nobody, or the owner's socket
bool rest_logged_in(const struct request *request);
bool rest_can(const struct request *request, enum capability capability);
// 401 for nobody, else 403 (rest_authorization_required_code).
int rest_refused(const struct request *request);
// The site's settings as they were when first asked for in this request; valid until the answer is sent.
const struct settings *rest_settings(struct request *request);
const struct rest_endpoint *rest_endpoint(const struct request *request);  // of the row that serves

// "https://site/wp-json" + path; in the arena. Paths begin with '/'.
const char *rest_url(struct request *request, const char *format, ...) __attribute__((format(printf, 2, 3)));

// A place for what the permission callback has loaded and the handler wants again (the post, the comment). NULL at
// first. Each resource uses it for itself; `tag` is the address of something of its own, so that no one else's is taken
// for it.
void *rest_subject(const struct request *request, const void *tag);
void rest_set_subject(struct request *request, const void *tag, void *subject);

// What a failed read or write becomes: DB_FULL 507 rest_disk_full, DB_BUSY 503 rest_busy (Retry-After), else
// 500 rest_db_error. Returns the status.
int rest_db_failed(struct error *error, enum db_result result);

// Parameters, validated and sanitised, merged as WordPress does: JSON body, form body, query, path, defaults. Before
// they are validated (in checks) and for names that the endpoint does not know: as sent. A value of another type than
// the getter's counts as absent, so permission callbacks may be asked about requests of a sibling row.

// Borrowed; NULL: neither given nor with a default. JSON null is returned as such.
json_t *rest_value(const struct request *request, const char *name);
bool rest_sent(const struct request *request, const char *name);           // has_param: the client sent it, be it null
bool rest_isset(const struct request *request, const char *name);          // isset(): there (default too) and not null
const char *rest_string(const struct request *request, const char *name);  // NULL: absent
int64_t rest_integer(const struct request *request, const char *name, int64_t fallback);
bool rest_boolean(const struct request *request, const char *name, bool fallback);
bool rest_is(const struct request *request, const char *name, const char *text);  // equal strings
// ! empty() of PHP: there and not "", "0", 0, false, [] or null.
bool rest_filled(const struct request *request, const char *name);
// Lists; {NULL, 0} when absent. In the arena.
struct id_list rest_ids(struct request *request, const char *name);
struct text_list rest_texts(struct request *request, const char *name);
// A date-time in UTC; one without a zone is in UTC when `utc`, else in the site's zone. False: absent or null.
bool rest_moment(const struct request *request, const char *name, bool utc, int64_t *ret);
// title, content and the like: a string, or {"raw": string}. NULL: absent or neither.
const char *rest_raw(const struct request *request, const char *name);
// What `_fields` asks for (server/rest/fields.h); NULL: all. Items look themselves: for lists that read less then.
const struct fields *rest_fields(const struct request *request);
unsigned rest_context(const struct request *request);  // enum rest_context of "context"; CONTEXT_VIEW by default
