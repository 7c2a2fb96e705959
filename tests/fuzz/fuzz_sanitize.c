// The sanitiser: its invariant and fixed point under both policies, and the functions beside it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "server/text/sanitize.h"
#include "tests/fuzz/fuzz.h"
#include "tests/sanitize_invariant.h"

static void check(struct arena *arena, enum sanitize_policy policy, const char *html) {
    const char *clean = sanitize_html(arena, policy, html);
    char message[512];
    if (!sanitize_invariant_holds(policy, clean, message, sizeof message)) {
        fprintf(stderr, "policy %d: %s\n%s\n", policy, message, clean);
        abort();
    }
    if (!sanitize_invariant_contained(clean)) {
        fprintf(stderr, "policy %d: leaves its box\n%s\n", policy, clean);
        abort();
    }
    const char *again = sanitize_html(arena, policy, clean);
    if (strcmp(again, clean) != 0) {
        fprintf(stderr, "policy %d: no fixed point\n%s\n--\n%s\n", policy, clean, again);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    arena_init(&arena);
    const char *html = arena_strndup(&arena, (const char *) data, size);
    check(&arena, SANITIZE_POST, html);
    check(&arena, SANITIZE_COMMENT, html);
    sanitize_strip_tags(&arena, html);
    sanitize_count_links(html);
    arena_finish(&arena);
    return 0;
}
