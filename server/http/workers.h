// workers: threads for what may block, so that event threads need not. A bounded queue in front of them.
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct workers;

// One piece of work; embedded in what it belongs to.
struct work_item {
    struct work_item *next;
    // `cancelled`: the server ends and the work must not begin; only say so.
    void (*run)(struct work_item *item, bool cancelled);
};

// Threads are started when there is work for them; NULL when memory is short.
struct workers *workers_create(unsigned threads, unsigned queue) __attribute__((warn_unused_result));

// False when the queue is full: nothing happens to the item. Otherwise run() is called once, on a worker.
bool workers_submit(struct workers *pool, struct work_item *item);

// Lets what runs end, cancels what waits, joins all threads. Further submissions are refused.
void workers_stop(struct workers *pool);
void workers_destroy(struct workers *pool);
