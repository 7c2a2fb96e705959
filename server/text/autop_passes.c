// autop_passes: what each pass does at one place of the text.
//
// As WordPress's patterns do, most take a tag for a block's when its name begins like
// one's ("<param>", like "<p>"), and for its end the next '>'.
#include "server/text/autop_passes.h"

#include <string.h>
#include <strings.h>

#include "base/strbuf.h"

static bool is_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static bool begins(const char *at, const char *end, const char *what) {
    size_t size = strlen(what);
    return (size_t) (end - at) >= size && memcmp(at, what, size) == 0;
}

static const char *skip_space(const char *at, const char *end) {
    while (at < end && is_space(*at)) at++;
    return at;
}

// The next `what` from `from` on, or the end. In one pass a slot is for one `what`.
static const char *search(struct autop_reader *reader, unsigned slot, const char *from, const char *what) {
    const char **known = &reader->known[slot];
    if (!*known || *known < from) {
        const char *found = memmem(from, (size_t) (reader->end - from), what, strlen(what));
        *known = found ? found : reader->end;
    }
    return *known;
}

// Behind the '>' that ends the tag which `from` is in; NULL when there is none.
static const char *tag_end(struct autop_reader *reader, const char *from) {
    const char *angle = search(reader, KNOWN_ANGLE, from, ">");
    return angle < reader->end ? angle + 1 : NULL;
}

static const char *const blocks[] = {
    "table",  "thead",      "tfoot",  "caption",    "col",     "colgroup", "tbody",   "tr",    "td",     "th",
    "div",    "dl",         "dd",     "dt",         "ul",      "ol",       "li",      "pre",   "form",   "map",
    "area",   "blockquote", "math",   "address",    "style",   "p",        "h1",      "h2",    "h3",     "h4",
    "h5",     "h6",         "hr",     "fieldset",   "legend",  "section",  "article", "aside", "hgroup", "header",
    "footer", "nav",        "figure", "figcaption", "details", "menu",     "summary"};
enum { BLOCKS = sizeof blocks / sizeof *blocks };

// True when a block's name stands at `at` and ends there.
static bool is_block_name(const char *at, const char *end) {
    const char *stop = at;
    while (stop < end && ((*stop >= 'a' && *stop <= 'z') || (*stop >= '0' && *stop <= '9'))) stop++;
    for (size_t i = 0; i < BLOCKS; i++)
        if (strlen(blocks[i]) == (size_t) (stop - at) && memcmp(blocks[i], at, (size_t) (stop - at)) == 0) return true;
    return false;
}

// Behind the tag of a block at `at`. As in WordPress the name need only begin like a block's.
static const char *block_tag(struct autop_reader *reader, const char *at) {
    if (at == reader->end || *at != '<') return NULL;
    const char *name = at + 1;
    if (name < reader->end && *name == '/') name++;
    for (size_t i = 0; i < BLOCKS; i++)
        if (begins(name, reader->end, blocks[i])) return tag_end(reader, name + strlen(blocks[i]));
    return NULL;
}

static void add_range(struct strbuf *out, const char *begin, const char *end) {
    strbuf_add(out, begin, (size_t) (end - begin));
}

// Takes out the white space that was just written.
static void trim_end(struct strbuf *out) {
    size_t size = out->size;
    while (size > 0 && is_space(out->data[size - 1])) size--;
    strbuf_truncate(out, size);
}

static const char *line_break_tag(const char *at, const char *end) {
    if (!begins(at, end, "<br")) return NULL;
    at = skip_space(at + 3, end);
    if (at < end && *at == '/') at++;
    return at < end && *at == '>' ? at + 1 : NULL;
}

// Two line breaks are the end of a paragraph.
bool autop_pass_double_breaks(struct autop_reader *reader, struct strbuf *out) {
    const char *first = line_break_tag(reader->at, reader->end);
    const char *second = first ? line_break_tag(skip_space(first, reader->end), reader->end) : NULL;
    if (!second) return false;
    strbuf_adds(out, "\n\n");
    reader->at = second;
    return true;
}

