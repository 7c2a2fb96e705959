// post_fields: the JSON of an article or page.
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "db/revision.h"
#include "db/term.h"
#include "db/user.h"
#include "server/rest/call.h"
#include "server/rest/posts.h"
#include "server/rest/text.h"
#include "server/rules/comment_gate.h"
#include "server/rules/editing.h"
#include "server/rules/permalink.h"
#include "server/rules/preview.h"
#include "server/text/slug.h"

// WordPress shows the text of a protected post to who gave its password, and to its editors in context edit.
static bool text_is_hidden(const struct item *item, const struct post *post) {
    if (!*post->password) return false;
    if (item->context == CONTEXT_EDIT && actor_can_edit_post(rest_actor(item->request), post)) return false;
    const char *given = rest_filled(item->request, "password") ? rest_string(item->request, "password") : NULL;
    return !given || strcmp(given, post->password) != 0;
}

static void write_rendered(struct item *item, const char *raw, const char *rendered) {
    item_string(item, "raw", raw);
    item_string(item, "rendered", rendered);
}

static void write_guid(struct item *item, const struct post *post) {
    if (!item_open(item, "guid")) return;
    const char *guid = arena_printf(&item->request->arena, "%s/?%s=%lld", rest_settings(item->request)->home,
                                    post->type == POST_TYPE_PAGE ? "page_id" : "p", (long long) post->id);
    write_rendered(item, guid, guid);
    item_close(item);
}

static void write_text(struct item *item, const struct post *post, bool hidden) {
    const bool is_protected = *post->password != '\0';
    if (item_open(item, "title")) {
        const bool is_private = post->status == POST_PRIVATE;
        write_rendered(
            item, post->title,
            is_private ? arena_printf(&item->request->arena, "Private: %s", post->title_html) : post->title_html);
        item_close(item);
    }
    if (item_open(item, "content")) {
        write_rendered(item, post->content, hidden ? "" : post->content_html);
        item_integer(item, "block_version", strstr(post->content, "<!-- wp:") ? 1 : 0);
        item_boolean(item, "protected", is_protected);
        item_close(item);
    }
    item_integer(item, "author", post->author);
    if (item_open(item, "excerpt")) {
        write_rendered(item, post->excerpt, hidden ? "" : post->excerpt_html);
        item_boolean(item, "protected", is_protected);
        item_close(item);
    }
}

// The slug that the title would give (get_sample_permalink).
static const char *generated_slug(struct arena *arena, struct db *db, const struct post *post) {
    const char *slug = slug_from_text(arena, post->title);
    if (!*slug) slug = arena_printf(arena, "%lld", (long long) post->id);
    const char *unique;
    return publishing_unique_slug(db, arena, post, slug, &unique) == DB_OK ? unique : slug;
}

static void write_addresses(struct item *item, struct db *db, const struct post *post) {
    struct arena *arena = &item->request->arena;
    if (item_wants(item, "permalink_template"))
        item_string(item, "permalink_template",
                    permalink_template_of_post(db, arena, rest_settings(item->request), post));
    if (item_wants(item, "preview_link"))
        item_string(
            item, "preview_link",
            preview_link(rest_app(item->request), db, arena, rest_settings(item->request), post, item->request->now));
    if (item_wants(item, "generated_slug"))
        item_string(item, "generated_slug", rest_text_slug(arena, generated_slug(arena, db, post)));
}

static void write_ids(struct item *item, const char *name, const struct term_list *list) {
    if (!item_member(item, name)) return;
    writer_begin_array(&item->out);
    for (size_t i = 0; i < list->count; i++) writer_integer(&item->out, list->items[i].id);
    writer_end_array(&item->out);
}

static struct term_list read_terms(struct item *item, struct db *db, const struct post *post,
                                   enum term_taxonomy taxonomy) {
    struct term_list list = {0};
    if (term_of_post(db, &item->request->arena, post->id, taxonomy, &list) != DB_OK) list.count = 0;
    return list;
}

// Only among several is there something to choose.
static int64_t primary_category(struct item *item, struct db *db, const struct post *post,
                                const struct term_list *categories) {
    if (categories->count <= 1) return categories->count ? categories->items[0].id : 0;
    struct term term = {0};
    return term_primary_of_post(db, &item->request->arena, post, &term) == DB_OK ? term.id : 0;
}

