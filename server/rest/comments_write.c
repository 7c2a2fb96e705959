// comments_write: making, changing and deleting comments through REST.
//
// What the API decides by itself (who may set what, which article) follows WordPress's order of checks; closed,
// duplicate, flood and moderation are decided by rules/discussion, inside the inserting transaction.
#include <string.h>

#include "base/utf8.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/comments.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rules/discussion.h"
#include "server/rules/notification.h"

static bool refuse(struct error *error, int status, const char *code, const char *message) {
    error_set(error, status, code, "%s", message);
    return false;
}

enum comment_status rest_comments_status(const char *word, enum comment_status before) {
    static const struct {
        const char *word;
        enum comment_status status;
    } words[] = {
        {"approved", COMMENT_APPROVED}, {"approve", COMMENT_APPROVED}, {"1", COMMENT_APPROVED},
        {"hold", COMMENT_HOLD},         {"0", COMMENT_HOLD},           {"spam", COMMENT_SPAM},
        {"trash", COMMENT_TRASH},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, word) == 0) return words[i].status;
    if (strcmp(word, "unspam") == 0 || strcmp(word, "untrash") == 0) return before ? before : COMMENT_HOLD;
    return 0;
}

static bool may_set_fields(struct request *request, struct error *error) {
    if (rest_can(request, CAP_MODERATE_COMMENTS)) return true;
    if (rest_isset(request, "author") && rest_integer(request, "author", 0) != rest_user_id(request))
        return refuse(error, rest_refused(request), "rest_comment_invalid_author",
                      "Sorry, you are not allowed to edit 'author' for comments.");
    const char *address = rest_string(request, "author_ip");
    if (address && strcmp(address, request->address) != 0)
        return refuse(error, rest_refused(request), "rest_comment_invalid_author_ip",
                      "Sorry, you are not allowed to edit 'author_ip' for comments.");
    if (rest_isset(request, "status"))
        return refuse(error, rest_refused(request), "rest_comment_invalid_status",
                      "Sorry, you are not allowed to edit 'status' for comments.");
    return true;
}

static bool refuse_closed(struct error *error) {
    return refuse(error, 403, "rest_comment_closed", "Sorry, comments are closed for this item.");
}

bool rest_comments_may_create(struct request *request, struct error *error) {
    const struct settings *settings = rest_settings(request);
    if (!rest_logged_in(request) && (settings->comment_registration || !settings->rest_allow_anonymous_comments))
        return refuse(error, 401, "rest_comment_login_required", "Sorry, you must be logged in to comment.");
    if (!may_set_fields(request, error)) return false;

    static const char no_post[] = "Sorry, you are not allowed to create this comment without a post.";
    static const char not_here[] = "Sorry, you are not allowed to create a comment on this post.";
    // Asked for the Allow header of a list, "post" is a list of ids.
    struct id_list posts = rest_ids(request, "post");
    int64_t id = posts.count ? posts.items[0] : rest_integer(request, "post", 0);
    if (id == 0) return refuse(error, 403, "rest_comment_invalid_post_id", no_post);
    struct post post;
    enum db_result result;
    {
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        result = db ? post_get(db, &request->arena, id, &post) : DB_ERROR;
    }
    if (result == DB_NOT_FOUND) return refuse(error, 403, "rest_comment_invalid_post_id", no_post);
    if (result != DB_OK) {
        rest_db_failed(error, result);
        return false;
    }
    if (post.status == POST_DRAFT) return refuse(error, 403, "rest_comment_draft_post", not_here);
    if (post.status == POST_TRASH) return refuse(error, 403, "rest_comment_trash_post", not_here);
    if (!rest_comments_may_read_post(request, &post))
        return refuse(error, rest_refused(request), "rest_cannot_read_post",
                      "Sorry, you are not allowed to read the post for this comment.");
    if (!comment_gate(&post, settings, request->now, true).open) return refuse_closed(error);
    return true;
}