static const char *rule_tag(const char *at, const char *end) {
    if (!begins(at, end, "<hr")) return NULL;
    at = skip_space(at + 3, end);
    if (at < end && *at == '/') at++;
    return at < end && *at == '>' ? at + 1 : NULL;
}

// Blocks get blank lines around them.
bool autop_pass_block_lines(struct autop_reader *reader, struct strbuf *out) {
    const char *name = reader->at + 1;
    bool closing = name < reader->end && *name == '/';
    if (!is_block_name(name + closing, reader->end)) return false;
    const char *behind = name + closing;
    while (behind < reader->end && ((*behind >= 'a' && *behind <= 'z') || (*behind >= '0' && *behind <= '9'))) behind++;
    if (behind == reader->end) return false;
    if (closing) {
        if (*behind != '>') return false;
        add_range(out, reader->at, behind + 1);
        strbuf_adds(out, "\n\n");
        reader->at = behind + 1;
        return true;
    }
    if (!is_space(*behind) && *behind != '/' && *behind != '>') return false;
    strbuf_adds(out, "\n\n");
    const char *rule = rule_tag(reader->at, reader->end);
    add_range(out, reader->at, rule ? rule : behind);
    if (rule) strbuf_adds(out, "\n\n");
    reader->at = rule ? rule : behind;
    return true;
}

static const char *element_end(struct autop_reader *reader) {
    const char *at = reader->at, *end = reader->end, *close;
    if (begins(at, end, "<!--")) {
        close = memmem(at + 2, (size_t) (end - at - 2), "-->", 3);
        return close ? close + 3 : end;
    }
    if (begins(at, end, "<![CDATA[")) {
        close = memmem(at, (size_t) (end - at), "]]>", 3);
        return close ? close + 3 : end;
    }
    close = tag_end(reader, at);
    return close ? close : end;
}

// Newlines within tags and comments are no line breaks.
bool autop_pass_hide_newlines(struct autop_reader *reader, struct strbuf *out) {
    const char *end = element_end(reader);
    for (; reader->at < end; reader->at++) {
        if (*reader->at == '\n')
            strbuf_adds(out, " " AUTOP_HIDDEN_NEWLINE " ");
        else
            strbuf_addc(out, *reader->at);
    }
    return true;
}

// Writes the tag that ends at `end` without the white space before or after it.
static bool collapse(struct autop_reader *reader, struct strbuf *out, const char *end, bool before, bool after) {
    if (!end) return false;
    if (before) trim_end(out);
    add_range(out, reader->at, end);
    reader->at = after ? skip_space(end, reader->end) : end;
    return true;
}

static const char *literal(const struct autop_reader *reader, const char *what) {
    return begins(reader->at, reader->end, what) ? reader->at + strlen(what) : NULL;
}

bool autop_pass_option(struct autop_reader *reader, struct strbuf *out) {
    return collapse(reader, out, literal(reader, "<option"), true, false) ||
           collapse(reader, out, literal(reader, "</option>"), false, true);
}

bool autop_pass_object(struct autop_reader *reader, struct strbuf *out) {
    const char *name = literal(reader, "<object");
    return collapse(reader, out, literal(reader, "</object>"), true, false) ||
           (name && collapse(reader, out, tag_end(reader, name), false, true));
}

bool autop_pass_param(struct autop_reader *reader, struct strbuf *out) {
    static const char *const tags[] = {"<param", "</param", "<embed", "</embed"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const char *name = literal(reader, tags[i]);
        if (name) return collapse(reader, out, tag_end(reader, name), true, true);
    }
    return false;
}

