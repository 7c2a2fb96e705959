// app_passwords: /wp/v2/users/ID/application-passwords (WordPress's WP_REST_Application_Passwords_Controller).
//
// The password itself is in one answer only, that of its making; what is stored is a keyed hash.
#include <string.h>

#include "base/clock.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rest/users.h"

static bool check_app_id(struct request *request, const struct param *param, json_t *value, struct error *error) {
    const char *id = json_string_value(value);
    return (id && !*id) || param_validate(param, value, param->name, request, error);
}

static bool has_no_blank_only(const char *value) { return value[strspn(value, " \t\r\n\f\v")] != '\0'; }
static const struct param_pattern not_blank = {.text = ".*\\S.*", .matches = has_no_blank_only};

static const struct param properties[] = {
    {.name = "uuid",
     .description = "The unique identifier for the application password.",
     .types = PARAM_STRING,
     .format = FORMAT_UUID,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "app_id",
     .description = "A UUID provided by the application to uniquely identify it. It is recommended to use an UUID v5 "
                    "with the URL or DNS namespace.",
     .types = PARAM_STRING,
     .format = FORMAT_UUID,
     .contexts = CONTEXT_ALL,
     .check = check_app_id},
    {.name = "name",
     .description = "The name of the application password.",
     .types = PARAM_STRING,
     .required = true,
     .min_length = 1,
     .max_length = 250,
     .pattern = &not_blank,
     .contexts = CONTEXT_ALL},
    {.name = "password",
     .description = "The generated password. Only available after adding an application.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "created",
     .description = "The GMT date the application password was created.",
     .types = PARAM_STRING,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {.name = "last_used",
     .description = "The GMT date the application password was last used.",
     .types = PARAM_STRING | PARAM_NULL,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {.name = "last_ip",
     .description = "The IP address the application password was last used by.",
     .types = PARAM_STRING | PARAM_NULL,
     .format = FORMAT_IP,
     .contexts = CONTEXT_VIEW_EDIT,
     .readonly = true},
    {0},
};
static const struct rest_schema schema = {.title = "application-password", .properties = properties};

static const struct param user_capture[] = {
    {.name = "user_id", .description = "Unique identifier for the user.", .types = PARAM_INTEGER}, {0}};
static const struct param uuid_captures[] = {
    {.name = "user_id", .description = "Unique identifier for the user.", .types = PARAM_INTEGER},
    {.name = "uuid", .description = "Unique identifier for the application password.", .types = PARAM_STRING},
    {0}};
static const struct param me_uuid_capture[] = {
    {.name = "uuid", .description = "Unique identifier for the application password.", .types = PARAM_STRING}, {0}};
static const struct param context_params[] = {PARAM_ROW_CONTEXT, {0}};

// Each endpoint stands twice: for a user by number, and for "me". The indexes show both as one, as WordPress does.
#define SHOWN(rest) "/wp/v2/users/(?P<user_id>(?:[\\d]+|me))/application-passwords" rest
#define APP_PASSWORD_ENDPOINT(which, shown_, captures_, me_captures_, params_, derive_)                   \
    const struct rest_endpoint rest_app_passwords_##which##_endpoint = {                                  \
        .schema = &schema, .shown = shown_, .captures = captures_, .params = params_, .derive = derive_}; \
    const struct rest_endpoint rest_app_passwords_me_##which##_endpoint = {.schema = &schema,             \
                                                                           .unlisted = true,              \
                                                                           .captures = me_captures_,      \
                                                                           .params = params_,             \
                                                                           .derive = derive_,             \
                                                                           .resource = rest_users_me};
APP_PASSWORD_ENDPOINT(list, SHOWN(""), user_capture, NULL, context_params, DERIVE_NOTHING)
APP_PASSWORD_ENDPOINT(create, SHOWN(""), user_capture, NULL, NULL, DERIVE_CREATE)
APP_PASSWORD_ENDPOINT(clear, SHOWN(""), user_capture, NULL, NULL, DERIVE_NOTHING)
APP_PASSWORD_ENDPOINT(introspect, SHOWN("/introspect"), user_capture, NULL, context_params, DERIVE_NOTHING)
APP_PASSWORD_ENDPOINT(get, SHOWN("/(?P<uuid>[\\w\\-]+)"), uuid_captures, me_uuid_capture, context_params,
                      DERIVE_NOTHING)
APP_PASSWORD_ENDPOINT(update, SHOWN("/(?P<uuid>[\\w\\-]+)"), uuid_captures, me_uuid_capture, NULL, DERIVE_UPDATE)
APP_PASSWORD_ENDPOINT(delete, SHOWN("/(?P<uuid>[\\w\\-]+)"), uuid_captures, me_uuid_capture, NULL, DERIVE_NOTHING)

