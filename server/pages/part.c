// part: see the header.
#include "server/pages/part.h"

#include <string.h>

#include "base/arena.h"
#include "db/recall.h"
#include "server/http/response.h"
#include "server/pages/context.h"
#include "server/rules/app.h"
#include "server/text/view.h"

void part_begin(struct part *part, struct page_context *page, unsigned kind) {
    enum { KEY_USUAL = 1500 };
    static const uint64_t no_statement = 0;  // whose keys begin with the hash of their text
    *part = (struct part){.page = page, .kind = kind};
    strbuf_init(&part->key, 0);
    strbuf_reserve(&part->key, KEY_USUAL);
    strbuf_add(&part->key, &no_statement, sizeof no_statement);
    part_of_number(part, kind);  // part_turn_to() knows where
    part_of_number(part, page->settings ? page->settings->generation : -1);
}

void part_finish(struct part *part) { strbuf_finish(&part->key); }

void part_of_number(struct part *part, int64_t number) { strbuf_add(&part->key, &number, sizeof number); }

void part_of_text(struct part *part, const char *text) {
    const size_t size = text ? strlen(text) : 0;
    part_of_number(part, text ? (int64_t) size : -1);
    strbuf_add(&part->key, text, size);
}

static void add_field(struct part *part, const struct view_field *field, const char *view) {
    const char *value = view + field->offset;
    switch (field->kind) {
        case VIEW_TEXT:
        case VIEW_HTML:
        case VIEW_URL:
            part_of_text(part, *(const char *const *) value);
            break;
        case VIEW_INTEGER:
        case VIEW_NUMBER:
        case VIEW_COUNT:
            part_of_number(part, *(const int64_t *) value);
            break;
        case VIEW_BOOL:
            strbuf_addc(&part->key, *(const bool *) value ? 'y' : 'n');
            break;
        case VIEW_OBJECT: {
            const void *object = *(const void *const *) value;
            strbuf_addc(&part->key, object ? 'y' : 'n');
            if (object) part_of_view(part, field->type, object);
            break;
        }
        case VIEW_LIST: {
            const char *items = *(const char *const *) value;
            const size_t count = items ? *(const size_t *) (view + field->count_offset) : 0;
            part_of_number(part, (int64_t) count);
            for (size_t i = 0; i < count; i++) part_of_view(part, field->type, items + i * field->type->size);
            break;
        }
    }
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the views
void part_of_view(struct part *part, const struct view_type *type, const void *view) {
    for (size_t i = 0; i < type->field_count; i++) add_field(part, &type->fields[i], view);
}

void part_turn_to(struct part *part, enum theme_page theme_page) {
    const int64_t number = theme_page;
    part->kind = theme_page;
    if (part->key.size >= 2 * sizeof number) memcpy(part->key.data + sizeof number, &number, sizeof number);
}

size_t part_mark(const struct part *part) { return part->key.size; }

void part_back(struct part *part, size_t mark) { strbuf_truncate(&part->key, mark); }

const char *part_find(struct part *part) {
    if (strbuf_failed(&part->key)) return NULL;
    return db_recall(part->page->db, part->page->arena, part->key.data, part->key.size, &part->wanted);
}

const char *part_keep(struct part *part, const struct strbuf *text) {
    struct page_context *page = part->page;
    if (strbuf_failed(text)) {
        page->response->body.failed = true;
        return NULL;
    }
    if (part->wanted) db_remember(page->db, part->key.data, part->key.size, text->data, text->size);
    return arena_strndup(page->arena, text->data, text->size);
}

const char *part_render(struct part *part, const void *view) {
    struct page_context *page = part->page;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    theme_render(page->app->theme, page->words, (enum theme_page) part->kind, view, &out);
    if (!strbuf_failed(&out) && out.size > 0 && out.data[out.size - 1] == '\n') strbuf_truncate(&out, out.size - 1);
    return part_keep(part, &out);
}
