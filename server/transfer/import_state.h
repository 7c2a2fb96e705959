// import state: what the files of an import share: the site it comes from, and what is told afterwards. Not for other
// rooms.
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "db/custom_field.h"
#include "db/db.h"
#include "db/post.h"
#include "server/rules/settings.h"

struct app;
struct arena;

enum import_kind {
    IMPORT_AUTHORS,
    IMPORT_CATEGORIES,
    IMPORT_TAGS,
    IMPORT_POSTS,
    IMPORT_PAGES,
    IMPORT_ATTACHMENTS,
    IMPORT_COMMENTS,
    IMPORT_KINDS,
};

struct import {
    struct app *app;
    struct arena *arena;
    const struct settings *settings;
    int64_t now;
    const char *site;  // "old.example/blog": without scheme, "www." and slash at the end
    int64_t source;    // 0: nothing came from there yet
    bool is_here;      // the site has this one's address
    bool dry;          // nothing is written
    bool files;        // files will be fetched: the answer lists those that are wanted
    unsigned roles;    // of accounts that are made
    int64_t made[IMPORT_KINDS], known[IMPORT_KINDS], left[IMPORT_KINDS];
    int64_t renumbered;
    json_t *notes, *wanted, *others;
};

// The lists belong to the answer, which is made of all of it.
void import_note(struct import *import, int64_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

// Counts a thing of a kind that is not kept.
void import_count_other(struct import *import, const char *name);

// Numbers that are kept: what is above would use up the numbers that come next.
static inline bool import_keeps_id(int64_t id) { return id > 0 && id <= 900000000; }

// At most so many bytes of the text, no character cut.
const char *import_cut(struct import *import, const char *text, size_t most);

// "https://www.Old.example/blog/" to "old.example/blog"; in the arena.
const char *import_site_name(struct arena *arena, const char *url);
// The part of an address below the site, decoded, without slashes at the ends, as redirect_find() takes it: "" for its
// front page. NULL: on another site, or no address.
const char *import_path_below(struct arena *arena, const char *site, const char *url);
// Host and path of a file's address, decoded: the key of ORIGIN_FILE. NULL: no address.
const char *import_file_key(struct arena *arena, const char *url);

// "2012-01-31 09:30:00" in UTC, or else `local` in the site's zone. False: neither exists.
bool import_date(const char *gmt, const char *local, int64_t *ret);

// Is it a column here, or made anew? Such ones are no custom fields.
bool import_field_is_own(const char *name);

// Writers, inside store_write(). Each counts what it did.
enum db_result import_fields_add(struct db *db, enum custom_field_owner owner, int64_t id, const json_t *meta);
enum db_result import_author(struct db *db, struct import *import, const json_t *author);
// By login; an account is made when there is none. 0 for no login.
enum db_result import_author_find(struct db *db, struct import *import, const char *login, int64_t *ret_id);
// May the author of this login write raw HTML? Reads only.
enum db_result import_author_is_free(struct db *db, struct import *import, const char *login, bool *ret);
// The account that had this number there; 0: none.
enum db_result import_author_by_id(struct db *db, struct import *import, int64_t id, int64_t *ret_id);

enum db_result import_term(struct db *db, struct import *import, const json_t *piece);
// The term of an item's {taxonomy, slug, name}; made when it was not among the terms. 0: not a kind that is kept.
enum db_result import_term_find(struct db *db, struct import *import, const json_t *piece, int64_t *ret_id);
// Is it a category or a tag?
bool import_term_is_kept(const json_t *term, int *ret_taxonomy);

// One round of what is pending, from *kind (enum pending_kind, 0: the first) and *after, which move on; `last`: the
// kind to end with (0: all). True: there is more.
bool import_settle(struct import *import, int64_t *kind, int64_t *after, int64_t last, enum db_result *ret_result);

// A text with its links to the old site's things led to where they are here. NULL: nothing changes. Reads only.
const char *import_links(struct db *db, struct import *import, const char *html);
// Does it name the old site, or one of the hosts of its files?
bool import_has_links(const struct import *import, const char *html);
