// media_library: see the header. Each attachment is read by its number: a gallery has some dozen, and is made on write.
#include "server/rules/media_library.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "db/media.h"
#include "db/media_use.h"
#include "db/rows.h"
#include "server/media/picture.h"
#include "server/rules/settings.h"

struct entry {
    struct content_media media;
    int64_t menu_order, date;
    size_t place;  // in the order in which it was asked for
    const char *sort_title;
};

void media_library_note(struct media_library *library, struct arena *arena, int64_t id) {
    if (library->used_count >= CONTENT_MEDIA_MOST * 4) return;
    ROWS_GROW(arena, library->used, library->used_count, &library->used_capacity);
    library->used[library->used_count++] = id;
}

static bool contains(const int64_t *items, size_t count, int64_t item) {
    for (size_t i = 0; i < count; i++)
        if (items[i] == item) return true;
    return false;
}

// A pixel more or less comes of rounding.
static bool has_proportions(const struct media *media, const struct media_size *size) {
    if (!size) return true;
    const int64_t height = media->width > 0 ? (size->width * media->height + media->width / 2) / media->width : 0;
    return height - size->height <= 1 && size->height - height <= 1;
}

static struct content_media describe(const struct media_library *library, struct arena *arena, const struct post *post,
                                     const struct media *media, const char *size_name) {
    const char *home = library->settings->home;
    const struct media_size *size = picture_size(media, size_name);
    const bool is_picture = strncmp(media->mime, "image/", 6) == 0;
    return (struct content_media){
        .id = post->id,
        .url = picture_url(arena, home, media->file),
        .mime = media->mime,
        .title = post->title_html,
        .alt = media->alt,
        .picture_url = picture_url(arena, home, size ? size->file : media->file),
        .width = size ? size->width : media->width,
        .height = size ? size->height : media->height,
        .srcset = is_picture && has_proportions(media, size) ? picture_srcset(arena, home, media) : NULL,
    };
}

// False: it is not there, or of another kind.
static bool read_entry(struct media_library *library, struct arena *arena, int64_t id,
                       const struct content_media_wish *wish, struct entry *ret) {
    struct post post;
    struct media media;
    enum db_result result = post_get(library->db, arena, id, &post);
    if (result == DB_OK) result = media_get(library->db, arena, id, &media);
    if (result != DB_OK && result != DB_NOT_FOUND && library->result == DB_OK) library->result = result;
    if (result != DB_OK || post.type != POST_TYPE_ATTACHMENT || post.status != POST_INHERIT ||
        strncmp(media.mime, wish->mime_prefix, strlen(wish->mime_prefix)) != 0)
        return false;
    *ret = (struct entry){
        .media = describe(library, arena, &post, &media, wish->size),
        .menu_order = post.menu_order,
        .date = post.published,
        .sort_title = post.title,
    };
    const struct content_site site = {.language = library->settings->WPLANG};
    ret->media.caption = *post.excerpt ? content_render_title(arena, &site, post.excerpt) : "";
    return true;
}

static int order_of(int64_t left, int64_t right) { return (left > right) - (left < right); }

static int64_t mixed(int64_t id) { return (int64_t) (((uint64_t) id * 2654435761U) & 0xffffffffU); }

static int compare(const void *left_, const void *right_, void *wish_) {
    const struct entry *left = left_, *right = right_;
    const struct content_media_wish *wish = wish_;
    int order = 0;
    switch (wish->order) {
        case CONTENT_ORDER_MENU:
            order = order_of(left->menu_order, right->menu_order);
            break;
        case CONTENT_ORDER_GIVEN:
            order = order_of((int64_t) left->place, (int64_t) right->place);
            break;
        case CONTENT_ORDER_TITLE:
            order = strcasecmp(left->sort_title, right->sort_title);
            break;
        case CONTENT_ORDER_DATE:
            order = order_of(left->date, right->date);
            break;
        case CONTENT_ORDER_MIXED:
            order = order_of(mixed(left->media.id), mixed(right->media.id));
            break;
        case CONTENT_ORDER_ID:
            break;
    }
    if (order == 0) order = order_of(left->media.id, right->media.id);
    return wish->descending ? -order : order;
}

size_t media_library_find(void *context, struct arena *arena, const struct content_media_wish *wish,
                          const struct content_media **ret) {
    struct media_library *library = context;
    struct id_list ids = {.items = wish->include, .count = wish->include_count};
    if (ids.count == 0) {
        const enum db_result result =
            media_attached_to(library->db, arena, wish->post, wish->mime_prefix, CONTENT_MEDIA_MOST, &ids);
        if (result != DB_OK && library->result == DB_OK) library->result = result;
    }
    struct entry *entries = arena_array(arena, struct entry, ids.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < ids.count && count < CONTENT_MEDIA_MOST; i++) {
        if (contains(wish->exclude, wish->exclude_count, ids.items[i]) || contains(ids.items, i, ids.items[i]))
            continue;
        media_library_note(library, arena, ids.items[i]);
        if (!read_entry(library, arena, ids.items[i], wish, &entries[count])) continue;
        entries[count].place = i;
        count++;
    }
    struct content_media_wish order = *wish;
    qsort_r(entries, count, sizeof *entries, compare, &order);
    struct content_media *items = arena_array(arena, struct content_media, count + 1);
    for (size_t i = 0; i < count; i++) items[i] = entries[i].media;
    *ret = items;
    return count;
}
