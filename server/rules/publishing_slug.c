// publishing slugs: wp_unique_post_slug and wp_unique_term_slug.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/setting.h"
#include "server/rules/publishing.h"
#include "server/rules/settings.h"
#include "server/text/slug.h"

enum { DEPTH_MOST = 100, NUMBERS_MOST = 100000 };

static bool is_number(const char *slug) { return slug[0] != '\0' && slug[strspn(slug, "0123456789")] == '\0'; }

static bool is_reserved(const char *slug) {
    static const char *const words[] = {"feed", "rdf", "rss", "rss2", "atom", "embed", "page"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(slug, words[i]) == 0) return true;
    return false;
}

// Would a number at the place of %postname% read as a year, month or day?
static enum db_result reads_as_date(struct db *db, struct arena *arena, int64_t id, const char *slug, bool *ret) {
    *ret = false;
    // Behind its own number a post hides a day's archive at most, in its own month; a year's would be lost for good.
    bool own = strcmp(slug, arena_printf(arena, "%lld", (long long) id)) == 0 && strlen(slug) != 4;
    if (own || !is_number(slug)) return DB_OK;
    const char *structure;
    enum db_result result = setting_get(db, arena, "permalink_structure", &structure);
    if (result == DB_NOT_FOUND)
        structure = setting_def_find("permalink_structure")->default_value;
    else if (result != DB_OK)
        return result;
    const char *name = strstr(structure, "%postname%");
    if (!name) return DB_OK;
    size_t digits = strlen(slug + strspn(slug, "0"));
    long number = digits > 4 ? 99999 : strtol(slug, NULL, 10);
    size_t before = (size_t) (name - structure);
    *ret = before <= 1 || (before >= 7 && strncmp(name - 7, "%year%/", 7) == 0 && number < 13) ||
           (before >= 11 && strncmp(name - 11, "%monthnum%/", 11) == 0 && number < 32);
    return DB_OK;
}

// Pages stand where archives page: /page2 and numbers are /parent/2/ too.
static bool reads_as_paging(const char *slug) {
    return is_number(slug) || (strncmp(slug, "page", 4) == 0 && is_number(slug + 4));
}

enum db_result publishing_unique_slug(struct db *db, struct arena *arena, const struct post *post, const char *wish,
                                      const char **ret) {
    const char *base = slug_from_text(arena, wish);
    if (base[0] == '\0') {
        *ret = base;
        return DB_OK;
    }
    bool avoided = is_reserved(base) || (post->type == POST_TYPE_PAGE && reads_as_paging(base));
    if (!avoided && post->type == POST_TYPE_POST) {
        enum db_result result = reads_as_date(db, arena, post->id, base, &avoided);
        if (result != DB_OK) return result;
    }
    const char *slug = base;
    for (unsigned number = 2; number < NUMBERS_MOST; number++) {
        bool is_taken = avoided && slug == base;
        if (!is_taken) {
            enum db_result result = post_slug_taken(db, post->type, post->parent, slug, post->id, &is_taken);
            if (result != DB_OK) return result;
        }
        if (!is_taken) {
            *ret = slug;
            return DB_OK;
        }
        slug = slug_with_number(arena, base, number);
    }
    return DB_CONFLICT;
}

static enum db_result term_taken(struct db *db, struct arena *arena, const struct term *term, const char *slug,
                                 bool *ret) {
    struct term other;
    enum db_result result = term_get_by_slug(db, arena, term->taxonomy, slug, &other);
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    *ret = result == DB_OK && other.id != term->id;
    return DB_OK;
}

enum db_result publishing_unique_term_slug(struct db *db, struct arena *arena, const struct term *term,
                                           const char *wish, const char **ret) {
    const char *base = slug_from_text(arena, wish);
    // A name of signs alone still needs an address.
    if (base[0] == '\0') base = term->taxonomy == TERM_CATEGORY ? "category" : "tag";
    bool is_taken;
    enum db_result result = term_taken(db, arena, term, base, &is_taken);
    if (result != DB_OK) return result;
    int64_t parent = term->taxonomy == TERM_CATEGORY ? term->parent : 0;
    for (int depth = 0; is_taken && parent != 0 && depth < DEPTH_MOST; depth++) {
        struct term above;
        result = term_get(db, arena, parent, &above);
        if (result == DB_NOT_FOUND) break;
        if (result != DB_OK) return result;
        base = slug_from_text(arena, arena_printf(arena, "%s-%s", base, above.slug));
        parent = above.parent;
        result = term_taken(db, arena, term, base, &is_taken);
        if (result != DB_OK) return result;
    }
    const char *slug = base;
    for (unsigned number = 2; is_taken; number++) {
        if (number == NUMBERS_MOST) return DB_CONFLICT;
        slug = slug_with_number(arena, base, number);
        result = term_taken(db, arena, term, slug, &is_taken);
        if (result != DB_OK) return result;
    }
    *ret = slug;
    return DB_OK;
}
