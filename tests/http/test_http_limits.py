"""What a server of tests/unit/http_probe.c does at its limits, by the clock, and at its end."""

import contextlib
import os
import re
import signal
import socket
import stat
import subprocess
import threading
import time

import pytest

import malformed
from raw import Connection, build_directory, parse_answers, running_probe

HOST = b"Host: test.example\r\n"


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def drip(connection, data, pause):
    """Sends a byte at a time until the server closes; seconds that took, or None when all was sent first."""
    connection.socket.setblocking(False)
    start = time.monotonic()
    for byte in data:
        try:
            connection.socket.send(bytes([byte]))
            if not connection.socket.recv(1000):
                return time.monotonic() - start
        except BlockingIOError:
            pass
        except (ConnectionResetError, BrokenPipeError):
            return time.monotonic() - start
        time.sleep(pause)
    return None


# Slow clients


def test_slow_headers_are_swept(tmp_path):
    """A byte now and then keeps no connection; honest clients are served all the while."""
    with running_probe(tmp_path, "--header-seconds", 2) as probe:
        slow = [probe.connect() for _ in range(3)]
        slow[0].send(b"")                                                # nothing at all
        slow[1].send(b"GET /hello HTTP/1.1\r\n" + HOST + b"X-Slow: ")    # headers without end
        slow[2].send(b"GET /hel")                                        # no request line
        took = {}
        threads = [threading.Thread(target=lambda i=i: took.update({i: drip(slow[i], b"x" * 100, 0.2)}))
                   for i in (1, 2)]
        for thread in threads:
            thread.start()
        with probe.connect() as honest:
            while any(thread.is_alive() for thread in threads):
                assert honest.request("GET", "/hello").status == 200
                time.sleep(0.05)
        for i in (1, 2):
            assert took[i] is not None and 1.5 < took[i] < 6, took
        assert slow[0].is_closed(timeout=6)


def test_a_slow_request_line_is_told_so(tmp_path):
    with running_probe(tmp_path, "--header-seconds", 1) as probe, probe.connect() as connection:
        connection.send(b"GET /hel")
        assert [answer.status for answer in parse_answers(connection.receive_all())] == [408]


def test_slow_headers_of_a_later_request(tmp_path):
    with running_probe(tmp_path, "--header-seconds", 2, "--idle-seconds", 60) as probe:
        with probe.connect() as connection:
            assert connection.request("GET", "/hello").status == 200
            connection.send(b"GET /hello HTTP/1.1\r\n" + HOST + b"X-Slow: ")
            took = drip(connection, b"x" * 100, 0.2)
            assert took is not None and 1.5 < took < 6


def test_idle_connections_are_closed(tmp_path):
    with running_probe(tmp_path, "--idle-seconds", 2) as probe:
        with probe.connect() as connection:
            start = time.monotonic()
            assert connection.request("GET", "/hello").status == 200
            assert connection.is_closed(timeout=8)
            assert time.monotonic() - start > 1.5


def test_slow_bodies_are_swept(tmp_path):
    """Below the least rate it is shut down, above it served however long that takes; handlers may take longer still."""
    with running_probe(tmp_path, "--header-seconds", 2, "--body-rate", 1000) as probe:
        head = b"POST /echo HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n"
        slow, fast, busy = probe.connect(), probe.connect(timeout=30), probe.connect(timeout=30)
        slow.send(head % (HOST, 1000000))
        fast.send(head % (HOST, 26 * 1000))
        busy.send(b"GET /slow?ms=13000 HTTP/1.1\r\n%s\r\n" % HOST)
        took = []
        thread = threading.Thread(target=lambda: took.append(drip(slow, b"x" * 200, 0.1)))
        thread.start()
        for _ in range(26):  # 2000 bytes a second, for 13 seconds
            fast.send(b"x" * 1000)
            time.sleep(0.5)
        assert fast.answer().status == 200
        assert busy.answer().status == 200
        thread.join()
        assert took[0] is not None and 10 < took[0] < 14
        for connection in (slow, fast, busy):
            connection.socket.close()


