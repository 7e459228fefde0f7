"""What tests of the comments' mails share: a worker, and the links that a mail holds."""

import re

from django.conf import settings
from django.core import mail
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks

OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


def work():
    """Everything that waits is done, as if the time had come."""
    for _ in range(5):
        OxTask.objects.filter(status="READY").update(run_after=timezone.now())
        run_tasks(raise_failures=True)


def mails_to(address):
    return [one for one in mail.outbox if one.to == [address]]


def link_in(letter, room):
    """The path of the one address below ``/room/`` in a mail, the same in both its parts."""
    found = [
        set(re.findall(rf"{re.escape(settings.SITE_URL)}(/{room}/[\w.:/-]+/)", part))
        for part in (letter.body, letter.alternatives[0].content)
    ]
    assert found[0] == found[1]
    (path,) = found[0]
    return path
