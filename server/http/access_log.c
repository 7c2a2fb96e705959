// access_log: see the header. Lines gather in memory and are written whole, each second and when the memory is full.
// What a client sent cannot end a line or forge one: quotes, backslashes and all but printable ASCII are escaped.
#include "server/http/access_log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"
#include "base/strbuf.h"

enum { BUFFER_SIZE = 64 * 1024, FIELD_MAX = 4096, LINE_MAX_SIZE = 4 * FIELD_MAX * 4 };

struct access_log {
    pthread_mutex_t mutex;
    char *path;
    int fd;
    struct strbuf buffer;
    bool failing;  // said once, until it works again
};

static int open_file(const char *path) {
    if (strcmp(path, "-") == 0) return fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
}

struct access_log *access_log_open(const char *path, struct error *error) {
    struct access_log *log = calloc(1, sizeof *log);
    if (!log || !(log->path = strdup(path))) {
        free(log);
        error_set(error, 500, "no_memory", "out of memory");
        return NULL;
    }
    log->fd = open_file(path);
    if (log->fd < 0) {
        error_set(error, 500, "access_log", "%s: %s", path, strerror(errno));
        free(log->path);
        free(log);
        return NULL;
    }
    pthread_mutex_init(&log->mutex, NULL);
    strbuf_init(&log->buffer, BUFFER_SIZE + LINE_MAX_SIZE);
    return log;
}

// The mutex is held. What cannot be written is dropped: an access log must not stop a site.
static void write_out(struct access_log *log) {
    const char *data = log->buffer.data;
    size_t left = log->buffer.size;
    while (left > 0) {
        const ssize_t written = write(log->fd, data, left);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            if (!log->failing) log_error("%s: %s", log->path, strerror(errno));
            log->failing = true;
            break;
        }
        log->failing = false;
        data += written;
        left -= (size_t) written;
    }
    strbuf_reset(&log->buffer);
}

static void add_escaped(struct strbuf *out, const char *text) {
    if (!text || !*text) {
        strbuf_addc(out, '-');
        return;
    }
    for (size_t i = 0; text[i] && i < FIELD_MAX; i++) {
        const unsigned char byte = (unsigned char) text[i];
        if (byte < 0x20 || byte >= 0x7f || byte == '"' || byte == '\\')
            strbuf_addf(out, "\\x%02X", byte);
        else
            strbuf_addc(out, (char) byte);
    }
}

// "24/Nov/2026:09:30:00 +0000": UTC, and English months whatever the locale.
static void add_time(struct strbuf *out, int64_t moment) {
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const time_t time = (time_t) moment;
    struct tm tm;
    gmtime_r(&time, &tm);
    strbuf_addf(out, "[%02d/%.3s/%d:%02d:%02d:%02d +0000]", tm.tm_mday, months + 3 * (tm.tm_mon % 12),
                tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void add_line(struct strbuf *out, const struct access_line *line) {
    strbuf_adds(out, line->address);
    strbuf_adds(out, " - - ");
    add_time(out, line->now);
    strbuf_adds(out, " \"");
    add_escaped(out, line->method);
    strbuf_addc(out, ' ');
    add_escaped(out, line->target);
    strbuf_addc(out, ' ');
    add_escaped(out, line->version);
    strbuf_addf(out, "\" %d %llu \"", line->status, (unsigned long long) line->bytes);
    add_escaped(out, line->referer);
    strbuf_adds(out, "\" \"");
    add_escaped(out, line->agent);
    strbuf_addf(out, "\" %lld\n", (long long) line->took_us);
}

void access_log_write(struct access_log *log, const struct access_line *line) {
    if (!log) return;
    pthread_mutex_lock(&log->mutex);
    const size_t before = log->buffer.size;
    add_line(&log->buffer, line);
    if (strbuf_failed(&log->buffer)) {  // memory is short: half a line would be worse than none
        log->buffer.failed = false;
        strbuf_truncate(&log->buffer, before);
    }
    if (log->buffer.size >= BUFFER_SIZE) write_out(log);
    pthread_mutex_unlock(&log->mutex);
}

void access_log_flush(struct access_log *log) {
    if (!log) return;
    pthread_mutex_lock(&log->mutex);
    write_out(log);
    pthread_mutex_unlock(&log->mutex);
}

void access_log_reopen(struct access_log *log) {
    if (!log) return;
    pthread_mutex_lock(&log->mutex);
    write_out(log);
    const int fd = open_file(log->path);
    if (fd >= 0) {
        close(log->fd);
        log->fd = fd;
    } else {
        log_error("%s: %s", log->path, strerror(errno));
    }
    pthread_mutex_unlock(&log->mutex);
}

void access_log_close(struct access_log *log) {
    if (!log) return;
    access_log_flush(log);
    close(log->fd);
    pthread_mutex_destroy(&log->mutex);
    strbuf_finish(&log->buffer);
    free(log->path);
    free(log);
}
