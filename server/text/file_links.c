// file_links: see the header. Addresses are found by the folder that all uploads lie in; what stands before it must be
// this site's.
#include "server/text/file_links.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "server/text/html_token.h"

static const char folder[] = "wp-content/uploads/";
static const char before_address[] = " \t\r\n\"'<>(=,[]{}|`";
static const char behind_address[] = " \t\r\n\"'<>)?#&\\`|[]";

enum { FILE_MOST = 1000, ATTRIBUTES_MOST = 100 };

// The path of a file in a text: [begin, end) as written, and decoded.
struct spot {
    const char *begin, *end;
    const char *file;
};

static const char *without_scheme(const char *address, size_t *size) {
    static const char *const schemes[] = {"https://", "http://", "//"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        const size_t length = strlen(schemes[i]);
        if (*size < length || strncasecmp(address, schemes[i], length) != 0) continue;
        *size -= length;
        return address + length;
    }
    return NULL;
}

// What stands before the folder: nothing, the site's path, or its whole address by any scheme.
static bool is_of_site(const char *home, const char *prefix, size_t size) {
    if (size == 0) return true;
    if (prefix[--size] != '/') return false;
    if (size == 0) return true;
    size_t home_size = strlen(home);
    const char *site = without_scheme(home, &home_size), *address = without_scheme(prefix, &size);
    if (!site) return false;
    if (!address) {
        site = memchr(site, '/', home_size);
        home_size = site ? strlen(site) : 0;
        address = prefix;
    }
    return site && home_size == size && strncasecmp(site, address, size) == 0;
}

// The next file at or behind `at`, before `end`. False: none.
static bool next_spot(struct arena *arena, const char *home, const char *begin, const char *end, const char *at,
                      struct spot *ret) {
    while ((at = memmem(at, (size_t) (end - at), folder, sizeof folder - 1)) != NULL) {
        const char *prefix = at;
        while (prefix > begin && !strchr(before_address, prefix[-1])) prefix--;
        ret->begin = ret->end = at + sizeof folder - 1;
        while (ret->end < end && *ret->end && !strchr(behind_address, *ret->end)) ret->end++;
        while (ret->end > ret->begin && strchr(",;.:!", ret->end[-1])) ret->end--;
        const size_t size = (size_t) (ret->end - ret->begin);
        const bool fits = size > 0 && size <= FILE_MOST && is_of_site(home, prefix, (size_t) (at - prefix));
        ret->file = fits ? url_decode(arena, ret->begin, size, false) : NULL;
        if (ret->file) return true;
        at += sizeof folder - 1;
    }
    return false;
}

static bool is_elsewhere(const struct html_attribute *attribute) {
    size_t size = attribute->value_size;
    return size > 2 && size <= FILE_MOST && without_scheme(attribute->value, &size) != NULL;
}

// N of the class wp-image-N; 0: none.
static int64_t attachment_of(const struct html_attribute *attribute) {
    static const char word[] = "wp-image-";
    const char *at = attribute->value, *end = at + attribute->value_size;
    while ((at = memmem(at, (size_t) (end - at), word, sizeof word - 1)) != NULL) {
        const bool starts = at == attribute->value || strchr(" \t\r\n\f", at[-1]);
        at += sizeof word - 1;
        int64_t number = 0;
        size_t digits = 0;
        for (; at < end && *at >= '0' && *at <= '9' && digits < 18; digits++) number = number * 10 + (*at++ - '0');
        if (starts && digits > 0 && (at == end || strchr(" \t\r\n\f", *at))) return number;
    }
    return 0;
}

struct picture {
    bool has_source, elsewhere;
    const char *file;
    int64_t attachment;
};

static void visit_tag(struct arena *arena, const char *home, const struct html_token *token, file_link_visit visit,
                      void *context) {
    const bool is_picture = html_name_is(token->name, token->name_size, "img");
    struct picture picture = {0};
    struct html_attribute attribute;
    const char *cursor = token->attributes;
    while (html_next_attribute(token, &cursor, &attribute)) {
        const bool source = is_picture && html_name_is(attribute.name, attribute.name_size, "src");
        const char *end = attribute.value + attribute.value_size;
        struct spot spot = {.end = attribute.value};
        bool found = false;
        while (next_spot(arena, home, attribute.value, end, spot.end, &spot)) {
            found = true;
            if (source)
                picture.file = spot.file;
            else
                visit(context, &(struct file_link){.file = spot.file});
        }
        if (source && !found && is_elsewhere(&attribute)) {
            picture.elsewhere = true;
            picture.file = arena_strndup(arena, attribute.value, attribute.value_size);
        }
        if (is_picture && html_name_is(attribute.name, attribute.name_size, "class"))
            picture.attachment = attachment_of(&attribute);
    }
    // The number in the class of a picture that is elsewhere is one of that site's.
    if (picture.elsewhere) picture.attachment = 0;
    if (picture.file || picture.attachment)
        visit(context, &(struct file_link){.file = picture.file, .attachment = picture.attachment});
}