// Also for the shortcodes [audio] and [video].
bool autop_pass_media(struct autop_reader *reader, struct strbuf *out) {
    const char *name = reader->at + 1, *end = reader->end;
    bool closing = name < end && *name == '/';
    name += closing;
    if (!begins(name, end, "audio") && !begins(name, end, "video")) return false;
    const char *at = name + 5;
    if (closing) return at < end && (*at == '>' || *at == ']') && collapse(reader, out, at + 1, true, false);
    const char *angle = tag_end(reader, at);
    const char *bracket = search(reader, KNOWN_SECOND, at, "]");
    const char *stop = angle && angle <= bracket ? angle : bracket < end ? bracket + 1 : NULL;
    return collapse(reader, out, stop, false, true);
}

bool autop_pass_source(struct autop_reader *reader, struct strbuf *out) {
    const char *name = literal(reader, "<source");
    if (!name) name = literal(reader, "<track");
    return name && collapse(reader, out, tag_end(reader, name), true, true);
}

bool autop_pass_figcaption(struct autop_reader *reader, struct strbuf *out) {
    const char *name = literal(reader, "<figcaption");
    return collapse(reader, out, literal(reader, "</figcaption>"), false, true) ||
           (name && collapse(reader, out, tag_end(reader, name), true, false));
}

static const char *paragraph_start(const struct autop_reader *reader) { return literal(reader, "<p>"); }

bool autop_pass_empty_paragraphs(struct autop_reader *reader, struct strbuf *out) {
    (void) out;
    const char *text = paragraph_start(reader);
    if (!text) return false;
    text = skip_space(text, reader->end);
    if (!begins(text, reader->end, "</p>")) return false;
    reader->at = text + 4;
    return true;
}

// <p>text</div> gets the end of its paragraph.
bool autop_pass_unclosed_paragraphs(struct autop_reader *reader, struct strbuf *out) {
    const char *text = paragraph_start(reader);
    if (!text) return false;
    const char *tag = memchr(text, '<', (size_t) (reader->end - text));
    if (!tag || tag == text) return false;
    if (!begins(tag, reader->end, "</div>") && !begins(tag, reader->end, "</address>") &&
        !begins(tag, reader->end, "</form>"))
        return false;
    add_range(out, reader->at, tag);
    strbuf_adds(out, "</p>");
    reader->at = tag;
    return true;
}

// A block's tag alone in a paragraph.
bool autop_pass_wrapped_blocks(struct autop_reader *reader, struct strbuf *out) {
    const char *tag = paragraph_start(reader);
    if (!tag) return false;
    tag = skip_space(tag, reader->end);
    const char *stop = block_tag(reader, tag);
    const char *close = stop ? skip_space(stop, reader->end) : NULL;
    if (!close || !begins(close, reader->end, "</p>")) return false;
    add_range(out, tag, stop);
    reader->at = close + 4;
    return true;
}

bool autop_pass_list_items(struct autop_reader *reader, struct strbuf *out) {
    const char *item = literal(reader, "<p><li");
    if (!item || item == reader->end) return false;
    const char *close = search(reader, KNOWN_SECOND, item + 1, "</p>");
    if (close == reader->end || close > search(reader, KNOWN_THIRD, item, "\n")) return false;
    add_range(out, reader->at + 3, close);
    reader->at = close + 4;
    return true;
}

// The paragraph goes into the quotation.
bool autop_pass_quotations(struct autop_reader *reader, struct strbuf *out) {
    static const char open[] = "<p><blockquote";
    size_t size = sizeof open - 1;
    if ((size_t) (reader->end - reader->at) < size || strncasecmp(reader->at, open, size) != 0) return false;
    const char *stop = tag_end(reader, reader->at + size);
    if (!stop) return false;
    strbuf_adds(out, "<blockquote");
    add_range(out, reader->at + size, stop);
    strbuf_adds(out, "<p>");
    reader->at = stop;
    return true;
}

