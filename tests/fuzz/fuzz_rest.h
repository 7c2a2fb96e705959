// fuzz_rest: what the targets that send to the REST API's parameter framework share: an empty site, and requests to the
// rows of the real site map.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "server/http/request.h"
#include "server/http/route.h"
#include "server/rest/call_data.h"

struct fuzz_rest {
    struct request request;
    struct rest_call call;
    const char *rest;  // of the input, behind its first line; ends with NUL
    size_t rest_size;
};

// Makes a request to the row that the first line names ("POST /wp/v2/posts"), or to any one of `methods` when it names
// none: what a fuzzer makes of the line still leads somewhere. A '+' before it: as an administrator, else as nobody.
void fuzz_rest_begin(struct fuzz_rest *ret, const uint8_t *data, size_t size, unsigned methods);

// Collects, checks and reads all parameters, and aborts when a promise is broken: an error has a status, a code and
// prints as JSON; a value that was accepted is accepted again, and stays what it is.
void fuzz_rest_run(struct fuzz_rest *rest);

void fuzz_rest_end(struct fuzz_rest *rest);
