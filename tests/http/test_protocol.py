"""HTTP/1.1 as a hostile client speaks it: framing, smuggling, limits, keep-alive, what is closed and what is not.

The first half runs against the probe (tests/unit/http_probe.c) and against a real site.
"""

import contextlib
import socket
import threading
import time

import pytest

import malformed
from raw import Answer, Malformed, Target, parse_answers, running_probe

HOST = b"Host: test.example\r\n"


@pytest.fixture(scope="module")
def probe(tmp_path_factory):
    with running_probe(tmp_path_factory.mktemp("probe")) as probe:
        yield probe


@pytest.fixture(scope="module", params=["probe", "site"])
def target(request):
    if request.param == "probe":
        return request.getfixturevalue("probe")
    site = request.getfixturevalue("site")
    return Target(("127.0.0.1", site.port), "/robots.txt", "/wp-login.php")


def fill(data, target):
    return data.replace(b"{get}", target.get.encode()).replace(b"{post}", target.post.encode())


# The reader of answers is strict itself.


@pytest.mark.parametrize("data", [
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello!",
    b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX : y\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n\r\n",
    b"hello",
])
def test_the_reader_refuses(data):
    with pytest.raises(Malformed):
        parse_answers(data)


# Refusals


@pytest.mark.parametrize("name", malformed.ALL)
def test_malformed(target, name):
    """One refusal, then the end of the connection: what follows is never served."""
    data = fill(malformed.ALL[name], target)
    heads = [0] if data.startswith(b"HEAD") else []
    answers, ended = target.exchange(data + malformed.SECOND, heads=heads)
    assert len(answers) == 1, answers
    assert 400 <= answers[0].status < 600 and answers[0].status not in (500, 503), answers
    assert answers[0].header("Connection") == "close", answers
    assert ended == "closed"


def test_malformed_in_pieces(target):
    """The same when it does not come at once: each byte in a segment of its own around the interesting places."""
    for name in ("a folded header", "two lengths", "chunks beside a length", "a bare LF after a header", "two Hosts",
                 "a length of letters", "a NUL in a value"):
        data = fill(malformed.ALL[name], target)
        with target.connect() as connection:
            connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for i in range(0, len(data), 7):
                connection.send(data[i:i + 7])
                time.sleep(0.001)
            connection.send(malformed.SECOND)
            answers = parse_answers(connection.receive_all())
        assert len(answers) == 1 and 400 <= answers[0].status < 500, (name, answers)


@pytest.mark.parametrize("name, status", [
    ("an unknown method", 501), ("a method in small letters", 501), ("TRACE", 501),
    ("a target of 9 KiB", 414), ("a target of 1 MiB", 414),
    ("a header of 17 KiB", 431), ("a header of 1 MiB", 431), ("a hundred and one headers", 431),
    ("an unknown expectation", 417), ("version 2.0", 505), ("no request line", 400), ("a length of letters", 400),
    ("a length beyond 64 bits", 413), ("a chunk extension of 64 KiB", 400),
])
def test_status_of_refusals(target, name, status):
    answers, _ = target.exchange(fill(malformed.ALL[name], target))
    assert [answer.status for answer in answers] == [status]


def test_wrong_lengths_at_once(target):
    """Several at the same moment, whole and half: each gets its one refusal, and honest ones are not disturbed."""
    data = fill(malformed.ALL["a length of letters"], target)
    honest = [target.connect() for _ in range(4)]
    halves = [target.connect() for _ in range(4)]
    for connection in honest:
        connection.send(f"GET {target.get} HTTP/1.1\r\nHost: test.example\r\nConten".encode())
    for connection in halves:
        connection.send(data[:-2])
    time.sleep(0.1)
    for _ in range(20):
        answers, _ = target.exchange(data)
        assert [answer.status for answer in answers] == [400]
    for connection in halves:
        connection.send(data[-2:])
        assert [answer.status for answer in parse_answers(connection.receive_all())] == [400]
    for connection in honest:
        connection.send(b"t-Language: en\r\n\r\n")
        assert connection.answer().status == 200
    for connection in honest + halves:
        connection.socket.close()


def test_a_cookie_of_many_pieces(target):
    with target.connect() as connection:
        assert connection.request("GET", target.get, ["Cookie: " + "a;" * 4000]).status == 200
        assert connection.request("GET", target.get, ["Cookie: " + "a=b; " * 1500]).status == 200


