"""The plain door: one deadline, nothing from the environment, answers of bounded size."""

import socket
import threading

import pytest

from lib.connecting import FetchError, FetchFailed
from lib.links import NotAWebAddress
from lib.services import post_form
from tests.moderation.spam_service import KEY, SpamService


@pytest.fixture
def service():
    service = SpamService()
    yield service
    service.close()


@pytest.fixture
def rude():
    """A server that sends these bytes to whoever connects, one after the other, and waits."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    said = []

    def serve():
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                for byte in b"".join(said):
                    try:
                        connection.sendall(bytes([byte]))
                    except OSError:
                        break
                    over.wait(0.05)
                over.wait(5)

    threading.Thread(target=serve, daemon=True).start()

    def url(*pieces):
        said.extend(pieces)
        return "http://{}:{}/".format(*listener.getsockname())

    yield url
    over.set()
    listener.close()


def test_a_form_arrives_as_utf_8_and_the_answer_comes_back(service):
    fields = {"api_key": KEY, "blog": "https://news.example/", "user_ip": "192.0.2.0",
              "comment_author": "علی & سارا", "comment_content": "a=b&c\nd"}  # fmt: skip
    answer = post_form(f"{service.url}/comment-check", fields, deadline=5)
    assert (answer.status, answer.text) == (200, "false")
    assert answer.headers["content-length"] == "5"
    assert service.heard == [("comment-check", fields)]


def test_nothing_comes_from_the_environment(service, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post_form(f"{service.url}/comment-check", {}, deadline=5).status == 200


@pytest.mark.parametrize(
    "pieces",
    [(), (b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500,),
     (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b"x" * 400,)],
    ids=["silent", "dripping headers", "dripping body"],
)  # fmt: skip
def test_the_deadline_ends_whatever_is_slow(rude, pieces):
    with pytest.raises(FetchFailed, match="timeout"):
        post_form(rude(*pieces), {}, deadline=0.3)


def test_what_is_no_http_is_named(rude):
    with pytest.raises(FetchFailed, match="protocol"):
        post_form(rude(b"SSH-2.0\r\n\r\n"), {}, deadline=3)


def test_too_much_is_refused(service):
    service.broken = (200, {}, "x" * 70_000)
    with pytest.raises(FetchError, match="too-large"):
        post_form(f"{service.url}/x", {}, deadline=5)


def test_a_redirect_is_an_answer_and_followed_nowhere(service):
    service.broken = (302, {"Location": f"{service.url}/elsewhere"}, "")
    assert post_form(f"{service.url}/x", {}, deadline=5).status == 302
    assert len(service.heard) == 1


@pytest.mark.parametrize("url", ["", "ftp://127.0.0.1/", "http://user:pass@127.0.0.1/"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(NotAWebAddress):
        post_form(url, {}, deadline=1)
