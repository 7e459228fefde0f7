"""What the guarded fetch asks, follows and returns."""

import pytest

from lib.fetch import ANYTHING, FetchRefused, fetch

from .conftest import page

pytestmark = pytest.mark.usefixtures("open_loopback")


def gone_around(visit):
    """Redirects /N to /N-1 and answers at /0."""
    count = int(visit.path[1:])
    visit.send(page(status="302 Found", Location=f"/{count - 1}") if count else page(b"there"))


def test_a_page_comes_back_whole(site):
    server = site(page("سلام".encode(), X_Pingback="http://blog.example/xmlrpc.php"))
    answer = fetch(server.url("/a b?q=سلام#part"), purpose="verifying a linkback")
    assert answer.status == 200
    assert answer.url == server.url("/a%20b?q=%D8%B3%D9%84%D8%A7%D9%85")
    assert (answer.content_type, answer.charset) == ("text/html", "utf-8")
    assert answer.text == "سلام"
    assert answer.first("X-Pingback") == "http://blog.example/xmlrpc.php"
    assert answer.first("x-nothing") is None


def test_a_header_sent_twice_is_there_twice(site):
    answer = fetch(
        site(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nLink: <a>\r\nLINK: </\xd8\xb3>\r\n\r\n"
        ).url(),
        purpose="test",
    )
    assert answer.all("link") == ["<a>", "</س>"]
    assert answer.first("Link") == "<a>"
    assert answer.all("x-nothing") == []


