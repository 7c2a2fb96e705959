// permalink_resolve: things of addresses.
//
// First the thing is found, as forgivingly as WordPress finds it; then its canonical address is
// compared with the one that was asked for. Only what everybody may see is redirected to: a
// redirect tells that something is there.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/rules/discussion_pages.h"
#include "server/rules/permalink_resolver.h"
#include "server/rules/permalink_structure.h"
#include "server/rules/settings.h"
#include "server/text/slug.h"

enum { PATH_MOST = 2000, PAIRS_MOST = 100, HOPS_MOST = 3 };

// Variables that name things: they are gone from the address one is redirected to.
static const char *const own_variables[] = {"p",   "page_id",       "attachment_id", "name",   "pagename",
                                            "cat", "category_name", "tag",           "author", "author_name",
                                            "m",   "year",          "monthnum",      "day"};

// On a path of its own only page numbers and feed are ours; on the front page's all of them would be read again.
static bool is_own(const struct resolver *resolver, const char *name, bool at_root) {
    static const char *const everywhere[] = {"paged", "cpage", "feed", "withcomments"};
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
        if (strcmp(everywhere[i], name) == 0) return true;
    if (resolver->owns_page && strcmp(name, "page") == 0) return true;
    if (!at_root) return false;
    for (size_t i = 0; i < sizeof own_variables / sizeof *own_variables; i++)
        if (strcmp(own_variables[i], name) == 0) return true;
    return false;
}

// Does the address have a parameter of this name?
static bool is_said(const char *address, const char *name) {
    const size_t size = strlen(name);
    for (const char *at = strchr(address, '?'); at; at = strchr(at + 1, '&'))
        if (strncmp(at + 1, name, size) == 0 && at[1 + size] == '=') return true;
    return false;
}

// The foreign parameters as they were sent, made fit for a header.
static void add_foreign(struct resolver *resolver, struct strbuf *out) {
    const char *at = resolver->raw_query ? resolver->raw_query : "";
    bool first = strchr(out->data, '?') == NULL;
    const char *path = out->data + strlen(resolver->settings->home);
    bool at_root = resolver->variable || strcmp(path, "/") == 0 || strncmp(path, "/?", 2) == 0;
    while (*at) {
        size_t size = strcspn(at, "&");
        const char *name = url_decode(resolver->arena, at, strcspn(at, "=&"), true);
        if (size > 0 && name && !is_own(resolver, name, at_root) && !is_said(out->data, name)) {
            strbuf_addc(out, first ? '?' : '&');
            first = false;
            for (size_t i = 0; i < size; i++) {
                unsigned char byte = (unsigned char) at[i];
                if (byte <= 0x20 || byte >= 0x7f || strchr("\"'<>\\^`{|}#", byte))
                    strbuf_addf(out, "%%%02X", byte);
                else
                    strbuf_addc(out, at[i]);
            }
        }
        at += size + (at[size] == '&');
    }
}

// The value of a parameter in a canonical address, as it was asked for.
static bool is_same_value(struct resolver *resolver, const char *query, const char *name) {
    struct url_pairs pairs = {0};
    const char *asked = url_pairs_get(&resolver->query, name);
    if (query && !url_parse_query(resolver->arena, query, strlen(query), PAIRS_MOST, &pairs)) return false;
    const char *wanted = url_pairs_get(&pairs, name);
    return asked && wanted ? strcmp(asked, wanted) == 0 : !asked && !wanted;
}

// What the address names is here already: `canonical` is path and query of its address.
static bool is_asked_for(struct resolver *resolver, const char *canonical) {
    const char *query = strchr(canonical, '?');
    size_t size = query ? (size_t) (query - canonical) : strlen(canonical);
    const char *path = url_decode(resolver->arena, canonical, size, false);
    if (!path || strcmp(path, resolver->path) != 0) return false;
    if (!is_same_value(resolver, query ? query + 1 : NULL, "feed")) return false;
    if (!query)
        return !resolver->variable && !resolver->owns_page && !url_pairs_get(&resolver->query, "paged") &&
               !url_pairs_get(&resolver->query, "cpage");
    if (resolver->owns_page && !strstr(query, "&page=")) return false;
    size_t name = strcspn(query + 1, "=");
    static const char *const unnamed[] = {"paged=", "cpage=", "feed="};
    for (size_t i = 0; i < sizeof unnamed / sizeof *unnamed; i++)
        if (strncmp(query + 1, unnamed[i], strlen(unnamed[i])) == 0) return !resolver->variable;
    return resolver->variable && strlen(resolver->variable) == name &&
           strncmp(query + 1, resolver->variable, name) == 0;
}

