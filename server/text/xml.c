// xml: see the header. Each element stands on a line of its own, so that a feed can be read by people too.
#include "server/text/xml.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/utf8.h"

void xml_init(struct xml *xml, struct strbuf *out) {
    *xml = (struct xml){.out = out};
    strbuf_adds(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

static const char *entity_of(unsigned char byte, bool in_attribute) {
    switch (byte) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return in_attribute ? "&quot;" : NULL;
        // A parser would read them as blanks in an attribute, and CR as a line's end in a text.
        case '\n':
            return in_attribute ? "&#10;" : NULL;
        case '\t':
            return in_attribute ? "&#9;" : NULL;
        case '\r':
            return "&#13;";
        default:
            return NULL;
    }
}

static bool is_plain(unsigned char byte) {
    return byte >= ' ' && byte < 0x80 && byte != '&' && byte != '<' && byte != '>' && byte != '"';
}

// One character that is not plain; returns its length.
static size_t add_character(struct strbuf *out, const char *text, size_t size, bool in_attribute) {
    uint32_t code;
    const size_t length = utf8_decode(text, size, &code);
    const char *entity = code < 0x80 ? entity_of((unsigned char) code, in_attribute) : NULL;
    if (entity)
        strbuf_adds(out, entity);
    else if (code == 0xfffd && length == 1)
        strbuf_adds(out, "\xef\xbf\xbd");
    else if ((code >= ' ' || code == '\t' || code == '\n') && code != 0xfffe && code != 0xffff)
        strbuf_add(out, text, length);
    return length;
}

static void add_escaped(struct strbuf *out, const char *text, bool in_attribute) {
    size_t size = strlen(text);
    while (size > 0) {
        size_t plain = 0;
        while (plain < size && is_plain((unsigned char) text[plain])) plain++;
        strbuf_add(out, text, plain);
        text += plain;
        size -= plain;
        if (size == 0) return;
        const size_t length = add_character(out, text, size, in_attribute);
        text += length;
        size -= length;
    }
}

static void close_tag(struct xml *xml) {
    if (xml->in_tag) strbuf_addc(xml->out, '>');
    xml->in_tag = false;
}

void xml_begin(struct xml *xml, const char *name) {
    assert(xml->depth < XML_DEPTH_MOST);
    close_tag(xml);
    if (xml->depth > 0) strbuf_addc(xml->out, '\n');
    strbuf_addc(xml->out, '<');
    strbuf_adds(xml->out, name);
    if (xml->depth < XML_DEPTH_MOST) xml->open[xml->depth++] = name;
    xml->in_tag = true;
    xml->holds_elements = false;
}

void xml_attribute(struct xml *xml, const char *name, const char *value) {
    assert(xml->in_tag);
    if (!value) return;
    strbuf_addc(xml->out, ' ');
    strbuf_adds(xml->out, name);
    strbuf_adds(xml->out, "=\"");
    add_escaped(xml->out, value, true);
    strbuf_addc(xml->out, '"');
}

// Digits need no escaping.
void xml_attribute_integer(struct xml *xml, const char *name, int64_t number) {
    assert(xml->in_tag);
    strbuf_addf(xml->out, " %s=\"%" PRId64 "\"", name, number);
}

void xml_text(struct xml *xml, const char *text) {
    assert(xml->depth > 0);
    close_tag(xml);
    add_escaped(xml->out, text, false);
}

void xml_text_integer(struct xml *xml, int64_t number) {
    assert(xml->depth > 0);
    close_tag(xml);
    strbuf_addi(xml->out, number);
}

void xml_end(struct xml *xml) {
    assert(xml->depth > 0);
    if (xml->depth == 0) return;
    const char *name = xml->open[--xml->depth];
    if (xml->in_tag) {
        strbuf_adds(xml->out, "/>");
    } else {
        if (xml->holds_elements) strbuf_addc(xml->out, '\n');
        strbuf_adds(xml->out, "</");
        strbuf_adds(xml->out, name);
        strbuf_addc(xml->out, '>');
    }
    xml->in_tag = false;
    xml->holds_elements = true;
    if (xml->depth == 0) strbuf_addc(xml->out, '\n');
}

void xml_element(struct xml *xml, const char *name, const char *text) {
    if (!text) return;
    xml_begin(xml, name);
    xml_text(xml, text);
    xml_end(xml);
}

void xml_element_integer(struct xml *xml, const char *name, int64_t number) {
    xml_begin(xml, name);
    xml_text_integer(xml, number);
    xml_end(xml);
}
