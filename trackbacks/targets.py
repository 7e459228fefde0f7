"""Which article a target means: any address that it ever had, however it is spelled."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from articles.addresses import find
from articles.models import Article
from articles.views.elsewhere import CATCH_ALL
from lib.links import WebAddress, parse, same_address_key
from trackbacks.cases import Case, Refused

OLD_QUERIES = {"p", "page_id"}
"""What ``/?p=12`` means where it is known; where not, it is a missing article and no front page."""


def article_for(target: str) -> Article:
    """The public article at a web address; raises Refused (NOT_OURS, CLOSED for lists, MISSING).

    Raises NotAWebAddress for what is none.

    Nothing tells an article that is not public from one that never was.
    """
    address = parse(target)
    if not _is_ours(address):
        raise Refused(Case.NOT_OURS)
    found = find(address.target)
    if found is None:
        raise Refused(Case.CLOSED if _is_no_article(address.target) else Case.MISSING)
    if found.article is None:
        raise Refused(Case.CLOSED)
    if not found.article.is_public:
        raise Refused(Case.MISSING)
    return found.article


def keys_of(article: Article, target: str) -> frozenset[str]:
    """``same_address_key`` of every address that a link to the article may have."""
    paths = {article.path, *article.addresses.values_list("path", flat=True)}
    urls = {target, *(settings.SITE_URL + path for path in paths if path)}
    return frozenset(map(same_address_key, urls))


def _is_ours(address: WebAddress) -> bool:
    """Our host, with ``www.`` or without; http and https are one."""
    return _origin(address) == _origin(parse(settings.SITE_URL))


def _origin(address: WebAddress) -> str:
    return same_address_key(f"{address.scheme}://{address.netloc}/")


def _is_no_article(target: str) -> bool:
    """Whether the front page, a list, a feed or some other page of ours stands there."""
    parts = urlsplit(target)
    if parts.path == "/" and OLD_QUERIES & {name for name, __ in parse_qsl(parts.query)}:
        return False
    try:
        return resolve(unquote(parts.path)).url_name not in CATCH_ALL
    except Resolver404:
        return False
