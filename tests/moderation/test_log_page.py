"""The log: who decided what and when, by person and by response, with a way to undo."""

import pytest
from lxml.html import fromstring

from moderation.checks import Outcome, Verdict
from moderation.deciding import Press, approve, mark_spam, settle
from tests.factories import make_article, make_comment, make_newsroom, make_user

pytestmark = pytest.mark.django_db
LOG = "/admin/moderation/response/log/"


@pytest.fixture
def nima(client):
    make_newsroom()
    nima = make_user("nima@example.org", role="Moderator", name="Nima")
    client.force_login(nima)
    return nima


def lines(client, query=""):
    page = fromstring(client.get(LOG + query).content.decode())
    return [
        " ".join(one.text_content().split())
        for one in page.xpath("//ul[contains(@class,'entries')]/li")
    ]


def test_it_tells_who_decided_what_newest_first(client, nima):
    response = make_comment(make_article("Bread"), "Well said.", state="received").response
    settle(response, Verdict(Outcome.HOLD, "held-word", "casino"))
    approve(response, by=nima, press=Press())
    first, second = lines(client)
    assert "held → shown Nima A moderator decided." in first
    assert "received → held by a check" in second
    assert "casino" in second
    assert "Undo" in first and "Undo" not in second


def test_only_what_was_decided_last_offers_to_be_undone(client, nima):
    response = make_comment(make_article(), state="held").response
    for verb in (approve, mark_spam):
        verb(response, by=nima, press=Press())
    assert ["Undo" in line for line in lines(client)] == [True, False]


def test_an_undo_that_brings_several_back_says_so(client, nima):
    press = Press()
    for number in range(2):
        row = make_comment(make_article(), f"No. {number}", state="held").response
        mark_spam(row, by=nima, press=press)
    alone = make_comment(make_article(), "Alone", state="held").response
    approve(alone, by=nima, press=Press())
    together = "Undo all that were decided together"
    assert [together in line for line in lines(client)] == [False, True, True]


def test_it_is_narrowed_to_a_person_or_a_response(client, nima):
    sara = make_user("sara@example.org", name="Sara")
    one, two = (make_comment(make_article(), f"No. {n}", state="held").response for n in range(2))
    approve(one, by=nima)
    mark_spam(two, by=sara)
    assert len(lines(client)) == 2
    assert ["No. 1" in line for line in lines(client, f"?by={sara.pk}")] == [True]
    assert ["No. 0" in line for line in lines(client, f"?response={one.pk}")] == [True]


def test_it_goes_back_by_keys(client, nima):
    response = make_comment(make_article(), state="held").response
    for number in range(60):
        (approve if number % 2 else mark_spam)(response, by=nima)
    page = fromstring(client.get(LOG).content.decode())
    (older,) = page.xpath("//a[@rel='next']/@href")
    assert (len(lines(client)), len(lines(client, older))) == (50, 10)
