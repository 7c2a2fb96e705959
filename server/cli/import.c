// import: `broadsheet import`: another site's export file, read here and handed to the site in pieces.
//
// The file is read twice: first to see that it is whole and how its site makes addresses, then to import it. So a
// broken file changes nothing, unless --partial asks for what stands before the break.
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"
#include "server/cli/import_report.h"
#include "server/cli/media_fetch.h"
#include "server/cli/progress.h"
#include "server/transfer/permalink_guess.h"
#include "server/transfer/piece.h"
#include "server/transfer/wxr_reader.h"

// A request holds as many things, or ends with the one that makes it as long in the file.
enum { THINGS_MOST = 100, BYTES_MOST = 512 * 1024, TERM_PARENTS = 1 };

static const char import_path[] = "/broadsheet/v1/import";

struct run {
    const char *data, *file_name, *role, *fetch_from;
    bool dry, partial;
    struct client *client;
    struct media_fetch *fetch;
    struct progress progress;
    struct import_report report;
    struct error error;  // of the site or the command; the reader has its own
    struct permalink_guess guess;
    json_t *site;
    json_t *authors, *terms, *items;  // that wait to be sent
    uint64_t position, sent;          // bytes of the file
    uint64_t line;                    // of the last thing that was sent
    bool items_began;
};

static json_t *new_request(const struct run *run, const char *step) {
    return json_pack("{s:s, s:O, s:s, s:b, s:b}", "step", step, "site", run->site, "role", run->role, "dry", run->dry,
                     "files", run->fetch != NULL);
}

static bool ask(struct run *run, json_t *request, json_t **ret) {
    JSON_CLEAN body = request;
    JSON_CLEAN answer = NULL;
    if (!body) {
        error_set(&run->error, 500, "no_memory", "out of memory");
        return false;
    }
    if (!client_request(run->client, HTTP_POST, import_path, body, &answer, &run->error)) return false;
    import_report_add(&run->report, answer);
    if (ret) *ret = json_incref(answer);
    return true;
}

static bool settle(struct run *run, int64_t last) {
    int64_t kind = 0, after = 0;
    for (bool again = true; again;) {
        json_t *request = new_request(run, "settle");
        if (request) {
            json_object_set_new(request, "kind", json_integer(kind));
            json_object_set_new(request, "after", json_integer(after));
            json_object_set_new(request, "last", json_integer(last));
        }
        JSON_CLEAN answer = NULL;
        if (!ask(run, request, &answer)) return false;
        kind = piece_integer(answer, "kind");
        after = piece_integer(answer, "after");
        again = json_is_true(json_object_get(answer, "again"));
    }
    return true;
}

// A file that cannot be had, or is none that is taken, is told and counted; the attachment stays as it is.
static void fetch_one(struct run *run, const json_t *wanted) {
    struct error error = {0};
    struct media_part part;
    const char *url = piece_text(wanted, "url");
    if (media_fetch_get(run->fetch, url, &part, &error)) {
        JSON_CLEAN body = json_pack("{s:I, s:s, s:s}", "id", (json_int_t) piece_integer(wanted, "id"), "part",
                                    part.part, "name", part.name);
        if (client_request(run->client, HTTP_POST, "/broadsheet/v1/import/file", body, NULL, &error)) {
            run->report.files++;
            return;
        }
        media_fetch_drop(run->fetch, &part);
    }
    char text[1024];
    snprintf(text, sizeof text, "left where it is: the file %.300s: %s", url, error.message);
    run->report.files_left++;
    import_report_note(&run->report, (uint64_t) piece_integer(wanted, "line"), text);
}

static void fetch_all(struct run *run, const json_t *wanted) {
    size_t index;
    const json_t *file;
    json_array_foreach(wanted, index, file) {
        char things[400];
        snprintf(things, sizeof things, "fetching %.300s", piece_text(file, "url"));
        progress_show(&run->progress, run->position, things);
        fetch_one(run, file);
    }
}

