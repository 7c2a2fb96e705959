// moved: see the header. Only what everybody may see is redirected to: a redirect tells that something is there.
#include "server/pages/moved.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "db/media.h"
#include "db/redirect.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/static_file.h"
#include "server/media/file_name.h"
#include "server/media/picture.h"
#include "server/media/uploads.h"
#include "server/pages/context.h"
#include "server/rules/app.h"
#include "server/rules/permalink.h"

static const char uploads_below[] = "wp-content/uploads/";

// The request's path below the site's own address.
static const char *path_below_home(const struct page_context *page) {
    const char *path = page->request->path, *home = page->settings->home_path;
    const size_t size = strlen(home);
    return size > 0 && strncmp(path, home, size) == 0 && (path[size] == '/' || path[size] == '\0') ? path + size : path;
}

// As the table has them: below the site's address, without slashes at the ends; "?p=17" for the front page's.
static const char *key_of(const struct page_context *page) {
    static const char *const variables[] = {"p", "page_id", "attachment_id"};
    const char *path = path_below_home(page);
    path += strspn(path, "/");
    size_t size = strlen(path);
    while (size > 0 && path[size - 1] == '/') size--;
    if (size > 0) return arena_strndup(page->arena, path, size);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = request_query(page->request, variables[i]);
        if (value && *value) return arena_printf(page->arena, "?%s=%.20s", variables[i], value);
    }
    return NULL;
}

// NULL: nothing that everybody may see.
static const char *address_of(const struct page_context *page, int64_t id, const char *size_name) {
    struct post post, parent;
    struct media media;
    if (post_get(page->db, page->arena, id, &post) != DB_OK) return NULL;
    if (post.type != POST_TYPE_ATTACHMENT)
        return post.status == POST_PUBLISH ? permalink_of_post(page->db, page->arena, page->settings, &post) : NULL;
    if (media_get(page->db, page->arena, id, &media) != DB_OK) return NULL;
    const struct actor nobody = {0};
    if (media.attached && post_get(page->db, page->arena, media.attached, &parent) == DB_OK &&
        !actor_can_read_post(&nobody, &parent))
        return NULL;
    const struct media_size *size = picture_size(&media, size_name);
    return picture_url(page->arena, page->settings->home, size ? size->file : media.file);
}

// An address that leads to itself is none: the file of an attachment that was left behind, on the host that is now
// ours.
static bool leads_on(const struct page_context *page, const char *location) {
    const struct settings *settings = page->settings;
    const size_t home = strlen(settings->home);
    if (strncmp(location, settings->home, home) != 0) return true;
    const char *there = url_decode(page->arena, location + home, strcspn(location + home, "?"), false);
    const char *here = path_below_home(page);
    return there && (strcmp(there, here) != 0 || (strcmp(there, "/") == 0 && strchr(location + home, '?')));
}

static int serve_key(struct page_context *page, const char *key) {
    int64_t id;
    const char *size;
    if (!key || redirect_find_size(page->db, page->arena, key, &id, &size) != DB_OK) return 0;
    const char *location = address_of(page, id, size);
    if (!location || !leads_on(page, location)) return 0;
    return response_redirect(page->request, page->response, 301, location);
}

int moved_serve(struct page_context *page) { return serve_key(page, key_of(page)); }

int moved_serve_upload(struct page_context *page, const char *path) {
    int status = serve_key(page, arena_printf(page->arena, "%s%s", uploads_below, path));
    if (status != 0) return status;
    int64_t width, height;
    const char *whole = file_name_without_size(page->arena, path, &width, &height);
    if (!whole) return 0;
    status = serve_key(page, arena_printf(page->arena, "%s%s", uploads_below, whole));
    if (status != 0) return status;
    struct static_file file;
    if (!page->app->uploads || !static_file_open(uploads_directory(page->app->uploads), whole, &file)) return 0;
    close(file.fd);
    return response_redirect(page->request, page->response, 301, picture_url(page->arena, page->settings->home, whole));
}
