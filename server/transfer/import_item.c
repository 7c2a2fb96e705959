// import item: what a file says about an article, made into what the store takes. All that cannot be is repaired with a
// note, so that a bad date or status costs no article.
#include "server/transfer/import_item.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/origin.h"
#include "server/media/file_type.h"
#include "server/rules/publishing.h"
#include "server/transfer/piece.h"

enum { GUID_MAX = 1000, PASSWORD_MAX = 255, TEMPLATE_MAX = 255, ALT_MAX = 10000, URL_MOST = 2000 };

const char *import_meta(const json_t *piece, const char *name) {
    size_t index;
    const json_t *pair;
    json_array_foreach(json_object_get(piece, "meta"), index, pair) {
        if (strcmp(piece_text(pair, "name"), name) == 0) return piece_text(pair, "value");
    }
    return NULL;
}

static bool read_type(struct import *import, const json_t *piece, struct import_item *item) {
    const char *type = piece_text(piece, "type");
    if (!post_type_parse(type, &item->post.type)) {
        import_count_other(import, *type ? import_cut(import, type, 40) : "things without a type");
        return false;
    }
    item->kind = item->post.type == POST_TYPE_POST   ? IMPORT_POSTS
                 : item->post.type == POST_TYPE_PAGE ? IMPORT_PAGES
                                                     : IMPORT_ATTACHMENTS;
    return true;
}

static void read_status(struct import *import, const json_t *piece, struct import_item *item) {
    struct post *post = &item->post;
    const char *status = piece_text(piece, "status");
    const bool attachment = post->type == POST_TYPE_ATTACHMENT;
    if (attachment) {
        post->status = POST_INHERIT;
        return;
    }
    if (!post_status_parse(status, &post->status) || post->status == POST_INHERIT || post->status == POST_AUTO_DRAFT) {
        post->status = POST_DRAFT;
        import_note(import, item->line, "repaired: the status \"%s\" is none of ours: a draft",
                    import_cut(import, status, 40));
    }
    const char *before = import_meta(piece, "_wp_trash_meta_status");
    if (post->status == POST_TRASH &&
        (!before || !post_status_parse(before, &post->status_before_trash) || post->status_before_trash == POST_TRASH))
        post->status_before_trash = POST_DRAFT;
}

// "Tue, 27 Jan 2015 14:56:57 +0000"
static bool read_pub_date(struct import *import, const char *text, int64_t *ret) {
    const char *zone = strstr(text, " +0000");
    if (!zone) return false;
    return clock_parse_http(arena_printf(import->arena, "%.*s GMT", (int) (zone - text), text), ret);
}

static void read_dates(struct import *import, const json_t *piece, struct import_item *item) {
    struct post *post = &item->post;
    const char *gmt = piece_text(piece, "date_gmt"), *local = piece_text(piece, "date");
    const bool unfinished = post->status == POST_DRAFT || post->status == POST_PENDING;
    post->date_floating = unfinished && (*gmt == '\0' || strncmp(gmt, "0000", 4) == 0);
    const bool dated = import_date(gmt, local, &post->published);
    const bool modified =
        import_date(piece_text(piece, "modified_gmt"), piece_text(piece, "modified"), &post->modified);
    if (!dated) {
        const bool published = read_pub_date(import, piece_text(piece, "pub_date"), &post->published);
        if (!published) post->published = modified ? post->modified : import->now;
        if (!unfinished)
            import_note(import, item->line, "repaired: \"%s\" is no date: %s",
                        import_cut(import, *gmt ? gmt : local, 40),
                        published  ? "the date of its feed is taken"
                        : modified ? "the date of its last change is taken"
                                   : "it is dated now");
    }
    if (!modified) post->modified = post->published;
    post->created = post->published;
}

static const char *read_format(const json_t *piece) {
    static const char *const formats[] = {"aside", "chat",   "gallery", "link", "image",
                                          "quote", "status", "video",   "audio"};
    size_t index;
    const json_t *term;
    json_array_foreach(json_object_get(piece, "terms"), index, term) {
        const char *slug = piece_text(term, "slug");
        if (strcmp(piece_text(term, "taxonomy"), "post_format") != 0 || strncmp(slug, "post-format-", 12) != 0)
            continue;
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
            if (strcmp(slug + 12, formats[i]) == 0) return formats[i];
    }
    return "standard";
}

static void read_fields(struct import *import, const json_t *piece, struct import_item *item) {
    struct post *post = &item->post;
    const char *template_name = import_meta(piece, "_wp_page_template");
    post->title = piece_text(piece, "title");
    const char *markdown = import_meta(piece, "_broadsheet_markdown");
    post->content = markdown ? markdown : piece_text(piece, "content");
    post->content_format = markdown ? CONTENT_MARKDOWN : CONTENT_HTML;
    post->excerpt = piece_text(piece, "excerpt");
    post->slug = piece_text(piece, "slug");
    post->password = import_cut(import, piece_text(piece, "password"), PASSWORD_MAX);
    post->menu_order = piece_integer(piece, "menu_order");
    post->comments_open = strcmp(piece_text(piece, "comment_status"), "open") == 0;
    post->pings_open = strcmp(piece_text(piece, "ping_status"), "open") == 0;
    post->sticky = post->type == POST_TYPE_POST && piece_integer(piece, "sticky") == 1;
    post->format = post->type == POST_TYPE_POST ? read_format(piece) : "standard";
    post->template_name =
        template_name && strcmp(template_name, "default") != 0 ? import_cut(import, template_name, TEMPLATE_MAX) : "";
    post->created = post->published;
}

