// smtp: the way to the mail server that the settings name. The only place that sees libcurl's SMTP.
//
// Everything has a time limit, and ends within about a second when `stop` becomes true.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct settings;
struct smtp;

enum smtp_result {
    SMTP_SENT,         // the server took it
    SMTP_REFUSED,      // for good: the recipient does not exist
    SMTP_FAILED,       // this letter, this time
    SMTP_UNREACHABLE,  // the server, or its log-in: no other letter would go either
    SMTP_STOPPED,
};

enum { SMTP_PROBLEM_SIZE = 320 };

// One connection, made when the first letter goes and kept for those that follow. `settings` and `stop` must outlive
// it. NULL, with the reason: no server is set, the settings cannot be right, or libcurl is missing.
struct smtp *smtp_open(const struct settings *settings, const atomic_bool *stop, char problem[SMTP_PROBLEM_SIZE]);
void smtp_close(struct smtp *smtp);  // NULL is allowed

// Sends a letter as message_write() made it. When it is not sent, `problem` says why in one line.
enum smtp_result smtp_send(struct smtp *smtp, const char *from, const char *to, const char *data, size_t size,
                           char problem[SMTP_PROBLEM_SIZE]);
