// settings: checks values by the table in setting_defs.c, and reads them from the store. The shared snapshot is
// settings_cache.c.
#include "server/rules/settings.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "db/setting.h"
#include "server/rules/discussion.h"
#include "server/rules/permalink.h"
#include "server/text/words.h"

enum { TEXT_MOST = 1000 };

const struct setting_def *setting_def_find(const char *name) {
    for (size_t i = 0; i < setting_def_count; i++) {
        const struct setting_def *def = &setting_defs[i];
        if (strcmp(def->name, name) == 0 || (def->rest_name && strcmp(def->rest_name, name) == 0) ||
            (def->alias && strcmp(def->alias, name) == 0))
            return def;
    }
    return NULL;
}

static bool parse_bool(const char *value, bool *ret) {
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"1", true},      {"true", true}, {"yes", true},  {"on", true},      {"open", true}, {"0", false},
                 {"false", false}, {"no", false},  {"off", false}, {"closed", false}, {"", false}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(words[i].word, value) == 0) {
            *ret = words[i].value;
            return true;
        }
    return false;
}

static bool parse_integer(const char *value, int64_t *ret) {
    char *end;
    errno = 0;
    if (isspace((unsigned char) *value)) return false;
    long long number = strtoll(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0') return false;
    *ret = number;
    return true;
}

static const char *bool_text(const struct setting_def *def, bool value) {
    if (def->open_closed) return value ? "open" : "closed";
    return value ? "1" : "0";
}

static char *trimmed(struct arena *arena, const char *value) {
    while (isspace((unsigned char) *value)) value++;
    size_t size = strlen(value);
    while (size > 0 && isspace((unsigned char) value[size - 1])) size--;
    return arena_strndup(arena, value, size);
}

// NULL, or the reason for which a text is refused.
static const char *refuse_text(const struct setting_def *def, struct arena *arena, const char *text) {
    size_t most = def->most > 0 ? (size_t) def->most : TEXT_MOST;
    if (strlen(text) > most) return arena_printf(arena, "It is longer than %zu bytes.", most);
    if (!utf8_valid(text, strlen(text))) return "It is no valid UTF-8.";
    for (const char *at = text; *at; at++)
        if ((unsigned char) *at < 0x20 && !(most == SETTING_LIST_MOST && strchr("\n\r\t", *at)))
            return "It has control characters.";
    if (def->choices) {
        const char *list = "";
        for (const char *const *choice = def->choices; *choice; choice++) {
            if (strcmp(*choice, text) == 0) return NULL;
            list = list[0] == '\0' ? *choice : arena_printf(arena, "%s, %s", list, *choice);
        }
        return arena_printf(arena, "It is not one of %s.", list);
    }
    return def->check ? def->check(text) : NULL;
}

bool setting_check(const struct setting_def *def, struct arena *arena, const char *value, const char **ret_value,
                   const char **ret_reason) {
    if (def->type == SETTING_BOOL) {
        bool flag;
        if (!parse_bool(value, &flag)) {
            *ret_reason = def->open_closed ? "It is not one of open, closed." : "It is neither 1 nor 0.";
            return false;
        }
        *ret_value = bool_text(def, flag);
        return true;
    }
    if (def->type == SETTING_INTEGER) {
        int64_t number;
        if (!parse_integer(value, &number)) {
            *ret_reason = "It is no integer.";
            return false;
        }
        if (number < def->least || number > def->most) {
            *ret_reason =
                def->most == INT64_MAX
                    ? arena_printf(arena, "It must be %" PRId64 " or more.", def->least)
                    : arena_printf(arena, "It must be between %" PRId64 " and %" PRId64 ".", def->least, def->most);
            return false;
        }
        *ret_value = arena_printf(arena, "%" PRId64, number);
        return true;
    }
    char *text = trimmed(arena, value);
    if (def->trim != SETTING_TRIM_SPACE)
        for (size_t size = strlen(text); size > 0 && text[size - 1] == '/'; size--) text[size - 1] = '\0';
    if (def->trim == SETTING_TRIM_SLASHES) text += strspn(text, "/");  // WordPress stores "/rubric"
    const char *reason = refuse_text(def, arena, text);
    if (reason) {
        *ret_reason = reason;
        return false;
    }
    *ret_value = text;
    return true;
}

// Writes a text into its member. What is stored but no longer valid counts as not set.
static void assign(struct settings *settings, const struct setting_def *def, struct arena *arena, const char *text) {
    const char *value, *reason;
    if (!setting_check(def, arena, text, &value, &reason)) return;
    char *member = (char *) settings + def->offset;
    int64_t number = 0;
    bool flag = false;
    switch (def->type) {
        case SETTING_TEXT:
            *(const char **) (void *) member = value;
            break;
        case SETTING_INTEGER:
            if (parse_integer(value, &number)) *(int64_t *) (void *) member = number;
            break;
        case SETTING_BOOL:
            if (parse_bool(value, &flag)) *(bool *) member = flag;
            break;
    }
}

enum db_result settings_load(struct db *db, struct arena *arena, struct settings *ret) {
    struct setting_list list;
    enum db_result result = setting_list(db, arena, &list);
    if (result != DB_OK) return result;
    struct settings settings = {0};
    for (size_t i = 0; i < setting_def_count; i++)
        assign(&settings, &setting_defs[i], arena, setting_defs[i].default_value);
    for (size_t i = 0; i < list.count; i++) {
        const struct setting_def *def = setting_def_find(list.items[i].name);
        // By option name alone: "title" is what REST calls it, never a row.
        if (def && strcmp(def->name, list.items[i].name) == 0) assign(&settings, def, arena, list.items[i].value);
    }
    assert(settings.home);  // its default is right: test_settings.c
    const char *host = strstr(settings.home, "://") + 3;
    const char *path = strchr(host, '/');
    settings.home_path = path ? path : "";
    settings.words = words_of_locale(settings.WPLANG);
    *ret = settings;
    return DB_OK;
}
