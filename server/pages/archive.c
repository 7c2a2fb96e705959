// archive: lists of articles that have something in common: category (sub-categories included), tag, author, date,
// search.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "base/utf8.h"
#include "db/post.h"
#include "db/term.h"
#include "db/user.h"
#include "server/http/request.h"
#include "server/pages/article_list.h"
#include "server/pages/breadcrumb.h"
#include "server/pages/context.h"
#include "server/pages/json_ld.h"
#include "server/pages/layout.h"
#include "server/pages/pages.h"
#include "server/pages/parts.h"
#include "server/pages/php_date.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

enum {
    SUBSECTIONS_MAX = 100,
    SECTIONS_MAX = 100,
    SEARCH_MAX = 200,
    SUMMARY_MAX = 300,
    FOUND_MAX = 10000,  // results that can be leafed through
};

struct archive_work {
    struct page_context *page;
    const char *base;  // address of page 1
    struct post_query query;
    struct breadcrumb breadcrumb;
    struct archive_view view;
    struct layout_wish wish;
    bool missing_when_empty;  // 404 instead of an empty list
};

// Runs the query and renders; what is special to the kind of archive is in `work` already.
static int serve(struct archive_work *work, int64_t number) {
    struct page_context *page = work->page;
    struct article_list list;
    int status = article_list_make(page, &work->query, work->base, number, false, &list);
    if (status) return status;
    if (work->missing_when_empty && list.total == 0) return page_not_found(page);
    struct archive_view *view = &work->view;
    view->breadcrumb = work->breadcrumb.items;
    view->breadcrumb_count = work->breadcrumb.count;
    view->articles = list.stories;
    view->articles_count = list.count;
    view->empty = list.count == 0;
    view->pager = list.pager;
    if (list.uncounted) {
        const char *most = words_number(page->arena, page->words, list.total - 1);
        view->count_label = words_with(page->arena, page->words, WORD_MORE_ARTICLES, most, NULL);
    } else if (list.total > 0) {
        view->count_label = words_plural(page->arena, page->words, WORD_ARTICLE_COUNT, list.total, NULL);
    }
    struct layout_wish *wish = &work->wish;
    wish->kind = "archive";
    wish->feed_of = work->base;
    wish->feed_title = arena_printf(page->arena, "%s – %s", view->title, site_title(page));
    // What describes the whole would be the same on all its pages.
    if (number > 1 || !wish->description) wish->description = article_list_summary(page, &list);
    if (!wish->description) wish->description = wish->feed_title;
    wish->title = article_list_title(page, wish->title ? wish->title : view->title, number);
    wish->canonical = list.url;
    wish->prev_url = list.prev_url;
    wish->next_url = list.next_url;
    wish->json_ld = json_ld_breadcrumb(page, &work->breadcrumb, work->base);
    view->layout = layout_make(page, wish);
    return page_render(page, 200, THEME_ARCHIVE, view);
}

static void add_api_item(struct archive_work *work, const char *resource, int64_t id) {
    struct page_context *page = work->page;
    work->wish.api_item_url =
        site_url(page, arena_printf(page->arena, "/wp-json/wp/v2/%s/%lld", resource, (long long) id));
    page_add_link(page, work->wish.api_item_url, "rel=\"alternate\"; title=\"JSON\"; type=\"application/json\"");
}

static void add_description(struct archive_work *work, const char *stored) {
    work->view.description = description_html(work->page->arena, stored);
    work->wish.description = plain_summary(work->page->arena, stored, SUMMARY_MAX);
}

static enum db_result add_subsections(struct archive_work *work, int64_t category) {
    struct page_context *page = work->page;
    struct term_query query = {
        .taxonomy = TERM_CATEGORY,
        .filter_parent = true,
        .parent = category,
        .hide_empty = true,
        .order = TERM_ORDER_NAME,
        .limit = SUBSECTIONS_MAX,
    };
    struct term_list list = {0};
    enum db_result result = term_list(page->db, page->arena, &query, &list);
    if (result != DB_OK) return result;
    struct link_view *links = arena_array(page->arena, struct link_view, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        links[i] = (struct link_view){
            .name = list.items[i].name,
            .url = permalink_of_term(page->db, page->arena, page->settings, &list.items[i]),
            .count = list.items[i].tree_count,
        };
    }
    work->view.subsections = links;
    work->view.subsections_count = list.count;
    return DB_OK;
}

