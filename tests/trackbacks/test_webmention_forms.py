"""Whatever is sent to the webmention endpoint gets an answer of the protocol, never an error."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_article
from tests.trackbacks.test_trackback_forms import CONTENT_TYPES, FORM
from trackbacks.models import Linkback
from trackbacks.posted import LONGEST

ACCEPTS = st.one_of(
    st.sampled_from(["", "*/*", "text/html", "application/json", "text/html;q=x", "a/b;q=1;;=,,"]),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40),
)
ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "http://[",
            "http://a\0b/",
            "http://10.0.0.1/",
            "https://user@a.example/",
            "http://x:99999",
        ]
    ),
)


@pytest.fixture
def article(near_site):
    return make_article()


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=utf-8", "text/plain", ""])
def test_the_content_type_says_little(client, article, blog, content_type):
    told = {"source": blog.link_to(article.absolute_url), "target": article.absolute_url}
    response = client.generic("POST", "/webmention/", urlencode(told), content_type=content_type)
    assert response.status_code == 201


def test_of_a_field_that_comes_twice_the_first_counts(client, article, blog):
    told = [("source", blog.link_to(article.absolute_url)), ("target", article.absolute_url)]
    body = urlencode([*told, ("source", "http://10.0.0.1/"), ("target", "x")])
    response = client.generic("POST", "/webmention/", body, content_type=FORM)
    assert response.status_code == 201


def test_a_form_is_no_longer_than_64_kib(client, article):
    body = b"source=" + b"x" * LONGEST
    response = client.generic("POST", "/webmention/", body, content_type=FORM)
    assert (response.status_code, response.content) == (400, b"A form is no longer than 64 KiB.\n")


def check(response):
    """A refusal in one of the three forms, that says why."""
    assert response.status_code in {400, 429}
    match response["Content-Type"].partition(";")[0]:
        case "application/json":
            assert set(json.loads(response.content)) == {"error", "error_description"}
        case "text/html":
            assert b'role="alert"' in response.content
        case "text/plain":
            assert response.content.strip()
        case other:
            pytest.fail(other)


HARD = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@HARD
@given(body=st.binary(max_size=400), content_type=CONTENT_TYPES, accept=ACCEPTS)
def test_any_bytes_get_an_answer(article, body, content_type, accept):
    headers = {"accept": accept}
    check(
        Client().generic("POST", "/webmention/", body, content_type=content_type, headers=headers)
    )
    assert not Linkback.objects.exists()


@HARD
@given(source=ADDRESSES, target=ADDRESSES, to_article=st.booleans(), accept=ACCEPTS)
def test_any_two_texts_get_an_answer(article, source, target, to_article, accept):
    target = article.absolute_url if to_article else target
    body = urlencode({"source": source, "target": target})
    headers = {"accept": accept}
    check(Client().generic("POST", "/webmention/", body, content_type=FORM, headers=headers))
