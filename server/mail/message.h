// message: a letter as RFC 5322 wants it: text in UTF-8, coded so that every mail server takes it (RFC 2045, 2047).
//
// Whatever the fields hold, each stays within its own header: line ends and other control characters become spaces,
// and an address that is no plain one is refused.
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct strbuf;

struct message {
    const char *from_name;  // "": the address alone
    const char *from, *to;
    const char *reply_to;  // NULL: none
    const char *subject;
    const char *body;  // lines end with LF
    const char *id;    // of the Message-ID, without the angle brackets
    int64_t date;
};

// A single printable ASCII address with one '@', of at most 254 bytes, without what has a meaning in a header.
bool message_address_is_plain(const char *address);

// Appends the whole letter, lines ended by CRLF. False, and nothing appended: an address is not plain.
bool message_write(struct strbuf *out, const struct message *message) __attribute__((warn_unused_result));
