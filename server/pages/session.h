// session: the browser's side of being logged in: cookies, log-out address, where to go afterwards.
#pragma once

#include <stdbool.h>

struct arena;
struct page_context;
struct request;
struct response;
struct settings;

// Name of a cookie of this site: `prefix` and the hash that WordPress calls COOKIEHASH. In the arena.
const char *session_cookie_name(struct request *request, const char *prefix);

// "/wp-login.php?action=logout&_wpnonce=..."; NULL when nobody is logged in by a session.
const char *session_log_out_url(struct page_context *page);

// To the log-in, and from there back to this page (`path`: "/wp-admin/comment.php") with its query.
int session_ask_log_in(struct request *request, struct response *response, const char *path);

// Is this an unsafe request that a page of this site sent, or no browser at all? (see same_site_request)
bool session_is_same_site(struct request *request, const struct settings *settings);

// The absolute address for a redirect_to that stays on this site; `otherwise` for any other. In the arena.
const char *session_safe_target(struct arena *arena, const struct settings *settings, const char *target,
                                const char *otherwise);
