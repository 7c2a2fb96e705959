// address: see the header. An IPv4 address in IPv6's clothes ("::ffff:192.0.2.1") is cut as IPv4: its /48 would say
// nothing, and without the cut all.
#include "server/rules/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/arena.h"

enum { KEPT_OF_IPV6 = 6 };  // bytes: /48

static const char *cut_ipv4(struct arena *arena, const unsigned char bytes[4]) {
    return arena_printf(arena, "%u.%u.%u.0", bytes[0], bytes[1], bytes[2]);
}

static const char *truncated(struct arena *arena, const char *address) {
    char plain[INET6_ADDRSTRLEN];
    const size_t size = strcspn(address, "%");  // "fe80::1%eth0": the zone is the server's own matter
    if (size >= sizeof plain) return "";
    memcpy(plain, address, size);
    plain[size] = '\0';
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, plain, &four) == 1) return cut_ipv4(arena, (const unsigned char *) &four);
    if (inet_pton(AF_INET6, plain, &six) != 1) return "";
    if (IN6_IS_ADDR_V4MAPPED(&six)) return cut_ipv4(arena, six.s6_addr + 12);
    memset(six.s6_addr + KEPT_OF_IPV6, 0, sizeof six.s6_addr - KEPT_OF_IPV6);
    return inet_ntop(AF_INET6, &six, plain, sizeof plain) ? arena_strdup(arena, plain) : "";
}

const char *address_kept(struct arena *arena, const char *address, const char *store_address) {
    if (strcmp(store_address, "full") == 0) return address;
    return strcmp(store_address, "truncated") == 0 ? truncated(arena, address) : "";
}
