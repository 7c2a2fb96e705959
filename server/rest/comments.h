// comments: what the files of the comments resource share.
#pragma once

#include <stdbool.h>

#include "db/comment.h"
#include "server/rest/item.h"

struct request;

extern const struct rest_schema rest_comments_schema;

// A comment and its post, loaded once a request by the id of the path. False: the error is set
// (404 rest_comment_invalid_id, 404 rest_post_invalid_id).
struct comment_subject {
    struct comment comment;
    struct post post;
};
bool rest_comments_load(struct request *request, const struct comment_subject **ret, struct error *error);

// May the asker read the post, as far as its comments go: it is readable, and its password, if any, was sent in
// `password` (check_read_post_permission).
bool rest_comments_may_read_post(struct request *request, const struct post *post);
// May the asker read this comment (check_read_permission)?
bool rest_comments_may_read(struct request *request, const struct comment *comment, const struct post *post);

void rest_comments_write(struct item *item, struct db *db, const struct comment *comment, const struct post *post);

// comments_moderation.c: the member "moderation", which has these properties: what a moderator wants to see beside the
// comment.
extern const struct param rest_comments_moderation_properties[];
void rest_comments_write_moderation(struct item *item, struct db *db, const struct comment *comment,
                                    const struct post *post);

// Which status a word of the `status` parameter asks for; 0: none (WordPress then changes nothing). `before`: where
// "unspam" and "untrash" lead, 0 if that is not known.
enum comment_status rest_comments_status(const char *word, enum comment_status before);
