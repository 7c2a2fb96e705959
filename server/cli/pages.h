// pages: the page cache of a server, tied to the store: what is read is noted, and what is written is told.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct app;
struct page_cache;
struct reads;

// Before anybody writes. NULL when `bytes` is 0, or memory is short.
struct page_cache *cli_pages_open(struct app *app, size_t bytes);
// After the last request.
void cli_pages_close(struct app *app, struct page_cache *pages);

// http_options.record
bool cli_pages_record(void *app, struct reads *reads);

// http_options.rest
void cli_pages_rest(void *context);
