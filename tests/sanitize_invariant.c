// sanitize_invariant: written without a look at the sanitiser's tables, so that a mistake in
// them is one against these.
#include "tests/sanitize_invariant.h"

#include <gumbo.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/strbuf.h"
#include "base/utf8.h"

enum { DEPTH_MAX = 100 };

struct check {
    enum sanitize_policy policy;
    char *message;
    size_t message_size;
};

static bool fail(struct check *check, const char *what, const char *detail) {
    snprintf(check->message, check->message_size, "%s: %.200s", what, detail);
    return false;
}

// Space-separated lists.
static bool listed(const char *list, const char *word) {
    size_t size = strlen(word);
    for (const char *at = list; *at;) {
        size_t length = strcspn(at, " ");
        if (length == size && strncmp(at, word, size) == 0) return true;
        at += length;
        at += strspn(at, " ");
    }
    return false;
}

static const char comment_elements[] = "a abbr b blockquote br code del em i li ol p pre q s strong ul";
static const char post_elements[] =
    "a abbr acronym address article aside audio b bdi bdo big blockquote br caption cite code col colgroup dd del "
    "details "
    "dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li mark menu nav "
    "ol p "
    "picture pre q rb rp rt rtc ruby s samp section small source span strike strong sub summary sup table tbody td "
    "tfoot "
    "th thead time tr track tt u ul var video wbr";
static const char comment_attributes[] = "href title cite datetime rel";
static const char post_attributes[] =
    "href src poster cite srcset style title class id name lang dir role rel target hreflang align valign width height "
    "hspace vspace border alt sizes media type loading decoding controls loop muted autoplay playsinline preload start "
    "reversed value span colspan rowspan headers scope abbr cellpadding cellspacing summary datetime open default kind "
    "label srclang color face size";
static const char url_attributes[] = "href src poster cite";

// What a browser takes for the scheme: control characters and spaces before it and line breaks in it do not count.
static bool url_is_harmless(const char *url) {
    char scheme[16] = "";
    size_t size = 0;
    while (*url && (unsigned char) *url <= ' ') url++;
    for (; *url; url++) {
        if (*url == '\n' || *url == '\r' || *url == '\t') continue;
        if (*url == ':') return listed("http https mailto", scheme);
        bool letter = (*url >= 'a' && *url <= 'z') || (*url >= 'A' && *url <= 'Z');
        bool other = (*url >= '0' && *url <= '9') || *url == '+' || *url == '-' || *url == '.';
        if (!letter && !(other && size > 0)) return true;
        if (size + 1 >= sizeof scheme) return url[strcspn(url, ":/?#")] != ':';
        scheme[size++] = (char) (letter ? *url | 32 : *url);
        scheme[size] = '\0';
    }
    return true;
}

static bool style_is_harmless(const char *style) {
    static const char *const anywhere[] = {"url(", "expression(", "\\", "/*", "@", "<", "{"};
    static const char *const properties[] = {"position", "behavior", "-moz-binding", "top",
                                             "left",     "z-index",  "content"};
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++)
        if (strcasestr(style, anywhere[i])) return false;
    for (const char *at = style; *at;) {
        at += strspn(at, " ;");
        for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
            if (strncasecmp(at, properties[i], strlen(properties[i])) == 0) return false;
        at += strcspn(at, ";");
    }
    return true;
}

static bool attribute_holds(struct check *check, const char *element, const GumboAttribute *attribute) {
    const char *name = attribute->name, *value = attribute->value;
    bool post = check->policy == SANITIZE_POST;
    bool custom =
        post && (strncmp(name, "data-", 5) == 0 || strncmp(name, "aria-", 5) == 0) && !strpbrk(name, "\"'<>=/ ");
    if (attribute->attr_namespace != GUMBO_ATTR_NAMESPACE_NONE)
        return fail(check, "attribute of another namespace", name);
    if (!custom && !listed(post ? post_attributes : comment_attributes, name)) return fail(check, "attribute", name);
    if (listed(url_attributes, name) && !url_is_harmless(value)) return fail(check, "URL", value);
    if (strcmp(name, "srcset") == 0)
        for (const char *at = value; *at;) {
            char url[4096];
            at += strspn(at, " ,");
            size_t size = strcspn(at, " ");
            snprintf(url, sizeof url, "%.*s", (int) size, at);
            if (!url_is_harmless(url)) return fail(check, "URL in srcset", url);
            at += size;
            at += strcspn(at, ",");
        }
    if (strcmp(name, "style") == 0 && !style_is_harmless(value)) return fail(check, "style", value);
    if (!post && strcmp(element, "a") == 0 && strcmp(name, "rel") == 0 && strcmp(value, "nofollow ugc noopener") != 0)
        return fail(check, "rel", value);
    return true;
}

