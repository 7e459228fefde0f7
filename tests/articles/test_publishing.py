"""A draft goes before the public, now or at its hour, once, at an address of its own."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_ox.models import OxTask

from articles import addresses
from articles.models import Address, Article, Tally
from articles.publishing import NotPublishable, publish, withdraw
from tests.articles.drafts import at_once, make_draft
from tests.factories import make_newsroom, make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""

    class Clock:
        now = NOON

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


def test_a_published_draft_is_read_at_its_dated_address(client):
    article = make_draft(body="<p>Every broadcast since 1940.</p>", body_html="")
    publish(article, by=make_user())
    today = timezone.localtime()
    assert article.path == f"/{today:%Y/%m/%d}/radio-opens-its-archive/"
    assert article.is_public
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 200
    assert "<p>Every broadcast since 1940.</p>" in answer.text
    assert Address.objects.get(path=article.path, current=True).article == article


def test_without_a_headline_nothing_is_published_and_the_reason_stands_at_its_field():
    article = make_draft("  ")
    with pytest.raises(NotPublishable) as refusal:
        publish(article, by=None)
    assert refusal.value.message_dict == {
        "headline": ["An article needs a headline before it is published."]
    }
    article.refresh_from_db()
    assert (article.status, article.path) == ("draft", "")
    assert not Address.objects.exists()
    assert not OxTask.objects.exists()


def test_an_article_in_the_bin_is_not_published():
    article = make_draft(binned_at=timezone.now())
    with pytest.raises(NotPublishable, match="bin"):
        publish(article, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(
            status="published", path="/a/", published_at=timezone.now()
        )


def test_the_address_tells_the_day_of_the_newsrooms_zone(clock):
    make_newsroom(time_zone="Asia/Tehran")
    clock.now = datetime(2026, 3, 4, 21, tzinfo=UTC)  # half past midnight in Tehran
    article = make_draft()
    publish(article, by=None)
    assert article.path == "/2026/03/05/radio-opens-its-archive/"


def test_a_later_zone_or_headline_does_not_move_what_is_published(clock):
    article = make_draft()
    publish(article, by=None)
    make_newsroom(time_zone="Pacific/Auckland")
    Article.objects.filter(pk=article.pk).update(headline="Another headline")
    publish(article, by=None)
    assert article.path == "/2026/03/04/radio-opens-its-archive/"


def test_the_same_headline_on_one_day_gets_a_number(clock):
    paths = []
    for _ in range(3):
        article = make_draft()
        publish(article, by=None)
        paths.append((article.path, article.slug))
    slug = "radio-opens-its-archive"
    assert paths == [(f"/2026/03/04/{word}/", word) for word in (slug, f"{slug}-2", f"{slug}-3")]


def test_an_address_that_something_once_had_is_not_given_again(clock):
    first = make_draft()
    publish(first, by=None)
    addresses.give(first, "/2026/03/04/renamed/")
    second = make_draft()
    publish(second, by=None)
    assert second.path == "/2026/03/04/radio-opens-its-archive-2/"


@pytest.mark.parametrize(
    ("headline", "language", "slug"),
    [
        ("رادیو آرشیو خود را می‌گشاید", "fa", "رادیو-آرشیو-خود-را-می-گشاید"),
        ("हिन्दी में समाचार", "hi", "हिन्दी-में-समाचार"),
        ("Café Zürich", "de", "café-zürich"),
        ("Feed", "en", "feed-1"),
        ("Comment page 2", "en", "comment-page-2-1"),
    ],
)
def test_the_slug_comes_from_the_headline_in_any_script(client, headline, language, slug):
    article = make_draft(headline, language=language)
    publish(article, by=None)
    assert article.slug == slug
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_headline_without_letters_is_addressed_by_its_number(client):
    article = make_draft("?!")
    publish(article, by=None)
    assert article.slug == str(article.pk)
    assert client.get(article.path).status_code == 200


def test_a_slug_of_the_editors_choice_is_kept():
    article = make_draft(slug="archive-1940")
    publish(article, by=None)
    assert article.path.endswith("/archive-1940/")


def test_a_page_lives_at_its_slug(client):
    article = make_draft("About us", kind=Article.Kind.PAGE)
    publish(article, by=None)
    assert article.path == "/about-us/"
    assert client.get("/about-us/").status_code == 200


@pytest.mark.parametrize("word", ["admin", "feed", "2016", "media", "static", "search"])
def test_a_page_never_takes_an_address_that_means_something_else(word):
    article = make_draft("A page", kind=Article.Kind.PAGE, slug=word)
    publish(article, by=None)
    assert article.path == f"/{word}-2/"


def test_publishing_keeps_and_marks_a_revision():
    user = make_user()
    article = make_draft()
    publish(article, by=user)
    revision = article.revisions.get()
    assert (revision.number, revision.created_by, revision.content["headline"]) == (
        1,
        user,
        "Radio opens its archive",
    )
    assert revision.published_at


def test_an_article_that_nothing_was_counted_for_is_shown_with_nothing(client):
    article = make_draft()
    Tally.objects.all().delete()
    publish(article, by=None)
    assert client.get(article.path).status_code == 200
    assert Tally.objects.get().article == article


def test_a_second_click_changes_nothing(clock):
    article = make_draft()
    publish(article, by=None)
    clock.now += timedelta(seconds=2)
    publish(article, by=None)
    assert article.published_at == NOON
    assert article.revisions.count() == 1
    assert OxTask.objects.count() == 1


def test_a_scheduled_article_appears_by_time_alone(client, clock):
    article = make_draft()
    publish(article, by=None, at=NOON + timedelta(hours=3))
    assert article.is_scheduled
    assert article.path == "/2026/03/04/radio-opens-its-archive/"
    assert client.get(article.path).status_code == 404
    assert "Radio opens" not in client.get("/").text
    clock.now = NOON + timedelta(hours=3)
    assert client.get(article.path).status_code == 200
    assert "Radio opens" in client.get("/").text


def test_an_embargo_holds_a_published_article_until_it_ends(client, clock):
    article = make_draft(embargo_until=NOON + timedelta(hours=1))
    publish(article, by=None)
    assert article.published_at == NOON + timedelta(hours=1)
    assert client.get(article.path).status_code == 404
    clock.now = NOON + timedelta(hours=1)
    assert client.get(article.path).status_code == 200


def test_another_time_for_a_scheduled_article_moves_its_address_with_the_date(clock):
    article = make_draft()
    publish(article, by=None, at=NOON + timedelta(days=1))
    publish(article, by=None, at=NOON + timedelta(days=2))
    assert article.path == "/2026/03/06/radio-opens-its-archive/"
    assert list(article.addresses.values_list("path", "current")) == [(article.path, True)]
    publish(article, by=None)
    assert (article.path, article.is_public) == ("/2026/03/04/radio-opens-its-archive/", True)


def test_a_public_article_cannot_be_scheduled(clock):
    article = make_draft()
    publish(article, by=None)
    with pytest.raises(NotPublishable, match="public already"):
        publish(article, by=None, at=NOON + timedelta(days=1))
    article.refresh_from_db()
    assert article.published_at == NOON


def test_the_nudges_come_at_the_hour_and_a_minute_later(clock):
    now, later = make_draft("Now"), make_draft("Later")
    hour = NOON + timedelta(hours=5)
    publish(now, by=None)
    publish(later, by=None, at=hour)
    nudges = {
        (task.task_path.rpartition(".")[2], *task.args): task.run_after
        for task in OxTask.objects.all()
    }
    assert nudges == {
        ("announce_later", now.pk): NOON + timedelta(minutes=1),
        ("announce_later", later.pk): hour + timedelta(minutes=1),
        ("purge_later", later.pk): hour,
    }


def test_a_publication_that_is_rolled_back_leaves_nothing_behind():
    article = make_draft()
    with transaction.atomic():
        publish(article, by=None)
        transaction.set_rollback(True)
    assert not OxTask.objects.exists()
    assert not Address.objects.exists()
    assert Article.objects.get().status == "draft"


def test_what_was_withdrawn_before_its_hour_is_a_draft_again(clock):
    article = make_draft()
    publish(article, by=None, at=NOON + timedelta(days=1))
    withdraw(article, by=None)
    assert (article.status, article.path, article.published_at) == ("draft", "", None)
    assert not Address.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_article_published_by_many_at_once_is_published_once():
    article = make_draft()
    raised = at_once(6, lambda number: publish(Article.objects.get(pk=article.pk), by=None))
    assert raised == []
    assert article.revisions.count() == article.addresses.count() == OxTask.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_articles_with_one_headline_published_at_once_get_addresses_of_their_own():
    make_newsroom()
    drafts = [make_draft() for _ in range(6)]
    raised = at_once(6, lambda number: publish(Article.objects.get(pk=drafts[number].pk), by=None))
    assert raised == []
    slugs = set(Article.objects.values_list("slug", flat=True))
    assert slugs == {
        "radio-opens-its-archive",
        *(f"radio-opens-its-archive-{number}" for number in range(2, 7)),
    }
