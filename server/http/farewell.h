// farewell: answers that are written past libmicrohttpd, where it has no way of sending one (in the middle of a body)
// or would send a wrong one. The connection is closed after each.
#pragma once

#include <stddef.h>

struct response_header;

// Writes as much of it as the socket takes at once: a client that does not read gets no more.
void farewell_send(int fd, int status, const struct response_header *headers, const void *body, size_t size);

// The same with a line of text for a body, for those who sent no request that could be routed.
void farewell_send_plain(int fd, int status);
