// permalink guess: each segment of a post's path is compared with what WordPress could have made it of: parts of the
// date, the slug, the number, the author, a category. What is none of these is taken literally.
#include "server/transfer/permalink_guess.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "server/text/slug.h"
#include "server/transfer/import_state.h"
#include "server/transfer/piece.h"

enum { SAMPLES_MOST = 2000 };

struct facts {
    struct arena arena;
    const json_t *item;
    const char *slug;
    char year[5], month[3], day[3], id[24];
};

static bool read_facts(struct facts *facts, const json_t *item) {
    const char *date = piece_text(item, "date");
    facts->item = item;
    facts->slug = slug_from_text(&facts->arena, piece_text(item, "slug"));
    if (strlen(date) != 19 || strncmp(date, "0000", 4) == 0 || *facts->slug == '\0') return false;
    snprintf(facts->year, sizeof facts->year, "%.4s", date);
    snprintf(facts->month, sizeof facts->month, "%.2s", date + 5);
    snprintf(facts->day, sizeof facts->day, "%.2s", date + 8);
    snprintf(facts->id, sizeof facts->id, "%lld", (long long) piece_integer(item, "id"));
    return true;
}

static bool is_category(const struct facts *facts, const char *segment) {
    size_t index;
    const json_t *term;
    json_array_foreach(json_object_get(facts->item, "terms"), index, term) {
        if (strcmp(piece_text(term, "taxonomy"), "category") == 0 && strcmp(piece_text(term, "slug"), segment) == 0)
            return true;
    }
    return false;
}

// A date's parts come in their order only; so a post called "2012" is still told from its year.
static const char *tag_of(const struct facts *facts, const char *segment, const char *before, bool last) {
    const bool has_year = strstr(before, "%year%"), has_month = strstr(before, "%monthnum%");
    if (last && strcmp(slug_from_text((struct arena *) &facts->arena, segment), facts->slug) == 0) return "%postname%";
    if (!has_year && strcmp(segment, facts->year) == 0) return "%year%";
    if (has_year && !has_month && strcmp(segment, facts->month) == 0) return "%monthnum%";
    if (has_month && !strstr(before, "%day%") && strcmp(segment, facts->day) == 0) return "%day%";
    if (strcmp(segment, facts->id) == 0) return "%post_id%";
    if (strcmp(segment, piece_text(facts->item, "author")) == 0) return "%author%";
    return is_category(facts, segment) ? "%category%" : NULL;
}

// "name.html" and "17.html" too.
static bool add_with_ending(const struct facts *facts, const char *segment, struct strbuf *out) {
    const char *dot = strrchr(segment, '.');
    if (!dot || dot == segment) return false;
    const size_t size = (size_t) (dot - segment);
    const char *tag = strncmp(segment, facts->slug, size) == 0 && facts->slug[size] == '\0' ? "%postname%"
                      : strncmp(segment, facts->id, size) == 0 && facts->id[size] == '\0'   ? "%post_id%"
                                                                                            : NULL;
    if (tag) strbuf_addf(out, "%s%s", tag, dot);
    return tag != NULL;
}

static void add_segment(const struct facts *facts, const char *segment, bool last, struct strbuf *out) {
    const char *tag = tag_of(facts, segment, out->data, last);
    strbuf_addc(out, '/');
    if (tag) {
        // A path of categories is one tag.
        if (strcmp(tag, "%category%") == 0 && strstr(out->data, "%category%"))
            strbuf_truncate(out, out->size - 1);
        else
            strbuf_adds(out, tag);
    } else if (!last || !add_with_ending(facts, segment, out)) {
        strbuf_adds(out, segment);
    }
}

static void build(struct facts *facts, const char *path, bool slash, struct strbuf *out) {
    for (const char *at = path; *at;) {
        const size_t size = strcspn(at, "/");
        const bool last = at[size] == '\0';
        add_segment(facts, arena_strndup(&facts->arena, at, size), last, out);
        at += size + !last;
    }
    if (slash) strbuf_addc(out, '/');
}

static void vote(struct permalink_guess *guess, const char *structure) {
    guess->posts++;
    for (unsigned i = 0; i < guess->count; i++) {
        if (strcmp(guess->structures[i].structure, structure) != 0) continue;
        guess->structures[i].votes++;
        return;
    }
    if (guess->count == GUESS_STRUCTURES || strlen(structure) >= GUESS_SIZE) return;
    snprintf(guess->structures[guess->count].structure, GUESS_SIZE, "%s", structure);
    guess->structures[guess->count++].votes = 1;
}

static void add_offset(struct permalink_guess *guess, const json_t *item) {
    int64_t local, utc;
    // As if both were UTC: the difference is the offset.
    if (!import_date(piece_text(item, "date"), "", &local) || !import_date(piece_text(item, "date_gmt"), "", &utc))
        return;
    const int offset = (int) ((local - utc) / 60);
    if (guess->has_offset && offset != guess->offset) guess->offsets_differ = true;
    guess->has_offset = true;
    guess->offset = offset;
}

static bool ends_with_slash(const char *link) {
    const size_t size = strcspn(link, "?# \t\r\n");
    return size > 0 && link[size - 1] == '/';
}

void permalink_guess_add(struct permalink_guess *guess, const char *site, const json_t *item) {
    if (strcmp(piece_text(item, "type"), "post") != 0 || strcmp(piece_text(item, "status"), "publish") != 0) return;
    add_offset(guess, item);
    if (guess->posts >= SAMPLES_MOST) return;
    struct facts facts = {.item = NULL};
    arena_init(&facts.arena);
    STRBUF_CLEAN struct strbuf structure;
    strbuf_init(&structure, GUESS_SIZE);
    const char *link = piece_text(item, "link");
    const char *path = import_path_below(&facts.arena, import_site_name(&facts.arena, site), link);
    if (path && *path && read_facts(&facts, item)) {
        if (*path != '?') build(&facts, path, ends_with_slash(link), &structure);
        if (!strbuf_failed(&structure)) vote(guess, structure.data);
    }
    arena_finish(&facts.arena);
}

const char *permalink_guess_result(const struct permalink_guess *guess) {
    for (unsigned i = 0; i < guess->count; i++)
        if ((uint64_t) guess->structures[i].votes * 2 > guess->posts) return guess->structures[i].structure;
    return NULL;
}

const char *permalink_guess_zone(const struct permalink_guess *guess, char buffer[24]) {
    const int offset = guess->offset, size = abs(offset);
    if (!guess->has_offset || guess->offsets_differ || offset == 0 || size > 14 * 60) return NULL;
    if (size % 60)
        snprintf(buffer, 24, "UTC%c%d:%02d", offset < 0 ? '-' : '+', size / 60, size % 60);
    else
        snprintf(buffer, 24, "UTC%c%d", offset < 0 ? '-' : '+', size / 60);
    return buffer;
}
