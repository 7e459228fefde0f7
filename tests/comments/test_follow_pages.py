"""Asking to follow, saying yes, seeing and ending it: without a cookie, telling of nobody."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import following
from comments.models import Comment, Follower
from moderation.models import State
from tests.comments.mailing import OWN, link_in, mails_to, work
from tests.factories import make_article, make_comment

FRIEND = "friend@reader.example"


def ask(client, article, email=FRIEND, headers=OWN, **fields):
    return client.post(
        "/follow/", {"article": article.pk, "email": email, **fields}, headers=headers
    )


@pytest.fixture
def follower(article):
    following.ask(article, FRIEND, asks_back=False)
    follower = Follower.objects.get()
    following.confirm(follower)
    return follower


def test_the_whole_way_from_the_form_to_the_end(client, article):
    page = client.get(f"/follow/?article={article.pk}")
    assert "Bread &amp; roses" in page.content.decode()
    assert ask(client, article).status_code == 200
    work()
    path = link_in(mails_to(FRIEND)[0], "follow")
    assert "Yes, follow" in client.get(path).content.decode()
    assert not Follower.objects.active().exists()
    assert "You follow this now" in client.post(path, {"confirm": "1"}).content.decode()
    assert Follower.objects.active().exists()
    page = client.post(path, {"end": Follower.objects.get().pk})
    assert "This address follows nothing." in page.content.decode()
    assert not Follower.objects.active().exists()


def test_the_answer_is_the_same_whether_somebody_follows_or_not(client, article, follower):
    known = ask(client, article)
    unknown = ask(client, article, "x" + FRIEND)
    assert known.status_code == unknown.status_code == 200
    assert known.content.decode().replace(FRIEND, "x" + FRIEND) == unknown.content.decode()


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b\r\nBcc: x@evil.example", "x" * 200 + "@a.example"]
)
def test_what_is_no_address_is_shown_again(client, article, email):
    assert ask(client, article, email).status_code == 422
    assert not Follower.objects.exists()


def test_another_site_s_page_follows_nothing(client, article):
    assert ask(client, article, headers={"Origin": "https://evil.example"}).status_code == 403
    assert not Follower.objects.exists()


def test_a_field_that_nobody_sees_filled_in_follows_nothing(client, article):
    assert ask(client, article, website="x").status_code == 200
    assert not Follower.objects.exists()


def test_too_much_from_one_network_has_to_wait(client, article):
    answers = [ask(client, article, f"f{number}@reader.example") for number in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert Follower.objects.count() == 20


def test_replies_to_a_comment_that_everybody_sees_can_be_followed(client, article):
    comment = make_comment(article)
    hidden = make_comment(article, state=State.HELD)
    sent = {"email": FRIEND}
    assert client.post("/follow/", {"comment": comment.pk, **sent}, headers=OWN).status_code == 200
    assert client.post("/follow/", {"comment": hidden.pk, **sent}, headers=OWN).status_code == 404
    assert Follower.objects.get().comment == comment


@pytest.mark.parametrize("asked", ["", "?article=0", "?article=x", "?article=99999999999999999999",
                                   "?comment=7", "?article=", "?comment=%00"])  # fmt: skip
def test_what_is_not_there_cannot_be_followed(client, newsroom, asked):
    assert client.get(f"/follow/{asked}").status_code == 404


def test_a_draft_cannot_be_followed(client, newsroom):
    draft = make_article(published=False)
    assert client.get(f"/follow/?article={draft.pk}").status_code == 404


def test_one_click_ends_it_without_session_token_or_page(article, follower):
    mailbox = Client(enforce_csrf_checks=True)
    path = f"/follow/{follower.token}/"
    for _ in range(2):
        answer = mailbox.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    assert not Follower.objects.active().exists()


def test_looking_at_the_page_ends_and_confirms_nothing(client, article, follower):
    client.get(f"/follow/{follower.token}/")
    client.head(f"/follow/{follower.token}/")
    client.post(f"/follow/{follower.token}/", {"x": "y"})
    assert Follower.objects.active().exists()


def test_the_page_is_kept_by_nobody(client, article, follower):
    page = client.get(f"/follow/{follower.token}/")
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert not page.cookies


def test_the_page_lists_all_of_this_address_and_ends_any_or_all(client, article, follower):
    for number in range(3):
        following.ask(make_article(f"Other {number}"), FRIEND, asks_back=False)
    for one in Follower.objects.all():
        following.confirm(one)
    path = f"/follow/{follower.token}/"
    page = client.get(path).content.decode()
    assert all(f"Other {number}" in page for number in range(3))
    client.post(path, {"end": Follower.objects.get(article__headline="Other 1").pk})
    assert Follower.objects.active().count() == 3
    client.post(path, {"all": "1"})
    assert Follower.objects.active().count() == 0


def test_nobody_ends_what_another_address_follows(client, article, follower):
    following.ask(article, "other@reader.example", asks_back=False)
    other = Follower.objects.get(email="other@reader.example")
    following.confirm(other)
    path = f"/follow/{follower.token}/"
    assert "other@" not in client.get(path).content.decode()
    client.post(path, {"end": other.pk})
    client.post(path, {"all": "1"})
    assert list(Follower.objects.active()) == [other]


@pytest.mark.parametrize("token", ["x", "a" * 32, "-"])
def test_other_addresses_say_that_they_are_no_good_and_what_to_do(client, follower, token):
    for sent in (client.get, client.post):
        answer = sent(f"/follow/{token}/", {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
        page = answer.content.decode()
        assert "This link is no longer good" in page
        assert "To follow a discussion again, ask for it below the article." in page


def test_the_address_of_who_was_forgotten_is_no_good_any_more(client, follower):
    Follower.objects.all().delete()
    assert client.get(f"/follow/{follower.token}/").status_code == 410


def test_the_token_has_at_least_128_random_bits(article, follower):
    assert len(follower.token) * 6 >= 128


def test_a_page_with_ten_times_as_much_costs_the_same(client, article, follower):
    def cost(number):
        for _ in range(number):
            following.ask(make_article(), FRIEND, asks_back=False)
        for one in Follower.objects.pending():
            following.confirm(one)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/follow/{follower.token}/")
        return len(captured)

    assert cost(2) == cost(20)


def test_the_reply_form_asks_for_it(send, article):
    send(follow="on")
    work()
    (letter,) = mails_to("rita@example.net")
    assert "replies to the comment of Rita Reader" in letter.body
    assert Follower.objects.get().comment == Comment.objects.get()


def test_the_reply_form_asks_for_nothing_unasked(send, article):
    send()
    work()
    assert not Follower.objects.exists()
    assert mails_to("rita@example.net") == []


def test_what_is_taken_for_spam_follows_nothing(send, article):
    send(follow="on", topic="x")
    work()
    assert not Follower.objects.exists()
    assert mail.outbox == []
