"""What was public goes away without a trace of its words, and may come back."""

import pytest

from articles.models import Article
from articles.publishing import NotPublishable, announce, publish, republish, withdraw
from articles.signals import article_announced, article_revised, article_withdrawn
from tests.articles.drafts import make_draft
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    """(signal, article id) of everything that the rooms above were told."""
    heard, listeners = [], []
    for name, signal in [
        ("announced", article_announced),
        ("revised", article_revised),
        ("withdrawn", article_withdrawn),
    ]:

        def listen(article, name=name, **kwargs):
            heard.append((name, article.pk))

        signal.connect(listen)
        listeners.append((signal, listen))
    yield heard
    for signal, listen in listeners:
        signal.disconnect(listen)


def test_a_withdrawn_article_is_gone_and_says_nothing_of_what_it_was(client, news):
    article = make_article("Wrong from the start", body="<p>Untrue.</p>", standfirst="Not so.")
    withdraw(article, by=None)
    answer = client.get(article.path)
    assert answer.status_code == 410
    for words in ("Wrong from", "Untrue", "Not so"):
        assert words not in answer.text
        assert words not in client.get("/").text
    assert news == [("withdrawn", article.pk)]
    assert article.withdrawn_at


def test_its_old_addresses_are_gone_as_well(client):
    article = make_article()
    article.addresses.create(path="/?p=12", current=False)
    article.addresses.create(path="/old/", current=False)
    withdraw(article, by=None)
    assert client.get("/?p=12").status_code == client.get("/old/").status_code == 410


def test_withdrawing_twice_tells_once(news):
    article = make_article()
    withdraw(article, by=None)
    when = article.withdrawn_at
    withdraw(article, by=None)
    assert news == [("withdrawn", article.pk)]
    assert article.withdrawn_at == when


def test_a_draft_cannot_be_withdrawn(news):
    article = make_article(published=False)
    with pytest.raises(NotPublishable, match="not published"):
        withdraw(article, by=None)
    assert news == []


def test_nobody_takes_the_address_of_a_withdrawn_article():
    first = make_draft("Same words")
    publish(first, by=None)
    withdraw(first, by=None)
    second = make_draft("Same words")
    publish(second, by=None)
    assert second.path == first.path.replace("same-words", "same-words-2")


@pytest.mark.parametrize("verb", [republish, publish])
def test_a_withdrawn_article_comes_back_where_it_was(client, news, verb):
    article = make_article()
    path, date = article.path, article.published_at
    announce(article)
    withdraw(article, by=None)
    verb(article, by=None)
    assert (article.path, article.published_at, article.withdrawn_at) == (path, date, None)
    assert client.get(path).status_code == 200
    assert [name for name, __ in news] == ["announced", "withdrawn", "revised"]


def test_what_is_not_withdrawn_cannot_come_back():
    for article in (make_article(), make_article(published=False)):
        with pytest.raises(NotPublishable, match="not withdrawn"):
            republish(article, by=None)


def test_a_withdrawn_article_can_be_changed_before_it_comes_back(client):
    article = make_draft(body="<p>Untrue.</p>")
    publish(article, by=None)
    withdraw(article, by=None)
    Article.objects.filter(pk=article.pk).update(body="<p>True.</p>")
    republish(article, by=None)
    assert "<p>True.</p>" in client.get(article.path).text
    assert article.revised_at
