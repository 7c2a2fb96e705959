"""HTTP over bare sockets: what is sent is exactly what stands in the test, and what comes back is read strictly."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time

import pytest

from harness import ROOT, START_SECONDS, STOP_SECONDS, sanitizer_environment


def build_directory():
    binary = os.environ.get("BROADSHEET_BINARY")
    beside = os.path.dirname(os.path.dirname(binary)) if binary else os.path.join(ROOT, "build", "test")
    return os.environ.get("BROADSHEET_BUILD") or beside


class Answer:
    def __init__(self, version, status, headers, body):
        self.version = version
        self.status = status
        self.headers = headers  # lower-case name -> [values]
        self.body = body

    def header(self, name):
        values = self.headers.get(name.lower())
        return ", ".join(values) if values else None

    def __repr__(self):
        return f"<{self.status} {self.headers} {self.body[:200]!r}>"


class Malformed(AssertionError):
    """What came back is no sequence of answers."""


def take_head(data):
    """(version, status, headers, rest), or None while it is not whole."""
    head, end, rest = data.partition(b"\r\n\r\n")
    if not end:
        return None
    lines = head.split(b"\r\n")
    match = re.fullmatch(rb"HTTP/(1\.[01]) (\d{3}) [ -~]*", lines[0])
    if not match:
        raise Malformed(f"no status line: {lines[0][:200]!r}")
    headers = {}
    for line in lines[1:]:
        field = re.fullmatch(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([\t\x20-\x7e\x80-\xff]*)", line)
        if not field:
            raise Malformed(f"no header: {line[:200]!r}")
        headers.setdefault(field.group(1).decode().lower(), []).append(field.group(2).decode("latin-1"))
    return match.group(1).decode(), int(match.group(2)), headers, rest


def parse_answers(data, heads=()):
    """All answers in what was received; `heads`: numbers of the answers that have no body though they tell a length
    (to HEAD). 100 Continue is one of them."""
    answers = []
    while data:
        taken = take_head(data)
        if taken is None:
            raise Malformed(f"cut in its headers: {data[:200]!r}")
        version, status, headers, data = taken
        lengths = headers.get("content-length", [])
        if len(lengths) > 1 or "transfer-encoding" in headers:
            raise Malformed(f"framing: {headers}")
        length = int(lengths[0]) if lengths else 0
        if status in (204, 304) or status < 200 or len(answers) in heads:
            length = 0
        elif not lengths:
            raise Malformed(f"no length: {headers}")
        if len(data) < length:
            raise Malformed(f"cut in its body: {len(data)} of {length}")
        answers.append(Answer(version, status, headers, data[:length]))
        data = data[length:]
    return answers


class Connection:
    """One connection; use as a context."""

    def __init__(self, address, timeout=10):
        if isinstance(address, str):
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(timeout)
            self.socket.connect(address)
        else:
            self.socket = socket.create_connection(address, timeout=timeout)
        self.buffer = b""
        self.closed = None  # how it ended: "closed" or "reset"

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.socket.close()

    def send(self, data):
        """What can be sent; a server that has closed already is no error here."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(data)
        return self

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)

    def _receive(self):
        try:
            piece = self.socket.recv(65536)
        except ConnectionResetError:
            self.closed = "reset"
            return False
        if not piece:
            self.closed = "closed"
            return False
        self.buffer += piece
        return True

    def receive_all(self):
        """Everything until the server closes; socket.timeout when it does not."""
        data = bytearray(self.buffer)
        self.buffer = b""
        while self._receive():
            data += self.buffer
            self.buffer = b""
        return bytes(data)

    def answer(self, head=False):
        """The next answer, 100 Continue included."""
        while True:
            taken = take_head(self.buffer)
            if taken is None:
                assert self._receive(), f"{self.closed} without an answer: {self.buffer[:200]!r}"
                continue
            version, status, headers, rest = taken
            length = int(headers.get("content-length", ["0"])[0])
            if head or status in (204, 304) or status < 200:
                length = 0
            rest = bytearray(rest)
            self.buffer = b""
            while len(rest) < length:
                assert self._receive(), f"{self.closed} in the body: {len(rest)} of {length}"
                rest += self.buffer
                self.buffer = b""
            self.buffer = bytes(rest[length:])
            return Answer(version, status, headers, bytes(rest[:length]))

    def is_closed(self, timeout=10):
        """Whether the server closes within the time, without sending more."""
        self.socket.settimeout(timeout)
        try:
            assert not self._receive(), f"more came: {self.buffer[:200]!r}"
        except socket.timeout:
            return False
        return True

    def request(self, method, target, headers=(), body=b"", head=None):
        lines = [f"{method} {target} HTTP/1.1", "Host: test.example", *headers]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        return self.answer(head=method == "HEAD" if head is None else head)


class Target:
    """A server that is up, and which of its addresses tests may use."""

    def __init__(self, address, get, post):
        self.address = address
        self.get = get    # answers 200 to GET
        self.post = post  # takes a body by POST

    def connect(self, timeout=10):
        return Connection(self.address, timeout)

    def exchange(self, data, timeout=10, heads=()):
        """Sends bytes on a connection of their own; the answers, and how it ended."""
        with self.connect(timeout) as connection:
            connection.send(data)
            received = connection.receive_all()
            return parse_answers(received, heads), connection.closed


class Probe(Target):
    """tests/unit/http_probe as a running server."""

    def __init__(self, directory, *arguments, listens=("127.0.0.1:0",)):
        self.log_path = os.path.join(directory, "sanitizer")
        self.stderr_path = os.path.join(directory, "probe-stderr")
        with open(self.stderr_path, "ab") as stderr:
            self.process = subprocess.Popen(
                [os.path.join(build_directory(), "tests", "unit", "http_probe"), *listens, *map(str, arguments)],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, text=True,
                env=sanitizer_environment(self.log_path))
        self.shown = []
        end = time.monotonic() + START_SECONDS
        while len(self.shown) < len(listens) and time.monotonic() < end:
            line = self.process.stdout.readline()
            if not line:
                break
            self.shown.append(line.split()[-1])
        if len(self.shown) < len(listens):
            self.process.kill()
            self.process.wait()
            pytest.fail("the probe did not start: " + self.stderr())
        super().__init__(self.address_of(self.shown[0]), "/hello", "/echo")

    @staticmethod
    def address_of(shown):
        if shown.startswith("unix:"):
            return shown[5:]
        host, _, port = shown.removeprefix("http://").rpartition(":")
        return host.strip("[]"), int(port)

    def stderr(self):
        with open(self.stderr_path, errors="replace") as file:
            return file.read()

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def wait(self):
        """Its exit status; fails when a sanitizer has found something."""
        try:
            status = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            pytest.fail("the probe did not end")
        self.process.stdout.close()
        directory, name = os.path.split(self.log_path)
        found = [open(os.path.join(directory, each), errors="replace").read()
                 for each in os.listdir(directory) if each.startswith(name)]
        assert not found, "sanitizer findings:\n" + "\n".join(found)[:20000]
        return status

    def stop(self):
        self.terminate()
        status = self.wait()
        assert status == 0, f"the probe ended with status {status}: {self.stderr()[-2000:]}"


@contextlib.contextmanager
def running_probe(directory, *arguments, **options):
    probe = Probe(str(directory), *arguments, **options)
    try:
        yield probe
        if probe.process.returncode is None:
            probe.stop()
    finally:
        if probe.process.returncode is None and probe.process.poll() is None:
            probe.process.kill()
            probe.process.wait()
