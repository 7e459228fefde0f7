"""Every page of the desk costs the same with ten times as much said back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moderation.bans import ban, ban_writer
from moderation.deciding import Press, approve, mark_spam
from moderation.models import Report, Response, Rule
from tests.factories import (
    make_article,
    make_comment,
    make_linkback,
    make_newsroom,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db
DESK = "/admin/moderation/response/"
MOST_OF_A_LIST = 10
MOST_OF_ONE = 26
MOST_OF_A_PRESS = 20
MOST_BYTES_OF_A_PRESS = 3000


@pytest.fixture
def boss(client):
    make_newsroom()
    boss = make_user(is_superuser=True)
    client.force_login(boss)
    return boss


def count(client, address, **sent):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, **sent)
        answer.content  # noqa: B018
    assert answer.status_code == 200, address
    return len(captured)


def say(article, parent, boss, number):
    """So much of everything that stands beside a response."""
    known = {"email": "r@example.org", "user": boss}
    for index in range(number):
        reply = make_comment(article, f"No. {index}", parent=parent, **known)
        make_comment(article, f"To it {index}", parent=reply, state="held", **known)
        make_linkback(article, f"https://blog.example/{article.pk}-{index}", state="held")
        Report.objects.create(response=parent.response, reason="spam")
        for verb in (mark_spam, approve):
            verb(reply.response, by=boss, press=Press())
        parent.wordings.create(text=f"Before {index}", replaced_by=boss)
        ban_writer(reply.response, by=boss, until=None, note=f"Again {parent.pk}-{index}")
        ban(Rule.Kind.ADDRESS, f"{parent.pk}-{index}@example.org", by=boss, beside=parent.response)
        make_section()
        make_user()
    Response.objects.filter(article=article).update(network_hash="n", host="blog.example")


def press(client, row):
    """Queries and bytes of one press of a key."""
    with CaptureQueriesContext(connection) as captured:
        sent = {"decide": f"spam:{row.pk}:{row.version}"}
        answer = client.post(DESK, sent, headers={"X-In-Place": "yes"})
    assert answer.status_code == 200
    return len(captured), len(answer.content)


def test_a_pressed_key_costs_the_same_and_brings_one_row(client, boss):
    article = make_article()
    parent = make_comment(article, "First", state="held")
    say(article, parent, boss, 2)
    few, __ = press(client, make_comment(article, "Spam", state="held").response)
    say(article, parent, boss, 18)
    many, size = press(client, make_comment(article, "Spam too", state="held").response)
    assert many == few <= MOST_OF_A_PRESS
    assert size < MOST_BYTES_OF_A_PRESS


LISTS = ["", "?queue=all", "?queue=all&page=last", "?q=no", "log/", "log/?about=rules"]


def test_each_list_costs_the_same(client, boss):
    article = make_article()
    parent = make_comment(article, "First")
    say(article, parent, boss, 2)
    few = {query: count(client, DESK + query) for query in LISTS}
    say(article, parent, boss, 18)
    assert {query: count(client, DESK + query) for query in LISTS} == few
    assert max(few.values()) <= MOST_OF_A_LIST


def test_an_opened_response_costs_the_same(client, boss):
    article = make_article()
    top = make_comment(article, "Top", email="r@example.org", user=boss)
    parent = make_comment(article, "First", parent=top, email="r@example.org", user=boss)
    say(article, parent, boss, 2)
    linkback = make_linkback(article, "https://blog.example/one", state="held")
    Response.objects.filter(pk=linkback.pk).update(network_hash="n")
    ways = [
        (f"{DESK}{row.pk}/change/", headers)
        for row in (parent, linkback)
        for headers in ({}, {"X-In-Place": "yes"})
    ]
    few = [count(client, address, headers=headers) for address, headers in ways]
    say(article, parent, boss, 18)
    assert [count(client, address, headers=headers) for address, headers in ways] == few
    assert max(few) <= MOST_OF_ONE
