"""A real server on a data directory of its own, for tests.

`Site` starts the binary, speaks HTTP and the REST API with it, runs its command line, and ends it. What a
sanitizer finds inside a server, and an exit status other than 0, fail the test that used it.
"""

import contextlib
import glob
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

import pytest
import requests

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
START_SECONDS = 30  # a sanitized binary on a loaded machine
STOP_SECONDS = 30

# login -> (role, password); each gets an application password too.
USERS = {
    "admin": ("administrator", "admin-password-1"),
    "editor": ("editor", "editor-password-1"),
    "author": ("author", "author-password-1"),
    "contributor": ("contributor", "contributor-password-1"),
    "subscriber": ("subscriber", "subscriber-password-1"),
}


def binary_path():
    return os.environ.get("BROADSHEET_BINARY") or os.path.join(ROOT, "build", "test", "server", "broadsheet")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def sanitizer_environment(log_path):
    """The environment of a child whose sanitizer reports go to files at log_path.*"""
    options = {
        "ASAN_OPTIONS": f"log_path={log_path}:exitcode=99:detect_stack_use_after_return=1:strict_string_checks=1",
        "UBSAN_OPTIONS": f"log_path={log_path}:print_stacktrace=1:halt_on_error=1",
        "LSAN_OPTIONS": f"log_path={log_path}:exitcode=99",
        "TSAN_OPTIONS": f"log_path={log_path}:exitcode=66:second_deadlock_stack=1",
    }
    return {**os.environ, **options}