def test_a_header_that_is_not_utf_8_is_read_as_latin_1(site):
    server = site(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Name: caf\xe9\r\n\r\n")
    assert fetch(server.url(), purpose="test").first("x-name") == "café"


def test_the_request_says_who_asks_and_why_and_nothing_more(site):
    server = site(page())
    fetch(server.url("/a"), purpose="verifying a linkback")
    assert server.visits[0].head.decode().split("\r\n") == [
        "GET /a HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "User-Agent: Newsroom/1.0 (+https://newsroom.example/; verifying a linkback)",
        "Accept: text/html, application/xhtml+xml, text/plain",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]


@pytest.mark.parametrize("purpose", ["two\r\nlines", "سلام", "nul\0"])
def test_a_purpose_that_is_no_header_text_is_a_programmers_error(purpose):
    with pytest.raises(ValueError, match="printable ASCII"):
        fetch("http://blog.example/", purpose=purpose)


def test_a_method_that_is_not_ours_is_a_programmers_error():
    with pytest.raises(ValueError, match="GET, HEAD or POST"):
        fetch("http://blog.example/", purpose="test", method="DELETE")


def test_the_environment_says_nothing(site, monkeypatch, tmp_path):
    dead = "http://127.0.0.1:9"
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, dead)
    netrc = tmp_path / "netrc"
    netrc.write_text("default login mo password pw\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server = site(page())
    assert fetch(server.url(), purpose="test").status == 200
    assert server.visits[0].header("authorization") is None


def test_a_cookie_is_not_carried_to_the_next_hop(site):
    server = site(
        lambda visit: visit.send(
            page()
            if visit.path == "/b"
            else page(status="302 Found", Location="/b", Set_Cookie="a=1")
        )
    )
    assert fetch(server.url("/a"), purpose="test").url == server.url("/b")
    assert server.visits[1].header("cookie") is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_to_another_host(status, site, names):
    there = site(page(b"there"))
    names["new.example"] = [["127.0.0.1"]]
    location = there.url("/new", host="new.example")
    here = site(page(status=f"{status} Moved", Location=location))
    answer = fetch(here.url(), purpose="test")
    assert (answer.status, answer.body, answer.url) == (200, b"there", location)


def test_a_redirect_may_be_relative_unicode_and_have_a_fragment(site):
    def answer(visit):
        there = visit.path == "/x/%D8%B3?a=%20b"
        visit.send(
            page(b"there") if there else page(status="302 Found", Location="../x/س?a= b#part")
        )

    server = site(answer)
    assert fetch(server.url("/y/z"), purpose="test").url == server.url("/x/%D8%B3?a=%20b")


def test_five_redirects_are_followed_and_six_are_not(site):
    server = site(gone_around)
    assert fetch(server.url("/5"), purpose="test").body == b"there"
    with pytest.raises(FetchRefused) as refusal:
        fetch(server.url("/6"), purpose="test")
    assert refusal.value.reason == "redirects"
    assert len(server.visits) == 6 + 6


def test_a_redirect_to_itself_ends(site):
    server = site(page(status="301 Moved", Location="/"))
    with pytest.raises(FetchRefused) as refusal:
        fetch(server.url(), purpose="test")
    assert refusal.value.reason == "redirects"


@pytest.mark.parametrize(
    "status",
    ["300 Choices", "302 Found", "304 Same", "400 Bad", "404 None", "410 Gone", "500 No", "503 No"],
)
def test_a_status_outside_2xx_is_an_answer(status, site):
    answer = fetch(site(page(b"why", status=status)).url(), purpose="test")
    assert answer.status == int(status[:3])
    assert answer.body == (b"" if status[:3] in ("302", "304") else b"why")


@pytest.mark.parametrize(
    "raw",
    [
        page(b"\x89PNG", content_type="image/png", status="410 Gone"),
        page(b"x" * 5000, status="410 Gone"),
        page(b"broken", status="410 Gone", Content_Encoding="gzip"),
        page(b"short", status="410 Gone")[:-3],
        b"HTTP/1.1 410 Gone\r\n\r\n",
    ],
    ids=["type", "size", "encoding", "length", "nothing"],
)
def test_outside_2xx_a_body_that_cannot_be_had_is_empty(raw, site):
    answer = fetch(site(raw).url(), purpose="test", max_bytes=4096)
    assert (answer.status, answer.body) == (410, b"")


def test_a_form_is_posted_and_the_answer_returned(site):
    server = site(page(b"accepted", status="202 Accepted", content_type="text/plain"))
    answer = fetch(
        server.url("/webmention?x=1"),
        purpose="sending a webmention",
        method="POST",
        body=b"source=a&target=b",
        content_type="application/x-www-form-urlencoded",
        accept=ANYTHING,
    )
    visit = server.visits[0]
    assert (answer.status, answer.text) == (202, "accepted")
    assert visit.head.startswith(b"POST /webmention?x=1 HTTP/1.1")
    assert visit.body == b"source=a&target=b"
    assert visit.header("content-type") == "application/x-www-form-urlencoded"
    assert visit.header("accept") == "*/*"


def test_an_empty_post_says_that_it_is_empty(site):
    server = site(page())
    fetch(server.url(), purpose="test", method="POST")
    assert server.visits[0].header("content-length") == "0"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_post_follows_no_redirect(status, site):
    server = site(page(status=f"{status} Moved", Location="/elsewhere"))
    answer = fetch(
        server.url(), purpose="test", method="POST", body=b"a=1", content_type="text/plain"
    )
    assert (answer.status, answer.first("location")) == (status, "/elsewhere")
    assert len(server.visits) == 1


def test_an_answer_given_before_the_body_was_read_is_heard(site):
    server = site(page(b"too much", status="413 Too Large"), deaf=True)
    answer = fetch(
        server.url(),
        purpose="test",
        method="POST",
        body=b"x" * 8_000_000,
        content_type="text/plain",
    )
    assert answer.status == 413


def test_a_head_request_returns_headers_and_follows_redirects(site):
    def answer(visit):
        if visit.path == "/a":
            visit.send(page(b"", status="302 Found", Location="/b"))
        else:
            visit.send(
                b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
                b"Content-Length: 99\r\nLink: <x>\r\n\r\n"
            )

    server = site(answer)
    answer = fetch(server.url("/a"), purpose="test", method="HEAD")
    assert (answer.status, answer.first("link"), answer.body) == (200, "<x>", b"")
    assert [visit.head[:4] for visit in server.visits] == [b"HEAD", b"HEAD"]


@pytest.mark.parametrize(
    ("content_type", "accept"),
    [
        ("text/html", ["text/html"]),
        ("TEXT/HTML ; charset=x", ["text/html"]),
        ("image/png", ["image/*"]),
        ("application/json", ["text/html", "application/json"]),
        ("application/anything", ANYTHING),
        (None, ANYTHING),
        (None, ["text/html", ""]),
    ],
)
def test_a_wanted_type_is_read(content_type, accept, site):
    answer = fetch(site(page(content_type=content_type)).url(), purpose="test", accept=accept)
    assert answer.body == b"<p>hello</p>"


@pytest.mark.parametrize(
    ("content_type", "accept"),
    [
        ("image/png", ["text/html"]),
        ("text/html", ["image/*"]),
        ("imagery/png", ["image/*"]),
        ("text/htmlx", ["text/html"]),
        ("*/*", ["text/html"]),
        ("text/*", ["text/html"]),
        ("", ["text/html"]),
        ("; text/html", ["text/html"]),
        (None, ["text/html"]),
    ],
)
def test_an_unwanted_type_is_refused_before_its_body(content_type, accept, site):
    def answer(visit):
        visit.send(page(b"", content_type=content_type, Content_Length=10**6))
        visit.drip(b"x")

    server = site(answer)
    with pytest.raises(FetchRefused) as refusal:
        fetch(server.url(), purpose="test", accept=accept, deadline=5)
    assert refusal.value.reason == "type"


def test_no_content_needs_no_type(site):
    answer = fetch(site(b"HTTP/1.1 204 No Content\r\n\r\n").url(), purpose="test")
    assert (answer.status, answer.body) == (204, b"")
