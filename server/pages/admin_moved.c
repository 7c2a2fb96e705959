// admin_moved: where each of WordPress's administration pages is in the newsroom, so that old bookmarks, links in
// letters and habits lead to the right screen. What of a query the screen understands goes along.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "db/post.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/handlers.h"
#include "server/pages/newsroom.h"
#include "server/pages/parts.h"
#include "server/pages/session.h"
#include "server/rules/identity.h"

enum { VALUE_MAX = 200 };

struct kept {
    const char *theirs, *ours;
};

struct moved {
    const char *page;         // below /wp-admin/
    const char *name, *only;  // of the query: this row is for this value alone; NULL: for any
    const char *target;       // below /newsroom/
    const char *number;       // of the query: an id that ends the target, which is dropped without it
    struct kept kept[4];
};

#define ARTICLE_FILTERS                                                                         \
    {                                                                                           \
        {"s", "search"}, {"post_status", "status"}, {"author", "author"}, { "cat", "category" } \
    }

// The first row that fits counts.
static const struct moved moved[] = {
    {"comment-new.php", NULL, NULL, "comments", NULL, {{0}}},
    {"edit-comments.php",
     "comment_status",
     "moderated",
     "comments?status=hold",
     NULL,
     {{"s", "search"}, {"p", "post"}}},
    {"edit-comments.php",
     "comment_status",
     "approved",
     "comments?status=approve",
     NULL,
     {{"s", "search"}, {"p", "post"}}},
    {"edit-comments.php", NULL, NULL, "comments", NULL, {{"comment_status", "status"}, {"s", "search"}, {"p", "post"}}},
    {"edit-tags.php", "taxonomy", "category", "categories", NULL, {{"s", "search"}}},
    {"edit-tags.php", NULL, NULL, "tags", NULL, {{"s", "search"}}},
    {"edit.php", "post_type", "page", "pages", NULL, {{"s", "search"}, {"post_status", "status"}}},
    {"edit.php", NULL, NULL, "articles", NULL, ARTICLE_FILTERS},
    {"erase-personal-data.php", NULL, NULL, "settings#privacy", NULL, {{0}}},
    {"export-personal-data.php", NULL, NULL, "settings#privacy", NULL, {{0}}},
    {"media-new.php", NULL, NULL, "media", NULL, {{0}}},
    {"options-discussion.php", NULL, NULL, "settings#discussion", NULL, {{0}}},
    {"options-general.php", NULL, NULL, "settings#general", NULL, {{0}}},
    {"options-media.php", NULL, NULL, "settings#media", NULL, {{0}}},
    {"options-permalink.php", NULL, NULL, "settings#permalinks", NULL, {{0}}},
    {"options-privacy.php", NULL, NULL, "settings#privacy", NULL, {{0}}},
    {"options-reading.php", NULL, NULL, "settings#reading", NULL, {{0}}},
    {"options-writing.php", NULL, NULL, "settings#writing", NULL, {{0}}},
    {"options.php", NULL, NULL, "settings", NULL, {{0}}},
    {"post-new.php", "post_type", "page", "pages/new", NULL, {{0}}},
    {"post-new.php", NULL, NULL, "articles/new", NULL, {{0}}},
    {"profile.php", NULL, NULL, "account", NULL, {{0}}},
    {"term.php", "taxonomy", "category", "categories", NULL, {{0}}},
    {"term.php", NULL, NULL, "tags", NULL, {{0}}},
    {"upload.php", NULL, NULL, "media", NULL, {{"s", "search"}}},
    {"user-edit.php", NULL, NULL, "users", "user_id", {{0}}},
    {"user-new.php", NULL, NULL, "users/new", NULL, {{0}}},
    {"users.php", NULL, NULL, "users", NULL, {{"role", "role"}, {"s", "search"}}},
};

static int64_t number_of(const struct request *request, const char *name) {
    const char *text = request_query(request, name);
    if (!text || !*text || strlen(text) > 15 || text[strspn(text, "0123456789")]) return 0;
    return strtoll(text, NULL, 10);
}

static const struct moved *row_of(const struct request *request, const char *admin_page) {
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++) {
        if (strcmp(moved[i].page, admin_page) != 0) continue;
        const char *value = moved[i].name ? request_query(request, moved[i].name) : NULL;
        if (!moved[i].only || (value && strcmp(value, moved[i].only) == 0)) return &moved[i];
    }
    return NULL;
}

static void add_kept(const struct request *request, const struct moved *row, struct strbuf *target) {
    for (size_t i = 0; i < sizeof row->kept / sizeof *row->kept && row->kept[i].theirs; i++) {
        const char *value = request_query(request, row->kept[i].theirs);
        if (!value || !*value || strlen(value) > VALUE_MAX) continue;
        strbuf_addf(target, "%c%s=", memchr(target->data, '?', target->size) ? '&' : '?', row->kept[i].ours);
        url_encode(target, value, "");
    }
}

// Which screen has a post depends on what it is, which is told to colleagues alone. NULL: it is nothing that is
// written.
static const char *screen_of(const struct post *post) {
    if (post->type == POST_TYPE_PAGE) return "pages";
    return post->type == POST_TYPE_POST ? "articles" : NULL;
}

static int to_post(struct page_context *page, int64_t id) {
    struct post post;
    const enum db_result result = post_get(page->db, page->arena, id, &post);
    if (result != DB_OK && result != DB_NOT_FOUND) return page_db_failed(page, result);
    const char *screen = result == DB_OK ? screen_of(&post) : "articles";
    const char *path =
        screen ? arena_printf(page->arena, "/newsroom/%s/%lld", screen, (long long) id) : "/newsroom/media";
    return response_redirect(page->request, page->response, 302, site_path(page, path));
}

int page_admin_moved(struct request *request, struct response *response) {
    const char *admin_page = request->captures[0] ? request->captures[0] : "";
    const int64_t post = strcmp(admin_page, "post.php") == 0 ? number_of(request, "post") : 0;
    if (post && !request->identity && newsroom_is_built())
        return session_ask_log_in(request, response, "/wp-admin/post.php");
    const struct moved *row = row_of(request, admin_page);
    if (!row && !post) return page_newsroom_moved(request, response);
    PAGE_CONTEXT page = {0};
    if (!page_context_open(request, response, &page)) return response->error.status;
    response->personal = true;
    if (!newsroom_is_built()) return page_not_found(&page);
    if (!row) return to_post(&page, post);
    STRBUF_CLEAN struct strbuf target;
    strbuf_init(&target, 0);
    strbuf_addf(&target, "/newsroom/%s", row->target);
    const int64_t number = row->number ? number_of(request, row->number) : 0;
    if (number) strbuf_addf(&target, "/%lld", (long long) number);
    add_kept(request, row, &target);
    const char *path = arena_strndup(page.arena, target.data, target.size);
    return response_redirect(request, response, 302, site_path(&page, path));
}
