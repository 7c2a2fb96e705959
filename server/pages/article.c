// article: the page of one article.
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/post.h"
#include "db/term.h"
#include "db/user.h"
#include "server/http/response.h"
#include "server/pages/article_list.h"
#include "server/pages/breadcrumb.h"
#include "server/pages/context.h"
#include "server/pages/entry.h"
#include "server/pages/head.h"
#include "server/pages/image.h"
#include "server/pages/json_ld.h"
#include "server/pages/layout.h"
#include "server/pages/pages.h"
#include "server/pages/parts.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

enum { RELATED_MAX = 4 };

struct article_work {
    struct page_context *page;
    struct entry entry;
    struct breadcrumb breadcrumb;
    struct branch branch;
    struct article_view view;
};

static enum db_result add_section(struct article_work *work) {
    struct page_context *page = work->page;
    work->breadcrumb = breadcrumb_begin(page);
    struct term section;
    enum db_result result = term_primary_of_post(page->db, page->arena, &work->entry.post, &section);
    if (result == DB_OK) {
        work->view.section_name = section.name;
        work->view.section_url = permalink_of_term(page->db, page->arena, page->settings, &section);
        result = breadcrumb_add_category(page, &work->breadcrumb, section.id, &work->branch);
    }
    breadcrumb_end(page, &work->breadcrumb, work->entry.title);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static enum db_result add_author(struct article_work *work) {
    struct page_context *page = work->page;
    if (!work->entry.post.author) return DB_OK;
    struct user author;
    enum db_result result = user_get(page->db, page->arena, work->entry.post.author, &author);
    if (result == DB_OK) work->view.author = author_make(page, &author);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static enum db_result add_tags(struct article_work *work) {
    struct page_context *page = work->page;
    struct term_list list = {0};
    enum db_result result = term_of_post(page->db, page->arena, work->entry.post.id, TERM_TAG, &list);
    if (result != DB_OK) return result;
    struct link_view *tags = arena_array(page->arena, struct link_view, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        tags[i] = (struct link_view){
            .name = list.items[i].name,
            .url = permalink_of_term(page->db, page->arena, page->settings, &list.items[i]),
            .count = list.items[i].count,
        };
    }
    work->view.tags = tags;
    work->view.tags_count = list.count;
    return DB_OK;
}

typedef enum db_result (*neighbour_function)(struct db *db, struct arena *arena, const struct post *post,
                                             struct post *ret);

static enum db_result add_neighbour(struct article_work *work, neighbour_function find,
                                    const struct headline_link_view **ret) {
    struct page_context *page = work->page;
    struct post other;
    enum db_result result = find(page->db, page->arena, &work->entry.post, &other);
    if (result == DB_NOT_FOUND) return DB_OK;
    if (result != DB_OK) return result;
    struct headline_link_view *link = arena_new(page->arena, struct headline_link_view);
    *link = (struct headline_link_view){
        .headline = headline_of_post(page, &other),
        .url = permalink_of_post(page->db, page->arena, page->settings, &other),
    };
    *ret = link;
    return DB_OK;
}

static enum db_result add_neighbours(struct article_work *work) {
    if (work->entry.preview) return DB_OK;
    enum db_result result = add_neighbour(work, post_previous, &work->view.previous);
    return result == DB_OK ? add_neighbour(work, post_next, &work->view.next) : result;
}

static enum db_result add_related(struct article_work *work) {
    struct page_context *page = work->page;
    if (work->entry.preview) return DB_OK;
    struct post_list list;
    enum db_result result = post_related(page->db, page->arena, work->entry.post.id, RELATED_MAX, &list);
    if (result != DB_OK) return result;
    struct headline_link_view *links = arena_array(page->arena, struct headline_link_view, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        links[i] = (struct headline_link_view){
            .headline = headline_of_post(page, &list.items[i]),
            .url = permalink_of_post(page->db, page->arena, page->settings, &list.items[i]),
        };
    }
    work->view.related = links;
    work->view.related_count = list.count;
    return DB_OK;
}

static const struct layout_view *make_layout(struct article_work *work) {
    struct page_context *page = work->page;
    const struct entry *entry = &work->entry;
    struct json_ld_article data = {
        .url = entry->url,
        .headline = entry->title,
        .description = entry->summary,
        .section = work->view.section_name,
        .author_name = work->view.author ? work->view.author->name : NULL,
        .author_url = work->view.author ? work->view.author->url : NULL,
        .published = entry->post.published,
        .modified = entry->post.modified,
        .comment_count = entry->post.comment_count,
        .image = work->view.image,
        .tags = work->view.tags,
        .tags_count = work->view.tags_count,
    };
    const struct article_view *view = &work->view;
    char *modified = arena_alloc(page->arena, CLOCK_ISO_SIZE);
    const struct head_article article = {
        .published = view->published->machine,
        .modified = clock_format_iso_local(modified, entry->post.modified),
        .section = view->section_name,
        .author_url = data.author_url,
        .tags = view->tags,
        .tags_count = view->tags_count,
    };
    struct layout_wish wish = {
        .kind = "article",
        .article = &article,
        .image = view->image,
        .feed_of = entry->preview ? NULL : entry->url,
        .feed_title = words_with(page->arena, page->words, WORD_FEED_OF_ARTICLE, entry->title, NULL),
        .title = article_list_title(page, entry->title, entry->number),
        .description = entry->summary ? entry->summary : entry->title,
        .canonical = entry->preview ? NULL : entry->canonical,
        .prev_url = entry->prev_url,
        .next_url = entry->next_url,
        .embeddable = true,
        .api_item_url = entry->preview ? NULL : entry->api_url,
        .json_ld = entry->preview ? NULL : json_ld_article(page, &data, &work->breadcrumb),
        .noindex = entry_is_variant(page, entry),
        .branch = work->branch,
    };
    return layout_make(page, &wish);
}

int article_serve(struct page_context *page, int64_t id, int64_t number) {
    struct article_work work = {.page = page};
    struct entry *entry = &work.entry;
    int status = entry_load(page, id, POST_TYPE_POST, number, entry);
    if (status) return status;

    enum db_result result = add_section(&work);
    if (result == DB_OK) result = add_author(&work);
    if (result == DB_OK) result = add_tags(&work);
    if (result == DB_OK) result = add_neighbours(&work);
    if (result == DB_OK) result = add_related(&work);
    if (result == DB_OK && !entry->password_form) result = image_of_post(page, &entry->post, &work.view.image);
    if (result != DB_OK) return page_db_failed(page, result);

    struct article_view *view = &work.view;
    view->breadcrumb = work.breadcrumb.items;
    view->breadcrumb_count = work.breadcrumb.count;
    view->id = entry->post.id;
    view->url = entry->url;
    view->headline = entry->headline;
    if (*entry->post.excerpt && !entry->password_form) view->standfirst = text_or_null(entry->post.excerpt_html);
    view->published = entry->published;
    view->updated = entry->updated;
    view->content = entry->content;
    view->pages = entry->pages;
    view->password_form = entry->password_form;
    view->preview = entry->preview;
    view->preview_until = entry->preview_until;
    view->discussion = entry->discussion;
    view->layout = make_layout(&work);
    return page_render(page, 200, THEME_ARTICLE, view);
}
