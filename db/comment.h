// comment: readers' comments, threaded. Writing functions run inside store_write() and keep post.comment_count.
#pragma once

#include "db/post.h"

// COMMENT_GONE: deleted, but something answers it. Only comment_thread.h shows such rows; all else does not find them.
enum comment_status { COMMENT_APPROVED = 1, COMMENT_HOLD, COMMENT_SPAM, COMMENT_TRASH, COMMENT_GONE };
const char *comment_status_name(enum comment_status status);  // "approved", "hold", "spam", "trash" (REST's words)

struct comment {
    int64_t id;
    int64_t post;
    int64_t parent;  // 0: top
    int64_t user;    // 0: guest
    const char *author_name;
    const char *author_email;
    const char *author_url;
    const char *author_address;  // IP
    const char *user_agent;
    const char *content;       // raw (sanitised as WordPress stores it)
    const char *content_html;  // as shown
    const char *type;          // "comment"
    enum comment_status status;
    enum comment_status status_before_trash;  // 0 unless trash or spam
    const char *held_rule;                    // why it was held or trashed: "comment_max_links"; "" when it was not
    const char *held_match;                   // the matched word or number; ""
    int64_t created;                          // UTC
    int64_t edited;                           // UTC, by its own author; 0: never
    // Kept by the writes, for pages. place: below which one it is shown, if not `parent`: one that is COMMENT_GONE, but
    // whose place is kept; else 0. root: the top-level one above it by these places under the same post; 0: it is one.
    int64_t place, root;
};

enum db_result comment_insert(struct db *db, const struct comment *comment, int64_t *ret_id);
// The same under the number comment->id. DB_CONFLICT: another comment has it.
enum db_result comment_insert_as(struct db *db, const struct comment *comment);
enum db_result comment_update(struct db *db, const struct comment *comment);  // all but id, place and root
// Its children move to its parent (WordPress); an empty row keeps their place until the last of them goes too.
enum db_result comment_delete(struct db *db, int64_t id);
enum db_result comment_get(struct db *db, struct arena *arena, int64_t id, struct comment *ret);

// Same post, parent, author (name or e-mail) and content, not in the trash (wp_allow_comment).
enum db_result comment_is_duplicate(struct db *db, const struct comment *comment, bool *ret);
// Moment of the latest comment from this e-mail or user (those given); 0: none. (check_comment_flood_db)
enum db_result comment_latest_by(struct db *db, const char *email, int64_t user, int64_t *ret);
// Has this comment's author (user, or name and e-mail) another one that is approved?
enum db_result comment_author_known(struct db *db, const struct comment *comment, bool *ret);

// Empties the address, or the browser's name, of at most `most` comments made before a moment (oldest first).
enum db_result comment_forget_addresses(struct db *db, int64_t before, int64_t most, int64_t *ret_count);
enum db_result comment_forget_agents(struct db *db, int64_t before, int64_t most, int64_t *ret_count);

enum comment_order {
    COMMENT_ORDER_DATE,
    COMMENT_ORDER_ID,
    COMMENT_ORDER_INCLUDE,
    COMMENT_ORDER_POST,
    COMMENT_ORDER_PARENT,
    COMMENT_ORDER_TYPE,
};
struct comment_query {
    struct id_list include, exclude, posts, parents, parents_exclude, authors, authors_exclude;
    bool filter_parents;
    const char *author_email;
    const char *held_rule;   // those held or trashed by this rule; NULL: no such filter
    const char *search;      // in name, e-mail, URL, address, content
    unsigned statuses;       // mask of 1U << status; 0: approved
    int64_t after, before;   // exclusive
    const char *type;        // NULL: "comment"; "" any
    unsigned post_statuses;  // mask: only on posts of these statuses; 0: any
    bool hide_protected;     // leave out those on password-protected posts
    int64_t or_author;       // comments of this user count whatever their status
    int64_t post_author;     // only on posts of this user; 0: any
    unsigned post_types;     // mask of POST_TYPE_BIT: only on posts of these types; 0: any
    const char *address;     // the author's IP; NULL: any
    int64_t newest;          // only among so many that were approved last, so that few are looked at; 0: all
    int64_t thread;          // only the root with this id and what is below it; 0: any
    enum comment_order order;
    bool ascending;
    int64_t limit, offset;
    bool want_total;
};
struct comment_list {
    struct comment *items;
    size_t count;
    int64_t total;
};
enum db_result comment_list(struct db *db, struct arena *arena, const struct comment_query *query,
                            struct comment_list *ret);
// All comments of a person whatever their status: with the e-mail address, and of the account.
struct comment_person {
    const char *email;  // "": none
    int64_t account;    // 0: none
};
// Where to go on; begins as {.created = INT64_MIN}.
struct comment_place {
    bool by_account;
    int64_t created, id;
};
// The next `most` ones; fewer are the last.
enum db_result comment_of_person(struct db *db, struct arena *arena, const struct comment_person *person, size_t most,
                                 struct comment_place *place, struct comment_list *ret);
// Number by status of a post (0: of all), for moderation.
enum db_result comment_count(struct db *db, int64_t post, enum comment_status status, int64_t *ret);

// The same, of any type, on the posts of a user.
enum db_result comment_count_of_author(struct db *db, int64_t author, enum comment_status status, int64_t *ret);
// How many approved comments the person has (the account, or a guest's e-mail), counted up to `most`.
enum db_result comment_count_known(struct db *db, const struct comment *comment, int64_t most, int64_t *ret);

extern const char *const comment_statements[];
