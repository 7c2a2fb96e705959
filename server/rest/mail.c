// mail: /broadsheet/v1/mail: the letters that wait, a test, another attempt. For who may change settings; what the
// command line shows comes from here.
#include "db/mail.h"
#include "base/arena.h"
#include "db/store.h"
#include "server/mail/message.h"
#include "server/mail/sender.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rules/notification.h"
#include "server/rules/settings.h"

static const struct param namespace_params[] = {
    {.name = "namespace", .types = PARAM_STRING, .default_json = "\"broadsheet/v1\""},
    PARAM_ROW_CONTEXT,
    {0},
};
const struct rest_endpoint rest_own_namespace_endpoint = {.params = namespace_params};

static const struct param list_params[] = {
    {.name = "after",
     .description = "Limit the list to letters with a greater ID.",
     .types = PARAM_INTEGER,
     .limits = LIMIT_LEAST,
     .least = 0,
     .default_json = "0"},
    {.name = "per_page",
     .description = "Maximum number of letters to be returned.",
     .types = PARAM_INTEGER,
     .limits = LIMIT_LEAST | LIMIT_MOST,
     .least = 1,
     .most = 100,
     .default_json = "100"},
    {0},
};
static const struct param test_params[] = {
    {.name = "to", .description = "Where to send the test.", .types = PARAM_STRING, .required = true}, {0}};
static const struct param retry_params[] = {
    {.name = "id", .description = "The letter; 0 is all.", .types = PARAM_INTEGER, .default_json = "0"}, {0}};

const struct rest_endpoint rest_mail_list_endpoint = {.params = list_params};
const struct rest_endpoint rest_mail_test_endpoint = {.params = test_params};
const struct rest_endpoint rest_mail_retry_endpoint = {.params = retry_params};
const struct rest_endpoint rest_mail_delete_endpoint = {.captures = id_capture};

static void write_letter(struct writer *out, const struct mail *mail) {
    writer_begin_object(out);
    writer_member_integer(out, "id", mail->id);
    writer_member_string(out, "kind", mail_kind_name(mail->kind));
    writer_member_string(out, "to", mail->recipient);
    writer_member_string(out, "status", mail->due ? "waiting" : "given_up");
    writer_member_moment(out, "created_gmt", mail->created);
    writer_member_moment(out, "due_gmt", mail->due);
    writer_member_integer(out, "attempts", mail->attempts);
    writer_member_string(out, "problem", mail->problem);
    writer_end_object(out);
}

// GET /broadsheet/v1/mail: 200; 401/403 rest_forbidden
int rest_mail_list(struct request *request, struct response *response) {
    int64_t waiting, given_up;
    struct mail_list list;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    enum db_result result = db ? mail_count(db, &waiting, &given_up) : DB_ERROR;
    if (result == DB_OK)
        result = mail_list(db, &request->arena, rest_integer(request, "after", 0),
                           rest_integer(request, "per_page", 100), &list);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_boolean(&out, "configured", notification_is_on(rest_settings(request)));
    writer_member_string(&out, "server", rest_settings(request)->smtp_host);
    writer_member_integer(&out, "waiting", waiting);
    writer_member_integer(&out, "given_up", given_up);
    writer_key(&out, "letters");
    writer_begin_array(&out);
    for (size_t i = 0; i < list.count; i++) write_letter(&out, &list.items[i]);
    writer_end_array(&out);
    writer_end_object(&out);
    return 200;
}

// POST /broadsheet/v1/mail/test: 200 when the mail server has taken the letter; 400 rest_invalid_param;
// 502 broadsheet_mail_failed with the reason
int rest_mail_test(struct request *request, struct response *response) {
    const char *to = rest_string(request, "to");
    if (!to || !message_address_is_plain(to))
        return error_set(&response->error, 400, "rest_invalid_param", "That is no address that can be written to.");
    char problem[SMTP_PROBLEM_SIZE];
    if (sender_test(rest_app(request), &request->arena, to, problem) != SMTP_SENT)
        return error_set(&response->error, 502, "broadsheet_mail_failed", "%s", problem);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_boolean(&out, "sent", true);
    writer_end_object(&out);
    return 200;
}

struct retry {
    int64_t id, now, count;
};

static enum db_result write_retry(struct db *db, void *argument) {
    struct retry *retry = argument;
    return mail_retry(db, retry->id, retry->now, &retry->count);
}

// POST /broadsheet/v1/mail/retry: 200 with how many are tried again now
int rest_mail_retry(struct request *request, struct response *response) {
    struct retry retry = {.id = rest_integer(request, "id", 0), .now = request->now};
    const enum db_result result = store_write(rest_app(request)->store, write_retry, &retry);
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_integer(&out, "retried", retry.count);
    writer_end_object(&out);
    return 200;
}

static enum db_result write_deletion(struct db *db, void *argument) {
    return mail_delete(db, *(const int64_t *) argument);
}

// DELETE /broadsheet/v1/mail/ID: 200; 404 broadsheet_no_letter
int rest_mail_delete(struct request *request, struct response *response) {
    int64_t id = rest_integer(request, "id", 0);
    const enum db_result result = store_write(rest_app(request)->store, write_deletion, &id);
    if (result == DB_NOT_FOUND)
        return error_set(&response->error, 404, "broadsheet_no_letter", "There is no such letter.");
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_boolean(&out, "deleted", true);
    writer_end_object(&out);
    return 200;
}
