// breadcrumb: see the header.
#include "server/pages/breadcrumb.h"

#include <string.h>

#include "base/arena.h"
#include "db/post.h"
#include "db/term.h"
#include "server/pages/context.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

enum { PARENTS_MAX = 100 };

struct breadcrumb breadcrumb_begin(struct page_context *page) {
    struct breadcrumb breadcrumb = {0};
    breadcrumb_add(page, &breadcrumb, words_get(page->words, WORD_HOME), site_url(page, "/"));
    return breadcrumb;
}

void breadcrumb_add(struct page_context *page, struct breadcrumb *breadcrumb, const char *name, const char *url) {
    if (breadcrumb->count == breadcrumb->capacity) {
        size_t capacity = breadcrumb->capacity ? breadcrumb->capacity * 2 : 8;
        struct crumb_view *items = arena_array(page->arena, struct crumb_view, capacity);
        if (breadcrumb->count) memcpy(items, breadcrumb->items, breadcrumb->count * sizeof *items);
        breadcrumb->items = items;
        breadcrumb->capacity = capacity;
    }
    breadcrumb->items[breadcrumb->count] =
        (struct crumb_view){.name = name, .url = url, .position = (int64_t) breadcrumb->count + 1};
    breadcrumb->count++;
}

enum db_result breadcrumb_add_category(struct page_context *page, struct breadcrumb *breadcrumb, int64_t category,
                                       struct branch *ret_branch) {
    struct term_list path = {0};
    enum db_result result = term_path(page->db, page->arena, category, &path);
    if (result != DB_OK) return result;
    for (size_t i = 0; i < path.count; i++) {
        breadcrumb_add(page, breadcrumb, path.items[i].name,
                       permalink_of_term(page->db, page->arena, page->settings, &path.items[i]));
    }
    ret_branch->top = path.count ? path.items[0].id : 0;
    ret_branch->second = path.count > 1 ? path.items[1].id : 0;
    return DB_OK;
}

enum db_result breadcrumb_add_parents(struct page_context *page, struct breadcrumb *breadcrumb, int64_t parent) {
    const struct post *chain[PARENTS_MAX];
    size_t count = 0;
    // A parent that turns up again would be a circle: the limit ends it.
    while (parent && count < PARENTS_MAX) {
        struct post_query query = {
            .types = POST_TYPE_BIT(POST_TYPE_PAGE),
            .statuses = POST_STATUS_BIT(POST_PUBLISH),
            .include = {&parent, 1},
            .limit = 1,
        };
        struct post_list list = {0};
        enum db_result result = post_list(page->db, page->arena, &query, true, &list);
        if (result != DB_OK) return result;
        if (list.count == 0) break;
        chain[count++] = &list.items[0];
        parent = list.items[0].parent;
    }
    while (count--) {
        breadcrumb_add(page, breadcrumb, plain_text(page->arena, headline_of_post(page, chain[count])),
                       permalink_of_post(page->db, page->arena, page->settings, chain[count]));
    }
    return DB_OK;
}

void breadcrumb_end(struct page_context *page, struct breadcrumb *breadcrumb, const char *name) {
    breadcrumb_add(page, breadcrumb, name, NULL);
    breadcrumb->items[breadcrumb->count - 1].current = true;
}
