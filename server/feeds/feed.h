// feed: what feeds are made of, whatever their format. Strings are plain text unless they say otherwise, in the
// request's arena; NULL: absent.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"
#include "server/rules/permalink.h"

struct arena;
struct request;
struct response;
struct settings;
struct strbuf;

// What the making of a feed stands on.
struct feed_source {
    struct request *request;
    struct response *response;
    const struct settings *settings;
    struct db *db;
    struct arena *arena;
};

// Older parts have ?paged=N. What lies further back is for archives: each part is walked to from the newest item.
enum { FEED_PARTS_MOST = 1000 };

struct feed_item {
    const char *id;  // the same for ever, whatever becomes of the address
    const char *url;
    const char *title;
    const char *summary;  // HTML
    const char *content;  // HTML; addresses in both are absolute
    const char *author_name, *author_url;
    int64_t published, modified;
    const char *const *categories;
    size_t category_count;
    const char *image_url;
    // Articles: where they are discussed; NULL when they never were and cannot be.
    const char *comments_url, *comments_feed_url;
    int64_t comment_count;
    // Comments: what they answer.
    const char *parent_id, *parent_url;
};

struct feed {
    enum permalink_feed format;
    const char *title, *description;
    const char *url;       // of the page whose feed it is
    const char *self_url;  // of the feed
    const char *next_url;  // of its older part; NULL: there is none
    const char *language;  // "en-US"
    int64_t updated;       // the latest change of what it shows
    bool of_comments;
    const struct feed_item *items;
    size_t count;
};

// Answers with the feed of what the target (with `feed` set) names. Returns the HTTP status; from 400 on the response's
// error is set.
int feed_serve(struct feed_source *source, const struct permalink_target *target);

// Fill title, description, url, items, next_url, updated; *ret_changed: the moment that Last-Modified tells.
// DB_NOT_FOUND: there is no such feed.
enum db_result feed_articles(struct feed_source *source, const struct permalink_target *target, struct feed *feed,
                             int64_t *ret_changed);
enum db_result feed_comments(struct feed_source *source, const struct permalink_target *target, struct feed *feed,
                             int64_t *ret_changed);

// The formats.
void rss_write(const struct feed *feed, struct arena *arena, struct strbuf *out);
void atom_write(const struct feed *feed, struct arena *arena, struct strbuf *out);
void json_feed_write(const struct feed *feed, struct arena *arena, struct strbuf *out);

// "Tue, 24 Nov 2026 09:30:00 +0000", and "2026-11-24T09:30:00+00:00".
const char *feed_date_mail(struct arena *arena, int64_t moment);
const char *feed_date_iso(struct arena *arena, int64_t moment);
