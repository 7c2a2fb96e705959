// layout: see the header.
#include "server/pages/layout.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "db/post.h"
#include "db/term.h"
#include "server/http/assets.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/server.h"
#include "server/pages/context.h"
#include "server/pages/head.h"
#include "server/pages/image.h"
#include "server/pages/part.h"
#include "server/pages/parts.h"
#include "server/pages/php_date.h"
#include "server/pages/session.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/language.h"
#include "server/text/words.h"

enum { SECTIONS_MAX = 12, MENU_PAGES_MAX = 8 };

static void add_sections(struct page_context *page, const struct layout_wish *wish, struct layout_view *layout) {
    struct term_list list = {0};
    if (term_sections(page->db, page->arena, 0, SECTIONS_MAX, &list) != DB_OK) return;
    if (list.count == 1) {  // a site under one roof: its rooms are the sections
        struct term_list below = {0};
        int64_t roof = list.items[0].id;
        if (term_sections(page->db, page->arena, roof, SECTIONS_MAX, &below) == DB_OK && below.count > 1) list = below;
    }
    struct link_view *sections = arena_array(page->arena, struct link_view, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        const struct term *term = &list.items[i];
        sections[i] = (struct link_view){
            .name = term->name,
            .url = permalink_of_term(page->db, page->arena, page->settings, term),
            .count = term->tree_count,
            .current = term->id == wish->branch.top || term->id == wish->branch.second,
        };
    }
    layout->sections = sections;
    layout->sections_count = list.count;
}

static void add_pages(struct page_context *page, const struct layout_wish *wish, struct layout_view *layout) {
    struct post_list list = {0};
    if (post_menu_pages(page->db, page->arena, MENU_PAGES_MAX, &list) != DB_OK) return;
    struct link_view *pages = arena_array(page->arena, struct link_view, list.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++) {
        const struct post *post = &list.items[i];
        // The page that is the front page is reached by the nameplate.
        if (strcmp(page->settings->show_on_front, "page") == 0 && post->id == page->settings->page_on_front) continue;
        pages[count++] = (struct link_view){
            .name = plain_text(page->arena, headline_of_post(page, post)),
            .url = permalink_of_post(page->db, page->arena, page->settings, post),
            .current = post->id == wish->menu_page,
        };
    }
    layout->pages = pages;
    layout->pages_count = count;
}

// The day in the nameplate changes at midnight of the site's zone.
static void add_today(struct page_context *page, struct layout_view *layout) {
    const struct settings *settings = page->settings;
    int64_t now = page->request->now;
    // Formats that name the day of the week already get no second one.
    const char *format = settings->date_format;
    if (date_format_of(page) != format)
        format = words_get(page->words, WORD_DATE_FORMAT_LONG);
    else if (!strpbrk(format, "lD"))
        format = arena_printf(page->arena, "l, %s", format);
    layout->today = text_or_null(php_date(page->arena, page->words, format, now, settings->timezone_string));
    layout->today_machine = php_date(page->arena, NULL, "Y-m-d", now, settings->timezone_string);
    layout->year = page_today(page)->date.year;
}

static const char *asset_url(struct page_context *page, const char *path) {
    if (!asset_find(static_assets, static_asset_count, path)) return NULL;
    const char *url = http_static_url(http_request_options(page->request), page->arena, path);
    return url ? site_path(page, url) : NULL;
}

// The site's own, or the theme's. What cannot be read is left to the theme.
static void add_pictures(struct page_context *page, struct layout_view *layout) {
    struct icon icon = {0};
    const enum db_result result = image_of_icon(page, &icon);
    if (result == DB_OK && icon.url) {
        layout->icon_url = icon.url;
        layout->icon_type = icon.type;
        layout->icon_sizes = icon.sizes;
        layout->touch_icon_url = icon.touch_url;
    }
    const enum db_result logo = image_of_logo(page, &layout->logo);
    (void) logo;
}

