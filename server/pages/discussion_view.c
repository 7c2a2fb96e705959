// discussion_view: see the header. What is shown is read by discussion_load.
#include "server/pages/discussion_view.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/comment_body.h"
#include "server/pages/comment_edit.h"
#include "server/pages/comment_form.h"
#include "server/pages/context.h"
#include "server/pages/discussion_load.h"
#include "server/pages/pager.h"
#include "server/pages/parts.h"
#include "server/pages/thread.h"
#include "server/pages/views.h"
#include "server/rules/capability.h"
#include "server/rules/comment_gate.h"
#include "server/rules/discussion.h"
#include "server/rules/discussion_pages.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

struct discussion_work {
    struct page_context *page;
    const struct post *post;
    const char *permalink;  // the article's
    const char *here;       // the same with the page of comments, as comments are linked to
    bool may_reply;
    struct discussion_load load;
};

bool discussion_view_is_variant(const struct request *request) {
    return request_query(request, "replytocom") || request_query(request, "unapproved") ||
           request_query(request, "editcomment");
}

static const char *with_query(struct arena *arena, const char *url, const char *query, const char *fragment) {
    return arena_printf(arena, "%s%c%s#%s", url, strchr(url, '?') ? '&' : '?', query, fragment);
}

const char *discussion_view_own_url(struct page_context *page, const struct post *post, const struct comment *comment) {
    // A held answer stands below what it answers, wherever that is; a held comment of its own on any page.
    struct comment parent;
    const struct comment *place = comment->status == COMMENT_APPROVED ? comment : NULL;
    if (!place && comment->parent && comment_get(page->db, page->arena, comment->parent, &parent) == DB_OK)
        place = &parent;
    const char *url = place ? permalink_of_comment(page->db, page->arena, page->settings, post, place)
                            : permalink_of_post(page->db, page->arena, page->settings, post);
    url = arena_strndup(page->arena, url, strcspn(url, "#"));
    return with_query(page->arena, url, discussion_own_query(page, "unapproved", comment->id),
                      arena_printf(page->arena, "comment-%lld", (long long) comment->id));
}

static bool is_gone(const struct discussion_work *work, const struct comment *comment) {
    return comment->status != COMMENT_APPROVED && comment->id != work->load.own;
}

static void add_own(struct discussion_work *work, struct comment_body_wish *wish) {
    struct page_context *page = work->page;
    const struct comment *comment = wish->comment;
    wish->own = comment->id == work->load.own;
    if (!wish->own) return;
    wish->held = comment->status == COMMENT_HOLD;
    if (!discussion_edit_is_open(page->settings, comment, page->request->now)) return;
    wish->edit_url =
        with_query(page->arena, work->permalink, discussion_own_query(page, "editcomment", comment->id), "respond");
    wish->edit_until = comment_edit_until(page, comment);
}

static const char *make_body(struct discussion_work *work, struct comment_bodies *bodies, size_t index,
                             const struct thread_place *place) {
    struct page_context *page = work->page;
    const struct comment *comment = &work->load.list.items[index];
    const struct comment *other = place->replied_to == THREAD_NONE ? NULL : &work->load.list.items[place->replied_to];
    // As WordPress: no answers where they could not be shown below what they answer.
    const bool deepest = (int64_t) place->depth >= page->settings->thread_comments_depth;
    struct comment_body_wish wish = {
        .comment = comment,
        .gone = is_gone(work, comment),
        .by_author = comment->user && comment->user == work->post->author,
        .answers = other && other->status == COMMENT_APPROVED ? other : NULL,
    };
    wish.staff = !wish.by_author && discussion_load_is_staff(&work->load, comment->user);
    if (!wish.gone) add_own(work, &wish);
    wish.may_reply = work->may_reply && !wish.held && !deepest;
    return comment_body_make(bodies, &wish);
}

static void turn_round(struct comment_view *comments, size_t count) {
    for (size_t i = 0; i < count / 2; i++) {
        struct comment_view first = comments[i];
        comments[i] = comments[count - 1 - i];
        comments[count - 1 - i] = first;
    }
}

static void fill_comments(struct discussion_work *work, struct discussion_view *view) {
    struct page_context *page = work->page;
    const struct comment_list *list = &work->load.list;
    struct thread_item *items = arena_array(page->arena, struct thread_item, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        items[i] = (struct thread_item){list->items[i].id, discussion_load_parent(&list->items[i])};
    }
    int64_t depth = page->settings->thread_comments ? page->settings->thread_comments_depth : 1;
    struct thread_place *places =
        thread_build(page->arena, items, list->count, depth < 1 ? 1 : (size_t) depth, &view->comments_count);
    struct comment_view *comments = arena_array(page->arena, struct comment_view, list->count + 1);
    COMMENT_BODIES bodies;
    comment_bodies_begin(&bodies, page, work->permalink, work->here);
    for (size_t i = 0; i < list->count; i++) {
        struct comment_view *comment = &comments[places[i].position];
        *comment = (struct comment_view){
            .id = list->items[i].id,
            .depth = (int64_t) places[i].depth,
            .body = make_body(work, &bodies, i, &places[i]),
            .children = comments + places[i].child_position,
            .children_count = places[i].child_count,
            .has_children = places[i].child_count > 0,
        };
    }
    // Answers stay in the order in which they were given (wp_list_comments).
    if (strcmp(page->settings->comment_order, "desc") == 0) turn_round(comments, view->comments_count);
    view->comments = comments;
}

