// permalink path: finds the thing that a path names, in the order of WordPress's rewrite rules:
// archives, dates, posts and pages, search, and at last a guess by the last segment.
#include <string.h>

#include "base/arena.h"
#include "db/term_merge.h"
#include "server/rules/permalink_resolver.h"
#include "server/rules/permalink_structure.h"
#include "server/rules/settings.h"

// The segments after a base, when it stands at the front; *ret_from is their index.
static bool after_base(struct resolver *resolver, const struct segments *segments, const char *base, size_t *ret_from) {
    struct segments wanted;
    if (!segments_split(resolver->arena, base, &wanted) || wanted.count > segments->count) return false;
    for (size_t i = 0; i < wanted.count; i++)
        if (strcmp(wanted.items[i], segments->items[i]) != 0) return false;
    *ret_from = wanted.count;
    return true;
}

enum db_result resolver_find_term(struct resolver *resolver, enum term_taxonomy taxonomy, const char *slug,
                                  struct term *ret) {
    const enum db_result result = term_get_by_slug(resolver->db, resolver->arena, taxonomy, slug, ret);
    return result == DB_NOT_FOUND ? term_get_by_old_slug(resolver->db, resolver->arena, taxonomy, slug, ret) : result;
}

// Whatever the earlier ones leave open is DB_NOT_FOUND.
static enum db_result by_archive(struct resolver *resolver, const struct segments *segments) {
    struct arena *arena = resolver->arena;
    size_t from, count = segments->count;
    struct term term;
    if (after_base(resolver, segments, structure_category_base(arena, resolver->settings), &from) && count > from) {
        enum db_result result = resolver_find_term(resolver, TERM_CATEGORY, segments->items[count - 1], &term);
        return result == DB_OK ? resolver_term(resolver, &term) : result;
    }
    if (after_base(resolver, segments, structure_tag_base(arena, resolver->settings), &from) && count == from + 1) {
        enum db_result result = resolver_find_term(resolver, TERM_TAG, segments->items[from], &term);
        return result == DB_OK ? resolver_term(resolver, &term) : result;
    }
    if (after_base(resolver, segments, structure_author_base(arena, resolver->settings), &from) && count == from + 1) {
        struct user user;
        enum db_result result = user_get_by_slug(resolver->db, arena, segments->items[from], &user);
        return result == DB_OK ? resolver_author(resolver, &user) : result;
    }
    return DB_NOT_FOUND;
}

// /search/words/ of WordPress is ?s=words here.
static enum db_result by_search(struct resolver *resolver, const struct segments *segments) {
    if (segments->count != 2 || strcmp(segments->items[0], "search") != 0) return DB_NOT_FOUND;
    return resolver_search(resolver, segments->items[1]);
}

static enum db_result by_date(struct resolver *resolver, const struct segments *segments) {
    size_t from;
    if (!after_base(resolver, segments, structure_date_base(resolver->arena, resolver->settings), &from))
        return DB_NOT_FOUND;
    size_t count = segments->count - from;
    if (count < 1 || count > 3) return DB_NOT_FOUND;
    int parts[3] = {0};
    for (size_t i = 0; i < count; i++) {
        const char *text = segments->items[from + i];
        size_t size = strlen(text);
        int64_t number = permalink_number(text);
        if (number < 0 || (i == 0 ? size != 4 : size > 2)) return DB_NOT_FOUND;
        // "00" is no month, and 0 means none.
        parts[i] = i > 0 && number == 0 ? -1 : (int) number;
    }
    return resolver_date(resolver, parts[0], parts[1], parts[2]);
}

enum db_result resolver_find_page(struct resolver *resolver, const struct segments *segments, size_t count,
                                  struct post *ret) {
    int64_t parent = 0;
    for (size_t i = 0; i < count; i++) {
        enum db_result result =
            post_get_by_slug(resolver->db, resolver->arena, POST_TYPE_PAGE, parent, segments->items[i], ret);
        if (result != DB_OK) return result;
        parent = ret->id;
    }
    return count > 0 ? DB_OK : DB_NOT_FOUND;
}

static enum db_result find_post(struct resolver *resolver, const struct segments *segments, size_t count,
                                struct post *ret) {
    struct structure_values values;
    const char *structure = structure_trimmed(resolver->arena, resolver->settings->permalink_structure);
    if (count == 0 || structure[0] == '\0' ||
        !structure_match(structure, segments_join(resolver->arena, segments, count), &values))
        return DB_NOT_FOUND;
    enum structure_tag tag = values.text[TAG_POST_ID] ? TAG_POST_ID : TAG_POSTNAME;
    const char *text = arena_strndup(resolver->arena, values.text[tag], values.size[tag]);
    if (tag == TAG_POSTNAME) return post_get_by_slug(resolver->db, resolver->arena, POST_TYPE_POST, 0, text, ret);
    enum db_result result = post_get(resolver->db, resolver->arena, permalink_number(text), ret);
    return result == DB_OK && ret->type != POST_TYPE_POST ? DB_NOT_FOUND : result;
}

// A post without a title is named by its number, which may read as a day. At its very own address it goes before
// the archive.
static enum db_result by_number(struct resolver *resolver, const struct segments *segments) {
    struct post post;
    if (permalink_number(segments->items[segments->count - 1]) < 0) return DB_NOT_FOUND;
    enum db_result result = find_post(resolver, segments, segments->count, &post);
    if (result != DB_OK || !post_is_public(&post)) return result == DB_OK ? DB_NOT_FOUND : result;
    result = resolver_post(resolver, &post, 0);
    return result == DB_OK && resolver->target->kind == PERMALINK_REDIRECT ? DB_NOT_FOUND : result;
}

