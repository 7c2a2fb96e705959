// robots: what WordPress asks of robots (do_robots()), and where the sitemaps are.
#include "base/strbuf.h"
#include "server/feeds/handlers.h"
#include "server/feeds/machine.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/rules/app.h"
#include "server/rules/settings.h"

int robots(struct request *request, struct response *response) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return machine_failed(response, DB_BUSY);
    struct strbuf *out = &response->body;
    response->content_type = "text/plain; charset=UTF-8";
    strbuf_adds(out, "User-agent: *\n");
    if (!settings->blog_public) {
        strbuf_adds(out, "Disallow: /\n");
        return 200;
    }
    strbuf_addf(out, "Disallow: %s/wp-admin/\n", settings->home_path);
    strbuf_addf(out, "Allow: %s/wp-admin/admin-ajax.php\n", settings->home_path);
    strbuf_addf(out, "Disallow: %s/wp-login.php\n", settings->home_path);
    strbuf_addf(out, "Disallow: %s/wp-comments-post.php\n", settings->home_path);
    strbuf_addf(out, "\nSitemap: %s/wp-sitemap.xml\n", settings->home);
    strbuf_addf(out, "Sitemap: %s/news-sitemap.xml\n", settings->home);
    return 200;
}