static const char *log_in_url(struct page_context *page, const char *target) {
    STRBUF_CLEAN struct strbuf url;
    strbuf_init(&url, 0);
    strbuf_adds(&url, "/wp-login.php?redirect_to=");
    url_encode(&url, target, "");
    return site_url(page, url.data);
}

// Whom the form answers: an approved comment of this article, on whichever page it is.
static enum db_result add_reply(struct discussion_work *work, struct comment_form_wish *wish) {
    struct page_context *page = work->page;
    int64_t id = work->may_reply ? discussion_query_number(page->request, "replytocom") : 0;
    struct comment parent;
    enum db_result result = id ? comment_get(page->db, page->arena, id, &parent) : DB_NOT_FOUND;
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    if (parent.post != work->post->id || parent.status != COMMENT_APPROVED || comment_body_ping(page, &parent))
        return DB_OK;
    wish->parent = id;
    wish->reply_to = comment_body_name(page, &parent);
    return DB_OK;
}

static enum db_result add_form(struct discussion_work *work, struct discussion_view *view) {
    struct page_context *page = work->page;
    if (page->settings->comment_registration && !page_user(page)) {
        view->log_in_required = true;
        view->log_in_url = log_in_url(page, work->permalink);
        return DB_OK;
    }
    struct comment_form_wish wish = {.post = work->post, .permalink = work->permalink};
    enum db_result result = add_reply(work, &wish);
    if (result == DB_OK) view->form = comment_form_make(page, &wish);
    return result;
}

// The form in which a comment is changed takes the place of the one for new ones. A closed discussion takes no new
// words, but what was said can be taken back.
static bool add_edit(struct discussion_work *work, struct discussion_view *view, bool open) {
    struct page_context *page = work->page;
    if (!work->load.own || !request_query(page->request, "editcomment")) return false;
    struct comment comment;
    if (comment_get(page->db, page->arena, work->load.own, &comment) != DB_OK) return false;
    if (!discussion_edit_is_open(page->settings, &comment, page->request->now)) return false;
    const struct comment_edit_wish wish = {.post = work->post, .comment = &comment, .open = open};
    view->edit = comment_edit_make(page, &wish);
    return true;
}

static void find_pages(struct discussion_work *work, struct discussion_pages *ret) {
    struct page_context *page = work->page;
    const struct discussion_load *load = &work->load;
    int64_t shown = discussion_first_shown(page->settings, load->last);
    const struct pager_base base = {work->permalink, shown};
    ret->url = pager_comment_url(page, &base, load->page);
    ret->prev_url = load->page > 1 ? pager_comment_url(page, &base, load->page - 1) : NULL;
    ret->next_url = load->page < load->last ? pager_comment_url(page, &base, load->page + 1) : NULL;
    work->here = discussion_page_is_named(page->settings, work->post, load->page)
                     ? permalink_comment_page(page->arena, page->settings, work->permalink, load->page)
                     : work->permalink;
}

enum db_result discussion_view_make(struct page_context *page, const struct post *post, const char *permalink,
                                    const struct discussion_view **ret, struct discussion_pages *ret_pages) {
    bool may_read = actor_can_read_post(&page->actor, post);
    struct comment_gate gate = comment_gate(post, page->settings, page->request->now, may_read);
    page_valid_until(page, gate.until);
    struct discussion_work work = {
        .page = page,
        .post = post,
        .permalink = permalink,
        .may_reply = gate.open && page->settings->thread_comments,
    };
    *ret = NULL;
    *ret_pages = (struct discussion_pages){0};
    enum db_result result = discussion_load(page, post, &work.load);
    if (result != DB_OK || work.load.page == 0) return result;
    find_pages(&work, ret_pages);

    // A draft is closed only because it is no article yet: nothing to say about that.
    bool silent = !comment_gate_is_shown(&gate, post) || gate.reason == COMMENTS_NOT_PUBLIC;
    if (!gate.open && silent && work.load.list.count == 0) return DB_OK;
    struct discussion_view *view = arena_new(page->arena, struct discussion_view);
    view->count = post->comment_count;
    view->none = work.load.list.count == 0;
    if (post->comment_count > 0) {
        view->heading = words_plural(page->arena, page->words, WORD_COMMENT_COUNT, post->comment_count, NULL);
    }
    fill_comments(&work, view);
    if (work.load.cut) view->more = words_get(page->words, WORD_MORE_ANSWERS);
    const struct pager_base base = {permalink, discussion_first_shown(page->settings, work.load.last)};
    view->pager = pager_make_comments(page, &base, work.load.page, work.load.last);
    if (!gate.open) view->closed_sentence = comment_gate_sentence(page->arena, &gate, page->settings);
    if (!add_edit(&work, view, gate.open) && gate.open) result = add_form(&work, view);
    *ret = view;
    return result;
}
