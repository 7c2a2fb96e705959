// workers: see the header. Idle threads wait in a stack: the one that worked last works next, so that few threads hold
// warm database connections and the others cost nothing.
#include "server/http/workers.h"

#include <pthread.h>
#include <stdlib.h>

enum { STACK_SIZE = 512 * 1024 };

struct worker {
    struct workers *pool;
    struct worker *next_idle;
    pthread_cond_t wake;
    struct work_item *item;  // handed to it while it was idle
    pthread_t thread;
};

struct workers {
    pthread_mutex_t mutex;
    struct work_item *head, **tail;
    unsigned waiting, queue;
    struct worker *idle;
    unsigned started, threads;
    bool stopping;
    struct worker workers[];
};

// The mutex is held.
static struct work_item *take_item(struct workers *pool) {
    struct work_item *item = pool->head;
    if (!item) return NULL;
    pool->head = item->next;
    if (!pool->head) pool->tail = &pool->head;
    pool->waiting--;
    return item;
}

static void wait_for_item(struct worker *worker) {
    struct workers *pool = worker->pool;
    worker->next_idle = pool->idle;
    pool->idle = worker;
    while (!worker->item && !pool->stopping) pthread_cond_wait(&worker->wake, &pool->mutex);
}

static void *work(void *argument) {
    struct worker *worker = argument;
    struct workers *pool = worker->pool;
    pthread_mutex_lock(&pool->mutex);
    for (;;) {
        struct work_item *item = worker->item;
        worker->item = NULL;
        if (!item) item = take_item(pool);
        if (!item) {
            if (pool->stopping) break;
            wait_for_item(worker);
            continue;
        }
        const bool cancelled = pool->stopping;
        pthread_mutex_unlock(&pool->mutex);
        item->run(item, cancelled);
        pthread_mutex_lock(&pool->mutex);
    }
    pthread_mutex_unlock(&pool->mutex);
    return NULL;
}

struct workers *workers_create(unsigned threads, unsigned queue) {
    struct workers *pool = calloc(1, sizeof *pool + threads * sizeof *pool->workers);
    if (!pool) return NULL;
    pthread_mutex_init(&pool->mutex, NULL);
    pool->tail = &pool->head;
    pool->queue = queue;
    pool->threads = threads;
    for (unsigned i = 0; i < threads; i++) {
        pool->workers[i].pool = pool;
        pthread_cond_init(&pool->workers[i].wake, NULL);
    }
    return pool;
}

// The mutex is held.
static bool start_worker(struct workers *pool, struct work_item *item) {
    if (pool->started == pool->threads) return false;
    struct worker *worker = &pool->workers[pool->started];
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    worker->item = item;
    const bool started = pthread_create(&worker->thread, &attributes, work, worker) == 0;
    pthread_attr_destroy(&attributes);
    if (started)
        pool->started++;
    else
        worker->item = NULL;
    return started;
}

// The mutex is held.
static bool enqueue(struct workers *pool, struct work_item *item) {
    if (pool->waiting >= pool->queue || pool->started == 0) return false;
    *pool->tail = item;
    pool->tail = &item->next;
    pool->waiting++;
    return true;
}

bool workers_submit(struct workers *pool, struct work_item *item) {
    item->next = NULL;
    pthread_mutex_lock(&pool->mutex);
    bool taken = false;
    if (pool->stopping) {
        taken = false;
    } else if (pool->idle) {
        struct worker *worker = pool->idle;
        pool->idle = worker->next_idle;
        worker->item = item;
        pthread_cond_signal(&worker->wake);
        taken = true;
    } else {
        taken = start_worker(pool, item) || enqueue(pool, item);
    }
    pthread_mutex_unlock(&pool->mutex);
    return taken;
}

void workers_stop(struct workers *pool) {
    if (!pool) return;
    pthread_mutex_lock(&pool->mutex);
    pool->stopping = true;
    pool->idle = NULL;
    for (unsigned i = 0; i < pool->started; i++) pthread_cond_signal(&pool->workers[i].wake);
    const unsigned started = pool->started;
    pool->started = 0;
    pthread_mutex_unlock(&pool->mutex);
    for (unsigned i = 0; i < started; i++) pthread_join(pool->workers[i].thread, NULL);
}

void workers_destroy(struct workers *pool) {
    if (!pool) return;
    workers_stop(pool);
    for (unsigned i = 0; i < pool->threads; i++) pthread_cond_destroy(&pool->workers[i].wake);
    pthread_mutex_destroy(&pool->mutex);
    free(pool);
}
