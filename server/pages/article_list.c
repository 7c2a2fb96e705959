// article_list: see the header.
#include "server/pages/article_list.h"

#include "base/arena.h"
#include "base/strbuf.h"
#include "db/post.h"
#include "server/pages/context.h"
#include "server/pages/pager.h"
#include "server/pages/parts.h"
#include "server/pages/teaser.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

enum { PER_PAGE_MAX = 100, NUMBER_MAX = 1000000, HEADLINES_MAX = 3, SUMMARY_MAX = 300 };

int article_list_make(struct page_context *page, struct post_query *query, const char *base, int64_t number, bool leads,
                      struct article_list *ret) {
    int64_t per_page = page->settings->posts_per_page;
    if (per_page < 1) per_page = 1;
    if (per_page > PER_PAGE_MAX) per_page = PER_PAGE_MAX;
    if (number < 1 || number > NUMBER_MAX) return page_not_found(page);
    if (!query->types) query->types = POST_TYPE_BIT(POST_TYPE_POST);
    query->statuses = POST_STATUS_BIT(POST_PUBLISH);
    query->limit = per_page;
    query->offset = (number - 1) * per_page;
    query->want_total = true;
    struct post_list posts = {0};
    enum db_result result = post_list(page->db, page->arena, query, query->search == NULL, &posts);
    if (result != DB_OK) return page_db_failed(page, result);
    // Pages are walked to; beyond what is counted there are none.
    const bool endless = query->total_most > 0 && posts.total >= query->total_most;
    int64_t last = pager_last(endless ? query->total_most - 1 : posts.total, per_page);
    if (number > last) return page_not_found(page);
    const struct teaser_wish wish = {.search = query->search, .leads = leads && number == 1};
    const struct story_view *stories = NULL;
    result = teasers_make(page, &posts, &wish, &stories);
    if (result != DB_OK) return page_db_failed(page, result);
    const struct pager_view *pager = pager_make(page, base, number, last);
    *ret = (struct article_list){
        .stories = stories,
        .count = posts.count,
        .total = posts.total,
        .uncounted = endless && posts.total == query->total_most,
        .number = number,
        .url = number > 1 ? permalink_page(page->arena, page->settings, base, number) : base,
        .prev_url = pager ? pager->newer_url : NULL,
        .next_url = pager ? pager->older_url : NULL,
        .pager = pager,
    };
    return 0;
}

const char *article_list_summary(struct page_context *page, const struct article_list *list) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    for (size_t i = 0; i < list->count && i < HEADLINES_MAX; i++) {
        if (i > 0) strbuf_adds(&out, " · ");
        strbuf_adds(&out, list->stories[i].headline);
    }
    return plain_summary(page->arena, out.data, SUMMARY_MAX);
}

const char *article_list_title(struct page_context *page, const char *title, int64_t number) {
    if (number <= 1) return title;
    const char *words = words_number(page->arena, page->words, number);
    return title ? words_with(page->arena, page->words, WORD_TITLE_PAGE, title, words, NULL)
                 : words_with(page->arena, page->words, WORD_PAGE_NUMBER, words, NULL);
}