// The user of the path; nobody asking for "me" is told to log in.
static bool load_user(struct request *request, const struct user **ret, struct error *error) {
    if (rest_endpoint(request)->resource == rest_users_me && !rest_user_id(request)) {
        error_set(error, 401, "rest_not_logged_in", "You are not currently logged in.");
        return false;
    }
    return rest_users_load(request, ret, error);
}

static bool may(struct request *request, struct error *error, const char *code, const char *message) {
    const struct user *user;
    if (!load_user(request, &user, error)) return false;
    if (actor_can_edit_user(rest_actor(request), user->id)) return true;
    return rest_users_refuse(request, error, code, message);
}

bool rest_app_passwords_may_list(struct request *request, struct error *error) {
    return may(request, error, "rest_cannot_list_application_passwords",
               "Sorry, you are not allowed to list application passwords for this user.");
}
bool rest_app_passwords_may_create(struct request *request, struct error *error) {
    return may(request, error, "rest_cannot_create_application_passwords",
               "Sorry, you are not allowed to create application passwords for this user.");
}
bool rest_app_passwords_may_clear(struct request *request, struct error *error) {
    return may(request, error, "rest_cannot_delete_application_passwords",
               "Sorry, you are not allowed to delete application passwords for this user.");
}
bool rest_app_passwords_may_get(struct request *request, struct error *error) {
    return may(request, error, "rest_cannot_read_application_password",
               "Sorry, you are not allowed to read this application password.");
}
bool rest_app_passwords_may_update(struct request *request, struct error *error) {
    return may(request, error, "rest_cannot_edit_application_password",
               "Sorry, you are not allowed to edit this application password.");
}
bool rest_app_passwords_may_delete(struct request *request, struct error *error) {
    return may(request, error, "rest_cannot_delete_application_password",
               "Sorry, you are not allowed to delete this application password.");
}
bool rest_app_passwords_may_introspect(struct request *request, struct error *error) {
    const struct user *user;
    if (!load_user(request, &user, error)) return false;
    if (user->id == rest_user_id(request)) return true;
    return rest_users_refuse(request, error, "rest_cannot_introspect_app_password_for_non_authenticated_user",
                             "The authenticated application password can only be introspected for the current user.");
}

static void write_date(struct item *item, const char *name, int64_t moment) {
    if (moment)
        item_date_utc(item, name, moment);
    else if (item_member(item, name))
        writer_null(&item->out);
}

// `plain`: the password in clear, in the answer to its making; else NULL.
static void write_item(struct item *item, const struct app_password *password, const char *plain) {
    item_string(item, "uuid", password->uuid);
    item_string(item, "app_id", password->app_id);
    item_string(item, "name", password->name);
    if (plain) item_string(item, "password", plain);
    item_date_utc(item, "created", password->created);
    write_date(item, "last_used", password->last_used);
    item_string(item, "last_ip", *password->last_ip ? password->last_ip : NULL);
    if (item_wants_links(item))
        item_link(item, "self",
                  rest_url(item->request, "/wp/v2/users/%lld/application-passwords/%s", (long long) password->user,
                           password->uuid),
                  false, NULL);
}

// The application password of the path, if it is this user's.
static bool load(struct request *request, struct app_password *ret, struct error *error) {
    const struct user *user;
    if (!load_user(request, &user, error)) return false;
    bool me = rest_endpoint(request)->resource == rest_users_me;
    const char *uuid = request->captures[me ? 0 : 1];
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    enum db_result result = db ? app_password_get(db, &request->arena, uuid ? uuid : "", ret) : DB_ERROR;
    if (result == DB_NOT_FOUND || (result == DB_OK && ret->user != user->id)) {
        error_set(error, 404, "rest_application_password_not_found", "Application password not found.");
        return false;
    }
    if (result != DB_OK) rest_db_failed(error, result);
    return result == DB_OK;
}

// GET .../application-passwords: 200, all of them
int rest_app_passwords_list(struct request *request, struct response *response) {
    const struct user *user;
    if (!load_user(request, &user, &response->error)) return response->error.status;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct app_password_list found;
    enum db_result result = db ? app_password_of_user(db, &request->arena, user->id, &found) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct reply_list list;
    reply_list_begin(&list, request, response);
    for (size_t i = 0; i < found.count; i++) {
        struct item item;
        reply_list_item(&list, &item, &schema, rest_context(request));
        write_item(&item, &found.items[i], NULL);
        item_end(&item);
    }
    return reply_list_end(&list);
}

