// janitor: see the header.
#include "server/http/janitor.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "server/http/access_log.h"
#include "server/http/registry.h"

enum { TICK_US = 1000000, LINGER_US = 5 * TICK_US, LINGER_MAX = 256, LINGER_BYTES = 64 * 1024 * 1024, EVENTS = 32 };

struct lingering {
    struct lingering *next;
    int fd;
    int64_t until_us;
    size_t dropped;
    bool over;
};

struct janitor {
    struct registry *registry;
    struct access_log *log;
    pthread_t thread;
    int epoll, wake;
    pthread_mutex_t mutex;
    struct lingering *first;  // under the mutex
    unsigned count;           // likewise
    bool stopping;            // likewise
};

void janitor_linger(struct janitor *janitor, int fd) {
    struct lingering *lingering = calloc(1, sizeof *lingering);
    pthread_mutex_lock(&janitor->mutex);
    bool taken = lingering && janitor->count < LINGER_MAX && !janitor->stopping;
    if (taken) {
        lingering->fd = fd;
        lingering->until_us = clock_monotonic_us() + LINGER_US;
        struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = lingering};
        taken = epoll_ctl(janitor->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
    }
    if (taken) {
        lingering->next = janitor->first;
        janitor->first = lingering;
        janitor->count++;
    }
    pthread_mutex_unlock(&janitor->mutex);
    if (taken) return;
    free(lingering);
    close(fd);
}

// A turn at most, so that one fast sender does not keep the others waiting.
static void drop_input(struct lingering *lingering) {
    char piece[16384];
    for (int turn = 0; turn < 16; turn++) {
        const ssize_t size = recv(lingering->fd, piece, sizeof piece, MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) return;
        if (size > 0) lingering->dropped += (size_t) size;
        if (size <= 0 || lingering->dropped > LINGER_BYTES) {
            lingering->over = true;
            return;
        }
    }
}

// The mutex is held.
static void close_finished(struct janitor *janitor, int64_t now_us) {
    struct lingering **slot = &janitor->first;
    while (*slot) {
        struct lingering *lingering = *slot;
        if (!lingering->over && lingering->until_us > now_us && !janitor->stopping) {
            slot = &lingering->next;
            continue;
        }
        *slot = lingering->next;
        janitor->count--;
        // The event thread may not have closed its own number for the socket yet, and then close() removes nothing.
        epoll_ctl(janitor->epoll, EPOLL_CTL_DEL, lingering->fd, NULL);
        close(lingering->fd);
        free(lingering);
    }
}

// Each connection holds some 32 KiB. When most of many have gone, their memory goes back to the system: the C library
// would keep it all for as long as one small piece behind it is in use.
struct crowd {
    size_t peak, before;
};

static void give_memory_back(const struct janitor *janitor, struct crowd *crowd) {
    enum { MANY = 512 };
    const size_t count = registry_count(janitor->registry);
    if (count > crowd->peak) crowd->peak = count;
    if (crowd->peak >= MANY && count <= crowd->peak / 4) {
        malloc_trim(0);
        if (count == crowd->before) crowd->peak = count;  // no more are going
    }
    crowd->before = count;
}

static void *work(void *argument) {
    struct janitor *janitor = argument;
    struct crowd crowd = {0};
    int64_t next_tick = clock_monotonic_us() + TICK_US;
    for (bool stopping = false; !stopping;) {
        struct epoll_event events[EVENTS];
        const int64_t left = next_tick - clock_monotonic_us();
        const int count = epoll_wait(janitor->epoll, events, EVENTS, left > 0 ? (int) (left / 1000) + 1 : 0);
        pthread_mutex_lock(&janitor->mutex);
        for (int i = 0; i < count; i++)
            if (events[i].data.ptr) drop_input(events[i].data.ptr);
        const int64_t now = clock_monotonic_us();
        close_finished(janitor, now);
        stopping = janitor->stopping;
        pthread_mutex_unlock(&janitor->mutex);
        if (now < next_tick) continue;
        next_tick = now + TICK_US;
        registry_sweep(janitor->registry, now);
        access_log_flush(janitor->log);
        give_memory_back(janitor, &crowd);
    }
    return NULL;
}

struct janitor *janitor_start(struct registry *registry, struct access_log *log) {
    enum { STACK_SIZE = 256 * 1024 };
    struct janitor *janitor = calloc(1, sizeof *janitor);
    if (!janitor) return NULL;
    janitor->registry = registry;
    janitor->log = log;
    pthread_mutex_init(&janitor->mutex, NULL);
    janitor->epoll = epoll_create1(EPOLL_CLOEXEC);
    janitor->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN};
    bool started = janitor->epoll >= 0 && janitor->wake >= 0 &&
                   epoll_ctl(janitor->epoll, EPOLL_CTL_ADD, janitor->wake, &event) == 0;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    started = started && pthread_create(&janitor->thread, &attributes, work, janitor) == 0;
    pthread_attr_destroy(&attributes);
    if (started) return janitor;
    if (janitor->epoll >= 0) close(janitor->epoll);
    if (janitor->wake >= 0) close(janitor->wake);
    pthread_mutex_destroy(&janitor->mutex);
    free(janitor);
    return NULL;
}

void janitor_stop(struct janitor *janitor) {
    if (!janitor) return;
    pthread_mutex_lock(&janitor->mutex);
    janitor->stopping = true;
    pthread_mutex_unlock(&janitor->mutex);
    eventfd_write(janitor->wake, 1);
    pthread_join(janitor->thread, NULL);
    close(janitor->epoll);
    close(janitor->wake);
    pthread_mutex_destroy(&janitor->mutex);
    free(janitor);
}
