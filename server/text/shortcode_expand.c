// shortcode_expand: the walk over text, and where the blocks that shortcodes make stand among paragraphs.
#include "server/text/shortcode_expand.h"

#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/content.h"
#include "server/text/html_token.h"

enum { DEPTH_MOST = 3 };  // shortcodes within shortcodes

struct walk {
    struct expansion *expansion;
    struct html_reader reader;
    struct strbuf *out;
    int depth;
    int code;                            // how many pre and code are open
    bool never_closed[SHORTCODE_KINDS];  // from here on, so that none is searched for twice
    bool in_paragraph;
    size_t paragraph;       // where its start tag was printed
    size_t paragraph_text;  // and what follows it
    int inline_open;        // elements open within the paragraph
};

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

static bool name_is(const struct html_token *token, const char *name) {
    return html_name_is(token->name, token->name_size, name);
}

static bool is_code(const struct html_token *token) {
    return name_is(token, "pre") || name_is(token, "code") || name_is(token, "kbd") || name_is(token, "samp");
}

static bool is_void(const struct html_token *token) {
    return name_is(token, "br") || name_is(token, "img") || name_is(token, "wbr") || name_is(token, "hr") ||
           name_is(token, "source") || name_is(token, "track") || name_is(token, "input");
}

static void note_tag(struct walk *walk, const struct html_token *token) {
    const bool starts = token->kind == HTML_START;
    if (is_code(token)) walk->code += starts ? 1 : walk->code > 0 ? -1 : 0;
    if (name_is(token, "p")) {
        walk->in_paragraph = starts;
        walk->paragraph = walk->out->size;
        walk->paragraph_text = walk->out->size + (size_t) (token->end - token->begin);
        walk->inline_open = 0;
    } else if (walk->in_paragraph && !is_void(token)) {
        walk->inline_open += starts ? 1 : walk->inline_open > 0 ? -1 : 0;
    }
}

// Behind the "[/name]" that closes a tag; *ret_content_end is before it. Only in text, outside code.
static const char *find_closing(const char *at, const char *end, enum shortcode_kind kind,
                                const char **ret_content_end) {
    struct html_reader reader = {.at = at, .end = end};
    for (struct html_token token; html_next(&reader, &token);) {
        if (token.kind == HTML_START && html_is_raw(token.name, token.name_size)) html_read_raw(&reader, &token);
        if (token.kind != HTML_TEXT) continue;
        const char *closing_end;
        for (const char *open = token.begin; (open = memmem(open, (size_t) (token.end - open), "[/", 2)); open += 2) {
            if (!shortcode_closes_at(open, token.end, kind, &closing_end)) continue;
            *ret_content_end = open;
            return closing_end;
        }
    }
    return NULL;
}

static void expand(struct expansion *expansion, const char *html, size_t size, int depth, struct strbuf *out);

static void add_expanded(struct walk *walk, const struct shortcode_tag *tag, const char *content, size_t size,
                         struct strbuf *out) {
    struct expansion *expansion = walk->expansion;
    STRBUF_CLEAN struct strbuf inner;
    strbuf_init(&inner, 0);
    if (size > 0) expand(expansion, content, size, walk->depth + 1, &inner);
    switch (tag->kind) {
        case SHORTCODE_CAPTION:
        case SHORTCODE_WP_CAPTION:
            shortcode_add_caption(expansion, tag, inner.data, out);
            break;
        case SHORTCODE_GALLERY:
            shortcode_add_gallery(expansion, tag, out);
            break;
        case SHORTCODE_AUDIO:
        case SHORTCODE_VIDEO:
            shortcode_add_player(expansion, tag, out);
            break;
        case SHORTCODE_PLAYLIST:
            shortcode_add_playlist(expansion, tag, out);
            break;
        case SHORTCODE_EMBED:
            shortcode_add_embed(expansion, tag, inner.data, out);
            break;
        case SHORTCODE_KINDS:
            break;
    }
}

static size_t trimmed_size(const struct strbuf *out, size_t least) {
    static const char line_break[] = "<br />";
    const size_t break_size = sizeof line_break - 1;
    size_t size = out->size;
    for (;;) {
        while (size > least && is_space(out->data[size - 1])) size--;
        if (size < least + break_size || memcmp(out->data + size - break_size, line_break, break_size) != 0)
            return size;
        size -= break_size;
    }
}

// A block cannot stand in a paragraph: that one ends before it, and goes when nothing is in it.
static void leave_paragraph(struct walk *walk) {
    const size_t size = trimmed_size(walk->out, walk->paragraph_text);
    if (size == walk->paragraph_text) {
        strbuf_truncate(walk->out, walk->paragraph);
    } else {
        strbuf_truncate(walk->out, size);
        strbuf_adds(walk->out, "</p>\n");
    }
}

