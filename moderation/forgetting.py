"""What is kept for a while only: the networks of writers, and the counts of the limits."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from lib.people import NETWORKS, Facts, Person
from masthead.models import Newsroom
from moderation.limits import forget_allowances
from moderation.models import Appeal, Decision, Report, Response, Rule

Plea = Response.Plea
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
    old = Decision.objects.filter(decided_at__lt=before)
    return sum(
        old.filter(**{f"{column}__regex": NETWORK}).update(**{column: ""})
        for column in ("evidence", "before_evidence")
    )


def forget_writer(response: Response) -> None:
    """Take whoever wrote it out of a response, of its log, and of what was appealed."""
    known = ["author_name", "author_address", "host", "network_hash", "network", "evidence"]
    for name in known:
        setattr(response, name, "")
    if Appeal.objects.filter(response=response).delete()[0] and response.plea == Plea.APPEALED:
        response.plea = Plea.NONE
    response.save(update_fields=[*known, "plea"])
    response.decisions.update(evidence="", before_evidence="", note="")


def facts_of(response: Response) -> Facts:
    """What a response and its log tell of whoever wrote it."""
    appeal = getattr(response, "appeal", None)
    return {
        "article": response.article.absolute_url,
        "written_at": response.created_at.isoformat(),
        "state": response.state,
        "name": response.author_name,
        "website": response.author_address,
        "network": response.network,
        "appeal": appeal and appeal.text,
        "decisions": [
            {
                "at": decision.decided_at.isoformat(),
                "state": decision.after,
                "reason": decision.reason,
                "evidence": decision.evidence,
                "note": decision.note,
            }
            for decision in response.decisions.all()
        ],
    }


def export_bans(person: Person) -> list[Facts]:
    """Rules that name the address."""
    return [
        {
            "pattern": rule.pattern,
            "action": rule.action,
            "until": rule.until and rule.until.isoformat(),
            "made_at": rule.made_at.isoformat(),
        }
        for rule in Rule.objects.filter(kind=Rule.Kind.ADDRESS, folded__in=person.forms)
    ]


def erase_bans(person: Person, keep_text: bool) -> int:
    """A ban stays until it ends, else asking to be forgotten would lift it; what is over goes, with
    its lines of the log.
    """
    rules = Rule.objects.over().filter(kind=Rule.Kind.ADDRESS, folded__in=person.forms)
    return rules.delete()[1].get(Rule._meta.label, 0)


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
    networks = over.filter(kind__in=[Rule.Kind.NETWORK, Rule.Kind.SENDER])
    return networks.delete()[1].get(Rule._meta.label, 0)