static void write_terms(struct item *item, struct db *db, const struct post *post) {
    struct term_list categories = {0};
    const bool primary = item_wants(item, "primary_category");
    if (primary || item_wants(item, "categories")) categories = read_terms(item, db, post, TERM_CATEGORY);
    write_ids(item, "categories", &categories);
    if (item_wants(item, "tags")) {
        const struct term_list tags = read_terms(item, db, post, TERM_TAG);
        write_ids(item, "tags", &tags);
    }
    if (primary) item_integer(item, "primary_category", primary_category(item, db, post, &categories));
}

static void write_moment(struct item *item, const char *name, int64_t moment) {
    char buffer[CLOCK_ISO_SIZE];
    item_string(item, name, moment ? clock_format_iso_local(buffer, moment) : NULL);
}

void rest_posts_write_gate(struct item *item, const struct post *post) {
    if (!item_open(item, "comments")) return;
    const struct comment_gate gate = comment_gate(post, rest_settings(item->request), item->request->now,
                                                  actor_can_read_post(rest_actor(item->request), post));
    request_valid_until(item->request, gate.until);
    item_string(item, "state", gate.open ? "open" : "closed");
    item_string(item, "reason", comment_reason_name(gate.reason));
    write_moment(item, "since", gate.since);
    write_moment(item, "until", gate.until);
    item_close(item);
}

// For lists: who may edit an article may know whose it is, also of authors who have published nothing.
static void write_author_name(struct item *item, struct db *db, const struct post *post) {
    struct user user;
    if (!item_wants(item, "author_name")) return;
    const bool known = post->author && user_get(db, &item->request->arena, post->author, &user) == DB_OK;
    item_string(item, "author_name", known ? user.display_name : NULL);
}

// Which version this is, and who has it open.
static void write_editing(struct item *item, struct db *db, const struct post *post) {
    struct arena *arena = &item->request->arena;
    const char *version;
    if (item_wants(item, "version") && editing_version(db, arena, post, &version) == DB_OK)
        item_string(item, "version", version);
    if (!item_wants(item, "edit_lock")) return;
    struct edit_lock lock;
    if (edit_lock_get(db, arena, post->id, item->request->now, &lock) != DB_OK) {
        item_member(item, "edit_lock");
        writer_null(&item->out);
        return;
    }
    item_open(item, "edit_lock");
    item_integer(item, "user", lock.user);
    item_string(item, "name", lock.name);
    item_date_utc(item, "since_gmt", lock.since);
    item_date_utc(item, "until_gmt", lock.until);
    item_close(item);
}

static void write_settings(struct item *item, struct db *db, const struct rest_post_type *type,
                           const struct post *post) {
    item_integer(item, "featured_media", post->featured_media);
    item_string(item, "comment_status", post->comments_open ? "open" : "closed");
    item_string(item, "ping_status", post->pings_open ? "open" : "closed");
    if (type->hierarchical) item_integer(item, "menu_order", post->menu_order);
    if (type->has_terms) item_string(item, "format", post->format);
    // No meta keys are registered; WordPress prints an empty PHP array then.
    if (item_member(item, "meta")) writer_raw(&item->out, "[]");
    if (type->has_terms) item_boolean(item, "sticky", post->sticky);
    item_string(item, "template", post->template_name);
    if (type->has_terms) write_terms(item, db, post);
}

// What the asker may do with it, as links (WordPress: get_available_actions).
static void write_actions(struct item *item, const struct rest_post_type *type, const char *self) {
    const struct actor *actor = rest_actor(item->request);
    if (item->context != CONTEXT_EDIT) return;
    const bool publish = actor_can(actor, type->publish), others = actor_can(actor, type->edit_others);
    if (publish) item_link(item, "wp:action-publish", self, false, NULL);
    if (actor_can(actor, CAP_UNFILTERED_HTML)) item_link(item, "wp:action-unfiltered-html", self, false, NULL);
    if (type->has_terms && publish && others) item_link(item, "wp:action-sticky", self, false, NULL);
    if (others) item_link(item, "wp:action-assign-author", self, false, NULL);
    if (!type->has_terms) return;
    if (actor_can(actor, CAP_MANAGE_CATEGORIES)) item_link(item, "wp:action-create-categories", self, false, NULL);
    if (!actor_can(actor, CAP_EDIT_POSTS)) return;
    item_link(item, "wp:action-assign-categories", self, false, NULL);
    item_link(item, "wp:action-create-tags", self, false, NULL);
    item_link(item, "wp:action-assign-tags", self, false, NULL);
}

