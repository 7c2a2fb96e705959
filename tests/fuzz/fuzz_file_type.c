// What a file is and how large its picture: parsers of bytes that anybody sends. They must read nothing beyond them,
// and what they say must hold together.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "server/media/file_name.h"
#include "server/media/file_type.h"
#include "server/media/image_head.h"
#include "tests/fuzz/fuzz.h"

struct kept {
    unsigned char *bytes;
    size_t size, room;
};

static bool keep(void *context, const void *bytes, size_t size) {
    struct kept *kept = context;
    if (size > kept->room - kept->size) abort();  // more than there was
    if (size) memcpy(kept->bytes + kept->size, bytes, size);
    kept->size += size;
    return true;
}

// In a block of exactly its size, so that a sanitizer sees the first byte read beyond it.
static struct kept strip(enum file_kind kind, const void *bytes, size_t size) {
    struct kept kept = {.room = size + 16};
    kept.bytes = malloc(kept.room);
    if (!kept.bytes || !image_strip(kind, bytes, size, keep, &kept)) abort();
    unsigned char *exact = malloc(kept.size ? kept.size : 1);
    if (!exact) abort();
    memcpy(exact, kept.bytes, kept.size);
    free(kept.bytes);
    kept.bytes = exact;
    return kept;
}

static void check_picture(const char *name, const struct file_type *type, const void *bytes, size_t size) {
    struct image_head head = {0}, stripped_head = {0};
    const bool has_head = image_head_read(type->kind, bytes, size, &head);
    if (has_head && (head.width <= 0 || head.height <= 0 || head.width > UINT32_MAX || head.height > UINT32_MAX ||
                     head.orientation < 1 || head.orientation > 8))
        abort();
    const struct kept once = strip(type->kind, bytes, size);
    // Damaged ones are refused before they are stripped.
    if (!has_head) {
        free(once.bytes);
        return;
    }
    if (file_type_decide(name, (const char *) once.bytes, once.size) != type) abort();
    const bool still = image_head_read(type->kind, once.bytes, once.size, &stripped_head);
    // What was taken out told nothing of the size, and all of the orientation.
    if (!still || stripped_head.width != head.width || stripped_head.height != head.height) abort();
    if (type->kind != FILE_GIF && stripped_head.orientation != 1) abort();
    const struct kept twice = strip(type->kind, once.bytes, once.size);
    if (twice.size != once.size || memcmp(twice.bytes, once.bytes, once.size) != 0) abort();
    free(once.bytes);
    free(twice.bytes);
}

static void check_name(struct arena *arena, const char *sent) {
    const char *stem = file_name_stem(arena, sent);
    const size_t size = strlen(stem);
    bool control = false;
    for (size_t i = 0; i < size; i++) control = control || (unsigned char) stem[i] < ' ' || stem[i] == 0x7f;
    if (size == 0 || size > FILE_STEM_MOST || control || strpbrk(stem, "/\\\"'<>:|?*&;%#") || stem[0] == '.' ||
        stem[0] == '-' || stem[size - 1] == '.') {
        fprintf(stderr, "name: %s\n", stem);
        abort();
    }
    file_name_of_disposition(arena, sent);
}

// Input: a name, a line break, the file.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *line_end = size ? memchr(data, '\n', size) : NULL;
    if (!line_end) return 0;
    struct arena arena;
    arena_init(&arena);
    const char *name = arena_strndup(&arena, (const char *) data, (size_t) (line_end - data));
    check_name(&arena, name);
    const size_t file_size = size - (size_t) (line_end + 1 - data);
    char *file = malloc(file_size ? file_size : 1);
    if (!file) abort();
    memcpy(file, line_end + 1, file_size);
    const struct file_type *type = file_type_decide(name, file, file_size);
    if (type && !type->served_as) abort();
    if (type && file_type_is_image(type)) check_picture(name, type, file, file_size);
    free(file);
    arena_finish(&arena);
    return 0;
}
