"""What search results and cards say of an article is written for them, and for nothing else."""

from importlib import import_module

import pytest
from django.apps import apps
from lxml import html

from articles.models import Revision
from articles.revisions import Clashing, newest, restore
from tests.articles.drafts import edit, make_draft
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
WORDS = {
    "headline": "Headline",
    "standfirst": "Standfirst",
    "search_title": "Search title",
    "search_description": "Search description",
    "social_title": "Social title",
    "social_description": "Social description",
}
ATTACK = """"'><script>alert(1)</script></title></script><meta content='"""


def head(client, article):
    """What the page tells machines."""
    page = html.fromstring(client.get(article.path).content)
    return {
        "title": page.xpath("string(//title)"),
        "description": page.xpath("string(//meta[@name='description']/@content)"),
        "og:title": page.xpath("string(//meta[@property='og:title']/@content)"),
        "og:description": page.xpath("string(//meta[@property='og:description']/@content)"),
    }


@pytest.mark.parametrize(
    ("empty", "told"),
    [
        ((), ["Search title", "Search description", "Social title", "Social description"]),
        (
            ("social_title", "social_description"),
            ["Search title", "Search description", "Search title", "Search description"],
        ),
        (
            ("search_title", "search_description"),
            ["Headline", "Standfirst", "Social title", "Social description"],
        ),
        (
            ("search_title", "social_title", "search_description", "social_description"),
            ["Headline", "Standfirst", "Headline", "Standfirst"],
        ),
        (
            ("search_title", "social_description"),
            ["Headline", "Search description", "Social title", "Search description"],
        ),
    ],
)
def test_each_place_has_its_words_or_those_of_the_next(client, empty, told):
    article = make_article(**{**WORDS, **dict.fromkeys(empty, "")})
    title, description, social_title, social_description = told
    said = head(client, article)
    assert said.pop("title").startswith(f"{title} · ")
    assert said == {
        "description": description,
        "og:title": social_title,
        "og:description": social_description,
    }


def test_readers_lists_and_feeds_keep_the_headline(client):
    article = make_article(**WORDS)
    page = html.fromstring(client.get(article.path).content)
    assert page.xpath("string(//h1[@itemprop='headline'])") == "Headline"
    assert page.xpath("string(//*[@itemprop='description'])") == "Standfirst"
    for address in ("/", "/feed/", "/feed/atom/", "/feed.json"):
        said = client.get(address).text
        assert "Headline" in said, address
        for word in ("Search title", "Social title", "Search desc", "Social desc"):
            assert word not in said, (address, word)


def test_hostile_words_stay_words_in_the_head(client):
    article = make_article(**dict.fromkeys(WORDS, ATTACK))
    assert "<script>alert" not in client.get(article.path).text
    said = head(client, article)
    assert said.pop("title").startswith(f"{ATTACK} · ")
    assert set(said.values()) == {ATTACK}


# In revisions


def test_both_changes_of_two_texts_stand_and_of_one_text_somebody_chooses():
    article = make_draft("Bread")
    first = edit(article, social_title="Bread!")
    edit(article, social_title="Bread, bread")
    edit(article, social_description="Dear.", based_on=first.number)
    content = newest(article).content
    assert (content["social_title"], content["social_description"]) == ("Bread, bread", "Dear.")
    with pytest.raises(Clashing) as clashing:
        edit(article, social_title="Salt", based_on=first.number)
    (clash,) = clashing.value.clashes["social_title"]
    edit(article, social_title="Salt", based_on=first.number, choices={clash.key: "both"})
    assert newest(article).content["social_title"] == "Bread, bread Salt"


def test_an_older_revision_brings_its_texts_back():
    article = make_draft("Bread")
    first = edit(article, social_title="Bread!", social_description="Dear.")
    edit(article, social_title="", social_description="Cheap.")
    restore(article, first, by=make_user())
    article.refresh_from_db()
    assert article.on_cards == ("Bread!", "Dear.")


def test_a_revision_from_before_there_were_such_texts_says_that_there_are_none():
    migration = import_module("articles.migrations.0011_revisions_with_social_texts")
    article = make_draft("Bread", standfirst="Dear.")
    edit(article, social_title="Bread!")
    last = edit(article, headline="Salt")
    kept = dict(last.content)
    old = {name: value for name, value in kept.items() if not name.startswith("social")}
    Revision.objects.filter(pk=last.pk).update(content=old)
    migration.fill(apps, None)
    last.refresh_from_db()
    assert last.content == {**old, "social_title": "", "social_description": ""}
    assert article.revisions.get(number=2).content["social_title"] == "Bread!"
    same = edit(article, headline="Salt", social_title="", social_description="")
    assert same == last
