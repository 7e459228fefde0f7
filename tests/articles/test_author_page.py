"""The page of an author: who they are, where else, what they made; and below an article."""

import pytest
from django.conf import settings
from lxml import html

from articles.filing import save_author
from lib.html import excerpt
from tests.factories import make_article, make_author, make_newsroom, make_photo

pytestmark = pytest.mark.django_db
LINKS = [
    {"label": "Blog", "address": "https://blog.example/"},
    {"label": "Write to her", "address": "mailto:leyla@blog.example"},
]

CARD = "//*[@itemprop='mainEntity']"


@pytest.fixture
def author():
    make_newsroom()
    return make_author(
        "Leyla Karimi",
        slug="leyla",
        title="Science editor",
        biography="Writes about <em>rivers</em>.\n\nAnd bread.",
        photo=make_photo(alt="A woman by a river"),
        email="leyla@example.org",
        links=LINKS,
    )


def page_of(client, address):
    return html.fromstring(client.get(address).content)


def text(element):
    return " ".join(element.text_content().split())


def test_it_says_who_somebody_is_to_people_and_machines(client, author):
    make_article("Bread", authors=[author])
    page = page_of(client, "/author/leyla/")
    (card,) = page.xpath(CARD)
    assert card.getparent().get("itemtype") == "https://schema.org/ProfilePage"
    facts = {one.get("itemprop"): one for one in card.iter() if one.get("itemprop")}
    assert text(facts["name"]) == "Leyla Karimi"
    assert text(facts["jobTitle"]) == "Science editor"
    assert text(facts["description"]) == "Writes about rivers. And bread."
    assert facts["url"].get("href") == f"{settings.SITE_URL}/author/leyla/"
    assert facts["image"].get("href").startswith(settings.SITE_URL)
    assert facts["sameAs"].get("href") == "https://blog.example/"
    assert facts["email"].get("href") == "mailto:leyla@example.org"
    assert card.xpath(".//img/@alt") == ["A woman by a river"]
    assert [(link.get("href"), text(link)) for link in card.xpath(".//a[@rel='me']")] == [
        (link["address"], link["label"]) for link in LINKS
    ]
    assert page.xpath("//meta[@property='og:type']/@content") == ["profile"]
    assert page.xpath("//meta[@name='description']/@content") == ["Writes about rivers. And bread."]


def test_somebody_of_whom_nothing_is_known_has_no_empty_places(client):
    make_newsroom()
    author = make_author("Ben", slug="ben")
    make_article(authors=[author])
    (card,) = page_of(client, "/author/ben/").xpath(CARD)
    assert not card.xpath(".//ul | .//img | .//div")
    assert all(text(one) for one in card.xpath(".//p | .//h1"))


def test_what_an_author_made_in_any_role_is_listed_and_paged(client, author):
    make_newsroom(articles_per_page=2)
    for number in range(3):
        make_article(f"Number {number}", authors=[author])
    make_article("Pictures").bylines.create(author=author, role="photographs")
    make_article("Another's", authors=[make_author()])
    pages = [client.get(address).text for address in ("/author/leyla/", "/author/leyla/page/2/")]
    assert sum(page.count("<article") for page in pages) == 4
    assert "Pictures" in pages[0]
    assert "Another's" not in "".join(pages)
    assert client.get("/author/leyla/page/3/").status_code == 404


def test_who_wrote_nothing_public_is_not_there(client, author):
    make_article("Draft", authors=[author], published=False)
    for address in ("/author/leyla/", "/author/leyla/feed/"):
        assert client.get(address).status_code == 404


def test_an_old_address_leads_to_the_page_and_to_the_feed(client, author):
    make_article(authors=[author])
    save_author(author)
    author.slug = "leyla-karimi"
    save_author(author)
    answer = client.get("/author/leyla/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/author/leyla-karimi/")
    assert client.get("/author/leyla-karimi/feed/").status_code == 200


@pytest.mark.parametrize("field", ["name", "title", "biography"])
def test_words_of_an_author_are_no_markup(client, author, field):
    setattr(author, field, '"><script>alert(1)</script><img src=x onerror=alert(1)>Word')
    author.save()
    article = make_article(authors=[author])
    for address in ("/author/leyla/", article.path, "/author/leyla/feed/"):
        page = client.get(address).text
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


def test_a_changed_author_changes_the_pages_that_show_them(client, author):
    article = make_article(authors=[author])
    assert f"author-{author.pk}" in client.get(article.path).page_tags


# Below an article


def about(client, article):
    return [text(one) for one in page_of(client, article.path).xpath("//*[@class='about']//p")]


def test_below_an_article_stands_who_wrote_it(client, author):
    ben = make_author("Ben", biography="Reads.")
    article = make_article(authors=[author, ben])
    article.bylines.create(author=make_author("Cem", biography="Draws."), role="photographs")
    assert about(client, article) == [
        "Leyla Karimi · Science editor. Writes about rivers. And bread.",
        "Ben. Reads.",
    ]
    assert "About the authors" in client.get(article.path).text


def test_nobody_is_introduced_without_a_biography(client):
    article = make_article(authors=[make_author("Ben", title="Editor")])
    assert "about-heading" not in client.get(article.path).text


def test_a_long_biography_is_told_in_short_below_an_article(client, author):
    author.biography = "A sentence of six words. " * 100
    author.save()
    (said,) = about(client, make_article(authors=[author]))
    assert said.endswith(excerpt("A sentence of six words. " * 100, 280))
    assert len(said) < 340
