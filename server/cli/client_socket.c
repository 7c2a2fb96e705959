// client socket: see the header. "Connection: close" makes the end of the answer the end of the
// connection; Content-Length and chunks are still checked, so that a server that dies half-way
// through its answer is noticed.
#include "server/cli/client_socket.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/error.h"
#include "base/strbuf.h"

enum { ANSWER_MAX = 80 << 20, TIMEOUT_SECONDS = 120 };

int client_socket_connect(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);  // NOLINT(clang-analyzer-security.insecureAPI.strcpy): measured above
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    struct timeval timeout = {.tv_sec = TIMEOUT_SECONDS};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
    if (connect(fd, (struct sockaddr *) &address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static bool send_all(int socket, const char *data, size_t size) {
    while (size > 0) {
        ssize_t sent = send(socket, data, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        data += sent;
        size -= (size_t) sent;
    }
    return true;
}

static bool receive_all(int socket, struct strbuf *received) {
    char piece[16384];
    for (;;) {
        ssize_t size = recv(socket, piece, sizeof piece, 0);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return false;
        if (size == 0) return !strbuf_failed(received);
        strbuf_add(received, piece, (size_t) size);
        if (strbuf_failed(received)) return false;
    }
}

// The value of a header in "Name: value\r\n" lines, or NULL.
static const char *find_header(const char *headers, const char *name) {
    size_t length = strlen(name);
    for (const char *line = headers; line; line = strstr(line, "\r\n")) {
        if (strncmp(line, "\r\n", 2) == 0) line += 2;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':')
            return line + length + 1 + strspn(line + length + 1, " \t");
    }
    return NULL;
}

static bool join_chunks(const char *data, size_t size, struct strbuf *body) {
    const char *end = data + size;
    for (;;) {
        char *after = NULL;
        errno = 0;
        unsigned long chunk = strtoul(data, &after, 16);
        const char *line_end = after == data || errno ? NULL : strstr(after, "\r\n");
        if (!line_end || chunk > (unsigned long) (end - line_end)) return false;
        data = line_end + 2;
        if (chunk == 0) return !strbuf_failed(body);
        if ((unsigned long) (end - data) < chunk + 2) return false;
        strbuf_add(body, data, chunk);
        data += chunk + 2;
    }
}

static bool parse_answer(char *data, size_t size, struct client_answer *ret) {
    char *headers_end = strstr(data, "\r\n\r\n");
    if (size < 12 || strncmp(data, "HTTP/1.", 7) != 0 || !headers_end) return false;
    long status = strtol(data + 9, NULL, 10);
    if (status < 200 || status > 599) return false;
    headers_end[2] = '\0';
    const char *rest = headers_end + 4;
    size_t rest_size = (size_t) (data + size - rest);

    STRBUF_CLEAN struct strbuf body;
    strbuf_init(&body, ANSWER_MAX);
    const char *coding = find_header(data, "Transfer-Encoding");
    const char *length = find_header(data, "Content-Length");
    if (coding) {
        if (strncasecmp(coding, "chunked", 7) != 0 || !join_chunks(rest, rest_size, &body)) return false;
    } else {
        if (length && strtoull(length, NULL, 10) != rest_size) return false;
        strbuf_add(&body, rest, rest_size);
    }
    char *stolen = NULL;
    size_t stolen_size = body.size;
    if (body.size == 0)
        stolen = strdup("");
    else
        stolen = strbuf_steal(&body, &stolen_size);
    if (!stolen) return false;
    *ret = (struct client_answer){.status = (int) status, .body = stolen, .size = stolen_size};
    return true;
}

bool client_socket_exchange(int socket, enum http_method method, const char *target, const char *body,
                            struct client_answer *ret, struct error *error) {
    STRBUF_CLEAN struct strbuf buffer;
    strbuf_init(&buffer, ANSWER_MAX);
    strbuf_addf(&buffer, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", http_method_name(method),
                target);
    if (body)
        strbuf_addf(&buffer, "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", strlen(body), body);
    else
        strbuf_adds(&buffer, method == HTTP_GET ? "\r\n" : "Content-Length: 0\r\n\r\n");
    // A failure to send is not the end: the server may have answered and closed before it read all.
    bool sent = !strbuf_failed(&buffer) && send_all(socket, buffer.data, buffer.size);
    int send_errno = errno;
    strbuf_reset(&buffer);
    if (receive_all(socket, &buffer) && parse_answer(buffer.data, buffer.size, ret)) return true;
    error_set(error, 500, "server_broken", "the running server gave no whole answer: %s",
              sent ? "it ended, or it closed the connection" : strerror(send_errno));
    return false;
}
