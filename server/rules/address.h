// address: what is kept of a visitor's address.
#pragma once

struct arena;

// `address` (IPv4, IPv6, with or without a zone) as the setting store_address wants it: "full" as it is, "truncated" to
// the network (IPv4 /24, IPv6 /48), "none" as "". What is no address is kept by "full" alone. In the arena.
const char *address_kept(struct arena *arena, const char *address, const char *store_address);
