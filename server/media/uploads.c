// uploads: see the header. Names are given without replacing anything, so no lock is needed between writers; one lock
// lets one picture be decoded at a time.
#include "server/media/uploads.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "base/arena.h"
#include "base/error.h"
#include "server/media/file_name.h"
#include "server/media/file_type.h"
#include "server/media/image_head.h"
#include "server/media/image_sizes.h"

enum { COUNTED_NAMES = 100, NAME_TRIES = 110 };

struct uploads {
    char *path;
    int directory;
    pthread_mutex_t decoding;
};

struct uploads *uploads_open(const char *data_dir, struct error *error) {
    struct uploads *uploads = calloc(1, sizeof *uploads);
    if (!uploads) {
        error_set(error, 500, "no_memory", "out of memory");
        return NULL;
    }
    uploads->directory = -1;
    pthread_mutex_init(&uploads->decoding, NULL);
    if (asprintf(&uploads->path, "%s/uploads", data_dir) < 0) uploads->path = NULL;
    if (uploads->path && (mkdir(uploads->path, 0700) == 0 || errno == EEXIST))
        uploads->directory = open(uploads->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (uploads->directory < 0) {
        error_set(error, 500, "data_unreadable", "%s/uploads: %s", data_dir, strerror(errno));
        uploads_close(uploads);
        return NULL;
    }
    return uploads;
}

void uploads_close(struct uploads *uploads) {
    if (!uploads) return;
    if (uploads->directory >= 0) close(uploads->directory);
    pthread_mutex_destroy(&uploads->decoding);
    free(uploads->path);
    free(uploads);
}

const char *uploads_path(const struct uploads *uploads) { return uploads->path; }
int uploads_directory(const struct uploads *uploads) { return uploads->directory; }

// What one saving has at hand.
struct save {
    struct uploads *uploads;
    struct arena *arena;
    const struct file_type *type;
    const char *folder;  // "2026/11/", or ""
    int directory;       // of it
    const char *stem;    // of the file, with its number
    const struct upload *upload;
    struct media media;
    struct media_size sizes[MEDIA_SIZES_MOST];
};

static enum upload_result failure(void) { return errno == ENOSPC || errno == EDQUOT ? UPLOAD_FULL : UPLOAD_FAILED; }

static int open_below(int directory, const char *name) {
    if (mkdirat(directory, name, 0700) == 0)
        fsync(directory);
    else if (errno != EEXIST)
        return -1;
    return openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool open_folder(struct save *save, const struct upload *upload) {
    save->folder = "";
    if (upload->year == 0) {
        save->directory = openat(save->uploads->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        return save->directory >= 0;
    }
    const char *year = arena_printf(save->arena, "%04d", upload->year);
    const char *month = arena_printf(save->arena, "%02d", upload->month);
    const int above = open_below(save->uploads->directory, year);
    if (above < 0) return false;
    save->directory = open_below(above, month);
    close(above);
    save->folder = arena_printf(save->arena, "%s/%s/", year, month);
    return save->directory >= 0;
}

// A file that is being written; `name` begins with a dot, which nobody is served.
struct part {
    char name[40];
    FILE *stream;
};

static bool part_open(const struct save *save, struct part *ret) {
    snprintf(ret->name, sizeof ret->name, ".part-%08x%08x", randombytes_random(), randombytes_random());
    const int file = openat(save->directory, ret->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    ret->stream = file >= 0 ? fdopen(file, "wb") : NULL;
    if (!ret->stream && file >= 0) {
        close(file);
        unlinkat(save->directory, ret->name, 0);
    }
    return ret->stream != NULL;
}

// To the disk, and closed.
static bool part_finish(struct part *part, int64_t *ret_size) {
    const bool good = fflush(part->stream) == 0 && fsync(fileno(part->stream)) == 0;
    const int problem = errno;
    struct stat status = {0};
    fstat(fileno(part->stream), &status);
    fclose(part->stream);
    part->stream = NULL;
    errno = problem;
    *ret_size = status.st_size;
    return good;
}

static void part_drop(const struct save *save, struct part *part) {
    const int problem = errno;
    if (part->stream) fclose(part->stream);
    unlinkat(save->directory, part->name, 0);
    errno = problem;
}

static bool part_name(const struct save *save, const struct part *part, const char *name) {
    return renameat2(save->directory, part->name, save->directory, name, RENAME_NOREPLACE) == 0;
}

// stem, stem-1, stem-2 ...; when that many are taken, something nobody else has.
static const char *numbered(struct arena *arena, const char *stem, unsigned number) {
    if (number == 0) return stem;
    if (number < COUNTED_NAMES) return arena_printf(arena, "%s-%u", stem, number);
    return arena_printf(arena, "%s-%08x", stem, randombytes_random());
}

// Asked behind the naming: who frees a name keeps it for the file that had it first.
static bool is_free(const struct save *save, const char *file) {
    const struct upload *upload = save->upload;
    return !upload->is_taken || !upload->is_taken(upload->context, save->arena, file);
}

static const char *give_name(const struct save *save, const struct part *part, const char *stem,
                             const char **ret_stem) {
    for (unsigned number = 0; number < NAME_TRIES; number++) {
        const char *chosen = numbered(save->arena, stem, number);
        const char *name = arena_printf(save->arena, "%s.%s", chosen, save->type->ending);
        const char *file = arena_printf(save->arena, "%s%s", save->folder, name);
        const bool named = part_name(save, part, name);
        if (!named && errno != EEXIST) return NULL;
        if (named && is_free(save, file)) {
            *ret_stem = chosen;
            return file;
        }
        // Its own name again, which nobody has taken.
        if (named && renameat(save->directory, name, save->directory, part->name) != 0) return NULL;
    }
    return NULL;
}

static bool write_piece(void *context, const void *bytes, size_t size) {
    return fwrite(bytes, 1, size, context) == size;
}

static enum upload_result save_original(struct save *save, const struct upload *upload, struct image *turned,
                                        const char *stem) {
    struct part part;
    if (!part_open(save, &part)) return failure();
    const enum file_kind kind = save->type->kind;
    const bool good = turned ? image_write(turned, kind, part.stream)
                             : image_strip(kind, upload->bytes, upload->size, write_piece, part.stream);
    const char *file = NULL;
    if (good && part_finish(&part, &save->media.file_size)) file = give_name(save, &part, stem, &save->stem);
    if (file) {
        save->media.file = file;
        return UPLOAD_OK;
    }
    part_drop(save, &part);
    return failure();
}

static enum upload_result save_size(struct save *save, struct image *image, const struct image_size *size) {
    struct part part;
    if (!part_open(save, &part)) return failure();
    struct media_size made = {
        .name = size->name,
        .mime = save->type->mime,
        .width = image_width(image),
        .height = image_height(image),
    };
    const char *stem =
        arena_printf(save->arena, "%s-%lldx%lld", save->stem, (long long) made.width, (long long) made.height);
    if (image_write(image, save->type->kind, part.stream) && part_finish(&part, &made.file_size))
        made.file = give_name(save, &part, stem, &stem);
    if (!made.file) {
        part_drop(save, &part);
        return failure();
    }
    save->sizes[save->media.size_count++] = made;
    return UPLOAD_OK;
}

// Each is made of the one before, which is quicker, unless that has other proportions than the whole.
static enum upload_result save_sizes(struct save *save, const struct upload *upload, const struct image *whole) {
    enum upload_result result = UPLOAD_OK;
    struct image *previous = NULL;
    for (size_t i = 0; i < upload->size_count && result == UPLOAD_OK; i++) {
        struct image_fit fit;
        if (!image_fit(&upload->sizes[i], image_width(whole), image_height(whole), &fit)) continue;
        struct image_fit from_previous = fit;
        const struct image *source = whole;
        if (previous && fit.to_width < image_width(previous) && fit.to_height < image_height(previous)) {
            source = previous;
            const struct image_size exact = {NULL, fit.to_width, fit.to_height, true};
            if (!image_fit(&exact, image_width(previous), image_height(previous), &from_previous)) source = whole;
        }
        struct image *made = image_resize(source, source == whole ? &fit : &from_previous);
        result = made ? save_size(save, made, &upload->sizes[i]) : UPLOAD_FAILED;
        image_close(previous);
        previous = made;
    }
    image_close(previous);
    return result;
}

// Under the lock: decoded pixels are many.
static enum upload_result save_picture(struct save *save, const struct upload *upload, const struct image_head *head,
                                       const char *stem) {
    struct image *whole = image_open(save->type->kind, upload->bytes, upload->size, head->orientation);
    // WordPress takes a picture that it cannot decode too; it then has no smaller ones.
    const bool turns = whole && head->orientation > 1;
    enum upload_result result = save_original(save, upload, turns ? whole : NULL, stem);
    if (turns) {
        save->media.width = image_width(whole);
        save->media.height = image_height(whole);
    }
    if (result == UPLOAD_OK && whole) result = save_sizes(save, upload, whole);
    image_close(whole);
    return result;
}

static enum upload_result check_picture(const struct file_type *type, const struct upload *upload,
                                        struct image_head *ret) {
    if (!image_head_read(type->kind, upload->bytes, upload->size, ret)) return UPLOAD_BROKEN;
    return ret->width > IMAGE_PIXELS_MOST / ret->height ? UPLOAD_PIXELS : UPLOAD_OK;
}

enum upload_result uploads_save(struct uploads *uploads, struct arena *arena, const struct upload *upload,
                                struct media *ret) {
    const struct file_type *type = file_type_decide(upload->name, upload->bytes, upload->size);
    if (!type) return UPLOAD_TYPE;
    struct image_head head = {.orientation = 1};
    enum upload_result result = UPLOAD_OK;
    if (file_type_is_image(type)) result = check_picture(type, upload, &head);
    if (result != UPLOAD_OK) return result;

    struct save save = {.uploads = uploads, .arena = arena, .type = type, .directory = -1, .upload = upload};
    save.media = (struct media){.mime = type->mime, .width = head.width, .height = head.height};
    const char *stem = file_name_stem(arena, upload->name);
    if (!open_folder(&save, upload)) {
        result = failure();
    } else if (file_type_is_image(type)) {
        pthread_mutex_lock(&uploads->decoding);
        result = save_picture(&save, upload, &head, stem);
        pthread_mutex_unlock(&uploads->decoding);
    } else {
        result = save_original(&save, upload, NULL, stem);
    }
    struct media_size *sizes = arena_array(arena, struct media_size, MEDIA_SIZES_MOST);
    memcpy(sizes, save.sizes, sizeof save.sizes);
    save.media.sizes = sizes;
    if (result == UPLOAD_OK && fsync(save.directory) != 0) result = failure();
    if (save.directory >= 0) close(save.directory);
    if (result == UPLOAD_OK)
        *ret = save.media;
    else if (save.media.file)
        uploads_remove(uploads, &save.media);
    return result;
}

void uploads_remove(struct uploads *uploads, const struct media *media) {
    uploads_remove_file(uploads, media->file);
    for (size_t i = 0; i < media->size_count; i++) uploads_remove_file(uploads, media->sizes[i].file);
}

void uploads_remove_file(struct uploads *uploads, const char *file) { unlinkat(uploads->directory, file, 0); }
