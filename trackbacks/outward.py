"""Where an article's text leads: pages of others, and articles of our own."""

from django.conf import settings

from articles.models import Article
from lib import html
from lib.links import NotAWebAddress, parse, same_address_key

LONGEST = 2_048
"""Characters of an address that others are told of."""


def outward_links(article: Article) -> dict[str, str]:
    """Pages of others that the shown text links to: ``key_of`` each → the address as written."""
    return {
        key: url for key, url in all_links(article, article.body_html).items() if not _is_own(url)
    }


def own_links(article: Article) -> dict[str, str]:
    """Our own pages that the shown text links to, in the same form."""
    return {key: url for key, url in all_links(article, article.body_html).items() if _is_own(url)}


def outward_links_in(article: Article, source: str) -> dict[str, str]:
    """The same of some text that the article had or has as source."""
    cleaned = html.clean(source, html.STAFF)
    return {key: url for key, url in all_links(article, cleaned).items() if not _is_own(url)}


def all_links(article: Article, text: str) -> dict[str, str]:
    """Every page that a text of the article links to, the first spelling of each."""
    found: dict[str, str] = {}
    for url in html.links(text, article.absolute_url):
        key = key_of(url)
        if key and len(url) <= LONGEST:
            found.setdefault(key, url)
    return found


def key_of(url: str) -> str:
    """The same text for every spelling of one page; empty for what is no web address."""
    try:
        return same_address_key(url)
    except NotAWebAddress:
        return ""


def _is_own(url: str) -> bool:
    """Our host, with ``www.`` or without; http and https are one."""
    return _origin(url) == _origin(settings.SITE_URL)


def _origin(url: str) -> str:
    address = parse(url)
    return same_address_key(f"{address.scheme}://{address.netloc}/")
