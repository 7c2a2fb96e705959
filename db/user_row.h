// user_row: the columns of an account, in the one order in which they are read.
#pragma once

#include "db/user.h"

struct arena;
struct statement;

#define SELECT_USER                                                                                         \
    "SELECT u.id, u.login, u.email, u.slug, u.display_name, u.nickname, u.first_name, u.last_name, u.url, " \
    "u.description, u.locale, u.password_hash, u.roles, u.registered, u.post_count FROM account u "

void user_from_row(struct statement *statement, struct arena *arena, struct user *ret);
