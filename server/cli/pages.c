// pages: see the header.
#include "server/cli/pages.h"

#include "base/reads.h"
#include "db/store.h"
#include "db/touch_kinds.h"
#include "server/http/page_cache.h"
#include "server/rules/app.h"
#include "server/rules/settings.h"

struct page_cache *cli_pages_open(struct app *app, size_t bytes) {
    struct page_cache *pages = bytes > 0 ? page_cache_create(bytes) : NULL;
    // Behind the snapshot of the settings: a page must not be made from the old ones after it was told.
    if (pages) store_listen(app->store, page_cache_touch, pages);
    return pages;
}

void cli_pages_close(struct app *app, struct page_cache *pages) {
    if (!pages) return;
    store_unlisten(app->store, page_cache_touch, pages);
    page_cache_destroy(pages);
}

bool cli_pages_record(void *context, struct reads *reads) {
    struct app *app = context;
    if (!reads) return store_record(app->store, NULL);
    // Everything is made from the settings, of which there is a snapshot.
    reads_add(reads, TOUCH_SETTINGS, 0);
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    reads->timed = settings && settings->server_timing;
    return store_record(app->store, reads);
}

void cli_pages_rest(void *context) {
    struct app *app = context;
    store_rest(app->store);
}
