// publishing: wp_insert_post and its relatives. Slugs are publishing_slug.c, the clock's part is
// scheduler.c.
#include "server/rules/publishing.h"

#include <string.h>

#include "base/arena.h"
#include "server/rules/publishing_content.h"
#include "server/rules/settings.h"
#include "server/text/content.h"
#include "server/text/sanitize.h"
#include "server/text/slug.h"

enum {
    // WordPress publishes at once what is less than a minute ahead: the clocks of clients differ.
    CLOCK_TOLERANCE = 60,
    DEPTH_MOST = 100,
    TERMS_MOST = 1000,
};

static const char trashed_suffix[] = "__trashed";

// A new post may be made with fields left out.
static void fill_absent(struct post *post) {
    const char **texts[] = {&post->slug,         &post->title,         &post->title_html,   &post->content,
                            &post->content_html, &post->excerpt,       &post->excerpt_html, &post->password,
                            &post->format,       &post->template_name, &post->more_text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!*texts[i]) *texts[i] = "";
    if (post->format[0] == '\0') post->format = "standard";
}

void publishing_render(struct arena *arena, const struct settings *settings, struct post *post, bool unfiltered_html) {
    fill_absent(post);
    if (!unfiltered_html) {
        // title_save_pre has the narrow list, content_save_pre and excerpt_save_pre the wide one.
        post->title = sanitize_html(arena, SANITIZE_COMMENT, post->title);
        if (post->content_format == CONTENT_HTML) post->content = sanitize_html(arena, SANITIZE_POST, post->content);
        post->excerpt = sanitize_html(arena, SANITIZE_POST, post->excerpt);
    }
    const struct content_site site = publishing_content_site(settings, post->id);
    const char *source = publishing_content_source(arena, post);
    post->title_html = content_render_title(arena, &site, post->title);
    post->content_html = post->content_format == CONTENT_MARKDOWN ? content_render_finished(arena, &site, source)
                                                                  : content_render(arena, &site, source);
    post->excerpt_html = post->excerpt[0] != '\0' ? content_render_excerpt(arena, &site, post->excerpt)
                                                  : content_auto_excerpt(arena, &site, source);
}

// Statuses in which WordPress neither needs a slug nor fixes the date.
static bool is_unfinished(enum post_status status) {
    return status == POST_DRAFT || status == POST_PENDING || status == POST_AUTO_DRAFT;
}

static void settle_date(struct post *post, const struct post *before, int64_t now) {
    bool unset = post->published == 0 || post->date_floating;
    if (unset) {
        post->published = now;
        post->date_floating = is_unfinished(post->status);
    }
    // "publish" forgives a clock that is ahead; who asks for "future" gets the very second.
    if (post->status == POST_PUBLISH && post->published - now >= CLOCK_TOLERANCE &&
        !(before && before->status == POST_PUBLISH && before->published == post->published))
        post->status = POST_FUTURE;
    else if (post->status == POST_FUTURE && post->published <= now)
        post->status = POST_PUBLISH;
}

// A parent that is the page itself or below it is dropped (wp_check_post_hierarchy_for_loops).
static enum db_result settle_parent(struct db *db, struct arena *arena, struct post *post) {
    if (post->type == POST_TYPE_POST) post->parent = 0;
    int64_t above = post->parent;
    for (int depth = 0; above != 0; depth++) {
        if (above == post->id || depth == DEPTH_MOST) {
            post->parent = 0;
            return DB_OK;
        }
        struct post parent;
        enum db_result result = post_get(db, arena, above, &parent);
        if (result == DB_NOT_FOUND) return depth == 0 ? DB_CONFLICT : DB_OK;
        if (result != DB_OK) return result;
        above = parent.parent;
    }
    return DB_OK;
}

static enum db_result settle_primary(struct db *db, struct arena *arena, struct post *post) {
    if (post->primary_category == 0) return DB_OK;
    struct term term;
    enum db_result result = term_get(db, arena, post->primary_category, &term);
    if (result == DB_NOT_FOUND || (result == DB_OK && term.taxonomy != TERM_CATEGORY)) post->primary_category = 0;
    return result == DB_NOT_FOUND ? DB_OK : result;
}

static const char *without_suffix(struct arena *arena, const char *slug) {
    size_t size = strlen(slug), suffix = sizeof trashed_suffix - 1;
    bool has = size >= suffix && strcmp(slug + size - suffix, trashed_suffix) == 0;
    return has ? arena_strndup(arena, slug, size - suffix) : slug;
}

