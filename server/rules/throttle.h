// throttle: counts attempts per key in a sliding window, in memory of bounded size. Thread-safe.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct throttle;
struct throttle *throttle_create(void);
void throttle_destroy(struct throttle *throttle);
// Seconds until another attempt is welcome; 0: now. `most` attempts per `window` seconds; most 0: always 0.
int throttle_wait(struct throttle *throttle, const char *kind, const char *key, int64_t most, int64_t window,
                  int64_t now);
void throttle_count(struct throttle *throttle, const char *kind, const char *key, int64_t now);
void throttle_forget(struct throttle *throttle, const char *kind, const char *key);
