// permalink feed: addresses of feeds, and the endings and variables that name one: /feed/, /feed/atom/, ?feed=atom, and
// what WordPress has called them before.
#include <string.h>

#include "base/arena.h"
#include "base/url.h"
#include "server/rules/permalink_resolver.h"
#include "server/rules/permalink_structure.h"
#include "server/rules/settings.h"

static const char comments_prefix[] = "comments-";

// Versions of RSS that nobody needs any more are answered with the one that is offered.
static const struct {
    const char *name;
    enum permalink_feed feed;
} names[] = {
    {"feed", PERMALINK_FEED_RSS}, {"rss2", PERMALINK_FEED_RSS},  {"rss", PERMALINK_FEED_RSS},
    {"rdf", PERMALINK_FEED_RSS},  {"atom", PERMALINK_FEED_ATOM}, {"json", PERMALINK_FEED_JSON},
};

static const struct {
    const char *path;
    enum permalink_feed feed;
    bool comments;
} files[] = {
    {"/wp-feed.php", PERMALINK_FEED_RSS, false},  {"/wp-rss.php", PERMALINK_FEED_RSS, false},
    {"/wp-rss2.php", PERMALINK_FEED_RSS, false},  {"/wp-rdf.php", PERMALINK_FEED_RSS, false},
    {"/wp-atom.php", PERMALINK_FEED_ATOM, false}, {"/wp-commentsrss2.php", PERMALINK_FEED_RSS, true},
};

static enum permalink_feed feed_of(const char *name) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, name) == 0) return names[i].feed;
    return PERMALINK_FEED_NONE;
}

static const char *ending_of(enum permalink_feed feed) {
    return feed == PERMALINK_FEED_ATOM ? "atom" : feed == PERMALINK_FEED_JSON ? "json" : "";
}

const char *permalink_feed(struct arena *arena, const struct settings *settings, const char *base,
                           enum permalink_feed feed, bool comments) {
    const char *ending = ending_of(feed);
    const bool query = strchr(base, '?') != NULL;
    if (query || structure_is_plain(settings))
        return arena_printf(arena, "%s%sfeed=%s%s", base, query ? "&" : "?", comments ? comments_prefix : "",
                            *ending ? ending : "rss2");
    const size_t size = strlen(base);
    const char *before = size > 0 && base[size - 1] == '/' ? "" : "/";
    const char *after = structure_has_slash(settings) ? "/" : "";
    return arena_printf(arena, "%s%s%sfeed%s%s%s", base, before, comments ? "comments/" : "", *ending ? "/" : "",
                        ending, after);
}

void resolver_feed_by_query(struct resolver *resolver) {
    const char *name = url_pairs_get(&resolver->query, "feed");
    if (!name) return;
    const bool comments = strncmp(name, comments_prefix, sizeof comments_prefix - 1) == 0;
    resolver->feed = feed_of(comments ? name + sizeof comments_prefix - 1 : name);
    const char *with = url_pairs_get(&resolver->query, "withcomments");
    resolver->feed_comments = comments || (with && strcmp(with, "1") == 0);
}

bool resolver_feed_by_file(struct resolver *resolver, const char *path) {
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (strcmp(files[i].path, path) != 0) continue;
        resolver->feed = files[i].feed;
        resolver->feed_comments = files[i].comments;
        return true;
    }
    return false;
}

// .../feed, .../feed/atom, and with `short_form` .../atom. /comments/feed is the site's, of all comments.
bool resolver_feed_by_path(struct resolver *resolver, struct segments *segments, bool short_form) {
    size_t count = segments->count;
    const char *last = count > 0 ? segments->items[count - 1] : "";
    const enum permalink_feed feed = feed_of(last);
    const bool format = count > 1 && strcmp(segments->items[count - 2], "feed") == 0;
    if (feed == PERMALINK_FEED_NONE || (strcmp(last, "feed") != 0 && !format && !short_form)) return false;
    count -= format ? 2 : 1;
    resolver->feed = feed;
    if (count == 1 && strcmp(segments->items[0], "comments") == 0) {
        resolver->feed_comments = true;
        count = 0;
    }
    segments->count = count;
    return true;
}
