// language: see the header.
#include "server/text/language.h"

#include <string.h>

#include "base/arena.h"

const char *language_tag(struct arena *arena, const char *locale) {
    if (!*locale) return "en-US";
    char *tag = arena_strdup(arena, locale);
    char *region = strchr(tag, '_');
    if (!region) return tag;
    *region = '-';
    char *variant = strchr(region, '_');
    if (variant) *variant = '\0';
    return tag;
}

const char *language_direction(const char *language) {
    static const char *const right_to_left[] = {"ar", "arc", "ary", "azb", "ckb", "dv", "fa", "he", "nqo",
                                                "ps", "rhg", "sd",  "skr", "syr", "ug", "ur", "yi"};
    size_t size = strcspn(language, "-");
    for (size_t i = 0; i < sizeof right_to_left / sizeof *right_to_left; i++) {
        if (strlen(right_to_left[i]) == size && strncmp(right_to_left[i], language, size) == 0) return "rtl";
    }
    return "ltr";
}
