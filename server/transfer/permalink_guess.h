// permalink guess: how a site makes the addresses of its posts, told from the posts of its export file. Pure.
#pragma once

#include <jansson.h>
#include <stdbool.h>

enum { GUESS_STRUCTURES = 16, GUESS_SIZE = 128 };

struct permalink_guess {
    struct {
        char structure[GUESS_SIZE];  // "/%year%/%monthnum%/%postname%/"; "": ?p=ID
        unsigned votes;
    } structures[GUESS_STRUCTURES];
    unsigned count;
    unsigned posts;  // that voted
    // The offset of the site's clock, minutes east of UTC, while all dates agree on it.
    int offset;
    bool has_offset, offsets_differ;
};

// Takes one item; others than published posts say nothing. `site`: the site's address.
void permalink_guess_add(struct permalink_guess *guess, const char *site, const json_t *item);
// The structure that more than half of the posts have; NULL: none.
const char *permalink_guess_result(const struct permalink_guess *guess);
// "UTC+3", "UTC-3:30"; NULL: it is UTC, or differs between dates (a zone with summer time).
const char *permalink_guess_zone(const struct permalink_guess *guess, char buffer[24]);
