// site_files: the small files that programs look for at the root of a site.
#include "base/error.h"
#include "base/strbuf.h"
#include "server/http/assets.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/handlers.h"
#include "server/rules/app.h"
#include "server/rules/settings.h"

int page_robots(struct request *request, struct response *response) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) {
        return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    }
    response->content_type = "text/plain; charset=UTF-8";
    strbuf_adds(&response->body, "User-agent: *\n");
    if (settings->blog_public) {
        strbuf_addf(&response->body, "Disallow: %s/wp-login.php\n", settings->home_path);
        strbuf_addf(&response->body, "Disallow: %s/wp-comments-post.php\n", settings->home_path);
    } else {
        strbuf_adds(&response->body, "Disallow: /\n");
    }
    return 200;
}

int page_favicon(struct request *request, struct response *response) {
    // Browsers go by the content type, not by the name they asked for.
    request->captures[0] = "favicon.svg";
    return http_static_serve(request, response);
}
