"""A small mail server on loopback, for the tests: takes letters, or misbehaves as it is told."""

import base64
import email
import email.policy
import queue
import socket
import socketserver
import ssl
import subprocess
import threading


class Letter:
    def __init__(self, sender, recipients, raw, tls, user):
        self.sender, self.recipients, self.raw, self.tls, self.user = sender, recipients, raw, tls, user
        self.message = email.message_from_bytes(raw, policy=email.policy.default)

    @property
    def subject(self):
        return self.message["Subject"]

    @property
    def text(self):
        return self.message.get_content().replace("\r\n", "\n")


class Handler(socketserver.StreamRequestHandler):
    """One client. `server.behaviour` is asked at each command: see SmtpServer."""

    def setup(self):
        super().setup()
        self.tls, self.user = self.server.tls == "tls", None
        self.sender, self.recipients = None, []

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        try:
            self.serve()
        except (OSError, ssl.SSLError):
            pass

    def serve(self):
        self.server.connections.put(self.client_address)
        if self.server.behave(self, "CONNECT"):
            return
        self.say("220 test ESMTP")
        while True:
            line = self.rfile.readline().decode("utf-8", "replace")
            if not line:
                return
            verb = line.split(" ")[0].strip().upper()
            if self.server.behave(self, verb):
                return
            if self.answer(verb, line.strip()):
                return

    def answer(self, verb, line):
        if verb == "EHLO":
            extensions = ["8BITMIME"]
            if self.server.tls == "starttls" and not self.tls:
                extensions.append("STARTTLS")
            if self.server.users:
                extensions.append("AUTH PLAIN LOGIN")
            self.say("250-test")
            for extension in extensions[:-1]:
                self.say("250-" + extension)
            self.say("250 " + extensions[-1])
        elif verb == "STARTTLS":
            self.say("220 go ahead")
            self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
            self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
            self.tls = True
        elif verb == "AUTH":
            self.log_in(line)
        elif self.server.users and not self.user and verb in ("MAIL", "RCPT", "DATA"):
            self.say("530 log in first")
        elif verb == "MAIL":
            self.sender, self.recipients = line.split("<")[1].split(">")[0], []
            self.say("250 ok")
        elif verb == "RCPT":
            self.recipients.append(line.split("<")[1].split(">")[0])
            self.say("250 ok")
        elif verb == "DATA":
            self.say("354 send it")
            lines = []
            while (got := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(got[1:] if got.startswith(b".") else got)
            if got == b"" or self.server.behave(self, "AFTER DATA"):
                return True
            self.server.letters.put(Letter(self.sender, self.recipients, b"".join(lines), self.tls, self.user))
            if self.server.behave(self, "TAKEN"):
                return True
            self.say("250 taken")
        elif verb == "QUIT":
            self.say("221 bye")
            return True
        else:
            self.say("250 ok")
        return False

    def log_in(self, line):
        words = line.split(" ")
        if words[1].upper() == "PLAIN":
            if len(words) < 3:
                self.say("334 ")
                words.append(self.rfile.readline().decode().strip())
            _, user, password = base64.b64decode(words[2]).decode().split("\0")
        else:
            self.say("334 VXNlcm5hbWU6")
            user = base64.b64decode(self.rfile.readline()).decode()
            self.say("334 UGFzc3dvcmQ6")
            password = base64.b64decode(self.rfile.readline()).decode()
        if self.server.users.get(user) == password:
            self.user = user
            self.say("235 welcome")
        else:
            self.say("535 no")


class SmtpServer(socketserver.ThreadingTCPServer):
    """`behaviour` maps a verb ("CONNECT", "EHLO", "RCPT", "AFTER DATA", "TAKEN" ...) to a line that is said in place
    of the right one, to "hang up", or to "hang": nothing is said until the server is closed."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, tls=None, certificate=None, users=None, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.tls, self.users, self.behaviour = tls, users or {}, {}
        self.letters, self.connections, self.hanging = queue.Queue(), queue.Queue(), queue.Queue()
        self.released = threading.Event()
        if tls:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    @property
    def port(self):
        return self.server_address[1]

    def get_request(self):
        connection, address = super().get_request()
        if self.tls == "tls":
            try:
                connection = self.context.wrap_socket(connection, server_side=True)
            except ssl.SSLError as error:
                connection.close()
                raise OSError(str(error)) from error
        return connection, address

    def behave(self, handler, verb):
        """True: the client has been served."""
        what = self.behaviour.get(verb)
        if what is None:
            return False
        if what == "hang up":
            handler.connection.shutdown(socket.SHUT_RDWR)
            return True
        if what == "hang":
            self.hanging.put(verb)
            self.released.wait()
            return True
        handler.say(what)
        while (line := handler.rfile.readline()) and not line.upper().startswith(b"QUIT"):
            handler.say("250 ok")
        return True

    def next_letter(self, timeout=20):
        return self.letters.get(timeout=timeout)

    def close(self):
        self.released.set()
        self.shutdown()
        self.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def make_certificate(directory):
    """A certificate for localhost that signs itself; paths of it and of its key."""
    certificate, key = directory + "/certificate.pem", directory + "/key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key,
                    "-out", certificate], check=True, capture_output=True)
    return certificate, key
