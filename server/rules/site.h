// site: a fresh site, and a site that is there.
#pragma once

#include <stdbool.h>

struct app;
struct arena;
struct error;

struct site_options {
    const char *title;        // NULL: "Broadsheet"
    const char *url;          // NULL: "http://127.0.0.1:8080"
    const char *admin_login;  // NULL: no administrator is made
    const char *admin_email;
    const char *admin_password;
};

// Fills an empty database: settings, the default category "Uncategorized" (id 1), the administrator. False: error set
// ("site_exists" when it has users or posts already).
bool site_create(struct app *app, struct arena *arena, const struct site_options *options, struct error *error)
    __attribute__((warn_unused_result));
// Does the database hold a site?
bool site_exists(struct app *app);
