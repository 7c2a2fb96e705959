// text: see the header.
#include "server/rest/text.h"

#include <ctype.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/url.h"
#include "server/rest/call.h"
#include "server/rest/item.h"
#include "server/text/sanitize.h"
#include "server/text/slug.h"

const char *rest_text_escaped(struct arena *arena, const char *plain) {
    if (!strpbrk(plain, "&<>")) return plain;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    for (; *plain; plain++) {
        if (*plain == '&')
            strbuf_adds(&out, "&amp;");
        else if (*plain == '<')
            strbuf_adds(&out, "&lt;");
        else if (*plain == '>')
            strbuf_adds(&out, "&gt;");
        else
            strbuf_addc(&out, *plain);
    }
    return arena_strndup(arena, out.data, out.size);
}

const char *rest_text_plain(struct arena *arena, const char *sent) {
    char *text = arena_strdup(arena, sanitize_strip_tags(arena, sent));
    char *to = text;
    for (const char *from = text; *from; from++) {
        bool space = isspace((unsigned char) *from) || iscntrl((unsigned char) *from);
        if (!space)
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    }
    while (to > text && to[-1] == ' ') to--;
    *to = '\0';
    return text;
}

const char *rest_text_slug(struct arena *arena, const char *slug) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    url_encode(&out, slug, "");
    for (size_t i = 0; i + 2 < out.size; i++) {
        if (out.data[i] != '%') continue;
        out.data[i + 1] = (char) tolower((unsigned char) out.data[i + 1]);
        out.data[i + 2] = (char) tolower((unsigned char) out.data[i + 2]);
    }
    return arena_strndup(arena, out.data, out.size);
}

const char *rest_text_slug_sent(struct arena *arena, const char *sent) {
    const char *decoded = url_decode(arena, sent, strlen(sent), false);
    return slug_from_text(arena, decoded ? decoded : sent);
}

struct text_list rest_text_slugs(struct request *request, const char *name) {
    struct text_list sent = rest_texts(request, name);
    const char **items = arena_array(&request->arena, const char *, sent.count);
    for (size_t i = 0; i < sent.count; i++) items[i] = rest_text_slug_sent(&request->arena, sent.items[i]);
    return (struct text_list){.items = items, .count = sent.count};
}

void rest_text_avatars(struct item *item) {
    static const char *const sizes[] = {"24", "48", "96"};
    const char *home = rest_settings(item->request)->home;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (item_wants(item, sizes[i]))
            item_string(item, sizes[i],
                        arena_printf(&item->request->arena, "%s/static/avatar.svg?s=%s", home, sizes[i]));
}
