"""Staff find by any word what was saved last, drafts too, in every spelling."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.indexing import index_again, without_card
from articles.models import Article, IndexCard
from articles.publishing import publish
from articles.revisions import discard, restore
from articles.searching import found, in_order
from lib.searches import terms
from tests.articles.drafts import edit, make_draft
from tests.factories import make_article, make_author, make_tag, make_user

pytestmark = pytest.mark.django_db
HOSTILE = [
    "", "& | !", "'", "\\", "a' | 'b", "\0", "bread\0", "😀", "<->", ":*", "word " * 2000,
    "%s", "-", '"', "'bread':*", "\ud800",
]  # fmt: skip


def find(typed, articles=None):
    """Headlines of what is found, the most relevant first."""
    rows = Article.objects.all() if articles is None else articles
    ids = found(rows, terms(typed)).ids
    return [article.headline for article in in_order(rows, ids)]


def written(headline, **changes):
    article = make_draft("")
    edit(article, headline=headline, **changes)
    return article


def test_every_part_of_a_draft_is_found():
    author, tag = make_author("Leyla Karimi"), make_tag("Markets")
    article = written(
        "Bread", standfirst="Dear at last", body="<p>The <b>ba</b>ker &amp; the mill.</p>",
        tags=[{"id": tag.pk, "label": tag.name}],
        bylines=[
            {"author": {"id": author.pk, "label": author.name}, "role": "writer", "position": 0}
        ],
    )  # fmt: skip
    for typed in ("bread", "at last", "baker", "mill", "leyla", "markets"):
        assert find(typed) == ["Bread"], typed
    assert find("salt") == []
    assert article.index_card.text == "Dear at last The baker & the mill."


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("کتاب‌های تازه", "كتابهاي"),
        ("كِتَابٌ", "کتاب"),
        ("Élan vital à Genève", "elan geneve"),
        ("سال ۱۴۰۵", "1405"),
        ("elections", "elect"),
        ("کتابخانه", "کتاب"),
        ("New York Times", '"new york"'),
        ("e-mail", "e-mail"),
    ],
)
def test_spellings_beginnings_and_phrases_are_found(text, typed):
    written("One", body=f"<p>{text}</p>")
    assert find(typed) == ["One"]


def test_a_phrase_wants_its_words_beside_each_other_and_minus_takes_away():
    written("Beside", body="<p>the new york</p>")
    written("Apart", body="<p>new in york</p>")
    assert find('"new york"') == ["Beside"]
    assert set(find("new york")) == {"Beside", "Apart"}
    assert find("new -in") == ["Beside"]


def test_the_newest_revision_of_a_published_article_is_what_is_found():
    article = make_draft("Old")
    editor = make_user()
    edit(article, body="<p>apples</p>")
    publish(article, by=editor)
    first = article.revisions.first()
    edit(article, body="<p>pears</p>")
    assert (find("apples"), find("pears")) == ([], ["Old"])
    discard(article, by=editor)
    assert (find("apples"), find("pears")) == (["Old"], [])
    edit(article, body="<p>plums</p>")
    restore(article, first, by=editor)
    assert find("apples") == ["Old"]
    assert IndexCard.objects.count() == 1


def test_the_headline_weighs_more_than_the_body_and_of_equals_the_last_written_is_first():
    now = timezone.now()
    for age, (headline, body) in enumerate(
        [("Salt", "bread"), ("Other", "bread"), ("Bread", "salt"), ("Third", "bread")]
    ):
        article = written(headline, body=f"<p>{body}</p>")
        IndexCard.objects.filter(pk=article.pk).update(written_at=now - timedelta(days=age))
    assert find("bread") == ["Bread", "Salt", "Other", "Third"]


def test_only_among_the_articles_that_were_asked():
    written("A bread")
    kept = written("B bread")
    assert find("bread", Article.objects.filter(pk=kept.pk)) == ["B bread"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_find_something_or_nothing(typed):
    written("Bread")
    assert find(typed) in ([], ["Bread"])


def test_of_very_many_the_newest_are_put_in_order(monkeypatch):
    monkeypatch.setattr("articles.searching.MOST", 2)
    for number in range(4):
        written(f"Bread {number}")
    answer = found(Article.objects.all(), terms("bread"))
    assert (len(answer.ids), answer.is_more) == (2, True)


def test_what_an_import_wrote_is_found_once_it_was_indexed(capsys):
    author = make_author("Leyla")
    make_article("Imported", body="<p>bread</p>", authors=[author])
    saved = written("Saved", body="<p>bread</p>")
    IndexCard.objects.filter(pk=saved.pk).update(words="")
    assert find("bread") == []
    call_command("index_articles")
    assert find("bread leyla") == ["Imported"]
    assert "1 articles can be found" in capsys.readouterr().out
    assert not without_card().exists()
    call_command("index_articles", "--all")
    assert set(find("bread")) == {"Imported", "Saved"}


def test_the_migration_writes_the_cards_that_the_verbs_would():
    migration = import_module("articles.migrations.0008_fill_index_cards")
    author, tag = make_author("Leyla"), make_tag("Markets")
    make_article("Imported", body="<p>bread</p>", authors=[author], tags=[tag])
    written("Saved", standfirst="Dear", body="<p>salt</p>")
    list(index_again())
    made = list(IndexCard.objects.order_by("pk").values())
    IndexCard.objects.all().delete()
    migration.fill(apps, None)
    assert list(IndexCard.objects.order_by("pk").values()) == made
    migration.fill(apps, None)
    assert IndexCard.objects.count() == 2


def test_cards_are_written_in_batches(monkeypatch):
    monkeypatch.setattr("articles.indexing.AT_ONCE", 2)
    for number in range(5):
        make_article(f"No. {number}")
    assert list(index_again()) == [2, 4, 5]


def test_a_body_of_many_different_words_is_saved_and_found_by_its_first():
    body = " ".join(f"w{number:039}" for number in range(30_000))
    written("Long", body=f"<p>first {body}</p>")
    assert find("first") == ["Long"]


@pytest.mark.parametrize("typed", ["needle", "needle bread", "need"])
def test_the_box_is_not_read_whole(typed, django_assert_num_queries):
    articles = Article.objects.bulk_create(Article(headline=f"A {n}") for n in range(3000))
    now, text = timezone.now(), "As long as a short piece is. " * 40
    IndexCard.objects.bulk_create(
        IndexCard(article=one, words=f"'bread':1 'w{one.pk}':2", text=text, written_at=now)
        for one in articles
    )
    IndexCard.objects.filter(pk=articles[7].pk).update(words="'bread':1 'needle':2")
    with django_assert_num_queries(1) as captured:
        assert found(Article.objects.all(), terms(typed)).ids == [articles[7].pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('index_card_words')")
        cursor.execute("ANALYZE articles_indexcard")
        cursor.execute(f"EXPLAIN {captured.captured_queries[0]['sql']}")
        said = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on index_card_words" in said, said
    assert "Seq Scan" not in said
