"""``/xmlrpc/`` and ``/xmlrpc.php``: who may call what, and an answer for whatever is sent."""

import xmlrpc.client

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.models import Response, State
from tests.factories import make_article, make_linkback
from trackbacks.models import Linkback
from trackbacks.views import METHODS

ADDRESSES = ["/xmlrpc/", "/xmlrpc.php"]


def code_of(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    try:
        xmlrpc.client.loads(response.content)
    except xmlrpc.client.Fault as fault:
        return fault.faultCode
    return None


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options"])
def test_only_post_is_answered(near_site, client, address, method):
    response = getattr(client, method)(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "content_type",
    [
        "text/xml",
        "application/xml",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    ],
)
def test_the_content_type_says_nothing(near_site, address, content_type):
    stranger = Client(enforce_csrf_checks=True)
    body = xmlrpc.client.dumps((), "system.listMethods")
    response = stranger.generic("POST", address, body, content_type=content_type)
    assert xmlrpc.client.loads(response.content)[0] == (sorted(METHODS),)


def test_the_methods_are_these(near_rpc):
    listed = near_rpc.system.listMethods()
    assert listed == ["pingback.extensions.getPingbacks", "pingback.ping", "system.listMethods"]


@pytest.mark.parametrize(
    "method",
    [
        "system.multicall",
        "wp.getUsersBlogs",
        "metaWeblog.newPost",
        "pingback.Ping",
        "__class__",
        "demo.sayHello",
    ],
)
def test_every_other_method_is_unknown(near_site, client, method):
    body = xmlrpc.client.dumps(([{"methodName": "pingback.ping", "params": ["a", "b"]}],), method)
    assert code_of(client.post("/xmlrpc/", body, content_type="text/xml")) == -32601


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("system.listMethods", ("x",)),
        ("pingback.extensions.getPingbacks", ()),
        ("pingback.extensions.getPingbacks", (7,)),
        ("pingback.extensions.getPingbacks", ("no address",)),
        ("pingback.extensions.getPingbacks", ("http://news.example/", "http://news.example/")),
    ],
)
def test_wrong_parameters_are_told(near_site, client, method, params):
    assert (
        code_of(
            client.post("/xmlrpc/", xmlrpc.client.dumps(params, method), content_type="text/xml")
        )
        == -32602
    )


def test_a_long_body_is_refused_before_it_is_read(near_site, client):
    body = xmlrpc.client.dumps(("x" * 70_000, "y"), "pingback.ping")
    assert code_of(client.post("/xmlrpc/", body, content_type="text/xml")) == -32700


def test_no_cookie_is_set_and_no_session_counts(near_site, client):
    response = client.post(
        "/xmlrpc/", xmlrpc.client.dumps((), "system.listMethods"), content_type="text/xml"
    )
    assert not response.cookies


def test_getpingbacks_lists_what_is_shown_and_nothing_else(near_rpc):
    article = make_article()
    shown = [make_linkback(article).source, make_linkback(article).source]
    for state in set(State) - {State.SHOWN}:
        make_linkback(article, state=state)
    make_linkback(make_article())
    assert near_rpc.pingback.extensions.getPingbacks(article.absolute_url) == shown
    assert (
        near_rpc.pingback.extensions.getPingbacks(make_article(linkbacks_open=False).absolute_url)
        == []
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False, "path": "/2016/08/30/draft/"},
        {"status": "withdrawn"},
        {"embargo_until": "2999-01-01T00:00Z"},
    ],
)
def test_getpingbacks_says_of_hidden_articles_what_it_says_of_missing_ones(
    near_rpc, near_site, fields
):
    article = make_article(**fields)
    make_linkback(article)
    faults = set()
    for url in (near_site + article.path, f"{near_site}/2016/08/30/none/"):
        with pytest.raises(xmlrpc.client.Fault) as caught:
            near_rpc.pingback.extensions.getPingbacks(url)
        faults.add((caught.value.faultCode, caught.value.faultString))
    assert faults == {(32, "There is no such article.")}


def test_getpingbacks_of_the_front_page_is_33(near_rpc, near_site):
    with pytest.raises(xmlrpc.client.Fault) as caught:
        near_rpc.pingback.extensions.getPingbacks(near_site)
    assert caught.value.faultCode == 33


MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TAGS = [b"methodCall", b"methodName", b"params", b"param", b"value", b"string", b"struct", b"array"]
WORDS = st.sampled_from(
    [b"<%s>" % tag for tag in TAGS]
    + [b"</%s>" % tag for tag in TAGS]
    + [b"pingback.ping", b"http://a.example/", b"\xff", b"\0"]
)


@MANY
@given(body=st.binary(max_size=500) | st.lists(WORDS, max_size=20).map(b"".join))
def test_any_bytes_get_a_well_formed_answer(near_site, client, body):
    code_of(client.post("/xmlrpc/", body, content_type="text/xml"))


@MANY
@given(
    source=st.text(max_size=100),
    target=st.text(max_size=100).map("http://news.example/{}".format) | st.text(max_size=40),
)
def test_any_two_texts_get_a_well_formed_answer_and_nothing_is_stored(
    near_site, client, source, target
):
    body = xmlrpc.client.dumps(("{}", "{}"), "pingback.ping")
    source, target = (xmlrpc.client.escape(text) for text in (source, target))
    body = body.replace("{}", source, 1).replace("{}", target, 1)
    assert (
        code_of(client.post("/xmlrpc/", body.encode("utf-8", "replace"), content_type="text/xml"))
        is not None
    )
    assert not Response.objects.exists()
    assert not Linkback.objects.exists()
