// preview: what a page shows of an article instead of what is public, and to whom.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "db/db.h"

struct page_context;
struct post;

struct preview {
    bool wanted;       // the query asks for it
    bool denied;       // it has a nonce that is not the asker's
    bool invited;      // it has a signed link: what it leads to may be seen by whoever has it
    bool over;         // the link was for a draft that is public now
    int64_t until;     // of the link
    bool has_changes;  // the newest autosave, which is newer than the article, took the place of its texts
};
// Reads the query and puts the autosave's texts into *post. Makes the response personal when a preview is wanted.
enum db_result preview_read(struct page_context *page, struct post *post, struct preview *ret);
