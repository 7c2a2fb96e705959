// spool: see the header. Nobody else has the file, so nothing changes it while it is mapped.
#include "server/http/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static void fail(struct error *error) {
    if (errno == ENOSPC || errno == EDQUOT) {
        error_set(error, 507, "rest_disk_full", "The site has no space left to store this.");
        return;
    }
    error->retry_after = 5;
    error_set(error, 503, "busy", "What was sent could not be stored. Please try again.");
}

// For file systems that know no file without a name.
static int open_and_unlink(const char *directory) {
    char *path = NULL;
    if (asprintf(&path, "%s/.spool-XXXXXX", directory) < 0) return -1;
    const int file = mkostemp(path, O_CLOEXEC);
    if (file >= 0) unlink(path);
    free(path);
    return file;
}

int spool_open(const char *directory, struct error *error) {
    int file = -1;
    if (!directory) {
        file = memfd_create("body", MFD_CLOEXEC);
    } else {
        file = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) file = open_and_unlink(directory);
    }
    if (file < 0) fail(error);
    return file;
}

bool spool_write(int file, const void *bytes, size_t size, struct error *error) {
    for (const char *at = bytes; size > 0;) {
        const ssize_t written = write(file, at, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            fail(error);
            return false;
        }
        at += written;
        size -= (size_t) written;
    }
    return true;
}

bool spool_map(int file, struct spool_view *ret) {
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0 || status.st_size <= 0) return false;
    void *bytes = mmap(NULL, (size_t) status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) return false;
    *ret = (struct spool_view){.bytes = bytes, .size = (size_t) status.st_size};
    return true;
}

void spool_unmap(struct spool_view *view) {
    if (view->bytes) munmap((void *) (size_t) view->bytes, view->size);
    *view = (struct spool_view){0};
}
