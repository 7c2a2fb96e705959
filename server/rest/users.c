// users: schema, endpoints, reading one user, and its JSON (WordPress's WP_REST_Users_Controller).
//
// Nobody but the newsroom learns log-ins and e-mails; the public sees only who has published something.
#include "server/rest/users.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rules/permalink.h"

// Letters, digits, space and _ . - @ (sanitize_user, strict). A sanitize callback, as in WordPress: it is asked only
// when everything else is right.
static json_t *sanitize_username(struct request *request, const struct param *param, json_t *value,
                                 struct error *error) {
    (void) request;
    (void) param;
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.-@";
    const char *name = json_string_value(value);
    size_t size = name ? strlen(name) : 0;
    bool good = size > 0 && size <= 60 && name[strspn(name, allowed)] == '\0' && name[0] != ' ' &&
                name[size - 1] != ' ' && !strstr(name, "  ");
    if (good) return json_incref(value);
    error_set(error, 400, "rest_user_invalid_username",
              "This username is invalid because it uses illegal characters. Please enter a valid username.");
    return NULL;
}

static json_t *sanitize_password(struct request *request, const struct param *param, json_t *value,
                                 struct error *error) {
    (void) request;
    (void) param;
    const char *password = json_string_value(value);
    if (password && *password && !strchr(password, '\\') && strlen(password) <= 4096) return json_incref(value);
    error_set(error, 400, "rest_user_invalid_password", "Passwords cannot be empty or contain the \"\\\" character.");
    return NULL;
}

static const char *const locale_choices[] = {"", "en_US", "ar", "de_DE", "es_ES", "fa_IR", "fr_FR", "ru_RU", NULL};

#define AVATAR_ROW(size)                                                                                      \
    {                                                                                                         \
        .name = size, .description = "Avatar URL with image size of " size " pixels.", .types = PARAM_STRING, \
        .format = FORMAT_URI, .contexts = CONTEXT_ALL                                                         \
    }
static const struct param avatar_properties[] = {AVATAR_ROW("24"), AVATAR_ROW("48"), AVATAR_ROW("96"), {0}};

static const struct param user_properties[] = {
    {.name = "id",
     .description = "Unique identifier for the user.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "username",
     .description = "Login name for the user.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT,
     .required = true,
     .sanitize = sanitize_username},
    {.name = "name", .description = "Display name for the user.", .types = PARAM_STRING, .contexts = CONTEXT_ALL},
    {.name = "first_name", .description = "First name for the user.", .types = PARAM_STRING, .contexts = CONTEXT_EDIT},
    {.name = "last_name", .description = "Last name for the user.", .types = PARAM_STRING, .contexts = CONTEXT_EDIT},
    {.name = "email",
     .description = "The email address for the user.",
     .types = PARAM_STRING,
     .format = FORMAT_EMAIL,
     .contexts = CONTEXT_EDIT,
     .required = true},
    {.name = "url",
     .description = "URL of the user.",
     .types = PARAM_STRING,
     .format = FORMAT_URI,
     .contexts = CONTEXT_ALL},
    {.name = "description", .description = "Description of the user.", .types = PARAM_STRING, .contexts = CONTEXT_ALL},
    {.name = "link",
     .description = "Author URL of the user.",
     .types = PARAM_STRING,
     .format = FORMAT_URI,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "locale",
     .description = "Locale for the user.",
     .types = PARAM_STRING,
     .choices = locale_choices,
     .contexts = CONTEXT_EDIT},
    {.name = "nickname", .description = "The nickname for the user.", .types = PARAM_STRING, .contexts = CONTEXT_EDIT},
    {.name = "slug",
     .description = "An alphanumeric identifier for the user.",
     .types = PARAM_STRING,
     .contexts = CONTEXT_ALL},
    {.name = "registered_date",
     .description = "Registration date for the user.",
     .types = PARAM_STRING,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "roles",
     .description = "Roles assigned to the user.",
     .types = PARAM_ARRAY,
     .items = &string_item,
     .contexts = CONTEXT_EDIT},
    {.name = "password",
     .description = "Password for the user (never included).",
     .types = PARAM_STRING,
     .contexts = CONTEXT_EDIT,
     .required = true,
     .hidden = true,
     .sanitize = sanitize_password},
    {.name = "capabilities",
     .description = "All capabilities assigned to the user.",
     .types = PARAM_OBJECT,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "extra_capabilities",
     .description = "Any extra capabilities assigned to the user.",
     .types = PARAM_OBJECT,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "avatar_urls",
     .description = "Avatar URLs for the user.",
     .types = PARAM_OBJECT,
     .properties = avatar_properties,
     .contexts = CONTEXT_ALL,
     .readonly = true},
    {.name = "post_count",
     .description = "How many published posts the user has.",
     .types = PARAM_INTEGER,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "last_seen",
     .description = "When the user was here last, about, in GMT; null if never.",
     .types = PARAM_STRING | PARAM_NULL,
     .format = FORMAT_DATE_TIME,
     .contexts = CONTEXT_EDIT,
     .readonly = true},
    {.name = "meta", .description = "Meta fields.", .types = PARAM_OBJECT, .contexts = CONTEXT_VIEW_EDIT},
    {0},
};
const struct rest_schema rest_users_schema = {.title = "user", .properties = user_properties};

