// peers: connections by the address they come from, and the limit of each. The registry's, under its mutex.
#pragma once

#include <stdbool.h>

struct connection;
struct peers;

// An address may have `most` connections.
struct peers *peers_create(unsigned most) __attribute__((warn_unused_result));
// No connection may be left in it.
void peers_destroy(struct peers *peers);

// Counts a connection. Where its address has all it may have, the one that has waited longest for its client to send
// headers gives way: so a hoarder does not shut others behind the same address out. False: all are being served, and
// the new one must not be taken.
bool peers_admit(struct peers *peers, struct connection *connection);

// Uncounts it. One that was not counted, or has given way, is allowed.
void peers_leave(struct connection *connection);
