// roles: /broadsheet/v1/roles: which roles there are, what each may do, and how many users have it.
#include "db/store.h"
#include "server/http/request.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/users.h"
#include "server/rules/capability.h"

const struct rest_endpoint rest_roles_endpoint = {0};

bool rest_roles_may(struct request *request, struct error *error) {
    if (rest_can(request, CAP_LIST_USERS)) return true;
    return rest_users_refuse(request, error, "rest_user_cannot_view", "Sorry, you are not allowed to list users.");
}

static void write_role(struct writer *out, struct arena *arena, const struct role_def *def, int64_t users) {
    writer_begin_object(out);
    writer_member_string(out, "role", def->name);
    writer_member_string(out, "name", def->display_name);
    writer_member_integer(out, "users", users);
    writer_key(out, "capabilities");
    writer_begin_array(out);
    for (const char *const *name = capability_names(arena, USER_ROLE_BIT(def->role)); *name; name++)
        writer_string(out, *name);
    writer_end_array(out);
    writer_end_object(out);
}

// GET /broadsheet/v1/roles: 200; 401/403 rest_user_cannot_view
int rest_roles(struct request *request, struct response *response) {
    int64_t counts[ROLE_SUBSCRIBER + 1], total;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    const enum db_result result = db ? user_count_roles(db, counts, &total) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    struct writer out;
    reply_begin(&out, request, response);
    writer_begin_object(&out);
    writer_member_integer(&out, "users", total);
    writer_key(&out, "roles");
    writer_begin_array(&out);
    for (size_t i = 0; i < sizeof role_defs / sizeof *role_defs; i++)
        write_role(&out, &request->arena, &role_defs[i], counts[role_defs[i].role]);
    writer_end_array(&out);
    writer_end_object(&out);
    return 200;
}