def test_parameters_that_cannot_be_decoded_are_left_out(target):
    with target.connect() as connection:
        for query in ("?a=%zz", "?a=%", "?utm_term=%EF%F0%E8&b=1", "?&&&"):
            assert connection.request("GET", target.get + query).status == 200


def test_security_headers(target):
    """On refusals too; those of libmicrohttpd alone have none."""
    with target.connect() as connection:
        for path in (target.get, "/there/is/nothing/here"):
            answer = connection.request("GET", path)
            assert answer.header("X-Content-Type-Options") == "nosniff"
            assert answer.header("Referrer-Policy") == "strict-origin-when-cross-origin"
            assert answer.header("Server") is None and answer.header("X-Powered-By") is None
            assert answer.header("Cache-Control") and answer.header("Date")
            if answer.header("Content-Type").startswith("text/html"):
                assert "object-src 'none'" in answer.header("Content-Security-Policy")
    answers, _ = target.exchange(b"GET / HTTP/1.1\r\n\r\n")
    assert answers[0].header("X-Content-Type-Options") == "nosniff"


# Well-formed


def test_keep_alive(target):
    with target.connect() as connection:
        for _ in range(20):
            answer = connection.request("GET", target.get)
            assert answer.status == 200 and answer.header("Connection") is None


def test_close_when_asked(target):
    with target.connect() as connection:
        assert connection.request("GET", target.get, ["Connection: close"]).header("Connection") == "close"
        assert connection.is_closed()


def test_http_1_0(target):
    request = f"GET {target.get} HTTP/1.0\r\n".encode()
    answers, _ = target.exchange(request + b"\r\n")
    assert [answer.status for answer in answers] == [200]
    with target.connect() as connection:
        for _ in range(3):
            connection.send(request + b"Connection: keep-alive\r\n\r\n")
            assert connection.answer().status == 200


def test_pipelining(target):
    """Many requests in one piece, among them such without a body in the answer: as many answers, in order."""
    one = b"GET %s HTTP/1.1\r\n%s\r\n" % (target.get.encode(), HOST)
    head = b"HEAD %s HTTP/1.1\r\n%s\r\n" % (target.get.encode(), HOST)
    missing = b"GET /there/is/nothing/here HTTP/1.1\r\n%s\r\n" % HOST
    last = b"GET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n" % (target.get.encode(), HOST)
    answers, ended = target.exchange((one + head + missing) * 40 + last, heads=range(1, 120, 3), timeout=30)
    assert [answer.status for answer in answers] == [200, 200, 404] * 40 + [200]
    assert ended == "closed"


def test_pipelining_in_pieces(target):
    data = b"GET %s HTTP/1.1\r\n%s\r\n" % (target.get.encode(), HOST) * 10
    with target.connect() as connection:
        for i in range(0, len(data), 13):
            connection.send(data[i:i + 13])
            time.sleep(0.001)
        assert [connection.answer().status for _ in range(10)] == [200] * 10


def test_empty_lines_before_a_request(target):
    answers, _ = target.exchange(b"\r\n\r\nGET %s HTTP/1.1\r\n%sConnection: close\r\n\r\n" % (target.get.encode(), HOST))
    assert [answer.status for answer in answers] == [200]


def test_head(target):
    with target.connect() as connection:
        got = connection.request("GET", target.get)
        head = connection.request("HEAD", target.get)
        assert head.status == 200 and head.body == b""
        differing = {"date", "set-cookie"}
        assert ({name: value for name, value in head.headers.items() if name not in differing} ==
                {name: value for name, value in got.headers.items() if name not in differing})
        assert connection.request("GET", target.get).status == 200  # no stray bytes were left


def test_wrong_method(target):
    with target.connect() as connection:
        answer = connection.request("DELETE", target.get)
        assert answer.status == 405
        assert answer.header("Allow") == "GET, HEAD, OPTIONS"
        answer = connection.request("OPTIONS", target.get)
        assert answer.status == 204 and answer.header("Allow") == "GET, HEAD, OPTIONS" and answer.body == b""


def test_a_refused_body_closes(target):
    """413 by the length alone, before any of the body; the connection must not be used for what was meant as one."""
    for path, status in ((target.post, 413), (target.get, 405), ("/there/is/nothing/here", 405)):
        request = b"POST %s HTTP/1.1\r\n%sContent-Length: 100000000\r\n\r\n" % (path.encode(), HOST)
        answers, _ = target.exchange(request + malformed.SECOND)
        assert len(answers) == 1 and answers[0].status in (status, 404), answers
        assert answers[0].header("Connection") == "close"


