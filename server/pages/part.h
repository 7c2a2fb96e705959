// part: pieces of pages that many pages show, or one page again and again: rendered once from the same things by a
// thread, and kept by its reader (db/recall.h) under all that they are made from.
//
//     PART part = {0};
//     part_begin(&part, page, THEME_COMMENT_BODY);
//     part_of_number(&part, comment->id); ... everything that the view hangs on ...
//     const char *html = part_find(&part);
//     if (!html) html = part_render(&part, &view);
#pragma once

#include <stdint.h>

#include "base/strbuf.h"
#include "server/pages/theme.h"

struct page_context;

// Texts that are made without a template, beside enum theme_page.
enum part_text { PART_JSON_LD = THEME_PAGES };

struct part {
    struct page_context *page;
    unsigned kind;  // enum theme_page or part_text
    struct strbuf key;
    bool wanted;
};

// The settings are part of each key: what is chosen there needs no mention.
void part_begin(struct part *part, struct page_context *page, unsigned kind);
void part_finish(struct part *part);
#define PART __attribute__((cleanup(part_finish))) struct part

void part_of_number(struct part *part, int64_t number);
void part_of_text(struct part *part, const char *text);  // NULL is another one than ""

// All fields of a view, and of those in it.
struct view_type;
void part_of_view(struct part *part, const struct view_type *type, const void *view);
// Another part that is made from the same.
void part_turn_to(struct part *part, enum theme_page theme_page);
// Others that are made from the same beginning and each from something else: how much of the key that is.
size_t part_mark(const struct part *part);
void part_back(struct part *part, size_t mark);

// In the request's arena; NULL: it must be rendered.
const char *part_find(struct part *part);
// Without the line break at its end; in the request's arena. NULL: memory is out, and the page fails.
const char *part_render(struct part *part, const void *view);
// The same for what no template makes: `text` is kept, and copied to the request's arena.
const char *part_keep(struct part *part, const struct strbuf *text);
