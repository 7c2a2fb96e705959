// dispatch: the walk of a request from its target to a filled response: rewrite, row, admission, handler, error,
// finish.
#pragma once

#include <stdbool.h>

#include "server/http/message.h"
#include "server/http/request.h"
#include "server/http/response.h"

enum { RESPONSE_MAX = 64 * 1024 * 1024 };

// Empties all three and ties them together; times are taken. The caller then fills what it knows of the request
// (method, target, address, headers, owner, security).
void dispatch_init(struct request *request, struct response *response, struct message *message,
                   const struct service *service);

// Reads the target, lets the rewrite hook change it and finds the row. False: response->error is set.
bool dispatch_route(struct request *request, struct response *response);

// Whether a body of this size may come; false: response->error is set (413).
bool dispatch_admits_body(struct request *request, struct response *response, uint64_t size);

// Runs the hooks and the handler, unless an error is set already, and fills the response whatever happens. Once.
void dispatch_serve(struct request *request, struct response *response);

// Frees the arena and what is left of the response.
void dispatch_finish(struct request *request, struct response *response);
