"""A newsroom without anything in it says what to do next, and stops saying so."""

import pytest

from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


def test_without_accounts_it_says_how_to_make_the_first(client):
    page = client.get("/").text
    assert "createsuperuser" in page
    assert 'href="/admin/"' in page


def test_with_an_account_it_asks_for_the_first_article(client):
    make_user()
    page = client.get("/").text
    assert "createsuperuser" not in page
    assert "Write the first article" in page
    assert "/admin/" in page


def test_a_draft_alone_changes_nothing_for_the_public(client):
    make_user()
    make_article("Secret plans", published=False)
    page = client.get("/").text
    assert "Write the first article" in page
    assert "Secret plans" not in page


def test_a_newsroom_at_work_shows_its_articles_only(client):
    make_article()
    page = client.get("/").text
    assert "createsuperuser" not in page
    assert "Write the first article" not in page
