// sitemap: what the files of the sitemap list: everything public, cut into files of equal length by id, each found
// through an index however many there are.
#pragma once

#include "db/post.h"
#include "db/term.h"
#include "db/user.h"

struct arena;

// How many there are in all files together.
enum db_result sitemap_count_posts(struct db *db, enum post_type type, int64_t *ret);
enum db_result sitemap_count_terms(struct db *db, enum term_taxonomy taxonomy, int64_t *ret);
enum db_result sitemap_count_users(struct db *db, int64_t *ret);

// File number `file` (from 1) of those with `per_file` entries; beyond the last one: none. Of posts only what makes up
// their addresses is read, and `modified`; other strings are "".
enum db_result sitemap_posts(struct db *db, struct arena *arena, enum post_type type, int64_t file, int64_t per_file,
                             struct post_list *ret);

// Something with articles of its own, and when the newest of them was published.
struct sitemap_entry {
    int64_t id, newest;
};
struct sitemap_list {
    struct sitemap_entry *items;
    size_t count;
};
enum db_result sitemap_terms(struct db *db, struct arena *arena, enum term_taxonomy taxonomy, int64_t file,
                             int64_t per_file, struct sitemap_list *ret);
enum db_result sitemap_users(struct db *db, struct arena *arena, int64_t file, int64_t per_file,
                             struct sitemap_list *ret);

// The moment of the latest change of a published article; 0: there is none.
enum db_result sitemap_newest(struct db *db, int64_t *ret);

// Keeps the count of a post's block. Inside store_write().
enum db_result sitemap_block_add(struct db *db, enum post_type type, int64_t id, int64_t change);

extern const char *const sitemap_statements[];
