// progress: how far a long command is: a bar on a terminal, else a line for each tenth. On stderr.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct progress {
    const char *label;  // "Importing"
    uint64_t total;     // 0: not known
    int64_t began_us, shown_us;
    unsigned tenths;
    bool bar;    // stderr is a terminal
    bool drawn;  // a bar stands on the line
};

void progress_begin(struct progress *progress, const char *label, uint64_t total);
// `things`: what has been done, in words ("1,200 articles"), may be NULL.
void progress_show(struct progress *progress, uint64_t done, const char *things);
// Takes the bar away, so that something can be printed. It comes back with the next progress_show().
void progress_clear(struct progress *progress);
