"""What is not public is nowhere: every outlet is asked for articles in every hidden state."""

from datetime import timedelta

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from articles.models import Address, Article
from articles.outlets import own_path
from lib.outlets import EXCUSED, OUTLETS
from tests.articles.test_rendering import make_photo
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_like,
    make_linkback,
    make_newsroom,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
WORD = "quokka"
TOMORROW = timezone.now() + timedelta(days=1)
STATES = {
    "draft": {"status": "draft", "published_at": None, "path": ""},
    "draft with a date": {"status": "draft", "path": ""},
    "binned": {"status": "draft", "published_at": None, "path": "", "binned_at": timezone.now()},
    "scheduled": {"published_at": TOMORROW},
    "embargoed": {"embargo_until": TOMORROW},
    "withdrawn": {"status": "withdrawn", "withdrawn_at": timezone.now()},
}


def make_telling_article(kind):
    """A public article with the word in everything that it and what was said back can show."""
    author = make_author(f"{WORD} author", slug=f"{WORD}-author", biography=WORD)
    article = make_article(
        f"{WORD} headline",
        kind=kind,
        slug=f"{WORD}-slug",
        standfirst=WORD,
        body=f"<p>{WORD}</p>",
        search_title=WORD,
        search_description=WORD,
        social_title=WORD,
        social_description=WORD,
        section=make_section("Open section"),
        photo=make_photo(key=WORD, alt=WORD, caption=WORD, credit=WORD),
        authors=[author],
        tags=[make_tag(f"{WORD} tag")],
    )
    article.also_in.add(make_section("Another open section"))
    article.corrections.create(text=WORD)
    Address.objects.create(article=article, path="/?p=77", current=False)
    Address.objects.create(article=article, path="/an-old-address/", current=False)
    comment = make_comment(article, f"{WORD} comment", name=f"{WORD} reader")
    make_comment(article, f"{WORD} answer", parent=comment)
    make_linkback(article, title=f"{WORD} title", excerpt=WORD, author_name=WORD)
    make_like(article, source="https://blog.example/", name=f"{WORD} blog")
    return article


def hide(article, state):
    """Put the article into a hidden state; a draft has no address either."""
    for name, value in STATES[state].items():
        setattr(article, name, value)
    if not article.path:
        article.addresses.filter(current=True).delete()
    article.save()


def names_of(resolver, prefix=""):
    """Every named route of the resolver, with the names of the namespaces before it."""
    for route in resolver.url_patterns:
        if isinstance(route, URLPattern):
            yield f"{prefix}{route.name or route.pattern}"
        else:
            yield from names_of(route, f"{prefix}{route.namespace}:" if route.namespace else prefix)


def test_every_route_is_an_outlet_or_excused():
    excused = tuple(name for name in EXCUSED if name.endswith(":"))
    missing = {
        name
        for name in names_of(get_resolver())
        if name not in OUTLETS and name not in EXCUSED and not name.startswith(excused)
    }
    assert missing == set()


def test_nothing_is_registered_that_is_no_route():
    names = set(names_of(get_resolver()))
    assert set(OUTLETS) <= names
    assert {name for name in EXCUSED if not name.endswith(":")} <= names


def test_an_excuse_has_a_reason_and_is_no_outlet():
    assert all(len(reason.split()) > 2 for reason in EXCUSED.values())
    assert not set(OUTLETS) & set(EXCUSED)


@pytest.mark.parametrize("kind", [Article.Kind.NEWS, Article.Kind.PAGE])
@pytest.mark.parametrize("state", STATES)
def test_no_outlet_tells_of_an_article_that_is_not_public(client, state, kind):
    make_newsroom(articles_per_page=1)
    article = make_telling_article(kind)
    own = own_path(article)
    hide(article, state)
    assert list(Article.objects.published()) == []
    asked = 0
    for name, addresses in OUTLETS.items():
        for address in addresses(article):
            answer = client.get(address)
            asked += 1
            where = f"{name}: {address}"
            assert WORD not in answer.content.decode(), where
            assert WORD not in str(answer.headers), where
            if address.startswith(own):
                assert (
                    answer.status_code == 410
                    if state == "withdrawn" and address == own
                    else answer.status_code in {404, 410}
                ), where
            assert answer.status_code < 500, where
    assert asked > 20


def test_nothing_tells_a_draft_from_nothing(client):
    article = make_telling_article(Article.Kind.NEWS)
    hide(article, "scheduled")
    hidden, absent = (client.get(article.path), client.get(article.path.replace(WORD, "wallaby")))
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert dict(hidden.headers) == dict(absent.headers)


def test_the_same_article_is_told_when_it_is_public(client):
    """Without this the test above could pass for the wrong reason."""
    make_newsroom()
    article = make_telling_article(Article.Kind.NEWS)
    silent = {
        name
        for name, addresses in OUTLETS.items()
        for address in addresses(article)
        if "?" not in address and WORD not in client.get(address, follow=True).content.decode()
    }
    further = {
        name for name in OUTLETS if name.endswith("-page") and name != "article-comment-page"
    }
    assert silent <= further | {"sitemap-lists"}
