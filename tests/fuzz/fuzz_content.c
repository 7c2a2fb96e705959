// What is done to texts after the sanitiser must leave them safe, with media, in pages, and as Markdown; and slugs must
// be slugs.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "server/text/content.h"
#include "server/text/content_pages.h"
#include "server/text/markdown.h"
#include "server/text/sanitize.h"
#include "server/text/slug.h"
#include "tests/fuzz/fuzz.h"
#include "tests/sanitize_invariant.h"

static void check(const char *what, const char *html) {
    char message[512];
    if (sanitize_invariant_holds(SANITIZE_POST, html, message, sizeof message)) return;
    fprintf(stderr, "%s: %s\n%s\n", what, message, html);
    abort();
}

static void check_slug(struct arena *arena, const char *text) {
    const char *slug = slug_from_text(arena, text);
    size_t size = strlen(slug);
    if (size > SLUG_MAX || !utf8_valid(slug, size) || strpbrk(slug, " /<>&\"'%?#.") ||
        strcmp(slug_from_text(arena, slug), slug) != 0) {
        fprintf(stderr, "slug: %s\n", slug);
        abort();
    }
}

// Media whose texts hold what must not leave its place. Titles and captions are HTML that was sanitised.
static size_t find_media(void *context, struct arena *arena, const struct content_media_wish *wish,
                         const struct content_media **ret) {
    (void) context;
    (void) arena;
    static const struct content_media items[] = {
        {.id = 7,
         .url = "http://x/\"a'<>.png",
         .mime = "image/png",
         .title = "a <b>b</b>",
         .caption = "<em>c</em>",
         .alt = "\"><img onerror=x>",
         .picture_url = "javascript:x",
         .width = 3,
         .height = 4,
         .srcset = "/a\" 3w, /b 4w"},
        {.id = 8,
         .url = "/a.mp3",
         .mime = "audio/mpeg",
         .title = "",
         .caption = "",
         .alt = "",
         .picture_url = "/a.mp3"},
    };
    if (wish->include_count > CONTENT_MEDIA_MOST || wish->exclude_count > CONTENT_MEDIA_MOST) abort();
    *ret = items;
    return sizeof items / sizeof *items;
}

static void check_pages(struct arena *arena, const struct content_site *site, const char *html) {
    const struct content_pages pages = content_divide(arena, html);
    for (size_t i = 0; i < pages.count; i++) content_render(arena, site, content_page(arena, site, &pages, i));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    arena_init(&arena);
    const char *text = arena_strndup(&arena, (const char *) data, size);
    const struct content_site site = {
        .language = size % 2 ? "fr_FR" : NULL, .smilies = true, .post = 5, .find = find_media};
    // As an author without restrictions writes: anything goes, but nothing may break.
    content_render(&arena, &site, text);
    content_render_title(&arena, &site, text);
    content_render_excerpt(&arena, &site, text);
    content_auto_excerpt(&arena, &site, text);
    check_pages(&arena, &site, text);
    check_slug(&arena, text);

    const char *post = sanitize_html(&arena, SANITIZE_POST, text);
    check("content", content_render(&arena, &site, post));
    check("title", content_render_title(&arena, &site, post));
    check("excerpt", content_render_excerpt(&arena, &site, post));
    check("generated excerpt", content_auto_excerpt(&arena, &site, post));
    check("comment", content_render_comment(&arena, &site, sanitize_html(&arena, SANITIZE_COMMENT, text)));
    const struct content_pages pages = content_divide(&arena, post);
    for (size_t i = 0; i < pages.count && i < 8; i++)
        check("page", content_render(&arena, &site, content_page(&arena, &site, &pages, i)));

    const char *markdown = markdown_render(&arena, text);
    check("Markdown", markdown);
    check("content of Markdown", content_render_finished(&arena, &site, markdown));
    check("excerpt of Markdown", content_auto_excerpt(&arena, &site, markdown));
    arena_finish(&arena);
    return 0;
}