// Takes name, e-mail, URL and user from the parameters, or all of them from the user who asks when none was sent.
static bool read_author(struct request *request, struct discussion_submission *submission, struct error *error) {
    submission->name = rest_string(request, "author_name");
    submission->email = rest_string(request, "author_email");
    submission->url = rest_string(request, "author_url");
    const struct user *user = NULL;
    if (rest_isset(request, "author")) {
        struct user *other = arena_new(&request->arena, struct user);
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        if (!db || user_get(db, &request->arena, rest_integer(request, "author", 0), other) != DB_OK)
            return refuse(error, 400, "rest_comment_author_invalid", "Invalid comment author ID.");
        user = other;
    } else if (!rest_filled(request, "author_name") && !rest_filled(request, "author_email") &&
               !rest_filled(request, "author_url")) {
        user = rest_actor(request)->user;
    }
    if (user) {
        submission->user = user->id;
        // What was sent wins over what the account says (prepare_item_for_database sets them in this order).
        if (!submission->name) submission->name = user->display_name;
        if (!submission->email) submission->email = user->email;
        if (!submission->url) submission->url = user->url;
    }
    if (!submission->name) submission->name = "";
    if (!submission->email) submission->email = "";
    if (!submission->url) submission->url = "";
    bool required = rest_settings(request)->require_name_email;
    if (required && (!*submission->name || !*submission->email))
        return refuse(error, 400, "rest_comment_author_data_required",
                      "Creating a comment requires valid author name and email values.");
    return true;
}

// The widths of WordPress's columns (wp_check_comment_data_max_lengths): characters, but bytes for the content.
static bool check_lengths(const char *name, const char *email, const char *url, const char *content,
                          struct error *error) {
    static const char words[] = "Comment field exceeds maximum length allowed.";
    if (name && utf8_length(name) > COMMENT_NAME_MAX) return refuse(error, 400, "comment_author_column_length", words);
    if (email && utf8_length(email) > COMMENT_EMAIL_MAX)
        return refuse(error, 400, "comment_author_email_column_length", words);
    if (url && utf8_length(url) > COMMENT_URL_MAX) return refuse(error, 400, "comment_author_url_column_length", words);
    if (content && strlen(content) > COMMENT_CONTENT_MAX)
        return refuse(error, 400, "comment_content_column_length", words);
    return true;
}

static bool is_blank(const char *text) { return text[strspn(text, " \t\r\n\f\v")] == '\0'; }

static bool refuse_content(struct error *error) {
    return refuse(error, 400, "rest_comment_content_invalid", "Invalid comment content.");
}

// "date" in the site's zone wins over "date_gmt" (rest_get_date_with_gmt).
static int64_t read_date(struct request *request) {
    int64_t moment = 0;
    if (!rest_moment(request, "date", false, &moment)) rest_moment(request, "date_gmt", true, &moment);
    return moment;
}

