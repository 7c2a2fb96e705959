// site_files: the small files that browsers look for at the root of a site.
#include "server/http/assets.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/image.h"

int page_favicon(struct request *request, struct response *response) {
    PAGE_CONTEXT page = {0};
    struct icon icon = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    if (image_of_icon(&page, &icon) == DB_OK && icon.url) return response_redirect(request, response, 302, icon.url);
    // Browsers go by the content type, not by the name they asked for.
    request->captures[0] = "favicon.svg";
    return http_static_serve(request, response);
}
