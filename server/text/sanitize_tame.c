// sanitize_tame: the first of the sanitiser's two stages, on tokens.
//
// gumbo takes time in proportion to depth times size, compares each attribute of a tag with all
// before it, and for each formatting element that is closed out of order may keep one to
// open again in every later block. So here unknown tags and attributes go, an attribute stands once,
// start tags beyond a number of open elements go with their end tags, and beyond a
// number of end tags out of order what stands in between is closed first.
#include "server/text/sanitize_tame.h"

#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "server/text/html_token.h"
#include "server/text/sanitize_policy.h"

enum {
    OPEN_MAX = 200,       // open elements of kinds that nothing closes by itself
    MISNESTED_MAX = 100,  // end tags out of order that the parser is to sort out
    ATTRIBUTES_MAX = 40,  // of one tag
    NAME_MAX_SIZE = 64,   // of an attribute
};

struct tamer {
    struct strbuf *out;
    enum sanitize_policy policy;
    const struct sanitize_element *open[OPEN_MAX];  // outermost first
    unsigned open_count;
    unsigned misnested;
    unsigned left_out[SANITIZE_ELEMENTS_MAX];  // by kind: start tags beyond OPEN_MAX
};

static const char *replacement(unsigned char byte, bool quoted) {
    if (byte == '<') return "&lt;";
    if (byte == '>') return "&gt;";
    if (byte == '"' && quoted) return "&quot;";
    if (byte == '\r') return "\n";
    if ((byte < ' ' && byte != '\t' && byte != '\n') || byte == 0x7f) return "";
    return NULL;
}

// References stay references: an '&' is copied.
static void add_text(struct strbuf *out, const char *text, const char *end, bool quoted) {
    const char *plain = text;
    for (const char *at = text; at < end; at++) {
        const char *other = replacement((unsigned char) *at, quoted);
        if (!other) continue;
        strbuf_add(out, plain, (size_t) (at - plain));
        plain = at + 1;
        if (*at == '\r' && at + 1 < end && at[1] == '\n') continue;
        strbuf_adds(out, other);
    }
    strbuf_add(out, plain, (size_t) (end - plain));
}

static void add_attributes(struct tamer *tamer, const struct sanitize_element *element,
                           const struct html_token *token) {
    char names[ATTRIBUTES_MAX][NAME_MAX_SIZE];
    size_t count = 0;
    const char *cursor = token->attributes;
    for (struct html_attribute attribute; count < ATTRIBUTES_MAX && html_next_attribute(token, &cursor, &attribute);) {
        if (attribute.name_size >= NAME_MAX_SIZE) continue;
        char *name = names[count];
        for (size_t i = 0; i < attribute.name_size; i++) name[i] = (char) tolower((unsigned char) attribute.name[i]);
        name[attribute.name_size] = '\0';
        bool seen = false;
        for (size_t i = 0; i < count; i++) seen = seen || strcmp(names[i], name) == 0;
        if (seen || !sanitize_attribute_allowed(tamer->policy, element->name, name)) continue;
        count++;
        strbuf_addf(tamer->out, " %s=\"", name);
        add_text(tamer->out, attribute.value, attribute.value + attribute.value_size, true);
        strbuf_addc(tamer->out, '"');
    }
}

// Notes an opened element; false when it must be left out.
static bool enter(struct tamer *tamer, const struct sanitize_element *element) {
    if (element->is_void || element->self_closing) return true;
    if (tamer->open_count == OPEN_MAX) {
        tamer->left_out[sanitize_element_index(element)]++;
        return false;
    }
    tamer->open[tamer->open_count++] = element;
    return true;
}

static bool is_ruby_part(const struct sanitize_element *element) {
    return element->name[0] == 'r' && strcmp(element->name, "ruby") != 0;
}

// Notes a closed one; false when its start tag was left out or never there.
static bool leave(struct tamer *tamer, const struct sanitize_element *element) {
    if (element->is_void) return false;
    if (element->self_closing) return true;
    size_t kind = sanitize_element_index(element);
    if (tamer->left_out[kind] > 0) {
        tamer->left_out[kind]--;
        return false;
    }
    unsigned at = tamer->open_count;
    while (at > 0 && tamer->open[at - 1] != element) at--;
    if (at == 0) return false;
    unsigned kept = at - 1;
    if (at < tamer->open_count && ++tamer->misnested > MISNESTED_MAX) {
        while (tamer->open_count > at) strbuf_addf(tamer->out, "</%s>", tamer->open[--tamer->open_count]->name);
    }
    for (; at < tamer->open_count; at++) {
        // </ruby> closes its parts, whose end tags are seldom written.
        if (strcmp(element->name, "ruby") != 0 || !is_ruby_part(tamer->open[at])) tamer->open[kept++] = tamer->open[at];
    }
    tamer->open_count = kept;
    return true;
}

static void add_start(struct tamer *tamer, struct html_reader *reader, const struct html_token *token) {
    const struct sanitize_element *element = sanitize_element_find(token->name, token->name_size);
    if (html_is_raw(token->name, token->name_size)) {
        struct html_token text = html_read_raw(reader, token);
        // WordPress's kses takes a script's tags only. Its text is no markup: '&' is one, too.
        if (tamer->policy == SANITIZE_POST && html_name_is(token->name, token->name_size, "script")) {
            for (const char *at = text.begin; at < text.end;) {
                const char *stop = memchr(at, '&', (size_t) (text.end - at));
                add_text(tamer->out, at, stop ? stop : text.end, false);
                if (stop) strbuf_adds(tamer->out, "&amp;");
                at = stop ? stop + 1 : text.end;
            }
        }
        return;
    }
    if (!element || sanitize_fate_of(element, tamer->policy) == SANITIZE_UNWRAP || !enter(tamer, element)) return;
    strbuf_addf(tamer->out, "<%s", element->name);
    if (sanitize_fate_of(element, tamer->policy) == SANITIZE_KEEP) add_attributes(tamer, element, token);
    strbuf_addc(tamer->out, '>');
}

static void add_end(struct tamer *tamer, const struct html_token *token) {
    const struct sanitize_element *element = sanitize_element_find(token->name, token->name_size);
    if (!element || html_is_raw(token->name, token->name_size) ||
        sanitize_fate_of(element, tamer->policy) == SANITIZE_UNWRAP || !leave(tamer, element))
        return;
    strbuf_addf(tamer->out, "</%s>", element->name);
}

void sanitize_tame(struct strbuf *out, enum sanitize_policy policy, const char *html) {
    struct tamer tamer = {.out = out, .policy = policy};
    struct html_reader reader = html_reader_of(html, strlen(html));
    for (struct html_token token; html_next(&reader, &token);) {
        switch (token.kind) {
            case HTML_TEXT:
                add_text(out, token.begin, token.end, false);
                break;
            case HTML_START:
                add_start(&tamer, &reader, &token);
                break;
            case HTML_END:
                add_end(&tamer, &token);
                break;
            case HTML_COMMENT:
                if (token.content && sanitize_comment_allowed(policy, token.content, token.content_size)) {
                    strbuf_adds(out, "<!--");
                    strbuf_add(out, token.content, token.content_size);
                    strbuf_adds(out, "-->");
                }
                break;
        }
    }
}
