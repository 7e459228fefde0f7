"""Every address that something ever had leads to where it stands now."""

import time
import tracemalloc
import unicodedata
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from articles.addresses import Taken, article_at, give, remember
from articles.models import Address
from tests.articles.drafts import at_once
from tests.factories import make_article, make_author, make_newsroom, make_section, make_tag

pytestmark = pytest.mark.django_db
HIDDEN = [
    {"published": False, "path": "/2016/08/30/hidden/"},
    {"published_at": timezone.now() + timedelta(days=1)},
    {"embargo_until": timezone.now() + timedelta(days=1)},
]


def test_a_moved_article_is_found_at_every_address_it_had(client):
    article = make_article()
    first = article.path
    give(article, "/2016/08/30/second/")
    give(article, "/2016/08/30/third/")
    for old in (first, "/2016/08/30/second/"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/2016/08/30/third/")
    assert client.get("/2016/08/30/third/").status_code == 200
    assert article.addresses.filter(current=True).count() == 1


def test_an_article_may_move_back(client):
    article = make_article()
    first = article.path
    give(article, "/2016/08/30/second/")
    give(article, first)
    assert client.get(first).status_code == 200
    assert client.get("/2016/08/30/second/")["Location"] == first


def test_nobody_is_given_what_somebody_else_has_or_had():
    one, other = make_article(), make_article()
    first = one.path
    give(one, "/2016/08/30/second/")
    for path in (first, "/2016/08/30/second/"):
        with pytest.raises(Taken):
            give(other, path)
        with pytest.raises(Taken):
            remember(other, path)
    other.refresh_from_db()
    assert other.path
    assert other.addresses.get(current=True).path == other.path


@pytest.mark.parametrize(
    "asked", ["/?p=12", "/?p=12&utm_source=list", "/?utm_source=list&p=12", "/?p=12#comments"]
)
def test_an_old_query_address_leads_to_the_article_and_drops_its_query(client, asked):
    article = make_article()
    remember(article, "/?p=12")
    answer = client.get(asked.partition("#")[0])
    assert (answer.status_code, answer["Location"]) == (301, article.path)
    assert article_at(asked) == article


@pytest.mark.parametrize("asked", ["/?p=1", "/?p=121", "/?P=12", "/?q=p=12", "/?"])
def test_another_query_is_the_front_page(client, asked):
    remember(make_article(), "/?p=12")
    assert client.get(asked).status_code == 200
    assert article_at(asked) is None


def test_an_old_path_keeps_the_query_that_is_no_address(client):
    article = make_article()
    remember(article, "/archives/12.html")
    answer = client.get("/archives/12.html?utm_source=list")
    assert (answer.status_code, answer["Location"]) == (301, f"{article.path}?utm_source=list")


@pytest.mark.parametrize("fields", HIDDEN, ids=["draft", "scheduled", "embargoed"])
def test_an_old_address_does_not_betray_what_is_not_public(client, fields):
    article = make_article(**fields)
    remember(article, "/?p=12")
    remember(article, "/old/")
    assert client.get("/?p=12").status_code == 200
    assert client.get("/old/").status_code == client.get(article.path).status_code == 404
    assert article_at("/old/") == article


def test_a_missing_last_slash_is_put_there(client):
    article = make_article()
    answer = client.get(f"{article.path[:-1]}?from=feed")
    assert (answer.status_code, answer["Location"]) == (301, f"{article.path}?from=feed")
    section = make_section()
    answer = client.get(section.get_absolute_url()[:-1])
    assert (answer.status_code, answer["Location"]) == (301, section.get_absolute_url())
    assert client.get("/feed")["Location"] == "/feed/"
    assert client.get("/admin")["Location"] == "/admin/"


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/2016/08/30/nothing", "/nothing/", "/a/b/c/d/e/", "/%00/", "/a%00b",
     "/?p=%00", "/%0A/", "/%ff/", "/\u202e/", "/2016/08/30/%00/", "/section/%00/",
     f"/{'a' * 3000}/"],
)  # fmt: skip
def test_what_never_stood_anywhere_is_not_there(client, address):
    assert client.get(address).status_code == (200 if address.startswith("/?") else 404)


