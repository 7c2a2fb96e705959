// peers: see the header. A table of lists, keyed by a random number: who can choose addresses cannot choose lists.
#include "server/http/peers.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

#include "server/http/connection.h"

enum { LISTS = 1024 };
struct peer {
    struct peer **slot, *next;
    struct address_key key;
    unsigned count;
    struct connection *first;
};

struct peers {
    unsigned most;
    unsigned char hash_key[crypto_shorthash_KEYBYTES];
    struct peer *lists[LISTS];
};

struct peers *peers_create(unsigned most) {
    struct peers *peers = calloc(1, sizeof *peers);
    if (!peers) return NULL;
    peers->most = most;
    if (getrandom(peers->hash_key, sizeof peers->hash_key, 0) == (ssize_t) sizeof peers->hash_key) return peers;
    free(peers);
    return NULL;
}

void peers_destroy(struct peers *peers) { free(peers); }

static struct peer *find_peer(struct peers *peers, const struct address_key *key) {
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, key->bytes, sizeof key->bytes, peers->hash_key);
    struct peer **list = &peers->lists[(hash[0] | hash[1] << 8) % LISTS];
    for (struct peer *peer = *list; peer; peer = peer->next)
        if (memcmp(&peer->key, key, sizeof *key) == 0) return peer;
    struct peer *peer = calloc(1, sizeof *peer);
    if (!peer) return NULL;
    peer->key = *key;
    peer->slot = list;
    peer->next = *list;
    if (peer->next) peer->next->slot = &peer->next;
    *list = peer;
    return peer;
}

static void drop_if_empty(struct peer *peer) {
    if (peer->count > 0) return;
    *peer->slot = peer->next;
    if (peer->next) peer->next->slot = peer->slot;
    free(peer);
}

static struct connection *find_longest_waiting(const struct peer *peer) {
    struct connection *longest = NULL;
    for (struct connection *connection = peer->first; connection; connection = connection->peer_next) {
        const enum connection_phase phase = connection->phase;
        if (phase != PHASE_WAITING && phase != PHASE_HEAD) continue;
        if (!longest || connection->since_us < longest->since_us) longest = connection;
    }
    return longest;
}

static void remove_from(struct peer *peer, struct connection *connection) {
    if (connection->peer_previous)
        connection->peer_previous->peer_next = connection->peer_next;
    else
        peer->first = connection->peer_next;
    if (connection->peer_next) connection->peer_next->peer_previous = connection->peer_previous;
    connection->peer = NULL;
    peer->count--;
}

static bool make_room(struct peer *peer) {
    struct connection *longest = find_longest_waiting(peer);
    if (!longest) return false;
    remove_from(peer, longest);
    // A request that has just come to one that was idle is still answered.
    const bool idle = longest->phase == PHASE_WAITING;
    if (idle)
        longest->warned = true;
    else
        longest->swept = true;
    shutdown(longest->fd, idle ? SHUT_RD : SHUT_RDWR);
    return true;
}

bool peers_admit(struct peers *peers, struct connection *connection) {
    struct peer *peer = find_peer(peers, &connection->key);
    if (!peer) return false;
    if (peer->count >= peers->most && !make_room(peer)) {
        drop_if_empty(peer);
        return false;
    }
    connection->peer = peer;
    connection->peer_previous = NULL;
    connection->peer_next = peer->first;
    if (peer->first) peer->first->peer_previous = connection;
    peer->first = connection;
    peer->count++;
    return true;
}

void peers_leave(struct connection *connection) {
    struct peer *peer = connection->peer;
    if (!peer) return;
    remove_from(peer, connection);
    drop_if_empty(peer);
}
