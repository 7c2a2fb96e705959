// media_links: which media a text names, and texts after a medium got another file: from addresses, with the store.
#pragma once

#include "db/db.h"
#include "db/post.h"

struct arena;
struct media_library;
struct settings;

// Notes in the library each medium that the HTML shows or links to: by the address of its file, of a smaller picture,
// or of a file that it had before; where a picture's address says nothing, by its class wp-image-N.
enum db_result media_links_note(struct db *db, struct arena *arena, const struct settings *settings, const char *html,
                                struct media_library *library);

// What was written, with the addresses of files that media had before changed to those they have. NULL: it names none.
enum db_result media_links_renew(struct db *db, struct arena *arena, const struct settings *settings, const char *text,
                                 const char **ret);

// Was it the address of a file, which texts and links may still name? Not to be given to another one then.
enum db_result media_links_is_taken(struct db *db, struct arena *arena, const char *file, bool *ret);
