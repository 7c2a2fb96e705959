// file_name: from the name that a client gives a file to one that is safe to store and to serve. Pure.
#pragma once

#include <stdint.h>

struct arena;

// Bytes of the part before the ending, so that numbers and sizes still fit a file system's 255.
enum { FILE_STEM_MOST = 180 };

// The name without folders and ending, as WordPress's sanitize_file_name() makes it: signs that mean something to a
// shell, a URL or a browser left out, blanks to '-', no dot or dash at the ends; an inner ending that is none
// of ours gets a '_', so that no server takes "a.php.png" for a program. Letters of all scripts stay. "unnamed-file"
// when nothing is left.
char *file_name_stem(struct arena *arena, const char *sent);

// "2012/01/a-300x200.jpg", a smaller picture that WordPress made, to "2012/01/a.jpg", and its size. NULL: the name is
// no such.
char *file_name_without_size(struct arena *arena, const char *file, int64_t *ret_width, int64_t *ret_height);

// filename of a Content-Disposition, as WordPress reads it; NULL: it has none.
char *file_name_of_disposition(struct arena *arena, const char *header);