static bool flush(struct run *run) {
    if (json_array_size(run->authors) + json_array_size(run->terms) + json_array_size(run->items) == 0) return true;
    json_t *request = new_request(run, "things");
    if (request) {
        json_object_set_new(request, "authors", run->authors);
        json_object_set_new(request, "terms", run->terms);
        json_object_set_new(request, "items", run->items);
        run->authors = json_array();
        run->terms = json_array();
        run->items = json_array();
    }
    JSON_CLEAN answer = NULL;
    if (!ask(run, request, &answer)) return false;
    run->sent = run->position;
    if (run->fetch && !run->dry) fetch_all(run, json_object_get(answer, "wanted"));
    return true;
}

// Terms are whole before the first article comes: their tree is what archives are made by.
static bool begin_items(struct run *run) {
    if (run->items_began) return true;
    run->items_began = true;
    return flush(run) && settle(run, TERM_PARENTS);
}

static bool begin(struct run *run, json_t *site) {
    json_decref(run->site);
    run->site = json_incref(site);
    json_t *request = new_request(run, "begin");
    char zone[24];
    const char *structure = permalink_guess_result(&run->guess);
    if (request) {
        piece_put(request, "structure", structure);
        piece_put(request, "zone", permalink_guess_zone(&run->guess, zone));
    }
    JSON_CLEAN answer = NULL;
    if (!ask(run, request, &answer)) return false;
    if (!structure || !json_is_true(json_object_get(answer, "empty"))) return true;
    printf("Addresses are made as there: %s\n", *structure ? structure : "?p=ID");
    return true;
}

static bool import_thing(void *context, enum wxr_thing thing, uint64_t line, json_t *object) {
    struct run *run = context;
    if (thing == WXR_SITE) return begin(run, object);
    if (thing == WXR_ITEM && !begin_items(run)) return false;
    json_array_append(thing == WXR_AUTHOR ? run->authors : thing == WXR_TERM ? run->terms : run->items, object);
    const size_t count = json_array_size(run->authors) + json_array_size(run->terms) + json_array_size(run->items);
    if (count < THINGS_MOST && run->position - run->sent < BYTES_MOST) return true;
    run->line = line;
    return flush(run);
}

static void import_note(void *context, uint64_t line, const char *text) {
    struct run *run = context;
    import_report_note(&run->report, line, text);
    if (strncmp(text, "left out", 8) == 0) run->report.left[3]++;
}

static void show_progress(void *context, uint64_t bytes) {
    struct run *run = context;
    char things[100];
    run->position = bytes;
    import_report_so_far(&run->report, things, sizeof things);
    progress_show(&run->progress, bytes, run->items_began ? things : NULL);
}

static bool check_thing(void *context, enum wxr_thing thing, uint64_t line, json_t *object) {
    struct run *run = context;
    (void) line;
    if (thing == WXR_SITE) {
        run->site = json_incref(object);
    } else if (thing == WXR_ITEM) {
        const char *site = piece_text(run->site, "base_blog_url");
        permalink_guess_add(&run->guess, *site ? site : piece_text(run->site, "link"), object);
    }
    return true;
}

static void check_note(void *context, uint64_t line, const char *text) {
    (void) context;
    (void) line;
    (void) text;
}

// A regular file: it is read twice.
static int open_file(struct run *run, uint64_t *ret_size) {
    const int file = open(run->file_name, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        *ret_size = (uint64_t) status.st_size;
        return file;
    }
    error_set(&run->error, 400, "no_file", "%s: %s", run->file_name, file < 0 ? strerror(errno) : "not a regular file");
    if (file >= 0) close(file);
    return -1;
}

// What stands before the break is imported only when it was asked for.
static bool check(struct run *run, int file, uint64_t size, struct error *broken) {
    const struct wxr_receiver receiver = {
        .context = run, .thing = check_thing, .note = check_note, .progress = show_progress};
    progress_begin(&run->progress, "Checking", size);
    const bool whole = wxr_read(file, &receiver, broken);
    progress_clear(&run->progress);
    return whole || (run->partial && run->site);
}

