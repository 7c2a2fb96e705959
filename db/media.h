// media: the files of attachments. The attachment itself is a post (POST_TYPE_ATTACHMENT, POST_INHERIT).
//
// Functions that write must run inside store_write(). Strings read are in the arena and never NULL.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "db/db.h"
#include "db/post.h"

struct arena;

// A smaller picture made of the file; the paths are those of struct media.
struct media_size {
    const char *name;  // "thumbnail"
    const char *mime;
    const char *file;
    int64_t file_size, width, height;
};

enum { MEDIA_SIZES_MOST = 8 };

struct media {
    int64_t post;
    int64_t attached;  // the post it belongs to, which may not exist; 0: none
    const char *mime;
    const char *file;  // below the directory of uploads: "2026/11/harbour.png"; with "://" in it: the address of a file
                       // that is not here, of an attachment which came from elsewhere
    int64_t file_size;
    int64_t width, height;  // 0: no picture
    const char *alt;        // plain text
    const struct media_size *sizes;
    size_t size_count;
};

// DB_CONFLICT: there is no such post, or it has a file.
enum db_result media_insert(struct db *db, const struct media *media);
// Writes attached and alt.
enum db_result media_update(struct db *db, const struct media *media);
// Writes the file and the sizes, in place of those that the row had.
enum db_result media_set_file(struct db *db, const struct media *media);
// Deletes the attachment: the post with all that hangs on it. Posts that featured it feature nothing then.
enum db_result media_delete(struct db *db, int64_t post);
enum db_result media_get(struct db *db, struct arena *arena, int64_t post, struct media *ret);

// Whose file is it, or one of its smaller pictures? `file` as in struct media.
enum db_result media_by_file(struct db *db, const char *file, int64_t *ret_post);

// All files, those of sizes too, of an author's attachments.
enum db_result media_files_of_author(struct db *db, struct arena *arena, int64_t author, struct text_list *ret);

extern const char *const media_statements[];
