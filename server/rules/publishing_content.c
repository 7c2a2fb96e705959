// publishing_content: rendering that needs the store. Declared in publishing.h and publishing_content.h.
//
// Most contents depend on nothing but themselves: they are rendered before the write, off the writer's thread. Only
// those with galleries and the like, <!--more--> or <!--nextpage--> come here.
#include "server/rules/publishing_content.h"

#include <string.h>

#include "base/arena.h"
#include "db/connection.h"
#include "db/media_use.h"
#include "db/post_page.h"
#include "db/touch_kinds.h"
#include "server/rules/media_library.h"
#include "server/rules/media_links.h"
#include "server/rules/publishing.h"
#include "server/rules/settings.h"
#include "server/text/content.h"
#include "server/text/content_pages.h"
#include "server/text/markdown.h"

enum { USERS_AT_ONCE = 100 };

struct content_site publishing_content_site(const struct settings *settings, int64_t post) {
    return (struct content_site){.language = settings->WPLANG, .smilies = settings->use_smilies, .post = post};
}

const char *publishing_content_source(struct arena *arena, const struct post *post) {
    return post->content_format == CONTENT_MARKDOWN ? markdown_render(arena, post->content) : post->content;
}

static const char *render(struct arena *arena, const struct content_site *site, const struct post *post,
                          const char *html) {
    return post->content_format == CONTENT_MARKDOWN ? content_render_finished(arena, site, html)
                                                    : content_render(arena, site, html);
}

static struct content_site site_with(const struct settings *settings, int64_t post, struct media_library *library) {
    struct content_site site = publishing_content_site(settings, post);
    site.find = media_library_find;
    site.find_context = library;
    return site;
}

enum db_result publishing_content_settle(struct db *db, struct arena *arena, const struct settings *settings,
                                         struct post *post) {
    struct media_library library = {.db = db, .settings = settings};
    post->page_count = 1;
    post->has_more = false;
    post->more_text = "";
    const bool wants_media = content_wants_media(post->content);
    if (!wants_media && !content_has_marks(post->content)) return DB_OK;
    const char *source = publishing_content_source(arena, post);
    if (content_has_marks(source)) {
        const struct content_pages pages = content_divide(arena, source);
        post->page_count = (int64_t) pages.count;
        post->has_more = pages.has_more;
        post->more_text = pages.more_text;
    }
    if (wants_media) {
        const struct content_site site = site_with(settings, post->id, &library);
        post->content_html = render(arena, &site, post, source);
    }
    return library.result;
}

static const char *const *render_pages(struct arena *arena, const struct content_site *site, const struct post *post,
                                       const struct content_pages *pages) {
    const char **html = arena_array(arena, const char *, pages->count);
    for (size_t i = 0; i < pages->count; i++) {
        const char *page = content_page(arena, site, pages, i);
        // A mark may have stood within an element.
        if (post->content_format == CONTENT_MARKDOWN) page = markdown_balance(arena, page);
        html[i] = render(arena, site, post, page);
    }
    return html;
}

enum db_result publishing_content_store(struct db *db, struct arena *arena, const struct settings *settings,
                                        const struct post *post) {
    struct media_library library = {.db = db, .settings = settings};
    const char *const *pages = NULL;
    size_t count = 0;
    const bool wants_media = content_wants_media(post->content);
    if (post->page_count > 1 || post->has_more || wants_media) {
        const struct content_site site = site_with(settings, post->id, &library);
        const char *source = publishing_content_source(arena, post);
        if (post->page_count > 1 || post->has_more) {
            const struct content_pages divided = content_divide(arena, source);
            pages = render_pages(arena, &site, post, &divided);
            count = divided.count;
        } else {
            render(arena, &site, post, source);  // for what it uses
        }
    }
    enum db_result result = library.result;
    if (result == DB_OK) result = media_links_note(db, arena, settings, post->content_html, &library);
    if (result == DB_OK) result = media_links_note(db, arena, settings, post->excerpt_html, &library);
    if (result == DB_OK) result = post_page_put(db, post->id, pages, count);
    const struct id_list used = {.items = library.used, .count = library.used_count};
    return result == DB_OK ? media_use_put(db, post->id, &used) : result;
}