int archive_serve_category(struct page_context *page, int64_t id, int64_t number) {
    struct archive_work work = {.page = page, .breadcrumb = breadcrumb_begin(page)};
    struct term_list path = {0};
    enum db_result result = term_path(page->db, page->arena, id, &path);
    if (result == DB_OK && path.count == 0) result = DB_NOT_FOUND;
    if (result == DB_OK) result = add_subsections(&work, id);
    if (result != DB_OK) return page_db_failed(page, result);
    const struct term *term = &path.items[path.count - 1];
    if (term->taxonomy != TERM_CATEGORY) return page_not_found(page);
    for (size_t i = 0; i + 1 < path.count; i++) {
        breadcrumb_add(page, &work.breadcrumb, path.items[i].name,
                       permalink_of_term(page->db, page->arena, page->settings, &path.items[i]));
    }
    breadcrumb_end(page, &work.breadcrumb, term->name);
    work.base = permalink_of_term(page->db, page->arena, page->settings, term);
    work.query = (struct post_query){.archive_term = id, .order = POST_ORDER_DATE};
    work.wish.branch = (struct branch){.top = path.items[0].id, .second = path.count > 1 ? path.items[1].id : 0};
    work.view.label = words_get(page->words, WORD_SECTION);
    work.view.title = term->name;
    add_description(&work, term->description);
    add_api_item(&work, "categories", id);
    return serve(&work, number);
}

int archive_serve_tag(struct page_context *page, int64_t id, int64_t number) {
    struct archive_work work = {.page = page, .breadcrumb = breadcrumb_begin(page)};
    struct term term;
    enum db_result result = term_get(page->db, page->arena, id, &term);
    if (result != DB_OK) return page_db_failed(page, result);
    if (term.taxonomy != TERM_TAG) return page_not_found(page);
    breadcrumb_end(page, &work.breadcrumb, term.name);
    work.base = permalink_of_term(page->db, page->arena, page->settings, &term);
    work.query = (struct post_query){.archive_term = id, .order = POST_ORDER_DATE};
    work.view.label = words_get(page->words, WORD_TAG);
    work.view.title = term.name;
    add_description(&work, term.description);
    add_api_item(&work, "tags", id);
    return serve(&work, number);
}

int archive_serve_author(struct page_context *page, int64_t id, int64_t number) {
    struct archive_work work = {.page = page, .breadcrumb = breadcrumb_begin(page)};
    struct user user;
    enum db_result result = user_get(page->db, page->arena, id, &user);
    if (result != DB_OK) return page_db_failed(page, result);
    // Accounts that have published nothing are nobody's business.
    if (user.post_count == 0) return page_not_found(page);
    breadcrumb_end(page, &work.breadcrumb, user.display_name);
    work.base = permalink_of_author(page->arena, page->settings, &user);
    work.query = (struct post_query){.authors = {&id, 1}, .order = POST_ORDER_DATE};
    work.view.label = words_get(page->words, WORD_AUTHOR);
    work.view.title = user.display_name;
    work.view.author = author_make(page, &user);
    add_description(&work, user.description);
    add_api_item(&work, "users", id);
    return serve(&work, number);
}

static void add_date_step(struct archive_work *work, const char *name, int year, int month, int day, bool last) {
    struct page_context *page = work->page;
    if (last) {
        breadcrumb_end(page, &work->breadcrumb, name);
    } else {
        breadcrumb_add(page, &work->breadcrumb, name, permalink_of_date(page->arena, page->settings, year, month, day));
    }
}

int archive_serve_date(struct page_context *page, const struct permalink_target *target) {
    struct archive_work work = {.page = page, .breadcrumb = breadcrumb_begin(page), .missing_when_empty = true};
    int year = target->year, month = target->month, day = target->day;
    struct clock_date first = {.year = year, .month = month ? month : 1, .day = day ? day : 1};
    struct clock_date after = first;
    if (day) {
        after.day++;
    } else if (month) {
        after.month++;
    } else {
        after.year++;
    }
    int64_t from = clock_from_local(&first);
    // A date that does not exist, as 30 February, carries over into another day.
    struct clock_date real = clock_local(from);
    if (real.year != first.year || real.month != first.month || real.day != first.day) return page_not_found(page);
    work.query = (struct post_query){
        .after = from - 1,
        .before = clock_from_local(&after),
        .order = POST_ORDER_DATE,
    };
    const char *zone = page->settings->timezone_string;
    const struct words *words = page->words;
    add_date_step(&work, php_date(page->arena, words, "Y", from, zone), year, 0, 0, !month);
    if (month) add_date_step(&work, php_date(page->arena, words, "F", from, zone), year, month, 0, !day);
    if (day) add_date_step(&work, php_date(page->arena, words, "j", from, zone), year, month, day, true);
    work.base = permalink_of_date(page->arena, page->settings, year, month, day);
    work.view.label = words_get(page->words, day ? WORD_DAY : month ? WORD_MONTH : WORD_YEAR);
    const char *format = day ? date_format_of(page) : month ? words_get(words, WORD_DATE_FORMAT_MONTH) : "Y";
    work.view.title = php_date(page->arena, words, format, from, zone);
    return serve(&work, target->page);
}

