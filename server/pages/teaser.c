// teaser: see the header. Authors are read with one query for the whole list, and each category's address is made once.
#include "server/pages/teaser.h"

#include "base/arena.h"
#include "db/term.h"
#include "server/http/request.h"
#include "server/pages/context.h"
#include "server/pages/image.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/comment_gate.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

enum { AUTHORS_MAX = 100 };  // what a query's list may hold; also the most articles of a page

struct section_memo {
    int64_t id;
    const char *name, *url;
};

struct teaser_work {
    struct page_context *page;
    struct user_list authors;
    struct section_memo *sections;
    size_t section_count;
};

static enum db_result find_authors(struct teaser_work *work, const struct post_list *list) {
    int64_t ids[AUTHORS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < list->count && count < AUTHORS_MAX; i++) {
        bool known = list->items[i].author == 0;
        for (size_t k = 0; k < count && !known; k++) known = ids[k] == list->items[i].author;
        if (!known) ids[count++] = list->items[i].author;
    }
    if (count == 0) return DB_OK;
    struct user_query query = {.include = {ids, count}, .order = USER_ORDER_ID, .limit = AUTHORS_MAX};
    return user_list(work->page->db, work->page->arena, &query, &work->authors);
}

static const struct user *author_of(const struct teaser_work *work, int64_t id) {
    for (size_t i = 0; i < work->authors.count; i++) {
        if (work->authors.items[i].id == id) return &work->authors.items[i];
    }
    return NULL;
}

static enum db_result find_section(struct teaser_work *work, const struct post *post, const struct section_memo **ret) {
    struct page_context *page = work->page;
    struct term term;
    enum db_result result = term_primary_of_post(page->db, page->arena, post, &term);
    if (result == DB_NOT_FOUND) return DB_OK;
    if (result != DB_OK) return result;
    for (size_t i = 0; i < work->section_count; i++) {
        if (work->sections[i].id == term.id) {
            *ret = &work->sections[i];
            return DB_OK;
        }
    }
    struct section_memo *memo = &work->sections[work->section_count++];
    *memo = (struct section_memo){
        .id = term.id,
        .name = term.name,
        .url = permalink_of_term(page->db, page->arena, page->settings, &term),
    };
    *ret = memo;
    return DB_OK;
}

static enum db_result make_one(struct teaser_work *work, const struct post *post, struct teaser_view *ret) {
    struct page_context *page = work->page;
    struct comment_gate gate = comment_gate(post, page->settings, page->request->now, false);
    if (gate.open) page_valid_until(page, gate.until);
    const struct section_memo *section = NULL;
    enum db_result result = find_section(work, post, &section);
    if (result != DB_OK) return result;
    const struct user *author = author_of(work, post->author);
    bool is_protected = *post->password != '\0';
    *ret = (struct teaser_view){
        .id = post->id,
        .url = permalink_of_post(page->db, page->arena, page->settings, post),
        .headline = headline_of_post(page, post),
        .section_name = section ? section->name : NULL,
        .section_url = section ? section->url : NULL,
        .standfirst = is_protected ? NULL : text_or_null(post->excerpt_html),
        .author_name = author ? author->display_name : NULL,
        .author_url = author ? permalink_of_author(page->arena, page->settings, author) : NULL,
        .published = time_make(page, post->published),
        .comments_count = post->comment_count,
        .comments_closed = !gate.open && comment_gate_is_shown(&gate, post),
        .sticky = post->sticky,
        .is_protected = is_protected,
    };
    if (post->has_more && !*post->excerpt && !is_protected) {
        ret->more_url = arena_printf(page->arena, "%s#more-%lld", ret->url, (long long) post->id);
        ret->more_text = *post->more_text ? post->more_text : words_get(page->words, WORD_CONTINUE_READING);
    }
    if (post->comment_count > 0) {
        ret->comments_label = words_plural(page->arena, page->words, WORD_COMMENT_COUNT, post->comment_count, NULL);
        ret->comments_url = arena_printf(page->arena, "%s#comments", ret->url);
    }
    return is_protected ? DB_OK : image_of_post(page, post, &ret->image);
}

enum db_result teasers_make(struct page_context *page, const struct post_list *list, struct teaser_view **ret) {
    struct teaser_work work = {
        .page = page,
        .sections = arena_array(page->arena, struct section_memo, list->count + 1),
    };
    struct teaser_view *teasers = arena_array(page->arena, struct teaser_view, list->count + 1);
    enum db_result result = find_authors(&work, list);
    for (size_t i = 0; i < list->count && result == DB_OK; i++) result = make_one(&work, &list->items[i], &teasers[i]);
    if (result == DB_OK) *ret = teasers;
    return result;
}
