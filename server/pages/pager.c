// pager: see the header.
#include "server/pages/pager.h"

#include "base/arena.h"
#include "db/post.h"
#include "server/pages/context.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"

// Numbers that stand on either side of the current one, besides the first and the last.
enum { PAGER_AROUND = 2, PAGER_STEPS_MAX = 2 * PAGER_AROUND + 1 + 4 };

int64_t pager_last(int64_t total, int64_t per_page) { return total <= 0 ? 1 : (total - 1) / per_page + 1; }

struct pages {
    struct page_context *page;
    const char *base;         // the address of page 1
    const struct post *post;  // whose content it is; NULL: a list, or comments
    const struct pager_base *comments;
};

const char *pager_comment_url(struct page_context *page, const struct pager_base *base, int64_t number) {
    return permalink_comment_page(page->arena, page->settings, base->url, number == base->shown ? 0 : number);
}

static const char *address_of(const struct pages *pages, int64_t number) {
    struct page_context *page = pages->page;
    if (pages->comments)
        return arena_printf(page->arena, "%s#comments", pager_comment_url(page, pages->comments, number));
    return pages->post ? permalink_content_page(page->arena, page->settings, pages->post, pages->base, number)
                       : permalink_page(page->arena, page->settings, pages->base, number);
}

static void add_step(const struct pages *pages, struct pager_view *pager, struct pager_step_view *steps,
                     int64_t number) {
    bool current = number == pager->page;
    steps[pager->steps_count++] = (struct pager_step_view){
        .number = number,
        .url = current ? NULL : address_of(pages, number),
        .current = current,
    };
}

static const struct pager_view *make(const struct pages *pages, int64_t current, int64_t last) {
    if (last <= 1) return NULL;
    struct page_context *page = pages->page;
    struct pager_view *pager = arena_new(page->arena, struct pager_view);
    struct pager_step_view *steps = arena_array(page->arena, struct pager_step_view, PAGER_STEPS_MAX);
    *pager = (struct pager_view){.steps = steps, .page = current, .last = last};
    const char *before = current > 1 ? address_of(pages, current - 1) : NULL;
    const char *after = current < last ? address_of(pages, current + 1) : NULL;
    pager->newer_url = pages->comments ? after : before;
    pager->older_url = pages->comments ? before : after;

    int64_t from = current - PAGER_AROUND, to = current + PAGER_AROUND;
    // A gap that would hide one number only shows that number.
    if (from <= 3) from = 1;
    if (to >= last - 2) to = last;
    if (from > 1) {
        add_step(pages, pager, steps, 1);
        steps[pager->steps_count++] = (struct pager_step_view){.gap = true};
    }
    for (int64_t number = from; number <= to; number++) add_step(pages, pager, steps, number);
    if (to < last) {
        steps[pager->steps_count++] = (struct pager_step_view){.gap = true};
        add_step(pages, pager, steps, last);
    }
    return pager;
}

const struct pager_view *pager_make(struct page_context *page, const char *base, int64_t current, int64_t last) {
    const struct pages pages = {.page = page, .base = base};
    return make(&pages, current, last);
}

const struct pager_view *pager_make_content(struct page_context *page, const struct post *post, const char *address,
                                            int64_t current) {
    const struct pages pages = {.page = page, .base = address, .post = post};
    return make(&pages, current, post->page_count);
}

const struct pager_view *pager_make_comments(struct page_context *page, const struct pager_base *base, int64_t current,
                                             int64_t last) {
    const struct pages pages = {.page = page, .comments = base};
    return make(&pages, current, last);
}
