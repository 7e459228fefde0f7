"""Which responses may be shown and which wait, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit
from uuid import UUID

from django.db import models
from django.db.models.functions import Reverse
from django.utils import timezone

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
        Ruling,
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
        later = models.Q(pk__gt=models.OuterRef("pk"))
        since = self.model.objects.filter(later, response=models.OuterRef("response"))
        return self.annotate(is_last=~models.Exists(since))

    def knowing_whether_together(self) -> Self:
        """With ``is_together``: the same press decided others too, and an undo brings all back."""
        others = self.model.objects.filter(press=models.OuterRef("press"))
        others = others.exclude(pk=models.OuterRef("pk"))
        return self.annotate(is_together=models.Exists(others))

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


class RuleQuerySet(models.QuerySet["Rule"]):
    """Rules by time and action."""

    def over(self) -> Self:
        return self.filter(until__lte=timezone.now())

    def bans(self) -> Self:
        return self.filter(action="refuse")


class RulingQuerySet(models.QuerySet["Ruling"]):
    """Lines of the log of rules and sites."""

    def newest(self) -> Self:
        return self.order_by("-ruled_at", "-id")

    def of_press(self, press: UUID) -> Self:
        """All that one press of a button made, newest first."""
        return self.filter(press=press).newest()

    def knowing_whether_last(self) -> Self:
        """With ``is_last``: nothing was made of the rule or the site since, so it can be undone."""
        since = self.model.objects.filter(pk__gt=models.OuterRef("pk"))
        same = [since.filter(**{name: models.OuterRef(name)}) for name in ("rule", "host")]
        return self.annotate(is_last=~models.Exists(same[0]) & ~models.Exists(same[1]))
