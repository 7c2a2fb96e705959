// media_fields: the JSON of an attachment.
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/media/picture.h"
#include "server/rest/call.h"
#include "server/rest/media.h"
#include "server/rest/text.h"
#include "server/rules/permalink.h"
#include "server/text/escape.h"
#include "server/text/slug.h"

struct work {
    struct item *item;
    const struct post *post;
    const struct media *media;
    const char *url;  // of the whole file
    bool is_image;
};

static const char *url_of(const struct work *work, const char *file) {
    struct request *request = work->item->request;
    return picture_url(&request->arena, rest_settings(request)->home, file);
}

static void write_pair(struct item *item, const char *name, const char *raw, const char *rendered) {
    if (!item_open(item, name)) return;
    item_string(item, "raw", raw);
    item_string(item, "rendered", rendered);
    item_close(item);
}

// prepend_attachment(): a link to the file before the description, around a picture of medium size.
static const char *description(const struct work *work) {
    struct arena *arena = &work->item->request->arena;
    STRBUF_CLEAN struct strbuf html;
    strbuf_init(&html, 0);
    strbuf_adds(&html, "<p class=\"attachment\"><a href='");
    escape_url(&html, work->url);
    strbuf_adds(&html, "'>");
    if (work->is_image) {
        const struct media *media = work->media;
        const struct media_size *medium = picture_size(media, "medium");
        strbuf_addf(&html, "<img width=\"%lld\" height=\"%lld\" src=\"",
                    (long long) (medium ? medium->width : media->width),
                    (long long) (medium ? medium->height : media->height));
        escape_url(&html, medium ? url_of(work, medium->file) : work->url);
        strbuf_adds(&html, "\" class=\"attachment-medium size-medium\" alt=\"");
        escape_html(&html, media->alt);
        strbuf_adds(&html, "\" decoding=\"async\" loading=\"lazy\" />");
    } else {
        strbuf_adds(&html, work->post->title_html);
    }
    strbuf_addf(&html, "</a></p>\n%s", work->post->content_html);
    return arena_strndup(arena, html.data, html.size);
}

// The automatic excerpt is made of the description as it is shown, which begins with the name of what is no picture.
static const char *caption(const struct work *work) {
    static const char start[] = "<p>";
    const struct post *post = work->post;
    if (*post->excerpt || work->is_image) return post->excerpt_html;
    if (strncmp(post->excerpt_html, start, sizeof start - 1) != 0)
        return arena_printf(&work->item->request->arena, "<p>%s</p>\n", post->title_html);
    return arena_printf(&work->item->request->arena, "<p>%s %s", post->title_html,
                        post->excerpt_html + sizeof start - 1);
}

struct shown_size {
    const char *name, *file, *mime;
    int64_t width, height, file_size;
};

static void write_size(const struct work *work, const struct shown_size *size) {
    struct writer *out = &work->item->out;
    writer_key(out, size->name);
    writer_begin_object(out);
    writer_member_string(out, "file", strrchr(size->file, '/') ? strrchr(size->file, '/') + 1 : size->file);
    writer_member_integer(out, "width", size->width);
    writer_member_integer(out, "height", size->height);
    if (size->file_size) writer_member_integer(out, "filesize", size->file_size);
    writer_member_string(out, "mime_type", size->mime);
    writer_member_string(out, "source_url", url_of(work, size->file));
    writer_end_object(out);
}

static void write_sizes(const struct work *work) {
    const struct media *media = work->media;
    struct writer *out = &work->item->out;
    writer_key(out, "sizes");
    writer_begin_object(out);
    for (size_t i = 0; i < media->size_count; i++) {
        const struct media_size *size = &media->sizes[i];
        write_size(
            work, &(struct shown_size){size->name, size->file, size->mime, size->width, size->height, size->file_size});
    }
    if (work->is_image)
        write_size(work, &(struct shown_size){"full", media->file, media->mime, media->width, media->height, 0});
    writer_end_object(out);
}

static void write_details(const struct work *work) {
    // Nothing of what a camera wrote is kept.
    static const char no_meta[] =
        "{\"aperture\":\"0\",\"credit\":\"\",\"camera\":\"\",\"caption\":\"\",\"created_timestamp\":\"0\","
        "\"copyright\":\"\",\"focal_length\":\"0\",\"iso\":\"0\",\"shutter_speed\":\"0\",\"title\":\"\","
        "\"orientation\":\"0\",\"keywords\":[]}";
    struct item *item = work->item;
    if (!item_member(item, "media_details")) return;
    struct writer *out = &item->out;
    writer_begin_object(out);
    if (work->is_image) {
        writer_member_integer(out, "width", work->media->width);
        writer_member_integer(out, "height", work->media->height);
        writer_member_string(out, "file", work->media->file);
    }
    writer_member_integer(out, "filesize", work->media->file_size);
    write_sizes(work);
    if (work->is_image) {
        writer_key(out, "image_meta");
        writer_raw(out, no_meta);
    }
    writer_end_object(out);
}