def test_nobody_makes_it_spin(tmp_path):
    """Connections left in every state, half-sent and half-read, cost no processor time."""
    with running_probe(tmp_path, "--per-address", 1000) as probe, contextlib.ExitStack() as stack:
        for data in malformed.ALL.values():
            data = data.replace(b"{get}", b"/hello").replace(b"{post}", b"/echo")
            for part in (data, data[:len(data) // 2], data[:-1]):
                stack.enter_context(probe.connect()).send(part)
        stack.enter_context(probe.connect()).send(b"GET /lines?n=500000 HTTP/1.1\r\n%s\r\n" % HOST)
        stack.enter_context(probe.connect()).send(b"GET /slow?ms=2500 HTTP/1.1\r\n%s\r\n" % HOST).half_close()
        time.sleep(1)

        def processor_seconds():
            with open(f"/proc/{probe.process.pid}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        before = processor_seconds()
        time.sleep(1)
        assert processor_seconds() - before < 0.3
        with probe.connect() as connection:
            assert connection.request("GET", "/hello").status == 200


# Too many


def test_limit_of_an_address(tmp_path):
    """Those that are served stay; a new one is refused."""
    with running_probe(tmp_path, "--per-address", 5) as probe, contextlib.ExitStack() as stack:
        held = [stack.enter_context(probe.connect()) for _ in range(5)]
        for connection in held:
            connection.send(b"GET /slow?ms=2000 HTTP/1.1\r\n%s\r\n" % HOST)
        time.sleep(0.8)
        for _ in range(3):
            with probe.connect() as refused:
                answers = parse_answers(refused.receive_all())
                assert [answer.status for answer in answers] == [429]
                assert answers[0].header("Retry-After")
        for connection in held:
            assert connection.answer().status == 200
        held[0].socket.close()

        def admitted():
            with probe.connect() as connection:
                connection.send(b"GET /hello HTTP/1.1\r\n%sConnection: close\r\n\r\n" % HOST)
                return b"200 OK" in connection.receive_all()
        wait_for(admitted)


def test_who_only_waits_gives_way(tmp_path):
    """Hoarders of connections do not keep others of their address out; the oldest of theirs go."""
    with running_probe(tmp_path, "--per-address", 20) as probe, contextlib.ExitStack() as stack:
        hoard = [stack.enter_context(probe.connect()) for _ in range(20)]
        for connection in hoard:
            connection.send(b"GET /hello HTTP/1.1\r\nX: ")
        time.sleep(0.8)
        for _ in range(50):
            with probe.connect() as connection:
                assert connection.request("GET", "/hello").status == 200
        with contextlib.ExitStack() as others:
            for _ in range(20):
                assert others.enter_context(probe.connect()).request("GET", "/hello").status == 200
            assert all(connection.is_closed(timeout=5) for connection in hoard)


def test_limit_in_all(tmp_path):
    with running_probe(tmp_path, "--connections", 8) as probe, contextlib.ExitStack() as stack:
        held = [stack.enter_context(probe.connect()) for _ in range(8)]
        time.sleep(0.3)  # until all are taken in
        for connection in held[:2]:  # above three quarters none is kept
            assert connection.request("GET", "/hello").header("Connection") == "close"
            assert connection.is_closed()
        assert held[2].request("GET", "/hello").header("Connection") is None
        held += [stack.enter_context(probe.connect()) for _ in range(2)]
        time.sleep(0.3)
        with probe.connect() as refused:
            assert [answer.status for answer in parse_answers(refused.receive_all())] == [503]


def test_trusted_proxy_is_not_limited(tmp_path):
    with running_probe(tmp_path, "--per-address", 2, "--trusted-proxy", "127.0.0.1") as probe:
        with contextlib.ExitStack() as stack:
            for _ in range(5):
                assert stack.enter_context(probe.connect()).request("GET", "/hello").status == 200


def test_many_slow_clients_do_not_keep_honest_ones_out(tmp_path):
    with running_probe(tmp_path, "--per-address", 10000, "--header-seconds", 3) as probe, \
            contextlib.ExitStack() as stack:
        for _ in range(400):
            stack.enter_context(probe.connect()).send(b"GET / HT")
        for _ in range(50):
            with probe.connect() as connection:
                assert connection.request("GET", "/hello").status == 200


def test_as_many_at_once_as_libmicrohttpd_takes_events(tmp_path):
    """It takes 128 at a time, and its own threads wait for one more before they look at them."""
    with running_probe(tmp_path, "--per-address", 1000, "--event-threads", 1) as probe, \
            contextlib.ExitStack() as stack:
        clients = [stack.enter_context(probe.connect()) for _ in range(256)]
        busy = stack.enter_context(probe.connect(timeout=30))
        for client in clients + [busy]:
            assert client.request("GET", "/hello").status == 200
        for group in (clients[:128], clients):
            busy.send(b"HEAD /lines?n=1000000 HTTP/1.1\r\n%s\r\n" % HOST)
            time.sleep(0.1)
            for client in group:
                client.send(b"GET /hello HTTP/1.1\r\n%s\r\n" % HOST)
            assert busy.answer(head=True).status == 200
            assert all(client.answer().status == 200 for client in group)


def test_full_queue(tmp_path):
    """With one worker and four places before it: the others get 503 at once, and the event threads go on."""
    with running_probe(tmp_path, "--workers", 1) as probe, contextlib.ExitStack() as stack:
        clients = [stack.enter_context(probe.connect(timeout=30)) for _ in range(12)]
        for client in clients:
            client.send(b"GET /slow?ms=300 HTTP/1.1\r\n%s\r\n" % HOST)
        with probe.connect() as connection:
            start = time.monotonic()
            assert connection.request("GET", "/hello").status == 200
            assert time.monotonic() - start < 0.3
        answers = [client.answer() for client in clients]
        statuses = [answer.status for answer in answers]
        assert statuses.count(200) == 5 and statuses.count(503) == 7, statuses
        assert all(answer.header("Retry-After") for answer in answers if answer.status == 503)
        assert clients[0].request("GET", "/hello").status == 200


# Who it is


def test_proxy_headers(tmp_path):
    def who(probe, *headers):
        with probe.connect() as connection:
            text = connection.request("GET", "/who", headers).body.decode()
            return re.match(r"address=(\S+) secure=(\d)", text).groups()

    (tmp_path / "a").mkdir()
    with running_probe(tmp_path / "a", "--trusted-proxy", "127.0.0.1") as probe:
        assert who(probe) == ("127.0.0.1", "0")
        assert who(probe, "X-Forwarded-For: 192.0.2.1") == ("192.0.2.1", "0")
        assert who(probe, "X-Forwarded-For: 10.9.9.9, 192.0.2.1", "X-Forwarded-Proto: https") == ("192.0.2.1", "1")
        assert who(probe, "X-Forwarded-For: 192.0.2.1, 127.0.0.1") == ("192.0.2.1", "0")
        assert who(probe, "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.2") == ("192.0.2.2", "0")
        assert who(probe, "X-Forwarded-For: 192.0.2.7:4711") == ("192.0.2.7", "0")
        assert who(probe, "X-Forwarded-For: [2001:db8::1]:80") == ("2001:db8::1", "0")
        assert who(probe, "X-Forwarded-For: ::ffff:192.0.2.3") == ("192.0.2.3", "0")
        assert who(probe, "X-Forwarded-For: nonsense") == ("127.0.0.1", "0")
        assert who(probe, "X-Forwarded-For: 192.0.2.1, <script>") == ("127.0.0.1", "0")
        assert who(probe, "X-Forwarded-Proto: https, http") == ("127.0.0.1", "0")
    (tmp_path / "b").mkdir()
    with running_probe(tmp_path / "b", "--url", "https://news.example") as probe:
        assert who(probe, "X-Forwarded-For: 192.0.2.1") == ("127.0.0.1", "1")
    (tmp_path / "c").mkdir()
    with running_probe(tmp_path / "c") as probe:
        assert who(probe, "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https") == ("127.0.0.1", "0")


def test_unix_sockets(tmp_path):
    public, owner = str(tmp_path / "public.sock"), str(tmp_path / "owner.sock")
    listens = ("127.0.0.1:0", f"unix:{public}", f"owner=unix:{owner}")
    with running_probe(tmp_path, listens=listens) as probe:
        assert probe.shown[1:] == [f"unix:{public}", f"unix:{owner}"]
        assert stat.S_IMODE(os.stat(owner).st_mode) == 0o600
        with Connection(owner) as connection:
            assert connection.request("GET", "/owner").status == 200
        for address in (public, probe.address):
            with Connection(address) as connection:
                assert connection.request("GET", "/owner").status == 401
                assert connection.request("GET", "/hello").status == 200
        # A second server must not take what is in use, and must not remove it.
        second = subprocess.run([os.path.join(build_directory(), "tests", "unit", "http_probe"), f"unix:{public}"],
                                capture_output=True, text=True, timeout=30)
        assert second.returncode == 1 and "in use" in second.stderr and len(second.stderr.splitlines()) == 1
        with Connection(public) as connection:
            assert connection.request("GET", "/hello").status == 200
        probe.process.kill()  # and leaves its paths behind
        probe.process.wait()
        assert os.path.exists(public) and os.path.exists(owner)
    with running_probe(tmp_path, listens=listens):
        with Connection(owner) as connection:
            assert connection.request("GET", "/owner").status == 200
    assert not os.path.exists(public) and not os.path.exists(owner)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_the_owners_socket_is_for_the_owner(tmp_path):
    """Also when its mode lets others in, as after a chmod by mistake."""
    owner = str(tmp_path / "owner.sock")
    with running_probe(tmp_path, listens=("127.0.0.1:0", f"owner=unix:{owner}")):
        for directory in [tmp_path, *tmp_path.parents][:-2]:
            with contextlib.suppress(PermissionError):
                os.chmod(directory, os.stat(directory).st_mode | 0o055)
        os.chmod(owner, 0o777)
        script = ("import socket\ns = socket.socket(socket.AF_UNIX)\ns.settimeout(10)\n"
                  f"s.connect({owner!r})\n"
                  "try:\n s.sendall(b'GET /owner HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')\n print(s.recv(1000))\n"
                  "except (ConnectionResetError, BrokenPipeError): print(b'')")
        result = subprocess.run(["/usr/bin/python3", "-c", script], capture_output=True, text=True,
                                preexec_fn=lambda: (os.setgid(65534), os.setuid(65534)), timeout=30)
        assert result.stdout == "b''\n", result
        with Connection(owner) as connection:
            assert connection.request("GET", "/owner").status == 200


def test_ipv6(tmp_path):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here")
    with running_probe(tmp_path, listens=("[::1]:0", ":0")) as probe:
        with probe.connect() as connection:
            assert b"address=::1 " in connection.request("GET", "/who").body
        port = int(probe.shown[1].rpartition(":")[2])
        for host, shown in (("127.0.0.1", b"address=127.0.0.1 "), ("::1", b"address=::1 ")):
            with Connection((host, port)) as connection:
                assert shown in connection.request("GET", "/who").body


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                                     "127.0.0.1:80x", "300.0.0.1:80", "[::1:80", "::1:80:", "unix:", "",
                                     "unix:/nonexistent/x.sock", "unix:/" + "x" * 200, "owner=127.0.0.1:0"])
def test_wrong_addresses(address):
    result = subprocess.run([os.path.join(build_directory(), "tests", "unit", "http_probe"), address],
                            capture_output=True, text=True, timeout=30)
    assert result.returncode == 1 and len(result.stderr.splitlines()) == 1, result


# The access log


def test_access_log(tmp_path):
    path = tmp_path / "access.log"
    with running_probe(tmp_path, "--access-log", path) as probe:
        with probe.connect() as connection:
            connection.request("GET", "/hello?a=b", ['User-Agent: quo"te\\ \xe9', "Referer: http://elsewhere.example/"])
            connection.request("HEAD", "/hello")
        probe.exchange(b"GET /a\x01b HTTP/1.1\r\n" + HOST + b"\r\n")
        probe.exchange(malformed.LENGTHS["a length of letters"].replace(b"{post}", b"/echo"))
        probe.exchange(b"POST /echo HTTP/1.1\r\n%sTransfer-Encoding: chunked\r\n\r\n200000\r\n%s" %
                       (HOST, b"x" * 0x200000))
        time.sleep(1.5)  # within a second it is on disk
        assert len(path.read_text().splitlines()) == 5
        os.rename(path, tmp_path / "access.log.1")
        probe.process.send_signal(signal.SIGHUP)
        wait_for(path.exists)
        with probe.connect() as connection:
            connection.request("GET", "/item/1")
    rows = [re.fullmatch(r'127\.0\.0\.1 - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] '
                         r'"(.*?)" (\d{3}) (\d+) "(.*?)" "(.*)" (\d+)', line).groups()
            for line in (tmp_path / "access.log.1").read_text().splitlines()]
    # A line is written when the last byte of the answer is on its way, so lines of several connections may swap.
    found = {row[0]: row[1:] for row in rows}
    assert found["GET /hello?a=b HTTP/1.1"][:4] == (
        "200", "6", "http://elsewhere.example/", r"quo\x22te\x5C \xE9")
    assert 0 < int(found["GET /hello?a=b HTTP/1.1"][4]) < 10_000_000
    assert found["HEAD /hello HTTP/1.1"][:2] == ("200", "0")
    assert found[r"GET /a\x01b HTTP/1.1"][0] == "400"
    assert found["- /echo -"][0] == "400" and found["POST /echo HTTP/1.1"][0] == "413"
    assert [line.split('"')[1] for line in path.read_text().splitlines()] == ["GET /item/1 HTTP/1.1"]


def test_access_log_loses_nothing(tmp_path):
    path = tmp_path / "access.log"
    with running_probe(tmp_path, "--access-log", path) as probe:
        for _ in range(4):
            with probe.connect() as connection:
                for i in range(500):
                    connection.request("GET", f"/hello?{i}")
    lines = path.read_text().splitlines()
    assert len(lines) == 2000 and all(line.count('"') == 6 for line in lines)


# The end


def test_end_finishes_what_is_in_flight(tmp_path):
    with running_probe(tmp_path) as probe:
        slow, upload, download = probe.connect(timeout=20), probe.connect(timeout=20), probe.connect(timeout=20)
        slow.send(b"GET /slow?ms=3000 HTTP/1.1\r\n%s\r\n" % HOST)
        upload.send(b"POST /echo HTTP/1.1\r\n%sContent-Length: 10\r\n\r\nhello" % HOST)
        download.send(b"GET /lines?n=400000 HTTP/1.1\r\n%s\r\n" % HOST)
        idle = [probe.connect() for _ in range(10)]
        for connection in idle[:5]:
            assert connection.request("GET", "/hello").status == 200
        time.sleep(0.3)
        start = time.monotonic()
        probe.terminate()
        for connection in idle:
            assert connection.is_closed(timeout=2)
        with pytest.raises(ConnectionRefusedError):
            probe.connect()
        upload.send(b"world")
        answer = upload.answer()
        assert answer.body == b"helloworld" and answer.header("Connection") == "close"
        assert download.answer().body.count(b"\n") == 400000
        answer = slow.answer()
        assert answer.body == b"slow\n" and answer.header("Connection") == "close"
        assert probe.wait() == 0
        assert 0.5 < time.monotonic() - start < 5


def test_end_has_a_limit(tmp_path):
    """Five seconds of grace here; who is not ready then is cut off, but a handler that runs is waited for."""
    with running_probe(tmp_path) as probe:
        stuck, running = probe.connect(), probe.connect(timeout=20)
        stuck.send(b"POST /echo HTTP/1.1\r\n%sContent-Length: 10\r\n\r\nhello" % HOST)
        running.send(b"GET /slow?ms=7000 HTTP/1.1\r\n%s\r\n" % HOST)
        time.sleep(0.3)
        start = time.monotonic()
        probe.terminate()
        assert probe.wait() == 0
        assert 6 < time.monotonic() - start < 9
        for connection in (stuck, running):
            connection.socket.close()


def test_end_under_load(tmp_path):
    """Every answer that came is whole; the end is clean."""
    broken = []

    def client(probe):
        with contextlib.suppress(ConnectionRefusedError, ConnectionResetError, BrokenPipeError):
            while True:
                with probe.connect() as connection:
                    connection.send(b"GET /slow?ms=2 HTTP/1.1\r\n%sConnection: close\r\n\r\n" % HOST)
                    data = connection.receive_all()
                    if data and parse_answers(data)[0].status not in (200, 429, 503):
                        broken.append(data)

    with running_probe(tmp_path) as probe:
        threads = [threading.Thread(target=client, args=(probe,)) for _ in range(16)]
        for thread in threads:
            thread.start()
        time.sleep(1)
        probe.stop()
        for thread in threads:
            thread.join()
    assert not broken, broken[:3]


def test_end_with_a_full_queue(tmp_path):
    with running_probe(tmp_path, "--workers", 1) as probe:
        clients = [probe.connect(timeout=20) for _ in range(5)]
        for client in clients:
            client.send(b"GET /slow?ms=300 HTTP/1.1\r\n%s\r\n" % HOST)
        time.sleep(0.1)
        probe.terminate()
        assert [client.answer().status for client in clients] == [200] * 5
        assert probe.wait() == 0
