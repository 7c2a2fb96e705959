// password_link: /broadsheet/v1/users/ID/password-link: a letter with a link to choose a password, for a new colleague
// or one who forgot theirs. The link is that of the log-in page (rules/password_reset.h).
#include "base/error.h"
#include "db/store.h"
#include "server/http/request.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/users.h"
#include "server/rules/notification.h"

static const struct param user_capture[] = {
    {.name = "user_id", .description = "Unique identifier for the user.", .types = PARAM_INTEGER}, {0}};
const struct rest_endpoint rest_password_link_endpoint = {.captures = user_capture};

struct wish {
    const char *login;
    int64_t now;
};

static enum db_result write_wish(struct db *db, void *argument) {
    const struct wish *wish = argument;
    return notification_of_lost_password(db, wish->login, wish->now);
}

// POST .../password-link: 200 when the letter waits to be sent; 400 broadsheet_no_address; 409 broadsheet_mail_off
int rest_password_link(struct request *request, struct response *response) {
    const struct user *user;
    if (!rest_users_load(request, &user, &response->error)) return response->error.status;
    if (!notification_is_on(rest_settings(request)))
        return error_set(&response->error, 409, "broadsheet_mail_off",
                         "The site sends no mail: no mail server is set.");
    if (!*user->email)
        return error_set(&response->error, 400, "broadsheet_no_address", "This user has no e-mail address.");
    struct wish wish = {.login = user->login, .now = request->now};
    const enum db_result result = store_write(rest_app(request)->store, write_wish, &wish);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_boolean(&out, "queued", true);
    writer_end_object(&out);
    return 200;
}
