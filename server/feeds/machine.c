// machine: see the header, and the route group in handlers.h.
#include "server/feeds/machine.h"

#include <string.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "server/feeds/handlers.h"
#include "server/http/request.h"
#include "server/http/response.h"

int machine_failed(struct response *response, enum db_result result) {
    struct error *error = &response->error;
    if (result == DB_NOT_FOUND) return error_set(error, 404, "not_found", "There is nothing at this address.");
    if (result != DB_BUSY) return error_set(error, 500, "db_error", "The site could not be read.");
    error->retry_after = 5;
    return error_set(error, 503, "busy", "The site is busy at the moment. Please try again.");
}

static bool machine_admit(struct request *request, struct response *response) {
    return route_admit_access(request, &response->error);
}

static void machine_render_error(struct request *request, struct response *response) {
    (void) request;
    response->content_type = "text/plain; charset=UTF-8";
    strbuf_addf(&response->body, "%s\n", response->error.message);
}

// What programs ask for has addresses of its own, but for RSD's.
static enum route_parameter machine_parameter(const struct request *request, const char *name) {
    (void) request;
    return strcmp(name, "rsd") == 0 ? PARAMETER_KNOWN : PARAMETER_FOREIGN;
}

const struct route_group machine_group = {
    .name = "machines",
    .parameter = machine_parameter,
    .admit = machine_admit,
    .render_error = machine_render_error,
};
