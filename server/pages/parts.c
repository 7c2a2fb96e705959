// parts: see the header.
#include "server/pages/parts.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "server/pages/context.h"
#include "server/pages/php_date.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/content.h"
#include "server/text/sanitize.h"

enum { HUES = 12 };

const char *text_or_null(const char *text) { return text && *text ? text : NULL; }

const char *plain_text(struct arena *arena, const char *html) {
    // Most titles hold neither mark-up nor entities: no parser for those.
    return strpbrk(html, "<&") ? sanitize_strip_tags(arena, html) : html;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

const char *plain_summary(struct arena *arena, const char *html, size_t most) {
    const char *text = plain_text(arena, html);
    char *out = arena_alloc(arena, strlen(text) + 4);
    size_t size = 0;
    for (; *text; text++) {
        if (!is_space(*text)) {
            out[size++] = *text;
        } else if (size && out[size - 1] != ' ') {
            out[size++] = ' ';
        }
    }
    if (size && out[size - 1] == ' ') size--;
    if (size > most) {
        size = utf8_prefix(out, size, most);
        size_t word = size;
        while (word > most / 2 && out[word] != ' ') word--;
        if (out[word] == ' ') size = word;
        memcpy(out + size, "…", sizeof "…" - 1);
        size += sizeof "…" - 1;
    }
    out[size] = '\0';
    return text_or_null(out);
}

const char *description_html(struct arena *arena, const char *stored) {
    if (!*stored) return NULL;
    const char *safe = strchr(stored, '<') ? sanitize_html(arena, SANITIZE_COMMENT, stored) : stored;
    return text_or_null(content_render_excerpt(arena, safe));
}

const char *headline_of_post(const struct post *post) { return *post->title_html ? post->title_html : "(no title)"; }

const struct time_view *time_make(struct page_context *page, int64_t moment) {
    const struct settings *settings = page->settings;
    struct time_view *view = arena_new(page->arena, struct time_view);
    char *machine = arena_alloc(page->arena, CLOCK_ISO_SIZE);
    view->machine = clock_format_iso_local(machine, moment);
    view->date = text_or_null(php_date(page->arena, settings->date_format, moment, settings->timezone_string));
    view->time = text_or_null(php_date(page->arena, settings->time_format, moment, settings->timezone_string));
    return view;
}

const char *count_words(struct arena *arena, int64_t count, const char *one, const char *many) {
    if (count == 1) return arena_printf(arena, "1 %s", one);
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%lld", (long long) (count < 0 ? 0 : count));
    char grouped[64];
    size_t size = 0;
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0) grouped[size++] = ',';
        grouped[size++] = digits[i];
    }
    grouped[size] = '\0';
    return arena_printf(arena, "%s %s", grouped, many);
}

static bool begins_name(uint32_t code) {
    if (code < 0xC0) {
        return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
    }
    // Quotation marks, dashes and invisible controls stand in general and in CJK punctuation.
    return !(code >= 0x2000 && code <= 0x206F) && !(code >= 0x3000 && code <= 0x303F);
}

// The first letter of the word at `text`; "" when it has none.
static const char *word_letter(struct arena *arena, const char *text) {
    size_t left = strcspn(text, " \t\r\n");
    while (left) {
        uint32_t code;
        size_t length = utf8_decode(text, left, &code);
        if (begins_name(code)) {
            char *letter = arena_strndup(arena, text, length);
            if (*letter >= 'a' && *letter <= 'z') *letter = (char) (*letter - 'a' + 'A');
            return letter;
        }
        text += length;
        left -= length;
    }
    return "";
}

const char *name_initials(struct arena *arena, const char *name) {
    const char *first = "", *last = "";
    for (const char *at = name; *at; at += strcspn(at, " \t\r\n")) {
        at += strspn(at, " \t\r\n");
        const char *letter = *at ? word_letter(arena, at) : "";
        if (!*letter) continue;
        if (!*first) {
            first = letter;
        } else {
            last = letter;
        }
    }
    return *first ? arena_printf(arena, "%s%s", first, last) : "?";
}

int64_t name_hue(const char *name) {
    uint32_t hash = 2166136261U;  // FNV-1a
    for (; *name; name++) hash = (hash ^ (unsigned char) *name) * 16777619U;
    return hash % HUES;
}

const struct author_view *author_make(struct page_context *page, const struct user *user) {
    if (!user) return NULL;
    struct author_view *view = arena_new(page->arena, struct author_view);
    *view = (struct author_view){
        .name = user->display_name,
        .url = permalink_of_author(page->arena, page->settings, user),
        .initials = name_initials(page->arena, user->display_name),
        .hue = name_hue(user->display_name),
        .description = description_html(page->arena, user->description),
    };
    return view;
}

const char *preview_words(enum post_status status) {
    switch (status) {
        case POST_DRAFT:
        case POST_AUTO_DRAFT:
            return "Draft";
        case POST_PENDING:
            return "Pending review";
        case POST_FUTURE:
            return "Scheduled";
        case POST_PRIVATE:
            return "Private";
        case POST_TRASH:
            return "In the trash";
        case POST_PUBLISH:
        case POST_INHERIT:
            return NULL;
    }
    return NULL;
}

const char *site_url(const struct page_context *page, const char *path) {
    return arena_printf(page->arena, "%s%s", page->settings->home, path);
}

const char *site_path(const struct page_context *page, const char *path) {
    return *page->settings->home_path ? arena_printf(page->arena, "%s%s", page->settings->home_path, path)
                                      : arena_strdup(page->arena, path);
}
