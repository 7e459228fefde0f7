"""What moderators are told by mail: at once when it is quiet, together when much comes.

A bulletin is claimed before it is sent, and marked when the server took it: at least once, because
what waits unseen is worse than a mail that comes again. Twice it comes only when a worker dies
between the server's answer and the mark; then it has the same Message-ID, and mailboxes drop it.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from lib.mail import send
from masthead.models import Newsroom
from moderation.models import Appeal, Bulletin, Report, Response, State
from moderation.reasons import evidence_for, explain
from moderation.sealed import deciding_address

MOST_ATTEMPTS = 20
"""With the worker's back-off about three hours of a mail server that does not answer."""
LEASE = timedelta(minutes=5)
"""After this another worker sends what one has begun: longer than any mail server may take."""
MOST_LISTED = 30
"""Of each sort in one mail; the rest is counted."""
OLDEST = ("created_at", "pk")


@task(max_attempts=MOST_ATTEMPTS)  # type: ignore[call-overload]
def tell_moderators() -> None:
    """Send what is due, if anything is; nudged by news, and by the clock when a pause has ended."""
    bulletin = claim()
    if bulletin:
        deliver(bulletin)


@transaction.atomic
def claim() -> Bulletin | None:
    """The bulletin to send now: one that a worker left lying, or all that is news since the last.

    None while the newsroom's pause since the last one lasts, and while another worker sends.
    """
    newsroom = _locked_newsroom()
    now = timezone.now()
    unsent = Bulletin.objects.unsent().order_by("pk").first()
    if unsent:
        return _taken(unsent) if unsent.is_free(now - LEASE) else None
    pause = timedelta(minutes=newsroom.moderation_digest_minutes)
    if Bulletin.objects.filter(created_at__gt=now - pause).exists():
        return None
    news = [Response.objects.untold(), Report.objects.untold(), Appeal.objects.untold()]
    if not any(rows.exists() for rows in news):
        return None
    bulletin = Bulletin.objects.create(claimed_at=now)
    for rows in news:
        rows.update(bulletin=bulletin)
    return bulletin


def deliver(bulletin: Bulletin) -> None:
    """Mail a claimed bulletin to everybody who may decide; a server that fails raises, and
    whoever comes next may try.
    """
    to = list(moderators().values_list("email", flat=True))
    newsroom = Newsroom.objects.current()
    try:
        with translation.override(newsroom.language), timezone.override(newsroom.zone):
            context = context_of(bulletin, newsroom)
            if to and context["count"]:
                key = f"bulletin-{bulletin.pk}-{bulletin.created_at:%Y%m%d%H%M%S}"
                send("moderation/bulletin", to, context, key=key, thread=_thread_of(context))
    except BaseException:
        Bulletin.objects.filter(pk=bulletin.pk).update(claimed_at=None)
        raise
    Bulletin.objects.filter(pk=bulletin.pk).update(sent_at=timezone.now())


def moderators() -> QuerySet[User]:
    """Active people who may decide about responses, each once, in a steady order."""
    may = {"codename": "decide_response", "content_type__app_label": "moderation"}
    own = Q(**{f"user_permissions__{name}": value for name, value in may.items()})
    by_role = Q(**{f"groups__permissions__{name}": value for name, value in may.items()})
    holders = User.objects.filter(Q(is_superuser=True) | own | by_role, is_active=True)
    return User.objects.filter(pk__in=holders.values("pk")).order_by("pk")


def context_of(bulletin: Bulletin, newsroom: Newsroom) -> dict[str, object]:
    """What the mail's templates name; what was decided meanwhile is no news any more."""
    waiting = bulletin.responses.filter(state__in=[State.HELD, State.SHOWN])
    waiting = waiting.exclude(decisions__decided_by__isnull=False)
    reports = bulletin.reports.open()
    appeals = bulletin.appeals.open()
    counts = [rows.count() for rows in (waiting, reports, appeals)]
    listed = [
        *(_item(one) for one in waiting.select_related("article").order_by(*OLDEST)[:MOST_LISTED]),
        *(
            _item(one.response) | {"report": one}
            for one in reports.select_related("response__article").order_by(*OLDEST)[:MOST_LISTED]
        ),
        *(
            _item(one.response) | {"appeal": one}
            for one in appeals.select_related("response__article").order_by(*OLDEST)[:MOST_LISTED]
        ),
    ]
    return {
        "newsroom": newsroom,
        "items": listed,
        "count": sum(counts),
        "more": sum(counts) - len(listed),
        "queue": settings.SITE_URL + reverse("admin:moderation_response_changelist"),
    }


def _locked_newsroom() -> Newsroom:
    """The one row, by whose lock bulletins are made one after the other."""
    Newsroom.objects.current()
    return Newsroom.objects.select_for_update(no_key=True).get()


def _taken(bulletin: Bulletin) -> Bulletin:
    bulletin.claimed_at = timezone.now()
    bulletin.save(update_fields=["claimed_at"])
    return bulletin


def _item(response: Response) -> dict[str, object]:
    """One response and what a moderator may do about it."""
    decisions = {"approve", "reject", "spam"}
    if response.state == State.SHOWN:
        decisions.discard("approve")
    return {
        "response": response,
        "article": response.article,
        "is_held": response.state == State.HELD,
        "is_comment": response.kind == Response.Kind.COMMENT,
        "why": explain(response.reason),
        "evidence": evidence_for(response.reason, response.evidence),
        "desk": settings.SITE_URL + reverse("admin:moderation_response_change", args=[response.pk]),
        **{word: deciding_address(response, word) for word in decisions},
    }


def _thread_of(context: dict[str, object]) -> str:
    """A mail about one article lies with the others about it."""
    articles = {item["article"].pk for item in context["items"]}  # type: ignore[attr-defined]
    return f"article-{articles.pop()}" if len(articles) == 1 else ""
