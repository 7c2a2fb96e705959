// shortcode_caption: [caption] and [embed] (img_caption_shortcode for HTML5; WP_Embed without asking anybody), and what
// the shortcodes share.
//
// The width is not written: the picture has its own, and the figure takes that.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/content.h"
#include "server/text/escape.h"
#include "server/text/html_token.h"
#include "server/text/sanitize.h"
#include "server/text/shortcode_expand.h"

enum { IDS_MOST = 1 << 16 };  // bytes; what comes later gets none

void shortcode_add_quoted(struct strbuf *out, const char *value) {
    for (; *value; value++) {
        if (*value == '"')
            strbuf_adds(out, "&quot;");
        else if (*value == '<')
            strbuf_adds(out, "&lt;");
        else if (*value == '>')
            strbuf_adds(out, "&gt;");
        else
            strbuf_addc(out, *value);
    }
}

bool shortcode_take_id(struct expansion *expansion, const char *id) {
    if (expansion->ids->size > IDS_MOST) return false;
    const char *key = arena_printf(expansion->arena, " %s ", id);
    if (strstr(expansion->ids->data, key)) return false;
    strbuf_adds(expansion->ids, key + 1);
    return true;
}

size_t shortcode_ids(struct arena *arena, const char *list, const int64_t **ret) {
    size_t count = 0, room = 1;
    for (const char *at = list; *at; at++) room += *at == ',' || *at == ' ';
    if (room > CONTENT_MEDIA_MOST) room = CONTENT_MEDIA_MOST;
    int64_t *ids = arena_array(arena, int64_t, room);
    for (const char *at = list; *at && count < room;) {
        at += strcspn(at, "0123456789");
        if (!*at) break;
        char *end;
        errno = 0;
        const long long id = strtoll(at, &end, 10);
        if (errno == 0 && id > 0) ids[count++] = id;
        at = end;
    }
    *ret = ids;
    return count;
}

bool shortcode_flag(struct arena *arena, const struct shortcode_tag *tag, const char *name) {
    const char *value = shortcode_attribute(arena, tag, name);
    return value && (strcasecmp(value, "true") == 0 || strcmp(value, "1") == 0 || strcasecmp(value, "on") == 0 ||
                     strcasecmp(value, name) == 0);
}

// Only what sanitize_html_class leaves.
static const char *plain_name(struct arena *arena, const char *value, bool spaces) {
    char *out = arena_strdup(arena, value);
    size_t length = 0;
    for (const char *at = out; *at; at++) {
        const bool fine = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') ||
                          *at == '_' || *at == '-' || (spaces && *at == ' ');
        if (fine) out[length++] = *at;
    }
    out[length] = '\0';
    return out;
}

struct parts {
    const char *picture;
    size_t picture_size;
    const char *words;  // HTML
};

static bool is_blank(const char *at, const char *end) {
    while (at < end && strchr(" \t\r\n", *at)) at++;
    return at == end;
}

static bool tag_is(const struct html_token *token, enum html_token_kind kind, const char *name) {
    return token->kind == kind && html_name_is(token->name, token->name_size, name);
}

// The first picture, with the link around it.
static bool find_picture(const char *content, struct parts *ret, const char **ret_behind) {
    const char *end = content + strlen(content), *link = NULL;
    struct html_reader reader = html_reader_of(content, (size_t) (end - content));
    for (struct html_token token; html_next(&reader, &token);) {
        if (token.kind == HTML_TEXT && is_blank(token.begin, token.end)) continue;
        if (tag_is(&token, HTML_START, "a")) {
            link = token.begin;
            continue;
        }
        if (!tag_is(&token, HTML_START, "img")) {
            link = NULL;
            continue;
        }
        const char *begin = token.begin, *behind = token.end;
        if (link && html_next(&reader, &token) && token.kind == HTML_TEXT && is_blank(token.begin, token.end) &&
            !html_next(&reader, &token))
            token.kind = HTML_TEXT;
        if (link && tag_is(&token, HTML_END, "a"))
            behind = token.end;
        else if (link)
            link = NULL;
        ret->picture = link ? link : begin;
        *ret_behind = behind;
        return true;
    }
    return false;
}

