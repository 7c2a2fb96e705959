// static_file: see the header. The kernel does the looking, so there is no moment between a check and a use.
#include "server/http/static_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"

static int open_beneath(int directory, const char *path) {
    const struct open_how how = {
        // Without O_NONBLOCK a fifo with that name would hang the thread.
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    return (int) syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int static_file_open_directory(const char *path, struct error *error) {
    const int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        error_set(error, 500, "static_unreadable", "%s: %s", path, strerror(errno));
        return -1;
    }
    const int self = open_beneath(directory, ".");
    if (self < 0) {
        error_set(error, 500, "static_unreadable", "%s: openat2: %s", path, strerror(errno));
        close(directory);
        return -1;
    }
    close(self);
    return directory;
}

static bool is_plain(const char *path) {
    if (!*path || *path == '/' || *path == '.') return false;
    return !strstr(path, "/.") && !strstr(path, "//");
}

bool static_file_open(int directory, const char *path, struct static_file *ret) {
    if (directory < 0 || !is_plain(path)) return false;
    const int fd = open_beneath(directory, path);
    if (fd < 0) return false;
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(fd);
        return false;
    }
    *ret = (struct static_file){
        .fd = fd,
        .size = status.st_size,
        .modified = status.st_mtim.tv_sec,
        .modified_ns = status.st_mtim.tv_nsec,
    };
    return true;
}
