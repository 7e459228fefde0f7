"""Liking and unliking: one like per visitor and article, however often and from wherever."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.core.signing import get_cookie_signer
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml.html import fromstring

from articles.models import Tally
from likes import liking
from likes.models import Like
from moderation.models import Allowance
from tests.factories import make_article, make_like, make_newsroom, make_section

pytestmark = pytest.mark.django_db
OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def post(client, article, action="like", **headers):
    return client.post(f"{article.path}likes/", {"action": action}, **(headers or OWN))


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands where it is put."""

    class Clock:
        def stands_at(self, seconds):
            monkeypatch.setattr(timezone, "now", lambda: datetime.fromtimestamp(seconds, UTC))

    return Clock()


def test_a_like_is_counted_and_the_answer_offers_to_take_it_back(client):
    article = make_article()
    answer = post(client, article)
    assert answer.status_code == 200
    assert "One blogger likes this" in answer.text
    assert 'value="unlike"' in answer.text
    assert Tally.objects.get(pk=article.pk).likes == 1


def test_an_unlike_takes_it_back_and_the_answer_offers_to_like(client):
    article = make_article()
    post(client, article)
    answer = post(client, article, "unlike")
    assert "Be the first to like this" in answer.text
    assert 'value="like"' in answer.text
    assert not Like.objects.exists()


def test_liking_and_unliking_twice_changes_nothing_more(client):
    article = make_article()
    post(client, article)
    post(client, article)
    assert Like.objects.count() == 1
    post(client, article, "unlike")
    post(client, article, "unlike")
    assert Like.objects.count() == 0
    assert Tally.objects.get(pk=article.pk).likes == 0


def test_two_visitors_are_two_bloggers(client):
    article = make_article()
    post(client, article)
    assert "2 bloggers like this" in post(Client(), article).text


def test_reading_sets_no_cookie_and_liking_sets_one_that_scripts_cannot_read(client):
    article = make_article()
    assert not client.get(f"{article.path}likes/").cookies
    cookie = post(client, article).cookies["visitor"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_unliking_without_a_like_sets_no_cookie(client):
    assert not post(client, make_article(), "unlike").cookies


def test_a_tampered_cookie_is_no_cookie(client):
    article = make_article()
    token = get_cookie_signer(salt="another").sign("somebody")
    post(client, article)
    mine = client.cookies["visitor"].value
    client.cookies["visitor"] = token
    post(client, article, "unlike")
    assert Like.objects.count() == 1
    client.cookies["visitor"] = mine
    post(client, article, "unlike")
    assert Like.objects.count() == 0


def test_the_answer_is_kept_by_nobody(client):
    assert "no-store" in post(client, make_article())["Cache-Control"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
    ],
    ids=str,
)
def test_the_form_of_a_foreign_page_is_refused(client, headers):
    article = make_article()
    assert post(client, article, **headers).status_code == 403
    assert not Like.objects.exists()


def test_what_is_neither_like_nor_unlike_is_refused(client):
    article = make_article()
    assert post(client, article, "love").status_code == 400
    assert client.post(f"{article.path}likes/", **OWN).status_code == 400


def test_a_draft_and_nothing_answer_alike(client):
    draft = make_article(published=False)
    there = client.post(f"/2020/01/01/{draft.slug}/likes/", {"action": "like"}, **OWN)
    nothing = client.post("/2020/01/01/nothing/likes/", {"action": "like"}, **OWN)
    assert there.status_code == nothing.status_code == 404


@pytest.mark.parametrize("closed_by", ["newsroom", "section", "article"])
def test_where_liking_is_closed_a_like_is_refused_and_no_button_shown(client, closed_by):
    make_newsroom(likes_open=closed_by != "newsroom")
    section = make_section(likes_open=False if closed_by == "section" else None)
    article = make_article(section=section, likes_open=False if closed_by == "article" else None)
    assert post(client, article).status_code == 403
    assert 'value="like"' not in client.get(article.path).text


def test_an_article_opens_what_its_section_closes(client):
    article = make_article(section=make_section(likes_open=False), likes_open=True)
    assert post(client, article).status_code == 200


def test_too_many_likes_from_one_network_have_to_wait(client):
    article = make_article()
    post(client, article)
    Allowance.objects.update(free_at=timezone.now() + timedelta(hours=1))
    answer = post(client, article, "unlike")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert 'value="unlike"' in answer.text
    assert Like.objects.count() == 1
    assert post(Client(REMOTE_ADDR="203.0.113.9"), article).status_code == 200


@pytest.fixture
def slowed(client):
    """An article, and a network that has to wait for an hour."""
    article = make_article()
    post(client, article)
    Allowance.objects.update(free_at=timezone.now() + timedelta(hours=1))
    return article


def solved(answer):
    """The solution of the challenge in a page, as a browser finds it."""
    (told,) = fromstring(answer.content.decode()).find_class("told")
    challenge = Challenge.from_dict(json.loads(told.get("data-challenge")))
    solution = solve_challenge(challenge)
    return Payload(challenge, solution).to_base64()


def prove(client, article, proof):
    sent = {"action": "unlike", "proof": proof}
    return client.post(f"{article.path}likes/", sent, **OWN).status_code


def test_work_lets_through_who_has_to_wait_and_only_so_often(client, slowed):
    proof = solved(post(client, slowed, "unlike"))
    codes = [prove(client, slowed, proof) for _ in range(11)]
    assert codes == [200] * 10 + [429]
    assert not Like.objects.exists()


