// discussion_view: see the header. Two reads whatever the number of comments: the thread, and the accounts of those who
// were logged in (one more per hundred).
#include "server/pages/discussion_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "db/comment_thread.h"
#include "db/user.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/comment_form.h"
#include "server/pages/context.h"
#include "server/pages/parts.h"
#include "server/pages/thread.h"
#include "server/pages/views.h"
#include "server/rules/capability.h"
#include "server/rules/comment_gate.h"
#include "server/rules/token.h"
#include "server/text/words.h"

enum { COMMENTS_MOST = 10000, USERS_A_QUERY = 100, HELD_SECONDS = 600 };
static const char held_purpose[] = "held-comment";

struct discussion_work {
    struct page_context *page;
    const struct post *post;
    const char *permalink;
    bool may_reply;
    struct comment_list list;  // approved, and behind them the reader's own held one
    bool has_held;
    int64_t *staff;  // ids of accounts that belong to the newsroom, sorted
    size_t staff_count;
};

static int64_t query_number(const struct request *request, const char *name) {
    const char *text = request_query(request, name);
    if (!text || *text < '1' || *text > '9') return 0;
    char *end;
    long long number = strtoll(text, &end, 10);
    return *end ? 0 : number;
}

bool discussion_view_is_variant(const struct request *request) {
    return request_query(request, "replytocom") || request_query(request, "unapproved");
}

const char *discussion_view_held_url(struct request *request, const char *permalink, int64_t comment) {
    struct arena *arena = &request->arena;
    const char *subject = arena_printf(arena, "%lld", (long long) comment);
    const char *token = token_make(request->app, arena, held_purpose, subject, request->now + HELD_SECONDS);
    return arena_printf(arena, "%s%cunapproved=%lld&moderation-hash=%s#comment-%lld", permalink,
                        strchr(permalink, '?') ? '&' : '?', (long long) comment, token, (long long) comment);
}

static enum db_result add_held(struct discussion_work *work) {
    struct page_context *page = work->page;
    int64_t id = query_number(page->request, "unapproved");
    const char *token = request_query(page->request, "moderation-hash");
    if (!id || !token) return DB_OK;
    const char *subject = arena_printf(page->arena, "%lld", (long long) id);
    if (!token_valid(page->app, held_purpose, subject, token, page->request->now)) return DB_OK;
    page->response->personal = true;
    struct comment comment;
    enum db_result result = comment_get(page->db, page->arena, id, &comment);
    if (result == DB_NOT_FOUND) return DB_OK;
    if (result != DB_OK) return result;
    if (comment.post != work->post->id || comment.status != COMMENT_HOLD) return DB_OK;
    struct comment *items = arena_array(page->arena, struct comment, work->list.count + 1);
    if (work->list.count) memcpy(items, work->list.items, work->list.count * sizeof *items);
    items[work->list.count++] = comment;
    work->list.items = items;
    work->has_held = true;
    return DB_OK;
}

static int compare_ids(const void *a, const void *b) {
    int64_t left = *(const int64_t *) a, right = *(const int64_t *) b;
    return (left > right) - (left < right);
}

static enum db_result find_staff(struct discussion_work *work) {
    struct page_context *page = work->page;
    int64_t *ids = arena_array(page->arena, int64_t, work->list.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < work->list.count; i++) {
        if (work->list.items[i].user) ids[count++] = work->list.items[i].user;
    }
    if (count == 0) return DB_OK;
    qsort(ids, count, sizeof *ids, compare_ids);
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        if (distinct == 0 || ids[distinct - 1] != ids[i]) ids[distinct++] = ids[i];
    }
    work->staff = arena_array(page->arena, int64_t, distinct);
    for (size_t from = 0; from < distinct; from += USERS_A_QUERY) {
        size_t part = distinct - from < USERS_A_QUERY ? distinct - from : USERS_A_QUERY;
        struct user_query query = {.include = {ids + from, part}, .order = USER_ORDER_ID, .limit = USERS_A_QUERY};
        struct user_list users = {0};
        enum db_result result = user_list(page->db, page->arena, &query, &users);
        if (result != DB_OK) return result;
        for (size_t i = 0; i < users.count; i++) {
            if (capability_of_roles(users.items[i].roles, CAP_EDIT_POSTS)) {
                work->staff[work->staff_count++] = users.items[i].id;
            }
        }
    }
    return DB_OK;
}

static bool is_staff(const struct discussion_work *work, int64_t user) {
    return user && work->staff_count &&
           bsearch(&user, work->staff, work->staff_count, sizeof *work->staff, compare_ids) != NULL;
}

static const char *name_of(const struct discussion_work *work, const struct comment *comment) {
    return *comment->author_name ? comment->author_name : words_get(work->page->words, WORD_ANONYMOUS);
}

static const char *reply_url(struct discussion_work *work, int64_t comment) {
    return arena_printf(work->page->arena, "%s%creplytocom=%lld#respond", work->permalink,
                        strchr(work->permalink, '?') ? '&' : '?', (long long) comment);
}

