"""Every page of the desk costs the same with ten times as much said back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moderation.deciding import Press, approve, mark_spam
from moderation.models import Report, Response
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
        make_section()
        make_user()
    Response.objects.filter(article=article).update(network_hash="n", host="blog.example")


@pytest.mark.parametrize("query", ["", "?queue=all", "?queue=all&page=last", "?q=no", "log/"])
def test_a_list_costs_the_same(client, boss, query):
    article = make_article()
    parent = make_comment(article, "First")
    say(article, parent, boss, 2)
    few = count(client, DESK + query)
    say(article, parent, boss, 18)
    assert count(client, DESK + query) == few <= MOST_OF_A_LIST


@pytest.mark.parametrize("headers", [{}, {"X-In-Place": "yes"}], ids=["page", "in place"])
def test_an_opened_response_costs_the_same(client, boss, headers):
    article = make_article()
    top = make_comment(article, "Top", email="r@example.org", user=boss)
    parent = make_comment(article, "First", parent=top, email="r@example.org", user=boss)
    say(article, parent, boss, 2)
    linkback = make_linkback(article, "https://blog.example/one", state="held")
    Response.objects.filter(pk=linkback.pk).update(network_hash="n")
    addresses = [f"{DESK}{row.pk}/change/" for row in (parent, linkback)]
    few = [count(client, address, headers=headers) for address in addresses]
    say(article, parent, boss, 18)
    assert [count(client, address, headers=headers) for address in addresses] == few
    assert max(few) <= MOST_OF_ONE
