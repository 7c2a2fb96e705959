// spool: a body that goes to disk while it arrives, into a file without a name: whatever ends the server, nothing is
// left of it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct error;

// An empty file in the directory; NULL: in memory (a request without a socket has its body there anyway). -1 and the
// error set (507 disk full, else 503).
int spool_open(const char *directory, struct error *error) __attribute__((warn_unused_result));
// Appends. False: the error is set.
bool spool_write(int file, const void *bytes, size_t size, struct error *error) __attribute__((warn_unused_result));

// The whole file as it lies in the page cache, read only; NULL when it is empty or cannot be mapped.
struct spool_view {
    const char *bytes;
    size_t size;
};
bool spool_map(int file, struct spool_view *ret) __attribute__((warn_unused_result));
void spool_unmap(struct spool_view *view);
#define SPOOL_VIEW __attribute__((cleanup(spool_unmap))) struct spool_view
