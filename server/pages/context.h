// context: what the making of one page stands on: settings, a snapshot of the store, and who asks.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "db/db.h"
#include "server/pages/theme.h"
#include "server/rules/capability.h"
#include "server/rules/settings.h"

struct app;
struct arena;
struct identity;
struct request;
struct response;
struct words;

// A day and how the site writes it (parts.c).
struct page_day {
    int64_t number;  // clock_day_number()
    const char *text;
};

// The day of the request in the site's zone, for all that is said about it.
struct page_today {
    struct clock_date date;
    int64_t number;    // clock_day_number()
    int64_t midnight;  // the moment at which it ends; 0: not looked up yet
};

struct page_context {
    struct request *request;
    struct response *response;
    struct app *app;
    struct arena *arena;              // the request's
    const struct settings *settings;  // lease; NULL when it could not be had
    const struct words *words;        // the site's language; NULL (English) without settings
    struct db *db;                    // read lease; NULL when it could not be had
    const struct identity *identity;  // NULL: nobody
    struct actor actor;
    struct page_day last_day;
    struct page_today today;
    int64_t comment_page;  // of comments, which the address named; 0: none
};

// Takes both leases. False when they cannot be had: the response's error is set (503). Writes must not be submitted
// while a context is open.
bool page_context_open(struct request *request, struct response *response, struct page_context *ret)
    __attribute__((warn_unused_result));
void page_context_close(struct page_context *page);
#define PAGE_CONTEXT __attribute__((cleanup(page_context_close))) struct page_context

// The user who is logged in; NULL: nobody (or the command line).
const struct user *page_user(const struct page_context *page);

// Sets the error of a failed read and returns its status: 404 for DB_NOT_FOUND, else 503 or 500.
int page_db_failed(struct page_context *page, enum db_result result);
int page_not_found(struct page_context *page);

// Renders and returns `status`, or 500 when the page could not be made.
int page_render(struct page_context *page, int status, enum theme_page theme_page, const void *view);

// What is shown changes by itself at this moment (0: never); the earliest counts.
void page_valid_until(struct page_context *page, int64_t moment);

// A header "Link: <url>; rel=..." with what follows the address as given.
void page_add_link(struct page_context *page, const char *url, const char *parameters);
