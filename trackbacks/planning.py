"""What is to be told, and to whom, when an article is announced, revised or withdrawn.

Each verb only writes rows, in the caller's transaction, and nudges: ``outgoing`` sends.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from masthead.models import Newsroom
from trackbacks.models import Ping
from trackbacks.outgoing import send_due
from trackbacks.outward import key_of, outward_links, outward_links_in
from trackbacks.querysets import PingQuerySet

State, Protocol = Ping.State, Ping.Protocol


@transaction.atomic
def plan(article: Article, before: str = "") -> int:
    """Tell of the links that are new since the source text ``before``, and of those that are gone.

    A page that heard nothing yet of a link that is gone is not told. The answer is how many rows
    wait now because of it.
    """
    now, then = outward_links(article), outward_links_in(article, before)
    still = outward_links_in(article, article.body)
    new = {key: url for key, url in now.items() if key not in then}
    gone = {key: url for key, url in then.items() if key not in now and key not in still}
    known = {key_of(ping.target): ping for ping in _links_of(article)}
    untold = [ping.pk for key, ping in known.items() if key in gone and _is_untold(ping)]
    again = [
        ping.pk
        for key, ping in known.items()
        if key in new or (key in gone and not _is_untold(ping))
    ]
    missing = [url for key, url in {**new, **gone}.items() if key not in known]
    _leave(untold)
    return _wait_anew(Ping.objects.filter(pk__in=again)) + _begin(article, missing)


@transaction.atomic
def plan_withdrawal(article: Article) -> int:
    """Tell everybody who was told of a link that the article is gone."""
    known = list(_links_of(article))
    _leave(ping.pk for ping in known if _is_untold(ping))
    told = [ping.pk for ping in known if not _is_untold(ping)]
    return _wait_anew(Ping.objects.filter(pk__in=told))


@transaction.atomic
def plan_services(article: Article) -> int:
    """Tell the services that the newsroom names, once per article; a page is in no list of ours."""
    if article.kind == Article.Kind.PAGE:
        return 0
    services = Newsroom.objects.current().ping_addresses
    return _begin(article, services, protocol=Protocol.WEBLOG)


@transaction.atomic
def plan_missing(article: Article) -> int:
    """Begin what was never begun, as for an article that was imported."""
    known = {key_of(ping.target) for ping in _links_of(article)}
    return _begin(article, [url for key, url in outward_links(article).items() if key not in known])


@transaction.atomic
def send_again(pings: PingQuerySet) -> int:
    """Let rows be sent anew, whatever became of them; the answer is how many."""
    return _wait_anew(pings)


def _links_of(article: Article) -> PingQuerySet:
    return Ping.objects.filter(article=article).exclude(protocol=Protocol.WEBLOG).order_by("pk")


def _is_untold(ping: Ping) -> bool:
    """Whether surely nobody heard of it: never tried, or nobody there to be told."""
    return ping.state == State.NONE or not (ping.attempts or ping.protocol)


def _leave(pks: Iterable[int]) -> None:
    waiting = Ping.objects.filter(pk__in=list(pks), state=State.WAITING)
    waiting.update(state=State.NONE, reason="unlinked", attempt_at=None)


def _wait_anew(pings: PingQuerySet) -> int:
    """A claim that somebody holds is lost by it: what they are sending may be out of date."""
    anew = {"state": State.WAITING, "reason": "", "attempts": 0, "attempt_at": timezone.now()}
    count = pings.update(**anew)
    if count:
        send_due.enqueue()
    return count


def _begin(article: Article, targets: list[str], *, protocol: str = "") -> int:
    """New rows; one that somebody else began meanwhile is theirs."""
    pings = [
        Ping(
            article=article,
            target=target,
            protocol=protocol,
            endpoint=target if protocol else "",
        )
        for target in targets
    ]
    Ping.objects.bulk_create(pings, ignore_conflicts=True)
    if pings:
        send_due.enqueue()
    return len(pings)
