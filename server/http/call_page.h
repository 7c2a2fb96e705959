// call_page: what a request has to do with the page cache: finding its page, waiting for it, making it, sending it.
#pragma once

#include "server/http/daemon_internal.h"

struct call;

// Looks for the page of an address as it was sent, before anything else is known of the request. True: call->page.
bool call_page_find(struct connection *connection);
// The request has found its row: gives it its key, unless it is answered for itself alone, and looks again.
bool call_page_key(struct connection *connection);

// Finds the page, or decides who makes it. PAGE_LEAD without a flight when there is no key.
enum page_verdict call_page_ask(struct call *call, struct page_waiter *waiter);

// Runs the handler and builds the answer, for all who wait for it where the request has a flight.
void call_page_fill(struct call *call);

// Queues the answer made of call->page.
enum MHD_Result call_page_queue(struct connection *connection, bool close);

// Gives up what is left of both.
void call_page_end(struct call *call);
