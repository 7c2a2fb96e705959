// feed_parts: pieces that the feeds of articles and of comments share. All in the request's arena.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/touch.h"
#include "db/db.h"

struct arena;
struct feed;
struct feed_source;
struct permalink_target;
struct post;

// WordPress's guid: the same for ever.
const char *feed_post_id(const struct feed_source *source, const struct post *post);
// The title as text; what needs a password says so.
const char *feed_post_title(const struct feed_source *source, const struct post *post);

// Where it is part of a sentence: words in place of a title that is not there.
const char *feed_post_name(const struct feed_source *source, const struct post *post);

// HTML that stands on the page `url`, as it can stand elsewhere; NULL when it is empty, and when the feed is full: so
// that no number of long texts makes one that cannot be sent. *used counts, and begins as 0.
const char *feed_html(struct arena *arena, const char *html, const char *url, size_t *used);

// Title, description, url of what the target names; feed addresses by its page. DB_NOT_FOUND: it is not there.
enum db_result feed_describe(struct feed_source *source, const struct permalink_target *target, struct feed *feed);
// self_url, and next_url when there is `more`.
void feed_address(struct feed_source *source, const struct permalink_target *target, bool more, struct feed *feed);

// Things that a feed shows, for the moment of their latest change.
struct feed_things {
    struct touch *items;
    size_t count, capacity;
};
void feed_things_add(struct feed_source *source, struct feed_things *things, unsigned kind, int64_t id);
