"""Public pages are the same for everybody: anybody may keep them and ask if they changed."""

import pytest
from django.urls import reverse

from articles.models import Article
from articles.publishing import publish, revise, withdraw
from tests.factories import make_article, make_author, make_section, make_tag, make_user

pytestmark = pytest.mark.django_db


def addresses():
    section, tag, author = make_section(), make_tag(), make_author()
    article = make_article(section=section, tags=[tag], authors=[author])
    owners = [article, section, tag, author]
    machines = [reverse(name) for name in ("feed", "feed-atom", "feed-json", "sitemap", "robots")]
    return ["/", article.path[:12], *(owner.get_absolute_url() for owner in owners), *machines]


def test_a_page_that_did_not_change_is_not_sent_again(client):
    for address in addresses():
        first = client.get(address)
        assert first.status_code == 200, address
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200


def test_a_page_that_changed_is_sent(client):
    article = make_article()
    tag = client.get(article.path)["ETag"]
    Article.objects.filter(pk=article.pk).update(body_html="<p>New.</p>")
    assert client.get(article.path, headers={"if-none-match": tag}).status_code == 200


def test_pages_may_be_kept_by_anybody_and_set_no_cookie(client):
    for address in addresses():
        answer = client.get(address)
        assert "public" in answer["Cache-Control"], address
        assert "max-age=0" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies


def test_who_is_signed_in_sees_the_same_page(client):
    before = {address: client.get(address).content for address in addresses()}
    client.force_login(make_user(is_superuser=True))
    for address, content in before.items():
        answer = client.get(address)
        assert answer.content == content, address
        assert "Cookie" not in answer.get("Vary", "")


def test_what_is_not_there_is_not_kept(client):
    article = make_article()
    withdraw(article, by=None)
    for address in ("/nothing/", article.path):
        assert "public" not in client.get(address).get("Cache-Control", "")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_are_read_only(client, method):
    for address in ("/", make_article().path, "/feed/"):
        assert getattr(client, method)(address).status_code == 405


def test_head_answers_like_get_without_the_page(client):
    article = make_article()
    answer = client.head(article.path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert client.head("/nothing/").status_code == 404


def test_the_article_page_names_its_article_and_all_it_depends_on(client):
    section, tag, author = make_section(), make_tag(), make_author()
    article = make_article(section=section, tags=[tag], authors=[author])
    answer = client.get(article.path)
    assert answer.article == article
    assert answer.page_tags == {
        "newsroom",
        f"article-{article.pk}",
        f"section-{section.pk}",
        f"tag-{tag.pk}",
        f"author-{author.pk}",
    }


def test_every_list_and_feed_depends_on_the_articles(client):
    make_article()
    for address in ("/", "/feed/", "/feed.json", "/sitemap.xml", make_section().get_absolute_url()):
        assert {"articles", "newsroom"} <= client.get(address).page_tags


def test_each_verb_drops_the_article_and_every_list(monkeypatch):
    purged = []
    monkeypatch.setattr("articles.publishing.purge", lambda *tags: purged.append(set(tags)))
    article = make_article(published=False)
    for verb in (publish, revise, withdraw, publish):
        purged.clear()
        verb(article, by=None)
        assert {f"article-{article.pk}", "articles"} in purged
