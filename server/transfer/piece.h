// piece: the JSON in which things travel between the command line and the site, and which `export --format json`
// writes. The command line reads files and writes them; the site alone reads and writes its store.
//
// A site:    title, link, description, language, base_site_url, base_blog_url
// An author: id, login, email, display_name, first_name, last_name; slug, nickname, url, description, registered_gmt
// A term:    taxonomy ("category", "post_tag", ...), id, slug, parent (its slug), name, description, meta
// An item:   type ("post", "page", "attachment", ...), id, title, link, guid, author (login), date, date_gmt,
//            modified, modified_gmt, content, excerpt, slug, status, parent, menu_order, comment_status, ping_status,
//            password, sticky, attachment_url, pub_date; terms: [{taxonomy, slug, name}]; meta; comments
// A comment: id, author, email, url, address, agent, date, date_gmt, content, approved, type, parent, user; meta
// meta:      [{name, value}]
//
// Dates are "2026-11-24 09:30:00"; a missing one is absent or begins with "0000". Numbers come as such or as text.
// Things of a file carry `line`, where they begin.
#pragma once

#include <jansson.h>
#include <stdint.h>

#define JSON_OWNED __attribute__((cleanup(piece_release))) json_t *
static inline void piece_release(json_t **json) { json_decref(*json); }

// A member's text; "" when it is absent or no text.
const char *piece_text(const json_t *object, const char *name);
// A member's number, also one in decimal text; 0 when it is none.
int64_t piece_integer(const json_t *object, const char *name);
// Adds what is not NULL.
void piece_put(json_t *object, const char *name, const char *text);