// The status that a verdict of the discussion becomes here.
static int refuse_verdict(const struct discussion_outcome *outcome, struct error *error) {
    switch (outcome->verdict) {
        case DISCUSSION_ACCEPTED:
            return 0;
        case DISCUSSION_NO_POST:
            refuse(error, 403, "rest_comment_invalid_post_id",
                   "Sorry, you are not allowed to create this comment without a post.");
            break;
        case DISCUSSION_BAD_PARENT:
            refuse(error, 400, "rest_comment_invalid_parent", "Invalid comment parent.");
            break;
        case DISCUSSION_CLOSED:
            refuse_closed(error);
            break;
        case DISCUSSION_LOGIN_REQUIRED:
            refuse(error, 401, "rest_comment_login_required", "Sorry, you must be logged in to comment.");
            break;
        case DISCUSSION_AUTHOR_REQUIRED:
        case DISCUSSION_BAD_EMAIL:
            refuse(error, 400, "rest_comment_author_data_required",
                   "Creating a comment requires valid author name and email values.");
            break;
        case DISCUSSION_EMPTY:
            refuse_content(error);
            break;
        case DISCUSSION_TOO_LONG_NAME:
        case DISCUSSION_TOO_LONG_EMAIL:
        case DISCUSSION_TOO_LONG_URL:
        case DISCUSSION_TOO_LONG_CONTENT:
            refuse(error, 400, "comment_content_column_length", "Comment field exceeds maximum length allowed.");
            break;
        case DISCUSSION_DUPLICATE:
            refuse(error, 409, "comment_duplicate",
                   "Duplicate comment detected; it looks as though you&#8217;ve already said that!");
            break;
        case DISCUSSION_FLOOD:
            error->retry_after = outcome->retry_after;
            refuse(error, 400, "comment_flood", "You are posting comments too quickly. Slow down.");
            break;
        case DISCUSSION_FULL:
            rest_db_failed(error, DB_FULL);
            break;
        case DISCUSSION_TOO_LATE:  // of a change by this way only
        case DISCUSSION_FAILED:
            rest_db_failed(error, DB_ERROR);
            break;
    }
    return error->status;
}

// Who made a comment sees its raw text only as a moderator; who may change one sees it always.
static int reply(struct request *request, struct response *response, const struct comment *comment, bool created) {
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct post post;
    enum db_result result = db ? post_get(db, &request->arena, comment->post, &post) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct item item;
    reply_item_begin(&item, request, response, &rest_comments_schema,
                     !created || rest_can(request, CAP_MODERATE_COMMENTS) ? CONTEXT_EDIT : CONTEXT_VIEW);
    rest_comments_write(&item, db, comment, &post);
    if (!created) return reply_item_end(&item, response, 200);
    return reply_item_created(&item, response, rest_url(request, "/wp/v2/comments/%lld", (long long) comment->id));
}

// POST /wp/v2/comments: 201; 400 rest_comment_exists, rest_comment_content_invalid, ...; 403 rest_comment_closed;
// 409 comment_duplicate; 400 comment_flood
int rest_comments_create(struct request *request, struct response *response) {
    struct error *error = &response->error;
    if (rest_filled(request, "id"))
        return error_set(error, 400, "rest_comment_exists", "Cannot create existing comment.");
    const char *type = rest_string(request, "type");
    if (type && *type && strcmp(type, "comment") != 0)
        return error_set(error, 400, "rest_invalid_comment_type", "Cannot create a comment with that type.");
    const char *agent = rest_string(request, "author_user_agent");
    if (!agent) agent = request_header(request, "User-Agent");
    const char *address = rest_string(request, "author_ip");
    const char *content = rest_raw(request, "content");
    struct discussion_submission submission = {
        .post = rest_integer(request, "post", 0),
        .parent = rest_integer(request, "parent", 0),
        .content = content ? content : "",
        .address = address ? address : request->address,
        .address_as_given = address && rest_can(request, CAP_MODERATE_COMMENTS),
        .user_agent = agent ? agent : "",
        .actor = rest_actor(request),
        .now = request->now,
        .as_given = true,
        .date = read_date(request),
        .skip_login_rule = true,
        .skip_required_rule = true,
    };
    if (is_blank(submission.content)) {
        refuse_content(error);
        return error->status;
    }
    if (!read_author(request, &submission, error) ||
        !check_lengths(submission.name, submission.email, submission.url, submission.content, error))
        return error->status;
    const char *status = rest_string(request, "status");
    if (status) submission.status = rest_comments_status(status, 0);
    struct discussion_outcome outcome = {0};
    discussion_submit(rest_app(request), &request->arena, &submission, &outcome);
    if (refuse_verdict(&outcome, error)) return error->status;
    return reply(request, response, &outcome.comment, true);
}

bool rest_comments_may_update(struct request *request, struct error *error) {
    const struct comment_subject *subject;
    if (!rest_comments_load(request, &subject, error)) return false;
    if (actor_can_edit_comment(rest_actor(request), &subject->comment, &subject->post)) return true;
    return refuse(error, rest_refused(request), "rest_cannot_edit", "Sorry, you are not allowed to edit this comment.");
}

