// media: attachments as REST shows and changes them; shared by the media_*.c files. Lists, single reads and most rights
// are those of posts (rest_post_type rest_media_resource).
#pragma once

#include <stdbool.h>

#include "db/media.h"
#include "db/post.h"
#include "server/rest/posts.h"

struct request;

extern const struct rest_post_type rest_media_resource;
extern const struct rest_schema rest_media_schema;

// media_type, mime_type, parent, parent_exclude of a list.
void rest_media_read_filters(struct request *request, struct post_query *query);

// Stores the file of the request's body with its smaller pictures; fills all of *ret but post, attached and alt.
// `kind_of`: the MIME type of a file in whose place it comes, which must be of the same kind (a picture for a picture);
// NULL: any. False: the error is set.
bool rest_media_save_file(struct request *request, const char *kind_of, struct media *ret, struct error *error);

void rest_media_write(struct item *item, struct db *db, const struct rest_post_type *type, const struct post *post);

// What a create or update names, put into both rows.
void rest_media_merge(struct request *request, struct post *post, struct media *media);
// The same, checked, and the texts rendered. False: the error is set.
bool rest_media_apply(struct request *request, struct post *post, struct media *media, struct error *error);
// In the write: a slug that nobody has, for a new one or one that changes.
enum db_result rest_media_settle_slug(struct db *db, struct arena *arena, struct post *post, const char *wish);

// Checks and sanitation for the table.
json_t *rest_media_sanitize_statuses(struct request *request, const struct param *param, json_t *value,
                                     struct error *error);