// Older parts of a feed are had by a parameter, as in WordPress.
static const char *own_address(struct resolver *resolver, const char *address, int64_t page) {
    struct arena *arena = resolver->arena;
    if (!resolver->feed) return permalink_page(arena, resolver->settings, address, page);
    address = permalink_feed(arena, resolver->settings, address, resolver->feed, resolver->feed_comments);
    if (page <= 1) return address;
    return arena_printf(arena, "%s%spaged=%" PRId64, address, strchr(address, '?') ? "&" : "?", page);
}

static enum db_result finish(struct resolver *resolver, const struct permalink_target *found, const char *address,
                             bool public) {
    address = own_address(resolver, address, found->page);
    address = permalink_comment_page(resolver->arena, resolver->settings, address, found->comment_page);
    const char *canonical = address + strlen(resolver->settings->home);
    *resolver->target = *found;
    resolver->target->feed = resolver->feed;
    resolver->target->feed_comments = resolver->feed_comments;
    resolver->found = *resolver->target;
    if (!public || is_asked_for(resolver, canonical)) return DB_OK;
    struct strbuf buf STRBUF_CLEAN;
    strbuf_init(&buf, 0);
    strbuf_adds(&buf, address);
    add_foreign(resolver, &buf);
    *resolver->target = (struct permalink_target){.kind = PERMALINK_REDIRECT, .page = 1};
    resolver->target->location = arena_strndup(resolver->arena, buf.data, buf.size);
    return DB_OK;
}

static enum db_result nothing(struct resolver *resolver) {
    *resolver->target = (struct permalink_target){.kind = PERMALINK_NONE, .page = 1};
    return DB_OK;
}

bool post_is_public(const struct post *post) {
    return post->status == POST_PUBLISH || (post->status == POST_INHERIT && post->type == POST_TYPE_ATTACHMENT);
}

static bool is_post_list(const struct settings *settings, const struct post *post) {
    return strcmp(settings->show_on_front, "page") == 0 &&
           (post->id == settings->page_on_front || post->id == settings->page_for_posts);
}

enum db_result resolver_post(struct resolver *resolver, const struct post *post, int64_t inner) {
    bool page = post->type == POST_TYPE_PAGE;
    if (resolver->feed) {
        if (post->status != POST_PUBLISH || post->type == POST_TYPE_ATTACHMENT) return nothing(resolver);
        if (page && is_post_list(resolver->settings, post)) return resolver_front(resolver);
        resolver->feed_comments = false;  // it has no other feed than that of its comments
        inner = 0;
    }
    struct permalink_target found = {.kind = page ? PERMALINK_PAGE : PERMALINK_POST, .id = post->id, .page = 1};
    const char *address = permalink_of_post(resolver->db, resolver->arena, resolver->settings, post);
    // Whether there is such a page is seen when it is made: now only whether its address is the article's own.
    if (!resolver->feed && discussion_page_is_named(resolver->settings, post, resolver->comment_page))
        found.comment_page = resolver->comment_page;
    if (resolver->feed || (page && post->id == resolver->settings->page_for_posts)) found.page = resolver->page;
    // "<!--nextpage-->" splits a post into pages of its own: /slug/2/. Where there are none, ?page is not ours.
    const char *asked = resolver->feed ? NULL : url_pairs_get(&resolver->query, "page");
    resolver->owns_page = asked && post->type != POST_TYPE_ATTACHMENT;
    if (resolver->owns_page && inner < 2) inner = permalink_number(asked);
    if (inner < 2 || inner > post->page_count) return finish(resolver, &found, address, post_is_public(post));

    address = permalink_content_page(resolver->arena, resolver->settings, post, address, inner);
    enum db_result result = finish(resolver, &found, address, post_is_public(post));
    if (resolver->target->kind != PERMALINK_REDIRECT) resolver->target->page = inner;
    return result;
}

enum db_result resolver_term(struct resolver *resolver, const struct term *term) {
    resolver->feed_comments = false;
    struct permalink_target found = {
        .kind = term->taxonomy == TERM_CATEGORY ? PERMALINK_CATEGORY : PERMALINK_TAG,
        .id = term->id,
        .page = resolver->page,
    };
    return finish(resolver, &found, permalink_of_term(resolver->db, resolver->arena, resolver->settings, term), true);
}

