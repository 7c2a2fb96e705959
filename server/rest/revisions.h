// revisions: revisions and autosaves as REST shows them; shared by revisions*.c and autosaves.c.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/post.h"
#include "db/revision.h"
#include "server/rest/item.h"
#include "server/rest/posts.h"

struct arena;
struct error;
struct request;

extern const struct rest_schema rest_post_revision_schema, rest_page_revision_schema;
extern const struct rest_schema rest_post_autosave_schema, rest_page_autosave_schema;

// The post whose revisions are asked for: the number is in `param` ("parent" or "id"). Loaded once a request. False:
// the error is set (404 rest_post_invalid_parent).
bool rest_revisions_parent(struct request *request, const char *param, const struct post **ret, struct error *error);
// The same, and may its revisions be read? `what`: "revisions" or "autosaves", for the message.
bool rest_revisions_may_read(struct request *request, const char *param, const char *what, struct error *error);

// What an item shows: of a revision, or of a draft that an autosave wrote into itself.
struct revision_view {
    int64_t id, parent, author;
    int64_t date, modified;
    const char *slug;
    const char *title, *content, *excerpt;  // raw
    enum content_format content_format;
    const char *preview_link;  // of an autosave, where it is wanted
    const char *version;       // of the post, beside an autosave
};
struct revision_view rest_revision_view(struct arena *arena, const struct revision *revision);
// The members up to `excerpt` and the links. Texts are rendered in `arena`, which may be finished afterwards.
void rest_revision_write(struct item *item, struct arena *arena, const struct rest_post_type *type,
                         const struct revision_view *view);
