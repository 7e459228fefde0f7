"""The rest of a long comment comes in place, and the keyboard stays where one reads."""

import pytest
from playwright.sync_api import expect

from comments.rendering import render
from moderation.sittings import recount
from tests.factories import make_article, make_comment, make_newsroom

pytestmark = pytest.mark.django_db(transaction=True)
END = "These are the very last words."


@pytest.fixture
def article():
    make_newsroom()
    article = make_article()
    comment = make_comment(article, "Words and more words. " * 200 + END)
    render(comment)
    comment.save()
    recount(article.tally)
    return article


def test_the_whole_comment_comes_in_place(page, article):
    page.goto(article.path)
    link = page.get_by_role("link", name="Read the whole comment of Rita Reader")
    expect(page.get_by_text(END)).to_have_count(0)
    link.press("Enter")
    expect(page.get_by_text(END)).to_be_visible()
    expect(page.locator(".said")).to_be_focused()
    expect(link).to_have_count(0)
    assert page.url.endswith(article.path)


@pytest.mark.proof
def test_where_it_cannot_be_fetched_the_link_leads_on(page, article, witness):
    page.goto(article.path)
    page.route("**/replies/", lambda route: route.abort(), times=1)
    witness.refusing = ("/comments/",)
    page.get_by_role("link", name="Read the whole comment").click()
    expect(page.get_by_role("heading", name="Comment", exact=True)).to_be_visible()
    expect(page.get_by_text(END)).to_be_visible()
