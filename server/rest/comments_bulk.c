// comments_bulk: /broadsheet/v1/comments/bulk and /empty: many comments in one transaction. What cannot be done to one
// of them is told of it and keeps no other from being done; a failure of the store undoes all.
#include <string.h>

#include "base/arena.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/comments.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rules/discussion.h"
#include "server/rules/moderation.h"
#include "server/rules/notification.h"

// A few hundred rows keep the writer for some 50 ms.
enum { BULK_MOST = 500, RULE_SIZE = 64, MATCH_SIZE = 1024 };

static const char *const action_choices[] = {"approve", "hold", "spam", "trash", "restore", "delete", NULL};
static const char *const status_choices[] = {"approved", "hold", "spam", "trash", NULL};
static const char *const empty_choices[] = {"spam", "trash", NULL};

static const struct param held_properties[] = {
    {.name = "rule", .types = PARAM_STRING, .max_length = RULE_SIZE},
    {.name = "match", .types = PARAM_STRING, .max_length = MATCH_SIZE},
    {0},
};
static const struct param change_properties[] = {
    {.name = "id", .types = PARAM_INTEGER, .required = true},
    {.name = "status", .types = PARAM_STRING, .choices = status_choices, .required = true},
    {.name = "held", .types = PARAM_OBJECT | PARAM_NULL, .properties = held_properties},
    {0},
};
static const struct param change_item = {.types = PARAM_OBJECT, .properties = change_properties};

static const struct param bulk_params[] = {
    {.name = "ids",
     .description = "The comments.",
     .types = PARAM_ARRAY,
     .items = &integer_item,
     .max_items = BULK_MOST,
     .default_json = "[]"},
    {.name = "action",
     .description = "What is done to them; restore leads back from spam and trash.",
     .types = PARAM_STRING,
     .choices = action_choices},
    {.name = "changes",
     .description = "In place of both: comments with the state that each gets, as \"previous\" of an answer told it.",
     .types = PARAM_ARRAY,
     .items = &change_item,
     .max_items = BULK_MOST,
     .default_json = "[]"},
    {0},
};
static const struct param empty_params[] = {
    {.name = "status",
     .description = "What is emptied.",
     .types = PARAM_STRING,
     .choices = empty_choices,
     .required = true},
    {.name = "limit",
     .description = "How many are deleted at most; the oldest ones first.",
     .types = PARAM_INTEGER,
     .limits = LIMIT_LEAST | LIMIT_MOST,
     .least = 1,
     .most = BULK_MOST,
     .default_json = "500"},
    {0},
};
const struct rest_endpoint rest_comments_bulk_endpoint = {.params = bulk_params};
const struct rest_endpoint rest_comments_empty_endpoint = {.params = empty_params};

// What shall become of one comment, and what came of it.
struct bulk_item {
    int64_t id;
    enum comment_status status;  // 0: back from spam or trash
    bool removes;
    bool undoes;               // to the state that it had: nobody is told of it again
    const char *rule, *match;  // with that: why it was held
    // Outcome.
    const char *code, *message;  // NULL: done
    bool changed;
    struct comment before;
    enum comment_status after;
};

struct bulk {
    struct request *request;
    struct bulk_item *items;
    size_t count;
};

static void refuse(struct bulk_item *item, const char *code, const char *message) {
    item->code = code;
    item->message = message;
}

static enum db_result change_status(struct db *db, struct arena *arena, struct request *request,
                                    struct bulk_item *item) {
    struct comment row;
    enum db_result result = item->undoes ? discussion_undo(db, item->id, item->status, item->rule, item->match)
                                         : discussion_set_status(db, item->id, item->status);
    if (result == DB_OK) result = comment_get(db, arena, item->id, &row);
    if (result != DB_OK) return result;
    item->after = row.status;
    item->changed = row.status != item->before.status;
    if (!item->changed || item->undoes || row.status != COMMENT_APPROVED) return DB_OK;
    return notification_of_approval(db, arena, rest_settings(request), item->id, rest_actor(request), request->now);
}

static enum db_result change_one(struct db *db, struct arena *arena, struct request *request, struct bulk_item *item) {
    struct comment row;
    struct post post;
    enum db_result result = comment_get(db, arena, item->id, &row);
    if (result == DB_OK) result = post_get(db, arena, row.post, &post);
    if (result == DB_NOT_FOUND) {
        refuse(item, "rest_comment_invalid_id", "Invalid comment ID.");
        return DB_OK;
    }
    if (result != DB_OK) return result;
    if (!actor_can_edit_comment(rest_actor(request), &row, &post)) {
        refuse(item, "rest_cannot_edit", "Sorry, you are not allowed to edit this comment.");
        return DB_OK;
    }
    item->before.status = row.status;
    item->before.held_rule = arena_strdup(&request->arena, row.held_rule);
    item->before.held_match = arena_strdup(&request->arena, row.held_match);
    item->changed = item->removes;
    return item->removes ? comment_delete(db, item->id) : change_status(db, arena, request, item);
}

static enum db_result change_all(struct db *db, void *argument) {
    struct bulk *bulk = argument;
    enum db_result result = DB_OK;
    for (size_t i = 0; i < bulk->count && result == DB_OK; i++) {
        // Articles are long, and hundreds of them may be read.
        struct arena arena;
        arena_init(&arena);
        result = change_one(db, &arena, bulk->request, &bulk->items[i]);
        arena_finish(&arena);
    }
    return result;
}

static bool bad_param(struct error *error, const char *message) {
    error_set(error, 400, "rest_invalid_param", "%s", message);
    return false;
}