static bool run_import(struct run *run, int file, uint64_t size, struct error *broken) {
    const struct wxr_receiver receiver = {
        .context = run, .thing = import_thing, .note = import_note, .progress = show_progress};
    progress_begin(&run->progress, "Importing", size);
    run->position = 0;
    const bool whole = wxr_read(file, &receiver, broken);
    // A file that breaks off: what was read before is whole.
    const bool sent = !error_is_set(&run->error) && (whole || run->partial) && flush(run) && settle(run, 0);
    progress_clear(&run->progress);
    return sent;
}

static int finish(const struct run *run, const struct error *broken) {
    import_report_print(&run->report, piece_text(run->site, "base_blog_url"));
    if (error_is_set(&run->error)) {
        if (run->line > 0)
            cli_fail("the import ended behind line %" PRIu64 " of %s: %s (run it again to go on)", run->line,
                     run->file_name, run->error.message);
        else
            cli_fail_error(&run->error);
        return CLI_FAILED;
    }
    if (error_is_set(broken)) {
        cli_fail("%s is broken: %s; what stands before is imported", run->file_name, broken->message);
        return CLI_PARTLY;
    }
    return import_report_is_partial(&run->report) ? CLI_PARTLY : CLI_DONE;
}

static int read_twice(const struct cli *cli, struct run *run, int file, uint64_t size) {
    struct error broken = {0}, again = {0};
    if (!check(run, file, size, &broken))
        return cli_fail("%s: %s; nothing was imported%s", run->file_name, broken.message,
                        run->site && broken.status == 400 ? " (--partial imports what stands before)" : "");
    if (lseek(file, 0, SEEK_SET) != 0) return cli_fail("%s: %s", run->file_name, strerror(errno));
    run->client = client_open(cli, run->data, &run->error);
    if (!run->client) return cli_fail_error(&run->error);
    if (run->fetch_from) run->fetch = media_fetch_open(run->fetch_from, run->data, &run->error);
    if (error_is_set(&run->error)) return cli_fail_error(&run->error);
    run_import(run, file, size, &again);
    return finish(run, &again);
}

static int run_all(const struct cli *cli, struct run *run) {
    uint64_t size = 0;
    const int file = open_file(run, &size);
    if (file < 0) return cli_fail_error(&run->error);
    import_report_init(&run->report, &run->progress, run->dry);
    run->authors = json_array();
    run->terms = json_array();
    run->items = json_array();
    const int status = read_twice(cli, run, file, size);
    media_fetch_close(run->fetch);
    client_close(run->client);
    import_report_finish(&run->report);
    json_decref(run->authors);
    json_decref(run->terms);
    json_decref(run->items);
    json_decref(run->site);
    close(file);
    return status;
}

int cli_import(const struct cli *cli, int argc, char **argv) {
    struct run run = {.data = cli_default_data(), .role = "author"};
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&run.data),
        {.name = "dry-run", .help = "only tell what would be imported", .flag = &run.dry},
        {.name = "fetch-media",
         .argument = "DIR-OR-URL",
         .help = "bring the files of attachments: from a copy of wp-content/uploads, or from its address",
         .value = &run.fetch_from},
        {.name = "role",
         .argument = "ROLE",
         .help = "of accounts that are made (author); an editor's raw HTML is kept as it is",
         .value = &run.role},
        {.name = "partial", .help = "of a broken file import what stands before the break", .flag = &run.partial},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet import",
        .summary = "Imports an export file of WordPress (Tools, Export: All content). Run again, it adds what is new.",
        .arguments = "FILE.xml",
        .least_words = 1,
        .most_words = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    char **words = NULL;
    const int status = cli_parse(&syntax, argc, argv, &words);
    if (status >= 0) return status;
    run.file_name = words[0];
    return run_all(cli, &run);
}
