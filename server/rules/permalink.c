// permalink: addresses of things. The way back is permalink_resolve.c.
#include "server/rules/permalink.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "server/rules/discussion_pages.h"
#include "server/rules/permalink_structure.h"
#include "server/rules/settings.h"

enum { DEPTH_MOST = 100 };

static bool is_plain(unsigned char byte) {
    return (byte >= 'a' && byte <= 'z') || byte == '-' || (byte >= '0' && byte <= '9') ||
           (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '.' || byte == '~';
}

// WordPress stores slugs percent-coded in lower case; addresses look the same.
static void add_slug(struct strbuf *out, const char *slug) {
    static const char digits[] = "0123456789abcdef";
    for (;;) {
        size_t plain = 0;
        while (is_plain((unsigned char) slug[plain])) plain++;
        strbuf_add(out, slug, plain);
        slug += plain;
        const unsigned char byte = (unsigned char) *slug++;
        if (byte == '\0') return;
        const char coded[] = {'%', digits[byte >> 4], digits[byte & 15]};
        strbuf_add(out, coded, sizeof coded);
    }
}

// At least `width` digits.
static void add_padded(struct strbuf *out, int number, int width) {
    for (int least = 10; --width > 0; least *= 10)
        if (number >= 0 && number < least) {
            strbuf_add(out, "000", (size_t) width);
            break;
        }
    strbuf_addi(out, number);
}

// Pages show some dozens of addresses: most are made without growing.
static void begin(struct strbuf *out, const struct settings *settings) {
    enum { USUAL = 240 };
    strbuf_init(out, 0);
    strbuf_reserve(out, USUAL);
    strbuf_adds(out, settings->home);
}

// Memory for some bytes is there or the process ends, as for the arena itself.
static const char *finished(struct arena *arena, struct strbuf *buf) {
    return arena_strndup(arena, buf->data, buf->size);
}

static const char *query_address(struct arena *arena, const struct settings *settings, const char *name, int64_t id) {
    return arena_printf(arena, "%s/?%s=%" PRId64, settings->home, name, id);
}

static const char *slash(const struct settings *settings) { return structure_has_slash(settings) ? "/" : ""; }

static const char *plain_of_post(struct arena *arena, const struct settings *settings, const struct post *post) {
    const char *name = post->type == POST_TYPE_PAGE         ? "page_id"
                       : post->type == POST_TYPE_ATTACHMENT ? "attachment_id"
                                                            : "p";
    return query_address(arena, settings, name, post->id);
}

// "press/international-news" of a category.
static void add_term_path(struct db *db, struct arena *arena, struct strbuf *out, const struct term *term) {
    struct term_list path;
    if (term->parent == 0 || term_path(db, arena, term->id, &path) != DB_OK || path.count == 0) {
        add_slug(out, term->slug);
        return;
    }
    for (size_t i = 0; i < path.count; i++) {
        if (i > 0) strbuf_addc(out, '/');
        add_slug(out, path.items[i].slug);
    }
}

static void add_category(struct db *db, struct arena *arena, const struct settings *settings, struct strbuf *out,
                         const struct post *post) {
    struct term term;
    if (term_primary_of_post(db, arena, post, &term) == DB_OK ||
        term_get(db, arena, settings->default_category, &term) == DB_OK)
        add_term_path(db, arena, out, &term);
    else
        strbuf_adds(out, "uncategorized");
}

static void add_author(struct db *db, struct arena *arena, struct strbuf *out, const struct post *post) {
    struct user user;
    // The author may be deleted: an empty segment would be no address.
    if (post->author != 0 && user_get(db, arena, post->author, &user) == DB_OK && user.slug[0] != '\0')
        add_slug(out, user.slug);
    else
        strbuf_addc(out, '-');
}

// `name`: what stands for %postname%; NULL: the tag itself stays.
static void add_post_path(struct db *db, struct arena *arena, const struct settings *settings, struct strbuf *out,
                          const struct post *post, const char *name) {
    struct clock_date date = clock_local(post->published);
    struct structure_piece piece;
    for (const char *at = settings->permalink_structure; structure_next(&at, &piece);) {
        if (!piece.is_tag) {
            strbuf_add(out, piece.text, piece.size);
            continue;
        }
        switch (piece.tag) {
            case TAG_YEAR:
                add_padded(out, date.year, 4);
                break;
            case TAG_MONTHNUM:
                add_padded(out, date.month, 2);
                break;
            case TAG_DAY:
                add_padded(out, date.day, 2);
                break;
            case TAG_HOUR:
                add_padded(out, date.hour, 2);
                break;
            case TAG_MINUTE:
                add_padded(out, date.minute, 2);
                break;
            case TAG_SECOND:
                add_padded(out, date.second, 2);
                break;
            case TAG_POST_ID:
                strbuf_addi(out, post->id);
                break;
            case TAG_POSTNAME:
                if (name)
                    add_slug(out, name);
                else
                    strbuf_adds(out, "%postname%");
                break;
            case TAG_CATEGORY:
                add_category(db, arena, settings, out, post);
                break;
            case TAG_AUTHOR:
                add_author(db, arena, out, post);
                break;
            case TAG_COUNT:
                break;
        }
    }
}

// "/about/team": parents without a slug are passed over, as get_page_uri does.
static void add_page_path(struct db *db, struct arena *arena, struct strbuf *out, const struct post *page,
                          const char *name) {
    const char *slugs[DEPTH_MOST];
    size_t count = 0;
    int64_t parent = page->parent;
    while (parent != 0 && count < DEPTH_MOST) {
        struct post above;
        if (post_get(db, arena, parent, &above) != DB_OK || above.type != POST_TYPE_PAGE) break;
        if (above.slug[0] != '\0') slugs[count++] = above.slug;
        parent = above.parent;
    }
    while (count > 0) {
        strbuf_addc(out, '/');
        add_slug(out, slugs[--count]);
    }
    strbuf_addc(out, '/');
    if (name)
        add_slug(out, name);
    else
        strbuf_adds(out, "%pagename%");
}

static void add_path(struct db *db, struct arena *arena, const struct settings *settings, struct strbuf *out,
                     const struct post *post, const char *name) {
    if (post->type == POST_TYPE_POST) {
        add_post_path(db, arena, settings, out, post, name);
        return;
    }
    if (post->type == POST_TYPE_PAGE) {
        add_page_path(db, arena, out, post, name);
    } else {
        strbuf_addc(out, '/');
        if (name)
            add_slug(out, name);
        else
            strbuf_adds(out, "%postname%");
    }
    strbuf_adds(out, slash(settings));
}

static bool has_pretty(const struct post *post) {
    return (post->status == POST_PUBLISH || post->status == POST_PRIVATE || post->status == POST_INHERIT) &&
           post->slug[0] != '\0';
}

const char *permalink_of_post(struct db *db, struct arena *arena, const struct settings *settings,
                              const struct post *post) {
    if (post->type == POST_TYPE_PAGE && post->status == POST_PUBLISH && strcmp(settings->show_on_front, "page") == 0 &&
        post->id == settings->page_on_front)
        return arena_printf(arena, "%s/", settings->home);
    if (structure_is_plain(settings) || !has_pretty(post)) return plain_of_post(arena, settings, post);
    struct strbuf buf STRBUF_CLEAN;
    begin(&buf, settings);
    add_path(db, arena, settings, &buf, post, post->slug);
    return finished(arena, &buf);
}

const char *permalink_template_of_post(struct db *db, struct arena *arena, const struct settings *settings,
                                       const struct post *post) {
    if (structure_is_plain(settings) || post->status == POST_TRASH || post->status == POST_AUTO_DRAFT)
        return plain_of_post(arena, settings, post);
    struct strbuf buf STRBUF_CLEAN;
    begin(&buf, settings);
    add_path(db, arena, settings, &buf, post, NULL);
    return finished(arena, &buf);
}

static void add_base(struct strbuf *out, const char *base) {
    strbuf_addc(out, '/');
    strbuf_adds(out, base);
    strbuf_addc(out, '/');
}

const char *permalink_of_term(struct db *db, struct arena *arena, const struct settings *settings,
                              const struct term *term) {
    bool category = term->taxonomy == TERM_CATEGORY;
    if (category && structure_is_plain(settings)) return query_address(arena, settings, "cat", term->id);
    struct strbuf buf STRBUF_CLEAN;
    begin(&buf, settings);
    if (structure_is_plain(settings)) {
        strbuf_adds(&buf, "/?tag=");
        add_slug(&buf, term->slug);
        return finished(arena, &buf);
    }
    add_base(&buf, category ? structure_category_base(arena, settings) : structure_tag_base(arena, settings));
    if (category)
        add_term_path(db, arena, &buf, term);
    else
        add_slug(&buf, term->slug);
    strbuf_adds(&buf, slash(settings));
    return finished(arena, &buf);
}

const char *permalink_of_author(struct arena *arena, const struct settings *settings, const struct user *user) {
    if (structure_is_plain(settings)) return query_address(arena, settings, "author", user->id);
    struct strbuf buf STRBUF_CLEAN;
    begin(&buf, settings);
    add_base(&buf, structure_author_base(arena, settings));
    add_slug(&buf, user->slug);
    strbuf_adds(&buf, slash(settings));
    return finished(arena, &buf);
}

const char *permalink_of_date(struct arena *arena, const struct settings *settings, int year, int month, int day) {
    struct strbuf buf STRBUF_CLEAN;
    strbuf_init(&buf, 0);
    bool plain = structure_is_plain(settings);
    const char *base = plain ? "" : structure_date_base(arena, settings);
    const char *between = plain ? "" : "/";
    strbuf_addf(&buf, "%s/%s%s%s%04d", settings->home, base, base[0] != '\0' ? "/" : "", plain ? "?m=" : "", year);
    if (month != 0) strbuf_addf(&buf, "%s%02d", between, month);
    if (month != 0 && day != 0) strbuf_addf(&buf, "%s%02d", between, day);
    strbuf_adds(&buf, slash(settings));
    return finished(arena, &buf);
}

const char *permalink_of_comment(struct db *db, struct arena *arena, const struct settings *settings,
                                 const struct post *post, const struct comment *comment) {
    const char *base = permalink_of_post(db, arena, settings, post);
    int64_t page;
    if (discussion_is_paged(settings, post) && discussion_page_of(db, settings, post, comment, &page) == DB_OK &&
        discussion_page_is_named(settings, post, page))
        base = permalink_comment_page(arena, settings, base, page);
    return arena_printf(arena, "%s#comment-%" PRId64, base, comment->id);
}

const char *permalink_comment_page(struct arena *arena, const struct settings *settings, const char *base,
                                   int64_t page) {
    if (page < 1) return base;
    if (strchr(base, '?')) return arena_printf(arena, "%s&cpage=%" PRId64, base, page);
    if (structure_is_plain(settings)) return arena_printf(arena, "%s?cpage=%" PRId64, base, page);
    size_t size = strlen(base);
    const char *before = size > 0 && base[size - 1] == '/' ? "" : "/";
    return arena_printf(arena, "%s%scomment-page-%" PRId64 "%s", base, before, page, slash(settings));
}

const char *permalink_content_page(struct arena *arena, const struct settings *settings, const struct post *post,
                                   const char *address, int64_t page) {
    if (page <= 1) return address;
    if (strchr(address, '?')) return arena_printf(arena, "%s&page=%" PRId64, address, page);
    if (post->type == POST_TYPE_PAGE && post->id == settings->page_on_front &&
        strcmp(settings->show_on_front, "page") == 0)
        return permalink_page(arena, settings, address, page);
    const bool slashed = address[strlen(address) - 1] == '/';
    return arena_printf(arena, "%s%s%" PRId64 "%s", address, slashed ? "" : "/", page, slashed ? "/" : "");
}

const char *permalink_page(struct arena *arena, const struct settings *settings, const char *base, int64_t page) {
    if (page <= 1) return base;
    if (strchr(base, '?')) return arena_printf(arena, "%s&paged=%" PRId64, base, page);
    if (structure_is_plain(settings)) return arena_printf(arena, "%s?paged=%" PRId64, base, page);
    size_t size = strlen(base);
    const char *before = size > 0 && base[size - 1] == '/' ? "" : "/";
    return arena_printf(arena, "%s%spage/%" PRId64 "%s", base, before, page, slash(settings));
}
