// users_write: making, changing and deleting accounts (wp_insert_user, wp_update_user, wp_delete_user).
// Passwords are hashed here, on the worker, never on the writer thread.
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "db/media.h"
#include "db/media_use.h"
#include "db/store.h"
#include "server/media/uploads.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rest/users.h"
#include "server/rules/discussion.h"
#include "server/rules/identity.h"
#include "server/rules/notification.h"
#include "server/rules/publishing.h"
#include "server/text/escape.h"
#include "server/text/sanitize.h"
#include "server/text/slug.h"

bool rest_users_may_create(struct request *request, struct error *error) {
    if (rest_can(request, CAP_CREATE_USERS)) return true;
    return rest_users_refuse(request, error, "rest_cannot_create_user",
                             "Sorry, you are not allowed to create new users.");
}

// Were only roles sent? Then the right to promote is enough.
static bool only_roles(const struct request *request) {
    for (const struct param *row = rest_users_schema.properties; row->name; row++)
        if (strcmp(row->name, "roles") != 0 && strcmp(row->name, "id") != 0 && rest_sent(request, row->name))
            return false;
    return true;
}

bool rest_users_may_update(struct request *request, struct error *error) {
    const struct user *user;
    if (!rest_users_load(request, &user, error)) return false;
    if (rest_filled(request, "roles")) {
        if (!rest_can(request, CAP_PROMOTE_USERS))
            return rest_users_refuse(request, error, "rest_cannot_edit_roles",
                                     "Sorry, you are not allowed to edit roles of this user.");
        if (only_roles(request)) return true;
    }
    if (actor_can_edit_user(rest_actor(request), user->id)) return true;
    return rest_users_refuse(request, error, "rest_cannot_edit", "Sorry, you are not allowed to edit this user.");
}

bool rest_users_may_delete(struct request *request, struct error *error) {
    const struct user *user;
    if (!rest_users_load(request, &user, error)) return false;
    if (rest_can(request, CAP_DELETE_USERS)) return true;
    return rest_users_refuse(request, error, "rest_user_cannot_delete",
                             "Sorry, you are not allowed to delete this user.");
}

struct user_write {
    struct request *request;
    struct error *error;
    struct user user;  // what is to be stored; id 0: a new one
    bool set_slug, set_password;
};

// Roles as sent, to a mask. Nobody may take from himself the right to edit users (check_role_update).
static bool read_roles(struct user_write *write) {
    struct request *request = write->request;
    struct text_list roles = rest_texts(request, "roles");
    if (roles.count == 0) return true;
    unsigned mask = 0;
    for (size_t i = 0; i < roles.count; i++) {
        enum user_role role;
        if (!role_parse(roles.items[i], &role)) {
            error_set(write->error, 400, "rest_user_invalid_role", "The role %s does not exist.", roles.items[i]);
            return false;
        }
        mask |= USER_ROLE_BIT(role);
    }
    bool self = write->user.id != 0 && write->user.id == rest_user_id(request);
    if (self && !capability_of_roles(mask, CAP_EDIT_USERS))
        return rest_users_refuse(request, write->error, "rest_user_invalid_role",
                                 "Sorry, you are not allowed to give users that role.");
    write->user.roles = mask;
    return true;
}

static void take_text(struct request *request, const char *name, const char **field) {
    const char *sent = rest_string(request, name);
    if (sent) *field = rest_text_plain(&request->arena, sent);
}

static bool too_long(struct user_write *write) {
    const struct user *user = &write->user;
    const struct {
        const char *name, *value;
        size_t most;
    } fields[] = {
        {"name", user->display_name, 250},
        {"first_name", user->first_name, 250},
        {"last_name", user->last_name, 250},
        {"nickname", user->nickname, 250},
        {"url", user->url, 2000},
        {"email", user->email, 100},
        {"description", user->description, 20000},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strlen(fields[i].value) <= fields[i].most) continue;
        error_set(write->error, 400, "rest_invalid_param", "Invalid parameter(s): %s", fields[i].name);
        error_add_param(write->error, &write->request->arena, fields[i].name,
                        arena_printf(&write->request->arena, "%s must be at most %zu characters long.", fields[i].name,
                                     fields[i].most),
                        "rest_too_long");
        return true;
    }
    return false;
}

