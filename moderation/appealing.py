"""The writer of a rejected response asks once to look again; a person's decision answers."""

from django.db import transaction

from moderation.mails import tell_moderators
from moderation.models import Appeal, Response, State


@transaction.atomic
def appeal(response: Response, text: str) -> bool:
    """Bring a rejected response before the moderators again; False when that is not possible:
    it is not rejected any more, or there was an appeal before.
    """
    row = Response.objects.select_for_update(no_key=True).get(pk=response.pk)
    if row.state != State.REJECTED or Appeal.objects.filter(response=row).exists():
        return False
    Appeal.objects.create(response=row, text=text)
    row.plea = Response.Plea.APPEALED
    row.save(update_fields=["plea"])
    tell_moderators.enqueue()
    return True