enum db_result publishing_rerender(struct db *db, const struct settings *settings, int64_t id) {
    struct arena arena;
    arena_init(&arena);
    struct post post;
    enum db_result result = post_get(db, &arena, id, &post);
    if (result == DB_OK && post.type != POST_TYPE_ATTACHMENT && content_wants_media(post.content)) {
        result = publishing_content_settle(db, &arena, settings, &post);
        if (result == DB_OK) result = post_set_content_html(db, id, post.content_html);
        if (result == DB_OK) result = publishing_content_store(db, &arena, settings, &post);
    }
    arena_finish(&arena);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// The author's rights do not matter: what he wrote passed the sanitiser when he saved it, and addresses of files add
// nothing to it. Markdown passes it again.
static enum db_result renew_links(struct db *db, struct arena *arena, const struct settings *settings,
                                  struct post *post, bool *ret_changed) {
    const char *content, *excerpt = NULL;
    enum db_result result = media_links_renew(db, arena, settings, post->content, &content);
    if (result == DB_OK) result = media_links_renew(db, arena, settings, post->excerpt, &excerpt);
    *ret_changed = content || excerpt;
    if (content) post->content = content;
    if (excerpt) post->excerpt = excerpt;
    if (result != DB_OK || !*ret_changed) return result;
    publishing_render(arena, settings, post, true);
    return publishing_put_text(db, arena, settings, post);
}

enum db_result publishing_renew_media(struct db *db, const struct settings *settings, int64_t id) {
    struct arena arena;
    arena_init(&arena);
    struct post post;
    bool changed = false;
    enum db_result result = post_get(db, &arena, id, &post);
    if (result == DB_OK && post.type != POST_TYPE_ATTACHMENT)
        result = renew_links(db, &arena, settings, &post, &changed);
    arena_finish(&arena);
    if (result == DB_OK && !changed) result = publishing_rerender(db, settings, id);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

enum db_result publishing_note_media(struct db *db, const struct settings *settings, int64_t id) {
    struct arena arena;
    arena_init(&arena);
    struct post post;
    struct media_library library = {.db = db, .settings = settings};
    enum db_result result = post_get(db, &arena, id, &post);
    if (result == DB_OK) result = media_links_note(db, &arena, settings, post.content_html, &library);
    if (result == DB_OK) result = media_links_note(db, &arena, settings, post.excerpt_html, &library);
    const struct id_list used = {.items = library.used, .count = library.used_count};
    if (result == DB_OK) result = media_use_add(db, id, &used);
    arena_finish(&arena);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

enum db_result publishing_rerender_all(struct db *db, const struct settings *settings, const struct id_list *posts) {
    enum db_result result = DB_OK;
    for (size_t i = 0; i < posts->count && result == DB_OK; i++)
        result = publishing_rerender(db, settings, posts->items[i]);
    return result;
}

enum db_result publishing_media_changed(struct db *db, const struct settings *settings, int64_t media, int64_t attached,
                                        int64_t attached_before) {
    enum db_result result = attached ? publishing_rerender(db, settings, attached) : DB_OK;
    if (result == DB_OK && attached_before && attached_before != attached)
        result = publishing_rerender(db, settings, attached_before);
    struct id_list users = {.count = USERS_AT_ONCE};
    for (int64_t after = 0; result == DB_OK && users.count == USERS_AT_ONCE;) {
        struct arena arena;
        arena_init(&arena);
        result = media_use_posts(db, &arena, media, after, USERS_AT_ONCE, &users);
        for (size_t i = 0; i < users.count && result == DB_OK; i++) {
            after = users.items[i];
            if (after != attached && after != attached_before) result = publishing_rerender(db, settings, after);
        }
        arena_finish(&arena);
    }
    return result;
}