def test_continue(target):
    with target.connect() as connection:
        connection.send(b"POST %s HTTP/1.1\r\n%sExpect: 100-continue\r\nContent-Length: 5\r\n\r\n" %
                        (target.post.encode(), HOST))
        assert connection.answer().status == 100
        connection.send(b"hello")
        assert connection.answer().status in (200, 403, 415)
    answers, _ = target.exchange(b"POST %s HTTP/1.1\r\n%sExpect: 100-continue\r\nContent-Length: 100000000\r\n\r\n" %
                                 (target.post.encode(), HOST))
    assert [answer.status for answer in answers] == [413]


def test_an_upload_that_is_refused_gets_its_answer(target):
    """A client that sends all before it reads must find the answer, not a reset."""
    for framing in (b"Content-Length: 20000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n1312d00\r\n"):
        with target.connect(timeout=20) as connection:
            connection.send(b"POST %s HTTP/1.1\r\n%s%s" % (target.post.encode(), HOST, framing))
            for _ in range(200):
                connection.send(b"x" * 100000)
            connection.half_close()
            answers = parse_answers(connection.receive_all())
            assert [answer.status for answer in answers] == [413]
            assert connection.closed == "closed"


# The probe: what needs known addresses


def test_echo(probe):
    with probe.connect() as connection:
        for path in ("/echo", "/echo/worker"):
            for size in (0, 1, 5, 1000, 16384, 100000, 1024 * 1024):
                body = bytes(i % 251 for i in range(size))
                answer = connection.request("POST", path, body=body)
                assert answer.status == 200 and answer.body == body, (path, size)
        assert connection.request("POST", "/echo", body=b"x" * (1024 * 1024 + 1)).status == 413


def test_chunks(probe):
    body = b"5\r\nhello\r\n1;name=value\r\n \r\n5\r\nworld\r\n0\r\nX-Trailer: y\r\n\r\n"
    for path in (b"/echo", b"/echo/worker"):
        request = b"POST %s HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\n\r\n%s" % (path, HOST, body)
        # What stands behind chunks is not looked at: the connection ends with the answer.
        answers, ended = probe.exchange(request + malformed.SECOND)
        assert [answer.body for answer in answers] == [b"hello world"]
        assert answers[0].header("Connection") == "close"
        assert ended == "closed"


def test_chunks_over_the_limit(probe):
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    request = b"POST /echo HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\n\r\n" % HOST
    answers, _ = probe.exchange(request + piece * 16 + b"0\r\n\r\n")
    assert [(answer.status, len(answer.body)) for answer in answers] == [(200, 1024 * 1024)]
    answers, ended = probe.exchange(request + piece * 16 + b"1\r\nx\r\n" + piece * 100)
    assert [answer.status for answer in answers] == [413]
    assert answers[0].header("X-Content-Type-Options") == "nosniff"
    assert ended == "closed"


def test_many_chunks(probe):
    request = b"POST /echo HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\n\r\n" % HOST
    answers, _ = probe.exchange(request + b"1\r\nx\r\n" * 50000 + b"0\r\n\r\n", timeout=60)
    assert [len(answer.body) for answer in answers] == [50000]


@pytest.mark.parametrize("path", ["/hello", "/slow?ms=300", "/echo/worker"])
def test_half_close(probe, path):
    """Who has said all may close that side and still gets the answer, also when a worker makes it."""
    method, body = (b"POST", b"hello") if path == "/echo/worker" else (b"GET", b"")
    with contextlib.ExitStack() as stack:
        for _ in range(8):  # an event thread looks at its oldest connection first, and that one is never cut off
            stack.enter_context(probe.connect()).request("GET", "/hello")
        connection = stack.enter_context(probe.connect())
        connection.send(b"%s %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s" %
                        (method, path.encode(), HOST, len(body), body))
        connection.half_close()
        answers = parse_answers(connection.receive_all())
    assert [answer.status for answer in answers] == [200]


def test_pipelining_over_workers(probe):
    request = b"POST /echo/worker HTTP/1.1\r\n%sContent-Length: 6\r\n\r\n" % HOST
    with probe.connect(timeout=30) as connection:
        connection.send(b"".join(request + b"%06d" % i for i in range(200)))
        assert [connection.answer().body for _ in range(200)] == [b"%06d" % i for i in range(200)]


