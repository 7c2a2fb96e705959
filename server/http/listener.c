// listener: see the header. A unix socket's path left behind by a server that was killed is taken over; one that
// somebody listens on is not.
#include "server/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/error.h"

enum { BACKLOG = 4096, HOST_SIZE = 64 };

struct target {
    struct sockaddr_storage address;
    socklen_t size;
    bool any;  // all addresses, of both families where there are two
};

static bool fail(struct error *error, const char *where, const char *why) {
    error_set(error, 500, "listen", "%s: %s", where, why);
    return false;
}

static bool parse_port(const char *text, in_port_t *ret) {
    unsigned port = 0;
    if (!*text || strlen(text) > 5) return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9') return false;
        port = port * 10 + (unsigned) (*text - '0');
    }
    if (port > 65535) return false;
    *ret = htons((in_port_t) port);
    return true;
}

static void set_v6(struct target *target, struct in6_addr host, in_port_t port) {
    const struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = host, .sin6_port = port};
    memcpy(&target->address, &address, sizeof address);
    target->size = sizeof address;
}

static void set_v4(struct target *target, struct in_addr host, in_port_t port) {
    const struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = host, .sin_port = port};
    memcpy(&target->address, &address, sizeof address);
    target->size = sizeof address;
}

static bool parse_tcp(const char *text, struct target *ret) {
    *ret = (struct target){0};
    const char *colon = strrchr(text, ':');
    in_port_t port = 0;
    char host[HOST_SIZE];
    size_t size = colon ? (size_t) (colon - text) : 0;
    if (!colon || !parse_port(colon + 1, &port) || size >= sizeof host) return false;
    if (size == 0) {
        ret->any = true;
        set_v6(ret, in6addr_any, port);
        return true;
    }
    const bool bracketed = text[0] == '[' && text[size - 1] == ']';
    if (bracketed) {
        text++;
        size -= 2;
    }
    memcpy(host, text, size);
    host[size] = '\0';
    struct in6_addr six;
    struct in_addr four;
    if (bracketed && inet_pton(AF_INET6, host, &six) == 1) {
        set_v6(ret, six, port);
        return true;
    }
    if (bracketed || inet_pton(AF_INET, host, &four) != 1) return false;
    set_v4(ret, four, port);
    return true;
}

static int make_socket(int family) { return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

static int bind_tcp(const struct target *target) {
    const int fd = make_socket(target->address.ss_family);
    if (fd < 0) return -1;
    const int on = 1, only_six = !target->any;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // connections inherit it
    if (target->address.ss_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only_six, sizeof only_six);
    if (bind(fd, (const struct sockaddr *) &target->address, target->size) == 0 && listen(fd, BACKLOG) == 0) return fd;
    const int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static char *show_tcp(int fd) {
    union {
        struct sockaddr any;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } address = {.six = {0}};
    socklen_t size = sizeof address;
    char host[HOST_SIZE] = "";
    char *shown = NULL;
    if (getsockname(fd, &address.any, &size) != 0) return NULL;
    int made = 0;
    if (address.any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &address.six.sin6_addr, host, sizeof host);
        made = asprintf(&shown, "http://[%s]:%d", host, ntohs(address.six.sin6_port));
    } else {
        inet_ntop(AF_INET, &address.four.sin_addr, host, sizeof host);
        made = asprintf(&shown, "http://%s:%d", host, ntohs(address.four.sin_port));
    }
    return made < 0 ? NULL : shown;
}

static bool open_tcp(const char *text, struct listener *ret, struct error *error) {
    struct target target;
    if (!parse_tcp(text, &target)) return fail(error, text, "not an address such as 127.0.0.1:8080 or [::1]:8080");
    ret->fd = bind_tcp(&target);
    if (ret->fd < 0 && target.any && errno == EAFNOSUPPORT) {
        set_v4(&target, (struct in_addr){INADDR_ANY}, ((struct sockaddr_in6 *) &target.address)->sin6_port);
        ret->fd = bind_tcp(&target);
    }
    if (ret->fd < 0) return fail(error, text, strerror(errno));
    ret->shown = show_tcp(ret->fd);
    return ret->shown || fail(error, text, "out of memory");
}

// A path that nobody listens on any more.
static bool is_stale(const struct sockaddr_un *address) {
    struct stat status;
    if (lstat(address->sun_path, &status) != 0 || !S_ISSOCK(status.st_mode)) return false;
    const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (probe < 0) return false;
    const bool refused =
        connect(probe, (const struct sockaddr *) address, sizeof *address) != 0 && errno == ECONNREFUSED;
    close(probe);
    return refused;
}

static int bind_unix(const struct sockaddr_un *address, mode_t mode) {
    const int fd = make_socket(AF_UNIX);
    if (fd < 0) return -1;
    // Linux gives the path the mode of the socket, less the umask; before bind(2) nobody can be quicker.
    fchmod(fd, mode);
    int bound = bind(fd, (const struct sockaddr *) address, sizeof *address);
    if (bound != 0 && errno == EADDRINUSE && is_stale(address) && unlink(address->sun_path) == 0)
        bound = bind(fd, (const struct sockaddr *) address, sizeof *address);
    if (bound == 0 && chmod(address->sun_path, mode) == 0 && listen(fd, BACKLOG) == 0) return fd;
    const int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static bool open_unix(const char *path, bool owner, struct listener *ret, struct error *error) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!*path) return fail(error, "unix:", "a path is missing");
    if (strlen(path) >= sizeof address.sun_path) return fail(error, path, "the path is too long for a socket");
    strcpy(address.sun_path, path);  // NOLINT(clang-analyzer-security.insecureAPI.strcpy): measured above
    // Who may connect is decided by the directory, or for the owner's socket by who asks.
    ret->fd = bind_unix(&address, owner ? 0600 : 0666);
    if (ret->fd < 0) return fail(error, path, strerror(errno));
    struct stat status;
    if (stat(path, &status) == 0) {
        ret->device = status.st_dev;
        ret->inode = status.st_ino;
    }
    ret->path = strdup(path);
    if (asprintf(&ret->shown, "unix:%s", path) < 0) ret->shown = NULL;
    return (ret->path && ret->shown) || fail(error, path, "out of memory");
}

bool listener_open(const struct http_listen *listen, struct listener *ret, struct error *error) {
    *ret = (struct listener){.fd = -1, .local = strncmp(listen->address, "unix:", 5) == 0, .owner = listen->owner};
    if (listen->owner && !ret->local) return fail(error, listen->address, "the owner's socket must be a unix one");
    const bool opened =
        ret->local ? open_unix(listen->address + 5, listen->owner, ret, error) : open_tcp(listen->address, ret, error);
    if (!opened) listener_close(ret);
    return opened;
}

void listener_close(struct listener *listener) {
    struct stat status;
    if (listener->path && stat(listener->path, &status) == 0 && status.st_dev == listener->device &&
        status.st_ino == listener->inode)
        unlink(listener->path);
    if (listener->fd >= 0) close(listener->fd);
    listener->fd = -1;
    free(listener->shown);
    free(listener->path);
    listener->shown = NULL;
    listener->path = NULL;
}
