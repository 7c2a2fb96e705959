// preview: see the header.
#include "server/pages/preview.h"

#include "db/post.h"
#include "db/revision.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/pages/discussion_load.h"
#include "server/rules/capability.h"
#include "server/rules/identity.h"
#include "server/rules/preview.h"
#include "server/rules/token.h"

// WordPress's _show_post_preview: the nonce is looked at wherever the address has one.
static bool nonce_is_good(struct page_context *page, const struct post *post, const char *nonce) {
    const struct identity *identity = page->identity;
    if (!identity || identity->kind != IDENTITY_SESSION || !actor_can_edit_post(&page->actor, post)) return false;
    const char *action = preview_nonce_action(page->arena, post->id);
    return nonce_valid(page->app, identity->session_hash, action, nonce, page->request->now);
}

// What was left empty was not sent to the autosave, and is the article's.
static void take(const char **ret, const char *html) {
    if (*html) *ret = html;
}

static enum db_result take_autosave(struct page_context *page, struct post *post, bool *ret) {
    struct revision autosave;
    enum db_result result = revision_latest_autosave(page->db, page->arena, post->id, REVISION_OF_ANYONE, &autosave);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    if (autosave.saved < post->modified) return DB_OK;
    take(&post->title_html, autosave.title_html);
    take(&post->content_html, autosave.content_html);
    // A summary that nobody wrote is made of the text, and no longer true of another one.
    if (*autosave.excerpt || (*autosave.content_html && !*post->excerpt)) {
        post->excerpt = autosave.excerpt;
        post->excerpt_html = autosave.excerpt_html;
    }
    // Its text is shown whole.
    post->page_count = 1;
    post->has_more = false;
    *ret = true;
    return DB_OK;
}

enum db_result preview_read(struct page_context *page, struct post *post, struct preview *ret) {
    *ret = (struct preview){0};
    const char *token = request_query(page->request, "preview_token");
    const char *nonce = request_query(page->request, "preview_nonce");
    if (!token && !nonce) return DB_OK;
    page->response->personal = page->response->noindex = true;
    if (token) {
        enum preview_token found =
            preview_token_check(page->app, page->arena, post, token, page->request->now, &ret->until);
        ret->wanted = ret->invited = found == PREVIEW_TOKEN_GOOD;
        ret->over = found == PREVIEW_TOKEN_PUBLISHED;
    } else if (discussion_query_number(page->request, "preview_id") == post->id) {
        ret->wanted = nonce_is_good(page, post, nonce);
        ret->denied = !ret->wanted;
    }
    return ret->wanted ? take_autosave(page, post, &ret->has_changes) : DB_OK;
}
