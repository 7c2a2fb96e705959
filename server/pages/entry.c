// entry: see the header.
#include "server/pages/entry.h"

#include <string.h>

#include "base/arena.h"
#include "db/post_page.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/discussion_view.h"
#include "server/pages/pager.h"
#include "server/pages/parts.h"
#include "server/pages/post_password.h"
#include "server/pages/preview.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

// A change within the first minute is still part of publishing.
enum { NOTICEABLE_SECONDS = 60, SUMMARY_MAX = 300 };

static bool may_see(const struct page_context *page, const struct post *post) {
    if (post->status == POST_TRASH || post->status == POST_AUTO_DRAFT) return false;
    return actor_can_read_post(&page->actor, post);
}

static void add_links(struct page_context *page, const struct entry *entry) {
    page_add_link(page, entry->api_url, "rel=\"alternate\"; title=\"JSON\"; type=\"application/json\"");
    const char *parameter = entry->post.type == POST_TYPE_PAGE ? "page_id" : "p";
    const char *path = arena_printf(page->arena, "/?%s=%lld", parameter, (long long) entry->post.id);
    page_add_link(page, site_url(page, path), "rel=shortlink");
}

static enum db_result add_content(struct page_context *page, struct entry *entry) {
    const struct post *post = &entry->post;
    entry->content = text_or_null(post->content_html);
    if (post->page_count <= 1 && !post->has_more) return DB_OK;
    entry->pages = pager_make_content(page, post, entry->url, entry->number);
    const char *html;
    const enum db_result result = post_page_get(page->db, page->arena, post->id, entry->number, &html);
    if (result == DB_OK) entry->content = text_or_null(html);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static enum db_result fill(struct page_context *page, struct entry *entry) {
    const struct post *post = &entry->post;
    entry->url = permalink_of_post(page->db, page->arena, page->settings, post);
    entry->page_url = permalink_content_page(page->arena, page->settings, post, entry->url, entry->number);
    entry->api_url =
        site_url(page, arena_printf(page->arena, "/wp-json/wp/v2/%s/%lld",
                                    post->type == POST_TYPE_PAGE ? "pages" : "posts", (long long) post->id));
    entry->canonical = entry->page_url;
    entry->headline = headline_of_post(page, post);
    entry->title = plain_text(page->arena, entry->headline);
    entry->published = time_make(page, post->published);
    if (post->modified - post->published >= NOTICEABLE_SECONDS) entry->updated = time_make(page, post->modified);
    if (!post_password_given(page, post)) {
        entry->password_form = post_password_form(page, post, entry->url);
        return DB_OK;
    }
    enum db_result result = add_content(page, entry);
    if (result != DB_OK) return result;
    entry->summary = plain_summary(page->arena, post->excerpt_html, SUMMARY_MAX);
    if (entry->preview && post->status == POST_PUBLISH) return DB_OK;  // talked about is what is published
    struct discussion_pages pages;
    result = discussion_view_make(page, post, entry->url, &entry->discussion, &pages);
    // Pages of the text go before those of the comments, which lie below page 1.
    if (!pages.url || strcmp(pages.url, entry->url) != 0) entry->canonical = pages.url;
    entry->prev_url = entry->pages ? entry->pages->newer_url : pages.prev_url;
    entry->next_url = entry->pages ? entry->pages->older_url : pages.next_url;
    return result;
}

int entry_load(struct page_context *page, int64_t id, enum post_type type, int64_t number, struct entry *ret) {
    *ret = (struct entry){.number = number > 1 ? number : 1};
    enum db_result result = post_get_shown(page->db, page->arena, id, &ret->post);
    if (result != DB_OK) return page_db_failed(page, result);
    struct preview preview = {0};
    if (ret->post.type != type) return page_not_found(page);
    result = preview_read(page, &ret->post, &preview);
    if (result != DB_OK) return page_db_failed(page, result);
    if (!preview.invited && !may_see(page, &ret->post)) return page_not_found(page);
    if (preview.denied) {
        return error_set(&page->response->error, 403, "preview_denied",
                         "Sorry, you are not allowed to preview drafts.");
    }
    const bool public = ret->post.status == POST_PUBLISH;
    if (preview.over || (public && preview.invited && !preview.has_changes)) {
        const char *url = permalink_of_post(page->db, page->arena, page->settings, &ret->post);
        return response_redirect(page->request, page->response, 302, url);
    }
    if (!public || preview.wanted) {
        page->response->personal = true;
        ret->preview =
            preview.has_changes ? words_get(page->words, WORD_UNSAVED) : preview_words(page, ret->post.status);
    }
    if (preview.invited) ret->preview_until = time_make(page, preview.until)->date;
    if (ret->number > ret->post.page_count) {
        const char *url = permalink_of_post(page->db, page->arena, page->settings, &ret->post);
        return response_redirect(page->request, page->response, 301, url);
    }
    result = fill(page, ret);
    if (result != DB_OK) return page_db_failed(page, result);
    if (!ret->canonical) return response_redirect(page->request, page->response, 302, ret->url);
    if (ret->post.status == POST_PUBLISH) add_links(page, ret);
    return 0;
}

bool entry_is_variant(const struct page_context *page, const struct entry *entry) {
    return entry->preview || discussion_view_is_variant(page->request);
}
