// retention: personal data whose time is over goes: addresses and browsers of commenters, sessions.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct app;

// Deletes what the settings comment_address_days and comment_agent_days give up (0 keeps all), and sessions that have
// expired. Many small writes, so others are not held up. False when one failed: what is left goes next time.
bool retention_run(struct app *app, int64_t now);
