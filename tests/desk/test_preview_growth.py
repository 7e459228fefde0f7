"""However many notes, links and openings an article has, its pages cost the same queries."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.revisions import newest
from desk.models import Approval, Note, Opening, PreviewLink
from desk.noting import answer, write
from tests.articles.drafts import edit
from tests.desk.test_notes import notes_of
from tests.desk.test_preview import look, preview_of
from tests.desk.test_preview_links import links_of, path_of
from tests.factories import make_article, make_author, make_newsroom, make_tag, make_user
from tests.forms import address_of

pytestmark = pytest.mark.django_db


def queries(ask):
    with CaptureQueriesContext(connection) as captured:
        response = ask()
        response.content  # noqa: B018
    assert response.status_code == 200
    return len(captured)


def fill(article, number, by):
    """So many notes with answers on as many revisions, links with openings and approvals."""
    for index in range(number):
        edit(article, body=article.body + f"<p>Paragraph {index}.</p>" * (index + 1))
        note = write(article, f"Note {index}", by=by, place=index, meant_for=by)
        answer(note, "Answer", by=by)
    for index in range(number):
        link = PreviewLink.objects.create(
            article=article, label=f"L{index}", expires_at=timezone.now() + timedelta(days=1),
            created_by=by, revision=newest(article), opened=number,
        )  # fmt: skip
        Note.objects.create(
            article=article, link=link, guest_name="Ada", text="x", revision=newest(article)
        )
        Opening.objects.bulk_create(Opening(link=link) for _ in range(number))
        Approval.objects.create(link=link, revision=newest(article), name="Ada")
    link = article.preview_links.first()
    for index in range(number):
        revision = newest(article)
        Approval.objects.create(link=link, revision=revision, name=f"Name {index}")
        Note.objects.create(
            article=article, link=link, guest_name="Ada", text=str(index), revision=revision
        )
        author = make_author(f"Author {index}")
        article.bylines.create(author=author, position=index)
    article.tags.add(*(make_tag() for _ in range(number)))


@pytest.fixture
def editor(client):
    make_newsroom()
    editor = make_user(role="Editor")
    client.force_login(editor)
    return editor


@pytest.fixture
def small_and_large(editor):
    articles = []
    for number in (2, 20):
        article = make_article("", published=False, slug="")
        edit(article, headline="Bread", body="<p>First.</p>")
        fill(article, number, editor)
        articles.append(article)
    return articles


def test_pages_of_an_article_cost_the_same(client, small_and_large):
    small, large = small_and_large
    client.get(address_of(small)), client.get(address_of(large))  # read, for the first time
    for address in (address_of, preview_of, links_of, notes_of):
        few, many = (queries(partial(client.get, address(one))) for one in (small, large))
        assert few == many <= 40, address


def test_the_page_of_an_outsider_costs_the_same(small_and_large):
    outsider = Client()
    few, many = (
        queries(lambda one=one: outsider.get(path_of(one.preview_links.first())))
        for one in small_and_large
    )
    assert few == many <= 25


def test_looking_at_what_is_typed_costs_the_same(client, small_and_large):
    small, large = small_and_large
    look(client, small), look(client, large)
    few, many = (queries(lambda one=one: look(client, one)) for one in (small, large))
    assert few == many


def test_what_waits_for_somebody_is_one_query(small_and_large, editor):
    with CaptureQueriesContext(connection) as captured:
        waiting = list(
            Note.objects.waiting_for(editor).with_writers().select_related("article")[:5]
        )
        assert [(one.article.headline, one.writer) for one in waiting]
    assert len(captured) == 1
