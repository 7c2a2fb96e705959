// bare: the least that libmicrohttpd can do: every request is answered with the bytes of one file, from memory.
// Usage: bare PORT FILE; ends with SIGTERM. script/bench sets broadsheet beside it, to tell the library's share.
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static enum MHD_Result answer(void *response, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **context) {
    (void) url, (void) method, (void) version, (void) data, (void) size;
    // An answer before the second call would end the connection.
    static char seen;
    if (*context != &seen) {
        *context = &seen;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

static struct MHD_Response *response_of(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    static char body[1 << 20];
    size_t size = fread(body, 1, sizeof body, file);
    fclose(file);
    struct MHD_Response *response = MHD_create_response_from_buffer(size, body, MHD_RESPMEM_PERSISTENT);
    if (response) MHD_add_response_header(response, "Content-Type", "text/html; charset=UTF-8");
    return response;
}

int main(int argc, char **argv) {
    struct MHD_Response *response = argc == 3 ? response_of(argv[2]) : NULL;
    if (!response) {
        fprintf(stderr, "usage: bare PORT FILE\n");
        return 2;
    }
    sigset_t end;
    sigemptyset(&end);
    sigaddset(&end, SIGTERM);
    sigprocmask(SIG_BLOCK, &end, NULL);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t) atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, response, MHD_OPTION_SOCK_ADDR, &address,
                         MHD_OPTION_THREAD_POOL_SIZE, (unsigned) sysconf(_SC_NPROCESSORS_ONLN), MHD_OPTION_END);
    if (!daemon) return 1;
    int signal;
    sigwait(&end, &signal);
    MHD_stop_daemon(daemon);
    MHD_destroy_response(response);
    return 0;
}
