// export item: an article, page or attachment with all that hangs on it.
#include "server/transfer/export_item.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "db/media.h"
#include "db/old_slug.h"
#include "db/post.h"
#include "db/term.h"
#include "db/user.h"
#include "db/walk.h"
#include "server/media/picture.h"
#include "server/rules/permalink.h"
#include "server/rules/settings.h"
#include "server/text/escape.h"
#include "server/text/markdown.h"
#include "server/transfer/piece.h"

static const char no_date[] = "0000-00-00 00:00:00";

const char *export_name(const struct export *export, const char *plain) {
    if (!strpbrk(plain, "&<>\"'")) return plain;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    escape_html(&out, plain);
    return arena_strndup(export->arena, out.data, out.size);
}

static const char *format(char buffer[EXPORT_DATE_SIZE], const struct clock_date *date) {
    clock_format_iso(buffer, date);
    buffer[10] = ' ';
    return buffer;
}

const char *export_date_utc(char buffer[EXPORT_DATE_SIZE], int64_t moment) {
    const struct clock_date date = clock_utc(moment);
    return format(buffer, &date);
}

const char *export_date_local(char buffer[EXPORT_DATE_SIZE], int64_t moment) {
    const struct clock_date date = clock_local(moment);
    return format(buffer, &date);
}

void export_field(json_t *piece, const char *name, const char *value) {
    json_t *meta = json_object_get(piece, "meta");
    if (!meta) {
        meta = json_array();
        json_object_set_new(piece, "meta", meta);
    }
    json_t *pair = json_object();
    piece_put(pair, "name", name);
    piece_put(pair, "value", value);
    json_array_append_new(meta, pair);
}

static void number_field(json_t *piece, const char *name, int64_t number) {
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long) number);
    export_field(piece, name, text);
}

enum db_result export_fields(const struct export *export, enum custom_field_owner owner, int64_t id, json_t *piece) {
    struct custom_field_list list;
    const enum db_result result = custom_field_list(export->db, export->arena, owner, id, &list);
    for (size_t i = 0; result == DB_OK && i < list.count; i++)
        export_field(piece, list.items[i].name, list.items[i].value);
    return result;
}

static void add_dates(const struct post *post, json_t *piece) {
    char date[EXPORT_DATE_SIZE];
    piece_put(piece, "date", export_date_local(date, post->published));
    piece_put(piece, "date_gmt", post->date_floating ? no_date : export_date_utc(date, post->published));
    piece_put(piece, "modified", export_date_local(date, post->modified));
    piece_put(piece, "modified_gmt", export_date_utc(date, post->modified));
    clock_format_http(date, post->published);
    // A feed's date has a numeric zone.
    char *zone = strstr(date, "GMT");
    if (zone && strlen(date) + 3 < sizeof date) memcpy(zone, "+0000", sizeof "+0000");
    piece_put(piece, "pub_date", date);
}

static void add_columns(const struct export *export, const struct post *post, json_t *piece) {
    const bool markdown = post->content_format == CONTENT_MARKDOWN;
    // Others read HTML; what was written stands beside it.
    piece_put(piece, "content", markdown ? markdown_render(export->arena, post->content) : post->content);
    if (markdown) export_field(piece, "_broadsheet_markdown", post->content);
    piece_put(piece, "excerpt", post->excerpt);
    json_object_set_new(piece, "id", json_integer(post->id));
    add_dates(post, piece);
    piece_put(piece, "comment_status", post->comments_open ? "open" : "closed");
    piece_put(piece, "ping_status", post->pings_open ? "open" : "closed");
    piece_put(piece, "slug", post->slug);
    piece_put(piece, "status", post_status_name(post->status));
    json_object_set_new(piece, "menu_order", json_integer(post->menu_order));
    piece_put(piece, "type", post_type_name(post->type));
    piece_put(piece, "password", post->password);
    json_object_set_new(piece, "sticky", json_integer(post->sticky));
}

static void add_term(json_t *terms, const char *taxonomy, const char *slug, const char *name) {
    json_t *term = json_object();
    piece_put(term, "taxonomy", taxonomy);
    piece_put(term, "slug", slug);
    piece_put(term, "name", name);
    json_array_append_new(terms, term);
}

static enum db_result add_terms(const struct export *export, const struct post *post, json_t *piece) {
    json_t *terms = json_array();
    json_object_set_new(piece, "terms", terms);
    enum db_result result = DB_OK;
    for (int taxonomy = TERM_CATEGORY; taxonomy <= TERM_TAG && result == DB_OK; taxonomy++) {
        struct term_list list;
        result = term_of_post(export->db, export->arena, post->id, (enum term_taxonomy) taxonomy, &list);
        for (size_t i = 0; result == DB_OK && i < list.count; i++)
            add_term(terms, taxonomy == TERM_CATEGORY ? "category" : "post_tag", list.items[i].slug,
                     export_name(export, list.items[i].name));
    }
    if (*post->format && strcmp(post->format, "standard") != 0)
        add_term(terms, "post_format", arena_printf(export->arena, "post-format-%s", post->format), post->format);
    return result;
}

