// feed: from a target to its feed in the format that was asked for; dates as feeds write them.
#include "server/feeds/feed.h"

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/strbuf.h"
#include "server/feeds/machine.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/rules/settings.h"
#include "server/text/language.h"

static const struct {
    const char *content_type;
    void (*write)(const struct feed *feed, struct arena *arena, struct strbuf *out);
} formats[] = {
    [PERMALINK_FEED_RSS] = {"application/rss+xml; charset=UTF-8", rss_write},
    [PERMALINK_FEED_ATOM] = {"application/atom+xml; charset=UTF-8", atom_write},
    [PERMALINK_FEED_JSON] = {"application/feed+json; charset=UTF-8", json_feed_write},
};

static bool is_of_comments(const struct permalink_target *target) {
    return target->kind == PERMALINK_POST || target->kind == PERMALINK_PAGE ||
           (target->kind == PERMALINK_FRONT && target->feed_comments);
}

int feed_serve(struct feed_source *source, const struct permalink_target *target) {
    struct response *response = source->response;
    struct feed feed = {
        .format = target->feed,
        .language = language_tag(source->arena, source->settings->WPLANG),
        .of_comments = is_of_comments(target),
    };
    int64_t changed = 0;
    enum db_result result = target->page < 1 || target->page > FEED_PARTS_MOST ? DB_NOT_FOUND
                            : feed.of_comments ? feed_comments(source, target, &feed, &changed)
                                               : feed_articles(source, target, &feed, &changed);
    if (result != DB_OK) return machine_failed(response, result);
    if (feed.updated == 0) feed.updated = changed;
    response->noindex = !source->settings->blog_public;
    response->content_type = formats[feed.format].content_type;
    response->file_modified = changed > feed.updated ? changed : feed.updated;
    // Told is no later moment than now (answer.c): the date of this very second is not the one that lasts, so nobody
    // keeps the answer.
    if (response->file_modified > source->request->now) response->valid_until = source->request->now;
    formats[feed.format].write(&feed, source->arena, &response->body);
    return 200;
}

const char *feed_date_mail(struct arena *arena, int64_t moment) {
    char text[CLOCK_HTTP_SIZE];
    clock_format_http(text, moment);
    return arena_printf(arena, "%.*s +0000", (int) strcspn(text, "G") - 1, text);
}

const char *feed_date_iso(struct arena *arena, int64_t moment) {
    char text[CLOCK_ISO_SIZE];
    const struct clock_date date = clock_utc(moment);
    return arena_printf(arena, "%s+00:00", clock_format_iso(text, &date));
}
