"""Somebody else's blog: a real HTTP server on loopback that says what a test tells it to."""

import threading
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Blog:
    """``pages`` maps a path to (status, headers, body); ``hits`` counts what was asked for."""

    def __init__(self, address="127.0.0.1"):
        self.pages = {}
        self.hits = Counter()
        self.asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.server = ThreadingHTTPServer((address, 0), handler_of(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def host(self):
        return "{}:{}".format(*self.server.server_address)

    def url(self, path="/entry/"):
        return f"http://{self.host}{path}"

    def serve(self, body, path="/entry/", status=200, **headers):
        headers.setdefault("Content-Type", "text/html; charset=utf-8")
        self.pages[path] = (status, headers, body.encode() if isinstance(body, str) else body)
        return self.url(path)

    def link_to(self, target, path="/entry/", title="An entry", text="they say"):
        """A page with a link in its first paragraph; answers with its address."""
        return self.serve(
            f"<!doctype html><title>{title}</title>"
            f"<p>Look what <a href='{target}'>{text}</a>, my friends.",
            path,
        )

    def hold(self):
        """Answer nobody until ``release``; ``asked`` is set when somebody waits."""
        self.asked.clear()
        self.may_answer.clear()

    def release(self):
        self.may_answer.set()

    def close(self):
        self.release()
        self.server.shutdown()
        self.server.server_close()


def handler_of(blog):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = self.path.partition("?")[0]
            blog.hits[path] += 1
            blog.asked.set()
            blog.may_answer.wait(60)
            status, headers, body = blog.pages.get(
                path, (404, {"Content-Type": "text/html"}, b"gone")
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def handle(self):
            with suppress(ConnectionError):  # whoever asked was killed, or hung up
                super().handle()

        def log_message(self, *args):
            pass

    return Handler