// Who has published nothing has no archive, and no redirect to one either: that would tell which accounts exist.
enum db_result resolver_author(struct resolver *resolver, const struct user *user) {
    resolver->feed_comments = false;
    if (user->post_count == 0) return DB_OK;
    struct permalink_target found = {.kind = PERMALINK_AUTHOR, .id = user->id, .page = resolver->page};
    return finish(resolver, &found, permalink_of_author(resolver->arena, resolver->settings, user), true);
}

static bool date_exists(int64_t year, int64_t month, int64_t day) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || year > 9999 || month < 0 || month > 12 || day < 0 || (day > 0 && month == 0)) return false;
    if (day == 0) return true;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= (month == 2 && leap ? 29 : days[month - 1]);
}

enum db_result resolver_date(struct resolver *resolver, int64_t year, int64_t month, int64_t day) {
    resolver->feed_comments = false;
    if (!date_exists(year, month, day)) return nothing(resolver);
    struct permalink_target found = {
        .kind = PERMALINK_DATE, .year = (int) year, .month = (int) month, .day = (int) day, .page = resolver->page};
    const char *address = permalink_of_date(resolver->arena, resolver->settings, found.year, found.month, found.day);
    return finish(resolver, &found, address, true);
}

enum db_result resolver_search(struct resolver *resolver, const char *words) {
    struct permalink_target found = {.kind = PERMALINK_SEARCH, .words = words, .page = resolver->page};
    resolver->feed_comments = false;
    if (resolver->variable) {
        // However it is paged, the caller shows it here.
        *resolver->target = found;
        resolver->target->feed = resolver->feed;
        return DB_OK;
    }
    struct strbuf buf STRBUF_CLEAN;
    strbuf_init(&buf, 0);
    strbuf_addf(&buf, "%s/?s=", resolver->settings->home);
    url_encode(&buf, words, "");
    return finish(resolver, &found, arena_strndup(resolver->arena, buf.data, buf.size), true);
}

// The page that is the front page: a page of its text, which may not have so many, and of its comments.
static void set_front_page(struct resolver *resolver, struct permalink_target *found) {
    struct post post;
    if (found->id == 0 || resolver->feed || (found->page <= 1 && resolver->comment_page <= 0)) return;
    const bool read = post_get(resolver->db, resolver->arena, found->id, &post) == DB_OK;
    if (!read || found->page > post.page_count) found->page = 1;
    if (read && resolver->comment_page > 0 &&
        discussion_page_is_named(resolver->settings, &post, resolver->comment_page))
        found->comment_page = resolver->comment_page;
}

enum db_result resolver_front(struct resolver *resolver) {
    const struct settings *settings = resolver->settings;
    bool fixed = strcmp(settings->show_on_front, "page") == 0;
    struct permalink_target found = {
        .kind = PERMALINK_FRONT, .id = fixed ? settings->page_on_front : 0, .page = resolver->page};
    set_front_page(resolver, &found);
    return finish(resolver, &found, arena_printf(resolver->arena, "%s/", settings->home), true);
}

int64_t permalink_comment_number(const char *segment) {
    return strncmp(segment, "comment-page-", 13) == 0 ? permalink_number(segment + 13) : -1;
}

int64_t permalink_number(const char *text) {
    size_t size = strspn(text, "0123456789");
    return size == 0 || size > 18 || text[size] != '\0' ? -1 : strtoll(text, NULL, 10);
}

bool segments_split(struct arena *arena, const char *path, struct segments *ret) {
    ret->count = 0;
    for (const char *at = path; *at;) {
        at += strspn(at, "/");
        size_t size = strcspn(at, "/");
        if (size == 0) break;
        if (ret->count == SEGMENTS_MOST) return false;
        ret->items[ret->count++] = arena_strndup(arena, at, size);
        at += size;
    }
    return true;
}

const char *segments_join(struct arena *arena, const struct segments *segments, size_t count) {
    struct strbuf buf STRBUF_CLEAN;
    strbuf_init(&buf, 0);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) strbuf_addc(&buf, '/');
        strbuf_adds(&buf, segments->items[i]);
    }
    return arena_strndup(arena, buf.data, buf.size);
}

