// part: see the header.
#include "server/pages/part.h"

#include <string.h>

#include "base/arena.h"
#include "db/recall.h"
#include "server/pages/context.h"
#include "server/rules/app.h"

void part_begin(struct part *part, struct page_context *page, enum theme_page theme_page) {
    enum { KEY_USUAL = 1500 };
    static const uint64_t no_statement = 0;  // whose keys begin with the hash of their text
    *part = (struct part){.page = page, .theme_page = theme_page};
    strbuf_init(&part->key, 0);
    strbuf_reserve(&part->key, KEY_USUAL);
    strbuf_add(&part->key, &no_statement, sizeof no_statement);
    part_of_number(part, theme_page);
    part_of_number(part, page->settings ? page->settings->generation : -1);
}

void part_finish(struct part *part) { strbuf_finish(&part->key); }

void part_of_number(struct part *part, int64_t number) { strbuf_add(&part->key, &number, sizeof number); }

void part_of_text(struct part *part, const char *text) {
    const size_t size = text ? strlen(text) : 0;
    part_of_number(part, text ? (int64_t) size : -1);
    strbuf_add(&part->key, text, size);
}

const char *part_find(struct part *part) {
    if (strbuf_failed(&part->key)) return NULL;
    return db_recall(part->page->db, part->page->arena, part->key.data, part->key.size, &part->wanted);
}

const char *part_render(struct part *part, const void *view) {
    const struct page_context *page = part->page;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    theme_render(page->app->theme, page->words, part->theme_page, view, &out);
    if (strbuf_failed(&out)) return NULL;
    const size_t size = out.size > 0 && out.data[out.size - 1] == '\n' ? out.size - 1 : out.size;
    if (part->wanted) db_remember(page->db, part->key.data, part->key.size, out.data, size);
    return arena_strndup(page->arena, out.data, size);
}
