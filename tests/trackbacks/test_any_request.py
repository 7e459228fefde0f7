"""Whatever is sent to any of the doors is answered in its protocol's words; nothing ends in a 500.

The test client raises what a view raises, so that an error of ours cannot hide behind an answer;
its requests are those of our own application (``newsroom.wsgi``).
"""

from functools import partial
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.wsgi import Request
from tests.factories import make_article
from tests.trackbacks.test_trackback_forms import FORM
from tests.trackbacks.test_trackbacks import message
from tests.trackbacks.test_webmention_forms import check
from tests.trackbacks.test_xmlrpc_door import code_of
from trackbacks.models import Linkback

BOUNDARY = "multipart/form-data; boundary=x"
CHARSETS = ["utf-8", "utf-7", "utf-16", "utf-32", "cp037", "idna", "rot13", "\0", '"', "x" * 200]
HARMLESS = st.characters(max_codepoint=255, exclude_characters="\r\n")
CONTENT_TYPES = st.one_of(
    st.sampled_from(["", ";", "/", "text/xml", FORM, BOUNDARY, "multipart/form-data", "*/*"]),
    st.sampled_from(["multipart/mixed; boundary=x", f"multipart/form-data; boundary={'x' * 300}"]),
    st.builds(
        "{}; charset={}".format, st.sampled_from([FORM, "text/xml"]), st.sampled_from(CHARSETS)
    ),
    st.sampled_from(["text/xml; charset*=x''y", f"{FORM}; charset*=idna''%ff", f"x;{'x' * 2_000}"]),
    st.text(HARMLESS, max_size=60),
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "CONTENT_LENGTH": st.sampled_from(["", "0", "-1", "x", "1e3"]),
        "HTTP_ACCEPT": st.text(HARMLESS, max_size=30),
        "HTTP_CONTENT_ENCODING": st.sampled_from(["gzip", "br", "x"]),
        "HTTP_ACCEPT_LANGUAGE": st.text(HARMLESS, max_size=30),
        "HTTP_X_FORWARDED_FOR": st.text(HARMLESS, max_size=30),
        "REMOTE_ADDR": st.sampled_from(["", "::1", "203.0.113.9", "unix:", "x"]),
    },
)
NAMES = ["url", "title", "excerpt", "blog_name", "charset", "source", "target", "", "\0", "x[]"]
ESCAPES = st.lists(
    st.sampled_from(
        [b"%", b"%0", b"%zz", b"%00", b"%u0041", b"%ff%fe", b"%d8%00", b"+", b"&", b";", b"=",
         b"url=", b"source=", b"target=", b"title=", b"http://a.example/", b"\xff", b"\0"]
    ),
    max_size=40,
).map(b"".join)  # fmt: skip
FIELDS = st.lists(st.tuples(st.sampled_from(NAMES), st.binary(max_size=60)), max_size=12).map(
    lambda fields: urlencode(fields).encode()
)
CROWDS = st.builds(
    lambda name, number: b"&".join([name + b"=1"] * number),
    st.sampled_from([b"url", b"source", b"x", b""]),
    st.sampled_from([99, 100, 101, 1_001, 20_000]),
)
PARTS = st.lists(
    st.builds(
        lambda name, more, value: (
            b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
            % (name.encode(), more, value)
        ),
        st.sampled_from(NAMES),
        st.sampled_from(
            [b"", b'; filename="../../etc/passwd"', b"\r\nContent-Transfer-Encoding: base64",
             b"\r\nContent-Type: text/plain; charset=utf-7", b"\r\n" + b"X: y\r\n" * 50 + b"Z: 1"]
        ),
        st.binary(max_size=60),
    ),
    max_size=150,
).map(lambda parts: b"".join(parts) + b"--x--")  # fmt: skip
XML = st.builds(
    lambda encoding, text, codec: (
        f'<?xml version="1.0" encoding="{encoding}"?><methodCall><methodName>pingback.ping'
        f"</methodName><params><param><value>{text}</value></param></params></methodCall>"
    ).encode(codec, "replace"),
    st.sampled_from(["utf-8", "utf-16", "utf-7", "ebcdic-cp-us", "x", "", "iso-8859-1"]),
    st.text(max_size=40),
    st.sampled_from(["utf-8", "utf-16", "utf-16-be", "latin-1", "cp037"]),
)
BODIES = st.one_of(st.binary(max_size=300), ESCAPES, FIELDS, CROWDS, PARTS, XML)
METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X"]
HARD = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def no_link(response):
    assert message(response)


DOORS = {
    "/xmlrpc/": code_of,
    "/xmlrpc.php": code_of,
    "/2016/08/30/slug/trackback/": no_link,
    "/webmention/": check,
}


@pytest.fixture
def article(near_site, monkeypatch):
    monkeypatch.setattr("django.test.client.WSGIRequest", Request)
    return make_article(slug="slug", path="/2016/08/30/slug/")


@pytest.mark.parametrize("door", DOORS)
@HARD
@given(body=BODIES, content_type=CONTENT_TYPES, headers=HEADERS)
def test_any_post_is_answered_in_the_words_of_its_protocol(
    article, door, body, content_type, headers
):
    response = Client().generic("POST", door, body, content_type=content_type, **headers)
    DOORS[door](response)
    assert not Linkback.objects.exists()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("method", METHODS)
def test_every_other_method_has_an_answer(article, door, method):
    for body, content_type in [(b"", ""), (b"x=1", FORM), (b"--x--", BOUNDARY)]:
        response = Client().generic(method, door, body, content_type=content_type)
        assert response.status_code in {200, 302, 405}


@HARD
@given(path=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), body=FIELDS)
def test_a_trackback_to_any_address_has_an_answer(article, path, body):
    post = partial(Client().generic, "POST", data=body, content_type=FORM)
    response = post(f"/{path}/trackback/")
    assert response.status_code in {200, 301, 302, 403, 404, 405}
    assert not Linkback.objects.exists()