static bool read_action(struct request *request, struct bulk *ret, struct error *error) {
    const struct id_list ids = rest_ids(request, "ids");
    const char *action = rest_string(request, "action");
    if (!action) return bad_param(error, "Either ids and action are required, or changes.");
    if (ids.count == 0) return bad_param(error, "There are no comments in ids.");
    ret->items = arena_array(&request->arena, struct bulk_item, ids.count);
    ret->count = ids.count;
    const bool removes = strcmp(action, "delete") == 0;
    for (size_t i = 0; i < ids.count; i++)
        ret->items[i] =
            (struct bulk_item){.id = ids.items[i], .status = rest_comments_status(action, 0), .removes = removes};
    return true;
}

static bool read_changes(struct request *request, json_t *changes, struct bulk *ret, struct error *error) {
    ret->count = json_array_size(changes);
    ret->items = arena_array(&request->arena, struct bulk_item, ret->count);
    for (size_t i = 0; i < ret->count; i++) {
        json_t *change = json_array_get(changes, i), *held = json_object_get(change, "held");
        const char *rule = json_string_value(json_object_get(held, "rule"));
        const char *match = json_string_value(json_object_get(held, "match"));
        if (rule && !moderation_rule_exists(rule))
            return bad_param(error, "There is no such rule that holds comments.");
        ret->items[i] = (struct bulk_item){
            .id = json_integer_value(json_object_get(change, "id")),
            .status = rest_comments_status(json_string_value(json_object_get(change, "status")), 0),
            .undoes = true,
            .rule = rule ? rule : "",
            .match = rule && match ? match : "",
        };
    }
    return true;
}

static void write_state(struct writer *out, const struct comment *comment) {
    writer_begin_object(out);
    writer_member_string(out, "status", comment_status_name(comment->status));
    writer_key(out, "held");
    if (*comment->held_rule) {
        writer_begin_object(out);
        writer_member_string(out, "rule", comment->held_rule);
        writer_member_string(out, "match", comment->held_match);
        writer_end_object(out);
    } else {
        writer_null(out);
    }
    writer_end_object(out);
}

static void write_outcome(struct writer *out, const struct bulk_item *item) {
    writer_begin_object(out);
    writer_member_integer(out, "id", item->id);
    if (item->code) {
        writer_key(out, "error");
        writer_begin_object(out);
        writer_member_string(out, "code", item->code);
        writer_member_string(out, "message", item->message);
        writer_end_object(out);
    } else {
        writer_member_string(out, "status", item->removes ? "deleted" : comment_status_name(item->after));
        writer_key(out, "previous");
        write_state(out, &item->before);
    }
    writer_end_object(out);
}

bool rest_comments_may_bulk(struct request *request, struct error *error) {
    // Whether of a single comment, is asked where it is changed.
    if (rest_can(request, CAP_EDIT_POSTS)) return true;
    error_set(error, rest_refused(request), "rest_cannot_edit", "Sorry, you are not allowed to edit comments.");
    return false;
}

// POST /broadsheet/v1/comments/bulk: 200, also when some could not be changed; 400 rest_invalid_param
int rest_comments_bulk(struct request *request, struct response *response) {
    struct error *error = &response->error;
    struct bulk bulk = {.request = request};
    json_t *changes = rest_value(request, "changes");
    const bool readable = json_array_size(changes) > 0 ? read_changes(request, changes, &bulk, error)
                                                       : read_action(request, &bulk, error);
    if (!readable) return error->status;
    rest_settings(request);  // from here on; not first on the writer
    const enum db_result result = store_write(rest_app(request)->store, change_all, &bulk);
    if (result != DB_OK) return rest_db_failed(error, result);
    int64_t changed = 0;
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_key(&out, "results");
    writer_begin_array(&out);
    for (size_t i = 0; i < bulk.count; i++) {
        write_outcome(&out, &bulk.items[i]);
        changed += bulk.items[i].changed;
    }
    writer_end_array(&out);
    writer_member_integer(&out, "changed", changed);
    writer_end_object(&out);
    return 200;
}

struct emptying {
    enum comment_status status;
    int64_t most, deleted, remaining;
};

static enum db_result empty(struct db *db, void *argument) {
    struct emptying *emptying = argument;
    struct arena arena;
    arena_init(&arena);
    const struct comment_query query = {
        .statuses = 1U << emptying->status, .type = "", .ascending = true, .limit = emptying->most};
    struct comment_list list;
    enum db_result result = comment_list(db, &arena, &query, &list);
    for (size_t i = 0; result == DB_OK && i < list.count; i++) result = comment_delete(db, list.items[i].id);
    if (result == DB_OK) emptying->deleted = (int64_t) list.count;
    arena_finish(&arena);
    return result == DB_OK ? comment_count(db, 0, emptying->status, &emptying->remaining) : result;
}

bool rest_comments_may_empty(struct request *request, struct error *error) {
    if (rest_can(request, CAP_MODERATE_COMMENTS)) return true;
    error_set(error, rest_refused(request), "rest_cannot_delete", "Sorry, you are not allowed to delete comments.");
    return false;
}

// POST /broadsheet/v1/comments/empty: 200 with how many are left
int rest_comments_empty(struct request *request, struct response *response) {
    struct emptying emptying = {
        .status = rest_comments_status(rest_string(request, "status"), 0),
        .most = rest_integer(request, "limit", BULK_MOST),
    };
    const enum db_result result = store_write(rest_app(request)->store, empty, &emptying);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_integer(&out, "deleted", emptying.deleted);
    writer_member_integer(&out, "remaining", emptying.remaining);
    writer_end_object(&out);
    return 200;
}
