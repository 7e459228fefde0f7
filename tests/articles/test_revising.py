"""A public article changes: what is shown, what is kept, who hears of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from articles.publishing import NotPublishable, publish, revise
from articles.revisions import waiting
from articles.signals import article_revised
from tests.articles.drafts import edit, make_draft
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """(article id, body that was live) of each revision that was told of."""
    revised = []

    def listen(article, before, **kwargs):
        revised.append((article.pk, before))

    article_revised.connect(listen)
    yield revised
    article_revised.disconnect(listen)


def published(body="<p>First.</p>", **fields):
    article = make_draft(body=body, **fields)
    publish(article, by=None)
    return article


def test_a_revision_is_shown_kept_and_told_with_what_was_live_before(client, heard):
    article, user = published(), make_user()
    edit(article, body="<p>Second.</p>", by=user)
    assert "<p>First.</p>" in client.get(article.path).text
    revise(article, by=user)
    assert "<p>Second.</p>" in client.get(article.path).text
    assert article.revised_at
    assert heard == [(article.pk, "<p>First.</p>")]
    newest = article.revisions.first()
    assert (newest.number, newest.based_on, newest.created_by) == (2, 1, user)
    assert newest.published_at


def test_a_save_that_changed_nothing_is_no_revision(heard):
    article = published()
    revise(article, by=None)
    assert article.revised_at is None
    assert heard == []
    assert article.revisions.count() == 1


def test_a_change_before_the_hour_is_told_to_nobody(heard):
    article = make_draft()
    publish(article, by=None, at=timezone.now() + timedelta(hours=1))
    edit(article, body="<p>Changed.</p>")
    revise(article, by=None)
    assert (article.body_html, article.revised_at, heard) == ("<p>Changed.</p>", None, [])


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_nobody_sees_cannot_be_revised(heard, status):
    article = make_article(published=False, status=status)
    with pytest.raises(NotPublishable, match="Only a published article"):
        revise(article, by=None)
    assert heard == []
    assert not article.revisions.exists()


def test_a_published_article_keeps_a_headline():
    article = published()
    article.headline = ""
    with pytest.raises(Exception, match="needs a headline") as refusal:
        article.full_clean()
    assert next(iter(refusal.value.message_dict)) == "headline"


def test_an_article_without_earlier_revision_was_nothing_before(heard):
    article = make_article(body="<p>Imported.</p>")
    revise(article, by=None)
    assert heard == [(article.pk, "")]


def test_a_listener_that_fails_undoes_the_revision():
    article = published()
    edit(article, body="<p>Second.</p>")

    def fail(**kwargs):
        raise ConnectionError

    article_revised.connect(fail)
    with pytest.raises(ConnectionError):
        revise(article, by=None)
    article_revised.disconnect(fail)
    article.refresh_from_db()
    assert (article.revised_at, article.body) == (None, "<p>First.</p>")
    assert waiting(article).content["body"] == "<p>Second.</p>"


def test_what_a_script_wrote_into_the_row_becomes_a_revision_that_is_told_of(client, heard):
    article = published()
    Article.objects.filter(pk=article.pk).update(body="<p>Written by a script.</p>")
    revise(article, by=None)
    assert "<p>Written by a script.</p>" in client.get(article.path).text
    assert heard == [(article.pk, "<p>First.</p>")]
