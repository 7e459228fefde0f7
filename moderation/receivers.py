"""What moderation does after each decision: the classifier is asked, or taught."""

from django.dispatch import receiver

from moderation.akismet import is_on
from moderation.classifying import plan
from moderation.models import Response
from moderation.signals import response_decided


@receiver(response_decided)
def tell_the_classifier(response: Response, **_: object) -> None:
    """In the transaction of the decision; nothing without a key."""
    if is_on():
        plan(response)