@pytest.mark.parametrize("path", ["//example.org", "//example.org/page/1/", "//2016", "//feed"])
def test_no_redirect_leads_to_another_site(client, path):
    answer = client.get("/", PATH_INFO=path)
    assert answer.status_code == 404


def test_every_spelling_of_unicode_leads_to_one_address(client):
    article = make_article(slug="café", path="/2016/08/30/café/")
    decomposed = unicodedata.normalize("NFD", article.path)
    assert decomposed != article.path
    for asked in (decomposed, quote(decomposed)):
        answer = client.get(asked)
        assert (answer.status_code, answer["Location"]) == (301, quote(article.path))
        assert article_at(asked) == article
    assert client.get(quote(article.path)).status_code == 200


def test_an_imported_current_address_of_another_shape_shows_its_article_without_a_loop(client):
    article = make_article(path="/blog/2009/a-tale.html")
    answer = client.get("/blog/2009/a-tale.html")
    assert answer.status_code == 200
    assert article.headline in answer.text


def test_an_address_is_found_in_any_state():
    draft = make_article(published=False)
    remember(draft, "/?p=7")
    withdrawn = make_article(status="withdrawn")
    assert article_at("/?p=7") == draft
    assert article_at(withdrawn.path) == article_at(withdrawn.path[:-1]) == withdrawn
    assert article_at("/") is article_at("/section/x/") is article_at("") is None


def test_the_address_of_a_section_is_no_article():
    section = make_section()
    give(section, "/section/old-name/")
    assert article_at("/section/old-name/") is None


def test_an_old_address_of_a_tag_or_author_of_drafts_only_is_not_there(client):
    tag, author = make_tag("New secret name"), make_author("New name")
    remember(tag, "/tag/old/")
    remember(author, "/author/old/")
    assert client.get("/tag/old/").status_code == client.get("/author/old/").status_code == 404
    make_article(tags=[tag], authors=[author])
    assert client.get("/tag/old/")["Location"] == tag.get_absolute_url()
    assert client.get("/author/old/")["Location"] == author.get_absolute_url()


def test_an_unknown_address_costs_few_queries(client, django_assert_max_num_queries):
    make_newsroom()
    with django_assert_max_num_queries(3):
        client.get("/2016/08/30/nothing/?a=1&b=2&c=3")


def test_a_post_to_nowhere_changes_nothing(client):
    assert client.post("/nothing/", {"a": 1}).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_one_address_at_once_one_gets_it():
    articles = [make_article() for _ in range(6)]
    raised = at_once(6, lambda number: give(articles[number], "/2016/08/30/wanted/"))
    assert [type(error) for error in raised] == [Taken] * 5
    assert Address.objects.filter(path="/2016/08/30/wanted/", current=True).count() == 1
    assert Address.objects.filter(current=True).count() == 6


def test_the_first_parts_of_a_query_are_looked_for(client):
    article = make_article()
    remember(article, "/?p=12")
    assert client.get("/?utm_source=x&p=12").status_code == 301
    for parts in (1_000, 20_000):
        assert article_at(f"/?{'x&' * parts}p=12") is None


@pytest.mark.parametrize(
    "path",
    [f"/{'a' * 4_000}/?{'x&' * 4_000}", f"/a{'%CC%81%CC%96' * 5_000}/"],
    ids=["many parts", "a heap of marks"],
)
def test_an_endless_address_costs_little(client, path):
    make_newsroom()
    tracemalloc.start()
    begun = time.process_time()
    answer = client.get(path)
    spent, (_, most) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 404
    assert spent < 3
    assert most < 8_000_000
