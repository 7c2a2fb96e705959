// service: see the header. Copies what belongs to the caller, since settings may change while the server runs.
#include "server/http/service.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "server/http/message.h"
#include "server/http/router.h"
#include "server/http/static_file.h"

// Replaces each by a copy of its own; NULL stays NULL, and so does what there is no memory for.
static bool copy_texts(struct http_options *options) {
    const char **texts[] = {&options->access_log, &options->site_url, &options->trusted_proxy, &options->static_dir,
                            &options->spool_dir};
    bool copied = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!*texts[i]) continue;
        *texts[i] = strdup(*texts[i]);
        copied = copied && *texts[i];
    }
    return copied;
}

struct service *service_create(const struct http_options *options, struct error *error) {
    struct service *service = calloc(1, sizeof *service);
    if (!service) {
        error_set(error, 500, "no_memory", "out of memory");
        return NULL;
    }
    service->static_dir = -1;
    service->options = *options;
    struct http_options *own = &service->options;
    own->listens = NULL;  // belong to the caller, and are not needed after the start
    own->listen_count = 0;
    const bool copied = copy_texts(own);
    if (!copied) error_set(error, 500, "no_memory", "out of memory");
    if (copied) service->router = router_create(own->routes, own->route_count, error);
    if (service->router && own->static_dir) service->static_dir = static_file_open_directory(own->static_dir, error);
    if (error_is_set(error)) {
        service_destroy(service);
        return NULL;
    }
    service->https = own->site_url && strncmp(own->site_url, "https://", 8) == 0;
    return service;
}

void service_destroy(struct service *service) {
    if (!service) return;
    router_destroy(service->router);
    if (service->static_dir >= 0) close(service->static_dir);
    free((char *) service->options.access_log);
    free((char *) service->options.site_url);
    free((char *) service->options.trusted_proxy);
    free((char *) service->options.static_dir);
    free((char *) service->options.spool_dir);
    free(service);
}

const struct http_options *http_request_options(const struct request *request) {
    return &message_of(request)->service->options;
}
