"""The sentence of who made an article: its roles, its order, its languages, and no markup in it."""

import json

import pytest
from django.utils.translation import override
from lxml import etree, html

from articles.bylines import PHRASES, contributors, linked, plain, sentence, writers
from articles.models import Author, Byline
from tests.factories import make_article, make_author, make_newsroom

ANA, BEN, CEM, DEA = (Author(pk=number, name=name, slug=name.lower())
                      for number, name in enumerate(["Ana", "Ben", "Cem", "Dea"], 1))  # fmt: skip


def rows(*people):
    return [Byline(author=author, role=role) for author, role in people]


FOUR = rows((ANA, "writer"), (BEN, "writer"), (CEM, "photographs"), (DEA, "translation"))


def test_each_role_has_a_phrase():
    assert set(PHRASES) == set(Byline.Role.values)


def test_the_sentence_joins_roles_and_names():
    assert sentence(FOUR) == "By Ana and Ben; photographs by Cem; translated by Dea"


def test_roles_and_names_stand_in_the_order_of_the_rows():
    mixed = rows((CEM, "photographs"), (BEN, "writer"), (DEA, "photographs"), (ANA, "writer"))
    assert sentence(mixed) == "Photographs by Cem and Dea; by Ben and Ana"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fa", "نوشتهٔ Ana و Ben؛ عکس از Cem؛ ترجمهٔ Dea"),
        ("ar", "بقلم Ana وBen؛ تصوير Cem؛ ترجمة Dea"),
        ("ckb", "نووسینی: Ana و Ben؛ وێنە: Cem؛ وەرگێڕان: Dea"),
        ("fr", "Par Ana et Ben\u202f; photos\u202f: Cem\u202f; traduction\u202f: Dea"),
    ],
)
def test_each_language_says_it_in_its_own_way(language, said):
    with override(language):
        assert sentence(FOUR) == said


def test_nobody_is_no_sentence():
    assert sentence([]) == ""
    assert writers([]) == contributors([]) == []


@pytest.mark.parametrize("name", ["<b>A & B</b>", "{names}", '"><script>', "%(x)s {0} {}"])
@pytest.mark.parametrize("written", [plain, linked])
def test_a_name_is_a_name_whatever_is_in_it(name, written):
    row = Byline(author=Author(pk=1, name=name, slug="a"), role="writer")
    tree = html.fragment_fromstring(sentence([row, row], written), create_parent="div")
    assert tree.text_content() == f"By {name} and {name}"
    assert not tree.xpath("//script | //b")


def test_who_wrote_is_told_from_who_helped():
    both = [*FOUR, *rows((ANA, "research"))]
    assert (writers(both), contributors(both)) == ([ANA, BEN], [CEM, DEA])


def test_where_nobody_wrote_those_who_made_it_stand_for_it():
    pictures = rows((CEM, "photographs"), (DEA, "editing"))
    assert (writers(pictures), contributors(pictures)) == ([CEM, DEA], [])


# What machines read


@pytest.fixture
def article():
    make_newsroom()
    names = {name: make_author(name, slug=name.lower()) for name in ("Ana", "Ben", "Cem", "Dea")}
    article = make_article("Radio", authors=[names["Ana"]])
    for position, (name, role) in enumerate(
        [("Ben", "photographs"), ("Cem", "translation"), ("Dea", "editing"), ("Ana", "research")], 1
    ):
        article.bylines.create(author=names[name], role=role, position=position)
    return article


@pytest.mark.django_db
def test_schema_org_knows_each_in_their_role(client, article):
    page = html.fromstring(client.get(article.path).content)
    people = page.xpath("//*[contains(@class, 'byline')]//*[@itemtype='https://schema.org/Person']")
    assert [(one.get("itemprop"), one.text_content()) for one in people] == [
        ("author", "Ana"),
        ("contributor", "Ben"),
        ("translator", "Cem"),
        ("editor", "Dea"),
        ("contributor", "Ana"),
    ]
    assert page.xpath("//meta[@name='author']/@content") == ["Ana"]
    (address,) = page.xpath("//meta[@property='article:author']/@content")
    assert address.endswith("/author/ana/")
    assert [link.text_content() for link in page.xpath("//a[@rel='author']")] == ["Ana"]


@pytest.mark.django_db
def test_feeds_tell_writers_and_contributors(client, article):
    dc = {"dc": "http://purl.org/dc/elements/1.1/", "atom": "http://www.w3.org/2005/Atom"}
    rss = etree.fromstring(client.get("/feed/").content)
    assert rss.xpath("//item/dc:creator/text()", namespaces=dc) == ["Ana"]
    assert rss.xpath("//item/dc:contributor/text()", namespaces=dc) == ["Ben", "Cem", "Dea"]
    atom = etree.fromstring(client.get("/feed/atom/").content)
    assert atom.xpath("//atom:entry/atom:author/atom:name/text()", namespaces=dc) == ["Ana"]
    names = "//atom:entry/atom:contributor/atom:name/text()"
    assert atom.xpath(names, namespaces=dc) == ["Ben", "Cem", "Dea"]
    (item,) = json.loads(client.get("/feed.json").content)["items"]
    assert [one["name"] for one in item["authors"]] == ["Ana"]
