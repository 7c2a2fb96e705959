// client socket: answers that are whole, and answers that are not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "server/cli/client_socket.h"

struct answer_case {
    const char *name;
    const char *sent;
    int status;        // 0: refused
    const char *body;  // when not
};

static const struct answer_case answer_cases[] = {
    {"a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"},
    {"a length in another case", "HTTP/1.1 200 OK\r\ncontent-length:5\r\n\r\nhello", 200, "hello"},
    {"nothing", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 204, ""},
    {"to the end", "HTTP/1.1 200 OK\r\nX: y\r\n\r\nhello", 200, "hello"},
    {"no headers", "HTTP/1.1 404 Not Found\r\n\r\nno", 404, "no"},
    {"chunks", "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nA\r\nlo 1234567\r\n0\r\n\r\n",
     201, "hello 1234567"},
    {"chunks with an extension", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n0\r\n\r\n", 200,
     "hi"},
    {"a header that only looks like it", "HTTP/1.1 200 OK\r\nX-Content-Length: 9\r\n\r\nhello", 200, "hello"},
    {"cut body", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", 0, NULL},
    {"long body", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhello", 0, NULL},
    {"cut chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", 0, NULL},
    {"no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", 0, NULL},
    {"no chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n0\r\n\r\n", 0, NULL},
    {"a huge chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhi\r\n0\r\n\r\n", 0,
     NULL},
    {"another coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello", 0, NULL},
    {"cut headers", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", 0, NULL},
    {"no status", "HTTP/1.1 OK\r\n\r\n", 0, NULL},
    {"a status out of range", "HTTP/1.1 999 What\r\n\r\n", 0, NULL},
    {"another protocol", "SSH-2.0-OpenSSH\r\n\r\n", 0, NULL},
    {"silence", "", 0, NULL},
};

static void test_answers(void **state) {
    (void) state;
    for (size_t i = 0; i < sizeof answer_cases / sizeof *answer_cases; i++) {
        const struct answer_case *c = &answer_cases[i];
        int pair[2];
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        assert_int_equal(write(pair[1], c->sent, strlen(c->sent)), strlen(c->sent));
        shutdown(pair[1], SHUT_WR);
        struct client_answer answer = {0};
        struct error error = {0};
        bool done = client_socket_exchange(pair[0], HTTP_GET, "/x", NULL, &answer, &error);
        close(pair[0]);
        close(pair[1]);
        if (done != (c->status != 0)) fail_msg("%s: %s", c->name, done ? "taken" : error.message);
        if (error_is_set(&error) == done) fail_msg("%s: the error", c->name);
        if (done && answer.status != c->status) fail_msg("%s: status %d", c->name, answer.status);
        if (done && strcmp(answer.body, c->body) != 0) fail_msg("%s: \"%s\"", c->name, answer.body);
        free(answer.body);
    }
}

static void check_request(enum http_method method, const char *body, const char *expected) {
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    static const char sent[] = "HTTP/1.1 200 OK\r\n\r\n{}";
    assert_int_equal(write(pair[1], sent, sizeof sent - 1), sizeof sent - 1);
    shutdown(pair[1], SHUT_WR);
    struct client_answer answer = {0};
    struct error error = {0};
    assert_true(client_socket_exchange(pair[0], method, "/wp-json/a?b=c", body, &answer, &error));
    free(answer.body);
    close(pair[0]);
    char received[1024] = "";
    assert_true(read(pair[1], received, sizeof received - 1) > 0);
    close(pair[1]);
    assert_string_equal(received, expected);
}

static void test_requests(void **state) {
    (void) state;
    check_request(HTTP_GET, NULL, "GET /wp-json/a?b=c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    check_request(
        HTTP_DELETE, NULL,
        "DELETE /wp-json/a?b=c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    check_request(
        HTTP_POST, "{\"a\":1}",
        "POST /wp-json/a?b=c HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
        "Content-Length: 7\r\n\r\n{\"a\":1}");
}

static void test_nobody_there(void **state) {
    (void) state;
    assert_int_equal(client_socket_connect("/nonexistent/broadsheet.sock"), -1);
    char far[400];
    memset(far, 'x', sizeof far - 1);
    far[sizeof far - 1] = '\0';
    assert_int_equal(client_socket_connect(far), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_requests),
        cmocka_unit_test(test_nobody_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