static bool read_fields(struct user_write *write) {
    struct request *request = write->request;
    struct arena *arena = &request->arena;
    take_text(request, "name", &write->user.display_name);
    take_text(request, "first_name", &write->user.first_name);
    take_text(request, "last_name", &write->user.last_name);
    take_text(request, "nickname", &write->user.nickname);
    take_text(request, "email", &write->user.email);
    if (rest_string(request, "locale")) write->user.locale = rest_string(request, "locale");
    const char *description = rest_string(request, "description");
    if (description) write->user.description = sanitize_html(arena, SANITIZE_COMMENT, description);
    const char *url = rest_string(request, "url");
    if (url) write->user.url = escape_url_is_safe(url) ? rest_text_plain(arena, url) : "";
    const char *slug = rest_string(request, "slug");
    if (slug && *slug) {
        write->user.slug = rest_text_slug_sent(arena, slug);
        write->set_slug = true;
    }
    const char *password = rest_string(request, "password");
    if (password) {
        write->user.password_hash = password_hash(arena, password);
        write->set_password = true;
        if (!write->user.password_hash) {
            error_set(write->error, 503, "rest_busy", "The password could not be hashed; please try again.");
            return false;
        }
    }
    return read_roles(write) && !too_long(write);
}

static enum db_result refuse(struct user_write *write, const char *code, const char *message) {
    error_set(write->error, 400, code, "%s", message);
    return DB_CONFLICT;
}

// WordPress passes these two on as wp_insert_user() made them, without data (and with status 500).
static enum db_result refuse_taken(struct user_write *write, const char *code, const char *message) {
    write->error->no_data = true;
    return refuse(write, code, message);
}

// A nicename that nobody has: "ann", "ann-2", ...
static enum db_result unique_slug(struct db *db, struct user_write *write, const char *wish) {
    struct arena *arena = &write->request->arena;
    const char *base = slug_from_text(arena, wish);
    if (!*base) base = "user";
    for (unsigned number = 1; number < 10000; number++) {
        const char *slug = number == 1 ? base : slug_with_number(arena, base, number);
        struct user other;
        enum db_result result = user_get_by_slug(db, arena, slug, &other);
        if (result == DB_NOT_FOUND || (result == DB_OK && other.id == write->user.id)) {
            write->user.slug = slug;
            return DB_OK;
        }
        if (result != DB_OK) return result;
    }
    return DB_CONFLICT;
}

static enum db_result insert_user(struct db *db, void *argument) {
    struct user_write *write = argument;
    struct arena *arena = &write->request->arena;
    struct user other;
    enum db_result result = user_get_by_login(db, arena, write->user.login, &other);
    if (result == DB_OK) return refuse_taken(write, "existing_user_login", "Sorry, that username already exists!");
    if (result == DB_NOT_FOUND) result = user_get_by_email(db, arena, write->user.email, &other);
    if (result == DB_OK)
        return refuse_taken(write, "existing_user_email", "Sorry, that email address is already used!");
    if (result != DB_NOT_FOUND) return result;
    result = unique_slug(db, write, write->set_slug ? write->user.slug : write->user.login);
    if (result == DB_OK) result = user_insert(db, &write->user, &write->user.id);
    return result == DB_OK ? user_get(db, arena, write->user.id, &write->user) : result;
}

// A new password ends what was begun with the old one, but for the session that sets it.
static enum db_result end_sessions(struct db *db, const struct user_write *write) {
    const struct identity *identity = rest_identity(write->request);
    int64_t ended;
    if (identity && identity->kind == IDENTITY_SESSION && identity->user.id == write->user.id)
        return session_delete_others(db, write->user.id, identity->session_hash, &ended);
    return session_delete_of_user(db, write->user.id);
}

// Without one the site could not be governed but from the command line.
static enum db_result keep_administrator(struct db *db, struct arena *arena, unsigned before, unsigned after,
                                         struct error *error) {
    static const char words[] = "This is the only administrator; there must be one.";
    const unsigned bit = USER_ROLE_BIT(ROLE_ADMINISTRATOR);
    int64_t count = 2;
    if (!(before & bit) || (after & bit)) return DB_OK;
    const enum db_result result = user_count_role(db, ROLE_ADMINISTRATOR, &count);
    if (result != DB_OK || count > 1) return result;
    error_set(error, 409, "broadsheet_last_administrator", "%s", words);
    error_add_param(error, arena, "roles", words, NULL);
    return DB_CONFLICT;
}

