// import report: what an import did, told while it runs and at its end.
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct progress;

enum { REPORT_KINDS = 7 };

struct import_report {
    struct progress *progress;
    bool dry;
    uint64_t notes;
    int64_t made[REPORT_KINDS], known[REPORT_KINDS], left[REPORT_KINDS];
    int64_t renumbered;
    int64_t files, files_left;
    json_t *others;  // post types that are not kept
};

void import_report_init(struct import_report *report, struct progress *progress, bool dry);
void import_report_finish(struct import_report *report);

// "line 17: ..." on stdout; line 0: without one. After the first thousand they are only counted.
void import_report_note(struct import_report *report, uint64_t line, const char *text);
// Takes in an answer of the site (server/transfer/import.h).
void import_report_add(struct import_report *report, const json_t *answer);
// "1200 articles, 3400 comments": what is done so far.
void import_report_so_far(const struct import_report *report, char *buffer, size_t size);
void import_report_print(const struct import_report *report, const char *site);
// Is something bad or broken left out? What is no matter of ours (menus) does not count.
bool import_report_is_partial(const struct import_report *report);