def test_clients_that_go_away(probe):
    """At every stage; nothing is left behind (LeakSanitizer looks at the end), and others are served."""
    pieces = [b"", b"GET", b"GET /hello HTTP/1.1\r\nHo", b"GET /slow?ms=50 HTTP/1.1\r\n%s\r\n" % HOST,
              b"POST /echo HTTP/1.1\r\n%sContent-Length: 100\r\n\r\nabc" % HOST,
              b"GET /lines?n=200000 HTTP/1.1\r\n%s\r\n" % HOST]
    for piece in pieces * 5:
        connection = probe.connect()
        connection.send(piece)
        if len(piece) % 2:
            time.sleep(0.01)
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset
        connection.socket.close()
    with probe.connect() as connection:
        assert connection.request("GET", "/hello").status == 200


def test_an_answer_larger_than_any_buffer(probe):
    with probe.connect(timeout=60) as connection:
        answer = connection.request("GET", "/lines?n=300000")
        assert answer.body.count(b"\n") == 300000
        assert answer.body.endswith(b"<p>This is line 299999 of it.</p>\n")
        assert connection.request("GET", "/hello").body == b"hello\n"


def test_a_location_as_long_as_its_address(probe):
    with probe.connect() as connection:
        path = "/elsewhere?" + "a" * 8000
        headers = [f"X-{i}: {'y' * 60}" for i in range(90)]
        answer = connection.request("GET", path, headers)
        assert answer.status == 302 and answer.header("Location") == path


def test_routes(probe):
    with probe.connect() as connection:
        assert connection.request("GET", "/item/12").body == b"GET 12\n"
        assert connection.request("DELETE", "/item/12").body == b"DELETE 12\n"
        assert connection.request("GET", "/item/x").status == 404
        assert connection.request("GET", "/item/").status == 404
        assert connection.request("GET", "/hello/").status == 404
        assert connection.request("GET", "/loose/").status == 200
        assert connection.request("GET", "/h%65llo").status == 200
        assert connection.request("GET", "/nobody").status == 401
        assert connection.request("GET", "/owner").status == 401
        assert connection.request("PUT", "/item/12").header("Allow") == "GET, HEAD, DELETE, OPTIONS"


def test_cookies(probe):
    with probe.connect() as connection:
        answer = connection.request("GET", "/personal")
        assert answer.body == b"first\n"
        cookie = answer.header("Set-Cookie")
        assert cookie.startswith("visits=1; Path=/; Max-Age=3600; Expires=")
        assert cookie.endswith("; HttpOnly; SameSite=Lax")
        assert answer.header("Cache-Control") == "private, no-store" and answer.header("ETag") is None
        assert connection.request("GET", "/personal", ["Cookie: x=y; visits=1"]).body == b"again\n"
        assert connection.request("GET", "/personal", ["Cookie: x=y", 'cookie: visits="1"']).body == b"again\n"


def test_forms(probe):
    def post(kind, body):
        with probe.connect() as connection:
            answer = connection.request("POST", "/form", [f"Content-Type: {kind}"], body)
            return answer.status, answer.body.decode()

    assert post("application/x-www-form-urlencoded", b"a=1&b=%D0%B0+b") == (200, "a=1\nb=\u0430 b\n")
    assert post("application/x-www-form-urlencoded", b"a=%zz")[0] == 400
    assert post("application/x-www-form-urlencoded", b"a=1&" * 201)[0] == 400
    part = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    assert post("multipart/form-data; boundary=b", part + b"--b--\r\n") == (200, "a=1\n")
    assert post("multipart/form-data; boundary=b", part)[0] == 400
    assert post("multipart/form-data", part)[0] == 400
    assert post("text/plain", b"a=1")[0] == 415


def test_concurrency(probe):
    """Clients of all kinds at once."""
    failures = []

    def client(number):
        try:
            with probe.connect(timeout=60) as connection:
                for i in range(30):
                    body = b"%d %d" % (number, i) * 50
                    path = ("/echo", "/echo/worker", "/hello", "/cached", "/slow?ms=1")[(number + i) % 5]
                    post = path.startswith("/echo")
                    answer = connection.request("POST" if post else "GET", path, body=body if post else b"")
                    assert answer.status == 200 and (not post or answer.body == body), answer
        except Exception as error:  # reported by the test, not by the thread
            failures.append(error)

    threads = [threading.Thread(target=client, args=(i,)) for i in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def test_answer_representation():
    assert "200" in repr(Answer("1.1", 200, {}, b""))
