"""Webmentions: what is taken, what is refused and how each sender is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from moderation.models import Host, Response, State
from tests.factories import make_article
from trackbacks import incoming
from trackbacks.models import Linkback

DOOR = "/webmention/"


@pytest.fixture
def article(near_site):
    return make_article("Our headline")


@pytest.fixture
def send(client, article):
    def post(source, target=None, accept="*/*"):
        fields = {"source": source, "target": target or article.absolute_url}
        return client.post(DOOR, fields, headers={"accept": accept})

    return post


def test_a_proven_link_is_201_with_the_address_of_its_status(send, client, blog, article):
    response = send(blog.link_to(article.absolute_url))
    assert response.status_code == 201
    assert response["Location"].startswith("http://news.example/linkbacks/")
    assert response.content.decode() == (
        f"Thank you: the link waits for a moderator.\n{response['Location']}\n"
    )
    linkback = Linkback.objects.get()
    assert (linkback.protocol, linkback.response.state) == ("webmention", State.HELD)
    assert client.get(response["Location"]).status_code == 200


def test_a_trusted_host_is_told_that_the_link_is_shown(send, blog, article):
    Host.objects.create(name=blog.host, standing=Host.Standing.TRUSTED)
    response = send(blog.link_to(article.absolute_url), accept="application/json")
    assert response.status_code == 201
    assert response.json() == {
        "status": "shown",
        "description": "Thank you: the link is shown.",
        "location": response["Location"],
    }


def test_what_waits_for_its_verification_is_received(send, blog, article):
    with incoming.TURN:
        response = send(blog.link_to(article.absolute_url), accept="application/json")
    assert (response.status_code, response.json()["status"]) == (201, "received")
    assert not blog.hits


def test_a_person_gets_a_page(send, blog, article):
    response = send(blog.link_to(article.absolute_url), accept="text/html,*/*;q=0.8")
    assert response.status_code == 201
    tree = html.fromstring(response.content)
    assert tree.xpath("//*[@role='status']")[0].text == "Thank you: the link waits for a moderator."
    assert "no-store" in response["Cache-Control"]


REFUSED = {
    "not an address": ("x", None, "shape"),
    "not of the web": ("gopher://a.example/", None, "shape"),
    "too long": ("http://a.example/".ljust(2049, "x"), None, "shape"),
    "elsewhere": ("http://a.example/", "http://b.example/2016/08/30/slug/", "not-ours"),
    "the front page": ("http://a.example/", "http://news.example/", "closed"),
    "nothing": ("http://a.example/", "http://news.example/2016/08/30/none/", "missing"),
    "refused address": ("http://10.0.0.1/", None, "no-source"),
    "unresolvable": ("http://nothing.invalid/", None, "no-source"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_refused_is_400_with_the_reason(send, why):
    source, target, error = REFUSED[why]
    response = send(source, target, accept="application/json")
    assert (response.status_code, response.json()["error"]) == (400, error)
    assert response.json()["error_description"]
    assert "Location" not in response


def test_source_and_target_must_differ(send, article):
    response = send(f"{article.absolute_url}#x")
    assert (response.status_code, response.content) == (
        400,
        b"Source and target are the same page.\n",
    )


@pytest.mark.parametrize(
    "fields", [{}, {"source": "http://a.example/"}, {"target": "http://news.example/"}]
)
def test_both_fields_are_needed(client, near_site, fields):
    response = client.post(DOOR, fields)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == "“source” and “target” are both needed.\n"


def test_fields_of_the_query_are_not_the_form(client, article):
    response = client.post(f"{DOOR}?source=http://a.example/&target={article.absolute_url}")
    assert response.status_code == 400


def test_a_source_without_the_link_is_refused(send, blog):
    response = send(blog.serve("<p>Nothing about you."), accept="application/json")
    assert (response.status_code, response.json()["error"]) == (400, "no-link")
    assert Response.objects.get().state == State.REJECTED


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False, "path": "/2016/08/30/draft/"},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"status": "withdrawn"},
    ],
)
def test_hidden_articles_answer_as_missing_ones(send, blog, near_site, fields):
    hidden = near_site + make_article(**fields).path
    answers = {
        (response.status_code, response.content)
        for target in (hidden, f"{near_site}/2016/08/30/never-was/")
        for response in [send(blog.link_to(target), target)]
    }
    assert answers == {(400, b"There is no such article.\n")}
    assert not blog.hits


def test_a_blocked_host_is_refused_without_a_fetch(send, blog, article):
    Host.objects.create(name="127.0.0.1", standing=Host.Standing.BLOCKED)
    response = send(blog.link_to(article.absolute_url), accept="application/json")
    assert (response.status_code, response.json()["error"]) == (400, "denied")
    assert "Retry-After" not in response
    assert not blog.hits


def test_who_is_too_fast_is_429_with_the_time_to_wait(send, blog):
    answers = [send(blog.url(f"/{number}")) for number in range(60)]
    assert answers[0].status_code == 400
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60


def test_a_person_who_is_refused_gets_the_form_again(send, article):
    response = send('"><b>x', accept="text/html")
    assert response.status_code == 400
    tree = html.fromstring(response.content)
    (reason,) = tree.xpath("//*[@role='alert']")
    assert "web addresses" in reason.text
    assert tree.xpath("//input/@value") == ['"><b>x', article.absolute_url]
    assert not tree.xpath("//input/b | //b[.='x']")


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        ("", "text/plain"),
        ("*/*", "text/plain"),
        ("image/png", "text/plain"),
        ("application/json", "application/json"),
        ("text/html;q=0.1,application/json", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_the_answer_is_in_the_form_that_the_sender_reads(send, accept, answer):
    response = send("x", accept=accept)
    assert response["Content-Type"].partition(";")[0] == answer
    assert "Accept" in response["Vary"]


def test_looking_at_the_address_shows_a_form(client, near_site):
    response = client.get(DOOR)
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]
    (form,) = html.fromstring(response.content).xpath("//main//form")
    assert (form.method, form.action) == ("POST", DOOR)
    assert [field.name for field in form.iter("input")] == ["source", "target"]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_not_allowed(client, near_site, method):
    response = getattr(client, method)(DOOR)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


def test_strangers_send_no_token_and_get_no_cookie(blog, article):
    stranger = Client(enforce_csrf_checks=True)
    fields = {"source": blog.link_to(article.absolute_url), "target": article.absolute_url}
    response = stranger.post(DOOR, fields, headers={"origin": "https://a-blog.example"})
    assert response.status_code == 201
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
