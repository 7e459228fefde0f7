"""Every list of the desk costs the same with ten times the rows, and walks only what it shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.indexing import index_again
from articles.models import Article, Tally
from articles.revisions import newest
from bench.plans import asked
from desk.models import Handover, Note
from tests.articles.drafts import edit, make_draft
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_newsroom,
    make_section,
    make_tag,
    make_user,
)
from trackbacks.models import Ping

LIST = "/admin/articles/article/"
LISTS = [
    "/admin/", LIST, f"{LIST}?state=draft", f"{LIST}?state=scheduled", f"{LIST}?state=published",
    f"{LIST}?state=withdrawn", f"{LIST}?state=template", f"{LIST}?state=bin", f"{LIST}?q=bread",
    f"{LIST}?q=bread&state=published", f"{LIST}?author=1", f"{LIST}add/",
]  # fmt: skip
MOST = 14


@pytest.fixture
def boss(client):
    make_newsroom()
    boss = make_user(is_superuser=True)
    client.force_login(boss)
    return boss


def fill(boss, number):
    """So many of everything that a list shows."""
    now = timezone.now()
    author = make_author(user=None)
    for index in range(number):
        section, tag = make_section(), make_tag()
        public = make_article(
            f"Bread {index}", authors=[author, make_author()], section=section, tags=[tag],
            created_by=boss,
        )  # fmt: skip
        make_comment(public, state="held")
        edit(public, standfirst="waits", by=boss)
        last = newest(public)
        last.publish_at = now - timedelta(hours=index % 2)
        last.save()
        make_article(f"To come {index}", published_at=now + timedelta(hours=index + 1))
        draft = make_draft(f"Draft bread {index}", created_by=boss)
        Handover.objects.create(article=draft, by=make_user(role="Editor"), to=boss, at=now)
        Note.objects.create(article=draft, text="Look", written_by=draft.created_by, meant_for=boss)
        make_draft(f"Binned {index}", binned_at=now)
        make_draft(f"Template {index}", status="template")
        gone = make_draft(f"Gone {index}")
        Article.objects.filter(pk=gone.pk).update(status="withdrawn", withdrawn_at=now)
        target = f"https://a.example/{public.pk}"
        Ping.objects.create(article=public, target=target, state="failed", attempt_at=None)
    list(index_again())


@pytest.mark.django_db
def test_each_list_costs_the_same_with_ten_times_the_rows(client, boss):
    def count():
        found = {}
        for address in LISTS:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200, address
            found[address] = len(captured)
        return found

    fill(boss, 2)
    count()
    few = count()
    fill(boss, 18)
    assert count() == few
    assert max(few.values()) <= MOST


NUMBER = 20_000


def many(boss, number):
    """An archive: nearly everything was published long ago, by many people."""
    now = timezone.now()
    people = [boss, *(make_user() for _ in range(20))]
    sections = [make_section() for _ in range(10)]
    authors = [make_author(f"Author {n}") for n in range(20)]
    articles = Article.objects.bulk_create(
        Article(
            headline=f"Article {n} bread", body="<p>Words.</p>" * 20, status="published",
            path=f"/a/{n}/", slug=f"a-{n}", published_at=now - timedelta(hours=n + 1),
            announced_at=now, created_by=people[1 + n % 20], section=sections[n % 10],
        )
        for n in range(number)
    )  # fmt: skip
    Tally.objects.bulk_create(Tally(article=one) for one in articles)
    byline = Article.bylines.rel.related_model
    byline.objects.bulk_create(
        byline(article=one, author=authors[n % 20]) for n, one in enumerate(articles)
    )
    revision = Article.revisions.rel.related_model
    revision.objects.bulk_create(
        revision(
            article=one, number=1, content={"headline": one.headline, "body": one.body},
            created_by=people[1 + n % 20], published_at=now,
        )
        for n, one in enumerate(articles)
    )  # fmt: skip
    Article.objects.filter(pk__gte=articles[-30].pk).update(created_at=now - timedelta(days=900))
    list(index_again())
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('index_card_words')")
        cursor.execute("VACUUM ANALYZE")
    return people


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)  # rows that are vacuumed, as a newsroom's are
def test_no_list_of_an_archive_walks_or_sorts_more_than_it_shows(client):
    make_newsroom()
    boss = make_user(is_superuser=True)
    people = many(boss, NUMBER)
    client.force_login(boss)
    fill(boss, 3)
    faults = {}
    for person in (boss, people[5]):
        person.is_superuser = True
        person.save()
        client.force_login(person)
        for address in [*LISTS, f"{LIST}?q=article+777"]:
            with asked() as found:
                assert client.get(address).status_code == 200, address
            if bad := found.faults():
                faults[address] = bad
    assert {name: bad for name, bad in faults.items() if "q=bread" not in name} == {}
