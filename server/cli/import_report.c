// import report: see the header.
#include "server/cli/import_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "server/cli/cli.h"
#include "server/cli/progress.h"
#include "server/transfer/piece.h"

enum { NOTES_MOST = 1000, POSTS = 3, PAGES = 4, COMMENTS = 6 };

static const char *const kinds[REPORT_KINDS] = {"authors", "categories",  "tags",    "posts",
                                                "pages",   "attachments", "comments"};

void import_report_init(struct import_report *report, struct progress *progress, bool dry) {
    *report = (struct import_report){.progress = progress, .dry = dry, .others = json_object()};
}

void import_report_finish(struct import_report *report) { json_decref(report->others); }

void import_report_note(struct import_report *report, uint64_t line, const char *text) {
    if (report->notes++ >= NOTES_MOST) return;
    progress_clear(report->progress);
    if (line > 0) printf("line %" PRIu64 ": ", line);
    cli_print_field(text);
    putchar('\n');
}

static void add_counts(int64_t *counts, const json_t *numbers) {
    for (size_t i = 0; i < REPORT_KINDS; i++) counts[i] += piece_integer(numbers, kinds[i]);
}

void import_report_add(struct import_report *report, const json_t *answer) {
    add_counts(report->made, json_object_get(answer, "made"));
    add_counts(report->known, json_object_get(answer, "known"));
    add_counts(report->left, json_object_get(answer, "left"));
    report->renumbered += piece_integer(answer, "renumbered");
    size_t index;
    const json_t *note;
    json_array_foreach(json_object_get(answer, "notes"), index, note) {
        const char *text = json_string_value(json_array_get(note, 1));
        import_report_note(report, (uint64_t) json_integer_value(json_array_get(note, 0)), text ? text : "");
    }
    const char *type;
    json_t *number;
    json_object_foreach(json_object_get(answer, "others"), type, number) {
        const json_int_t before = json_integer_value(json_object_get(report->others, type));
        json_object_set_new(report->others, type, json_integer(before + json_integer_value(number)));
    }
}

void import_report_so_far(const struct import_report *report, char *buffer, size_t size) {
    snprintf(buffer, size, "%" PRId64 " posts and pages, %" PRId64 " comments",
             report->made[POSTS] + report->made[PAGES] + report->known[POSTS] + report->known[PAGES],
             report->made[COMMENTS] + report->known[COMMENTS]);
}

void import_report_print(const struct import_report *report, const char *site) {
    progress_clear(report->progress);
    if (report->notes > NOTES_MOST) printf("and %" PRIu64 " more such lines\n", report->notes - NOTES_MOST);
    printf("\n%s ", report->dry ? "A dry run: nothing was written. It would import from" : "Imported from");
    cli_print_field(site);
    printf("\n\n%-12s %10s %16s %10s\n", "", "new", "already here", "left out");
    for (size_t i = 0; i < REPORT_KINDS; i++)
        printf("%-12s %10" PRId64 " %16" PRId64 " %10" PRId64 "\n", kinds[i], report->made[i], report->known[i],
               report->left[i]);
    if (report->files + report->files_left > 0)
        printf("%-12s %10" PRId64 " %16s %10" PRId64 "\n", "files", report->files, "", report->files_left);
    const char *type;
    json_t *number;
    bool first = true;
    json_object_foreach(report->others, type, number) {
        printf("%s%" JSON_INTEGER_FORMAT " ", first ? "\nOf kinds that are not kept: " : ", ",
               json_integer_value(number));
        cli_print_field(type);
        first = false;
    }
    if (!first) putchar('\n');
    if (report->renumbered > 0)
        printf("\n%" PRId64 " things have another number here than there: theirs was taken.\n", report->renumbered);
}

bool import_report_is_partial(const struct import_report *report) {
    for (size_t i = 0; i < REPORT_KINDS; i++)
        if (report->left[i] > 0) return true;
    return report->files_left > 0;
}
