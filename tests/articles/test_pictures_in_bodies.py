"""A picture in a body tells what the library says about it, also when that changes."""

import pytest
from django_ox.testing import run_tasks

from articles.rendering import render
from photos.library import describe, discard
from tests.factories import make_article, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    return make_photo("A ship", caption="In the harbour.")


@pytest.fixture
def article(photo):
    article = make_article(body=f'<p>Look.</p><figure data-photo="{photo.pk}"></figure>')
    render(article)
    article.save()
    return article


def test_a_new_description_reaches_the_bodies_that_show_the_picture(photo, article):
    assert 'alt="A ship"' in article.body_html
    photo.alt = "A ferry"
    describe(photo)
    run_tasks(raise_failures=True)
    article.refresh_from_db()
    assert 'alt="A ferry"' in article.body_html


def test_bodies_without_the_picture_are_left_alone(photo, article):
    other = make_article(body="<p>No picture.</p>", body_html="as it was", renderer=0)
    describe(photo)
    run_tasks(raise_failures=True)
    other.refresh_from_db()
    assert other.body_html == "as it was"


def test_a_discarded_picture_leaves_the_body(photo, article):
    discard(photo)
    run_tasks(raise_failures=True)
    article.refresh_from_db()
    assert "<figure" not in article.body_html
    assert "<p>Look.</p>" in article.body_html
