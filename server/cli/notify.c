// notify: one datagram to the socket that NOTIFY_SOCKET names; written out here because libsystemd
// would be the largest library of the program for it.
#include "server/cli/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void notify_manager(const char *state) {
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!path || (path[0] != '/' && path[0] != '@') || strlen(path) >= sizeof address.sun_path) return;
    size_t length = strlen(path);
    memcpy(address.sun_path, path, length);
    if (path[0] == '@') address.sun_path[0] = '\0';  // the abstract name space
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return;
    socklen_t size = (socklen_t) (offsetof(struct sockaddr_un, sun_path) + length);
    // Nobody who listens any more is no reason not to serve.
    (void) sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *) &address, size);
    close(fd);
}