class Api:
    """The REST API as one user. Paths: "posts" is /wp-json/wp/v2/posts; "/batch/v1" is /wp-json/batch/v1."""

    def __init__(self, site, auth):
        self.site = site
        self.auth = auth
        self.session = new_session()

    def url(self, path):
        return self.site.base + "/wp-json" + (path if path.startswith("/") else "/wp/v2/" + path)

    def request(self, method, path, **options):
        options.setdefault("timeout", 60)
        options.setdefault("allow_redirects", False)
        return self.session.request(method, self.url(path), auth=self.auth, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def head(self, path, **options):
        return self.request("HEAD", path, **options)

    def options(self, path, **options):
        return self.request("OPTIONS", path, **options)

    # The second argument of the writing ones is a JSON body.
    def post(self, path, json=None, **options):
        return self.request("POST", path, json=json, **options)

    def put(self, path, json=None, **options):
        return self.request("PUT", path, json=json, **options)

    def patch(self, path, json=None, **options):
        return self.request("PATCH", path, json=json, **options)

    def delete(self, path, json=None, **options):
        return self.request("DELETE", path, json=json, **options)


def new_session():
    session = requests.Session()
    session.trust_env = False  # no proxy, no netrc
    return session


class Site:
    """A data directory and, while it runs, a server on it.

    base        "http://127.0.0.1:43211", also the site's own address
    data        the data directory
    users       login -> {"id", "role", "password", "app_password"}
    stderr      text the server wrote on stderr so far (a method)
    """

    def __init__(self, directory, users=None, binary=None):
        self.directory = directory
        self.data = os.path.join(directory, "data")
        self.users = users if users is not None else {}
        self.binary = binary or binary_path()
        self.port = free_port()
        self.process = None
        self.killed = False
        self.arguments = []  # further ones for serve, also after a restart
        self.preexec = None  # runs in the server's process before the binary
        self.sanitizer_log = os.path.join(directory, "sanitizer")
        self.environment = sanitizer_environment(self.sanitizer_log)
        self.stderr_path = os.path.join(directory, "stderr")
        self.printed = []  # lines of the server's stdout
        self.session = new_session()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    # The server

    def command(self, *arguments):
        return [self.binary, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", "--url", self.base,
                *self.arguments, *arguments]

    def start(self, *arguments):
        """Starts the server and returns when it listens."""
        assert self.process is None
        for _ in range(5):
            self.process = subprocess.Popen(
                self.command(*arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=open(self.stderr_path, "ab"), env=self.environment, text=True, preexec_fn=self.preexec)
            self.killed = False
            lines = queue.Queue()
            threading.Thread(target=self._read_output, args=(self.process.stdout, lines), daemon=True).start()
            if self._wait_for_address(lines):
                return self
            self.process.wait(STOP_SECONDS)
            self.process = None
            if "in use" not in self.stderr():
                break
            self.port = free_port()  # someone was quicker
        pytest.fail("the server did not start: " + self.stderr()[-2000:])

    def _read_output(self, stream, lines):
        for line in stream:
            self.printed.append(line.rstrip("\n"))
            lines.put(line)
        lines.put(None)

    def _wait_for_address(self, lines):
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                line = lines.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                self.process.kill()
                return False
            if line is None:
                return False
            if re.match(r"Listening on http://127\.0\.0\.1:\d+", line):
                return True

    def stop(self):
        """Ends the server cleanly; fails when its exit status is not 0 or a sanitizer found something."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT)
            process.wait()
            pytest.fail("the server did not end within %d s of SIGTERM: %s" % (STOP_SECONDS, self.stderr()[-2000:]))
        self.check_sanitizers()
        assert status == 0, f"the server ended with status {status}: {self.stderr()[-2000:]}"

    def kill9(self):
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def restart(self, *arguments):
        self.stop()
        return self.start(*arguments)

    def running(self):
        return self.process is not None and self.process.poll() is None

    def stderr(self):
        with open(self.stderr_path, errors="replace") as file:
            return file.read()

    def check_sanitizers(self):
        found = []
        for path in glob.glob(self.sanitizer_log + "*"):
            with open(path, errors="replace") as file:
                found.append(file.read())
            os.unlink(path)
        assert not found, "sanitizer findings:\n" + "\n".join(found)[:20000]

    # HTTP. Redirects are not followed unless asked for.

    def request(self, method, path, **options):
        options.setdefault("timeout", 60)
        options.setdefault("allow_redirects", False)
        url = path if path.startswith("http") else self.base + path
        return self.session.request(method, url, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def head(self, path, **options):
        return self.request("HEAD", path, **options)

    def post(self, path, data=None, **options):
        return self.request("POST", path, data=data, **options)

    def browser(self):
        """A session that keeps cookies, for readers and log-ins."""
        return new_session()

    def raw(self, data, timeout=10):
        """Sends bytes on a connection of its own and returns all that comes back until the server closes or is
        silent for `timeout` seconds."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as s:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                s.sendall(data)
            received = b""
            with contextlib.suppress(socket.timeout, ConnectionResetError):
                while chunk := s.recv(65536):
                    received += chunk
            return received

    # The REST API

    def auth(self, login):
        return (login, self.users[login]["app_password"])

    def api(self, login=None):
        """As the user with his application password; None: nobody."""
        return Api(self, self.auth(login) if login else None)

    def settings(self, **values):
        """Changes settings by REST name; returns what the server answered."""
        answer = self.api("admin").post("settings", values)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @contextlib.contextmanager
    def with_settings(self, **values):
        """Changes settings for the length of a with-block."""
        before = self.api("admin").get("settings").json()
        self.settings(**values)
        try:
            yield
        finally:
            self.settings(**{name: before[name] for name in values})

    def make(self, resource, as_="admin", **fields):
        """Creates something through the API ("posts", "categories", "comments") and returns its JSON."""
        answer = self.api(as_).post(resource, fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def make_post(self, as_="admin", **fields):
        fields = {"title": "A title", "content": "<p>Some text.</p>", "status": "publish", **fields}
        return self.make("posts", as_, **fields)

    # The command line

    def cli(self, *arguments, input=None, check=True, data=True):
        """Runs a sub-command on this data directory. `check`: fail unless it exits with 0."""
        command = [self.binary, *arguments]
        if data:
            end = command.index("--") if "--" in command else len(command)
            command[end:end] = ["--data", self.data]
        result = subprocess.run(command, input=input, capture_output=True, text=True, env=self.environment,
                                stdin=None if input is not None else subprocess.DEVNULL, timeout=60)
        self.check_sanitizers()
        if check:
            assert result.returncode == 0, f"{command}: {result.returncode}: {result.stderr}"
        return result

    def init(self, title="Test Site"):
        """A fresh site with the five users and their application passwords, made by the command line."""
        role, password = USERS["admin"]
        self.cli("init", "--title", title, "--url", self.base, "--admin", "admin", "--email", "admin@example.org",
                 "--password-file", "-", input=password + "\n")
        for login, (role, password) in USERS.items():
            if login != "admin":
                self.cli("user", "create", "--login", login, "--email", f"{login}@example.org", "--role", role,
                         "--password-file", "-", input=password + "\n")
            made = self.cli("app-password", "create", "--user", login, "--name", "tests")
            self.users[login] = {"role": role, "password": password, "app_password": made.stdout.strip()}
        # "ID LOGIN EMAIL ROLE", separated by tabs
        for line in self.cli("user", "list").stdout.splitlines():
            fields = line.split("\t")
            if fields[1] in self.users:
                self.users[fields[1]]["id"] = int(fields[0])
        self.cli("settings", "set", "comment_flood_interval", "0")
        return self


# Fixtures; tests/*/conftest.py take them over.


@pytest.fixture(scope="session")
def binary():
    path = binary_path()
    assert os.access(path, os.X_OK), f"{path} is missing: build first, or set BROADSHEET_BINARY"
    return path


@pytest.fixture(scope="session")
def template_site(binary):
    """A data directory with the five users, made once; other sites are copies of it."""
    directory = tempfile.mkdtemp(prefix="broadsheet-test-")
    try:
        yield Site(directory, binary=binary).init()
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextlib.contextmanager
def running_site(template):
    directory = tempfile.mkdtemp(prefix="broadsheet-test-")
    site = Site(directory, {login: dict(user) for login, user in template.users.items()}, template.binary)
    shutil.copytree(template.data, site.data)
    try:
        site.start()
        yield site
        if site.process is not None and site.process.poll() is not None:
            site.check_sanitizers()
            pytest.fail(f"the server died with status {site.process.returncode}: {site.stderr()[-2000:]}")
        site.stop()
        site.check_sanitizers()
    finally:
        if site.process is not None:
            site.kill9()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="module")
def site(template_site):
    """A running site, shared by the tests of a module."""
    with running_site(template_site) as site:
        yield site


@pytest.fixture
def fresh_site(template_site):
    """A running site for one test alone."""
    with running_site(template_site) as site:
        yield site


@pytest.fixture
def empty_site(binary):
    """A directory without a site, and no server; what is started is ended."""
    directory = tempfile.mkdtemp(prefix="broadsheet-test-")
    site = Site(directory, binary=binary)
    try:
        yield site
        site.stop()
        site.check_sanitizers()
    finally:
        if site.process is not None:
            site.kill9()
        shutil.rmtree(directory, ignore_errors=True)
