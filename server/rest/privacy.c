// privacy: /broadsheet/v1/privacy: all that is held of a person, and its erasing. For who may change settings
// (WordPress's export_others_personal_data and erase_others_personal_data are that right).
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/url.h"
#include "db/comment.h"
#include "db/custom_field.h"
#include "db/mail.h"
#include "db/media.h"
#include "db/store.h"
#include "db/user.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rules/discussion.h"
#include "server/rules/permalink.h"
#include "server/rules/privacy.h"
#include "server/rules/settings.h"

enum { COMMENTS_A_PAGE = 500 };

static const char *const account_choices[] = {"delete", "keep", NULL};

#define PARAM_ROW_EMAIL                                                                                         \
    {                                                                                                           \
        .name = "email", .description = "The person's e-mail address.", .types = PARAM_STRING, .min_length = 1, \
        .required = true                                                                                        \
    }

static const struct param export_params[] = {
    PARAM_ROW_EMAIL,
    {.name = "from",
     .description = "Where to go on: \"next\" of the answer before.",
     .types = PARAM_STRING,
     .max_length = 64},
    {0},
};
static const struct param erase_params[] = {
    PARAM_ROW_EMAIL,
    {.name = "account",
     .description = "What becomes of the person's account.",
     .types = PARAM_STRING,
     .choices = account_choices,
     .default_json = "\"delete\""},
    {.name = "reassign",
     .description = "The ID of the user who gets the account's articles and files; 0 is nobody.",
     .types = PARAM_INTEGER,
     .limits = LIMIT_LEAST,
     .least = 0,
     .default_json = "0"},
    {0},
};
const struct rest_endpoint rest_privacy_export_endpoint = {.params = export_params};
const struct rest_endpoint rest_privacy_erase_endpoint = {.params = erase_params};

static void write_roles(struct writer *out, unsigned roles) {
    writer_key(out, "roles");
    writer_begin_array(out);
    for (size_t i = 0; i < sizeof role_defs / sizeof *role_defs; i++)
        if (roles & USER_ROLE_BIT(role_defs[i].role)) writer_string(out, role_defs[i].name);
    writer_end_array(out);
}

static void write_account(struct writer *out, struct db *db, const struct user *user) {
    int64_t seen = 0;
    if (user_last_seen(db, user->id, &seen) != DB_OK) seen = 0;
    writer_begin_object(out);
    writer_member_integer(out, "id", user->id);
    writer_member_string(out, "username", user->login);
    writer_member_string(out, "email", user->email);
    writer_member_string(out, "name", user->display_name);
    writer_member_string(out, "nickname", user->nickname);
    writer_member_string(out, "first_name", user->first_name);
    writer_member_string(out, "last_name", user->last_name);
    writer_member_string(out, "url", user->url);
    writer_member_string(out, "description", user->description);
    writer_member_string(out, "locale", user->locale);
    write_roles(out, user->roles);
    writer_member_moment(out, "registered_gmt", user->registered);
    writer_member_moment(out, "last_seen_gmt", seen);
    writer_member_integer(out, "published_articles", user->post_count);
    writer_end_object(out);
}

static enum db_result write_sessions(struct writer *out, struct db *db, struct arena *arena, int64_t user) {
    struct session_list list;
    enum db_result result = session_of_user(db, arena, user, &list);
    if (result != DB_OK) return result;
    writer_key(out, "sessions");
    writer_begin_array(out);
    for (size_t i = 0; i < list.count; i++) {
        writer_begin_object(out);
        writer_member_moment(out, "created_gmt", list.items[i].created);
        writer_member_moment(out, "expires_gmt", list.items[i].expires);
        writer_member_moment(out, "last_seen_gmt", list.items[i].seen);
        writer_member_string(out, "ip", list.items[i].address);
        writer_member_string(out, "user_agent", list.items[i].user_agent);
        writer_end_object(out);
    }
    writer_end_array(out);
    return DB_OK;
}

