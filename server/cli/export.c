// export: `broadsheet export`: the whole site as WordPress's export file, or as JSON, asked from the site in pieces.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "server/cli/cli.h"
#include "server/cli/client.h"
#include "server/transfer/piece.h"
#include "server/transfer/wxr_writer.h"

// How a format writes: `thing` each thing of a kind, `begin` and `end` around all of it.
struct format {
    const char *name;
    void (*begin)(FILE *out, const json_t *site, int64_t now);
    void (*begin_kind)(FILE *out, const char *kind);
    void (*thing)(FILE *out, const char *kind, const json_t *thing, bool first);
    void (*end_kind)(FILE *out);
    void (*end)(FILE *out);
};

static void wxr_thing(FILE *out, const char *kind, const json_t *thing, bool first) {
    (void) first;
    if (strcmp(kind, "authors") == 0)
        wxr_write_author(out, thing);
    else if (strcmp(kind, "terms") == 0)
        wxr_write_term(out, thing);
    else
        wxr_write_item(out, thing);
}

static void nothing(FILE *out) { (void) out; }
static void nothing_of(FILE *out, const char *kind) {
    (void) out;
    (void) kind;
}

// Each thing is a line, so that other programs can read it a piece at a time too.
static void json_begin(FILE *out, const json_t *site, int64_t now) {
    char date[CLOCK_ISO_SIZE];
    const struct clock_date utc = clock_utc(now);
    fprintf(out, "{\"format\":\"broadsheet-export-1\",\"date_gmt\":\"%s\",\n\"site\":", clock_format_iso(date, &utc));
    json_dumpf(site, out, JSON_COMPACT);
}

static void json_begin_kind(FILE *out, const char *kind) { fprintf(out, ",\n\"%s\":[", kind); }

static void json_thing(FILE *out, const char *kind, const json_t *thing, bool first) {
    (void) kind;
    fputs(first ? "\n" : ",\n", out);
    json_dumpf(thing, out, JSON_COMPACT);
}

static void json_end_kind(FILE *out) { fputs("\n]", out); }
static void json_end(FILE *out) { fputs("}\n", out); }

static const struct format formats[] = {
    {"wxr", wxr_write_begin, nothing_of, wxr_thing, nothing, wxr_write_end},
    {"json", json_begin, json_begin_kind, json_thing, json_end_kind, json_end},
};

static bool ask(struct client *client, const char *kind, int64_t after, json_t **ret, struct error *error) {
    char target[128];
    snprintf(target, sizeof target, "/broadsheet/v1/export?kind=%s&after=%" PRId64, kind, after);
    return client_request(client, HTTP_GET, target, NULL, ret, error);
}

static bool write_kind(struct client *client, const struct format *format, const char *kind, FILE *out,
                       struct error *error) {
    bool first = true;
    int64_t after = 0;
    format->begin_kind(out, kind);
    for (bool again = true; again && !ferror(out);) {
        JSON_CLEAN answer = NULL;
        if (!ask(client, kind, after, &answer, error)) return false;
        size_t index;
        const json_t *thing;
        json_array_foreach(json_object_get(answer, "things"), index, thing) {
            format->thing(out, kind, thing, first);
            first = false;
        }
        again = json_is_integer(json_object_get(answer, "after"));
        after = piece_integer(answer, "after");
    }
    format->end_kind(out);
    return true;
}

static bool write_all(struct client *client, const struct format *format, FILE *out, struct error *error) {
    static const char *const kinds[] = {"authors", "terms", "items"};
    JSON_CLEAN answer = NULL;
    if (!ask(client, "site", 0, &answer, error)) return false;
    format->begin(out, json_array_get(json_object_get(answer, "things"), 0), clock_now());
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!write_kind(client, format, kinds[i], out, error)) return false;
    format->end(out);
    return true;
}

// The file gets its name when it is whole.
static bool write_file(struct client *client, const struct format *format, const char *name, struct error *error) {
    char *part = NULL;
    if (asprintf(&part, "%s.part", name) < 0) {
        error_set(error, 500, "no_memory", "out of memory");
        return false;
    }
    FILE *out = fopen(part, "wx");
    if (!out) {
        error_set(error, 500, "unwritable", "%s: %s", part, strerror(errno));
        free(part);
        return false;
    }
    bool done = write_all(client, format, out, error);
    if (done && (fflush(out) != 0 || fsync(fileno(out)) != 0 || ferror(out))) {
        error_set(error, 500, "unwritable", "%s: %s", part, strerror(errno));
        done = false;
    }
    fclose(out);
    if (done && rename(part, name) != 0) {
        error_set(error, 500, "unwritable", "%s: %s", name, strerror(errno));
        done = false;
    }
    if (!done) unlink(part);
    free(part);
    return done;
}

static bool write_stdout(struct client *client, const struct format *format, struct error *error) {
    if (!write_all(client, format, stdout, error)) return false;
    if (fflush(stdout) == 0 && !ferror(stdout)) return true;
    error_set(error, 500, "unwritable", "standard output: %s", strerror(errno));
    return false;
}

static const struct format *find_format(const char *name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0) return &formats[i];
    return NULL;
}

int cli_export(const struct cli *cli, int argc, char **argv) {
    const char *data = cli_default_data(), *format_name = "wxr", *output = NULL;
    const struct cli_option options[] = {
        CLI_DATA_OPTION(&data),
        {.name = "format",
         .argument = "FORMAT",
         .help = "wxr (WordPress's, the default) or json",
         .value = &format_name},
        {.name = "output", .argument = "FILE", .help = "standard output when left out", .value = &output},
    };
    const struct cli_syntax syntax = {
        .command = "broadsheet export",
        .summary = "Writes the whole site out: authors, terms, articles, pages, attachments, comments.",
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    const int status = cli_parse(&syntax, argc, argv, NULL);
    if (status >= 0) return status;
    const struct format *format = find_format(format_name);
    if (!format) {
        cli_fail("--format is wxr or json, not \"%s\"", format_name);
        return CLI_USAGE;
    }
    struct error error = {0};
    CLIENT_CLEAN client = client_open(cli, data, &error);
    const bool done =
        client && (output ? write_file(client, format, output, &error) : write_stdout(client, format, &error));
    return done ? CLI_DONE : cli_fail_error(&error);
}