struct comment_write {
    struct request *request;
    struct error *error;
    int64_t id;
    const char *content, *content_html;                // NULL: unchanged
    const char *name, *email, *url, *address, *agent;  // the same
    int64_t date, post, parent, user;
    bool set_date, set_post, set_parent, set_user;
    const char *status;      // the word that was sent; NULL: none
    struct comment comment;  // as it is afterwards
};

static enum db_result conflict(struct comment_write *write, int status, const char *code, const char *message) {
    refuse(write->error, status, code, message);
    return DB_CONFLICT;
}

// A comment may hang below another one of the same article only, and never below itself.
static enum db_result check_parent(struct db *db, struct comment_write *write) {
    struct arena *arena = &write->request->arena;
    int64_t above = write->comment.parent;
    for (int depth = 0; above; depth++) {
        struct comment parent;
        enum db_result result = comment_get(db, arena, above, &parent);
        bool bad = result == DB_NOT_FOUND || parent.post != write->comment.post || above == write->id || depth > 10000;
        if (bad) return conflict(write, 400, "rest_comment_invalid_parent", "Invalid comment parent.");
        if (result != DB_OK) return result;
        above = parent.parent;
    }
    return DB_OK;
}

static enum db_result update_comment(struct db *db, void *argument) {
    struct comment_write *write = argument;
    struct arena *arena = &write->request->arena;
    struct comment *comment = &write->comment;
    enum db_result result = comment_get(db, arena, write->id, comment);
    if (result != DB_OK) return result;
    if (write->content) comment->content = write->content, comment->content_html = write->content_html;
    if (write->name) comment->author_name = write->name;
    if (write->email) comment->author_email = write->email;
    if (write->url) comment->author_url = write->url;
    if (write->address) comment->author_address = write->address;
    if (write->agent) comment->user_agent = write->agent;
    if (write->set_date) comment->created = write->date;
    if (write->set_parent) comment->parent = write->parent;
    if (write->set_post) {
        struct post post;
        result = post_get(db, arena, write->post, &post);
        if (result == DB_NOT_FOUND) return conflict(write, 403, "rest_comment_invalid_post_id", "Invalid post ID.");
        if (result != DB_OK) return result;
        comment->post = write->post;
    }
    if (write->set_user) {
        struct user user;
        result = user_get(db, arena, write->user, &user);
        if (result == DB_NOT_FOUND)
            return conflict(write, 400, "rest_comment_author_invalid", "Invalid comment author ID.");
        if (result != DB_OK) return result;
        comment->user = user.id;
        if (!write->name) comment->author_name = user.display_name;
        if (!write->email) comment->author_email = user.email;
        if (!write->url) comment->author_url = user.url;
    }
    if (write->set_parent || write->set_post) result = check_parent(db, write);
    if (result == DB_OK) result = comment_update(db, comment);
    enum comment_status status =
        result == DB_OK && write->status ? rest_comments_status(write->status, comment->status_before_trash) : 0;
    const bool approves = status == COMMENT_APPROVED && comment->status != COMMENT_APPROVED;
    if (status) result = discussion_set_status(db, write->id, status);
    if (result == DB_OK && approves)
        result = notification_of_approval(db, arena, rest_settings(write->request), write->id,
                                          rest_actor(write->request), write->request->now);
    return result == DB_OK ? comment_get(db, arena, write->id, comment) : result;
}

