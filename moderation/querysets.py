"""Which responses may be shown and which wait, said once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from moderation.models import (  # noqa: F401
        Appeal,
        Bulletin,
        Decision,
        Host,
        Report,
        Response,
        Rule,
    )


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


class HostQuerySet(models.QuerySet["Host"]):
    """Sites by their standing, and those that speak of a host."""

    def trusted(self) -> Self:
        return self.filter(standing="trusted")

    def blocked(self) -> Self:
        return self.filter(standing="blocked")

    def covering(self, host: str) -> Self:
        """Rows that speak of this host: its own (``www.`` or not), or a domain it belongs to."""
        bare = host.removeprefix("www.")
        labels = bare.split(".")
        above = [".".join(labels[start:]) for start in range(len(labels))]
        own = models.Q(name__in=[bare, f"www.{bare}"])
        return self.filter(own | models.Q(name__in=above, whole_domain=True))


class RuleQuerySet(models.QuerySet["Rule"]):
    """Rules by time, and those that may speak of a response."""

    def in_force(self) -> Self:
        return self.filter(models.Q(until=None) | models.Q(until__gt=timezone.now()))

    def bans(self) -> Self:
        return self.filter(action="refuse")

    def with_keys(self, keys: Collection[str]) -> Self:
        """Rules of which one key is among these: an index look-up, however many rules there are."""
        return self.filter(keys__overlap=list(keys))