@pytest.mark.parametrize("proof", ["", "x", "e30=", "{}", "é", "a" * 5000])
def test_what_is_no_work_lets_nobody_through(client, slowed, proof):
    assert prove(client, slowed, proof) == 429
    assert Like.objects.exists()


def test_a_token_that_costs_nothing_is_no_work(client, slowed):
    token = client.get("/comments/token/").json()["token"]
    assert prove(client, slowed, token) == 429


def test_a_blogs_like_is_one_row_under_its_newest_name():
    article = make_article()
    source = "https://blog.example/likes/1"
    assert liking.like_from(article, source=source, name="Old", address="https://blog.example/")
    assert liking.like_from(article, source=source, name="New", address="https://blog.example/")
    assert not liking.like_from(article, source=source, name="New", address="https://blog.example/")
    assert Like.objects.get().name == "New"
    assert Tally.objects.get(pk=article.pk).likes == 1
    assert liking.unlike_from(article, source=source)
    assert not liking.unlike_from(article, source=source)


def test_faces_are_listed_escaped_with_links_that_vouch_for_nothing(client):
    article = make_article()
    make_like(
        article,
        source="https://b.example/1",
        name="<script>alert(1)</script>",
        address="https://b.example/",
    )
    Tally.objects.filter(pk=article.pk).update(likes=1)
    for address in (article.path, f"{article.path}likes/"):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert 'rel="nofollow ugc"' in text


def test_faces_come_a_hundred_a_page_and_beyond_the_last_is_nothing(client):
    article = make_article()
    for number in range(101):
        make_like(article, source=f"https://b.example/{number}", name=f"Blog {number}")
    first = client.get(f"{article.path}likes/")
    (older,) = re.findall(r'href="\?before=(\d+)"', first.text)
    second = client.get(f"{article.path}likes/", {"before": older})
    assert first.text.count("h-cite") == 100 and second.text.count("h-cite") == 1
    assert "Blog 0<" in second.text and "before=" not in second.text
    oldest = Like.objects.earliest("pk").pk
    for before in (oldest, "0", "x", "-1", "9" * 30, "٢"):
        assert client.get(f"{article.path}likes/", {"before": before}).status_code == 404


def test_without_a_word_where_it_came_from_the_first_like_is_asked_for_once_more(client):
    article = make_article()
    asked = client.post(f"{article.path}likes/", {"action": "like"})
    assert asked.status_code == 428
    assert "Press the button once more" in asked.text
    assert not Like.objects.exists()
    assert asked.cookies["visitor"]["samesite"] == "Lax"
    assert client.post(f"{article.path}likes/", {"action": "like"}).status_code == 200
    assert Like.objects.count() == 1
    assert client.post(f"{article.path}likes/", {"action": "unlike"}).status_code == 200
    assert not Like.objects.exists()


def test_a_form_of_another_sites_page_in_an_old_browser_never_counts(client):
    article = make_article()
    for _ in range(3):
        client.cookies.clear()  # SameSite=Lax: not sent along from there
        client.post(f"{article.path}likes/", {"action": "like"})
    assert not Like.objects.exists()


PAGE = {"Accept": "text/html,*/*", "Sec-Fetch-Site": "same-origin", "User-Agent": "A browser"}


def click(article, address="203.0.113.7", **headers):
    """A press of the button where no script runs, by a browser that has no cookie yet."""
    sent = {"headers": {**PAGE, **headers}, "REMOTE_ADDR": address}
    return Client().post(f"{article.path}likes/", {"action": "like"}, **sent)


@pytest.mark.parametrize("seconds", [0, 3, 9])
def test_two_clicks_before_the_first_cookie_are_one_like(seconds, clock):
    article = make_article()
    clock.stands_at(1_900_000_005)
    first = click(article)
    clock.stands_at(1_900_000_005 + seconds)
    second = click(article)
    assert Like.objects.count() == 1
    tokens = {answer.cookies["visitor"].value.split(":")[0] for answer in (first, second)}
    assert len(tokens) == 1
    second.client.post(f"{article.path}likes/", {"action": "unlike"}, headers=PAGE)
    assert not Like.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"User-Agent": "Another browser"},
        {"Accept-Language": "fa"},
        {"address": "203.0.113.8"},
        {"Accept": "*/*"},
    ],
    ids=str,
)
def test_a_click_of_somebody_else_is_a_like_of_its_own(other):
    article = make_article()
    click(article)
    click(article, **other)
    assert Like.objects.count() == 2


def test_who_clicks_later_or_where_scripts_run_is_somebody_else(clock):
    article = make_article()
    clock.stands_at(1_900_000_005)
    click(article)
    clock.stands_at(1_900_000_030)
    click(article)
    for _ in range(3):
        click(article, Accept="*/*")
    assert Like.objects.count() == 5


def test_a_click_below_another_article_is_another_like():
    click(make_article())
    click(make_article())
    assert Like.objects.values("visitor").distinct().count() == 2


@pytest.mark.django_db(transaction=True)
def test_parallel_likes_of_one_visitor_leave_one_row_and_one_unlike_leaves_none():
    article = make_article()

    def press(_):
        try:
            return liking.like(article, "one visitor")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(press, range(200)))
    assert sum(made) == 1
    assert Like.objects.count() == Tally.objects.get(pk=article.pk).likes == 1
    assert liking.unlike(article, "one visitor")
    assert Like.objects.count() == Tally.objects.get(pk=article.pk).likes == 0
