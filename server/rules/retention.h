// retention: personal data whose time is over goes: addresses and browsers of commenters, sessions, letters.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct app;

// Deletes what the settings comment_address_days and comment_agent_days give up (0 keeps all), sessions that have
// expired, and letters that were given up and are a month old. Many small writes, so others are not held up. False when
// one failed: what is left goes next time.
bool retention_run(struct app *app, int64_t now);