static void fill_comment(struct discussion_work *work, size_t index, const struct thread_place *place,
                         struct comment_view *ret) {
    struct page_context *page = work->page;
    const struct comment *comment = &work->list.items[index];
    bool held = work->has_held && index == work->list.count - 1;
    const char *anchor = arena_printf(page->arena, "comment-%lld", (long long) comment->id);
    bool by_author = comment->user && comment->user == work->post->author;
    *ret = (struct comment_view){
        .id = comment->id,
        .anchor = anchor,
        .url = arena_printf(page->arena, "%s#%s", work->permalink, anchor),
        .author_name = name_of(work, comment),
        .author_url = text_or_null(comment->author_url),
        .initials = name_initials(page->arena, name_of(work, comment)),
        .hue = name_hue(name_of(work, comment)),
        .by_author = by_author,
        .staff = !by_author && is_staff(work, comment->user),
        .held = held,
        .published = time_make(page, comment->created),
        .content = text_or_null(comment->content_html),
        .depth = (int64_t) place->depth,
        .children_count = place->child_count,
        .has_children = place->child_count > 0,
    };
    // As WordPress: no answers where they could not be shown below what they answer.
    bool deepest = (int64_t) place->depth >= page->settings->thread_comments_depth;
    if (work->may_reply && !held && !deepest) ret->reply_url = reply_url(work, comment->id);
    if (place->replied_to != THREAD_NONE) {
        const struct comment *other = &work->list.items[place->replied_to];
        ret->in_reply_to = name_of(work, other);
        ret->in_reply_to_url = arena_printf(page->arena, "#comment-%lld", (long long) other->id);
    }
}

static void fill_comments(struct discussion_work *work, struct discussion_view *view) {
    struct page_context *page = work->page;
    size_t count = work->list.count;
    struct thread_item *items = arena_array(page->arena, struct thread_item, count + 1);
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct thread_item){work->list.items[i].id, work->list.items[i].parent};
    }
    int64_t depth = page->settings->thread_comments ? page->settings->thread_comments_depth : 1;
    struct thread_place *places =
        thread_build(page->arena, items, count, depth < 1 ? 1 : (size_t) depth, &view->comments_count);
    struct comment_view *comments = arena_array(page->arena, struct comment_view, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct comment_view *comment = &comments[places[i].position];
        fill_comment(work, i, &places[i], comment);
        comment->children = comments + places[i].child_position;
    }
    view->comments = comments;
}

static const char *log_in_url(struct page_context *page, const char *target) {
    STRBUF_CLEAN struct strbuf url;
    strbuf_init(&url, 0);
    strbuf_adds(&url, "/wp-login.php?redirect_to=");
    url_encode(&url, target, "");
    return site_url(page, url.data);
}

static void add_form(struct discussion_work *work, struct discussion_view *view) {
    struct page_context *page = work->page;
    if (page->settings->comment_registration && !page_user(page)) {
        view->log_in_required = true;
        view->log_in_url = log_in_url(page, work->permalink);
        return;
    }
    struct comment_form_wish wish = {.post = work->post, .permalink = work->permalink};
    int64_t parent = work->may_reply ? query_number(page->request, "replytocom") : 0;
    size_t approved = work->list.count - work->has_held;
    for (size_t i = 0; parent && i < approved; i++) {
        if (work->list.items[i].id != parent) continue;
        wish.parent = parent;
        wish.reply_to = name_of(work, &work->list.items[i]);
    }
    view->form = comment_form_make(page, &wish);
}

enum db_result discussion_view_make(struct page_context *page, const struct post *post, const char *permalink,
                                    const struct discussion_view **ret) {
    bool may_read = actor_can_read_post(&page->actor, post);
    struct comment_gate gate = comment_gate(post, page->settings, page->request->now, may_read);
    page_valid_until(page, gate.until);
    struct discussion_work work = {
        .page = page,
        .post = post,
        .permalink = permalink,
        .may_reply = gate.open && page->settings->thread_comments,
    };
    enum db_result result = DB_OK;
    if (post->comment_count > 0) result = comment_all(page->db, page->arena, post->id, COMMENTS_MOST, &work.list);
    if (result == DB_OK) result = add_held(&work);
    if (result == DB_OK) result = find_staff(&work);
    if (result != DB_OK) return result;

    // A draft is closed only because it is no article yet: nothing to say about that.
    bool silent = !comment_gate_is_shown(&gate, post) || gate.reason == COMMENTS_NOT_PUBLIC;
    if (!gate.open && silent && work.list.count == 0) {
        *ret = NULL;
        return DB_OK;
    }
    struct discussion_view *view = arena_new(page->arena, struct discussion_view);
    view->count = post->comment_count;
    view->none = work.list.count == 0;
    if (post->comment_count > 0) {
        view->heading = words_plural(page->arena, page->words, WORD_COMMENT_COUNT, post->comment_count, NULL);
    }
    fill_comments(&work, view);
    if (post->comment_count > COMMENTS_MOST) {
        int64_t more = post->comment_count - COMMENTS_MOST;
        view->more = words_plural(page->arena, page->words, WORD_NEWER_NOT_SHOWN, more, NULL);
    }
    if (gate.open) {
        add_form(&work, view);
    } else {
        view->closed_sentence = comment_gate_sentence(page->arena, &gate, page->settings);
    }
    *ret = view;
    return DB_OK;
}