static const struct param get_params[] = {PARAM_ROW_CONTEXT, {0}};
static const struct param delete_params[] = {
    PARAM_ROW_FORCE("Required to be true, as users do not support trashing."),
    // A number, or "false" and the like for nobody; the handler reads it (WordPress: check_reassign).
    {.name = "reassign",
     .description = "Reassign the deleted user's posts and links to this user ID.",
     .types = PARAM_INTEGER,
     .required = true,
     .unchecked = true},
    {0},
};

static const struct param update_params[] = {
    {.name = "current_password",
     .description = "The present password, of who changes their own; asked for by old sessions.",
     .types = PARAM_STRING},
    {0},
};

const struct rest_endpoint rest_users_create_endpoint = {.schema = &rest_users_schema, .derive = DERIVE_CREATE};
const struct rest_endpoint rest_users_get_endpoint = {
    .schema = &rest_users_schema, .captures = id_capture, .params = get_params};
const struct rest_endpoint rest_users_update_endpoint = {
    .schema = &rest_users_schema, .captures = id_capture, .params = update_params, .derive = DERIVE_UPDATE};
const struct rest_endpoint rest_users_delete_endpoint = {
    .schema = &rest_users_schema, .captures = id_capture, .params = delete_params};
const char rest_users_me[] = "me";
const struct rest_endpoint rest_users_me_get_endpoint = {
    .schema = &rest_users_schema, .params = get_params, .resource = rest_users_me};
const struct rest_endpoint rest_users_me_update_endpoint = {
    .schema = &rest_users_schema, .params = update_params, .derive = DERIVE_UPDATE, .resource = rest_users_me};
const struct rest_endpoint rest_users_me_delete_endpoint = {
    .schema = &rest_users_schema, .params = delete_params, .resource = rest_users_me};

bool rest_users_refuse(struct request *request, struct error *error, const char *code, const char *message) {
    error_set(error, rest_refused(request), code, "%s", message);
    return false;
}

// From the path itself: an "id" in the body must not lead to another account.
static int64_t id_of_path(struct request *request) {
    if (rest_endpoint(request)->resource == rest_users_me) return rest_user_id(request);
    const char *captured = request->captures[0];
    return captured && strlen(captured) < 19 ? strtoll(captured, NULL, 10) : 0;
}

bool rest_users_load(struct request *request, const struct user **ret, struct error *error) {
    const struct user *known = rest_subject(request, &rest_users_schema);
    if (!known) {
        struct user *user = arena_new(&request->arena, struct user);
        int64_t id = id_of_path(request);
        STORE_READ db = store_read_acquire(rest_app(request)->store);
        enum db_result result = !db ? DB_ERROR : id == 0 ? DB_NOT_FOUND : user_get(db, &request->arena, id, user);
        if (result == DB_NOT_FOUND) {
            error_set(error, 404, "rest_user_invalid_id", "Invalid user ID.");
            return false;
        }
        if (result != DB_OK) {
            rest_db_failed(error, result);
            return false;
        }
        rest_set_subject(request, &rest_users_schema, user);
        known = user;
    }
    *ret = known;
    return true;
}

static void write_roles(struct item *item, const struct user *user) {
    if (!item_member(item, "roles")) return;
    writer_begin_array(&item->out);
    for (size_t i = 0; i < sizeof role_defs / sizeof *role_defs; i++)
        if (user->roles & USER_ROLE_BIT(role_defs[i].role)) writer_string(&item->out, role_defs[i].name);
    writer_end_array(&item->out);
}