// The sections that a search can be narrowed to; *ret_chosen is the one that the address names, 0: none.
static enum db_result add_search_sections(struct archive_work *work, int64_t *ret_chosen) {
    struct page_context *page = work->page;
    const char *cat = request_query(page->request, "cat");
    const int64_t asked = cat ? strtoll(cat, NULL, 10) : 0;
    struct term_query query = {.taxonomy = TERM_CATEGORY, .hide_empty = true, .limit = SECTIONS_MAX};
    struct term_list list = {0};
    struct term chosen = {0};
    enum db_result result = term_list(page->db, page->arena, &query, &list);
    if (result == DB_OK && asked > 0) result = term_get(page->db, page->arena, asked, &chosen);
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    if (chosen.taxonomy != TERM_CATEGORY) chosen = (struct term){0};
    struct option_view *options = arena_array(page->arena, struct option_view, list.count + 1);
    size_t count = 0;
    bool there = chosen.id == 0;
    for (size_t i = 0; i < list.count; i++) {
        const bool selected = list.items[i].id == chosen.id;
        options[count++] = (struct option_view){list.items[i].id, list.items[i].name, selected};
        there = there || selected;
    }
    if (!there) options[count++] = (struct option_view){chosen.id, chosen.name, true};
    work->view.search_sections = options;
    work->view.search_sections_count = count;
    *ret_chosen = chosen.id;
    return DB_OK;
}

static const char *search_address(struct page_context *page, const char *words, int64_t section, bool by_date) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    strbuf_adds(&out, page->settings->home);
    strbuf_adds(&out, "/?s=");
    url_encode(&out, words, "");
    if (section) {
        strbuf_adds(&out, "&cat=");
        strbuf_addi(&out, section);
    }
    if (by_date) strbuf_adds(&out, "&orderby=date");
    return arena_strndup(page->arena, out.data, out.size);
}

int archive_serve_search(struct page_context *page, int64_t number) {
    struct archive_work work = {.page = page, .breadcrumb = breadcrumb_begin(page)};
    const char *words = request_query(page->request, "s"), *order = request_query(page->request, "orderby");
    if (!words) words = "";
    words = arena_strndup(page->arena, words, utf8_prefix(words, strlen(words), SEARCH_MAX));
    const bool blank = words[strspn(words, " \t\r\n")] == '\0', by_date = order && strcmp(order, "date") == 0;
    int64_t section;
    enum db_result result = add_search_sections(&work, &section);
    if (result != DB_OK) return page_db_failed(page, result);
    work.base = search_address(page, words, section, by_date);
    const char *search = words_get(page->words, WORD_SEARCH);
    breadcrumb_end(page, &work.breadcrumb, search);
    work.view.label = search;
    work.view.is_search = true;
    work.view.by_date = by_date;
    work.view.wider_url = section && !blank ? search_address(page, words, 0, by_date) : NULL;
    work.view.title = blank ? search : words_with(page->arena, page->words, WORD_SEARCH_FOR, words, NULL);
    work.wish.search_query = words;
    work.wish.noindex = true;
    // Without words there is nothing to look for: an id that no article has.
    static const int64_t nothing = 0;
    if (blank) {
        work.query = (struct post_query){.include = {&nothing, 1}};
        return serve(&work, number);
    }
    work.query = (struct post_query){
        .types = POST_TYPE_BIT(POST_TYPE_POST) | (section ? 0 : POST_TYPE_BIT(POST_TYPE_PAGE)),
        .search = words,
        .hide_protected = true,
        .archive_term = section,
        .order = by_date ? POST_ORDER_DATE : POST_ORDER_RELEVANCE,
        .total_most = FOUND_MAX + 1,
    };
    return serve(&work, number);
}
