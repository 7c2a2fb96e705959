// content: the filters in WordPress's order. The parts are in files of their own.
#include "server/text/content.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/autop.h"
#include "server/text/blocks.h"
#include "server/text/clickable.h"
#include "server/text/embed.h"
#include "server/text/html_token.h"
#include "server/text/mend.h"
#include "server/text/shortcode.h"
#include "server/text/shortcode_expand.h"
#include "server/text/smilies.h"
#include "server/text/texturize.h"

enum { EXCERPT_WORDS = 55 };

static const char *trimmed(struct arena *arena, const char *text) {
    static const char space[] = " \t\n\r\v";
    text += strspn(text, space);
    size_t size = strlen(text);
    while (size > 0 && strchr(space, text[size - 1])) size--;
    return arena_strndup(arena, text, size);
}

static const char *typography(struct arena *arena, const struct content_site *site, const char *html) {
    return texturize(arena, html, site ? site->language : NULL);
}

static const char *with_smilies(struct arena *arena, const struct content_site *site, const char *html) {
    return site && site->smilies ? smilies(arena, html) : html;
}

static const char *render(struct arena *arena, const struct content_site *site, const char *html, bool finished) {
    html = embed_lone_addresses(arena, html);
    const bool blocks = blocks_present(html);
    html = typography(arena, site, blocks ? blocks_strip(arena, html) : html);
    if (!blocks && !finished) html = autop(arena, html);
    return mend_html(arena, with_smilies(arena, site, shortcode_expand(arena, site, html)));
}

const char *content_render(struct arena *arena, const struct content_site *site, const char *html) {
    return render(arena, site, html, false);
}

const char *content_render_finished(struct arena *arena, const struct content_site *site, const char *html) {
    return render(arena, site, html, true);
}

bool content_wants_media(const char *raw) {
    return strstr(raw, "[gallery") || strstr(raw, "[playlist") || strstr(raw, "[audio") || strstr(raw, "[video");
}

const char *content_render_title(struct arena *arena, const struct content_site *site, const char *raw) {
    return trimmed(arena, typography(arena, site, raw));
}

const char *content_render_comment(struct arena *arena, const struct content_site *site, const char *sanitised) {
    const char *html = typography(arena, site, clickable(arena, sanitised));
    return with_smilies(arena, site, autop(arena, html));
}

const char *content_render_excerpt(struct arena *arena, const struct content_site *site, const char *raw) {
    return with_smilies(arena, site, autop(arena, typography(arena, site, raw)));
}

// Up to <!--more--> or <!--nextpage-->.
static const char *teaser(struct arena *arena, const char *raw) {
    const char *end = raw + strlen(raw);
    const char *page = strstr(raw, "<!--nextpage-->");
    if (page) end = page;
    for (const char *more = raw; (more = strstr(more, "<!--more")) && more < end; more += 8) {
        const char *line = more + strcspn(more, "\n"), *close = strstr(more, "-->");
        if (!close) break;
        if (close < line) end = more;
    }
    return arena_strndup(arena, raw, (size_t) (end - raw));
}

// The first words, each parted by one space.
static const char *first_words(struct arena *arena, const char *text) {
    static const char space[] = " \t\n\r";
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    unsigned words = 0;
    for (text += strspn(text, space); *text; text += strspn(text, space)) {
        if (words++ == EXCERPT_WORDS) {
            strbuf_adds(&out, " [&hellip;]");
            break;
        }
        size_t size = strcspn(text, space);
        if (out.size > 0) strbuf_addc(&out, ' ');
        strbuf_add(&out, text, size);
        text += size;
    }
    return arena_strndup(arena, out.data, out.size);
}

const char *content_auto_excerpt(struct arena *arena, const struct content_site *site, const char *html) {
    const char *text = shortcode_strip(arena, teaser(arena, html));
    if (blocks_present(text)) text = blocks_strip_for_excerpt(arena, text);
    // Of blocks, too: the lines that it parts are words of their own.
    text = autop(arena, typography(arena, site, text));
    text = first_words(arena, html_text(arena, text));
    return content_render_excerpt(arena, site, text);
}
