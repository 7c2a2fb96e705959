// site_files: the small files that browsers look for at the root of a site.
#include "server/http/assets.h"
#include "server/http/request.h"
#include "server/pages/handlers.h"

int page_favicon(struct request *request, struct response *response) {
    // Browsers go by the content type, not by the name they asked for.
    request->captures[0] = "favicon.svg";
    return http_static_serve(request, response);
}
