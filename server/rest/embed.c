// embed: see the header. Answers are kept by address for the length of the request, so that ten articles of one author
// fetch the author once.
#include "server/rest/embed.h"

#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/http/server.h"
#include "server/rest/call_data.h"

// A request embeds at most so many different things; further ones are told as too many.
enum { EMBEDS_MOST = 500 };

struct call_embed {
    struct call_embed *next;
    const char *href;
    const char *body;
};

void embed_read(struct request *request) {
    struct rest_call *call = call_of(request);
    bool present = false;
    for (size_t i = 0; i < request->query.count && !present; i++) {
        const char *name = request->query.items[i].name;
        present = strncmp(name, "_embed", 6) == 0 && (name[6] == '\0' || name[6] == '[');
    }
    if (!present) return;
    call->embed = true;
    const struct text_list rels = rest_texts(request, "_embed");
    if (rels.count == 0) return;
    if (rels.count == 1 && (strcmp(rels.items[0], "true") == 0 || strcmp(rels.items[0], "1") == 0)) return;
    const char **names = arena_array(&request->arena, const char *, rels.count + 1);
    memcpy(names, rels.items, rels.count * sizeof *names);
    call->embed_rels = names;
}

bool embed_wants(const struct request *request, const char *rel) {
    const struct rest_call *call = call_of(request);
    if (!call->embed || !call->embed_rels) return call->embed;
    for (const char *const *name = call->embed_rels; *name; name++)
        if (strcmp(*name, rel) == 0) return true;
    return false;
}

static const char *fetch(struct request *request, const char *href) {
    const char *base = rest_url(request, "%s", "");
    const size_t base_size = strlen(base);
    if (strncmp(href, base, base_size) != 0) return "[]";
    const struct http_exchange exchange = {
        .method = HTTP_GET,
        .target = arena_printf(&request->arena, "/wp-json%s", href + base_size),
        .from_owner = request->from_owner,
        .parent = request,
    };
    struct request part;
    struct response answer;
    http_exchange_run(http_request_options(request), &exchange, &part, &answer);
    const char *body = answer.body.size ? arena_strndup(&request->arena, answer.body.data, answer.body.size) : "[]";
    http_exchange_finish(&part, &answer);
    return body;
}

void embed_write(struct request *request, struct writer *out, const char *href) {
    struct rest_call *call = call_of(request);
    size_t count = 0;
    struct call_embed **end = &call->embeds;
    for (; *end; end = &(*end)->next, count++) {
        if (strcmp((*end)->href, href) != 0) continue;
        writer_raw(out, (*end)->body);
        return;
    }
    if (count >= EMBEDS_MOST) {
        writer_raw(out, "[]");
        return;
    }
    *end = arena_new(&request->arena, struct call_embed);
    (*end)->href = href;
    (*end)->body = fetch(request, href);
    writer_raw(out, (*end)->body);
}
