"""Readers report a comment by a form that needs no script, no cookie and no account."""

import pytest

from moderation.deciding import reject
from moderation.models import Report, Response, State
from tests.comments.mailing import OWN
from tests.factories import make_article, make_comment, make_user


@pytest.fixture
def comment(article):
    return make_comment(article, "Well said.")


@pytest.fixture
def path(comment):
    return f"/comments/{comment.pk}/report/"


def test_the_article_page_leads_there(client, article, comment, path):
    comment.response.article.tally.__class__.objects.update(comments=1)
    assert f'href="{path}"' in client.get(article.path).content.decode()


def test_the_page_shows_what_is_reported(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "Well said." in page.content.decode()
    assert not page.cookies


def test_a_report_reaches_the_queue(client, comment, path):
    sent = {"reason": "abuse", "text": "Look at “this” <b>."}
    page = client.post(path, sent, headers=OWN)
    assert page.status_code == 200
    assert "A moderator will look at the comment." in page.content.decode()
    made = Report.objects.get()
    assert (made.reason, made.text) == ("abuse", "Look at “this” <b>.")
    assert len(made.network_hash) == 64
    assert list(Response.objects.reported()) == [comment.response]


def test_who_reports_twice_reads_the_same_and_counts_once(client, path):
    first, second = (client.post(path, {"reason": "spam"}, headers=OWN) for _ in range(2))
    assert first.content == second.content
    assert Report.objects.count() == 1


def test_another_network_counts_too(client, path):
    for address in ("192.0.2.1", "192.0.2.2"):
        client.post(path, {"reason": "spam"}, headers=OWN, REMOTE_ADDR=address)
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    "sent", [{}, {"reason": ""}, {"reason": "because"}, {"reason": "spam", "text": "x" * 1001},
             {"reason": "spam", "text": "a\0b"}]
)  # fmt: skip
def test_what_cannot_be_taken_is_shown_again(client, path, sent):
    assert client.post(path, sent, headers=OWN).status_code == 422
    assert not Report.objects.exists()


def test_another_site_s_page_reports_nothing(client, path):
    headers = {"Origin": "https://evil.example"}
    assert client.post(path, {"reason": "spam"}, headers=headers).status_code == 403
    assert not Report.objects.exists()


def test_who_reports_much_has_to_wait(client, article):
    comments = [make_comment(article, f"Comment {number}") for number in range(11)]
    answers = [
        client.post(f"/comments/{one.pk}/report/", {"reason": "spam"}, headers=OWN)
        for one in comments
    ]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("state", [State.HELD, State.REJECTED, State.SPAM])
def test_what_nobody_sees_is_not_there(client, comment, path, state):
    Response.objects.update(state=state)
    assert client.get(path).status_code == 404
    assert client.post(path, {"reason": "spam"}, headers=OWN).status_code == 404


def test_a_withdrawn_article_s_comment_is_not_there(client, article, path):
    type(article).objects.update(status="withdrawn")
    assert client.get(path).status_code == 404


def test_after_the_decision_the_queue_is_empty(client, comment, path):
    client.post(path, {"reason": "spam"}, headers=OWN)
    reject(comment.response, by=make_user())
    assert not Response.objects.reported().exists()


def test_the_page_speaks_the_article_s_language(client, newsroom):
    comment = make_comment(make_article("نان و گل", language="fa"))
    page = client.get(f"/comments/{comment.pk}/report/").content.decode()
    assert '<html lang="fa" dir="rtl">' in page


def test_those_whose_address_nobody_knows_do_not_fill_the_queue_together(client, path):
    sent = [client.post(path, {"reason": "spam"}, REMOTE_ADDR="") for _ in range(11)]
    assert [answer.status_code for answer in sent] == [200] * 10 + [429]
    assert Report.objects.count() == 10
