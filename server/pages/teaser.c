// teaser: see the header. Authors are read with one query for the whole list, and each category's address is made once.
// What a list says of an article is a part (part.h), under all that it is made from.
#include "server/pages/teaser.h"

#include "base/arena.h"
#include "db/term.h"
#include "server/http/request.h"
#include "server/pages/context.h"
#include "server/pages/image.h"
#include "server/pages/part.h"
#include "server/pages/parts.h"
#include "server/pages/snippet.h"
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

// What a story is made from beside the settings: rows, and what follows from them with little effort.
struct story_work {
    const struct post *post;
    const struct section_memo *section;
    const struct user *author;
    const struct image_view *image;
    const char *url, *headline, *author_url, *snippet;
    bool closed, leads, is_protected;
};

static void make_key(struct part *part, const struct story_work *story) {
    enum { CLOSED = 1, LEADS = 2, PROTECTED = 4, STICKY = 8, MORE = 16, OWN_EXCERPT = 32 };
    const struct post *post = story->post;
    const struct image_view *image = story->image;
    part_of_number(part, post->id);
    part_of_number(part, (story->closed ? CLOSED : 0) | (story->leads ? LEADS : 0) |
                             (story->is_protected ? PROTECTED : 0) | (post->sticky ? STICKY : 0) |
                             (post->has_more ? MORE : 0) | (*post->excerpt ? OWN_EXCERPT : 0));
    part_of_number(part, post->published);
    part_of_number(part, post->comment_count);
    part_of_text(part, story->url);
    part_of_text(part, story->headline);
    part_of_text(part, story->snippet);
    part_of_text(part, post->excerpt_html);
    part_of_text(part, post->more_text);
    part_of_text(part, story->section ? story->section->name : NULL);
    part_of_text(part, story->section ? story->section->url : NULL);
    part_of_text(part, story->author ? story->author->display_name : NULL);
    part_of_text(part, story->author_url);
    if (!image) return;
    part_of_text(part, image->url);
    part_of_text(part, image->srcset);
    part_of_text(part, image->alt);
    part_of_text(part, image->caption);
    part_of_number(part, image->width);
    part_of_number(part, image->height);
}

static void fill(struct page_context *page, const struct story_work *story, struct teaser_view *ret) {
    const struct post *post = story->post;
    *ret = (struct teaser_view){
        .id = post->id,
        .url = story->url,
        .headline = story->headline,
        .section_name = story->section ? story->section->name : NULL,
        .section_url = story->section ? story->section->url : NULL,
        .standfirst = story->is_protected ? NULL : text_or_null(post->excerpt_html),
        .snippet = story->snippet,
        .author_name = story->author ? story->author->display_name : NULL,
        .author_url = story->author_url,
        .published = time_make(page, post->published),
        .comments_count = post->comment_count,
        .comments_closed = story->closed,
        .sticky = post->sticky,
        .leads = story->leads,
        .is_protected = story->is_protected,
        .image = story->image,
    };
    if (post->has_more && !*post->excerpt && !story->is_protected) {
        ret->more_url = arena_printf(page->arena, "%s#more-%lld", ret->url, (long long) post->id);
        ret->more_text = *post->more_text ? post->more_text : words_get(page->words, WORD_CONTINUE_READING);
    }
    if (post->comment_count > 0) {
        ret->comments_label = words_plural(page->arena, page->words, WORD_COMMENT_COUNT, post->comment_count, NULL);
        ret->comments_url = arena_printf(page->arena, "%s#comments", ret->url);
    }
}

static const char *make_html(struct page_context *page, const struct story_work *story) {
    struct teaser_view view;
    PART part;
    part_begin(&part, page, THEME_STORY);
    make_key(&part, story);
    const char *html = part_find(&part);
    if (html) return html;
    fill(page, story, &view);
    return part_render(&part, &view);
}

static enum db_result make_one(struct teaser_work *work, const struct post *post, struct story_work *story,
                               struct story_view *ret) {
    struct page_context *page = work->page;
    struct comment_gate gate = comment_gate(post, page->settings, page->request->now, false);
    if (gate.open) page_valid_until(page, gate.until);
    enum db_result result = find_section(work, post, &story->section);
    if (result != DB_OK) return result;
    story->post = post;
    story->closed = !gate.open && comment_gate_is_shown(&gate, post);
    story->is_protected = *post->password != '\0';
    story->author = author_of(work, post->author);
    story->author_url = story->author ? permalink_of_author(page->arena, page->settings, story->author) : NULL;
    story->url = permalink_of_post(page->db, page->arena, page->settings, post);
    story->headline = headline_of_post(page, post);
    if (!story->is_protected) result = image_of_post(page, post, &story->image);
    if (result == DB_OK)
        *ret = (struct story_view){.id = post->id, .headline = story->headline, .html = make_html(page, story)};
    return result;
}

enum db_result teasers_make(struct page_context *page, const struct post_list *list, const struct teaser_wish *wish,
                            const struct story_view **ret) {
    struct teaser_work work = {
        .page = page,
        .sections = arena_array(page->arena, struct section_memo, list->count + 1),
    };
    struct story_view *stories = arena_array(page->arena, struct story_view, list->count + 1);
    enum db_result result = find_authors(&work, list);
    for (size_t i = 0; i < list->count && result == DB_OK; i++) {
        struct story_work story = {.leads = wish->leads && i == 0};
        if (wish->search) story.snippet = snippet_make(page->arena, wish->search, list->items[i].content_html);
        result = make_one(&work, &list->items[i], &story, &stories[i]);
    }
    if (result == DB_OK) *ret = stories;
    return result;
}
