// session: see the header.
#include "server/pages/session.h"

#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/parts.h"
#include "server/rules/app.h"
#include "server/rules/identity.h"
#include "server/rules/settings.h"
#include "server/rules/token.h"

const char *session_cookie_name(struct request *request, const char *prefix) {
    const char *name = identity_cookie_name(request->app, &request->arena);
    const char *hash = strrchr(name, '_');
    return arena_printf(&request->arena, "%s%s", prefix, hash ? hash + 1 : name);
}

const char *session_log_out_url(struct page_context *page) {
    if (!page->identity || page->identity->kind != IDENTITY_SESSION) return NULL;
    const char *nonce = nonce_make(page->app, page->arena, page->identity->session_hash, "log-out", page->request->now);
    return site_path(page, arena_printf(page->arena, "/wp-login.php?action=logout&_wpnonce=%s", nonce));
}

int session_ask_log_in(struct request *request, struct response *response, const char *path) {
    const struct app *app = request->app;
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) return error_set(&response->error, 503, "unavailable", "The site cannot be read at the moment.");
    const char *back = arena_printf(&request->arena, "%s%s%s%s", settings->home, path, *request->raw_query ? "?" : "",
                                    request->raw_query);
    STRBUF_CLEAN struct strbuf location;
    strbuf_init(&location, 0);
    strbuf_addf(&location, "%s/wp-login.php?redirect_to=", settings->home);
    url_encode(&location, back, "");
    strbuf_adds(&location, "&reauth=1");
    response->personal = true;
    return response_redirect(request, response, 302, arena_strndup(&request->arena, location.data, location.size));
}

bool session_is_same_site(struct request *request, const struct settings *settings) {
    return same_site_request(request_header(request, "Sec-Fetch-Site"), request_header(request, "Origin"),
                             settings->home);
}

static bool is_plain(const char *target) {
    for (; *target; target++) {
        // Browsers drop control characters from addresses and read '\' as '/': "/\example.org" leaves the site.
        if ((unsigned char) *target <= ' ' || *target == 0x7F || *target == '\\') return false;
    }
    return true;
}

// Bytes beyond ASCII as a header may carry them.
static const char *coded(struct arena *arena, const char *url) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    for (; *url; url++) {
        if ((unsigned char) *url >= 0x80 || strchr("<>\"`{}|^", *url)) {
            strbuf_addf(&out, "%%%02x", (unsigned char) *url);
        } else {
            strbuf_addc(&out, *url);
        }
    }
    return arena_strndup(arena, out.data, out.size);
}

const char *session_safe_target(struct arena *arena, const struct settings *settings, const char *target,
                                const char *otherwise) {
    enum { TARGET_MAX = 4096 };
    if (!target || !*target || strlen(target) > TARGET_MAX || !is_plain(target)) return otherwise;
    size_t home = strlen(settings->home);
    if (strncmp(target, settings->home, home) == 0 && (!target[home] || strchr("/?#", target[home]))) {
        return coded(arena, target);
    }
    if (target[0] != '/' || target[1] == '/') return otherwise;
    // A path: the site's own, seen from the host's root.
    size_t origin = home - strlen(settings->home_path);
    return coded(arena, arena_printf(arena, "%.*s%s", (int) origin, settings->home, target));
}
