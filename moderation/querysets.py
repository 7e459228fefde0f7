"""Which responses may be shown and which wait, said once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from moderation.models import Decision, Host, Response  # noqa: F401


class ResponseQuerySet(models.QuerySet["Response"]):
    """Responses by their state."""

    def shown(self) -> Self:
        return self.filter(state="shown")

    def held(self) -> Self:
        return self.filter(state="held")

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
