// users_list: GET /wp/v2/users with WordPress's collection parameters.
#include <string.h>

#include "db/store.h"
#include "server/rest/call.h"
#include "server/rest/handlers.h"
#include "server/rest/reply.h"
#include "server/rest/text.h"
#include "server/rest/users.h"

static const char *const orderby_choices[] = {"id",    "include", "name", "registered_date", "slug", "include_slugs",
                                              "email", "url",     NULL};
static const char *const who_choices[] = {"authors", NULL};
static const struct {
    const char *name;
    enum user_order order;
} orders[] = {
    {"id", USER_ORDER_ID},       {"include", USER_ORDER_INCLUDE},
    {"name", USER_ORDER_NAME},   {"registered_date", USER_ORDER_REGISTERED},
    {"slug", USER_ORDER_SLUG},   {"include_slugs", USER_ORDER_INCLUDE_SLUGS},
    {"email", USER_ORDER_EMAIL}, {"url", USER_ORDER_URL},
};

static const char *const published_type_choices[] = {"post", "page", "attachment", NULL};
static const struct param published_type = {.types = PARAM_STRING, .choices = published_type_choices};

static const struct param list_params[] = {
    PARAM_ROW_CONTEXT,
    PARAM_ROW_PAGE,
    PARAM_ROW_PER_PAGE,
    PARAM_ROW_SEARCH,
    PARAM_ROW_IDS("exclude", "Ensure result set excludes specific IDs."),
    PARAM_ROW_IDS("include", "Limit result set to specific IDs."),
    PARAM_ROW_OFFSET,
    PARAM_ROW_ORDER("\"asc\""),
    {.name = "orderby",
     .description = "Sort collection by user attribute.",
     .types = PARAM_STRING,
     .choices = orderby_choices,
     .default_json = "\"name\"",
     .late = true},
    {.name = "slug",
     .description = "Limit result set to users with one or more specific slugs.",
     .types = PARAM_ARRAY,
     .items = &string_item,
     .late = true},
    {.name = "roles",
     .description =
         "Limit result set to users matching at least one specific role provided. Accepts csv list or single role.",
     .types = PARAM_ARRAY,
     .items = &string_item,
     .late = true},
    {.name = "capabilities",
     .description = "Limit result set to users matching at least one specific capability provided. Accepts csv list or "
                    "single capability.",
     .types = PARAM_ARRAY,
     .items = &string_item,
     .late = true},
    {.name = "who",
     .description = "Limit result set to users who are considered authors.",
     .types = PARAM_STRING,
     .choices = who_choices,
     .late = true},
    {.name = "has_published_posts",
     .description = "Limit result set to users who have published posts.",
     .types = PARAM_BOOLEAN | PARAM_ARRAY,
     .items = &published_type,
     .late = true},
    {0},
};
const struct rest_endpoint rest_users_list_endpoint = {.schema = &rest_users_schema, .params = list_params};

bool rest_users_may_list(struct request *request, struct error *error) {
    bool listing = rest_can(request, CAP_LIST_USERS);
    if (rest_filled(request, "roles") && !listing)
        return rest_users_refuse(request, error, "rest_user_cannot_view",
                                 "Sorry, you are not allowed to filter users by role.");
    if (rest_filled(request, "capabilities") && !listing)
        return rest_users_refuse(request, error, "rest_user_cannot_view",
                                 "Sorry, you are not allowed to filter users by capability.");
    if (rest_context(request) == CONTEXT_EDIT && !listing)
        return rest_users_refuse(request, error, "rest_forbidden_context", "Sorry, you are not allowed to edit users.");
    if ((rest_is(request, "orderby", "email") || rest_is(request, "orderby", "registered_date")) && !listing)
        return rest_users_refuse(request, error, "rest_forbidden_orderby",
                                 "Sorry, you are not allowed to order users by this parameter.");
    if (rest_is(request, "who", "authors") && !rest_can(request, CAP_EDIT_POSTS))
        return rest_users_refuse(request, error, "rest_forbidden_who",
                                 "Sorry, you are not allowed to query users by this parameter.");
    return true;
}

// No user has this bit: what no role satisfies finds nobody.
enum { NO_ROLE = 1U << 31 };

static bool role_has(struct arena *arena, enum user_role role, const char *capability) {
    for (const char *const *names = capability_names(arena, USER_ROLE_BIT(role)); *names; names++)
        if (strcmp(*names, capability) == 0) return true;
    return false;
}

// The roles that all given filters leave; 0: no filter was given.
static unsigned roles_of(struct request *request) {
    unsigned mask = 0;
    bool filtered = false;
    struct text_list roles = rest_texts(request, "roles");
    for (size_t i = 0; i < roles.count; i++) {
        enum user_role role;
        filtered = true;
        if (role_parse(roles.items[i], &role)) mask |= USER_ROLE_BIT(role);
    }
    if (!filtered)
        for (size_t i = 0; i < sizeof role_defs / sizeof *role_defs; i++) mask |= USER_ROLE_BIT(role_defs[i].role);
    struct text_list capabilities = rest_texts(request, "capabilities");
    for (size_t i = 0; i < capabilities.count; i++) {
        filtered = true;
        for (size_t k = 0; k < sizeof role_defs / sizeof *role_defs; k++)
            if (!role_has(&request->arena, role_defs[k].role, capabilities.items[i]))
                mask &= ~USER_ROLE_BIT(role_defs[k].role);
    }
    if (rest_is(request, "who", "authors")) {  // whoever may write: all roles above subscriber
        filtered = true;
        mask &= ~USER_ROLE_BIT(ROLE_SUBSCRIBER);
    }
    return !filtered ? 0 : mask ? mask : (unsigned) NO_ROLE;
}

// GET /wp/v2/users: 200. Who may not list users sees the authors of published posts only.
int rest_users_list(struct request *request, struct response *response) {
    int64_t page = rest_integer(request, "page", 1), per_page = rest_integer(request, "per_page", 10);
    bool listing = rest_can(request, CAP_LIST_USERS);
    json_t *published = rest_value(request, "has_published_posts");
    struct user_query query = {
        .include = rest_ids(request, "include"),
        .exclude = rest_ids(request, "exclude"),
        .slugs = rest_text_slugs(request, "slug"),
        .search = rest_filled(request, "search") ? rest_string(request, "search") : NULL,
        .search_private = listing,
        .roles = roles_of(request),
        .published_only = !listing || json_is_true(published) || json_array_size(published) > 0,
        .descending = rest_is(request, "order", "desc"),
        .limit = per_page,
        .offset = rest_sent(request, "offset") ? rest_integer(request, "offset", 0) : (page - 1) * per_page,
        .want_total = true,
    };
    if (query.offset < 0) query.offset = 0;
    // WordPress searches for the words anywhere: it adds the wild cards.
    if (query.search) query.search = arena_printf(&request->arena, "*%s*", query.search);
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (rest_is(request, "orderby", orders[i].name)) query.order = orders[i].order;
    STORE_READ db = store_read_acquire(rest_app(request)->store);
    struct user_list found;
    enum db_result result = db ? user_list(db, &request->arena, &query, &found) : DB_ERROR;
    if (result != DB_OK) return rest_db_failed(&response->error, result);
    reply_pages(request, response, found.total, page, per_page);
    struct reply_list list;
    reply_list_begin(&list, request, response);
    for (size_t i = 0; i < found.count; i++) {
        struct item item;
        reply_list_item(&list, &item, &rest_users_schema, rest_context(request));
        rest_users_write(&item, &found.items[i]);
        item_end(&item);
    }
    return reply_list_end(&list);
}
