// item: see the header. Context, `_fields` and the schema meet in one place: level_find().
#include "server/rest/item.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "server/rest/call_data.h"
#include "server/rest/embed.h"

struct item_link {
    struct item_link *next;
    const char *rel;
    const char *href;
    bool embeddable;
    const char *more;
};

void item_begin(struct item *item, struct request *request, struct strbuf *out, const struct rest_schema *schema,
                unsigned context) {
    *item = (struct item){.request = request, .context = context};
    writer_init(&item->out, out);
    item->level[0].table = item->level[0].cursor = schema->properties;
    item->level[0].fields = call_of(request)->fields;
    item->last_link = &item->links;
    writer_begin_object(&item->out);
}

// Members come in the table's order, so the search goes on where the last one ended.
static const struct param *level_row(const struct param *table, const struct param *cursor, const char *name) {
    for (const struct param *row = cursor; row && row->name; row++)
        if (strcmp(row->name, name) == 0) return row;
    for (const struct param *row = table; row && row != cursor; row++)
        if (strcmp(row->name, name) == 0) return row;
    return NULL;
}

// The row if it is to be shown, else NULL.
static const struct param *level_find(const struct item *item, const char *name, const struct fields **ret_below) {
    const struct param *row = level_row(item->level[item->depth].table, item->level[item->depth].cursor, name);
    assert(row);
    if (!row || row->hidden) return NULL;
    if (row->contexts && !(row->contexts & item->context)) return NULL;
    return fields_have(item->level[item->depth].fields, name, ret_below) ? row : NULL;
}

bool item_wants(const struct item *item, const char *name) {
    const struct fields *below;
    return level_find(item, name, &below) != NULL;
}

bool item_member(struct item *item, const char *name) {
    const struct fields *below;
    const struct param *row = level_find(item, name, &below);
    if (!row) return false;
    item->level[item->depth].cursor = row + 1;
    writer_key(&item->out, name);
    return true;
}

bool item_open(struct item *item, const char *name) {
    const struct fields *below;
    const struct param *row = level_find(item, name, &below);
    if (!row || item->depth + 1 >= ITEM_DEPTH) return false;
    item->level[item->depth].cursor = row + 1;
    item->depth++;
    item->level[item->depth].table = item->level[item->depth].cursor = row->properties;
    item->level[item->depth].fields = below;
    writer_key(&item->out, name);
    writer_begin_object(&item->out);
    return true;
}

void item_close(struct item *item) {
    assert(item->depth > 0);
    item->depth--;
    writer_end_object(&item->out);
}

void item_string(struct item *item, const char *name, const char *text) {
    if (item_member(item, name)) writer_string(&item->out, text);
}

void item_integer(struct item *item, const char *name, int64_t number) {
    if (item_member(item, name)) writer_integer(&item->out, number);
}

void item_boolean(struct item *item, const char *name, bool truth) {
    if (item_member(item, name)) writer_boolean(&item->out, truth);
}

static void write_date(struct item *item, const struct clock_date *date) {
    char buffer[CLOCK_ISO_SIZE];
    writer_string(&item->out, clock_format_iso(buffer, date));
}

void item_date_utc(struct item *item, const char *name, int64_t moment) {
    if (!item_member(item, name)) return;
    const struct clock_date date = clock_utc(moment);
    write_date(item, &date);
}

void item_date_local(struct item *item, const char *name, int64_t moment) {
    if (!item_member(item, name)) return;
    const struct clock_date date = clock_local(moment);
    write_date(item, &date);
}

bool item_wants_links(const struct item *item) {
    const struct fields *below;
    const struct fields *fields = item->level[0].fields;
    if (item->plain) return false;
    // WordPress adds the links of a single item after the fields were chosen, so there `_embedded` brings them too.
    return fields_have(fields, "_links", &below) || (!item->collection && fields_have(fields, "_embedded", &below));
}

void item_link(struct item *item, const char *rel, const char *href, bool embeddable, const char *more) {
    struct item_link *link = arena_new(&item->request->arena, struct item_link);
    *link = (struct item_link){.rel = rel, .href = href, .embeddable = embeddable, .more = more};
    *item->last_link = link;
    item->last_link = &link->next;
}

// Of a list, `_links.author` chooses among the relations; of a single item all are there.
static bool link_is_wanted(const struct item *item, const char *rel) {
    const struct fields *below = NULL, *deeper;
    if (!item->collection) return true;
    return fields_have(item->level[0].fields, "_links", &below) && fields_have(below, rel, &deeper);
}

static void write_link(struct writer *out, const struct item_link *link) {
    writer_begin_object(out);
    if (link->embeddable) writer_member_boolean(out, "embeddable", true);
    writer_member_string(out, "href", link->href);
    if (link->more) {
        strbuf_addc(out->out, ',');
        strbuf_adds(out->out, link->more);
    }
    writer_end_object(out);
}

static void write_links(struct item *item) {
    struct writer *out = &item->out;
    bool short_names = false;
    writer_key(out, "_links");
    writer_begin_object(out);
    for (const struct item_link *link = item->links; link;) {
        const char *rel = link->rel;
        const bool wanted = link_is_wanted(item, rel);
        if (wanted) {
            writer_key(out, rel);
            writer_begin_array(out);
            short_names |= strncmp(rel, "wp:", 3) == 0;
        }
        for (; link && strcmp(link->rel, rel) == 0; link = link->next)
            if (wanted) write_link(out, link);
        if (wanted) writer_end_array(out);
    }
    if (short_names && link_is_wanted(item, "curies")) {
        writer_key(out, "curies");
        writer_raw(out, "[{\"name\":\"wp\",\"href\":\"https://api.w.org/{rel}\",\"templated\":true}]");
    }
    writer_end_object(out);
}

static bool rel_is_embedded(const struct item *item, const struct item_link *link) {
    const char *rel = link->rel;
    if (!link_is_wanted(item, rel) || !embed_wants(item->request, rel)) return false;
    for (; link && strcmp(link->rel, rel) == 0; link = link->next)
        if (link->embeddable) return true;
    return false;
}

// A link of the relation that cannot be embedded keeps its place as an empty list.
static void write_embedded(struct item *item) {
    struct writer *out = &item->out;
    bool begun = false;
    for (const struct item_link *link = item->links; link;) {
        const char *rel = link->rel;
        const bool wanted = rel_is_embedded(item, link);
        if (wanted && !begun) {
            begun = true;
            writer_key(out, "_embedded");
            writer_begin_object(out);
        }
        if (wanted) {
            writer_key(out, rel);
            writer_begin_array(out);
        }
        for (; link && strcmp(link->rel, rel) == 0; link = link->next) {
            if (!wanted) continue;
            if (link->embeddable)
                embed_write(item->request, out, link->href);
            else
                writer_raw(out, "[]");
        }
        if (wanted) writer_end_array(out);
    }
    if (begun) writer_end_object(out);
}

void item_end(struct item *item) {
    assert(item->depth == 0);
    if (item->links && item_wants_links(item)) {
        write_links(item);
        if (call_of(item->request)->embed) write_embedded(item);
    }
    writer_end_object(&item->out);
}
