"""Which article a target means, by every address that it has or had and every spelling of them."""

import pytest

from tests.factories import make_article
from trackbacks.cases import Case, Refused
from trackbacks.targets import article_for


@pytest.fixture
def article(db, settings):
    settings.SITE_URL = "https://news.example"
    return make_article(path="/2016/08/30/bread/")


@pytest.mark.parametrize(
    "target",
    [
        "https://news.example/2016/08/30/bread/",
        "http://news.example/2016/08/30/bread/",
        "https://www.news.example/2016/08/30/bread/",
        "https://NEWS.example:443/2016/08/30/bread",
        "https://news.example/2016/08/30/bread/#comments",
        "https://news.example/2016/08/30/bread/?utm_source=feed&utm_medium=rss",
        "http://www.news.example/2016/08/30/bread?utm_campaign=x#top",
    ],
)
def test_every_spelling_of_the_address_means_the_article(article, target):
    assert article_for(target) == article


@pytest.mark.parametrize("target", ["/?p=12", "/?p=12&utm_source=x#y", "/old-bread/", "/old-bread"])
def test_an_address_that_the_article_had_means_it(article, target):
    for path in ("/?p=12", "/old-bread/"):
        article.addresses.create(path=path, current=False)
    assert article_for(f"http://www.news.example{target}") == article


@pytest.mark.parametrize(
    ("target", "case"),
    [
        ("https://news.example/2016/08/30/bre/", Case.MISSING),
        ("https://news.example/?p=13", Case.MISSING),
        ("https://news.example/?utm_source=x", Case.CLOSED),
        ("https://news.example.evil.example/2016/08/30/bread/", Case.NOT_OURS),
        ("https://sub.news.example/2016/08/30/bread/", Case.NOT_OURS),
        ("https://news.example:8443/2016/08/30/bread/", Case.NOT_OURS),
    ],
)
def test_what_only_looks_like_it_is_refused(article, target, case):
    with pytest.raises(Refused) as caught:
        article_for(target)
    assert caught.value.case == case
