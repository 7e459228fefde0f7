"""What the guarded fetch does to servers that are slow, endless, broken or lying."""

import gzip
import socket
import struct
import threading
import time
import tracemalloc
import zlib

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lib import connecting
from lib.fetch import FetchError, FetchFailed, FetchRefused, fetch

from .conftest import page

pytestmark = pytest.mark.usefixtures("open_loopback")

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
DEADLINE = 0.3
KIB = 1024


def silent(visit):
    visit.over.wait(5)


def dripped_status_line(visit):
    visit.drip(b"H")


def dripped_headers(visit):
    visit.send(HEAD)
    visit.drip(b"X-More: 1\r\n")


def dripped_interim_answers(visit):
    visit.drip(b"HTTP/1.1 102 Processing\r\n\r\n")


def dripped_body(visit):
    visit.send(HEAD + b"\r\n")
    visit.drip(b"x")


def dripped_chunks(visit):
    visit.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    visit.drip(b"1\r\nx\r\n")


def dripped_chunk_header(visit):
    visit.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;")
    visit.drip(b"x")


def dripped_trailers(visit):
    visit.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n")
    visit.drip(b"X-More: 1\r\n")


def stalled_body(visit):
    visit.send(HEAD + b"Content-Length: 100\r\n\r\nhalf")
    visit.over.wait(5)


def dripped_redirects(visit):
    visit.over.wait(0.15)
    visit.send(page(status="302 Found", Location=visit.path + "x"))


SLOW = [
    silent, dripped_status_line, dripped_headers, dripped_interim_answers, dripped_body,
    dripped_chunks, dripped_chunk_header, dripped_trailers, stalled_body, dripped_redirects,
]  # fmt: skip


@pytest.mark.parametrize("answer", SLOW, ids=lambda answer: answer.__name__)
def test_the_deadline_ends_whatever_is_slow(answer, site):
    server = site(answer)
    began = time.monotonic()
    with pytest.raises(FetchFailed) as failure:
        fetch(server.url(), purpose="test", deadline=DEADLINE)
    assert failure.value.reason == "timeout"
    assert DEADLINE <= time.monotonic() - began < DEADLINE + 1


def test_a_slow_server_within_the_deadline_is_waited_for(site):
    def answer(visit):
        for byte in page(b"late"):
            visit.send(bytes([byte]))
        visit.over.wait(0.1)

    assert fetch(site(answer).url(), purpose="test").body == b"late"


def test_a_server_that_does_not_read_does_not_hold_us(site):
    server = site(silent, deaf=True)
    began = time.monotonic()
    with pytest.raises(FetchFailed) as failure:
        fetch(
            server.url(), purpose="test", deadline=DEADLINE,
            method="POST", body=b"x" * 30_000_000, content_type="text/plain",
        )  # fmt: skip
    assert failure.value.reason == "timeout"
    assert time.monotonic() - began < DEADLINE + 1