// WordPress lists what the roles give, and the roles themselves, as capabilities.
static void write_capabilities(struct item *item, const char *member, const struct user *user, bool all) {
    if (!item_member(item, member)) return;
    writer_begin_object(&item->out);
    const char *const *names = all ? capability_names(&item->request->arena, user->roles) : NULL;
    for (; names && *names; names++) writer_member_boolean(&item->out, *names, true);
    for (size_t i = 0; i < sizeof role_defs / sizeof *role_defs; i++)
        if (user->roles & USER_ROLE_BIT(role_defs[i].role)) writer_member_boolean(&item->out, role_defs[i].name, true);
    writer_end_object(&item->out);
}

static int64_t last_seen(const struct request *request, int64_t id) {
    int64_t seen = 0;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    return db && user_last_seen(db, id, &seen) == DB_OK ? seen : 0;
}

void rest_users_write(struct item *item, const struct user *user) {
    struct request *request = item->request;
    const struct settings *settings = rest_settings(request);
    item_integer(item, "id", user->id);
    item_string(item, "username", user->login);
    item_string(item, "name", user->display_name);
    item_string(item, "first_name", user->first_name);
    item_string(item, "last_name", user->last_name);
    item_string(item, "email", user->email);
    item_string(item, "url", user->url);
    item_string(item, "description", user->description);
    if (item_wants(item, "link")) item_string(item, "link", permalink_of_author(&request->arena, settings, user));
    item_string(item, "locale", *user->locale ? user->locale : *settings->WPLANG ? settings->WPLANG : "en_US");
    item_string(item, "nickname", user->nickname);
    if (item_wants(item, "slug")) item_string(item, "slug", rest_text_slug(&request->arena, user->slug));
    if (item_wants(item, "registered_date")) {
        char date[CLOCK_ISO_SIZE];
        struct clock_date registered = clock_utc(user->registered);
        clock_format_iso(date, &registered);
        item_string(item, "registered_date", arena_printf(&request->arena, "%s+00:00", date));
    }
    write_roles(item, user);
    write_capabilities(item, "capabilities", user, true);
    write_capabilities(item, "extra_capabilities", user, false);
    if (item_open(item, "avatar_urls")) {
        rest_text_avatars(item);
        item_close(item);
    }
    item_integer(item, "post_count", user->post_count);
    if (item_member(item, "last_seen")) writer_moment(&item->out, last_seen(request, user->id));
    if (item_member(item, "meta")) writer_raw(&item->out, "[]");
    if (!item_wants_links(item)) return;
    item_link(item, "self", rest_url(request, "/wp/v2/users/%lld", (long long) user->id), false, NULL);
    item_link(item, "collection", rest_url(request, "/wp/v2/users"), false, NULL);
}

bool rest_users_may_get(struct request *request, struct error *error) {
    static const char words[] = "Sorry, you are not allowed to list users.";
    const struct user *user;
    if (!rest_users_load(request, &user, error)) return false;
    if (user->id == rest_user_id(request)) return true;
    bool listing = rest_can(request, CAP_LIST_USERS);
    if (rest_context(request) == CONTEXT_EDIT && !listing)
        return rest_users_refuse(request, error, "rest_user_cannot_view", words);
    if (user->post_count == 0 && !listing && !actor_can_edit_user(rest_actor(request), user->id))
        return rest_users_refuse(request, error, "rest_user_cannot_view", words);
    return true;
}

// Everyone may ask who he is; that nobody is logged in is the handler's answer (WordPress: __return_true), so that
// Allow names GET.
bool rest_users_may_get_me(struct request *request, struct error *error) {
    (void) request;
    (void) error;
    return true;
}

// GET /wp/v2/users/ID, /wp/v2/users/me: 200; 401/403 rest_user_cannot_view; 401 rest_not_logged_in; 404
int rest_users_get(struct request *request, struct response *response) {
    const struct user *user;
    if (rest_endpoint(request)->resource == rest_users_me && !rest_user_id(request))
        return error_set(&response->error, 401, "rest_not_logged_in", "You are not currently logged in.");
    if (!rest_users_load(request, &user, &response->error)) return response->error.status;
    struct item item;
    reply_item_begin(&item, request, response, &rest_users_schema, rest_context(request));
    rest_users_write(&item, user);
    return reply_item_end(&item, response, 200);
}
