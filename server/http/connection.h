// connection: one client's socket, and the request that is on it just now.
//
// Three threads look at it: the acceptor makes it, an event thread serves it (and a worker while the connection is
// suspended), the janitor judges whether it is too slow. What the janitor reads is atomic; who owns the rest is said
// beside it.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "server/http/address.h"
#include "server/http/answer.h"
#include "server/http/message.h"
#include "server/http/page_cache.h"
#include "server/http/page_key.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/http/strict.h"
#include "server/http/workers.h"

struct MHD_Connection;
struct daemon;
struct peer;
struct registry;

enum connection_phase {
    PHASE_NEW,       // accepted, not yet with its event thread: its socket may be closed any time
    PHASE_WAITING,   // for a request line
    PHASE_HEAD,      // the request line is there, the headers are not
    PHASE_BODY,      // the body is on its way
    PHASE_HANDLING,  // ours to do something
    PHASE_SENDING,   // the answer is on its way
};

enum call_stage {
    STAGE_NONE,
    STAGE_HEAD,    // the request line is there
    STAGE_BODY,    // the head is good; there may be a body
    STAGE_PARKED,  // whole, and to be handed to a worker in the next turn of the event loop
    STAGE_WORKING,
    STAGE_WAITING,  // for the same page, which is being made for somebody else
    STAGE_ANSWERED,
};

// One request. The event thread's; the worker's between suspension and `done`.
struct call {
    enum call_stage stage;
    struct request request;
    struct response response;
    struct message message;
    struct strict_head head;
    struct strict_body expected;
    struct strbuf body;
    size_t spooled;  // bytes of the body that went to request.body_file
    struct answer answer;
    bool has_answer;
    int logged_status;      // of an answer that was written past libmicrohttpd; 0: none
    uint64_t logged_bytes;  // of the body that was queued
    struct work_item item;
    struct page_asker asker;
    const char *key;             // of the page; NULL: it is made for this request alone
    uint64_t hash;               // of the key
    struct page_entry *page;     // found; a reference
    struct page_flight *flight;  // it makes the page for those who wait too
    struct page_waiter waiter;
};

struct connection {
    // Constant from accept on.
    int fd;
    bool local;    // a unix socket
    bool owner;    // of the data, by the kernel's word
    bool trusted;  // the proxy whose X-Forwarded-* count
    bool counted;  // against the limit of its address
    char address[REQUEST_ADDRESS_SIZE];
    struct address_key key;
    struct daemon *daemon;

    // The registry's, under its mutex.
    struct connection *previous, *next;
    struct peer *peer;  // NULL: not counted
    struct connection *peer_previous, *peer_next;

    struct connection *next_mail;  // in a list of its daemon's; under that one's mutex

    // For the janitor.
    _Atomic enum connection_phase phase;
    _Atomic int64_t deadline_us;  // of PHASE_WAITING and PHASE_HEAD
    _Atomic int64_t since_us;     // when it began to wait for a request, PHASE_BODY or PHASE_SENDING
    _Atomic uint64_t received;    // bytes of the body
    atomic_bool warned;           // its reading was ended: nothing came in time
    atomic_bool swept;            // it was shut down
    int64_t sample_us;            // the janitor's alone, here and below: when it last looked at a PHASE_SENDING
    uint64_t sample_sent;

    // The event thread's.
    struct MHD_Connection *mhd;
    struct connection **list;  // of its daemon that it is in; NULL: none
    struct connection *list_previous, *list_next;
    unsigned requests;
    bool linger;            // its client may still be sending when we close
    int unread;             // bytes in its socket when the body was last seen not to go on
    uint64_t unread_since;  // and bytes received by then
    struct call call;
};

// Bytes that its client has taken, and that were sent to it. Of a unix socket, a number that changes with them.
uint64_t connection_bytes_taken(const struct connection *connection);
uint64_t connection_bytes_sent(const struct connection *connection);
// Bytes that have come and that nobody has read.
int connection_unread(const struct connection *connection);
// Something came, its client still listens, and nothing was ever said. Not known of unix sockets: false.
bool connection_owes_answer(const struct connection *connection);