// POST, PUT, PATCH /wp/v2/comments/ID: 200. Never refused for the article being closed.
int rest_comments_update(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct comment_subject *subject;
    if (!rest_comments_load(request, &subject, error)) return error->status;
    const char *type = rest_string(request, "type");
    if (type && strcmp(type, subject->comment.type) != 0)
        return error_set(error, 404, "rest_comment_invalid_type",
                         "Sorry, you are not allowed to change the comment type.");
    struct comment_write write = {
        .request = request,
        .error = error,
        .id = subject->comment.id,
        .name = rest_string(request, "author_name"),
        .email = rest_string(request, "author_email"),
        .url = rest_string(request, "author_url"),
        .address = rest_string(request, "author_ip"),
        .agent = rest_string(request, "author_user_agent"),
        .date = read_date(request),
        .set_post = rest_filled(request, "post"),
        .post = rest_integer(request, "post", 0),
        .set_parent = rest_isset(request, "parent"),
        .parent = rest_integer(request, "parent", 0),
        .set_user = rest_isset(request, "author"),
        .user = rest_integer(request, "author", 0),
        .status = rest_string(request, "status"),
    };
    write.set_date = write.date != 0;
    if (write.name) write.name = rest_text_plain(&request->arena, write.name);
    const char *content = rest_raw(request, "content");
    if (content) {
        if (is_blank(content)) {
            refuse_content(error);
            return error->status;
        }
        if (!check_lengths(write.name, write.email, write.url, content, error)) return error->status;
        discussion_render(&request->arena, rest_settings(request), content, rest_can(request, CAP_UNFILTERED_HTML),
                          &write.content, &write.content_html);
    } else if (!check_lengths(write.name, write.email, write.url, NULL, error)) {
        return error->status;
    }
    enum db_result result = store_write(rest_app(request)->store, update_comment, &write);
    if (result == DB_NOT_FOUND) return error_set(error, 404, "rest_comment_invalid_id", "Invalid comment ID.");
    if (result != DB_OK) return rest_db_failed(error, result);
    return reply(request, response, &write.comment, false);
}

bool rest_comments_may_delete(struct request *request, struct error *error) {
    const struct comment_subject *subject;
    if (!rest_comments_load(request, &subject, error)) return false;
    if (actor_can_edit_comment(rest_actor(request), &subject->comment, &subject->post)) return true;
    return refuse(error, rest_refused(request), "rest_cannot_delete",
                  "Sorry, you are not allowed to delete this comment.");
}

static enum db_result remove_comment(struct db *db, void *argument) {
    const int64_t *id = argument;
    return comment_delete(db, *id);
}

static enum db_result trash_comment(struct db *db, void *argument) {
    struct comment_write *write = argument;
    enum db_result result = comment_get(db, &write->request->arena, write->id, &write->comment);
    if (result == DB_OK && write->comment.status == COMMENT_TRASH)
        return conflict(write, 410, "rest_already_trashed", "The comment has already been trashed.");
    if (result == DB_OK) result = discussion_set_status(db, write->id, COMMENT_TRASH);
    return result == DB_OK ? comment_get(db, &write->request->arena, write->id, &write->comment) : result;
}

// DELETE /wp/v2/comments/ID: 200, to the trash, or for good with force; 410 rest_already_trashed
int rest_comments_delete(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct comment_subject *subject;
    if (!rest_comments_load(request, &subject, error)) return error->status;
    struct store *store = rest_app(request)->store;
    if (!rest_boolean(request, "force", false)) {
        struct comment_write write = {.request = request, .error = error, .id = subject->comment.id};
        enum db_result result = store_write(store, trash_comment, &write);
        if (result != DB_OK) return rest_db_failed(error, result);
        return reply(request, response, &write.comment, false);
    }
    struct item item;
    reply_deleted_begin(&item, request, response, &rest_comments_schema, CONTEXT_EDIT);
    {
        STORE_READ db = store_read_acquire(store);
        rest_comments_write(&item, db, &subject->comment, &subject->post);
    }
    int64_t id = subject->comment.id;
    enum db_result result = store_write(store, remove_comment, &id);
    if (result != DB_OK) {
        strbuf_reset(&response->body);
        return rest_db_failed(error, result);
    }
    return reply_deleted_end(&item, response);
}
