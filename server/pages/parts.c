// parts: see the header.
#include "server/pages/parts.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "server/http/request.h"
#include "server/pages/context.h"
#include "server/pages/php_date.h"
#include "server/pages/views.h"
#include "server/rules/permalink.h"
#include "server/text/content.h"
#include "server/text/sanitize.h"
#include "server/text/words.h"

enum { HUES = 12, DAY = 86400, DAYS_AGO_MOST = 30 };

const char *text_or_null(const char *text) { return text && *text ? text : NULL; }

const char *description_html(struct arena *arena, const char *stored) {
    if (!*stored) return NULL;
    const char *safe = strchr(stored, '<') ? sanitize_html(arena, SANITIZE_COMMENT, stored) : stored;
    return text_or_null(content_render_excerpt(arena, NULL, safe));
}

const char *headline_of_post(const struct page_context *page, const struct post *post) {
    return *post->title_html ? post->title_html : words_get(page->words, WORD_NO_TITLE);
}

// A format that is the default's was not chosen by anybody, or by somebody who writes English.
static const char *format_or_own(const struct page_context *page, const char *format, const char *name, enum word own) {
    return strcmp(format, setting_def_find(name)->default_value) == 0 ? words_get(page->words, own) : format;
}

const char *date_format_of(const struct page_context *page) {
    return format_or_own(page, page->settings->date_format, "date_format", WORD_DATE_FORMAT);
}

const char *time_format_of(const struct page_context *page) {
    return format_or_own(page, page->settings->time_format, "time_format", WORD_TIME_FORMAT);
}

// Comments come in the order of time, so that most are of the day of the one before.
static const char *day_text(struct page_context *page, int64_t moment, const struct clock_date *date) {
    struct page_day *last = &page->last_day;
    const int64_t number = clock_day_number(date);
    if (last->text && last->number == number) return last->text;
    const char *format = date_format_of(page);
    const char *text =
        text_or_null(php_date_of(page->arena, page->words, format, moment, date, page->settings->timezone_string));
    if (php_date_is_of_day(format)) *last = (struct page_day){number, text};
    return text;
}

const struct time_view *time_make(struct page_context *page, int64_t moment) {
    struct time_view *view = arena_new(page->arena, struct time_view);
    char *machine = arena_alloc(page->arena, CLOCK_ISO_SIZE);
    struct clock_date date = clock_local(moment);
    view->machine = clock_format_iso_zoned(machine, &date);
    view->date = day_text(page, moment, &date);
    view->time = text_or_null(
        php_date_of(page->arena, page->words, time_format_of(page), moment, &date, page->settings->timezone_string));
    return view;
}

const struct page_today *page_today(struct page_context *page) {
    struct page_today *today = &page->today;
    if (today->midnight == 0) {
        today->date = clock_local(page->request->now);
        today->number = clock_day_number(&today->date);
        const struct clock_date end = {
            .year = today->date.year, .month = today->date.month, .day = today->date.day + 1};
        today->midnight = clock_from_local(&end);
    }
    page_valid_until(page, today->midnight);
    return today;
}

const char *days_ago(struct page_context *page, int64_t moment) {
    const int64_t now = page->request->now;
    if (moment > now || now - moment > (DAYS_AGO_MOST + 1) * DAY) return NULL;
    const struct clock_date that = clock_local(moment);
    const int64_t days = page_today(page)->number - clock_day_number(&that);
    if (days > DAYS_AGO_MOST) return NULL;
    if (days > 1) return words_plural(page->arena, page->words, WORD_DAYS_AGO, days, NULL);
    return words_get(page->words, days == 1 ? WORD_YESTERDAY : WORD_TODAY);
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

const char *preview_words(const struct page_context *page, enum post_status status) {
    switch (status) {
        case POST_DRAFT:
        case POST_AUTO_DRAFT:
            return words_get(page->words, WORD_DRAFT);
        case POST_PENDING:
            return words_get(page->words, WORD_PENDING);
        case POST_FUTURE:
            return words_get(page->words, WORD_SCHEDULED);
        case POST_PRIVATE:
            return words_get(page->words, WORD_PRIVATE);
        case POST_TRASH:
            return words_get(page->words, WORD_IN_TRASH);
        case POST_PUBLISH:
        case POST_INHERIT:
            return NULL;
    }
    return NULL;
}

const char *site_title(const struct page_context *page) {
    return *page->settings->blogname ? page->settings->blogname : page->settings->home;
}

const char *site_url(const struct page_context *page, const char *path) {
    return arena_printf(page->arena, "%s%s", page->settings->home, path);
}

const char *site_path(const struct page_context *page, const char *path) {
    return *page->settings->home_path ? arena_printf(page->arena, "%s%s", page->settings->home_path, path)
                                      : arena_strdup(page->arena, path);
}