// What stands behind the block in its paragraph gets one of its own.
static void enter_paragraph(struct walk *walk) {
    static const char line_break[] = "<br />";
    const char *at = walk->reader.at, *end = walk->reader.end;
    for (;;) {
        while (at < end && is_space(*at)) at++;
        if ((size_t) (end - at) < sizeof line_break - 1 || memcmp(at, line_break, sizeof line_break - 1) != 0) break;
        at += sizeof line_break - 1;
    }
    if (end - at >= 4 && memcmp(at, "</p>", 4) == 0) {
        walk->reader.at = at + 4;
        walk->in_paragraph = false;
        return;
    }
    walk->reader.at = at;
    strbuf_addc(walk->out, '\n');
    walk->paragraph = walk->out->size;
    strbuf_adds(walk->out, "<p>");
    walk->paragraph_text = walk->out->size;
}

static void add_shortcode(struct walk *walk, const struct shortcode_tag *tag) {
    const char *after = tag->end, *content = NULL, *content_end = NULL;
    bool closes_double = tag->closes_double;
    if (!tag->self_closing && walk->code == 0 && !walk->never_closed[tag->kind]) {
        const char *begin = tag->attributes_end + 1;
        const char *closing = find_closing(begin, walk->reader.end, tag->kind, &content_end);
        walk->never_closed[tag->kind] = !closing;
        if (closing) {
            content = begin;
            closes_double = closing < walk->reader.end && *closing == ']';
            after = closing + closes_double;
        }
    }
    if ((tag->opens_double && closes_double) || walk->code > 0) {  // escaped: shown with one bracket less
        const bool escaped = tag->opens_double && closes_double;
        if (!escaped) after = tag->begin + 1;
        strbuf_add(walk->out, tag->begin + escaped, (size_t) (after - tag->begin) - 2 * (size_t) escaped);
        walk->reader.at = after;
        return;
    }
    walk->reader.at = after;
    STRBUF_CLEAN struct strbuf made;
    strbuf_init(&made, 0);
    add_expanded(walk, tag, content, content ? (size_t) (content_end - content) : 0, &made);
    const bool block = tag->kind != SHORTCODE_EMBED && (made.size == 0 || made.data[0] == '<');
    const bool alone = block && walk->in_paragraph && walk->inline_open == 0;
    if (tag->opens_double) strbuf_addc(walk->out, '[');
    if (alone) leave_paragraph(walk);
    strbuf_add(walk->out, made.data, made.size);
    if (closes_double) strbuf_addc(walk->out, ']');
    if (alone) enter_paragraph(walk);
}

static void walk_text(struct walk *walk, const struct html_token *text) {
    const char *open = memchr(text->begin, '[', (size_t) (text->end - text->begin));
    struct shortcode_tag tag;
    while (open && !shortcode_tag_at(open, walk->reader.end, &tag))
        open = memchr(open + 1, '[', (size_t) (text->end - open - 1));
    strbuf_add(walk->out, text->begin, (size_t) ((open ? open : text->end) - text->begin));
    if (open) add_shortcode(walk, &tag);
}

static void expand(struct expansion *expansion, const char *html, size_t size, int depth, struct strbuf *out) {
    struct walk walk = {.expansion = expansion, .reader = html_reader_of(html, size), .out = out, .depth = depth};
    const char *done = html;
    for (struct html_token token; html_next(&walk.reader, &token); done = walk.reader.at) {
        if (token.kind == HTML_TEXT && depth < DEPTH_MOST) {
            walk_text(&walk, &token);
            continue;
        }
        if (token.kind == HTML_START || token.kind == HTML_END) note_tag(&walk, &token);
        const char *end = token.end;
        if (token.kind == HTML_START && html_is_raw(token.name, token.name_size)) {
            html_read_raw(&walk.reader, &token);
            end = walk.reader.at;
        }
        strbuf_add(out, token.begin, (size_t) (end - token.begin));
    }
    // A tag that is cut off is no token, but stays.
    strbuf_add(out, done, (size_t) (html + size - done));
}

const char *shortcode_expand(struct arena *arena, const struct content_site *site, const char *html) {
    if (!strchr(html, '[')) return html;
    STRBUF_CLEAN struct strbuf out;
    STRBUF_CLEAN struct strbuf ids;
    strbuf_init(&out, 0);
    strbuf_init(&ids, 0);
    strbuf_addc(&ids, ' ');
    struct expansion expansion = {.arena = arena, .site = site, .ids = &ids};
    expand(&expansion, html, strlen(html), 0, &out);
    return arena_strndup(arena, out.data, out.size);
}
