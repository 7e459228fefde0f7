"""One mail to the moderators for each response that they should look at."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from lib.mail import send
from masthead.models import Newsroom
from moderation.models import Response, State
from moderation.reasons import explain

MOST_ATTEMPTS = 20
"""With the worker's back-off about three hours of a mail server that does not answer."""


@task(max_attempts=MOST_ATTEMPTS)  # type: ignore[call-overload]
def tell_moderators(response_id: int) -> None:
    """Send the mail, once: who comes second waits for the row and finds that it was sent."""
    with transaction.atomic():
        waiting = Response.objects.filter(pk=response_id, told_at=None)
        response = waiting.select_for_update(of=["self"]).select_related("article").first()
        if response:
            tell(response)


def tell(response: Response) -> None:
    """Mail everybody who may decide; the caller holds the row's lock.

    Nobody is told of what a person decided meanwhile. A mail server that fails raises, and with it
    goes the mark that the moderators were told.
    """
    response.told_at = timezone.now()
    response.save(update_fields=["told_at"])
    to = list(moderators().values_list("email", flat=True))
    newsroom = Newsroom.objects.current()
    if to and is_news(response):
        with translation.override(newsroom.language), timezone.override(newsroom.zone):
            send("moderation/response", to, context_of(response, newsroom))


def moderators() -> QuerySet[User]:
    """Active people who may decide about responses, each once, in a steady order."""
    may = {"codename": "decide_response", "content_type__app_label": "moderation"}
    own = Q(**{f"user_permissions__{name}": value for name, value in may.items()})
    by_role = Q(**{f"groups__permissions__{name}": value for name, value in may.items()})
    holders = User.objects.filter(Q(is_superuser=True) | own | by_role, is_active=True)
    return User.objects.filter(pk__in=holders.values("pk")).order_by("pk")


def is_news(response: Response) -> bool:
    """Whether it still waits for a person, or is shown without one."""
    unseen = response.decisions.filter(decided_by__isnull=False).first() is None
    return unseen and response.state in {State.HELD, State.SHOWN}


def context_of(response: Response, newsroom: Newsroom) -> dict[str, object]:
    """What the mail's templates name."""
    desk = reverse("admin:moderation_response_change", args=[response.pk])
    return {
        "newsroom": newsroom,
        "response": response,
        "article": response.article,
        "is_held": response.state == State.HELD,
        "is_comment": response.kind == Response.Kind.COMMENT,
        "why": explain(response.reason),
        "desk": settings.SITE_URL + desk,
    }