bool file_links_possible(const char *html) {
    return strstr(html, folder) || strstr(html, "<img") || strstr(html, "<IMG");
}

void file_links_visit(struct arena *arena, const char *home, const char *html, file_link_visit visit, void *context) {
    struct html_reader reader = html_reader_of(html, strlen(html));
    struct html_token token;
    while (html_next(&reader, &token))
        if (token.kind == HTML_START) visit_tag(arena, home, &token, visit, context);
}

struct rewriting {
    struct arena *arena;
    const char *home;
    file_link_find find;
    void *context;
    struct strbuf *out;
    bool changed;
};

// Copies a stretch of text, with the addresses in it changed.
static void copy_changed(struct rewriting *work, const char *begin, const char *end) {
    struct spot spot = {.end = begin};
    const char *copied = begin;
    while (next_spot(work->arena, work->home, begin, end, spot.end, &spot)) {
        struct file_link_change change;
        if (!work->find(work->context, work->arena, spot.file, &change)) continue;
        strbuf_add(work->out, copied, (size_t) (spot.begin - copied));
        url_encode(work->out, change.file, "/");
        copied = spot.end;
        work->changed = true;
    }
    strbuf_add(work->out, copied, (size_t) (end - copied));
}

// With the quotes around its value.
static const char *end_of(const struct html_attribute *attribute, const char *limit) {
    const char *end = attribute->value + attribute->value_size;
    if (attribute->value_size == 0 && *attribute->value == '\0') return attribute->name + attribute->name_size;
    const char quote = attribute->value[-1];
    return (quote == '"' || quote == '\'') && end < limit && *end == quote ? end + 1 : end;
}

static int64_t number_of(const struct html_attribute *attributes, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (html_name_is(attributes[i].name, attributes[i].name_size, name))
            return attributes[i].value_size < 8 ? strtoll(attributes[i].value, NULL, 10) : 0;
    return 0;
}

static bool find_source(struct rewriting *work, const struct html_attribute *attributes, size_t count,
                        struct file_link_change *ret) {
    for (size_t i = 0; i < count; i++) {
        if (!html_name_is(attributes[i].name, attributes[i].name_size, "src")) continue;
        struct spot spot;
        const char *value = attributes[i].value;
        return next_spot(work->arena, work->home, value, value + attributes[i].value_size, value, &spot) &&
               work->find(work->context, work->arena, spot.file, ret);
    }
    return false;
}

static void change_picture(struct rewriting *work, const struct html_token *token) {
    struct html_attribute attributes[ATTRIBUTES_MOST];
    struct file_link_change change;
    size_t count = 0;
    const char *cursor = token->attributes, *copied = token->begin;
    while (count < ATTRIBUTES_MOST && html_next_attribute(token, &cursor, &attributes[count])) count++;
    if (!find_source(work, attributes, count, &change)) {
        copy_changed(work, token->begin, token->end);
        return;
    }
    const int64_t width = number_of(attributes, count, "width");
    const int64_t new_width = width > 0 && width < change.width ? width : change.width;
    const int64_t new_height = change.width > 0 ? (new_width * change.height + change.width / 2) / change.width : 0;
    for (size_t i = 0; i < count; i++) {
        const struct html_attribute *attribute = &attributes[i];
        const bool is_set = html_name_is(attribute->name, attribute->name_size, "srcset");
        const bool is_choice = is_set || html_name_is(attribute->name, attribute->name_size, "sizes");
        const bool is_width = html_name_is(attribute->name, attribute->name_size, "width");
        const bool is_height = html_name_is(attribute->name, attribute->name_size, "height");
        if (attribute->value_size == 0) continue;
        if (is_choice && !change.srcset) {
            copy_changed(work, copied, attribute->name);
            copied = end_of(attribute, token->end);
        } else if (is_set || ((is_width || is_height) && change.width > 0)) {
            copy_changed(work, copied, attribute->value);
            if (is_set)
                strbuf_adds(work->out, change.srcset);
            else
                strbuf_addf(work->out, "%lld", (long long) (is_width ? new_width : new_height > 0 ? new_height : 1));
            copied = attribute->value + attribute->value_size;
        }
    }
    copy_changed(work, copied, token->end);
    work->changed = true;
}

const char *file_links_change(struct arena *arena, const char *home, const char *text, file_link_find find,
                              void *context) {
    if (!strstr(text, folder)) return NULL;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    struct rewriting work = {.arena = arena, .home = home, .find = find, .context = context, .out = &out};
    struct html_reader reader = html_reader_of(text, strlen(text));
    struct html_token token;
    const char *copied = text;
    while (html_next(&reader, &token)) {
        if (token.kind != HTML_START || !html_name_is(token.name, token.name_size, "img")) continue;
        copy_changed(&work, copied, token.begin);
        change_picture(&work, &token);
        copied = token.end;
    }
    copy_changed(&work, copied, text + strlen(text));
    if (!work.changed || strbuf_failed(&out)) return NULL;
    return arena_strndup(arena, out.data, out.size);
}
