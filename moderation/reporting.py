"""A reader reports what everybody can see; a person's decision about it, whichever, answers."""

from django.db import IntegrityError, transaction

from moderation.mails import tell_moderators
from moderation.models import Report, Response


@transaction.atomic
def report(response: Response, reason: str, text: str = "", *, network: str = "") -> bool:
    """Bring a shown response before the moderators; whether this is a report more.

    `network` is a keyed hash or empty: of one network each response is reported once, and what a
    moderator left standing is not reported again from there.
    """
    if not Response.objects.shown().filter(pk=response.pk).exists():
        return False
    try:
        with transaction.atomic():
            Report.objects.create(response=response, reason=reason, text=text, network_hash=network)
    except IntegrityError:
        return False
    Response.objects.filter(pk=response.pk).update(plea=Response.Plea.REPORTED)
    tell_moderators.enqueue()
    return True
