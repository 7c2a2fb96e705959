// progress: see the header.
#include "server/cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

// What is done within moments prints nothing where there is no terminal.
enum { WIDTH = 30, STEP_US = 100 * 1000, QUIET_US = 2 * 1000 * 1000 };

void progress_begin(struct progress *progress, const char *label, uint64_t total) {
    progress_clear(progress);
    *progress = (struct progress){
        .label = label, .total = total, .bar = isatty(STDERR_FILENO) == 1, .began_us = clock_monotonic_us()};
}

static void draw(const struct progress *progress, unsigned percent, const char *things) {
    char bar[WIDTH + 1];
    const unsigned filled = percent * WIDTH / 100;
    memset(bar, '#', filled);
    memset(bar + filled, '.', WIDTH - filled);
    bar[WIDTH] = '\0';
    fprintf(stderr, "\r%s [%s] %3u%% %s\033[K", progress->label, bar, percent, things ? things : "");
    fflush(stderr);
}

void progress_show(struct progress *progress, uint64_t done, const char *things) {
    if (progress->total == 0) return;
    const unsigned percent = (unsigned) (done >= progress->total ? 100 : done * 100 / progress->total);
    if (progress->bar) {
        const int64_t now = clock_monotonic_us();
        if (now - progress->shown_us < STEP_US && percent < 100) return;
        progress->shown_us = now;
        progress->drawn = true;
        draw(progress, percent, things);
    } else if (percent / 10 > progress->tenths) {
        progress->tenths = percent / 10;
        if (clock_monotonic_us() - progress->began_us < QUIET_US) return;
        fprintf(stderr, "%s: %u%%%s%s\n", progress->label, percent, things ? ", " : "", things ? things : "");
    }
}

void progress_clear(struct progress *progress) {
    if (!progress->drawn) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->drawn = false;
    progress->shown_us = 0;
}
