"""The servers that are measured: broadsheet, nginx with files, and a bare libmicrohttpd. Each ends with its `with`."""

import gzip
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.path.join(ROOT, "build", "release", "server", "broadsheet")
BARE = os.path.join(ROOT, "build", "release", "tests", "bench", "bare")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    command = ()

    def __init__(self):
        self.port = free_port()
        self.process = None
        self.start_ms = None

    def __enter__(self):
        began = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > 60:
                sys.exit(f"bench: {self.command[0]} did not start")
            time.sleep(0.0005)
        self.start_ms = (time.monotonic() - began) * 1000
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as s:
                s.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return s.recv(5) == b"HTTP/"
        except OSError:
            return False

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path, headers=None):
        """Status, headers and body as they come, nothing decoded."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def pids(self):
        """The process and its children."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
            return [self.process.pid, *map(int, file.read().split())]

    def resident_mib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


class Broadsheet(Server):
    """The release build. Pages are kept unless cache is False."""

    def __init__(self, data, cache=True):
        super().__init__()
        self.data = data
        self.command = [BINARY, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}",
                        *([] if cache else ["--cache-bytes", "0"])]

    def cli(self, *arguments):
        return subprocess.run([BINARY, *arguments, "--data", self.data], check=True, capture_output=True,
                              text=True).stdout.strip()


class Nginx(Server):
    """Debian's nginx, serving bodies from files as fast as it can: `files` is name to bytes. NAME.gz is made beside it."""

    CONFIG = """
daemon off; worker_processes auto; pid {directory}/pid; error_log /dev/null;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=1000 inactive=60s; keepalive_requests 1000000000;
  client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy; fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
  types {{ text/html html; application/json json; }}
  server {{ listen 127.0.0.1:{port} reuseport; root {directory}/files; gzip_static on; }}
}}
"""

    def __init__(self, files):
        super().__init__()
        self.program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
        if not self.program:
            sys.exit("bench: nginx is missing (apt-get install nginx-core)")
        self.files = files

    def __enter__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="broadsheet-nginx-")
        # Its workers are not root and must read the files.
        os.chmod(self.directory.name, 0o755)
        os.mkdir(os.path.join(self.directory.name, "files"))
        for name, body in self.files.items():
            path = os.path.join(self.directory.name, "files", name)
            with open(path, "wb") as file:
                file.write(body)
            with open(path + ".gz", "wb") as file:
                file.write(gzip.compress(body, 9))
        config = os.path.join(self.directory.name, "nginx.conf")
        with open(config, "w") as file:
            file.write(self.CONFIG.format(directory=self.directory.name, port=self.port))
        self.command = [self.program, "-c", config]
        return super().__enter__()

    def __exit__(self, *reason):
        super().__exit__(*reason)
        self.directory.cleanup()


class Bare(Server):
    """libmicrohttpd alone, answering everything with one body from memory (bare.c)."""

    def __init__(self, body):
        super().__init__()
        self.body = body

    def __enter__(self):
        self.file = tempfile.NamedTemporaryFile()
        self.file.write(self.body)
        self.file.flush()
        self.command = [BARE, str(self.port), self.file.name]
        return super().__enter__()

    def __exit__(self, *reason):
        super().__exit__(*reason)
        self.file.close()
