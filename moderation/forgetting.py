"""What is kept for a while only: the networks of writers, and the counts of the limits."""

from datetime import timedelta

from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from masthead.models import Newsroom
from moderation.limits import forget_allowances
from moderation.models import Report, Response, Rule


@task
def forget() -> None:
    """Runs by the clock; each verb may run at any time and any number of times."""
    forget_networks()
    forget_bans()
    forget_allowances()


def forget_networks() -> int:
    """Erase hash and address of networks older than the newsroom keeps them; how many rows."""
    days = Newsroom.objects.current().keep_networks_for
    since = timezone.now() - timedelta(days=days)
    old = Response.objects.filter(created_at__lt=since)
    known = old.filter(~Q(network_hash="") | ~Q(network=""))
    reports = Report.objects.filter(created_at__lt=since).exclude(network_hash="")
    return known.update(network_hash="", network="") + reports.update(network_hash="")


def forget_bans() -> int:
    """Erase the networks of people that were banned and are no more; how many rows.

    Whether a ban is in force is asked of the clock; this only keeps no address longer than the
    newsroom keeps networks.
    """
    days = Newsroom.objects.current().keep_networks_for
    over = Rule.objects.filter(until__lt=timezone.now() - timedelta(days=days))
    return over.filter(kind__in=[Rule.Kind.NETWORK, Rule.Kind.SENDER]).delete()[0]
