// import comments: threads in whatever order the file has them, with their own dates, addresses and statuses, also on
// articles that are closed; nothing is moderated anew and nobody is told.
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/origin.h"
#include "db/user.h"
#include "server/rules/address.h"
#include "server/rules/discussion.h"
#include "server/transfer/import_item.h"
#include "server/transfer/piece.h"

static const size_t no_parent = SIZE_MAX;

// A comment's number in the file, and where it stands there.
struct number {
    int64_t id;
    size_t index;
};

static int compare_numbers(const void *left, const void *right) {
    const struct number *a = left, *b = right;
    if (a->id != b->id) return a->id < b->id ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

// The first one with this number; no_parent: none.
static size_t find_number(const struct number *numbers, size_t count, int64_t id) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (numbers[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && numbers[low].id == id ? numbers[low].index : no_parent;
}

static enum comment_status parse_status(const char *approved) {
    if (strcmp(approved, "1") == 0 || strcmp(approved, "approve") == 0) return COMMENT_APPROVED;
    if (strcmp(approved, "spam") == 0) return COMMENT_SPAM;
    return strcmp(approved, "trash") == 0 || strcmp(approved, "post-trashed") == 0 ? COMMENT_TRASH : COMMENT_HOLD;
}

static enum comment_status status_of(const json_t *piece, enum comment_status *ret_before) {
    const char *approved = piece_text(piece, "approved"), *before = import_meta(piece, "_wp_trash_meta_status");
    const enum comment_status status = parse_status(approved);
    *ret_before = 0;
    if (status == COMMENT_APPROVED || status == COMMENT_HOLD) return status;
    *ret_before = strcmp(approved, "post-trashed") == 0 ? COMMENT_APPROVED : COMMENT_HOLD;
    if (before && *before) *ret_before = parse_status(before);
    return status;
}

static const char *meta_or_empty(const json_t *piece, const char *name) {
    const char *value = import_meta(piece, name);
    return value ? value : "";
}

// NULL: a kind that is not kept (notes of shops, for instance).
static const char *type_of(const json_t *piece) {
    static const char *const types[] = {"comment", "pingback", "trackback"};
    const char *type = piece_text(piece, "type");
    if (*type == '\0') return types[0];
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(type, types[i]) == 0) return types[i];
    return NULL;
}

// What tells the same comment in the next run, whatever its place in the file. `repeated`: which one it is of those
// with the same number.
static const char *key_of(struct import *import, const struct import_item *item, const json_t *piece, size_t repeated) {
    const long long post = item->old_id, id = piece_integer(piece, "id");
    if (id <= 0) {
        uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
        for (const char *at = piece_text(piece, "content"); *at; at++)
            hash = (hash ^ (unsigned char) *at) * 0x100000001b3ULL;
        return arena_printf(import->arena, "%lld:~%s %016llx%s", post,
                            import_cut(import, piece_text(piece, "date_gmt"), 20), (unsigned long long) hash,
                            import_cut(import, piece_text(piece, "author"), 100));
    }
    return repeated == 0 ? arena_printf(import->arena, "%lld:%lld", post, id)
                         : arena_printf(import->arena, "%lld:%lld#%zu", post, id, repeated);
}

static bool same_comment(const json_t *a, const json_t *b) {
    static const char *const names[] = {"author", "email", "content", "date_gmt", "date"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(piece_text(a, names[i]), piece_text(b, names[i])) != 0) return false;
    return true;
}

static void read_comment(struct import *import, const struct import_item *item, const json_t *piece, const char *type,
                         struct import_comment *ret) {
    enum comment_status before;
    const enum comment_status status = status_of(piece, &before);
    *ret = (struct import_comment){
        .piece = piece,
        .parent = no_parent,
        .comment =
            {
                .author_name = piece_text(piece, "author"),
                .author_email = piece_text(piece, "email"),
                .author_url = piece_text(piece, "url"),
                .author_address =
                    address_kept(import->arena, piece_text(piece, "address"), import->settings->store_address),
                .user_agent = piece_text(piece, "agent"),
                .content = piece_text(piece, "content"),
                .content_html = "",
                .type = type,
                .status = status,
                .status_before_trash = before,
                .held_rule = meta_or_empty(piece, "_broadsheet_held_rule"),
                .held_match = meta_or_empty(piece, "_broadsheet_held_match"),
            },
    };
    if (import_date(piece_text(piece, "date_gmt"), piece_text(piece, "date"), &ret->comment.created)) return;
    ret->comment.created = item->post.published;
    import_note(import, item->line, "repaired: \"%s\" is no date: comment %lld has its article's",
                import_cut(import, piece_text(piece, "date_gmt"), 40), (long long) piece_integer(piece, "id"));
}

// Reads them in the file's order, without those that are no comments of ours. Numbers that are there twice belong to
// the first.
static size_t read_all(struct import *import, const struct import_item *item, const json_t *pieces,
                       struct import_comment *comments) {
    size_t count = 0, index, others = 0;
    const json_t *piece;
    json_array_foreach(pieces, index, piece) {
        const char *type = type_of(piece);
        if (type)
            read_comment(import, item, piece, type, &comments[count++]);
        else
            others++;
    }
    if (others > 0) {
        import->left[IMPORT_COMMENTS] += (int64_t) others;
        import_note(import, item->line, "left out: %zu comments of a kind that is none of ours", others);
    }
    return count;
}

// Sorted by number, the first of each number first. What repeats a comment word for word is dropped: its piece is NULL
// then.
static void number_all(struct import *import, const struct import_item *item, struct import_comment *comments,
                       size_t count, struct number *numbers) {
    for (size_t i = 0; i < count; i++)
        numbers[i] = (struct number){.id = piece_integer(comments[i].piece, "id"), .index = i};
    qsort(numbers, count, sizeof *numbers, compare_numbers);
    size_t repeated = 0;
    for (size_t i = 0; i < count; i++) {
        struct import_comment *comment = &comments[numbers[i].index];
        const bool again = i > 0 && numbers[i].id > 0 && numbers[i].id == numbers[i - 1].id;
        repeated = again ? repeated + 1 : 0;
        comment->key = key_of(import, item, comment->piece, repeated);
        if (!again) {
            comment->comment.id = import_keeps_id(numbers[i].id) ? numbers[i].id : 0;
            continue;
        }
        const bool same = same_comment(comment->piece, comments[numbers[i - repeated].index].piece);
        import_note(import, item->line, "%s: the comment number %lld is there twice",
                    same ? "left out" : "repaired, with a new number", (long long) numbers[i].id);
        if (!same) continue;
        import->left[IMPORT_COMMENTS]++;
        comment->piece = NULL;
    }
}

static void find_parents(struct import_comment *comments, size_t count, const struct number *numbers) {
    for (size_t i = 0; i < count; i++) {
        if (!comments[i].piece) continue;
        const int64_t parent = piece_integer(comments[i].piece, "parent");
        if (parent <= 0) continue;
        comments[i].parent = find_number(numbers, count, parent);
        if (comments[i].parent == no_parent) comments[i].old_parent = parent;
    }
}

// The order of writing in `order`. Each walk goes up until it meets one that has its place; who meets itself answers
// nobody.
static size_t order_all(struct import *import, const struct import_item *item, struct import_comment *comments,
                        size_t count, size_t *order) {
    enum { UNSEEN, WALKED, PLACED };
    unsigned char *states = arena_array(import->arena, unsigned char, count + 1);
    size_t *walk = arena_array(import->arena, size_t, count + 1);
    size_t placed = 0;
    for (size_t i = 0; i < count; i++) {
        size_t depth = 0;
        for (size_t at = i; at != no_parent && comments[at].piece && states[at] == UNSEEN;) {
            states[at] = WALKED;
            walk[depth++] = at;
            const size_t above = comments[at].parent;
            if (above != no_parent && states[above] == WALKED) {
                import_note(import, item->line, "repaired: comments answer each other in a circle: %lld answers none",
                            (long long) piece_integer(comments[at].piece, "id"));
                comments[at].parent = no_parent;
                break;
            }
            at = above;
        }
        while (depth > 0) {
            const size_t at = walk[--depth];
            states[at] = PLACED;
            order[placed++] = at;
        }
    }
    return placed;
}

void import_comments_prepare(struct import *import, const struct import_item *item, const json_t *pieces,
                             struct import_comment_list *ret) {
    *ret = (struct import_comment_list){0};
    const size_t most = json_array_size(pieces);
    if (most == 0) return;
    struct import_comment *comments = arena_array(import->arena, struct import_comment, most);
    const size_t count = read_all(import, item, pieces, comments);
    struct number *numbers = arena_array(import->arena, struct number, count + 1);
    number_all(import, item, comments, count, numbers);
    find_parents(comments, count, numbers);
    size_t *order = arena_array(import->arena, size_t, count + 1);
    const size_t placed = order_all(import, item, comments, count, order);
    size_t *places = arena_array(import->arena, size_t, count + 1);
    for (size_t i = 0; i < placed; i++) places[order[i]] = i;
    ret->items = arena_array(import->arena, struct import_comment, placed + 1);
    for (size_t i = 0; i < placed; i++) {
        ret->items[i] = comments[order[i]];
        if (ret->items[i].parent != no_parent) ret->items[i].parent = places[ret->items[i].parent];
    }
    ret->count = placed;
}

// Has it come before? A site that is imported into itself has its comments under their numbers.
static enum db_result find_here(struct db *db, struct import *import, const struct import_item *item,
                                struct import_comment *entry) {
    entry->id = 0;
    if (item->known == 0) return DB_NOT_FOUND;
    enum db_result result = DB_NOT_FOUND;
    if (import->source) result = origin_find(db, import->source, ORIGIN_COMMENT, entry->key, &entry->id);
    const int64_t old = piece_integer(entry->piece, "id");
    if (result != DB_NOT_FOUND || !import->is_here || old <= 0) return result;
    struct comment comment;
    result = comment_get(db, import->arena, old, &comment);
    if (result != DB_OK) return result;
    if (comment.post != item->known || comment.created != entry->comment.created) return DB_NOT_FOUND;
    entry->id = old;
    return DB_OK;
}

enum db_result import_comments_render(struct db *db, struct import *import, struct import_item *item) {
    for (size_t i = 0; i < item->comments.count; i++) {
        struct import_comment *entry = &item->comments.items[i];
        enum db_result result = find_here(db, import, item, entry);
        if (result == DB_OK) continue;
        if (result != DB_NOT_FOUND) return result;
        struct user user = {.roles = 0};
        result = import_author_by_id(db, import, piece_integer(entry->piece, "user"), &entry->comment.user);
        if (result == DB_OK && entry->comment.user != 0)
            result = user_get(db, import->arena, entry->comment.user, &user);
        if (result != DB_OK) return result;
        discussion_restore(import->arena, import->settings, &entry->comment,
                           capability_of_roles(user.roles, CAP_UNFILTERED_HTML));
    }
    return DB_OK;
}

static enum db_result find_parent(struct db *db, struct import *import, const struct import_item *item,
                                  const struct import_comment *entry, int64_t post, int64_t *ret) {
    *ret = 0;
    if (entry->parent != no_parent) {
        *ret = item->comments.items[entry->parent].id;
        return DB_OK;
    }
    if (entry->old_parent == 0) return DB_OK;
    // It came with an earlier file.
    const char *key = arena_printf(import->arena, "%lld:%lld", (long long) item->old_id, (long long) entry->old_parent);
    int64_t id;
    struct comment parent;
    enum db_result result = origin_find(db, import->source, ORIGIN_COMMENT, key, &id);
    if (result == DB_OK) result = comment_get(db, import->arena, id, &parent);
    if (result == DB_OK && parent.post == post) *ret = id;
    if (result == DB_NOT_FOUND) {
        import_note(import, item->line, "repaired: comment %lld answers one that is not in the file: it answers none",
                    (long long) piece_integer(entry->piece, "id"));
        return DB_OK;
    }
    return result;
}

static enum db_result insert(struct db *db, struct import *import, struct import_comment *entry) {
    struct comment *comment = &entry->comment, other;
    enum db_result result = DB_CONFLICT;
    if (comment->id != 0) {
        result = comment_get(db, import->arena, comment->id, &other);
        if (result == DB_NOT_FOUND)
            result = comment_insert_as(db, comment);
        else if (result == DB_OK)
            result = DB_CONFLICT;
    }
    if (result == DB_CONFLICT) result = comment_insert(db, comment, &comment->id);
    entry->id = comment->id;
    return result;
}

enum db_result import_comments_write(struct db *db, struct import *import, struct import_item *item, int64_t post) {
    for (size_t i = 0; i < item->comments.count; i++) {
        struct import_comment *entry = &item->comments.items[i];
        enum db_result result = find_here(db, import, item, entry);
        if (result == DB_OK) {
            import->known[IMPORT_COMMENTS]++;
            continue;
        }
        if (result != DB_NOT_FOUND) return result;
        entry->comment.post = post;
        result = find_parent(db, import, item, entry, post, &entry->comment.parent);
        if (result == DB_OK) result = insert(db, import, entry);
        if (result == DB_OK)
            result = import_fields_add(db, CUSTOM_OF_COMMENT, entry->id, json_object_get(entry->piece, "meta"));
        if (result == DB_OK) result = origin_put(db, import->source, ORIGIN_COMMENT, entry->key, entry->id);
        if (result != DB_OK) return result;
        import->made[IMPORT_COMMENTS]++;
    }
    return DB_OK;
}
