"""Which responses may be shown and which wait, said once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models.functions import Reverse
from django.utils import timezone

from lib.suffixes import is_public_suffix, registrable_domain

if TYPE_CHECKING:
    from moderation.models import Host, Response, Rule  # noqa: F401


def backwards_host() -> Reverse:
    """The host without its port, read from its end: what is below a domain begins alike then."""
    bare = models.Func(
        models.F("host"), models.Value(":"), models.Value(1),
        function="split_part", output_field=models.TextField(),
    )  # fmt: skip
    return Reverse(bare)


class ResponseQuerySet(models.QuerySet["Response"]):
    """Responses by their state."""

    def shown(self) -> Self:
        return self.filter(state="shown")

    def held(self) -> Self:
        return self.filter(state="held")

    def linking(self) -> Self:
        return self.exclude(kind="comment")

    def of_domain(self, host: str) -> Self:
        """Those of the same registered domain, on whichever port; of the host alone for none."""
        name = urlsplit(f"//{host}").hostname or ""
        domain = registrable_domain(name)
        if not domain:
            return self.filter(models.Q(host=host) | models.Q(host=name))
        backwards = domain[::-1]
        below = models.Q(backwards__startswith=f"{backwards}.")
        return self.alias(backwards=backwards_host()).filter(below | models.Q(backwards=backwards))

    def newest(self) -> Self:
        return self.order_by("-created_at", "-id")


class HostQuerySet(models.QuerySet["Host"]):
    """Sites by their standing, and those that speak of a host."""

    def trusted(self) -> Self:
        return self.filter(standing="trusted")

    def blocked(self) -> Self:
        return self.filter(standing="blocked")

    def covering(self, host: str) -> Self:
        """Rows that speak of this host: its own (``www.`` or not), or a domain it belongs to.

        What belongs to many people, such as blogspot.com, is nobody's domain, whatever a row says.
        """
        bare = host.removeprefix("www.")
        labels = bare.split(".")
        names = [".".join(labels[start:]) for start in range(len(labels))]
        above = [name for name in names if not is_public_suffix(name)]
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
