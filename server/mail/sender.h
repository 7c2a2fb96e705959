// sender: the thread that sends the letters that wait in the store (db/mail.h).
//
// A letter leaves the store only after the mail server has taken it, so one may come twice (with the same Message-ID),
// and none is lost. What fails is tried again, later each time, and given up after four days.
#pragma once

#include "server/mail/smtp.h"

struct app;
struct arena;
struct sender;

// Start it while nobody writes; stop it after the last write, before the store closes. Stopping takes about a second
// however dead the mail server is. NULL: no thread.
struct sender *sender_start(struct app *app);
void sender_stop(struct sender *sender);

// Sends one letter now, past the queue, and waits for what becomes of it: at most a minute and a half. Worker only.
// The end of the server ends it.
enum smtp_result sender_test(struct app *app, struct arena *arena, const char *to, char problem[SMTP_PROBLEM_SIZE]);