static const struct user_view *user_make(struct page_context *page) {
    const struct user *user = page_user(page);
    if (!user) return NULL;
    page->response->personal = true;
    struct user_view *view = arena_new(page->arena, struct user_view);
    view->name = user->display_name;
    view->log_out_url = session_log_out_url(page);
    return view;
}

// The least that a page needs when the store cannot be read.
static struct layout_view *bare_layout(struct page_context *page, const struct layout_wish *wish) {
    struct layout_view *layout = arena_new(page->arena, struct layout_view);
    layout->language = "en-US";
    layout->direction = "ltr";
    layout->page_title = wish->title;
    layout->noindex = true;
    layout->kind = wish->kind;
    layout->home_url = "/";
    layout->search_url = "/";
    return layout;
}

static const char *oembed_url(struct page_context *page, const char *url) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    strbuf_adds(&out, site_url(page, "/wp-json/oembed/1.0/embed?url="));
    url_encode(&out, url, "");
    return arena_strndup(page->arena, out.data, out.size);
}

static const char *frame_part(struct part *part, const struct frame_view *frame) {
    // Who is logged in has a link of his own in it.
    const char *html = frame->layout->user ? NULL : part_find(part);
    return html ? html : part_render(part, frame);
}

static const struct layout_view *with_frame(struct page_context *page, struct layout_view *layout) {
    const struct frame_view frame = {.layout = layout};
    PART part;
    part_begin(&part, page, THEME_HEAD);
    part_of_view(&part, &frame_view_type, &frame);
    const char *head = frame_part(&part, &frame);
    part_turn_to(&part, THEME_FOOT);
    layout->foot = frame_part(&part, &frame);
    layout->head = head;
    return layout;
}

const struct layout_view *layout_make(struct page_context *page, const struct layout_wish *wish) {
    const struct settings *settings = page->settings;
    if (wish->noindex) page->response->noindex = true;
    if (!settings) return with_frame(page, bare_layout(page, wish));
    const char *own_title = site_title(page);
    struct layout_view *layout = arena_new(page->arena, struct layout_view);
    *layout = (struct layout_view){
        .language = language_tag(page->arena, settings->WPLANG),
        .description = wish->description,
        .canonical = wish->canonical,
        .prev_url = wish->prev_url,
        .next_url = wish->next_url,
        .noindex = wish->noindex || !settings->blog_public,
        .style_url = asset_url(page, "theme.css"),
        .icon_url = asset_url(page, "favicon.svg"),
        .icon_type = "image/svg+xml",
        .api_url = site_url(page, "/wp-json/"),
        .api_item_url = wish->api_item_url,
        .oembed_url = wish->embeddable && wish->canonical ? oembed_url(page, wish->canonical) : NULL,
        .json_ld = wish->json_ld,
        .rsd_url = site_url(page, "/xmlrpc.php?rsd"),
        .kind = wish->kind,
        .site_title = own_title,
        .site_description = text_or_null(settings->blogdescription),
        .home_url = site_url(page, "/"),
        .at_home = wish->at_home,
        .search_url = site_url(page, "/"),
        .search_query = text_or_null(wish->search_query),
        .log_in_url = site_url(page, "/wp-login.php"),
        .user = user_make(page),
    };
    layout->direction = language_direction(layout->language);
    if (wish->title) {
        layout->page_title = arena_printf(page->arena, "%s – %s", wish->title, own_title);
    } else {
        layout->page_title = *settings->blogdescription
                                 ? arena_printf(page->arena, "%s – %s", own_title, settings->blogdescription)
                                 : own_title;
    }
    if (!settings->blog_public) page->response->noindex = true;
    head_fill(page, wish, layout);
    add_today(page, layout);
    if (!page->db) return with_frame(page, layout);
    add_pictures(page, layout);
    add_sections(page, wish, layout);
    add_pages(page, wish, layout);
    return with_frame(page, layout);
}