static int reply(struct request *request, struct response *response, const struct app_password *password,
                 unsigned context) {
    struct item item;
    reply_item_begin(&item, request, response, &schema, context);
    write_item(&item, password, NULL);
    return reply_item_end(&item, response, 200);
}

// GET .../application-passwords/UUID: 200; 404 rest_application_password_not_found
int rest_app_passwords_get(struct request *request, struct response *response) {
    struct app_password password;
    if (!load(request, &password, &response->error)) return response->error.status;
    return reply(request, response, &password, rest_context(request));
}

// GET .../application-passwords/introspect: the one that this request was made with; 404 without one
int rest_app_passwords_introspect(struct request *request, struct response *response) {
    const struct identity *identity = rest_identity(request);
    if (!identity || identity->kind != IDENTITY_APP_PASSWORD)
        return error_set(&response->error, 404, "rest_no_authenticated_app_password",
                         "Cannot introspect application password.");
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct app_password password;
    enum db_result result =
        db ? app_password_get(db, &request->arena, identity->app_password_uuid, &password) : DB_ERROR;
    if (result == DB_NOT_FOUND)
        return error_set(&response->error, 404, "rest_application_password_not_found",
                         "Application password not found.");
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    return reply(request, response, &password, rest_context(request));
}

// POST .../application-passwords: 201 with the password; 409 application_password_duplicate_name
int rest_app_passwords_create(struct request *request, struct response *response) {
    const struct user *user;
    if (!load_user(request, &user, &response->error)) return response->error.status;
    const char *app_id = rest_string(request, "app_id");
    const char *name = rest_text_plain(&request->arena, rest_string(request, "name"));
    const char *plain;
    struct app_password password;
    if (!app_password_make(rest_app(request), &request->arena, user->id, name, app_id ? app_id : "", &plain, &password,
                           &response->error))
        return response->error.status;
    struct item item;
    reply_item_begin(&item, request, response, &schema, CONTEXT_EDIT);
    write_item(&item, &password, plain);
    return reply_item_created(
        &item, response,
        rest_url(request, "/wp/v2/users/%lld/application-passwords/%s", (long long) user->id, password.uuid));
}

struct app_password_write {
    const char *uuid, *name;
    int64_t user, count;
};

static enum db_result rename_password(struct db *db, void *argument) {
    const struct app_password_write *write = argument;
    return app_password_rename(db, write->uuid, write->name);
}
static enum db_result delete_password(struct db *db, void *argument) {
    const struct app_password_write *write = argument;
    return app_password_delete(db, write->uuid);
}
static enum db_result clear_passwords(struct db *db, void *argument) {
    struct app_password_write *write = argument;
    return app_password_delete_all(db, write->user, &write->count);
}

// POST, PUT, PATCH .../application-passwords/UUID: 200; the name alone can change
int rest_app_passwords_update(struct request *request, struct response *response) {
    struct app_password password;
    if (!load(request, &password, &response->error)) return response->error.status;
    const char *name = rest_string(request, "name");
    if (name) {
        password.name = rest_text_plain(&request->arena, name);
        struct app_password_write write = {.uuid = password.uuid, .name = password.name};
        enum db_result result = store_write(rest_app(request)->store, rename_password, &write);
        if (result == DB_CONFLICT)
            return error_set(&response->error, 409, "application_password_duplicate_name",
                             "Each application name should be unique.");
        if (result != DB_OK) return rest_db_failed(&response->error, result);
    }
    return reply(request, response, &password, CONTEXT_EDIT);
}

// DELETE .../application-passwords/UUID: 200 {deleted, previous}
int rest_app_passwords_delete(struct request *request, struct response *response) {
    struct app_password password;
    if (!load(request, &password, &response->error)) return response->error.status;
    struct app_password_write write = {.uuid = password.uuid};
    enum db_result result = store_write(rest_app(request)->store, delete_password, &write);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct item item;
    reply_deleted_begin(&item, request, response, &schema, CONTEXT_EDIT);
    write_item(&item, &password, NULL);
    return reply_deleted_end(&item, response);
}

// DELETE .../application-passwords: 200 {deleted, count}
int rest_app_passwords_clear(struct request *request, struct response *response) {
    const struct user *user;
    if (!load_user(request, &user, &response->error)) return response->error.status;
    struct app_password_write write = {.user = user->id};
    enum db_result result = store_write(rest_app(request)->store, clear_passwords, &write);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_boolean(&out, "deleted", true);
    writer_member_integer(&out, "count", write.count);
    writer_end_object(&out);
    return 200;
}
