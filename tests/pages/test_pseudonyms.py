"""Whose a pseudonym is, no public page tells: every outlet is asked for one with an account."""

import re

import pytest
from django.urls import reverse

from articles.filing import save_author
from articles.models import Author, Tally
from articles.revisions import record
from lib.outlets import OUTLETS
from moderation.sittings import recount
from tests.factories import (
    make_article,
    make_comment,
    make_newsroom,
    make_section,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db
WORD = "quokka"


@pytest.fixture
def account():
    return make_user(f"{WORD}@example.org", name=f"Real {WORD}", role="Reporter")


@pytest.fixture
def hidden(account):
    """An author who was known by name, and is a pseudonym since."""
    author = Author(name=f"Real {WORD}", slug=f"real-{WORD}", user=account)
    save_author(author)
    article = make_article(
        "Letters", authors=[author], section=make_section(), tags=[make_tag()], created_by=account
    )
    record(article, by=account)
    author.name, author.slug, author.is_pseudonym = "Shirin", "shirin", True
    save_author(author)
    return author


def badges(client, article):
    return re.findall(r'class="badge">(\w+)<', client.get(article.path).text)


def told(client, article):
    """Every outlet with what it answers about the article."""
    for addresses in OUTLETS.values():
        for address in addresses(article):
            answer = client.get(address)
            yield address, answer.content.decode() + str(answer.headers)


def test_no_outlet_tells_the_account_behind_a_pseudonym(client, hidden, account):
    make_newsroom()
    article = hidden.articles.get()
    article.bylines.create(author=hidden, role="photographs", position=1)
    answers = dict(told(client, article))
    assert "Shirin" in answers[article.path]
    assert "Shirin" in answers[reverse("author", args=["shirin"])]
    assert "Shirin" in answers["/feed/"]
    assert len(answers) > 20
    assert [address for address, answer in answers.items() if WORD in answer.lower()] == []


def test_the_address_that_told_the_name_is_gone(client, hidden):
    for old in (f"/author/real-{WORD}/", f"/author/real-{WORD}/feed/"):
        assert client.get(old).status_code == 404


def test_a_comment_of_the_account_is_not_marked_as_the_authors(client, hidden, account):
    """Two names beside each other would say whose the pseudonym is."""
    make_newsroom()
    article = hidden.articles.get()
    make_comment(article, "I agree.", name="Somebody", user=account)
    recount(Tally.locked(article.pk))
    assert badges(client, article) == ["Newsroom"]
    Author.objects.update(is_pseudonym=False)
    assert badges(client, article) == ["Author"]


def test_no_revision_tells_the_name_before(hidden):
    article = hidden.articles.get()
    assert WORD not in str([one.content for one in article.revisions.all()])
