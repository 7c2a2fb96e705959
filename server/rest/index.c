// index: what the API offers, read off the site map: /wp-json/ and /wp-json/wp/v2; and what it does not.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "db/media.h"
#include "db/store.h"
#include "server/http/server.h"
#include "server/media/picture.h"
#include "server/rest/call.h"
#include "server/rest/fields.h"
#include "server/rest/handlers.h"
#include "server/rest/options.h"
#include "server/rest/reply.h"

enum { QUARTER = 900 };  // seconds

static const struct param index_params[] = {PARAM_ROW_CONTEXT, {0}};
static const struct param namespace_params[] = {
    {.name = "namespace", .types = PARAM_STRING, .default_json = "\"wp/v2\""},
    PARAM_ROW_CONTEXT,
    {0},
};
const struct rest_endpoint rest_index_endpoint = {.params = index_params};
const struct rest_endpoint rest_namespace_endpoint = {.params = namespace_params};
const struct rest_endpoint rest_no_route_endpoint = {.hidden = true};

// The rows of one path.
struct path_rows {
    const char *shown;
    const struct route *rows;
    size_t count;
};

static int compare_paths(const void *a, const void *b) {
    return strcmp(((const struct path_rows *) a)->shown, ((const struct path_rows *) b)->shown);
}

// All paths of the API, by their shown form.
static struct path_rows *read_paths(struct request *request, size_t *ret_count) {
    const struct http_options *site = http_request_options(request);
    struct path_rows *paths = arena_array(&request->arena, struct path_rows, site->route_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < site->route_count; i++) {
        const struct route *row = &site->routes[i];
        if (row->group != &rest_group || !row->endpoint || row->endpoint->hidden || row->endpoint->unlisted) continue;
        if (count > 0 && strcmp(paths[count - 1].rows->path, row->path) == 0) {
            paths[count - 1].count++;
            continue;
        }
        const char *shown = options_shown_path(&request->arena, row);
        paths[count++] = (struct path_rows){.shown = *shown ? shown : "/", .rows = row, .count = 1};
    }
    qsort(paths, count, sizeof *paths, compare_paths);
    *ret_count = count;
    return paths;
}

static void write_self(struct writer *out, struct request *request, const char *shown) {
    if (strchr(shown, '(')) return;
    writer_key(out, "_links");
    writer_begin_object(out);
    writer_key(out, "self");
    writer_begin_array(out);
    writer_begin_object(out);
    writer_member_string(out, "href", rest_url(request, "%s", shown));
    writer_end_object(out);
    writer_end_array(out);
    writer_end_object(out);
}

// Routes of a namespace; NULL: all.
static void write_routes(struct writer *out, struct request *request, const char *space) {
    size_t count = 0;
    const struct path_rows *paths = read_paths(request, &count);
    writer_begin_object(out);
    for (size_t i = 0; i < count; i++) {
        const char *own = options_namespace(&request->arena, paths[i].shown);
        if (space && strcmp(own, space) != 0) continue;
        writer_key(out, paths[i].shown);
        writer_begin_object(out);
        options_write_route(out, paths[i].rows, paths[i].count, own);
        write_self(out, request, paths[i].shown);
        writer_end_object(out);
    }
    writer_end_object(out);
}

static void write_namespaces(struct writer *out, struct request *request) {
    size_t count = 0;
    const struct path_rows *paths = read_paths(request, &count);
    const char *last = "";
    writer_begin_array(out);
    for (size_t i = 0; i < count; i++) {
        const char *space = options_namespace(&request->arena, paths[i].shown);
        if (!*space || strcmp(space, last) == 0) continue;
        writer_string(out, space);
        last = space;
    }
    writer_end_array(out);
}

// Of the whole picture; NULL: none.
static const char *icon_url(struct request *request) {
    const struct settings *settings = rest_settings(request);
    if (settings->site_icon == 0) return NULL;
    struct media media;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    if (!db || media_get(db, &request->arena, settings->site_icon, &media) != DB_OK) return NULL;
    return picture_url(&request->arena, settings->home, media.file);
}

