// import file: the file of an attachment that was imported without it. It lies in the directory of uploads already,
// where the command line put it, so nothing large goes through a request.
#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/media.h"
#include "db/store.h"
#include "server/media/image_sizes.h"
#include "server/media/uploads.h"
#include "server/rules/app.h"
#include "server/rules/media_sizes.h"
#include "server/rules/publishing.h"
#include "server/rules/settings.h"
#include "server/transfer/import.h"

enum { FILE_MOST = 64 << 20 };

struct mapped {
    void *bytes;
    size_t size;
};

static bool map(int directory, const char *part, struct mapped *ret) {
    const int file = openat(directory, part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    struct stat status;
    *ret = (struct mapped){0};
    if (file < 0) return false;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 && status.st_size <= FILE_MOST) {
        void *bytes = mmap(NULL, (size_t) status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (bytes != MAP_FAILED) *ret = (struct mapped){bytes, (size_t) status.st_size};
    }
    close(file);
    return ret->bytes != NULL;
}

// A name that the command line gives: nothing else of the directory can be named.
static bool is_part(const char *part) {
    return strncmp(part, ".import-", 8) == 0 && strlen(part) <= 40 &&
           part[8 + strspn(part + 8, "0123456789abcdef")] == '\0';
}

static const char *words_of(enum upload_result result) {
    switch (result) {
        case UPLOAD_TYPE:
            return "its type is not among those that are taken, or it is not what its name says";
        case UPLOAD_BROKEN:
            return "the picture is damaged";
        case UPLOAD_PIXELS:
            return "the picture has too many pixels";
        case UPLOAD_FULL:
            return "the disk is full";
        default:
            return "it cannot be stored";
    }
}

struct change {
    const struct settings *settings;
    struct media media;
};

static enum db_result set_file(struct db *db, void *argument) {
    const struct change *change = argument;
    const enum db_result result = media_set_file(db, &change->media);
    if (result != DB_OK) return result;
    return publishing_media_changed(db, change->settings, change->media.post, change->media.attached, 0);
}

static bool read_attachment(struct app *app, struct arena *arena, int64_t id, struct post *ret_post, struct media *ret,
                            struct error *error) {
    STORE_READ db = store_read_acquire(app->store);
    if (!db || media_get(db, arena, id, ret) != DB_OK || post_get(db, arena, id, ret_post) != DB_OK) {
        error_set(error, 404, "import_no_attachment", "There is no such attachment.");
        return false;
    }
    if (strstr(ret->file, "://")) return true;
    error_set(error, 409, "import_has_file", "The attachment has its file.");
    return false;
}

// "2012/01/": where it lay there.
static void read_folder(const char *name, struct upload *upload) {
    static const char form[] = "0000/00/";
    for (size_t i = 0; form[i]; i++)
        if (form[i] == '0' ? !isdigit((unsigned char) name[i]) : name[i] != form[i]) return;
    const long year = strtol(name, NULL, 10), month = strtol(name + 5, NULL, 10);
    if (month < 1 || month > 12) return;
    upload->year = (int) year;
    upload->month = (int) month;
}

static bool store_file(struct app *app, struct arena *arena, const struct mapped *mapped, const char *name,
                       const struct post *post, const struct media *media, struct error *error) {
    SETTINGS_LEASE settings = settings_acquire(app->settings);
    if (!settings) {
        error_set(error, 503, "import_failed", "The settings cannot be read.");
        return false;
    }
    const char *base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
    const struct clock_date date = clock_local(post->published);
    struct upload upload = {
        .name = base, .bytes = mapped->bytes, .size = mapped->size, .year = date.year, .month = date.month};
    read_folder(name, &upload);
    struct image_size sizes[MEDIA_SIZES_MOST];
    media_sizes_set(settings, sizes, &upload);
    struct change change = {.settings = settings};
    const enum upload_result result = uploads_save(app->uploads, arena, &upload, &change.media);
    if (result != UPLOAD_OK) {
        error_set(error, result == UPLOAD_FULL ? 507 : 415, "import_file", "%s", words_of(result));
        return false;
    }
    change.media.post = media->post;
    change.media.attached = media->attached;
    if (store_write(app->store, set_file, &change) == DB_OK) return true;
    uploads_remove(app->uploads, &change.media);
    error_set(error, 500, "import_failed", "The store cannot be written: %s", store_message(app->store));
    return false;
}

bool import_file(struct app *app, struct arena *arena, int64_t id, const char *part, const char *name,
                 struct error *error) {
    struct post post;
    struct media media;
    struct mapped mapped;
    if (!is_part(part) || !*name) {
        error_set(error, 400, "import_part", "This is no file to import.");
        return false;
    }
    const int directory = uploads_directory(app->uploads);
    bool done = read_attachment(app, arena, id, &post, &media, error);
    if (done && !map(directory, part, &mapped)) {
        error_set(error, 400, "import_part", "The file is not there, is empty, or is larger than 64 MiB.");
        done = false;
    }
    if (done) {
        done = store_file(app, arena, &mapped, name, &post, &media, error);
        munmap(mapped.bytes, mapped.size);
    }
    unlinkat(directory, part, 0);
    return done;
}
