// permalink query: finds the thing that query variables name (?p=17, ?cat=3, ?m=202611).
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "server/rules/permalink_resolver.h"

static enum db_result by_id(struct resolver *resolver, int64_t id) {
    struct post post;
    enum db_result result = post_get(resolver->db, resolver->arena, id, &post);
    return result == DB_OK ? resolver_post(resolver, &post, 0) : result;
}

static enum db_result by_name(struct resolver *resolver, const char *slug) {
    struct post post;
    enum db_result result = post_get_by_slug(resolver->db, resolver->arena, POST_TYPE_POST, 0, slug, &post);
    return result == DB_OK ? resolver_post(resolver, &post, 0) : result;
}

static enum db_result by_pagename(struct resolver *resolver, const char *path) {
    struct segments segments;
    struct post post;
    if (!segments_split(resolver->arena, path, &segments)) return DB_NOT_FOUND;
    enum db_result result = resolver_find_page(resolver, &segments, segments.count, &post);
    return result == DB_OK ? resolver_post(resolver, &post, 0) : result;
}

static enum db_result by_term(struct resolver *resolver, enum term_taxonomy taxonomy, const char *path) {
    struct segments segments;
    struct term term;
    if (!segments_split(resolver->arena, path, &segments) || segments.count == 0) return DB_NOT_FOUND;
    enum db_result result = resolver_find_term(resolver, taxonomy, segments.items[segments.count - 1], &term);
    return result == DB_OK ? resolver_term(resolver, &term) : result;
}

static enum db_result by_category_id(struct resolver *resolver, int64_t id) {
    struct term term;
    enum db_result result = term_get(resolver->db, resolver->arena, id, &term);
    if (result == DB_OK && term.taxonomy != TERM_CATEGORY) return DB_NOT_FOUND;
    return result == DB_OK ? resolver_term(resolver, &term) : result;
}

// By number only those who published: counting upwards must not list the accounts.
static enum db_result by_author(struct resolver *resolver, int64_t id, const char *slug) {
    struct user user;
    enum db_result result = slug ? user_get_by_slug(resolver->db, resolver->arena, slug, &user)
                                 : user_get(resolver->db, resolver->arena, id, &user);
    if (result == DB_OK && !slug && user.post_count == 0) return DB_NOT_FOUND;
    return result == DB_OK ? resolver_author(resolver, &user) : result;
}

// m=2026, 202611 or 20261124; a time behind it is passed over.
static enum db_result by_m(struct resolver *resolver, const char *text) {
    size_t size = strspn(text, "0123456789");
    if (size < 4 || size == 5 || size == 7 || size > 14 || text[size] != '\0') return DB_NOT_FOUND;
    char digits[9] = "00000000";
    memcpy(digits, text, size > 8 ? 8 : size);
    int64_t number = strtoll(digits, NULL, 10);
    int month = (int) (number / 100 % 100), day = (int) (number % 100);
    if ((size >= 6 && month == 0) || (size >= 8 && day == 0)) return DB_NOT_FOUND;
    return resolver_date(resolver, (int) (number / 10000), month, day);
}

static enum db_result by_year(struct resolver *resolver, const char *year) {
    const char *month = url_pairs_get(&resolver->query, "monthnum"), *day = url_pairs_get(&resolver->query, "day");
    int64_t parts[] = {permalink_number(year), month ? permalink_number(month) : 0, day ? permalink_number(day) : 0};
    for (size_t i = 0; i < 3; i++)
        if (parts[i] < 0 || parts[i] > 9999) return DB_NOT_FOUND;
    return resolver_date(resolver, (int) parts[0], (int) parts[1], (int) parts[2]);
}

// The front page's address with variables. DB_NOT_FOUND: they name something that is not there.
enum db_result resolver_by_query(struct resolver *resolver) {
    static const char *const order[] = {"p",   "page_id", "attachment_id", "name", "pagename", "cat", "category_name",
                                        "tag", "author",  "author_name",   "s",    "m",        "year"};
    // Words come first: what else is named narrows the search (WordPress's ?s=words&cat=5).
    const char *words = url_pairs_get(&resolver->query, "s");
    if (words && *words) {
        resolver->variable = "s";
        return resolver_search(resolver, words);
    }
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *value = url_pairs_get(&resolver->query, order[i]);
        bool search = order[i][0] == 's';
        if (!value || (value[0] == '\0' && !search)) continue;
        int64_t number = permalink_number(value);
        resolver->variable = order[i];
        if (search) return resolver_search(resolver, value);
        if (strcmp(order[i], "name") == 0) return by_name(resolver, value);
        if (strcmp(order[i], "pagename") == 0) return by_pagename(resolver, value);
        if (strcmp(order[i], "category_name") == 0) return by_term(resolver, TERM_CATEGORY, value);
        if (strcmp(order[i], "tag") == 0) return by_term(resolver, TERM_TAG, value);
        if (strcmp(order[i], "author_name") == 0) return by_author(resolver, 0, value);
        if (strcmp(order[i], "m") == 0) return by_m(resolver, value);
        if (strcmp(order[i], "year") == 0) return by_year(resolver, value);
        // WordPress reads 0 and what is no number as not given.
        resolver->variable = NULL;
        if (number <= 0) continue;
        resolver->variable = order[i];
        if (strcmp(order[i], "cat") == 0) return by_category_id(resolver, number);
        if (strcmp(order[i], "author") == 0) return by_author(resolver, number, NULL);
        return by_id(resolver, number);
    }
    return resolver_front(resolver);
}