static enum db_result update_user(struct db *db, void *argument) {
    struct user_write *write = argument;
    struct arena *arena = &write->request->arena;
    struct user other;
    enum db_result result = user_get_by_email(db, arena, write->user.email, &other);
    if (result == DB_OK && other.id != write->user.id)
        return refuse(write, "rest_user_invalid_email", "Invalid email address.");
    if (result != DB_OK && result != DB_NOT_FOUND) return result;
    if (write->set_slug) {
        result = user_get_by_slug(db, arena, write->user.slug, &other);
        if (result == DB_OK && other.id != write->user.id)
            return refuse(write, "rest_user_invalid_slug", "Invalid slug.");
        if (result != DB_OK && result != DB_NOT_FOUND) return result;
    }
    struct user before;
    result = user_get(db, arena, write->user.id, &before);
    if (result == DB_OK) result = keep_administrator(db, arena, before.roles, write->user.roles, write->error);
    if (result == DB_OK) result = user_update(db, &write->user);
    if (result == DB_OK)
        result = notification_of_account(db, rest_settings(write->request), &before, &write->user, write->request->now);
    if (result == DB_OK && write->set_password) result = end_sessions(db, write);
    return result == DB_OK ? user_get(db, arena, write->user.id, &write->user) : result;
}

// After that much time the one before a browser may be somebody else than the one who logged in.
enum { CONFIRM_AFTER_SECONDS = 15 * 60 };

static bool refuse_confirmation(struct request *request, struct error *error, int status, const char *code,
                                const char *message) {
    error_set(error, status, code, "%s", message);
    error_add_param(error, &request->arena, "current_password", message, code);
    return false;
}

// Who changes his own password or address from an old session must know the present password, so that nobody at an
// unattended desk takes the account over. One that is sent must be right at any time. Unlike WordPress, whose API never
// asks; programs with an application password are not asked here either.
static bool confirm(struct request *request, const struct user *before, struct error *error) {
    const struct identity *identity = rest_identity(request);
    const char *current = rest_string(request, "current_password"), *email = rest_string(request, "email");
    const bool matters = rest_sent(request, "password") || (email && *email && strcmp(email, before->email) != 0);
    if (before->id != rest_user_id(request) || !matters) return true;
    if (!current || !*current) {
        const bool old =
            identity->kind == IDENTITY_SESSION && request->now - identity->session_created > CONFIRM_AFTER_SECONDS;
        return !old || refuse_confirmation(request, error, 403, "broadsheet_current_password_required",
                                           "Please give your present password too.");
    }
    if (identity_confirm(rest_app(request), before, current, request->address, error)) return true;
    if (error->status != 400) return false;
    *error = (struct error){0};
    return refuse_confirmation(request, error, 400, "broadsheet_current_password_wrong",
                               "This is not your present password.");
}

static int reply(struct request *request, struct response *response, const struct user *user, bool created) {
    struct item item;
    reply_item_begin(&item, request, response, &rest_users_schema, CONTEXT_EDIT);
    rest_users_write(&item, user);
    if (!created) return reply_item_end(&item, response, 200);
    return reply_item_created(&item, response, rest_url(request, "/wp/v2/users/%lld", (long long) user->id));
}

// POST /wp/v2/users: 201; 400 existing_user_login, existing_user_email (WordPress: 500), rest_user_invalid_role
int rest_users_create(struct request *request, struct response *response) {
    struct error *error = &response->error;
    if (rest_filled(request, "id")) return error_set(error, 400, "rest_user_exists", "Cannot create existing user.");
    const char *login = rest_string(request, "username");
    enum user_role role = ROLE_SUBSCRIBER;
    bool known = role_parse(rest_settings(request)->default_role, &role);
    (void) known;  // setting_check let nothing else pass
    struct user_write write = {
        .request = request,
        .error = error,
        .user = {.login = login,
                 .email = "",
                 .slug = "",
                 .display_name = login,
                 .nickname = login,
                 .first_name = "",
                 .last_name = "",
                 .url = "",
                 .description = "",
                 .locale = "",
                 .password_hash = "",
                 .roles = USER_ROLE_BIT(role),
                 .registered = request->now},
    };
    if (!read_fields(&write)) return error->status;
    if (!*write.user.display_name) write.user.display_name = login;
    if (!*write.user.nickname) write.user.nickname = login;
    enum db_result result = store_write(rest_app(request)->store, insert_user, &write);
    if (result != DB_OK) return rest_db_failed(error, result);
    return reply(request, response, &write.user, true);
}

