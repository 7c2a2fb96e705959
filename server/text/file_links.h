// file_links: the addresses of the site's uploads in texts: which there are, and how they become others. Pure.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct file_link {
    const char *file;    // below the uploads, decoded: "2026/11/harbour-300x200.png"; or the whole address of a picture
                         // on another host; NULL: an address that names no file
    int64_t attachment;  // of a picture: the number in its class wp-image-N, unless it is on another host; 0: none
};
typedef void (*file_link_visit)(void *context, const struct file_link *link);
// Calls `visit` for each file that an attribute of the HTML names (src, srcset, href, poster ...); one that is named
// twice comes twice. What stands in text is not shown and does not count. `home` without a slash at its end. Strings
// are in the arena.
void file_links_visit(struct arena *arena, const char *home, const char *html, file_link_visit visit, void *context);

// Can there be any? False is certain, and quick.
bool file_links_possible(const char *html);

// What stands in the place of a file.
struct file_link_change {
    const char *file;       // below the uploads, decoded
    int64_t width, height;  // 0: no picture
    const char *srcset;     // of the whole picture; NULL: none
};
// False: the file stays as it is.
typedef bool (*file_link_find)(void *context, struct arena *arena, const char *file, struct file_link_change *ret);
// What an author wrote (HTML with shortcodes, or Markdown), with the addresses that `find` changes. Pictures get the
// proportions of the new file: who had made one narrower keeps his width. NULL: nothing changed.
const char *file_links_change(struct arena *arena, const char *home, const char *text, file_link_find find,
                              void *context);
