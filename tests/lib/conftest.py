"""Real servers on loopback, as rude as the Web, for the tests of the outgoing side."""

import contextlib
import ipaddress
import shutil
import socket
import ssl
import subprocess
import threading

import pytest
from django.test import override_settings

from lib import connecting

LOOPBACK = [ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")]


class Visit:
    """One connection, seen from the server; ``over`` is set when the test ends."""

    def __init__(self, connection, over):
        self.connection = connection
        self.over = over
        self.head = b""
        self.body = b""
        self.server_name = None

    def listen(self):
        received = b""
        while b"\r\n\r\n" not in received:
            chunk = self.connection.recv(65536)
            if not chunk:
                return
            received += chunk
        self.head, _, self.body = received.partition(b"\r\n\r\n")
        length = int(self.header("content-length") or 0)
        while len(self.body) < length:
            self.body += self.connection.recv(65536)

    def header(self, name):
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name:
                return value.strip()
        return None

    @property
    def path(self):
        return self.head.split(b" ")[1].decode()

    def send(self, raw):
        self.connection.sendall(raw)

    def drip(self, piece, every=0.05):
        """Send ``piece`` again and again until somebody hangs up."""
        while not self.over.wait(every):
            self.send(piece)


class Site:
    """A server; ``answer`` is bytes, or a function of the visit.

    A ``deaf`` one does not read requests first, nor shakes hands.
    """

    def __init__(self, answer, address="127.0.0.1", port=0, tls=None, deaf=False):
        self.answer = answer
        self.tls = tls
        self.deaf = deaf
        self.over = threading.Event()
        self.visits = []
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((address, port))
        self.socket.listen()
        self.address = address
        self.port = self.socket.getsockname()[1]
        self.threads = [threading.Thread(target=self.accept, daemon=True)]
        self.threads[0].start()

    def url(self, path="/", host=None, scheme="http"):
        host = host or (f"[{self.address}]" if ":" in self.address else self.address)
        return f"{scheme}://{host}:{self.port}{path}"

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.socket.accept()
                thread = threading.Thread(target=self.serve, args=(connection,), daemon=True)
                self.threads.append(thread)
                thread.start()

    def serve(self, connection):
        visit = Visit(connection, self.over)
        self.visits.append(visit)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            if self.tls is not None:
                visit.connection = connection = self.tls.wrap_socket(connection, server_side=True)
                visit.server_name = connection.server_name_seen
            if not self.deaf:
                visit.listen()
            if callable(self.answer):
                self.answer(visit)
            else:
                visit.send(self.answer)
            connection.shutdown(socket.SHUT_WR)

    def close(self):
        self.over.set()
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for thread in self.threads:
            thread.join(2)


def page(body=b"<p>hello</p>", content_type="text/html; charset=utf-8", status="200 OK", **more):
    """The bytes of an answer that tells the truth about itself."""
    headers = {"Content_Type": content_type, "Content_Length": len(body), **more}
    lines = [
        f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value is not None
    ]
    return f"HTTP/1.1 {status}\r\n".encode() + "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.fixture
def site():
    """A function that starts a server and returns it."""
    sites = []

    def start(answer, **options):
        sites.append(Site(answer, **options))
        return sites[-1]

    yield start
    for started in sites:
        started.close()


@pytest.fixture
def open_loopback():
    """The guarded fetch may reach this machine, on any port, as a closed network would allow."""
    with override_settings(SITE_URL="https://newsroom.example", FETCH_ALLOW_NETWORKS=LOOPBACK):
        yield


@pytest.fixture
def nothing_open():
    """As deployed: no network is an exception."""
    with override_settings(SITE_URL="https://newsroom.example", FETCH_ALLOW_NETWORKS=[]):
        yield


@pytest.fixture
def names(monkeypatch):
    """The DNS of a test: name to list of answers, the last one repeated; ``asked`` in order."""

    class Names(dict):
        def __init__(self):
            super().__init__()
            self.asked = []

        def look_up(self, host):
            self.asked.append(host)
            answers = self[host]
            return answers.pop(0) if len(answers) > 1 else answers[0]

    table = Names()
    monkeypatch.setattr(connecting, "look_up", table.look_up)
    return table


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """Our own certificate authority and what it vouches for: blog.example and 127.0.0.1."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl command to make certificates with")
    folder = tmp_path_factory.mktemp("authority")

    def run(*words):
        subprocess.run([openssl, *words], cwd=folder, check=True, capture_output=True)

    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    run(
        "req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2",
        "-subj", "/CN=Test Authority", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    )  # fmt: skip
    run("req", *curve, "-keyout", "site.key", "-out", "site.csr", "-subj", "/CN=blog.example")
    (folder / "names").write_text("subjectAltName=DNS:blog.example,IP:127.0.0.1\n")
    run(
        "x509", "-req", "-in", "site.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-days", "2",
        "-CAcreateserial", "-extfile", "names", "-out", "site.pem",
    )  # fmt: skip
    return folder


@pytest.fixture
def server_tls(authority):
    """What a server of blog.example speaks; notes the name that it was asked for."""

    class NotingSocket(ssl.SSLSocket):
        server_name_seen = None

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sslsocket_class = NotingSocket
    context.load_cert_chain(authority / "site.pem", authority / "site.key")

    def note(sock, name, _):
        sock.server_name_seen = name

    context.sni_callback = note
    return context
