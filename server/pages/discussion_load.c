// discussion_load: see the header.
#include "server/pages/discussion_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/post.h"
#include "db/user.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/rules/capability.h"
#include "server/rules/discussion_pages.h"
#include "server/rules/token.h"

enum { USERS_A_QUERY = 100, ROWS_A_QUERY = 100, PLACES_ROUNDS = 32, OWN_SECONDS = 600, MINUTE = 60 };
static const char own_purpose[] = "own-comment";

int64_t discussion_query_number(const struct request *request, const char *name) {
    const char *text = request_query(request, name);
    if (!text || *text < '1' || *text > '9') return 0;
    char *end;
    long long number = strtoll(text, &end, 10);
    return *end ? 0 : number;
}

static const char *own_subject(struct arena *arena, int64_t comment) {
    return arena_printf(arena, "%lld", (long long) comment);
}

const char *discussion_own_token(struct page_context *page, int64_t comment) {
    int64_t window = page->settings->comment_edit_window * MINUTE;
    int64_t seconds = window > OWN_SECONDS ? window : OWN_SECONDS;
    return token_make(page->app, page->arena, own_purpose, own_subject(page->arena, comment),
                      page->request->now + seconds);
}

const char *discussion_own_query(struct page_context *page, const char *name, int64_t comment) {
    return arena_printf(page->arena, "%s=%lld&moderation-hash=%s", name, (long long) comment,
                        discussion_own_token(page, comment));
}

bool discussion_own_token_valid(struct request *request, int64_t comment, const char *token) {
    const char *subject = own_subject(&request->arena, comment);
    return comment > 0 && token && token_valid(request->app, own_purpose, subject, token, request->now);
}

int64_t discussion_load_parent(const struct comment *comment) {
    return comment->place ? comment->place : comment->parent;
}

static void append(struct page_context *page, struct comment_list *list, const struct comment_list *more) {
    struct comment *items = arena_array(page->arena, struct comment, list->count + more->count + 1);
    if (list->count) memcpy(items, list->items, list->count * sizeof *items);
    memcpy(items + list->count, more->items, more->count * sizeof *items);
    list->items = items;
    list->count += more->count;
}