static enum db_result write_passwords(struct writer *out, struct db *db, struct arena *arena, int64_t user) {
    struct app_password_list list;
    enum db_result result = app_password_of_user(db, arena, user, &list);
    if (result != DB_OK) return result;
    writer_key(out, "application_passwords");
    writer_begin_array(out);
    for (size_t i = 0; i < list.count; i++) {
        writer_begin_object(out);
        writer_member_string(out, "uuid", list.items[i].uuid);
        writer_member_string(out, "name", list.items[i].name);
        writer_member_string(out, "app_id", list.items[i].app_id);
        writer_member_moment(out, "created_gmt", list.items[i].created);
        writer_member_moment(out, "last_used_gmt", list.items[i].last_used);
        writer_member_string(out, "last_ip", list.items[i].last_ip);
        writer_end_object(out);
    }
    writer_end_array(out);
    return DB_OK;
}

static enum db_result write_media(struct writer *out, struct db *db, struct request *request, int64_t user) {
    struct text_list files;
    enum db_result result = media_files_of_author(db, &request->arena, user, &files);
    if (result != DB_OK) return result;
    writer_key(out, "files");
    writer_begin_array(out);
    for (size_t i = 0; i < files.count; i++) {
        const char *file = files.items[i];
        writer_string(out, strstr(file, "://") ? file
                                               : arena_printf(&request->arena, "%s/wp-content/uploads/%s",
                                                              rest_settings(request)->home, file));
    }
    writer_end_array(out);
    return DB_OK;
}

static enum db_result write_letters(struct writer *out, struct db *db, struct arena *arena, const char *email) {
    struct mail_list list;
    enum db_result result = mail_of_recipient(db, arena, email, &list);
    if (result != DB_OK) return result;
    writer_key(out, "letters");
    writer_begin_array(out);
    for (size_t i = 0; i < list.count; i++) {
        writer_begin_object(out);
        writer_member_string(out, "kind", mail_kind_name(list.items[i].kind));
        writer_member_moment(out, "created_gmt", list.items[i].created);
        writer_end_object(out);
    }
    writer_end_array(out);
    return DB_OK;
}

// All but the comments.
static enum db_result write_person(struct writer *out, struct db *db, struct request *request, const char *email,
                                   const struct user *user) {
    struct arena *arena = &request->arena;
    writer_key(out, "account");
    if (!user) {
        writer_null(out);
        return write_letters(out, db, arena, email);
    }
    write_account(out, db, user);
    enum db_result result = write_passwords(out, db, arena, user->id);
    if (result == DB_OK) result = write_sessions(out, db, arena, user->id);
    if (result == DB_OK) result = write_media(out, db, request, user->id);
    return result == DB_OK ? write_letters(out, db, arena, email) : result;
}

// What imports had attached to it.
static enum db_result write_custom_fields(struct writer *out, struct db *db, struct arena *arena, int64_t comment) {
    struct custom_field_list list;
    enum db_result result = custom_field_list(db, arena, CUSTOM_OF_COMMENT, comment, &list);
    if (result != DB_OK || list.count == 0) return result;
    writer_key(out, "custom_fields");
    writer_begin_array(out);
    for (size_t i = 0; i < list.count; i++) {
        writer_begin_object(out);
        writer_member_string(out, "name", list.items[i].name);
        writer_member_string(out, "value", list.items[i].value);
        writer_end_object(out);
    }
    writer_end_array(out);
    return DB_OK;
}

static enum db_result write_comment(struct writer *out, struct db *db, struct request *request,
                                    const struct comment *comment) {
    struct post post;
    enum db_result result = post_get(db, &request->arena, comment->post, &post);
    if (result != DB_OK) return result;
    writer_begin_object(out);
    writer_member_integer(out, "id", comment->id);
    writer_member_integer(out, "post", comment->post);
    writer_member_string(out, "link",
                         permalink_of_comment(db, &request->arena, rest_settings(request), &post, comment));
    writer_member_moment(out, "date_gmt", comment->created);
    writer_member_string(out, "status", comment_status_name(comment->status));
    writer_member_string(out, "author_name", comment->author_name);
    writer_member_string(out, "author_email", comment->author_email);
    writer_member_string(out, "author_url", comment->author_url);
    writer_member_string(out, "author_ip", comment->author_address);
    writer_member_string(out, "author_user_agent", comment->user_agent);
    writer_member_string(out, "content", comment->content);
    result = write_custom_fields(out, db, &request->arena, comment->id);
    writer_end_object(out);
    return result;
}

