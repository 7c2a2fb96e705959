// static_file: files below one directory, and none outside of it.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct error;

struct static_file {
    int fd;
    int64_t size;
    int64_t modified;
    int64_t modified_ns;  // below the second
};

// For use with static_file_open(). -1 and error set when it is no directory, or the kernel lacks openat2(2).
int static_file_open_directory(const char *path, struct error *error) __attribute__((warn_unused_result));

// A regular file by its path below the directory, without following a link and without leaving it, whatever the path
// says. Names that begin with a dot are nobody's. False: there is none.
bool static_file_open(int directory, const char *path, struct static_file *ret) __attribute__((warn_unused_result));