// WordPress cuts the slug so that the suffix fits, and gives one to drafts without a slug too.
static const char *with_suffix(struct arena *arena, const char *slug) {
    if (strcmp(without_suffix(arena, slug), slug) != 0) return slug;
    size_t size = strlen(slug), room = SLUG_MAX - (sizeof trashed_suffix - 1);
    if (size > room)
        for (size = room; size > 0 && ((unsigned char) slug[size] & 0xc0) == 0x80;) size--;
    return arena_printf(arena, "%.*s%s", (int) size, slug, trashed_suffix);
}

// Leaves "" where the slug must wait: for unfinished posts, or for the id when the title gives none.
static enum db_result settle_slug(struct db *db, struct arena *arena, const struct post *before, struct post *post) {
    bool same = before && strcmp(before->slug, post->slug) == 0;
    const char *wish = same ? post->slug : slug_from_text(arena, post->slug);
    if (same && before->status == POST_TRASH) wish = without_suffix(arena, post->slug);
    if (wish[0] == '\0' && !is_unfinished(post->status)) wish = slug_from_text(arena, post->title);
    if (wish[0] == '\0' && !is_unfinished(post->status) && post->id != 0)
        wish = arena_printf(arena, "%lld", (long long) post->id);
    bool kept = before && before->status != POST_TRASH && before->parent == post->parent &&
                before->type == post->type && strcmp(before->slug, wish) == 0;
    if (kept || wish[0] == '\0') {
        post->slug = wish;
        return DB_OK;
    }
    return publishing_unique_slug(db, arena, post, wish, &post->slug);
}

// Unknown terms are passed over, as WordPress does.
static enum db_result set_known_terms(struct db *db, struct arena *arena, int64_t post, enum term_taxonomy taxonomy,
                                      const int64_t *ids, size_t count, size_t *ret_known) {
    if (count > TERMS_MOST) return DB_CONFLICT;
    int64_t *known = arena_array(arena, int64_t, count + 1);
    size_t known_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct term term;
        enum db_result result = term_get(db, arena, ids[i], &term);
        if (result != DB_OK && result != DB_NOT_FOUND) return result;
        if (result != DB_OK || term.taxonomy != taxonomy) continue;
        bool twice = false;
        for (size_t j = 0; j < known_count; j++) twice = twice || known[j] == ids[i];
        if (!twice) known[known_count++] = ids[i];
    }
    *ret_known = known_count;
    // No category at all: the default one follows, so nothing need be taken away for a moment.
    if (taxonomy == TERM_CATEGORY && known_count == 0) return DB_OK;
    return post_set_terms(db, post, taxonomy, known, known_count);
}

// A post has at least one category.
static enum db_result save_terms(struct db *db, struct arena *arena, const struct settings *settings,
                                 const struct post *post, const struct publishing_terms *terms) {
    if (post->type != POST_TYPE_POST) return DB_OK;
    enum db_result result = DB_OK;
    size_t known = 0;
    if (terms && terms->set_tags)
        result = set_known_terms(db, arena, post->id, TERM_TAG, terms->tags, terms->tag_count, &known);
    if (result != DB_OK || post->status == POST_AUTO_DRAFT) return result;

    bool set = terms && terms->set_categories;
    known = 0;
    if (set) {
        result = set_known_terms(db, arena, post->id, TERM_CATEGORY, terms->categories, terms->category_count, &known);
    } else {
        struct term_list list;
        result = term_of_post(db, arena, post->id, TERM_CATEGORY, &list);
        if (result == DB_OK) known = list.count;
    }
    if (result != DB_OK || known > 0) return result;
    struct term standard;
    result = term_get(db, arena, settings->default_category, &standard);
    if (result == DB_NOT_FOUND || (result == DB_OK && standard.taxonomy != TERM_CATEGORY))
        return set ? post_set_terms(db, post->id, TERM_CATEGORY, NULL, 0) : DB_OK;
    return result == DB_OK ? post_set_terms(db, post->id, TERM_CATEGORY, &standard.id, 1) : result;
}

// A post that is named by its number can only be named once it has one: until then it is out of sight.
static enum db_result insert(struct db *db, struct arena *arena, struct post *post) {
    enum post_status status = post->status;
    bool waits = post->slug[0] == '\0' && !is_unfinished(status) && status != POST_TRASH;
    if (waits) post->status = POST_AUTO_DRAFT;
    enum db_result result = post->id != 0 ? post_insert_as(db, post) : post_insert(db, post, &post->id);
    post->status = status;
    if (result != DB_OK || !waits) return result;
    result = settle_slug(db, arena, NULL, post);
    return result == DB_OK ? post_update(db, post) : result;
}

