"""A service that speaks Akismet's protocol: a real HTTP server on loopback."""

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

KEY = "123abc"
THANKS = "Thanks for making the web a better place."


class SpamService:
    """Holds for spam whatever has ``viagra-test-123`` in its name, as the real one does for tests.

    ``heard`` is a list of (method, fields).
    """

    def __init__(self):
        self.heard = []
        self.broken = None
        self.asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        return "http://{}:{}/1.1".format(*self.server.server_address)

    def answer(self, method, fields):
        """Status, headers, body, by the documentation."""
        if self.broken:
            return self.broken
        if fields.get("api_key") != KEY:
            return 200, {"X-akismet-debug-help": "We were unable to parse your key"}, "invalid"
        if not {"blog", "user_ip"} <= fields.keys():
            return 200, {"X-akismet-debug-help": "Empty required field"}, "invalid"
        if method in {"submit-spam", "submit-ham"}:
            return 200, {}, THANKS
        if method != "comment-check":
            return 404, {}, "not found"
        worst = {"X-akismet-pro-tip": "discard"} if "worst" in fields["comment_author"] else {}
        is_spam = "viagra-test-123" in fields["comment_author"]
        return 200, worst, "true" if is_spam else "false"

    def hold(self):
        """Answer nobody until ``close``."""
        self.may_answer.clear()

    def close(self):
        self.may_answer.set()
        self.server.shutdown()
        self.server.server_close()


def handler_of(service):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = dict(parse_qsl(body))
            method = self.path.removeprefix("/1.1/")
            service.heard.append((method, fields))
            service.asked.set()
            service.may_answer.wait(60)
            status, headers, text = service.answer(method, fields)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def handle(self):
            with suppress(ConnectionError):  # whoever asked hung up
                super().handle()

        def log_message(self, *args):
            pass

    return Handler
