// app_url: addresses that an application names to be told of its authorisation.
#pragma once

#include <stdbool.h>

struct arena;

enum { APP_URL_MAX = 1500 };

// Why the address will not be followed, in words for a reader; NULL: it may be. Allowed are https, http on the loopback
// interface, and schemes that applications register for themselves; schemes that a browser acts on itself are not.
const char *app_url_problem(const char *url);

// "https:", "myapp:": a source expression for the content security policy, in the arena. Only for an address without a
// problem.
const char *app_url_scheme(struct arena *arena, const char *url);

// The address with a parameter more, before its fragment (add_query_arg); bytes that a header cannot carry are coded.
// In the arena.
const char *app_url_add(struct arena *arena, const char *url, const char *name, const char *value);
// The same without a parameter.
const char *app_url_coded(struct arena *arena, const char *url);
