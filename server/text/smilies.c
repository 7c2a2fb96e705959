// smilies: the table of WordPress's smilies_init, and the walk.
#include "server/text/smilies.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/html_token.h"

// Longer before shorter where one begins the other.
static const struct smiley {
    const char *written, *sign;
} table[] = {
    {":mrgreen:", "\xf0\x9f\x98\x80"}, {":neutral:", "\xf0\x9f\x98\x90"}, {":twisted:", "\xf0\x9f\x98\x88"},
    {":arrow:", "\xe2\x9e\xa1"},       {":shock:", "\xf0\x9f\x98\xaf"},   {":smile:", "\xf0\x9f\x99\x82"},
    {":???:", "\xf0\x9f\x98\x95"},     {":cool:", "\xf0\x9f\x98\x8e"},    {":evil:", "\xf0\x9f\x91\xbf"},
    {":grin:", "\xf0\x9f\x98\x80"},    {":idea:", "\xf0\x9f\x92\xa1"},    {":oops:", "\xf0\x9f\x98\xb3"},
    {":razz:", "\xf0\x9f\x98\x9b"},    {":roll:", "\xf0\x9f\x99\x84"},    {":wink:", "\xf0\x9f\x98\x89"},
    {":cry:", "\xf0\x9f\x98\xa5"},     {":eek:", "\xf0\x9f\x98\xae"},     {":lol:", "\xf0\x9f\x98\x86"},
    {":mad:", "\xf0\x9f\x98\xa1"},     {":sad:", "\xf0\x9f\x99\x81"},     {"8-)", "\xf0\x9f\x98\x8e"},
    {"8-O", "\xf0\x9f\x98\xaf"},       {":-(", "\xf0\x9f\x99\x81"},       {":-)", "\xf0\x9f\x99\x82"},
    {":-?", "\xf0\x9f\x98\x95"},       {":-D", "\xf0\x9f\x98\x80"},       {":-P", "\xf0\x9f\x98\x9b"},
    {":-o", "\xf0\x9f\x98\xae"},       {":-x", "\xf0\x9f\x98\xa1"},       {":-|", "\xf0\x9f\x98\x90"},
    {";-)", "\xf0\x9f\x98\x89"},       {"8O", "\xf0\x9f\x98\xaf"},        {":(", "\xf0\x9f\x99\x81"},
    {":)", "\xf0\x9f\x99\x82"},        {":?", "\xf0\x9f\x98\x95"},        {":D", "\xf0\x9f\x98\x80"},
    {":P", "\xf0\x9f\x98\x9b"},        {":o", "\xf0\x9f\x98\xae"},        {":x", "\xf0\x9f\x98\xa1"},
    {":|", "\xf0\x9f\x98\x90"},        {";)", "\xf0\x9f\x98\x89"},        {":!:", "\xe2\x9d\x97"},
    {":?:", "\xe2\x9d\x93"},
};

static bool has_prefix(const char *at, const char *end, const char *prefix) {
    const size_t size = strlen(prefix);
    return (size_t) (end - at) >= size && memcmp(at, prefix, size) == 0;
}

static bool space_at(const char *at, const char *end) {
    return at == end || strchr(" \t\r\n", *at) || has_prefix(at, end, "\xc2\xa0") || has_prefix(at, end, "&nbsp;");
}

static bool space_before(const char *begin, const char *at) {
    return at == begin || strchr(" \t\r\n", at[-1]) || (at - begin >= 2 && memcmp(at - 2, "\xc2\xa0", 2) == 0) ||
           (at - begin >= 6 && memcmp(at - 6, "&nbsp;", 6) == 0);
}

static void add_text(struct strbuf *out, const char *begin, const char *end) {
    const char *plain = begin;
    for (const char *at = begin; at < end; at++) {
        if ((*at != ':' && *at != ';' && *at != '8') || !space_before(begin, at)) continue;
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            const char *behind = at + strlen(table[i].written);
            if (!has_prefix(at, end, table[i].written) || !space_at(behind, end)) continue;
            strbuf_add(out, plain, (size_t) (at - plain));
            strbuf_adds(out, table[i].sign);
            plain = behind;
            at = behind - 1;
            break;
        }
    }
    strbuf_add(out, plain, (size_t) (end - plain));
}

static bool may_have_any(const char *html) {
    for (const char *at = html; (at = strpbrk(at, ":;8")); at++)
        if (at[1] && strchr(")(-?DPoxO|!masctegriwlnk", at[1])) return true;
    return false;
}

const char *smilies(struct arena *arena, const char *html) {
    if (!may_have_any(html)) return html;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    const char *end = html + strlen(html), *done = html;
    struct html_reader reader = html_reader_of(html, (size_t) (end - html));
    int code = 0;
    for (struct html_token token; html_next(&reader, &token); done = reader.at) {
        if (token.kind == HTML_TEXT && code == 0) {
            add_text(&out, token.begin, token.end);
            continue;
        }
        const bool tag = token.kind == HTML_START || token.kind == HTML_END;
        if (tag &&
            (html_name_is(token.name, token.name_size, "pre") || html_name_is(token.name, token.name_size, "code")))
            code += token.kind == HTML_START ? 1 : code > 0 ? -1 : 0;
        const char *begin = token.begin;
        if (token.kind == HTML_START && html_is_raw(token.name, token.name_size)) html_read_raw(&reader, &token);
        strbuf_add(&out, begin, (size_t) (reader.at - begin));
    }
    strbuf_add(&out, done, (size_t) (end - done));
    return arena_strndup(arena, out.data, out.size);
}
