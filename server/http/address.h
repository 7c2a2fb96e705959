// address: peers: as text, as the key they are counted by, and who they are when a proxy speaks for them.
#pragma once

#include <stdbool.h>

#include "server/http/request.h"

struct arena;
struct sockaddr_storage;

// Who counts as one: an IPv4 address, or the /64 of an IPv6 one, since a client has that many.
struct address_key {
    unsigned char bytes[16];
};

// "192.0.2.1" (also for ::ffff:192.0.2.1), "2001:db8::1"; "127.0.0.1" for a unix socket.
void address_format(const struct sockaddr_storage *address, char out[REQUEST_ADDRESS_SIZE]);
void address_make_key(const struct sockaddr_storage *address, struct address_key *ret);

// The same address, however it is written?
bool address_equal(const char *a, const char *b);

// The rightmost address of X-Forwarded-For that is not the trusted proxy itself; NULL when none stands there. In the
// arena.
const char *address_forwarded(struct arena *arena, const char *forwarded, const char *trusted);
