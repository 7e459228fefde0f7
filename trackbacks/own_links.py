"""Our own articles that link to each other: linkbacks made without HTTP and shown at once."""

from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from articles.models import Article, Tally
from lib.cache import purge
from lib.links import parse, same_address_key
from masthead.models import Newsroom
from moderation.checks import Outcome, Verdict
from moderation.deciding import settle, withdraw
from moderation.models import Response, State
from trackbacks.cases import Refused
from trackbacks.models import Linkback
from trackbacks.outward import own_links
from trackbacks.reading import TITLE_LENGTH, read
from trackbacks.targets import article_for, keys_of

OWN = Linkback.Protocol.OWN


@task
def link_own(article_id: int) -> None:
    """Nudge: bring the links of one article to others of ours up to date."""
    article = Article.objects.filter(pk=article_id).first()
    if article:
        link_own_articles(article)


def link_own_articles(article: Article) -> int:
    """Make, refresh and withdraw the linkbacks that the article means to others of ours.

    The answer is to how many articles it links now; to none when it is not public. What a person
    decided about such a linkback stands. One transaction for each article that is linked to, so
    that no two of them are ever locked at once.
    """
    wanted = _targets(article) if article.is_public else {}
    keys = {_digest(key) for key in keys_of(article, article.absolute_url)}
    for target, url in wanted.values():
        _keep(article, keys, target, url)
    old = Linkback.objects.filter(protocol=OWN, source_key__in=keys).exclude(article__in=wanted)
    reason = "link-gone" if article.is_public else "source-gone"
    for linkback in old.select_related("response").order_by("article"):
        withdraw(linkback.response, reason=reason)
    return len(wanted)


def _targets(article: Article) -> dict[int, tuple[Article, str]]:
    """The public articles that it links to, by id, each with the link; never itself."""
    found: dict[int, tuple[Article, str]] = {}
    for url in own_links(article).values():
        try:
            target = article_for(url)
        except Refused:
            continue
        if target.pk != article.pk:
            found.setdefault(target.pk, (target, url))
    return found


@transaction.atomic
def _keep(article: Article, keys: set[str], target: Article, url: str) -> None:
    """One linkback as the article says it now; a closed discussion takes no new one."""
    Tally.locked(target.pk)
    newsroom = Newsroom.objects.current()
    mine = Linkback.objects.filter(article=target, source_key__in=keys)
    linkback = mine.select_related("response").order_by("pk").first()
    if linkback is None:
        if not target.links_open(newsroom):
            return
        linkback = Linkback(response=_response(target), article=target)
    _tell(linkback, article, url)
    response = linkback.response
    response.author_name, response.host = newsroom.name[:245], _host()
    response.author_address = linkback.source
    response.summary = (linkback.excerpt or linkback.title)[:500]
    response.save(update_fields=["author_name", "author_address", "host", "summary"])
    settle(response, Verdict(Outcome.SHOW, "own-site", _host()))
    if response.state == State.SHOWN:
        purge(f"article-{target.pk}")


def _tell(linkback: Linkback, article: Article, url: str) -> None:
    """Write what the linking article says."""
    linkback.protocol = OWN
    linkback.source, linkback.target = article.absolute_url, url
    linkback.source_key = _digest(same_address_key(article.absolute_url))
    linkback.title = article.headline[:TITLE_LENGTH]
    linkback.excerpt = _excerpt(article, linkback.article, url)
    linkback.verified_at, linkback.verify_at, linkback.attempts = timezone.now(), None, 0
    linkback.save()


def _excerpt(article: Article, target: Article, url: str) -> str:
    """The text around the link, read from the article as from any other page."""
    page = f"<article>{article.body_html}</article>"
    return read(page, "text/html", article.absolute_url, keys_of(target, url)).excerpt


def _response(target: Article) -> Response:
    return Response.objects.create(article=target, kind=Response.Kind.LINKBACK)


def _host() -> str:
    return parse(settings.SITE_URL).netloc


def _digest(key: str) -> str:
    """As ``Linkback.source_key`` holds it."""
    return sha256(key.encode()).hexdigest()