// Paragraphs that autop made within a caption would be torn apart by its figure.
static const char *without_paragraphs(struct arena *arena, const char *html) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    struct html_reader reader = html_reader_of(html, strlen(html));
    for (struct html_token token; html_next(&reader, &token);) {
        if (tag_is(&token, HTML_START, "p") || tag_is(&token, HTML_END, "p")) continue;
        const char *end = token.end;
        if (token.kind == HTML_START && html_is_raw(token.name, token.name_size)) {
            html_read_raw(&reader, &token);
            end = reader.at;
        }
        strbuf_add(&out, token.begin, (size_t) (end - token.begin));
    }
    size_t begin = strspn(out.data, " \t\r\n");
    if (strncmp(out.data + begin, "<br />", 6) == 0) begin += 6 + strspn(out.data + begin + 6, " \t\r\n");
    size_t size = out.size - begin;
    while (size > 0 && strchr(" \t\r\n", out.data[begin + size - 1])) size--;
    return arena_strndup(arena, out.data + begin, size);
}

void shortcode_add_caption(struct expansion *expansion, const struct shortcode_tag *tag, const char *content,
                           struct strbuf *out) {
    struct arena *arena = expansion->arena;
    const char *width = shortcode_attribute(arena, tag, "width"), *words = shortcode_attribute(arena, tag, "caption");
    const char *align = shortcode_attribute(arena, tag, "align"), *class = shortcode_attribute(arena, tag, "class");
    const char *id = shortcode_attribute(arena, tag, "id"), *behind;
    struct parts parts = {0};
    if (words) {
        // Written in an attribute it has not passed the sanitiser as the HTML it now becomes.
        parts.words = strchr(words, '<') || strchr(words, '&') ? sanitize_html(arena, SANITIZE_POST, words) : words;
        parts.picture = content;
        parts.picture_size = strlen(content);
    } else if (find_picture(content, &parts, &behind)) {
        parts.picture_size = (size_t) (behind - parts.picture);
        parts.words = without_paragraphs(arena, behind);
    }
    if (!parts.words || !*parts.words || !width || strtol(width, NULL, 10) < 1) {
        strbuf_adds(out, content);
        return;
    }
    id = id ? plain_name(arena, id, false) : "";
    const bool named = *id && shortcode_take_id(expansion, id);
    strbuf_adds(out, "<figure ");
    if (named) strbuf_addf(out, "id=\"%s\" aria-describedby=\"caption-%s\" ", id, id);
    strbuf_addf(out, "class=\"wp-caption %s", plain_name(arena, align && *align ? align : "alignnone", false));
    if (class && *class) strbuf_addf(out, " %s", plain_name(arena, class, true));
    strbuf_adds(out, "\">");
    strbuf_add(out, parts.picture, parts.picture_size);
    strbuf_adds(out, "<figcaption ");
    if (named) strbuf_addf(out, "id=\"caption-%s\" ", id);
    strbuf_addf(out, "class=\"wp-caption-text\">%s</figcaption></figure>", parts.words);
}

void shortcode_add_embed(struct expansion *expansion, const struct shortcode_tag *tag, const char *content,
                         struct strbuf *out) {
    const char *url = html_text(expansion->arena, content);
    url += strspn(url, " \t\r\n");
    size_t size = strcspn(url, " \t\r\n<>\"");
    if (size == 0) {
        url = shortcode_attribute(expansion->arena, tag, "src");
        if (!url) return;
        size = strlen(url);
    }
    url = arena_strndup(expansion->arena, url, size);
    if (strncasecmp(url, "http://", 7) != 0 && strncasecmp(url, "https://", 8) != 0) {
        shortcode_add_quoted(out, url);
        return;
    }
    strbuf_adds(out, "<a href=\"");
    shortcode_add_quoted(out, url);
    strbuf_adds(out, "\">");
    shortcode_add_quoted(out, url);
    strbuf_adds(out, "</a>");
}