static int compare_times(const void *a, const void *b) {
    const struct comment *left = a, *right = b;
    if (left->created != right->created) return left->created < right->created ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

static int compare_ids(const void *a, const void *b) {
    int64_t left = *(const int64_t *) a, right = *(const int64_t *) b;
    return (left > right) - (left < right);
}

// The page of comments, by as few reads as its article allows.
static enum db_result read_page(struct page_context *page, const struct post *post, struct discussion_load *load) {
    const struct settings *settings = page->settings;
    const int64_t per_page = discussion_per_page(settings);
    enum db_result result = discussion_last_page(page->db, settings, post, &load->last);
    if (result != DB_OK) return result;
    load->page = page->comment_page ? page->comment_page : discussion_first_shown(settings, load->last);
    if (load->page > load->last) {
        load->page = 0;
        return DB_OK;
    }
    if (post->comment_count == 0) return DB_OK;
    if (post->comment_count <= per_page)
        return comment_all(page->db, page->arena, post->id, (size_t) per_page, &load->list);
    const struct comment_span span = {
        .post = post->id,
        .flat = !settings->thread_comments,
        .offset = (load->page - 1) * per_page,
        .limit = per_page,
        .most = DISCUSSION_COMMENTS_MOST,
    };
    return comment_span(page->db, page->arena, &span, &load->list, &load->cut);
}

static enum db_result add_own(struct page_context *page, const struct post *post, struct discussion_load *load) {
    const char *token = request_query(page->request, "moderation-hash");
    int64_t id = discussion_query_number(page->request, "unapproved");
    if (!id) id = discussion_query_number(page->request, "editcomment");
    if (!token || !discussion_own_token_valid(page->request, id, token)) return DB_OK;
    page->response->personal = true;
    struct comment comment;
    enum db_result result = comment_get(page->db, page->arena, id, &comment);
    if (result == DB_NOT_FOUND) return DB_OK;
    if (result != DB_OK || comment.post != post->id) return result;
    if (comment.status != COMMENT_HOLD && comment.status != COMMENT_APPROVED) return DB_OK;
    load->own = id;
    if (comment.status == COMMENT_HOLD) append(page, &load->list, &(struct comment_list){&comment, 1, 1});
    return DB_OK;
}

// The ids that the comments stand below and that are not among them; each once.
static size_t find_missing(struct page_context *page, const struct comment_list *list, int64_t *ret) {
    int64_t *ids = arena_array(page->arena, int64_t, list->count + 1);
    for (size_t i = 0; i < list->count; i++) ids[i] = list->items[i].id;
    qsort(ids, list->count, sizeof *ids, compare_ids);
    size_t count = 0;
    for (size_t i = 0; i < list->count && count < ROWS_A_QUERY; i++) {
        int64_t parent = discussion_load_parent(&list->items[i]);
        if (parent == 0 || bsearch(&parent, ids, list->count, sizeof *ids, compare_ids)) continue;
        bool known = false;
        for (size_t k = 0; k < count; k++) known = known || ret[k] == parent;
        if (!known) ret[count++] = parent;
    }
    return count;
}

// What was answered and is not shown any more keeps its place; so does what that had answered.
static enum db_result add_places(struct page_context *page, const struct post *post, struct discussion_load *load) {
    if (!page->settings->thread_comments) return DB_OK;
    int64_t ids[ROWS_A_QUERY];
    bool added = false;
    enum db_result result = DB_OK;
    for (int round = 0; round < PLACES_ROUNDS && result == DB_OK; round++) {
        const struct id_list missing = {ids, find_missing(page, &load->list, ids)};
        if (missing.count == 0) break;
        struct comment_list rows;
        result = comment_rows(page->db, page->arena, &missing, &rows);
        if (result != DB_OK) break;
        size_t here = 0;
        for (size_t i = 0; i < rows.count; i++)
            if (rows.items[i].post == post->id) rows.items[here++] = rows.items[i];
        rows.count = here;
        if (here == 0) break;  // moved to another article
        append(page, &load->list, &rows);
        added = true;
    }
    if (added) qsort(load->list.items, load->list.count, sizeof *load->list.items, compare_times);
    return result;
}

static enum db_result find_staff(struct page_context *page, struct discussion_load *load) {
    int64_t *ids = arena_array(page->arena, int64_t, load->list.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < load->list.count; i++) {
        if (load->list.items[i].user) ids[count++] = load->list.items[i].user;
    }
    if (count == 0) return DB_OK;
    qsort(ids, count, sizeof *ids, compare_ids);
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        if (distinct == 0 || ids[distinct - 1] != ids[i]) ids[distinct++] = ids[i];
    }
    load->staff = arena_array(page->arena, int64_t, distinct);
    for (size_t from = 0; from < distinct; from += USERS_A_QUERY) {
        size_t part = distinct - from < USERS_A_QUERY ? distinct - from : USERS_A_QUERY;
        struct user_query query = {.include = {ids + from, part}, .order = USER_ORDER_ID, .limit = USERS_A_QUERY};
        struct user_list users = {0};
        enum db_result result = user_list(page->db, page->arena, &query, &users);
        if (result != DB_OK) return result;
        for (size_t i = 0; i < users.count; i++) {
            if (capability_of_roles(users.items[i].roles, CAP_EDIT_POSTS)) {
                load->staff[load->staff_count++] = users.items[i].id;
            }
        }
    }
    return DB_OK;
}

bool discussion_load_is_staff(const struct discussion_load *load, int64_t user) {
    return user && load->staff_count &&
           bsearch(&user, load->staff, load->staff_count, sizeof *load->staff, compare_ids) != NULL;
}

enum db_result discussion_load(struct page_context *page, const struct post *post, struct discussion_load *ret) {
    *ret = (struct discussion_load){0};
    enum db_result result = read_page(page, post, ret);
    if (result != DB_OK || ret->page == 0) return result;
    result = add_own(page, post, ret);
    if (result == DB_OK) result = add_places(page, post, ret);
    return result == DB_OK ? find_staff(page, ret) : result;
}
