// content_pages: WordPress's WP_Query::generate_postdata and get_the_content.
#include "server/text/content_pages.h"

#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/content.h"
#include "server/text/html_token.h"

static const char next_page[] = "<!--nextpage-->";
enum { NEXT_PAGE_SIZE = sizeof next_page - 1 };

// The first <!--more-->, <!--more words--> on one line; NULL: there is none.
static const char *find_more(const char *html, size_t *ret_size) {
    for (const char *at = html; (at = strstr(at, "<!--more")); at += 8) {
        const char *close = strstr(at + 8, "-->");
        if (!close) return NULL;
        if (memchr(at, '\n', (size_t) (close - at))) continue;
        *ret_size = (size_t) (close + 3 - at);
        return at;
    }
    return NULL;
}

bool content_has_marks(const char *html) {
    size_t size;
    return strstr(html, next_page) || find_more(html, &size);
}

// The mark takes the line break on either side with it; the delimiters of its block go elsewhere.
static const char *page_end(const char *begin, const char *mark) {
    return mark > begin && mark[-1] == '\n' ? mark - 1 : mark;
}

static const char *words_of_more(struct arena *arena, const char *mark, size_t size) {
    char *words = html_text(arena, arena_strndup(arena, mark + 8, size - 8 - 3));
    words += strspn(words, " \t\r");
    size_t length = strlen(words);
    while (length > 0 && strchr(" \t\r", words[length - 1])) length--;
    words[length] = '\0';
    return words;
}

struct content_pages content_divide(struct arena *arena, const char *html) {
    size_t room = 1;
    for (const char *at = html; room < CONTENT_PAGES_MOST && (at = strstr(at, next_page)); at += NEXT_PAGE_SIZE) room++;
    const char **items = arena_array(arena, const char *, room);
    size_t count = 0;
    const char *at = html;
    if (strncmp(at, next_page, NEXT_PAGE_SIZE) == 0) at += NEXT_PAGE_SIZE;
    while (count + 1 < room) {
        const char *mark = strstr(at, next_page);
        if (!mark) break;
        const char *end = page_end(at, mark);
        items[count++] = arena_strndup(arena, at, (size_t) (end - at));
        at = mark + NEXT_PAGE_SIZE;
        if (*at == '\n') at++;
    }
    items[count++] = arena_strdup(arena, at);
    struct content_pages pages = {.items = items, .count = count, .more_text = ""};
    size_t size;
    const char *more = find_more(items[0], &size);
    if (more) {
        pages.has_more = true;
        pages.more_text = words_of_more(arena, more, size);
    }
    return pages;
}

const char *content_page(struct arena *arena, const struct content_site *site, const struct content_pages *pages,
                         size_t index) {
    const char *page = pages->items[index];
    size_t size;
    const char *more = find_more(page, &size);
    if (!more) return page;
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    const bool hide_teaser = index == 0 && strstr(page, "<!--noteaser-->");
    if (!hide_teaser) strbuf_add(&out, page, (size_t) (more - page));
    strbuf_addf(&out, "<span id=\"more-%lld\"></span>", (long long) (site ? site->post : 0));
    strbuf_adds(&out, more + size);
    return arena_strndup(arena, out.data, out.size);
}
