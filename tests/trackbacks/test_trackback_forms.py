"""The forms of trackbacks: their characters, their bounds, and an answer for whatever is sent."""

from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_article
from tests.trackbacks.test_trackbacks import message
from trackbacks.models import Linkback
from trackbacks.posted import LONGEST, characters

FORM = "application/x-www-form-urlencoded"
WORDS = {
    "utf-8": "Über سلام",
    "windows-1252": "Über “das”",
    "iso-8859-1": "Über",
    "windows-1251": "Привет",
    "koi8-r": "Привет",
    "shift_jis": "こんにちは",
    "windows-1256": "سلام",
}


@pytest.fixture
def article(near_site):
    return make_article()


@pytest.fixture
def claimed(client, article, blog):
    """The title that is kept of a form with this title, as bytes, and more fields."""
    source = blog.serve(f"<footer><a href='{article.absolute_url}'>x</a></footer>")

    def post(title, *, content_type=FORM, **fields):
        body = f"title={quote_from_bytes(title)}&{urlencode({'url': source, **fields})}"
        response = client.generic(
            "POST", f"{article.path}trackback/", body, content_type=content_type
        )
        assert message(response) == ""
        return Linkback.objects.get().title

    return post


@pytest.mark.parametrize("charset", WORDS)
def test_the_content_type_names_the_characters(claimed, charset):
    title = WORDS[charset].encode(charset)
    assert claimed(title, content_type=f"{FORM}; charset={charset}") == WORDS[charset]


@pytest.mark.parametrize("charset", WORDS)
def test_a_field_names_the_characters(claimed, charset):
    assert claimed(WORDS[charset].encode(charset), charset=charset) == WORDS[charset]


def test_the_content_type_wins_over_the_field(claimed):
    content_type = f"{FORM}; charset=windows-1251"
    title = claimed("Привет".encode("cp1251"), content_type=content_type, charset="koi8-r")
    assert title == "Привет"


def test_without_a_word_it_is_utf_8_and_then_windows_1252():
    assert characters("سلام".encode()) == "سلام"
    assert characters("“Über”".encode("cp1252")) == "“Über”"
    assert characters(b"\x81") == "\ufffd"


@pytest.mark.parametrize("label", ["no-such-set", "utf-7", "rot13", "utf-16", "\0", "é", "x" * 99])
def test_a_set_that_no_form_is_sent_in_is_passed_over(label):
    assert characters("سلام".encode(), label) == "سلام"


def test_a_wrong_label_is_found_out_where_bytes_can_tell():
    assert characters("Über".encode("cp1252"), "utf-8") == "Über"


def test_fields_may_come_as_multipart(client, article, blog):
    response = client.post(
        f"{article.path}trackback/", {"url": blog.link_to(article.absolute_url), "title": "é"}
    )
    assert "multipart" in response.wsgi_request.content_type
    assert message(response) == ""


@pytest.mark.parametrize("content_type", [FORM, "text/plain", "application/json", ""])
def test_the_content_type_says_nothing_else(client, article, blog, content_type):
    body = urlencode({"url": blog.link_to(article.absolute_url)})
    path = f"{article.path}trackback/"
    assert message(client.generic("POST", path, body, content_type=content_type)) == ""


@pytest.mark.parametrize("spare", [0, 1])
def test_a_form_is_no_longer_than_64_kib(client, article, blog, spare):
    body = urlencode({"url": blog.link_to(article.absolute_url), "x": ""})
    body += "x" * (LONGEST + spare - len(body))
    response = client.generic("POST", f"{article.path}trackback/", body, content_type=FORM)
    assert message(response) == ("A form is no longer than 64 KiB." if spare else "")
    assert Linkback.objects.count() == 1 - spare


def test_a_form_of_many_fields_is_refused(client, article):
    path = f"{article.path}trackback/"
    for content_type, body in (
        (FORM, "&".join("x=1" for _ in range(101))),
        ("multipart/form-data; boundary=x", "no parts"),
        ("multipart/form-data", "no boundary"),
    ):
        response = client.generic("POST", path, body, content_type=content_type)
        assert message(response), content_type


CONTENT_TYPES = st.one_of(
    st.sampled_from([FORM, f"{FORM}; charset=utf-16", "multipart/form-data; boundary=x", ""]),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40),
)
PARTS = st.binary(max_size=200).map(
    lambda value: b'--x\r\nContent-Disposition: form-data; name="url"\r\n\r\n' + value + b"\r\n--x"
)
FIELDS = st.dictionaries(
    st.sampled_from(["url", "title", "excerpt", "blog_name", "charset"]), st.binary(max_size=100)
).map(lambda fields: urlencode(fields).encode())


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.one_of(st.binary(max_size=400), PARTS, FIELDS), content_type=CONTENT_TYPES)
def test_any_bytes_get_a_well_formed_answer(article, body, content_type):
    response = Client().generic(
        "POST", f"{article.path}trackback/", body, content_type=content_type
    )
    assert message(response)
    assert not Linkback.objects.exists() or "read" in message(response)
