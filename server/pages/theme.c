// theme: see the header. Hides where the text of a template comes from: a file of the directory that --templates names,
// else what is compiled in.
#include "server/pages/theme.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "server/http/assets.h"
#include "server/pages/views.h"
#include "server/text/mustache.h"

struct theme {
    struct mustache *templates[THEME_PAGES];
};

static const struct theme_row {
    const char *name;
    const struct view_type *type;
} theme_rows[THEME_PAGES] = {
    [THEME_FRONT] = {"front", &front_view_type},
    [THEME_ARTICLE] = {"article", &article_view_type},
    [THEME_PAGE] = {"page", &page_view_type},
    [THEME_ARCHIVE] = {"archive", &archive_view_type},
    [THEME_NOT_FOUND] = {"not_found", &not_found_view_type},
    [THEME_ERROR] = {"error", &error_view_type},
    [THEME_COMMENT_PROBLEM] = {"comment_problem", &comment_problem_view_type},
    [THEME_LOGIN] = {"login", &login_view_type},
    [THEME_COMMENT_MODERATE] = {"comment_moderate", &comment_moderate_view_type},
    [THEME_PASSWORD_RESET] = {"password_reset", &password_reset_view_type},
    [THEME_MESSAGE] = {"message", &message_view_type},
    [THEME_AUTHORIZE] = {"authorize", &authorize_view_type},
    [THEME_COMMENT_BODY] = {"comment_body", &comment_body_view_type},
    [THEME_STORY] = {"story", &teaser_view_type},
    [THEME_HEAD] = {"head", &frame_view_type},
    [THEME_FOOT] = {"foot", &frame_view_type},
    [THEME_NEWSROOM] = {"newsroom", &newsroom_view_type},
};

enum { TEMPLATE_FILE_MAX = 1024 * 1024 };

struct theme_source {
    int directory;  // -1: none
    struct arena arena;
    struct error *error;
};

// False when the file is there but cannot be read; *ret stays NULL when it is not there.
static bool read_file(struct theme_source *source, const char *file_name, const char **ret, size_t *ret_size) {
    int fd = openat(source->directory, file_name, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return true;
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0) {
        error_set(source->error, 500, "theme_unreadable", "%s: %s", file_name, strerror(errno));
        if (fd >= 0) close(fd);
        return false;
    }
    if (!S_ISREG(status.st_mode) || status.st_size > TEMPLATE_FILE_MAX) {
        error_set(source->error, 500, "theme_unreadable", "%s: not a file of at most 1 MiB", file_name);
        close(fd);
        return false;
    }
    char *text = arena_alloc(&source->arena, (size_t) status.st_size + 1);
    size_t size = 0;
    while (size < (size_t) status.st_size) {
        ssize_t got = read(fd, text + size, (size_t) status.st_size - size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        size += (size_t) got;
    }
    close(fd);
    *ret = text;
    *ret_size = size;
    return true;
}

// Names come from templates: they stay inside the directory.
static bool name_is_plain(const char *name) { return *name && *name != '/' && *name != '.' && !strstr(name, ".."); }

static const char *load(void *context, const char *name, size_t *ret_size) {
    struct theme_source *source = context;
    if (!name_is_plain(name)) return NULL;
    const char *file_name = arena_printf(&source->arena, "%s.mustache", name);
    const char *text = NULL;
    if (source->directory >= 0 && !read_file(source, file_name, &text, ret_size)) return NULL;
    if (text) return text;
    const struct asset *asset = asset_find(template_assets, template_asset_count, file_name);
    if (!asset) return NULL;
    *ret_size = asset->size;
    return (const char *) asset->data;
}

static bool compile_all(struct theme *theme, struct theme_source *source) {
    for (size_t i = 0; i < THEME_PAGES; i++) {
        const char *message = "cannot be compiled";
        theme->templates[i] =
            mustache_compile(theme_rows[i].name, theme_rows[i].type, load, source, &source->arena, &message);
        if (!theme->templates[i]) {
            error_set(source->error, 500, "theme_wrong", "%s", message);
            return false;
        }
        if (error_is_set(source->error)) return false;
    }
    return true;
}

struct theme *theme_create(const char *directory, struct error *error) {
    struct theme_source source = {.directory = -1, .error = error};
    if (directory) {
        source.directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (source.directory < 0) {
            error_set(error, 500, "theme_unreadable", "%s: %s", directory, strerror(errno));
            return NULL;
        }
    }
    arena_init(&source.arena);
    struct theme *theme = calloc(1, sizeof *theme);
    if (!theme) error_set(error, 500, "no_memory", "out of memory");
    if (theme && !compile_all(theme, &source)) {
        theme_destroy(theme);
        theme = NULL;
    }
    arena_finish(&source.arena);
    if (source.directory >= 0) close(source.directory);
    return theme;
}

void theme_destroy(struct theme *theme) {
    if (!theme) return;
    for (size_t i = 0; i < THEME_PAGES; i++) {
        if (theme->templates[i]) mustache_destroy(theme->templates[i]);
    }
    free(theme);
}

void theme_render(const struct theme *theme, const struct words *words, enum theme_page page, const void *view,
                  struct strbuf *out) {
    mustache_render(theme->templates[page], words, view, out);
}
