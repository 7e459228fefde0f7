"""The list of articles: states, filters, search, and the actions on several at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml.html import fromstring

from articles.indexing import index_again
from articles.revisions import discard
from tests.articles.drafts import edit
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_newsroom,
    make_section,
    make_user,
)
from tests.forms import messages

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user(role="Editor")
    client.force_login(editor)
    return editor


def rows(client, query=""):
    """Headline → the row's words."""
    page = fromstring(client.get(LIST + query).content.decode())
    found = {}
    for row in page.xpath("//table[@id='result_list']/tbody/tr"):
        cells = [" ".join(cell.text_content().split()) for cell in row.xpath("./td | ./th")]
        found[row.xpath("string(.//bdi)")] = cells[2:]
    return found


def fill():
    make_article("A draft", published=False)
    make_article(
        "Out", authors=[make_author("Rana"), make_author("Leyla")], section=make_section("World")
    )
    make_article("To come", published_at=timezone.now() + timedelta(hours=1))
    make_article("Under embargo", embargo_until=timezone.now() + timedelta(hours=1))
    withdrawn = make_article("Gone")
    withdrawn.status = "withdrawn"
    withdrawn.save()


def test_a_row_tells_state_authors_section_and_counts(client, editor):
    article = make_article(
        "Out", authors=[make_author("Rana"), make_author("Leyla")], section=make_section("World")
    )
    make_comment(article)
    article.tally.comments, article.tally.likes = 1, 12
    article.tally.save()
    row = rows(client)["Out"]
    assert row[:3] == ["published", "Rana, Leyla", "World"]
    assert row[4:] == ["1", "0", "12"]


@pytest.mark.parametrize(
    ("state", "headlines"),
    [
        ("draft", {"A draft"}),
        ("published", {"Out"}),
        ("scheduled", {"To come", "Under embargo"}),
        ("withdrawn", {"Gone"}),
        ("bin", set()),
    ],
)
def test_each_state_has_its_list(client, editor, state, headlines):
    fill()
    assert set(rows(client, f"?state={state}")) == headlines


def test_a_row_tells_of_changes_that_wait(client, editor):
    article, other = make_article("Changed"), make_article("As it was")
    edit(article, headline="To come")
    edit(other, headline="Another")
    discard(other, by=editor)
    make_article("Imported")
    found = rows(client)
    assert [found[name][0] for name in ("Changed", "As it was", "Imported")] == [
        "published changes wait",
        "published",
        "published",
    ]


def test_a_state_that_is_none_shows_all(client, editor):
    fill()
    assert len(rows(client, "?state=x")) == 5


def test_search_finds_by_headline_standfirst_and_author(client, editor):
    make_article("Bread", standfirst="Dear at last", authors=[make_author("Leyla")])
    make_article("Salt")
    list(index_again())
    for word in ("brea", "dear", "leyla"):
        assert set(rows(client, f"?q={word}")) == {"Bread"}, word
    assert rows(client, "?q=pepper") == {}


def test_what_is_refused_is_named_and_keeps_nothing_else_back(client, editor):
    good, bad = make_article("Good", published=False), make_article("", published=False)
    act = {"action": "publish_selected", "index": "0", "_selected_action": [good.pk, bad.pk]}
    said = messages(client.post(LIST, act))
    assert "An article needs a headline before it is published." in said
    assert "1 article done." in said
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, bad.status) == ("published", "draft")


def test_a_headline_that_is_a_script_is_a_headline(client, editor):
    article = make_article(
        "<script>alert(1)</script>", published=False, authors=[make_author("<b>X</b>")]
    )
    for address in (LIST, "/admin/", f"{LIST}{article.pk}/change/", f"{LIST}{article.pk}/history/"):
        page = client.get(address).content.decode()
        assert "<script>alert(1)" not in page, address
        assert "<b>X</b>" not in page, address