// "e.1795514400.17", "a.1795514400.17": the part, and the last comment of the answer before.
static bool parse_place(const char *text, struct comment_place *ret) {
    *ret = (struct comment_place){.created = INT64_MIN};
    if (!text || !*text) return true;
    const char part = text[0];
    if ((part != 'a' && part != 'e') || text[1] != '.') return false;
    ret->by_account = part == 'a';
    char *end;
    ret->created = strtoll(text + 2, &end, 10);
    if (end == text + 2 || *end != '.') return false;
    const char *id = end + 1;
    ret->id = strtoll(id, &end, 10);
    return end != id && *end == '\0';
}

static enum db_result write_comments(struct writer *out, struct db *db, struct request *request,
                                     const struct comment_person *person, struct comment_place *place) {
    struct comment_list list;
    enum db_result result = comment_of_person(db, &request->arena, person, COMMENTS_A_PAGE, place, &list);
    if (result != DB_OK) return result;
    writer_key(out, "comments");
    writer_begin_array(out);
    for (size_t i = 0; i < list.count && result == DB_OK; i++) result = write_comment(out, db, request, &list.items[i]);
    writer_end_array(out);
    writer_member_string(out, "next",
                         list.count < COMMENTS_A_PAGE
                             ? NULL
                             : arena_printf(&request->arena, "%c.%" PRId64 ".%" PRId64, place->by_account ? 'a' : 'e',
                                            place->created, place->id));
    return result;
}

// GET /broadsheet/v1/privacy: 200, comments in parts: "next" is not null until the last one; 400 rest_invalid_param;
// 401/403 rest_forbidden
int rest_privacy_export(struct request *request, struct response *response) {
    const char *email = rest_string(request, "email"), *from = rest_string(request, "from");
    struct comment_place place;
    if (!parse_place(from, &place))
        return error_set(&response->error, 400, "rest_invalid_param", "\"from\" is not the \"next\" of an answer.");
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct user user;
    enum db_result result = db ? user_get_by_email(db, &request->arena, email, &user) : DB_ERROR;
    const bool known = result == DB_OK;
    if (result != DB_OK && result != DB_NOT_FOUND) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_string(&out, "email", email);
    result = DB_OK;
    if (!from || !*from) result = write_person(&out, db, request, email, known ? &user : NULL);
    const struct comment_person person = {.email = email, .account = known ? user.id : 0};
    if (result == DB_OK) result = write_comments(&out, db, request, &person, &place);
    writer_end_object(&out);
    return result == DB_OK ? 200 : rest_db_failed(&response->error, result);
}

// POST /broadsheet/v1/privacy/erase: 200; 400 rest_invalid_param, privacy_no_heir; 409 privacy_owns_content,
// privacy_last_administrator: nothing was changed
int rest_privacy_erase(struct request *request, struct response *response) {
    const struct privacy_wish wish = {
        .email = rest_string(request, "email"),
        .account = rest_is(request, "account", "keep") ? PRIVACY_ACCOUNT_KEEP : PRIVACY_ACCOUNT_DELETE,
        .heir = rest_integer(request, "reassign", 0),
    };
    struct privacy_report report;
    if (!privacy_erase(rest_app(request), &request->arena, &wish, &report, &response->error))
        return response->error.status;
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_integer(&out, "comments", report.comments);
    writer_member_integer(&out, "letters", report.letters);
    writer_member_string(&out, "account", report.deleted_account ? "deleted" : report.had_account ? "kept" : "none");
    writer_end_object(&out);
    return 200;
}
