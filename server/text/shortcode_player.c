// shortcode_player: [audio] and [video] as the browser's own players (wp_audio_shortcode, wp_video_shortcode). What is
// no file that a browser plays, as a page of YouTube, is a link.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/content.h"
#include "server/text/escape.h"
#include "server/text/html_token.h"
#include "server/text/sanitize.h"
#include "server/text/sanitize_policy.h"
#include "server/text/shortcode_expand.h"

enum { WIDTH_DEFAULT = 640, HEIGHT_DEFAULT = 360, SIZE_MOST = 10000, SOURCES_MOST = 12 };

static const struct player_type {
    const char *extension, *mime;
    bool video;
} types[] = {
    {"mp3", "audio/mpeg", false}, {"m4a", "audio/mp4", false}, {"ogg", "audio/ogg", false},
    {"oga", "audio/ogg", false},  {"wav", "audio/wav", false}, {"flac", "audio/flac", false},
    {"aac", "audio/aac", false},  {"mp4", "video/mp4", true},  {"m4v", "video/mp4", true},
    {"webm", "video/webm", true}, {"ogv", "video/ogg", true},
};
enum { TYPES = sizeof types / sizeof *types };

struct source {
    const char *url;
    const char *mime;  // NULL: no browser plays it
};

// By the ending of the path.
static const char *mime_of(const char *url, bool video) {
    const size_t size = strcspn(url, "?#");
    for (size_t i = 0; i < TYPES; i++) {
        const size_t ending = strlen(types[i].extension);
        if (types[i].video == video && size > ending && url[size - ending - 1] == '.' &&
            strncasecmp(url + size - ending, types[i].extension, ending) == 0)
            return types[i].mime;
    }
    return NULL;
}

static size_t read_sources(struct expansion *expansion, const struct shortcode_tag *tag, bool video,
                           struct source *ret) {
    struct arena *arena = expansion->arena;
    size_t count = 0;
    for (size_t i = 0; i <= TYPES && count < SOURCES_MOST; i++) {
        if (i > 0 && types[i - 1].video != video) continue;
        const char *url = shortcode_attribute(arena, tag, i == 0 ? "src" : types[i - 1].extension);
        // What an author may write as an address, without his references (sanitize_strip_tags decodes them).
        if (url && *url) url = sanitize_url(arena, sanitize_strip_tags(arena, url));
        if (url && *url) ret[count++] = (struct source){url, mime_of(url, video)};
    }
    if (count > 0 || !expansion->site || !expansion->site->find || expansion->site->post <= 0) return count;
    const struct content_media *items;
    const struct content_media_wish wish = {
        .post = expansion->site->post, .mime_prefix = video ? "video/" : "audio/", .size = "full"};
    if (expansion->site->find(expansion->site->find_context, arena, &wish, &items) == 0) return 0;
    ret[0] = (struct source){items[0].url, items[0].mime};
    return 1;
}

static long size_of(struct arena *arena, const struct shortcode_tag *tag, const char *name, long standard) {
    const char *value = shortcode_attribute(arena, tag, name);
    const long size = value ? strtol(value, NULL, 10) : 0;
    return size > 0 && size <= SIZE_MOST ? size : standard;
}

static void add_link(struct strbuf *out, const char *url) {
    strbuf_adds(out, "<a href=\"");
    escape_url(out, url);
    strbuf_adds(out, "\">");
    escape_html(out, url);
    strbuf_adds(out, "</a>");
}

static void add_attributes(struct expansion *expansion, const struct shortcode_tag *tag, bool video,
                           struct strbuf *out) {
    struct arena *arena = expansion->arena;
    const char *preload = shortcode_attribute(arena, tag, "preload");
    const bool known =
        preload && (strcmp(preload, "none") == 0 || strcmp(preload, "auto") == 0 || strcmp(preload, "metadata") == 0);
    if (video) {
        strbuf_addf(out, " width=\"%ld\" height=\"%ld\"", size_of(arena, tag, "width", WIDTH_DEFAULT),
                    size_of(arena, tag, "height", HEIGHT_DEFAULT));
        const char *poster = shortcode_attribute(arena, tag, "poster");
        if (poster && *poster) poster = sanitize_url(arena, sanitize_strip_tags(arena, poster));
        if (poster && *poster) {
            strbuf_adds(out, " poster=\"");
            escape_url(out, poster);
            strbuf_adds(out, "\"");
        }
    }
    static const char *const flags[] = {"loop", "autoplay", "muted"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if ((video || i == 0) && shortcode_flag(arena, tag, flags[i]))
            strbuf_addf(out, " %s=\"%s\"", flags[i], flags[i]);
    strbuf_addf(out, " preload=\"%s\" controls=\"controls\"", known ? preload : video ? "metadata" : "none");
}

void shortcode_add_player(struct expansion *expansion, const struct shortcode_tag *tag, struct strbuf *out) {
    const bool video = tag->kind == SHORTCODE_VIDEO;
    struct source sources[SOURCES_MOST];
    const size_t count = read_sources(expansion, tag, video, sources);
    if (count == 0) return;
    size_t played = 0;
    for (size_t i = 0; i < count; i++) played += sources[i].mime != NULL;
    if (played == 0) {
        strbuf_adds(out, "<p>");
        add_link(out, sources[0].url);
        strbuf_adds(out, "</p>\n");
        return;
    }
    const char *name = video ? "video" : "audio";
    if (video) strbuf_adds(out, "<div class=\"wp-video\">");
    strbuf_addf(out, "<%s class=\"wp-%s-shortcode\"", name, name);
    add_attributes(expansion, tag, video, out);
    strbuf_adds(out, ">");
    for (size_t i = 0; i < count; i++) {
        if (!sources[i].mime) continue;
        strbuf_addf(out, "<source type=\"%s\" src=\"", sources[i].mime);
        escape_url(out, sources[i].url);
        strbuf_adds(out, "\" />");
    }
    add_link(out, sources[0].url);
    strbuf_addf(out, "</%s>", name);
    strbuf_adds(out, video ? "</div>\n" : "\n");
}