def test_a_resolver_that_never_answers_does_not_hold_us(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(connecting, "look_up", lambda host: over.wait(5) and [])
    began = time.monotonic()
    with pytest.raises(FetchFailed) as failure:
        fetch("http://blog.example/", purpose="test", deadline=DEADLINE)
    over.set()
    assert failure.value.reason == "timeout"
    assert time.monotonic() - began < DEADLINE + 1


def test_lookups_that_hang_are_limited_and_given_back(monkeypatch):
    over = threading.Event()
    asked = []

    def look_up(host):
        asked.append(host)
        over.wait(5)
        return ["10.0.0.1"]

    monkeypatch.setattr(connecting, "_lookups", threading.BoundedSemaphore(2))
    monkeypatch.setattr(connecting, "look_up", look_up)
    for number in range(3):
        with pytest.raises(FetchFailed) as failure:
            fetch(f"http://blog{number}.example/", purpose="test", deadline=0.1)
        assert failure.value.reason == "timeout"
    assert asked == ["blog0.example", "blog1.example"]
    over.set()
    with pytest.raises(FetchRefused) as refusal:
        fetch("http://blog.example/", purpose="test")
    assert refusal.value.reason == "address"


def test_the_connect_timeout_is_for_each_address(names, monkeypatch):
    waited = []

    def connected(address, port, seconds):
        waited.append(seconds)
        raise TimeoutError

    monkeypatch.setattr(connecting, "_connected", connected)
    names["blog.example"] = [["93.184.216.34", "93.184.216.35"]]
    with pytest.raises(FetchFailed) as failure:
        fetch("http://blog.example/", purpose="test", connect_timeout=0.2)
    assert failure.value.reason == "timeout"
    assert waited == [0.2, 0.2]


def test_two_ask_one_host_and_the_third_waits_its_turn(site, names):
    release = threading.Event()
    server = site(lambda visit: release.wait(5) and visit.send(page()))
    other = site(page())
    names["busy.example"] = names["other.example"] = [["127.0.0.1"]]
    url = server.url(host="busy.example")
    statuses = []
    askers = [
        threading.Thread(target=lambda: statuses.append(fetch(url, purpose="test").status))
        for _ in range(connecting.AT_ONCE_PER_HOST)
    ]
    for asker in askers:
        asker.start()
    while len(server.visits) < 2:
        time.sleep(0.01)
    with pytest.raises(FetchFailed) as failure:
        fetch(url, purpose="test", deadline=0.2)
    assert failure.value.reason == "timeout"
    assert len(server.visits) == 2
    assert fetch(other.url(host="other.example"), purpose="test").status == 200
    release.set()
    for asker in askers:
        asker.join(5)
    assert statuses == [200, 200]
    assert fetch(url, purpose="test").status == 200
    assert connecting._turns == {} and not connecting._waiting_or_served


@pytest.mark.parametrize(
    "framing",
    [
        lambda body: HEAD + b"\r\n" + body,
        lambda body: HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body,
        lambda body: (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
        ),
    ],
    ids=["until the end", "announced", "chunked"],
)
def test_the_limit_is_met_and_not_passed(framing, site):
    exact, over = site(framing(b"x" * 5000)), site(framing(b"x" * 5001))
    assert len(fetch(exact.url(), purpose="test", max_bytes=5000).body) == 5000
    with pytest.raises(FetchRefused) as refusal:
        fetch(over.url(), purpose="test", max_bytes=5000)
    assert refusal.value.reason == "too-large"


def test_an_announced_excess_is_refused_before_the_body(site):
    server = site(
        lambda visit: (visit.send(HEAD + b"Content-Length: 999999999\r\n\r\n"), silent(visit))
    )
    with pytest.raises(FetchRefused) as refusal:
        fetch(server.url(), purpose="test")
    assert refusal.value.reason == "too-large"


def pour(head, piece):
    def answer(visit):
        visit.send(head)
        while not visit.over.is_set():
            visit.send(piece)

    return answer


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS = {
    "body": (pour(HEAD + b"\r\n", b"x" * 65536), "too-large"),
    "chunks": (pour(CHUNKED, b"1\r\nx\r\n" * 4096), "protocol"),
    "chunk header": (pour(CHUNKED + b"1;", b"x" * 65536), "protocol"),
    "chunk headers": (pour(CHUNKED, b"1;" + b"x" * 50_000 + b"\r\nx\r\n"), "too-large"),
    "trailers": (pour(CHUNKED + b"0\r\n", b"X-More: 1\r\n" * 4096), "protocol"),
    "headers": (pour(HEAD, b"X-More: 1\r\n" * 4096), "too-large"),
    "one header": (pour(HEAD + b"X-More: ", b"x" * 65536), "too-large"),
    "status line": (pour(b"HTTP/1.1 200 ", b"x" * 65536), "too-large"),
    "interim answers": (pour(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 4096), "too-large"),
}


@pytest.mark.parametrize(("answer", "reason"), ENDLESS.values(), ids=ENDLESS.keys())
def test_what_never_ends_is_cut_by_size_long_before_the_deadline(answer, reason, site):
    with pytest.raises(FetchError) as error:
        fetch(site(answer).url(), purpose="test", deadline=30, max_bytes=64 * KIB)
    assert error.value.reason == reason


def test_large_headers_are_read_and_huge_ones_refused(site):
    large = site(HEAD + b"X-More: " + b"x" * 50 * KIB + b"\r\nContent-Length: 2\r\n\r\nok")
    assert fetch(large.url(), purpose="test").body == b"ok"
    huge = site(HEAD + b"X-More: " + b"x" * 70 * KIB + b"\r\nContent-Length: 2\r\n\r\nok")
    with pytest.raises(FetchRefused) as refusal:
        fetch(huge.url(), purpose="test")
    assert refusal.value.reason == "too-large"


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
def test_a_compressed_page_is_unpacked(encoding, site):
    text = b"<p>hello</p>" * 1000
    for packed in (
        gzip.compress(text),
        gzip.compress(text[:7]) + gzip.compress(text[7:]) + b"\0pad",
    ):
        server = site(page(packed, Content_Encoding=encoding))
        assert fetch(server.url(), purpose="test").body == text


@pytest.mark.parametrize("encoding", ["identity", ""])
def test_a_page_that_is_not_compressed_may_say_so(encoding, site):
    assert (
        fetch(site(page(Content_Encoding=encoding)).url(), purpose="test").body == b"<p>hello</p>"
    )


def test_an_empty_body_needs_no_compression(site):
    assert fetch(site(page(b"", Content_Encoding="gzip")).url(), purpose="test").body == b""


@pytest.mark.parametrize(
    "encoding", ["br", "deflate", "zstd", "gzip, gzip", "gzip, br", "nonsense"]
)
def test_an_encoding_that_was_not_asked_for_is_refused(encoding, site):
    with pytest.raises(FetchRefused) as refusal:
        fetch(site(page(zlib.compress(b"x"), Content_Encoding=encoding)).url(), purpose="test")
    assert refusal.value.reason == "encoding"


BOMBS = {
    "one member": gzip.compress(bytes(64 * KIB * KIB)),
    "many members": gzip.compress(bytes(KIB * KIB - 1)) * 64,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_gzip_bomb_stops_at_the_limit(bomb, site):
    server = site(page(bomb, Content_Encoding="gzip"))
    tracemalloc.start()
    with pytest.raises(FetchRefused) as refusal:
        fetch(server.url(), purpose="test")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refusal.value.reason == "too-large"
    assert peak < 6 * KIB * KIB


def test_thousands_of_empty_members_cost_no_time(site):
    server = site(page(gzip.compress(b"") * 50_000, Content_Encoding="gzip"))
    began = time.monotonic()
    with pytest.raises(FetchFailed) as failure:
        fetch(server.url(), purpose="test")
    assert failure.value.reason == "protocol"
    assert time.monotonic() - began < 1


def test_compression_is_unpacked_to_the_limit_exactly(site):
    server = site(page(gzip.compress(bytes(5000)), Content_Encoding="gzip"))
    assert len(fetch(server.url(), purpose="test", max_bytes=5000).body) == 5000
    with pytest.raises(FetchRefused) as refusal:
        fetch(server.url(), purpose="test", max_bytes=4999)
    assert refusal.value.reason == "too-large"


def reset(visit):
    no_lingering = struct.pack("ii", 1, 0)
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_lingering)
    visit.connection.close()


def reset_in_the_body(visit):
    visit.send(HEAD + b"Content-Length: 100\r\n\r\nhalf")
    visit.over.wait(0.05)
    reset(visit)


PACKED = gzip.compress(b"x" * 99)
BROKEN = {
    "nothing": (b"", "protocol"),
    "not http": (b"SSH-2.0-OpenSSH_9.6\r\n", "protocol"),
    "html without a head": (b"<!doctype html><p>hello</p>", "protocol"),
    "half a head": (HEAD, "protocol"),
    "less than announced": (HEAD + b"Content-Length: 100\r\n\r\nhalf", "protocol"),
    "chunks with no end": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", "protocol"),
    "chunk size that is none": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "protocol"),
    "negative length": (HEAD + b"Content-Length: -1\r\n\r\n", "protocol"),
    "length of many digits": (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", "protocol"),
    "two lengths": (HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", "protocol"),
    "unknown transfer": (HEAD + b"Transfer-Encoding: gzip\r\n\r\n", "protocol"),
    "switched protocols": (b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "protocol"),
    "status of letters": (b"HTTP/1.1 abc OK\r\n\r\n", "protocol"),
    "nul in a header": (HEAD + b"X: a\0b\r\n\r\n", "protocol"),
    "not gzip": (page(b"plain", Content_Encoding="gzip"), "protocol"),
    "damaged gzip": (page(PACKED[:-9] + b"\0" * 9, Content_Encoding="gzip"), "protocol"),
    "cut gzip": (page(PACKED[:-4], Content_Encoding="gzip"), "protocol"),
    "reset": (reset, "unreachable"),
    "reset in the body": (reset_in_the_body, "unreachable"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_answer_fails(answer, reason, site):
    with pytest.raises(FetchFailed) as failure:
        fetch(site(answer).url(), purpose="test")
    assert failure.value.reason == reason


def test_more_than_announced_is_cut_to_what_was_announced(site):
    server = site(HEAD + b"Content-Length: 4\r\n\r\nreal<script>more")
    assert fetch(server.url(), purpose="test").body == b"real"


def test_crumbs_of_chunks_cost_no_time(site):
    crumbs = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 200_000 + b"0\r\n\r\n"
    began = time.monotonic()
    with pytest.raises(FetchFailed) as failure:
        fetch(site(crumbs).url(), purpose="test", deadline=30)
    assert failure.value.reason == "protocol"
    assert time.monotonic() - began < 3
    crumbs = HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 1000 + b"0\r\n\r\n"
    assert len(fetch(site(crumbs).url(), purpose="test").body) == 1000


def test_equal_lengths_said_twice_are_one(site):
    server = site(HEAD + b"Content-Length: 2, 2\r\nContent-Length: 2\r\n\r\nok")
    assert fetch(server.url(), purpose="test").body == b"ok"


def test_an_old_server_is_understood(site):
    server = site(b"HTTP/1.0 200 OK\nContent-Type: text/html\n\nold")
    assert fetch(server.url(), purpose="test").body == b"old"


@hypothesis_settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=30),
            st.sampled_from(
                [
                    b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 404 \r\n", b"HTTP/1.1 302 x\r\nLocation: ",
                    b"Content-Type: text/html\r\n", b"Content-Length: 3\r\n", b"\r\n", b"\r\n\r\n",
                    b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n",
                    b"3\r\nabc\r\n", b"0\r\n\r\n", b"\x1f\x8b", b"Location: http://[\r\n",
                    b"Location: \xff\r\n", b"Content-Type: text/html; charset=\r\n", b" folded\r\n",
                ]
            ),
        ),
        max_size=8,
    ).map(b"".join)
)  # fmt: skip
def test_any_bytes_at_all_are_an_answer_or_a_fetch_error(site, raw):
    if not hasattr(site, "one"):
        site.one = site(b"")
    site.one.answer = raw
    try:
        answer = fetch(site.one.url(), purpose="test", deadline=5)
    except FetchError as error:
        assert error.reason != "timeout"
    else:
        assert answer.status >= 200
        assert isinstance(answer.text, str)


def test_a_socket_is_closed_whatever_happened(site):
    hung_up = threading.Event()

    def answer(visit):
        visit.send(page(b"x", content_type="image/png", Content_Length=99))
        visit.connection.settimeout(5)
        if visit.connection.recv(1) == b"":
            hung_up.set()

    with pytest.raises(FetchRefused):
        fetch(site(answer).url(), purpose="test")
    assert hung_up.wait(2)
