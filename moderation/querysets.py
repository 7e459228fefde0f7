"""Which responses may be shown and which wait, said once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from moderation.models import Host, Response, Rule  # noqa: F401


class ResponseQuerySet(models.QuerySet["Response"]):
    """Responses by their state."""

    def shown(self) -> Self:
        return self.filter(state="shown")

    def held(self) -> Self:
        return self.filter(state="held")

    def newest(self) -> Self:
        return self.order_by("-created_at", "-id")


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