static void write_site(struct writer *out, struct request *request) {
    const struct settings *settings = rest_settings(request);
    const struct fields *fields = rest_fields(request), *below;
    const int offset = clock_local_offset(request->now);
    // Summer time comes and goes at quarters of an hour.
    request_valid_until(request, (request->now / QUARTER + 1) * QUARTER);
    if (fields_have(fields, "name", &below)) writer_member_string(out, "name", settings->blogname);
    if (fields_have(fields, "description", &below)) writer_member_string(out, "description", settings->blogdescription);
    if (fields_have(fields, "url", &below)) writer_member_string(out, "url", settings->home);
    if (fields_have(fields, "home", &below)) writer_member_string(out, "home", settings->home);
    if (fields_have(fields, "gmt_offset", &below)) {
        writer_key(out, "gmt_offset");
        if (offset % 3600 == 0)
            writer_integer(out, offset / 3600);
        else
            writer_raw(out, arena_printf(&request->arena, "%.2f", offset / 3600.0));
    }
    if (fields_have(fields, "timezone_string", &below))
        writer_member_string(out, "timezone_string", settings->timezone_string);
    if (fields_have(fields, "site_logo", &below)) writer_member_integer(out, "site_logo", settings->site_logo);
    if (fields_have(fields, "site_icon", &below)) writer_member_integer(out, "site_icon", settings->site_icon);
    if (fields_have(fields, "site_icon_url", &below)) writer_member_string(out, "site_icon_url", icon_url(request));
}

static void write_authentication(struct writer *out, struct request *request) {
    writer_begin_object(out);
    writer_key(out, "application-passwords");
    writer_begin_object(out);
    writer_key(out, "endpoints");
    writer_begin_object(out);
    writer_member_string(
        out, "authorization",
        arena_printf(&request->arena, "%s/wp-admin/authorize-application.php", rest_settings(request)->home));
    writer_end_object(out);
    writer_end_object(out);
    writer_end_object(out);
}

// GET /wp-json/: 200.
int rest_index(struct request *request, struct response *response) {
    struct writer out;
    const struct fields *fields = rest_fields(request), *below;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    write_site(&out, request);
    if (fields_have(fields, "namespaces", &below)) {
        writer_key(&out, "namespaces");
        write_namespaces(&out, request);
    }
    if (fields_have(fields, "authentication", &below)) {
        writer_key(&out, "authentication");
        write_authentication(&out, request);
    }
    if (fields_have(fields, "routes", &below)) {
        writer_key(&out, "routes");
        write_routes(&out, request, NULL);
    }
    writer_end_object(&out);
    return 200;
}

// GET /wp-json/wp/v2: 200.
int rest_index_namespace(struct request *request, struct response *response) {
    struct writer out;
    const struct fields *fields = rest_fields(request), *below;
    const char *path = options_shown_path(&request->arena, request->route);
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    if (fields_have(fields, "namespace", &below)) writer_member_string(&out, "namespace", path + 1);
    if (fields_have(fields, "routes", &below)) {
        writer_key(&out, "routes");
        write_routes(&out, request, path + 1);
    }
    if (fields_have(fields, "_links", &below)) {
        writer_key(&out, "_links");
        writer_begin_object(&out);
        writer_key(&out, "up");
        writer_begin_array(&out);
        writer_begin_object(&out);
        writer_member_string(&out, "href", rest_url(request, "/"));
        writer_end_object(&out);
        writer_end_array(&out);
        writer_end_object(&out);
    }
    writer_end_object(&out);
    return 200;
}

// Any other path: 404 rest_no_route.
int rest_no_route(struct request *request, struct response *response) {
    (void) request;
    return error_set(&response->error, 404, "rest_no_route", "No route was found matching the URL and request method.");
}