bool autop_pass_quotation_ends(struct autop_reader *reader, struct strbuf *out) {
    const char *stop = literal(reader, "</blockquote></p>");
    if (!stop) return false;
    strbuf_adds(out, "</p></blockquote>");
    reader->at = stop;
    return true;
}

bool autop_pass_start_before_block(struct autop_reader *reader, struct strbuf *out) {
    const char *tag = paragraph_start(reader);
    if (!tag) return false;
    tag = skip_space(tag, reader->end);
    const char *stop = block_tag(reader, tag);
    if (!stop) return false;
    add_range(out, tag, stop);
    reader->at = stop;
    return true;
}

// Writes a block's tag without the `what` that follows it.
static bool drop_after_block(struct autop_reader *reader, struct strbuf *out, const char *what) {
    const char *stop = block_tag(reader, reader->at);
    if (!stop) return false;
    const char *behind = skip_space(stop, reader->end);
    if (!begins(behind, reader->end, what)) return false;
    add_range(out, reader->at, stop);
    reader->at = behind + strlen(what);
    return true;
}

bool autop_pass_end_after_block(struct autop_reader *reader, struct strbuf *out) {
    return drop_after_block(reader, out, "</p>");
}

// Elements whose newlines are no line breaks.
bool autop_pass_keep_newlines(struct autop_reader *reader, struct strbuf *out) {
    static const char *const ends[KNOWN] = {"</script>", "</style>", "</svg>"};
    for (unsigned i = 0; i < KNOWN; i++) {
        size_t name_size = strlen(ends[i]) - 3;
        const char *name = reader->at + 1;
        if ((size_t) (reader->end - name) < name_size || memcmp(name, ends[i] + 2, name_size) != 0) continue;
        const char *close = search(reader, i, name + name_size, ends[i]);
        if (close == reader->end) return false;
        for (; reader->at < close; reader->at++)
            strbuf_addc(out, *reader->at == '\n' ? (char) AUTOP_KEPT_NEWLINE : *reader->at);
        return true;
    }
    return false;
}

bool autop_pass_break_form(struct autop_reader *reader, struct strbuf *out) {
    const char *stop = literal(reader, "<br>");
    if (!stop) stop = literal(reader, "<br/>");
    if (!stop) return false;
    strbuf_adds(out, "<br />");
    reader->at = stop;
    return true;
}

bool autop_pass_break_after_block(struct autop_reader *reader, struct strbuf *out) {
    return drop_after_block(reader, out, "<br />");
}

bool autop_pass_break_before_block(struct autop_reader *reader, struct strbuf *out) {
    static const char *const names[] = {"p", "li", "div", "dl", "dd", "dt", "th", "pre", "td", "ul", "ol"};
    const char *text = literal(reader, "<br />");
    if (!text) return false;
    const char *name = skip_space(text, reader->end);
    if (name == reader->end || *name != '<') return false;
    name++;
    if (name < reader->end && *name == '/') name++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!begins(name, reader->end, names[i])) continue;
        const char *stop = tag_end(reader, name);
        if (!stop) return false;
        add_range(out, text, stop);
        reader->at = stop;
        return true;
    }
    return false;
}

static bool ends_with(const struct strbuf *out, const char *what) {
    size_t size = strlen(what);
    return out->size >= size && memcmp(out->data + out->size - size, what, size) == 0;
}

// Newlines become <br />, with the white space before them, unless a <br /> stands there.
// Called at white space.
bool autop_pass_newlines(struct autop_reader *reader, struct strbuf *out) {
    const char *from = reader->at, *behind = skip_space(from, reader->end), *last = NULL;
    for (const char *at = from; at < behind; at++)
        if (*at == '\n') last = at;
    if (ends_with(out, "<br />")) strbuf_addc(out, *from++);
    if (last && last >= from) {
        strbuf_adds(out, "<br />\n");
        from = last + 1;
    }
    add_range(out, from, behind);
    reader->at = behind;
    return true;
}