static bool element_holds(struct check *check, const GumboNode *node) {
    const GumboElement *element = &node->v.element;
    char name[32] = "";
    if (element->tag != GUMBO_TAG_UNKNOWN) {
        snprintf(name, sizeof name, "%s", gumbo_normalized_tagname(element->tag));
    } else {
        GumboStringPiece text = element->original_tag;
        gumbo_tag_from_original_text(&text);
        if (text.data) snprintf(name, sizeof name, "%.*s", (int) text.length, text.data);
    }
    if (node->type != GUMBO_NODE_ELEMENT || element->tag_namespace != GUMBO_NAMESPACE_HTML ||
        !listed(check->policy == SANITIZE_POST ? post_elements : comment_elements, name))
        return fail(check, "element", name);
    bool href = false, rel = false;
    for (unsigned i = 0; i < element->attributes.length; i++) {
        const GumboAttribute *attribute = element->attributes.data[i];
        if (!attribute_holds(check, name, attribute)) return false;
        href = href || strcmp(attribute->name, "href") == 0;
        rel = rel || strcmp(attribute->name, "rel") == 0;
    }
    if (check->policy == SANITIZE_COMMENT && strcmp(name, "a") == 0 && href != rel)
        return fail(check, "rel", "missing");
    return true;
}

static bool comment_holds(struct check *check, const char *text) {
    const char *at = text + strspn(text, " \n\t");
    if (*at == '/') at++;
    bool known = strncmp(text, "more", 4) == 0 || strcmp(text, "nextpage") == 0 || strcmp(text, "noteaser") == 0 ||
                 strncmp(at, "wp:", 3) == 0;
    if (check->policy == SANITIZE_COMMENT || !known || strpbrk(text, "<>") || strstr(text, "--"))
        return fail(check, "comment", text);
    return true;
}

static bool tree_holds(struct check *check, const GumboNode *root) {
    const GumboNode *parent = root;
    unsigned index = 0, depth = 0;
    for (;;) {
        const GumboVector *children = &parent->v.element.children;
        if (index >= children->length) {
            if (parent == root) return true;
            index = (unsigned) parent->index_within_parent + 1;
            parent = parent->parent;
            depth--;
            continue;
        }
        const GumboNode *child = children->data[index];
        if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE) {
            index++;
        } else if (child->type == GUMBO_NODE_COMMENT) {
            if (!comment_holds(check, child->v.text.text)) return false;
            index++;
        } else {
            if (child->type == GUMBO_NODE_CDATA) return fail(check, "CDATA", "");
            if (!element_holds(check, child)) return false;
            if (++depth > DEPTH_MAX) return fail(check, "depth", "");
            parent = child;
            index = 0;
        }
    }
}

// Without a parser: a '<' begins a tag or a comment, and there are no control characters.
static bool source_holds(struct check *check, const char *html) {
    for (const char *at = html; *at; at++) {
        unsigned char byte = (unsigned char) *at;
        if ((byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7f) return fail(check, "control character", at);
        if (byte == '<' && !(at[1] >= 'a' && at[1] <= 'z') && at[1] != '/' && strncmp(at, "<!--", 4) != 0)
            return fail(check, "bare <", at);
    }
    if (!utf8_valid(html, strlen(html))) return fail(check, "UTF-8", "");
    return true;
}

bool sanitize_invariant_holds(enum sanitize_policy policy, const char *html, char *message, size_t message_size) {
    struct check check = {.policy = policy, .message = message, .message_size = message_size};
    message[0] = '\0';
    if (!source_holds(&check, html)) return false;
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    GumboOutput *output = gumbo_parse_with_options(&options, html, strlen(html));
    bool holds = tree_holds(&check, output->root);
    gumbo_destroy_output(&options, output);
    return holds;
}

bool sanitize_invariant_contained(const char *html) {
    STRBUF_CLEAN struct strbuf page;
    strbuf_init(&page, 0);
    strbuf_adds(&page, "<!doctype html><body><div>");
    strbuf_adds(&page, html);
    strbuf_adds(&page, "</div><hr>");
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    GumboOutput *output = gumbo_parse_with_options(&options, page.data, page.size);
    const GumboVector *of_html = &output->root->v.element.children;
    const GumboNode *body = of_html->length == 2 ? of_html->data[1] : NULL;
    const GumboVector *children = body ? &body->v.element.children : NULL;
    bool holds = false;
    if (children && children->length == 2 && body->v.element.attributes.length == 0) {
        const GumboNode *box = children->data[0], *after = children->data[1];
        holds = box->type == GUMBO_NODE_ELEMENT && box->v.element.tag == GUMBO_TAG_DIV &&
                box->v.element.attributes.length == 0 && after->type == GUMBO_NODE_ELEMENT &&
                after->v.element.tag == GUMBO_TAG_HR;
    }
    gumbo_destroy_output(&options, output);
    return holds;
}
