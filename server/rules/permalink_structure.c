// permalink structure: its tags, its validity, and matching a path against it.
#include "server/rules/permalink_structure.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "server/rules/permalink.h"
#include "server/rules/settings.h"
#include "server/text/slug.h"

// What a tag matches, as in WordPress's rewrite rules.
enum tag_form { DIGITS, SEGMENT, SEGMENTS };

static const struct {
    const char *name;
    enum tag_form form;
    size_t least, most;  // bytes
} tag_defs[TAG_COUNT] = {
    [TAG_YEAR] = {"%year%", DIGITS, 4, 4},
    [TAG_MONTHNUM] = {"%monthnum%", DIGITS, 1, 2},
    [TAG_DAY] = {"%day%", DIGITS, 1, 2},
    [TAG_HOUR] = {"%hour%", DIGITS, 1, 2},
    [TAG_MINUTE] = {"%minute%", DIGITS, 1, 2},
    [TAG_SECOND] = {"%second%", DIGITS, 1, 2},
    [TAG_POST_ID] = {"%post_id%", DIGITS, 1, 18},
    [TAG_POSTNAME] = {"%postname%", SEGMENT, 1, SLUG_MAX},
    [TAG_CATEGORY] = {"%category%", SEGMENTS, 1, 2000},
    [TAG_AUTHOR] = {"%author%", SEGMENT, 1, SLUG_MAX},
};

bool structure_next(const char **at, struct structure_piece *ret) {
    const char *text = *at;
    if (*text == '\0') return false;
    if (*text != '%') {
        size_t size = strcspn(text, "%");
        *ret = (struct structure_piece){.text = text, .size = size};
        *at = text + size;
        return true;
    }
    for (int tag = 0; tag < TAG_COUNT; tag++) {
        if (text[1] != tag_defs[tag].name[1]) continue;
        size_t size = strlen(tag_defs[tag].name);
        if (strncmp(text, tag_defs[tag].name, size) != 0) continue;
        *ret = (struct structure_piece){.is_tag = true, .tag = (enum structure_tag) tag};
        *at = text + size;
        return true;
    }
    return false;
}

static bool bytes_match(enum tag_form form, unsigned char byte) {
    if (form == DIGITS) return isdigit(byte);
    return form == SEGMENTS || byte != '/';
}

// Each tag stands once in a structure and its length is limited, so backtracking stays small.
static bool match_rest(const char *structure, const char *path, struct structure_values *values) {
    struct structure_piece piece;
    if (*structure == '\0') return *path == '\0';
    if (!structure_next(&structure, &piece)) return false;
    if (!piece.is_tag)
        return strncmp(path, piece.text, piece.size) == 0 && match_rest(structure, path + piece.size, values);
    enum tag_form form = tag_defs[piece.tag].form;
    size_t size = 0;
    while (path[size] && size < tag_defs[piece.tag].most && bytes_match(form, (unsigned char) path[size])) size++;
    for (; size >= tag_defs[piece.tag].least; size--) {
        // Categories are whole segments.
        if (form == SEGMENTS && path[size] != '/' && path[size] != '\0') continue;
        values->text[piece.tag] = path;
        values->size[piece.tag] = size;
        if (match_rest(structure, path + size, values)) return true;
    }
    values->text[piece.tag] = NULL;
    return false;
}

bool structure_match(const char *structure, const char *path, struct structure_values *ret) {
    *ret = (struct structure_values){0};
    return match_rest(structure, path, ret);
}

const char *structure_trimmed(struct arena *arena, const char *structure) {
    structure += strspn(structure, "/");
    size_t size = strlen(structure);
    while (size > 0 && structure[size - 1] == '/') size--;
    return arena_strndup(arena, structure, size);
}

const char *permalink_check_structure(const char *structure) {
    if (structure[0] == '\0') return NULL;
    if (structure[0] != '/') return "It must begin with a slash.";
    if (strstr(structure, "//") || strstr(structure, "..")) return "It has an empty segment or dots.";
    bool seen[TAG_COUNT] = {0};
    struct structure_piece piece;
    bool after_tag = false;
    for (const char *at = structure; *at;) {
        if (!structure_next(&at, &piece)) return "It has an unknown tag.";
        if (piece.is_tag) {
            if (seen[piece.tag]) return "A tag stands in it twice.";
            if (after_tag) return "Two tags stand in it with nothing between.";
            seen[piece.tag] = true;
        } else {
            for (size_t i = 0; i < piece.size; i++) {
                unsigned char byte = (unsigned char) piece.text[i];
                if (!isalnum(byte) && !strchr("/-_.~", byte)) return "It has characters that a path cannot have.";
            }
        }
        if (piece.is_tag && piece.tag == TAG_CATEGORY && (at[-11] != '/' || (*at != '/' && *at != '\0')))
            return "%category% must be a segment of its own.";
        after_tag = piece.is_tag;
    }
    if (!seen[TAG_POSTNAME] && !seen[TAG_POST_ID]) return "It needs %postname% or %post_id%.";
    return NULL;
}

bool structure_is_plain(const struct settings *settings) { return settings->permalink_structure[0] == '\0'; }

bool structure_has_slash(const struct settings *settings) {
    size_t size = strlen(settings->permalink_structure);
    return size > 0 && settings->permalink_structure[size - 1] == '/';
}

bool structure_has(const struct settings *settings, const char *tag) {
    return strstr(settings->permalink_structure, tag) != NULL;
}

bool structure_pages_first(const struct settings *settings) {
    const char *tag = strchr(settings->permalink_structure, '%');
    return tag && (strncmp(tag, "%postname%", 10) == 0 || strncmp(tag, "%category%", 10) == 0 ||
                   strncmp(tag, "%author%", 8) == 0);
}

const char *structure_front(struct arena *arena, const struct settings *settings) {
    const char *structure = settings->permalink_structure;
    size_t size = strcspn(structure, "%");
    while (size > 0 && structure[size - 1] != '/') size--;
    return size > 1 ? arena_strndup(arena, structure + 1, size - 1) : "";
}

static const char *behind_front(struct arena *arena, const struct settings *settings, const char *base) {
    const char *front = structure_front(arena, settings);
    return *front ? arena_printf(arena, "%s%s", front, base) : base;
}

// A base that was chosen stands alone; WordPress's own follows the front.
static const char *term_base(struct arena *arena, const struct settings *settings, const char *chosen,
                             const char *standard) {
    if (chosen[0] != '\0' && strcmp(chosen, standard) != 0) return structure_trimmed(arena, chosen);
    return behind_front(arena, settings, standard);
}

const char *structure_category_base(struct arena *arena, const struct settings *settings) {
    return term_base(arena, settings, settings->category_base, "category");
}

const char *structure_tag_base(struct arena *arena, const struct settings *settings) {
    return term_base(arena, settings, settings->tag_base, "tag");
}

const char *structure_author_base(struct arena *arena, const struct settings *settings) {
    return behind_front(arena, settings, "author");
}

// WordPress keeps dates apart from ids that stand where dates do: /date/2026/.
const char *structure_date_base(struct arena *arena, const struct settings *settings) {
    struct structure_piece piece;
    const char *front = structure_front(arena, settings);
    size_t tags = 0;
    for (const char *at = settings->permalink_structure; tags < 3 && structure_next(&at, &piece);) {
        if (!piece.is_tag) continue;
        if (piece.tag == TAG_POST_ID) return arena_printf(arena, "%sdate", front);
        tags++;
    }
    return structure_trimmed(arena, front);
}
