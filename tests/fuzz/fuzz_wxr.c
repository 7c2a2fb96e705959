// Export files of other sites, read as an import reads them: whatever the bytes are, what comes out is whole and fits.
#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "server/transfer/permalink_guess.h"
#include "server/transfer/piece.h"
#include "server/transfer/wxr_reader.h"
#include "tests/fuzz/fuzz.h"

struct seen {
    struct permalink_guess guess;
    unsigned sites, things;
};

static bool take(void *context, enum wxr_thing thing, uint64_t line, json_t *object) {
    struct seen *seen = context;
    assert(json_is_object(object) && line > 0);
    // The site comes first, once; all is text that JSON can hold.
    if (thing == WXR_SITE)
        seen->sites++;
    else
        assert(seen->sites == 1);
    char *text = json_dumps(object, JSON_COMPACT);
    assert(text);
    free(text);
    if (thing == WXR_ITEM) permalink_guess_add(&seen->guess, "http://old.example", object);
    return ++seen->things < 10000;
}

static void note(void *context, uint64_t line, const char *text) {
    (void) context;
    assert(*text);
    (void) line;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const int file = memfd_create("wxr", MFD_CLOEXEC);
    if (file < 0) return 0;
    if (write(file, data, size) == (ssize_t) size && lseek(file, 0, SEEK_SET) == 0) {
        struct seen seen = {.sites = 0};
        struct error error = {0};
        const struct wxr_receiver receiver = {.context = &seen, .thing = take, .note = note};
        const bool whole = wxr_read(file, &receiver, &error);
        assert(seen.sites <= 1 && (whole ? seen.sites == 1 : error_is_set(&error) || seen.things == 10000));
        char zone[24];
        permalink_guess_result(&seen.guess);
        permalink_guess_zone(&seen.guess, zone);
    }
    close(file);
    return 0;
}
