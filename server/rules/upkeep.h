// upkeep: what is done in the background after the start: what an earlier run left undone, and what a new version
// wants to know of things that were stored before it.
#pragma once

struct app;

// One thread, which sleeps when all is done and looks again every hour. NULL: it cannot be started.
struct upkeep *upkeep_start(struct app *app);
// Before the store closes. NULL is allowed.
void upkeep_stop(struct upkeep *upkeep);
