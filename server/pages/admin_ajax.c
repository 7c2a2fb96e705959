// admin_ajax: /wp-admin/admin-ajax.php, of whose actions there is one here: a fresh nonce for the REST API, which
// clients fetch when theirs has grown old.
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/handlers.h"
#include "server/rules/identity.h"
#include "server/rules/token.h"

int page_admin_ajax(struct request *request, struct response *response) {
    const char *action = request_query(request, "action");
    const struct identity *identity = request->identity;
    response->personal = true;
    response->noindex = true;
    response->content_type = "text/html; charset=UTF-8";
    // WordPress answers an unknown action, and one that takes a log-in, with this one figure.
    if (!action || strcmp(action, "rest-nonce") != 0 || !identity || identity->kind != IDENTITY_SESSION) {
        strbuf_adds(&response->body, "0");
        return 400;
    }
    strbuf_adds(&response->body,
                nonce_make(request->app, &request->arena, identity->session_hash, NONCE_REST, request->now));
    return 200;
}