static void write_history(struct item *item, struct db *db, const struct rest_post_type *type,
                          const struct post *post) {
    int64_t count = 0, latest = 0;
    // Off: WordPress counts none, though there may be old ones.
    const bool kept = rest_settings(item->request)->wp_post_revisions > 0;
    if (kept && revision_count(db, post->id, &count, &latest) != DB_OK) count = 0;
    const char *href = rest_url(item->request, "/wp/v2/%s/%lld/revisions", type->rest_base, (long long) post->id);
    item_link(item, "version-history", href, false,
              arena_printf(&item->request->arena, "\"count\":%lld", (long long) count));
    if (count == 0) return;
    item_link(item, "predecessor-version", arena_printf(&item->request->arena, "%s/%lld", href, (long long) latest),
              false, arena_printf(&item->request->arena, "\"id\":%lld", (long long) latest));
}

static void write_links(struct item *item, struct db *db, const struct rest_post_type *type, const struct post *post) {
    struct request *request = item->request;
    const long long id = post->id;
    const char *self = rest_url(request, "/wp/v2/%s/%lld", type->rest_base, id);
    item_link(item, "self", self, false, NULL);
    item_link(item, "collection", rest_url(request, "/wp/v2/%s", type->rest_base), false, NULL);
    item_link(item, "about", rest_url(request, "/wp/v2/types/%s", type->name), false, NULL);
    if (post->author)
        item_link(item, "author", rest_url(request, "/wp/v2/users/%lld", (long long) post->author), true, NULL);
    item_link(item, "replies", rest_url(request, "/wp/v2/comments?post=%lld", id), true, NULL);
    write_history(item, db, type, post);
    if (type->hierarchical && post->parent)
        item_link(item, "up", rest_url(request, "/wp/v2/%s/%lld", type->rest_base, (long long) post->parent), true,
                  NULL);
    if (post->featured_media)
        item_link(item, "wp:featuredmedia", rest_url(request, "/wp/v2/media/%lld", (long long) post->featured_media),
                  true, NULL);
    item_link(item, "wp:attachment", rest_url(request, "/wp/v2/media?parent=%lld", id), false, NULL);
    if (type->has_terms) {
        item_link(item, "wp:term", rest_url(request, "/wp/v2/categories?post=%lld", id), true,
                  "\"taxonomy\":\"category\"");
        item_link(item, "wp:term", rest_url(request, "/wp/v2/tags?post=%lld", id), true, "\"taxonomy\":\"post_tag\"");
    }
    write_actions(item, type, self);
}

void rest_posts_write(struct item *item, struct db *db, const struct rest_post_type *type, const struct post *post) {
    struct arena *arena = &item->request->arena;
    if (type->write) {
        type->write(item, db, type, post);
        return;
    }
    item_date_local(item, "date", post->published);
    item_date_utc(item, "date_gmt", post->published);
    write_guid(item, post);
    item_integer(item, "id", post->id);
    if (item_wants(item, "link"))
        item_string(item, "link", permalink_of_post(db, arena, rest_settings(item->request), post));
    item_date_local(item, "modified", post->modified);
    item_date_utc(item, "modified_gmt", post->modified);
    item_string(item, "slug", rest_text_slug(arena, post->slug));
    item_string(item, "status", post_status_name(post->status));
    item_string(item, "type", type->name);
    item_string(item, "password", post->password);
    write_addresses(item, db, post);
    if (type->hierarchical) item_integer(item, "parent", post->parent);
    write_text(item, post, text_is_hidden(item, post));
    write_settings(item, db, type, post);
    item_string(item, "content_format", content_format_name(post->content_format));
    rest_posts_write_gate(item, post);
    write_author_name(item, db, post);
    item_integer(item, "comment_count", post->comment_count);
    write_editing(item, db, post);
    if (item_wants_links(item)) write_links(item, db, type, post);
}
