"""serve: start and end: fresh site, addresses, what stops a start, what an end finishes."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
import time

import pytest
import requests

from harness import free_port


def refused(site, *arguments, status=1):
    result = site.cli("serve", *arguments, check=False)
    assert result.returncode == status, result
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("broadsheet: "), result.stderr
    assert "Listening" not in result.stdout
    return lines[0]


# Start


@pytest.mark.parametrize("there", [False, True])
def test_an_empty_directory_gets_a_fresh_site(empty_site, there):
    if there:
        os.mkdir(empty_site.data)
    empty_site.start()
    printed = "\n".join(empty_site.printed) + empty_site.stderr()
    login, password = re.search(r"Administrator: (\S+), password: (\S+)", printed).groups()
    assert empty_site.get("/").status_code == 200
    answer = empty_site.post("/wp-login.php", {"log": login, "pwd": password})
    assert answer.status_code in (302, 303)
    assert empty_site.get("/wp-json/wp/v2/categories").json()[0]["slug"] == "uncategorized"
    empty_site.printed.clear()
    empty_site.restart()
    assert "password" not in "\n".join(empty_site.printed)


def test_a_restart_keeps_the_data(fresh_site):
    post = fresh_site.make_post(title="Kept")
    path = post["link"].removeprefix(fresh_site.base)
    fresh_site.settings(description="Kept too")
    fresh_site.restart()
    assert fresh_site.get(path).status_code == 200
    assert fresh_site.api("admin").get("settings").json()["description"] == "Kept too"
    assert fresh_site.api("editor").get("users/me").status_code == 200


def test_port_in_use(fresh_site, empty_site):
    error = refused(empty_site, "--listen", f"127.0.0.1:{fresh_site.port}")
    assert str(fresh_site.port) in error and "in use" in error


def test_data_in_use(fresh_site):
    refused(fresh_site, "--listen", "127.0.0.1:0")
    assert fresh_site.get("/").status_code == 200  # the one that runs is not disturbed


def test_data_is_a_file(empty_site):
    with open(empty_site.data, "w"):
        pass
    assert "Not a directory" in refused(empty_site, "--listen", "127.0.0.1:0")


def test_data_below_nothing(empty_site):
    empty_site.data += "/a/b"
    assert "No such file" in refused(empty_site, "--listen", "127.0.0.1:0")


def test_data_that_all_may_write(empty_site):
    os.mkdir(empty_site.data)
    os.chmod(empty_site.data, 0o777)
    refused(empty_site, "--listen", "127.0.0.1:0")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away or become somebody else")
def test_data_of_somebody_else(empty_site):
    os.mkdir(empty_site.data)
    os.chown(empty_site.data, 65534, 65534)
    refused(empty_site, "--listen", "127.0.0.1:0")
    assert os.listdir(empty_site.data) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away or become somebody else")
def test_data_unreadable(empty_site):
    os.mkdir(empty_site.data)
    os.chown(empty_site.data, 65534, 65534)
    os.chmod(empty_site.data, 0)
    os.chmod(empty_site.directory, 0o755)
    result = subprocess.run(
        [empty_site.binary, "serve", "--data", empty_site.data, "--listen", "127.0.0.1:0"], capture_output=True,
        text=True, env={**os.environ, "ASAN_OPTIONS": ""}, preexec_fn=lambda: (os.setgid(65534), os.setuid(65534)))
    assert result.returncode == 1
    assert "Permission denied" in result.stderr and len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 4080],
                         ids=["text", "torn"])
def test_database_that_is_none(empty_site, content):
    os.mkdir(empty_site.data, 0o700)
    path = os.path.join(empty_site.data, "site.db")
    with open(path, "wb") as file:
        file.write(content)
    refused(empty_site, "--listen", "127.0.0.1:0")
    with open(path, "rb") as file:
        assert file.read() == content


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                                     "127.0.0.1:80x", "300.0.0.1:80", "[::1:80", "unix:", ""])
def test_listen_nonsense(fresh_site, address):
    fresh_site.stop()
    result = fresh_site.cli("serve", "--listen", address, check=False)
    assert result.returncode in (1, 2), result
    assert len(result.stderr.splitlines()) == 1


def test_bad_template_directory(fresh_site):
    fresh_site.stop()
    directory = os.path.join(fresh_site.directory, "templates")
    os.mkdir(directory)
    with open(os.path.join(directory, "article.mustache"), "w") as file:
        file.write("line one\n{{nonsense_name}}\n")
    error = refused(fresh_site, "--listen", "127.0.0.1:0", "--templates", directory)
    assert "article.mustache:2" in error and "nonsense_name" in error


def test_bad_url(fresh_site):
    fresh_site.stop()
    refused(fresh_site, "--listen", "127.0.0.1:0", "--url", "no url at all")


def test_url_is_kept_as_a_setting(fresh_site):
    fresh_site.stop()
    base = fresh_site.base
    fresh_site.arguments = ["--url", "https://news.example/"]
    fresh_site.start()
    assert fresh_site.cli("settings", "get", "url").stdout == "https://news.example\n"
    fresh_site.arguments = []
    fresh_site.restart()
    assert fresh_site.cli("settings", "get", "url").stdout == base + "\n"


# Addresses


def test_several_addresses(fresh_site):
    path = os.path.join(fresh_site.directory, "public.sock")
    other = free_port()
    fresh_site.restart("--listen", f"127.0.0.1:{other}", "--listen", f"unix:{path}")
    assert f"Listening on http://127.0.0.1:{other}" in fresh_site.printed
    assert f"Listening on unix:{path}" in fresh_site.printed
    assert requests.get(f"http://127.0.0.1:{other}/", timeout=10).status_code == 200
    assert fresh_site.get("/").status_code == 200
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(10)
        s.connect(path)
        s.sendall(b"GET /wp-json/wp/v2/settings HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        received = b""
        while piece := s.recv(65536):
            received += piece
    # Another socket is not the owner's: no rights come with it.
    assert received.startswith(b"HTTP/1.1 401 ")
    fresh_site.stop()
    assert not os.path.exists(path)
    assert not os.path.exists(os.path.join(fresh_site.data, "broadsheet.sock"))


def test_port_zero_is_printed(fresh_site):
    fresh_site.restart("--listen", "127.0.0.1:0")
    addresses = [line.split()[-1] for line in fresh_site.printed[-2:]]
    assert all(requests.get(address + "/", timeout=10).status_code == 200 for address in addresses)


def test_ready_is_told_to_the_service_manager(fresh_site):
    fresh_site.stop()
    path = os.path.join(fresh_site.directory, "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        manager.settimeout(30)
        fresh_site.environment["NOTIFY_SOCKET"] = path
        fresh_site.start()
        assert manager.recv(100) == b"READY=1"
        assert fresh_site.get("/").status_code == 200
        fresh_site.stop()
        assert manager.recv(100) == b"STOPPING=1"


# The access log


def wait_for_lines(path, count):
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with open(path) as file:
            if len(file.readlines()) >= count:
                return
        time.sleep(0.02)


def test_access_log(fresh_site):
    log = os.path.join(fresh_site.directory, "access.log")
    fresh_site.arguments = ["--access-log", log]
    fresh_site.restart()
    fresh_site.get("/first", headers={"User-Agent": 'bad"agent\\'})
    fresh_site.get("/?a=b", headers={"Referer": "http://elsewhere.example/"})
    wait_for_lines(log, 2)  # written after the answer was sent
    os.rename(log, log + ".1")
    os.kill(fresh_site.process.pid, signal.SIGHUP)
    deadline = time.monotonic() + 10
    while not os.path.exists(log) and time.monotonic() < deadline:
        time.sleep(0.02)
    fresh_site.get("/second")
    fresh_site.stop()
    with open(log + ".1") as file:
        lines = file.read().splitlines()
    combined = re.compile(r'127\.0\.0\.1 - \S+ \[[^\]]+\] "GET (\S+) HTTP/1\.1" (\d{3}) \d+ "([^"]*)" "(.*)" \d+')
    rows = [combined.fullmatch(line).groups() for line in lines]
    assert [row[0] for row in rows] == ["/first", "/?a=b"]
    assert rows[0][1] == "404" and rows[1][1] == "200"
    assert '"' not in rows[0][3].replace('\\"', "").replace("\\x22", "")
    assert rows[1][2] == "http://elsewhere.example/"
    with open(log) as file:
        assert '"GET /second HTTP/1.1" 404' in file.read()


def test_access_log_that_cannot_be_written(fresh_site):
    fresh_site.stop()
    refused(fresh_site, "--listen", "127.0.0.1:0", "--access-log", "/nonexistent/log")


# End


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_end_by_signal(fresh_site, number):
    process, fresh_site.process = fresh_site.process, None
    process.send_signal(number)
    assert process.wait(30) == 0
    fresh_site.check_sanitizers()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", fresh_site.port), timeout=5)


def test_end_finishes_what_is_in_flight(fresh_site):
    """Writers that are cut off by the end have either an answer and their post, or no answer."""
    acknowledged, stop = [], threading.Event()

    def write(i):
        api = fresh_site.api("editor")
        n = 0
        while not stop.is_set():
            n += 1
            with contextlib.suppress(requests.RequestException):
                answer = api.post("posts", {"title": f"in flight {i} {n}", "status": "publish"})
                if answer.status_code == 201:
                    acknowledged.append(answer.json()["id"])

    threads = [threading.Thread(target=write, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    while len(acknowledged) < 40:
        time.sleep(0.02)
    fresh_site.stop()  # with status 0
    stop.set()
    for thread in threads:
        thread.join()
    fresh_site.start()
    api = fresh_site.api("admin")
    for number in acknowledged:
        assert api.get(f"posts/{number}?_fields=id").status_code == 200


def test_end_answers_a_request_that_is_half_sent(fresh_site):
    """Headers are there, the body is on its way when SIGTERM comes: it is finished, not cut off."""
    import base64
    login, password = fresh_site.auth("editor")
    credentials = base64.b64encode(f"{login}:{password}".encode()).decode()
    body = b'{"title":"half sent","status":"publish"}'
    with socket.create_connection(("127.0.0.1", fresh_site.port), timeout=20) as s:
        s.sendall((f"POST /wp-json/wp/v2/posts HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {credentials}\r\n"
                   f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body[:10])
        time.sleep(0.3)
        process, fresh_site.process = fresh_site.process, None
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        s.sendall(body[10:])
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := s.recv(65536):
                received += piece
    assert received.startswith(b"HTTP/1.1 201 "), received[:200]
    assert process.wait(30) == 0
    fresh_site.check_sanitizers()
    fresh_site.start()
    found = fresh_site.api("admin").get("posts?search=half+sent&_fields=title").json()
    assert len(found) == 1


def test_end_does_not_wait_for_ever(fresh_site):
    """A client that never finishes its request holds the end up for the grace, no longer."""
    with socket.create_connection(("127.0.0.1", fresh_site.port), timeout=20) as s:
        s.sendall(b"POST /wp-login.php HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  b"Content-Length: 100\r\n\r\nlog=")
        time.sleep(0.3)
        start = time.monotonic()
        fresh_site.stop()
        assert time.monotonic() - start < 15


def test_end_does_not_wait_for_idle_connections(fresh_site):
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            s = stack.enter_context(socket.create_connection(("127.0.0.1", fresh_site.port), timeout=10))
            s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert s.recv(20).startswith(b"HTTP/1.1 200")
        start = time.monotonic()
        fresh_site.stop()
        assert time.monotonic() - start < 5
