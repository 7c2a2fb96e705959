// farewell: see the header.
#include "server/http/farewell.h"

#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/strbuf.h"
#include "server/http/answer.h"
#include "server/http/response.h"

static void add_header(struct strbuf *out, const char *name, const char *value) {
    strbuf_addf(out, "%s: %s\r\n", name, value);
}

static void begin(struct strbuf *out, int status, size_t size) {
    char date[CLOCK_HTTP_SIZE];
    strbuf_addf(out, "HTTP/1.1 %d %s\r\n", status, MHD_get_reason_phrase_for((unsigned) status));
    add_header(out, "Date", clock_format_http(date, clock_now()));
    add_header(out, "Connection", "close");
    strbuf_addf(out, "Content-Length: %zu\r\n", size);
}

static void send_all(int fd, struct strbuf *head, const void *body, size_t size) {
    strbuf_adds(head, "\r\n");
    strbuf_add(head, body, size);
    if (strbuf_failed(head)) return;
    const ssize_t ignored = send(fd, head->data, head->size, MSG_NOSIGNAL | MSG_DONTWAIT);
    (void) ignored;
}

void farewell_send(int fd, int status, const struct response_header *headers, const void *body, size_t size) {
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    begin(&out, status, size);
    for (const struct response_header *header = headers; header; header = header->next)
        add_header(&out, header->name, header->value);
    send_all(fd, &out, body, size);
}

void farewell_send_plain(int fd, int status) {
    const char *text = MHD_get_reason_phrase_for((unsigned) status);
    STRBUF_CLEAN struct strbuf out;
    strbuf_init(&out, 0);
    begin(&out, status, strlen(text));
    add_header(&out, "Content-Type", "text/plain; charset=UTF-8");
    add_header(&out, "Cache-Control", "no-store");
    if (status == 429 || status == 503) add_header(&out, "Retry-After", "10");
    for (size_t i = 0; i < answer_common_header_count; i++)
        add_header(&out, answer_common_headers[i].name, answer_common_headers[i].value);
    send_all(fd, &out, text, strlen(text));
}
