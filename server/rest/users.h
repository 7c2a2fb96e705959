// users: what the files of the users resource share.
#pragma once

#include <stdbool.h>

#include "db/user.h"
#include "server/rest/item.h"

struct request;

extern const struct rest_schema rest_users_schema;
// rest_endpoint.resource of the rows whose user is the one who asks (".../users/me/...").
extern const char rest_users_me[];

// The user of the path ("id", or who asks for ".../me"), loaded once a request. False: the error is set
// (404 rest_user_invalid_id).
bool rest_users_load(struct request *request, const struct user **ret, struct error *error);

void rest_users_write(struct item *item, const struct user *user);

// Sets the error to `code` with 401 or 403 and returns false.
bool rest_users_refuse(struct request *request, struct error *error, const char *code, const char *message);
