// machine: what the addresses for programs have in common: nobody logs in there, and errors are plain text.
#pragma once

#include "db/db.h"

struct response;

// Sets the error of a failed read and returns its status: 404 for DB_NOT_FOUND, else 503 or 500.
int machine_failed(struct response *response, enum db_result result);
