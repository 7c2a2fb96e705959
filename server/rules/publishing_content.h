// publishing_content: what readers see of a content, made in the write: what depends on media, and the pages.
// Shared by the publishing*.c files; publishing.h is for everybody else.
#pragma once

#include "db/db.h"
#include "db/post.h"

struct arena;
struct content_site;
struct settings;

struct content_site publishing_content_site(const struct settings *settings, int64_t post);
// The HTML that a content is rendered from: what was written, or what its Markdown says.
const char *publishing_content_source(struct arena *arena, const struct post *post);
// Renders what publishing_render() could not know and divides: sets content_html, page_count, has_more, more_text.
enum db_result publishing_content_settle(struct db *db, struct arena *arena, const struct settings *settings,
                                         struct post *post);
// After the post's row is written: its pages, and which media it shows.
enum db_result publishing_content_store(struct db *db, struct arena *arena, const struct settings *settings,
                                        const struct post *post);