// The same article in a later file of the site has the same number and the same guid, though the site may have moved.
static const char *key_of(struct import *import, const json_t *piece, int64_t id) {
    const char *guid = piece_text(piece, "guid");
    if (*guid == '\0') guid = piece_text(piece, "link");
    const char *host = strstr(guid, "://");
    if (host) guid = strchr(host + 3, '/') ? strchr(host + 3, '/') : "/";
    return arena_printf(import->arena, "%lld %s", (long long) id, import_cut(import, guid, GUID_MAX));
}

// A site that is imported into itself, or moves in under its own address after some of it is there.
static enum db_result find_own(struct db *db, struct import *import, struct import_item *item) {
    struct post post;
    if (!import->is_here || item->old_id <= 0) return DB_NOT_FOUND;
    enum db_result result = post_get(db, import->arena, item->old_id, &post);
    if (result != DB_OK) return result;
    const struct post *file = &item->post;
    if (post.type != file->type || strcmp(post.title, file->title) != 0 || post.published != file->published)
        return DB_NOT_FOUND;
    item->known = post.id;
    return DB_OK;
}

static enum db_result find_here(struct db *db, struct import *import, struct import_item *item) {
    enum db_result result = DB_NOT_FOUND;
    if (import->source) result = origin_find(db, import->source, ORIGIN_POST, item->key, &item->known);
    if (result == DB_NOT_FOUND) result = find_own(db, import, item);
    return result == DB_NOT_FOUND ? DB_OK : result;
}

// A number in the details that WordPress keeps of a picture, in PHP's own format.
static int64_t serialized_number(const char *details, const char *name) {
    const char *at = details ? strstr(details, name) : NULL;
    int64_t number = 0;
    for (at = at ? at + strlen(name) : ""; *at >= '0' && *at <= '9' && number < 100000; at++)
        number = number * 10 + (*at - '0');
    return number;
}

// The file stays where it is: the row holds its address.
static bool read_media(struct import *import, const json_t *piece, struct import_item *item) {
    const char *url = piece_text(piece, "attachment_url");
    if (*url == '\0') url = piece_text(piece, "guid");
    const char *key = import_file_key(import->arena, url);
    const struct file_type *type = key ? file_type_of_name(key) : NULL;
    if (!key || strlen(url) > URL_MOST || (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)) {
        import->left[IMPORT_ATTACHMENTS]++;
        import_note(import, item->line, "left out: an attachment without the address of its file");
        return false;
    }
    const char *alt = import_meta(piece, "_wp_attachment_image_alt");
    const char *details = import_meta(piece, "_wp_attachment_metadata");
    const bool image = type && file_type_is_image(type);
    item->media = (struct media){
        .mime = type ? type->mime : "application/octet-stream",
        .file = url,
        .width = image ? serialized_number(details, "\"width\";i:") : 0,
        .height = image ? serialized_number(details, "\"height\";i:") : 0,
        .alt = alt ? import_cut(import, alt, ALT_MAX) : "",
    };
    return true;
}

static enum db_result render(struct db *db, struct import *import, struct import_item *item) {
    bool free_to_write = false;
    enum db_result result = import_author_is_free(db, import, piece_text(item->piece, "author"), &free_to_write);
    if (result != DB_OK) return result;
    item->linked = import_has_links(import, item->post.content) || import_has_links(import, item->post.excerpt);
    publishing_render(import->arena, import->settings, &item->post, free_to_write);
    return DB_OK;
}

bool import_item_prepare(struct db *db, struct import *import, const json_t *piece, struct import_item *ret,
                         enum db_result *ret_result) {
    struct import_item item = {.piece = piece, .line = piece_integer(piece, "line")};
    *ret_result = DB_OK;
    if (!read_type(import, piece, &item)) return false;
    item.old_id = piece_integer(piece, "id");
    read_status(import, piece, &item);
    read_dates(import, piece, &item);
    read_fields(import, piece, &item);
    if (item.kind == IMPORT_ATTACHMENTS && !read_media(import, piece, &item)) return false;
    item.key = key_of(import, piece, item.old_id);
    item.path = import_path_below(import->arena, import->site, piece_text(piece, "link"));
    *ret_result = find_here(db, import, &item);
    if (*ret_result == DB_OK && item.known == 0 && !import->dry) *ret_result = render(db, import, &item);
    if (*ret_result != DB_OK) return false;
    import_comments_prepare(import, &item, json_object_get(piece, "comments"), &item.comments);
    if (!import->dry) *ret_result = import_comments_render(db, import, &item);
    *ret = item;
    return *ret_result == DB_OK;
}