typedef enum db_result (*finder)(struct resolver *resolver, const struct segments *segments, size_t count,
                                 struct post *ret);

// Pages and posts by their own addresses, whole and then with a page number at the end. What everybody may see
// goes before what he may not.
static enum db_result by_post(struct resolver *resolver, const struct segments *segments) {
    bool pages_first = structure_pages_first(resolver->settings);
    finder finders[2] = {pages_first ? resolver_find_page : find_post, pages_first ? find_post : resolver_find_page};
    int64_t inner = segments->count > 1 ? permalink_number(segments->items[segments->count - 1]) : -1;
    int64_t comments = segments->count > 1 ? permalink_comment_number(segments->items[segments->count - 1]) : -1;
    if (comments >= 0) inner = 0;
    struct post hidden = {0};
    for (int without = 0; without <= (inner >= 0); without++)
        for (size_t i = 0; i < 2; i++) {
            struct post post;
            enum db_result result = finders[i](resolver, segments, segments->count - (size_t) without, &post);
            if (result != DB_OK && result != DB_NOT_FOUND) return result;
            if (without && comments > 0) resolver->comment_page = comments;
            if (result == DB_OK && post_is_public(&post)) return resolver_post(resolver, &post, without ? inner : 0);
            if (result == DB_OK && hidden.id == 0) hidden = post;
        }
    return hidden.id != 0 ? resolver_post(resolver, &hidden, 0) : DB_NOT_FOUND;
}

// WordPress's redirect_guess_404_permalink and wp_old_slug_redirect: the last segment is the slug of something.
static enum db_result by_guess(struct resolver *resolver, const struct segments *segments) {
    if (segments->count == 0) return DB_NOT_FOUND;
    const char *slug = segments->items[segments->count - 1];
    struct post post;
    enum db_result result = post_get_by_slug(resolver->db, resolver->arena, POST_TYPE_ATTACHMENT, 0, slug, &post);
    if (result == DB_OK && post_is_public(&post)) return resolver_post(resolver, &post, 0);
    if (result != DB_OK && result != DB_NOT_FOUND) return result;

    struct post_list list;
    struct post_query query = {
        .types = POST_TYPE_BIT(POST_TYPE_POST) | POST_TYPE_BIT(POST_TYPE_PAGE),
        .statuses = POST_STATUS_BIT(POST_PUBLISH),
        .slugs = {.items = &slug, .count = 1},
        .order = POST_ORDER_DATE,
        .limit = 1,
    };
    result = post_list(resolver->db, resolver->arena, &query, true, &list);
    if (result != DB_OK) return result;
    if (list.count > 0) return resolver_post(resolver, &list.items[0], 0);

    result = post_get_by_old_slug(resolver->db, resolver->arena, slug, &post);
    if (result != DB_OK || !post_is_public(&post)) return result == DB_OK ? DB_NOT_FOUND : result;
    return resolver_post(resolver, &post, 0);
}

typedef enum db_result (*rule)(struct resolver *resolver, const struct segments *segments);

static enum db_result by_rules(struct resolver *resolver, const struct segments *segments) {
    // The order of WordPress's rewrite rules, but for search, which has no pages of its own here.
    static const rule rules[] = {by_archive, by_number, by_date, by_post, by_search};
    if (segments->count == 0) return resolver_front(resolver);
    if (structure_is_plain(resolver->settings)) return DB_NOT_FOUND;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        enum db_result result = rules[i](resolver, segments);
        if (result != DB_NOT_FOUND) return result;
    }
    return DB_NOT_FOUND;
}

// Only when a path names a feed and something that has one. Else the resolver is as before.
static enum db_result by_feed(struct resolver *resolver, const struct segments *segments, bool short_form) {
    struct segments before = *segments;
    const enum permalink_feed feed = resolver->feed;
    const bool comments = resolver->feed_comments;
    if (!resolver_feed_by_path(resolver, &before, short_form)) return DB_NOT_FOUND;
    enum db_result result = by_rules(resolver, &before);
    if (result == DB_NOT_FOUND) result = by_guess(resolver, &before);
    if (result != DB_NOT_FOUND) return result;
    resolver->feed = feed;
    resolver->feed_comments = comments;
    return DB_NOT_FOUND;
}

enum db_result resolver_by_path(struct resolver *resolver, const char *path) {
    struct segments segments;
    if (!segments_split(resolver->arena, path, &segments)) return DB_NOT_FOUND;
    enum db_result result = by_feed(resolver, &segments, false);
    if (result != DB_NOT_FOUND) return result;
    // .../page/N
    size_t count = segments.count;
    if (count >= 2 && strcmp(segments.items[count - 2], "page") == 0) {
        int64_t page = permalink_number(segments.items[count - 1]);
        if (page >= 1) {
            resolver->page = page;
            segments.count -= 2;
        }
    }
    // WordPress's address of a further page of results: /page/2/?s=words.
    const char *words = segments.count == 0 ? url_pairs_get(&resolver->query, "s") : NULL;
    if (words && *words) return resolver_search(resolver, words);
    result = by_rules(resolver, &segments);
    if (result == DB_NOT_FOUND) result = by_feed(resolver, &segments, true);
    if (result != DB_NOT_FOUND) return result;
    // Of the page that is the front page.
    int64_t comments = segments.count == 1 ? permalink_comment_number(segments.items[0]) : -1;
    if (comments > 0 && strcmp(resolver->settings->show_on_front, "page") == 0) {
        resolver->comment_page = comments;
        return resolver_front(resolver);
    }
    return by_guess(resolver, &segments);
}