// The path as slugs are written: lower case, folded; NULL when that changes nothing.
static const char *as_slugs(struct resolver *resolver, const char *path) {
    struct segments segments;
    if (!segments_split(resolver->arena, path, &segments) || segments.count == 0) return NULL;
    const char *before = segments_join(resolver->arena, &segments, segments.count);
    for (size_t i = 0; i < segments.count; i++) {
        segments.items[i] = slug_from_text(resolver->arena, segments.items[i]);
        if (segments.items[i][0] == '\0') return NULL;
    }
    const char *after = segments_join(resolver->arena, &segments, segments.count);
    return strcmp(before, after) == 0 ? NULL : after;
}

// Behind the name of WordPress's program, where addresses have it for nothing.
static const char *without_program(const struct settings *settings, const char *path) {
    static const char program[] = "/index.php";
    const size_t size = sizeof program - 1;
    const bool needed = strncmp(settings->permalink_structure, program, size) == 0;
    return strncmp(path, program, size) == 0 && path[size] == '/' && !needed ? path + size : path;
}

static const char *below_home(const struct settings *settings, const char *path) {
    size_t size = strlen(settings->home_path);
    if (size > 0 && strncmp(path, settings->home_path, size) == 0 && (path[size] == '/' || path[size] == '\0'))
        return path + size;
    return path;
}

// One look at an address, redirect or not. `ret_found`: what a redirect is about.
static enum db_result resolve_once(struct db *db, struct arena *arena, const struct settings *settings,
                                   const char *path, const char *raw_query, struct permalink_target *ret,
                                   struct permalink_target *ret_found) {
    struct resolver resolver = {
        .db = db,
        .arena = arena,
        .settings = settings,
        .path = below_home(settings, path),
        .raw_query = raw_query,
        .page = 1,
        .target = ret,
    };
    // A query that cannot be decoded names nothing, but the path still does.
    if (!raw_query || !url_parse_query(arena, raw_query, strlen(raw_query), PAIRS_MOST, &resolver.query))
        resolver.query = (struct url_pairs){0};
    const char *paged = url_pairs_get(&resolver.query, "paged");
    int64_t page = paged ? permalink_number(paged) : -1;
    if (page >= 1) resolver.page = page;
    const char *cpage = url_pairs_get(&resolver.query, "cpage");
    int64_t comment_page = cpage ? permalink_number(cpage) : -1;
    if (comment_page >= 1) resolver.comment_page = comment_page;
    if (strlen(resolver.path) > PATH_MOST) return nothing(&resolver);

    enum db_result result;
    const char *own = without_program(settings, resolver.path);
    bool root = own[strspn(own, "/")] == '\0' || strcmp(own, "/index.php") == 0;
    resolver_feed_by_query(&resolver);
    if (root) {
        result = resolver_by_query(&resolver);
    } else if (resolver_feed_by_file(&resolver, own)) {
        result = resolver_front(&resolver);
    } else {
        result = resolver_by_path(&resolver, own);
        const char *slugs = result == DB_NOT_FOUND ? as_slugs(&resolver, own) : NULL;
        if (slugs) result = resolver_by_path(&resolver, slugs);
    }
    *ret_found = resolver.found;
    return result == DB_NOT_FOUND ? nothing(&resolver) : result;
}

// Two things can claim one address (a category and a page, a post and a date). The second would then redirect to the
// first's, which may redirect again: such a chain is walked here, so that a reader makes one hop or none.
enum db_result permalink_resolve(struct db *db, struct arena *arena, const struct settings *settings, const char *path,
                                 const char *raw_query, struct permalink_target *ret) {
    struct permalink_target found, next_found;
    bool there = true;
    enum db_result result = resolve_once(db, arena, settings, path, raw_query, ret, &found);
    for (int hop = 0; result == DB_OK && ret->kind == PERMALINK_REDIRECT; hop++) {
        const char *location = ret->location, *mark = strchr(location, '?');
        const char *at = location + strlen(settings->home) - strlen(settings->home_path);
        const char *next = url_decode(arena, at, mark ? (size_t) (mark - at) : strlen(at), false);
        struct permalink_target target = {.kind = PERMALINK_NONE};
        if (next) result = resolve_once(db, arena, settings, next, mark ? mark + 1 : NULL, &target, &next_found);
        if (result != DB_OK) break;
        if (target.kind != PERMALINK_REDIRECT && target.kind != PERMALINK_NONE) {
            result = permalink_is_there(db, arena, settings, &target, &there);
            ret->dead_end = !there;
            break;
        }
        // It leads nowhere, or in a circle: then the thing is shown where it was asked for.
        *ret = target.kind == PERMALINK_NONE || hop == HOPS_MOST ? found : target;
    }
    return result;
}