enum db_result publishing_save(struct db *db, struct arena *arena, const struct settings *settings,
                               const struct post *before, struct post *post, const struct publishing_terms *terms,
                               int64_t now) {
    if (before) post->id = before->id;
    fill_absent(post);
    settle_date(post, before, now);
    enum db_result result = settle_parent(db, arena, post);
    if (result == DB_OK) result = settle_primary(db, arena, post);
    if (result == DB_OK) result = publishing_content_settle(db, arena, settings, post);
    if (result != DB_OK) return result;

    bool to_trash = post->status == POST_TRASH && !(before && before->status == POST_TRASH);
    if (to_trash) {
        post->status_before_trash = before ? before->status : POST_DRAFT;
        post->slug = with_suffix(arena, before ? before->slug : post->slug);
    } else if (post->status != POST_TRASH) {
        post->status_before_trash = 0;
        result = settle_slug(db, arena, before, post);
        if (result != DB_OK) return result;
    }

    if (before) {
        post->created = before->created;
        post->modified = now;
        result = post_update(db, post);
    } else {
        post->id = 0;
        post->created = now;
        // WordPress: a new post was modified when it is dated.
        post->modified = post->published;
        result = insert(db, arena, post);
    }
    if (result == DB_OK) result = publishing_content_store(db, arena, settings, post);
    return result == DB_OK ? save_terms(db, arena, settings, post, terms) : result;
}

enum db_result publishing_restore(struct db *db, struct arena *arena, const struct settings *settings,
                                  struct post *post, const struct publishing_terms *terms, bool parent_follows,
                                  int64_t now) {
    fill_absent(post);
    const bool floating = post->date_floating && is_unfinished(post->status);
    post->date_floating = false;
    settle_date(post, NULL, now);
    post->date_floating = floating;
    enum db_result result = settle_parent(db, arena, post);
    if (result == DB_OK) result = settle_primary(db, arena, post);
    if (result == DB_OK) result = publishing_content_settle(db, arena, settings, post);
    if (result != DB_OK) return result;
    if (post->status == POST_TRASH) {
        if (post->status_before_trash == 0) post->status_before_trash = POST_DRAFT;
        post->slug = with_suffix(arena, slug_from_text(arena, post->slug));
    } else {
        post->status_before_trash = 0;
        // Beside its own parent its name may be free.
        const char *name = parent_follows ? slug_from_text(arena, post->slug) : "";
        if (name[0] != '\0')
            post->slug = name;
        else
            result = settle_slug(db, arena, NULL, post);
    }
    if (result == DB_OK) result = insert(db, arena, post);
    if (result == DB_OK && post->type != POST_TYPE_ATTACHMENT)
        result = publishing_content_store(db, arena, settings, post);
    return result == DB_OK ? save_terms(db, arena, settings, post, terms) : result;
}

enum db_result publishing_put_text(struct db *db, struct arena *arena, const struct settings *settings,
                                   struct post *post) {
    enum db_result result = publishing_content_settle(db, arena, settings, post);
    if (result == DB_OK) result = post_update(db, post);
    if (result != DB_OK || post->type == POST_TYPE_ATTACHMENT) return result;
    return publishing_content_store(db, arena, settings, post);
}

enum db_result publishing_place(struct db *db, struct arena *arena, int64_t id, int64_t parent, bool *ret_circle) {
    struct post before;
    enum db_result result = post_get(db, arena, id, &before);
    if (result != DB_OK) return result;
    struct post post = before;
    post.parent = parent;
    result = settle_parent(db, arena, &post);
    if (result == DB_OK && post.status != POST_TRASH && post.slug[0] != '\0')
        result = publishing_unique_slug(db, arena, &post, post.slug, &post.slug);
    if (result != DB_OK) return result;
    *ret_circle = parent != 0 && post.parent == 0;
    return post_update(db, &post);
}

enum db_result publishing_trash(struct db *db, struct arena *arena, int64_t id, int64_t now) {
    struct post post;
    enum db_result result = post_get(db, arena, id, &post);
    if (result != DB_OK || post.status == POST_TRASH) return result;
    post.status_before_trash = post.status;
    post.status = POST_TRASH;
    post.slug = with_suffix(arena, post.slug);
    post.modified = now;
    return post_update(db, &post);
}

enum db_result publishing_untrash(struct db *db, struct arena *arena, const struct settings *settings, int64_t id,
                                  int64_t now) {
    struct post before;
    enum db_result result = post_get(db, arena, id, &before);
    if (result != DB_OK || before.status != POST_TRASH) return result;
    struct post post = before;
    post.status = before.status_before_trash ? before.status_before_trash : POST_DRAFT;
    // Its moment passed while it lay there: to publish it now is for a person to decide.
    if (post.status == POST_FUTURE && post.published <= now) post.status = POST_DRAFT;
    return publishing_save(db, arena, settings, &before, &post, NULL, now);
}