// POST, PUT, PATCH /wp/v2/users/ID, /wp/v2/users/me: 200; 400 rest_user_invalid_email, _argument, _slug, _role;
// 403 broadsheet_current_password_required; 400 broadsheet_current_password_wrong; 409 broadsheet_last_administrator
int rest_users_update(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct user *before;
    if (!rest_users_load(request, &before, error)) return error->status;
    const char *login = rest_string(request, "username");
    if (login && *login && strcmp(login, before->login) != 0)
        return error_set(error, 400, "rest_user_invalid_argument", "Username is not editable.");
    struct user_write write = {.request = request, .error = error, .user = *before};
    if (!confirm(request, before, error)) return error->status;
    if (!read_fields(&write)) return error->status;
    if (!*write.user.nickname) write.user.nickname = before->login;
    if (!*write.user.display_name) write.user.display_name = before->login;
    if (!*write.user.email) write.user.email = before->email;
    enum db_result result = store_write(rest_app(request)->store, update_user, &write);
    if (result != DB_OK) return rest_db_failed(error, result);
    return reply(request, response, &write.user, false);
}

struct user_removal {
    struct arena *arena;
    const struct settings *settings;
    struct error *error;
    int64_t id, reassign;
    struct text_list files;  // of the media that went too
};

static enum db_result remove_user(struct db *db, void *argument) {
    struct user_removal *removal = argument;
    struct id_list showing = {0};
    struct user heir, gone;
    enum db_result found = user_get(db, removal->arena, removal->id, &gone);
    if (found == DB_OK) found = keep_administrator(db, removal->arena, gone.roles, 0, removal->error);
    if (found != DB_OK) return found;
    if (removal->reassign) {
        enum db_result result =
            removal->reassign == removal->id ? DB_NOT_FOUND : user_get(db, removal->arena, removal->reassign, &heir);
        if (result == DB_NOT_FOUND) {
            error_set(removal->error, 400, "rest_user_invalid_reassign", "Invalid user ID for reassignment.");
            return DB_CONFLICT;
        }
        if (result != DB_OK) return result;
    } else {
        enum db_result result = media_files_of_author(db, removal->arena, removal->id, &removal->files);
        if (result == DB_OK) result = media_use_of_author(db, removal->arena, removal->id, &showing);
        if (result != DB_OK) return result;
    }
    const enum db_result result = user_delete(db, removal->id, removal->reassign);
    return result == DB_OK ? publishing_rerender_all(db, removal->settings, &showing) : result;
}

// "reassign": a number, or empty, false, "false" for nobody (check_reassign). False: the error is set.
static bool read_reassign(struct request *request, int64_t *ret, struct error *error) {
    json_t *value = rest_value(request, "reassign");
    const char *text = json_string_value(value);
    *ret = 0;
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *ret = json_integer_value(value);
        return true;
    }
    if (json_is_false(value) || json_is_null(value) || (text && (!*text || strcasecmp(text, "false") == 0)))
        return true;
    if (text && strlen(text) < 19 && text[strspn(text, "0123456789")] == '\0') {
        *ret = strtoll(text, NULL, 10);
        return true;
    }
    error_set(error, 400, "rest_invalid_param", "Invalid user parameter(s).");
    return false;
}

// DELETE /wp/v2/users/ID?force=true&reassign=ID: 200; 501 rest_trash_not_supported; 400 rest_user_invalid_reassign;
// 409 broadsheet_last_administrator
int rest_users_delete(struct request *request, struct response *response) {
    struct error *error = &response->error;
    const struct user *user;
    if (!rest_users_load(request, &user, error)) return error->status;
    if (!rest_boolean(request, "force", false))
        return error_set(error, 501, "rest_trash_not_supported", "Users do not support trashing. Set '%s' to delete.",
                         "force=true");
    struct user_removal removal = {
        .arena = &request->arena, .settings = rest_settings(request), .error = error, .id = user->id};
    if (!read_reassign(request, &removal.reassign, error)) return error->status;
    struct item item;
    reply_deleted_begin(&item, request, response, &rest_users_schema, CONTEXT_EDIT);
    rest_users_write(&item, user);
    enum db_result result = store_write(rest_app(request)->store, remove_user, &removal);
    if (result != DB_OK) {
        strbuf_reset(&response->body);
        return rest_db_failed(error, result);
    }
    for (size_t i = 0; i < removal.files.count; i++)
        uploads_remove_file(rest_app(request)->uploads, removal.files.items[i]);
    return reply_deleted_end(&item, response);
}
