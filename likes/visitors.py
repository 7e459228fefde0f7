"""Who a visitor is: a random token in a signed cookie, set only when somebody likes."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article
from lib.clients import network_of
from lib.token_cookies import TokenCookie
from lib.tokens import keyed_hash, random_token
from likes.models import Like

VISITOR = TokenCookie("visitor")
TWICE = 10
"""Seconds, up to twice as many, within which two clicks of one browser are one."""


def new_token(request: HttpRequest, article: Article) -> str:
    """The token of somebody who has none yet.

    Two clicks on a slow line both come before the first cookie. Where scripts run, the page holds
    the second one back; where a form is sent without them (its answer is to be a page), the same
    network, browser and languages get the same token for a moment. Not where scripts run: whole
    countries sit behind one network, and their likes are people's, not clicks.
    """
    network, accepts = network_of(request), request.headers.get("Accept", "")
    if not network or "text/html" not in accepts:
        return random_token()
    names = ("User-Agent", "Accept-Language")
    browser = [network, *(request.headers.get(name, "") for name in names), str(article.pk)]
    now = int(timezone.now().timestamp()) // TWICE
    before, this = (_token([*browser, str(moment)]) for moment in (now - 1, now))
    likes_it = Like.objects.filter(article=article, visitor=VISITOR.row_key(before)).exists()
    return before if likes_it else this


def _token(words: list[str]) -> str:
    return keyed_hash("first like", "\0".join(words), settings.SECRET_KEY)[:32]
