"""What is kept for a while only: the networks of writers, and the counts of the limits."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from lib.people import NETWORKS
from masthead.models import Newsroom
from moderation.limits import forget_allowances
from moderation.models import Decision, Report, Response, Rule

NETWORK = (
    r"(^|[\s(=])("
    r"([0-9]{1,3}\.){3}[0-9]{1,3}(/[0-9]+)?"
    r"|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}(/[0-9]+)?"
    r"|[0-9a-f]{64}"
    r")($|[\s,;)])"
)
"""An address, a network or a keyed hash of one, alone or among words (PostgreSQL's syntax)."""


@task
def forget() -> None:
    """Runs by the clock; each verb may run at any time and any number of times."""
    forget_networks()
    forget_bans()
    forget_allowances()


def forget_networks() -> int:
    """Erase the networks that are older than the newsroom keeps them, wherever a room registered
    that it keeps some; how many rows.
    """
    days = Newsroom.objects.current().keep_networks_for
    before = timezone.now() - timedelta(days=days)
    return sum(forget_in_rows(before) for forget_in_rows in NETWORKS.values())


def forget_networks_of_responses(before: datetime) -> int:
    """Hash and truncated address, and a network that made a check speak."""
    old = Response.objects.filter(created_at__lt=before)
    told = old.filter(evidence__regex=NETWORK).update(evidence="")
    known = old.filter(~Q(network_hash="") | ~Q(network=""))
    return told + known.update(network_hash="", network="")


def forget_networks_in_log(before: datetime) -> int:
    """Lines of the log keep their reason and lose the network that was its evidence."""
    old = Decision.objects.filter(decided_at__lt=before, evidence__regex=NETWORK)
    return old.update(evidence="")


def forget_writer(response: Response) -> None:
    """Take whoever wrote it out of a response and out of its log."""
    known = ["author_name", "author_address", "host", "network_hash", "network", "evidence"]
    for name in known:
        setattr(response, name, "")
    response.save(update_fields=known)
    response.decisions.exclude(evidence="").update(evidence="")


def forget_networks_of_reports(before: datetime) -> int:
    """The hash of whoever reported a response."""
    old = Report.objects.filter(created_at__lt=before)
    return old.exclude(network_hash="").update(network_hash="")


def forget_bans() -> int:
    """Erase the networks of people that were banned and are no more; how many rows.

    Whether a ban is in force is asked of the clock; this only keeps no address longer than the
    newsroom keeps networks.
    """
    days = Newsroom.objects.current().keep_networks_for
    over = Rule.objects.filter(until__lt=timezone.now() - timedelta(days=days))
    return over.filter(kind__in=[Rule.Kind.NETWORK, Rule.Kind.SENDER]).delete()[0]
