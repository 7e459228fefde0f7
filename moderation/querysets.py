"""Which responses may be shown and which wait, said once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit
from uuid import UUID

from django.db import models
from django.db.models.functions import Reverse
from django.utils import timezone

import lib.lookups  # noqa: F401 - __any
from lib.suffixes import is_public_suffix, registrable_domain

if TYPE_CHECKING:
    from accounts.models import User
    from moderation.models import (  # noqa: F401
        Appeal,
        Bulletin,
        Classification,
        Decision,
        Host,
        Report,
        Response,
        Rule,
    )


def backwards_host() -> Reverse:
    """The host without its port, read from its end: what is below a domain begins alike then."""
    bare = models.Func(
        models.F("host"), models.Value(":"), models.Value(1),
        function="split_part", output_field=models.TextField(),
    )  # fmt: skip
    return Reverse(bare)


def bare(host: str) -> str:
    """The host without its port."""
    return urlsplit(f"//{host}").hostname or ""


def own_names(host: str) -> set[str]:
    """What a row of exactly this host may be called: ``www.`` or not, port and all."""
    name = host.removeprefix("www.")
    return {name, f"www.{name}"}


def domains_of(host: str) -> set[str]:
    """Its name and those above it, on whichever port; what belongs to many people, such as
    blogspot.com, is nobody's domain.
    """
    labels = bare(host.removeprefix("www.")).split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return {name for name in names if not is_public_suffix(name)}


class ResponseQuerySet(models.QuerySet["Response"]):
    """Responses by their state."""

    def shown(self) -> Self:
        return self.filter(state="shown")

    def held(self) -> Self:
        return self.filter(state="held")

    def reported(self) -> Self:
        """Those against which a reader's report is open."""
        return self.filter(plea="reported")

    def appealed(self) -> Self:
        """Rejected ones whose writer asked to look again, and nobody did yet."""
        return self.filter(plea="appealed")

    def untold(self) -> Self:
        """What the moderators should hear of and were not told in any mail."""
        return self.filter(news_at__isnull=False, bulletin=None)

    def linking(self) -> Self:
        return self.exclude(kind="comment")

    def approved_links(self) -> Self:
        """Links that are shown, and that a person approved."""
        by_person = {"decisions__decided_by__isnull": False, "decisions__after": "shown"}
        return self.shown().linking().filter(**by_person)

    def hosts(self) -> models.QuerySet[Response, str]:
        return self.order_by().values_list("host", flat=True).distinct()

    def of_domain(self, host: str) -> Self:
        """Those of the same registered domain, on whichever port; of the host alone for none."""
        name = bare(host)
        domain = registrable_domain(name)
        if not domain:
            return self.filter(models.Q(host=host) | models.Q(host=name))
        backwards = domain[::-1]
        below = models.Q(backwards__startswith=f"{backwards}.")
        return self.alias(backwards=backwards_host()).filter(below | models.Q(backwards=backwards))

    def newest(self) -> Self:
        return self.order_by("-created_at", "-id")

    def saying(self, words: str) -> Self:
        """With these words in the name, the host or the beginning of the text, by trigrams."""
        return self.filter(
            models.Q(author_name__icontains=words)
            | models.Q(host__icontains=words)
            | models.Q(summary__icontains=words)
        )


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Lines of the log."""

    def newest(self) -> Self:
        return self.order_by("-decided_at", "-id")

    def knowing_whether_last(self) -> Self:
        """With ``is_last``: nothing was decided about the response since, so it can be undone."""
        since = self.model.objects.filter(response=models.OuterRef("response"))
        return self.annotate(is_last=~models.Exists(since.filter(pk__gt=models.OuterRef("pk"))))

    def of_press(self, press: UUID) -> Self:
        """All that one press of a button decided, newest first."""
        return self.filter(press=press).newest()


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    """Mails to the moderators."""

    def unsent(self) -> Self:
        return self.filter(sent_at=None)


class ReportQuerySet(models.QuerySet["Report"]):
    """Readers' reports."""

    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def resolve(self, by: User) -> int:
        """Somebody looked and decided; how many that answers."""
        return self.update(resolved_at=timezone.now(), resolved_by=by)

    def untold(self) -> Self:
        return self.open().filter(bulletin=None)


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Writers' appeals."""

    def open(self) -> Self:
        return self.filter(decided_at=None)

    def untold(self) -> Self:
        return self.open().filter(bulletin=None)


class ClassificationQuerySet(models.QuerySet["Classification"]):
    """Errands to the classifier."""

    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now())


class HostQuerySet(models.QuerySet["Host"]):
    """Sites that speak of a host."""

    def covering(self, *hosts: str) -> Self:
        """Rows that may speak of one of these hosts, which may carry ports: its own, or a domain
        it belongs to (``Host.covers``).
        """
        own = {name for host in hosts for name in own_names(host) | own_names(bare(host))}
        above = {name for host in hosts for name in domains_of(host)}
        return self.filter(models.Q(name__any=own) | models.Q(name__any=above, whole_domain=True))


class RuleQuerySet(models.QuerySet["Rule"]):
    """Rules by time, and those that may speak of a response."""

    def in_force(self) -> Self:
        return self.filter(models.Q(until=None) | models.Q(until__gt=timezone.now()))

    def bans(self) -> Self:
        return self.filter(action="refuse")

    def with_keys(self, keys: Collection[str]) -> Self:
        """Rules of which a key is among these: index look-ups, however many rules there are."""
        return self.filter(models.Q(key__any=keys) | models.Q(other_key__any=keys))
