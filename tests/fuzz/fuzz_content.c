// What is done to texts after the sanitiser must leave them safe; and slugs must be slugs.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "server/text/content.h"
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    arena_init(&arena);
    const char *text = arena_strndup(&arena, (const char *) data, size);
    // As an author without restrictions writes: anything goes, but nothing may break.
    content_render(&arena, NULL, text);
    content_render_title(&arena, NULL, text);
    content_render_excerpt(&arena, NULL, text);
    content_auto_excerpt(&arena, NULL, text);
    check_slug(&arena, text);

    const char *post = sanitize_html(&arena, SANITIZE_POST, text);
    check("content", content_render(&arena, NULL, post));
    check("title", content_render_title(&arena, NULL, post));
    check("excerpt", content_render_excerpt(&arena, NULL, post));
    check("generated excerpt", content_auto_excerpt(&arena, NULL, post));
    check("comment", content_render_comment(&arena, NULL, sanitize_html(&arena, SANITIZE_COMMENT, text)));
    arena_finish(&arena);
    return 0;
}
