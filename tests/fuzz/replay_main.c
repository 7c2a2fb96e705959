// replay_main: gives every file of the folders on the command line to a fuzz target, so that the ordinary
// tests see again what the fuzzer has found. A folder that is not there holds no files.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"

// In a block of exactly its size, so that a sanitizer sees the first byte read beyond it.
static int replay_file(const char *path) {
    struct stat stat_;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &stat_) != 0) {
        perror(path);
        if (file) fclose(file);
        return -1;
    }
    if (!S_ISREG(stat_.st_mode)) {
        fclose(file);
        return 0;
    }
    size_t size = (size_t) stat_.st_size;
    uint8_t *data = malloc(size ? size : 1);
    size_t got = data ? fread(data, 1, size, file) : 0;
    fclose(file);
    if (!data || got != size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        free(data);
        return -1;
    }
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

int main(int argc, char **argv) {
    int replayed = 0;
    for (int i = 1; i < argc; i++) {
        DIR *folder = opendir(argv[i]);
        if (!folder) continue;
        for (const struct dirent *entry; (entry = readdir(folder));) {
            char path[4096];
            if (entry->d_name[0] == '.') continue;
            if ((size_t) snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name) >= sizeof path) continue;
            int result = replay_file(path);
            if (result < 0) return 1;
            replayed += result;
        }
        closedir(folder);
    }
    fprintf(stderr, "%d files replayed\n", replayed);
    return replayed > 0 ? 0 : 1;
}
