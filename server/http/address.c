// address: see the header.
#include "server/http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/arena.h"

static bool mapped_v4(const struct sockaddr_storage *address, struct in_addr *ret) {
    if (address->ss_family == AF_INET) {
        *ret = ((const struct sockaddr_in *) address)->sin_addr;
        return true;
    }
    if (address->ss_family != AF_INET6) return false;
    const struct in6_addr *six = &((const struct sockaddr_in6 *) address)->sin6_addr;
    if (!IN6_IS_ADDR_V4MAPPED(six)) return false;
    memcpy(ret, six->s6_addr + 12, sizeof *ret);
    return true;
}

void address_format(const struct sockaddr_storage *address, char out[REQUEST_ADDRESS_SIZE]) {
    struct in_addr four;
    if (mapped_v4(address, &four))
        inet_ntop(AF_INET, &four, out, REQUEST_ADDRESS_SIZE);
    else if (address->ss_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *) address)->sin6_addr, out, REQUEST_ADDRESS_SIZE);
    else
        strcpy(out, "127.0.0.1");  // NOLINT(clang-analyzer-security.insecureAPI.strcpy): fits
}

void address_make_key(const struct sockaddr_storage *address, struct address_key *ret) {
    struct in_addr four;
    *ret = (struct address_key){{0}};
    if (mapped_v4(address, &four))
        memcpy(ret->bytes + 12, &four, sizeof four);
    else if (address->ss_family == AF_INET6)
        memcpy(ret->bytes, ((const struct sockaddr_in6 *) address)->sin6_addr.s6_addr, 8);
}

// In one form, whatever the family; false when it is no address.
static bool parse(const char *text, struct in6_addr *ret) {
    struct in_addr four;
    if (inet_pton(AF_INET6, text, ret) == 1) return true;
    if (inet_pton(AF_INET, text, &four) != 1) return false;
    *ret = (struct in6_addr){{{[10] = 0xff, [11] = 0xff}}};
    memcpy(ret->s6_addr + 12, &four, sizeof four);
    return true;
}

bool address_equal(const char *a, const char *b) {
    struct in6_addr first, second;
    return parse(a, &first) && parse(b, &second) && memcmp(&first, &second, sizeof first) == 0;
}

// "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]:80" or "2001:db8::1" as an address in its usual form; NULL: none.
static const char *clean(struct arena *arena, const char *text, size_t size) {
    while (size > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        size--;
    }
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\t')) size--;
    char *copy = arena_strndup(arena, text, size);
    if (*copy == '[') {
        copy++;
        copy[strcspn(copy, "]")] = '\0';
    } else if (strchr(copy, '.') && strchr(copy, ':') && strchr(copy, ':') == strrchr(copy, ':')) {
        *strchr(copy, ':') = '\0';
    }
    struct in6_addr parsed;
    if (!parse(copy, &parsed)) return NULL;
    struct sockaddr_storage address = {.ss_family = AF_INET6};
    ((struct sockaddr_in6 *) &address)->sin6_addr = parsed;
    char *out = arena_alloc(arena, REQUEST_ADDRESS_SIZE);
    address_format(&address, out);
    return out;
}

const char *address_forwarded(struct arena *arena, const char *forwarded, const char *trusted) {
    size_t end = strlen(forwarded);
    for (;;) {
        size_t start = end;
        while (start > 0 && forwarded[start - 1] != ',') start--;
        const char *address = clean(arena, forwarded + start, end - start);
        // What is no address was written by nobody that can be trusted, and so was all that stands left of it.
        if (!address) return NULL;
        if (!address_equal(address, trusted)) return address;
        if (start == 0) return NULL;
        end = start - 1;
    }
}