// What is a column here is a custom field there.
static enum db_result add_fields(const struct export *export, const struct post *post, json_t *piece) {
    if (post->featured_media) number_field(piece, "_thumbnail_id", post->featured_media);
    if (*post->template_name) export_field(piece, "_wp_page_template", post->template_name);
    if (post->primary_category) number_field(piece, "_yoast_wpseo_primary_category", post->primary_category);
    if (post->status == POST_TRASH && post->status_before_trash)
        export_field(piece, "_wp_trash_meta_status", post_status_name(post->status_before_trash));
    struct text_list slugs;
    const enum db_result result = old_slug_list(export->db, export->arena, post->id, &slugs);
    for (size_t i = 0; result == DB_OK && i < slugs.count; i++) export_field(piece, "_wp_old_slug", slugs.items[i]);
    return result == DB_OK ? export_fields(export, CUSTOM_OF_POST, post->id, piece) : result;
}

static enum db_result add_media(const struct export *export, const struct post *post, json_t *piece) {
    struct media media;
    const enum db_result result = media_get(export->db, export->arena, post->id, &media);
    if (result != DB_OK) return result == DB_NOT_FOUND ? DB_OK : result;
    const char *url = picture_url(export->arena, export->settings->home, media.file);
    piece_put(piece, "guid", url);
    piece_put(piece, "attachment_url", url);
    json_object_set_new(piece, "parent", json_integer(media.attached));
    if (!strstr(media.file, "://")) export_field(piece, "_wp_attached_file", media.file);
    if (*media.alt) export_field(piece, "_wp_attachment_image_alt", media.alt);
    return DB_OK;
}

enum db_result export_item(struct export *export, int64_t id, json_t *things) {
    struct post post;
    struct user author = {.login = ""};
    enum db_result result = post_get(export->db, export->arena, id, &post);
    if (result != DB_OK || post.status == POST_AUTO_DRAFT) return result;
    if (post.author) result = user_get(export->db, export->arena, post.author, &author);
    if (result == DB_NOT_FOUND) author.login = "";
    json_t *piece = json_object();
    piece_put(piece, "title", post.title);
    piece_put(piece, "link", permalink_of_post(export->db, export->arena, export->settings, &post));
    piece_put(piece, "author", author.login);
    if (post.type != POST_TYPE_ATTACHMENT)
        piece_put(piece, "guid",
                  arena_printf(export->arena, "%s/?p=%lld", export->settings->home, (long long) post.id));
    json_object_set_new(piece, "parent", json_integer(post.parent));
    add_columns(export, &post, piece);
    result = DB_OK;
    if (post.type == POST_TYPE_ATTACHMENT) result = add_media(export, &post, piece);
    if (result == DB_OK) result = add_terms(export, &post, piece);
    if (result == DB_OK) result = add_fields(export, &post, piece);
    if (result == DB_OK) result = export_comments(export, id, piece);
    if (result == DB_OK)
        json_array_append_new(things, piece);
    else
        json_decref(piece);
    return result;
}

static const char *approved(enum comment_status status) {
    switch (status) {
        case COMMENT_APPROVED:
            return "1";
        case COMMENT_SPAM:
            return "spam";
        case COMMENT_TRASH:
            return "trash";
        default:
            return "0";
    }
}

static enum db_result comment_piece(const struct export *export, const struct comment *comment, json_t *piece) {
    char date[EXPORT_DATE_SIZE];
    json_object_set_new(piece, "id", json_integer(comment->id));
    piece_put(piece, "author", export_name(export, comment->author_name));
    piece_put(piece, "email", comment->author_email);
    piece_put(piece, "url", comment->author_url);
    piece_put(piece, "address", comment->author_address);
    piece_put(piece, "agent", export_name(export, comment->user_agent));
    piece_put(piece, "date", export_date_local(date, comment->created));
    piece_put(piece, "date_gmt", export_date_utc(date, comment->created));
    piece_put(piece, "content", comment->content);
    piece_put(piece, "approved", approved(comment->status));
    piece_put(piece, "type", comment->type);
    json_object_set_new(piece, "parent", json_integer(comment->parent));
    json_object_set_new(piece, "user", json_integer(comment->user));
    if (comment->status_before_trash)
        export_field(piece, "_wp_trash_meta_status", approved(comment->status_before_trash));
    if (*comment->held_rule) export_field(piece, "_broadsheet_held_rule", comment->held_rule);
    if (*comment->held_match) export_field(piece, "_broadsheet_held_match", comment->held_match);
    return export_fields(export, CUSTOM_OF_COMMENT, comment->id, piece);
}

enum db_result export_comments(struct export *export, int64_t post, json_t *piece) {
    struct comment_list list;
    enum db_result result = walk_comments(export->db, export->arena, post, &list);
    if (result != DB_OK || list.count == 0) return result;
    json_t *comments = json_array();
    json_object_set_new(piece, "comments", comments);
    for (size_t i = 0; i < list.count && result == DB_OK; i++) {
        json_t *comment = json_object();
        json_array_append_new(comments, comment);
        result = comment_piece(export, &list.items[i], comment);
    }
    return result;
}