static void write_addresses(struct item *item, struct db *db, const struct post *post) {
    struct arena *arena = &item->request->arena;
    if (item_wants(item, "permalink_template"))
        item_string(item, "permalink_template",
                    permalink_template_of_post(db, arena, rest_settings(item->request), post));
    if (!item_wants(item, "generated_slug")) return;
    const char *slug = slug_from_text(arena, post->title), *unique = slug;
    if (publishing_unique_slug(db, arena, post, slug, &unique) != DB_OK) unique = slug;
    item_string(item, "generated_slug", rest_text_slug(arena, unique));
}

static void write_links(struct item *item, const struct post *post) {
    struct request *request = item->request;
    const char *self = rest_url(request, "/wp/v2/media/%lld", (long long) post->id);
    item_link(item, "self", self, false, NULL);
    item_link(item, "collection", rest_url(request, "/wp/v2/media"), false, NULL);
    item_link(item, "about", rest_url(request, "/wp/v2/types/attachment"), false, NULL);
    if (post->author)
        item_link(item, "author", rest_url(request, "/wp/v2/users/%lld", (long long) post->author), true, NULL);
    item_link(item, "replies", rest_url(request, "/wp/v2/comments?post=%lld", (long long) post->id), true, NULL);
    if (item->context != CONTEXT_EDIT) return;
    if (rest_can(request, CAP_UNFILTERED_HTML)) item_link(item, "wp:action-unfiltered-html", self, false, NULL);
    if (rest_can(request, CAP_EDIT_OTHERS_POSTS)) item_link(item, "wp:action-assign-author", self, false, NULL);
}

static void write_head(struct item *item, struct db *db, const struct work *work) {
    struct arena *arena = &item->request->arena;
    const struct post *post = work->post;
    item_date_local(item, "date", post->published);
    item_date_utc(item, "date_gmt", post->published);
    write_pair(item, "guid", work->url, work->url);
    item_integer(item, "id", post->id);
    if (item_wants(item, "link"))
        item_string(item, "link", permalink_of_post(db, arena, rest_settings(item->request), post));
    item_date_local(item, "modified", post->modified);
    item_date_utc(item, "modified_gmt", post->modified);
    item_string(item, "slug", rest_text_slug(arena, post->slug));
    item_string(item, "status", post_status_name(post->status));
    item_string(item, "type", "attachment");
    write_addresses(item, db, post);
    write_pair(item, "title", post->title, post->title_html);
    item_integer(item, "author", post->author);
    item_string(item, "comment_status", post->comments_open ? "open" : "closed");
    item_string(item, "ping_status", post->pings_open ? "open" : "closed");
    // No meta keys are registered; WordPress prints an empty PHP array then.
    if (item_member(item, "meta")) writer_raw(&item->out, "[]");
    item_string(item, "template", post->template_name);
}

void rest_media_write(struct item *item, struct db *db, const struct rest_post_type *type, const struct post *post) {
    (void) type;
    struct media media = {.mime = "", .file = "", .alt = ""};
    // Without its row, which nothing but damage takes away, there still is the post.
    if (media_get(db, &item->request->arena, post->id, &media) != DB_OK) media.post = post->id;
    struct work work = {.item = item, .post = post, .media = &media};
    work.is_image = strncmp(media.mime, "image/", 6) == 0;
    work.url = url_of(&work, media.file);
    write_head(item, db, &work);
    if (item_wants(item, "description")) write_pair(item, "description", post->content, description(&work));
    if (item_wants(item, "caption")) write_pair(item, "caption", post->excerpt, caption(&work));
    item_string(item, "alt_text", media.alt);
    item_string(item, "media_type", work.is_image ? "image" : "file");
    item_string(item, "mime_type", media.mime);
    write_details(&work);
    if (item_member(item, "post")) {
        if (media.attached)
            writer_integer(&item->out, media.attached);
        else
            writer_null(&item->out);
    }
    item_string(item, "source_url", work.url);
    if (item_member(item, "missing_image_sizes")) writer_raw(&item->out, "[]");
    if (item_wants_links(item)) write_links(item, post);
}
