"""Sending: telling the pages that our articles link to, by one protocol each, until they know.

The row is the truth. ``attempt_at`` says when to try; a claim is an ``attempt_at`` one lease in the
future, and what came of an attempt is stored only while that claim still stands. A worker that is
killed leaves the row due again when its lease ends, so that nothing is lost; what was already sent
may then be sent once more, which all four protocols bear.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from lib.fetch import WEB_PAGES, Fetched, FetchError, FetchRefused, fetch
from lib.html import text_of
from lib.links import NotAWebAddress, host_of
from masthead.models import Newsroom
from moderation.limits import wait
from trackbacks.endpoints import Endpoint, discover
from trackbacks.models import Ping
from trackbacks.outward import key_of, outward_links
from trackbacks.protocols import SECONDS, Message, Outcome, tell, unreached, unwelcome
from trackbacks.reading import Unreadable

State, Protocol = Ping.State, Ping.Protocol
BACK_OFF = [
    *(timedelta(minutes=minutes) for minutes in (1, 5, 30)),
    *(timedelta(hours=hours) for hours in (2, 6, 15)),
]
"""Between the attempts; together about a day."""
MOST_CLAIMS = 12
"""A page that ends whoever reads it is not read for ever."""
BURST, PER_MINUTE = 5, 30.0
"""Requests to one host, by all processes together."""
SPREAD = 60
"""Seconds over which those come back who wait for the same host."""
AT_ONCE = 200
TURNS = frozenset({"turn", "endpoint-turn"})
"""Waiting for a turn is no attempt."""
HEADERS_ONLY = frozenset({"type", "too-large", "encoding"})
"""Where the body is not to be had, the headers may still say it."""


@task
def send_ping(ping_id: int) -> None:
    """Nudge: send it if it is due, or come back when whoever sends it should have ended."""
    ping = Ping.objects.filter(pk=ping_id).first()
    if ping and send(ping) is None:
        come_back(ping)


@task
def send_due() -> None:
    """Nudge whatever is due: new rows, and rows whose own nudge was lost."""
    for pk in Ping.objects.due().order_by("attempt_at").values_list("pk", flat=True)[:AT_ONCE]:
        send_ping.enqueue(pk)


def send(ping: Ping) -> Outcome | None:
    """Claim, tell and conclude; None when it was not due, somebody else's, or taken back meanwhile.

    Not to be called within a transaction: another server is waited for.
    """
    claimed = claim(ping)
    if claimed is None:
        return None
    if claimed.attempts > MOST_CLAIMS:
        return conclude(claimed, None, Outcome(State.FAILED, "given-up"))
    return conclude(claimed, *_attempt(claimed))


def lease() -> timedelta:
    """How long a claim keeps others away: two pages and an answer may be waited for."""
    return 2 * timedelta(seconds=settings.LINKBACK_LEASE)


def claim(ping: Ping) -> Ping | None:
    """Take a row that is due for one lease; None when it is not or somebody was faster."""
    until = timezone.now() + lease()
    due = Ping.objects.due().filter(pk=ping.pk)
    if not due.update(attempt_at=until, attempts=F("attempts") + 1):
        return None
    claimed = Ping.objects.select_related("article").get(pk=ping.pk)
    claimed.attempt_at = until
    return claimed


def come_back(ping: Ping) -> None:
    """Look again when the lease ends under which somebody holds the row."""
    now = timezone.now()
    held = Ping.objects.filter(pk=ping.pk, state=State.WAITING)
    until = held.filter(attempt_at__range=(now, now + lease())).values_list("attempt_at", flat=True)
    for moment in until:
        send_ping.using(run_after=moment).enqueue(ping.pk)


@transaction.atomic
def conclude(ping: Ping, endpoint: Endpoint | None, outcome: Outcome) -> Outcome | None:
    """Store what came of an attempt, and when to try again; None when the claim was lost."""
    outcome, again_at = _judged(ping, outcome)
    changes = {
        "state": outcome.state,
        "reason": outcome.reason,
        "attempts": ping.attempts - (outcome.reason in TURNS),
        "attempt_at": again_at,
    }
    if endpoint:
        changes |= {"protocol": endpoint.protocol, "endpoint": endpoint.url}
    if outcome.reason not in TURNS:
        changes["last_answer"] = outcome.answer
    mine = Ping.objects.filter(pk=ping.pk, state=State.WAITING, attempt_at=ping.attempt_at)
    if not mine.update(**changes):
        return None
    if again_at:
        send_ping.using(run_after=again_at).enqueue(ping.pk)
    return outcome


def _judged(ping: Ping, outcome: Outcome) -> tuple[Outcome, datetime | None]:
    """The outcome as it is kept, and the time of the next attempt where there is one."""
    if outcome.state != State.WAITING:
        return outcome, None
    pause = timedelta(seconds=outcome.wait)
    if outcome.reason in TURNS:
        return outcome, timezone.now() + pause + timedelta(seconds=ping.pk % SPREAD)
    if ping.attempts > len(BACK_OFF):
        return replace(outcome, state=State.FAILED), None
    return outcome, timezone.now() + max(pause, BACK_OFF[ping.attempts - 1])


def _attempt(ping: Ping) -> tuple[Endpoint | None, Outcome]:
    """One attempt: discover, then tell; and the endpoint as far as it is known."""
    endpoint = _known(ping)
    asked = ""
    if endpoint is None:
        asked = _host(ping.target)
        if seconds := _turn(asked):
            return None, Outcome(State.WAITING, "turn", wait=seconds)
        found = _discovered(ping.target)
        if isinstance(found, Outcome):
            return None, found
        endpoint = found
    host = _host(endpoint.url)
    if host != asked and (seconds := _turn(host)):
        return endpoint, Outcome(State.WAITING, "endpoint-turn", wait=seconds)
    message = _message(ping)
    if endpoint.protocol == Protocol.TRACKBACK and not message.stands:
        return endpoint, Outcome(State.NONE, "stays")
    return endpoint, tell(endpoint, message)


def _known(ping: Ping) -> Endpoint | None:
    """The endpoint of a service, or the one found just before it had to wait for its turn."""
    if ping.protocol == Protocol.WEBLOG or ping.reason == "endpoint-turn":
        return Endpoint(Protocol(ping.protocol), ping.endpoint)
    return None


def _host(url: str) -> str:
    """Whose turn it takes; empty for what the fetch is going to refuse anyway."""
    try:
        return host_of(url)
    except NotAWebAddress:
        return ""


def _turn(host: str) -> float:
    """Take a turn at a host; the seconds to wait where it has none left."""
    return wait(f"ping:{host}", burst=BURST, per_minute=PER_MINUTE) if host else 0.0


def _discovered(target: str) -> Endpoint | Outcome:
    """Read the page once and find how it wants to be told."""
    try:
        page = _page(target)
        if not 200 <= page.status < 300:
            return unwelcome(page)
        return discover(page, target) or Outcome(State.NONE, "no-endpoint", str(page.status))
    except FetchError as error:
        return unreached(error)
    except Unreadable:
        return Outcome(State.NONE, "unreadable")


def _page(target: str) -> Fetched:
    """The page; where its body is not wanted, such as a film's, what stands above it."""
    purpose = "endpoint discovery"
    try:
        return fetch(target, purpose=purpose, accept=(*WEB_PAGES, ""), deadline=SECONDS)
    except FetchRefused as error:
        if error.reason not in HEADERS_ONLY:
            raise
    return fetch(target, purpose=purpose, method="HEAD", deadline=SECONDS)


def _message(ping: Ping) -> Message:
    """What is to be told, as the article is now."""
    article = ping.article
    newsroom = Newsroom.objects.current()
    return Message(
        source=article.absolute_url,
        target=ping.target,
        stands=article.is_public and key_of(ping.target) in outward_links(article),
        title=article.headline,
        excerpt=article.standfirst or text_of(article.body_html),
        blog_name=newsroom.name,
        blog_url=f"{settings.SITE_URL}/",
    )
