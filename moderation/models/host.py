"""Sites that are trusted or blocked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.suffixes import registrable_domain
from moderation.querysets import bare, domains_of, own_names


class Host(models.Model):
    """A site that is trusted or blocked; a whole domain only by explicit choice."""

    class Standing(models.TextChoices):
        TRUSTED = "trusted", _("trusted")
        BLOCKED = "blocked", _("blocked")
        NEITHER = "neither", _("neither trusted nor blocked")
        """No more: what was decided about it was undone."""

    name = models.CharField(
        _("host"), max_length=255, unique=True, help_text=_("Such as blog.example.org")
    )
    whole_domain = models.BooleanField(_("and every host below it"), default=False)
    standing = models.CharField(_("standing"), max_length=8, choices=Standing)
    decided_at = models.DateTimeField(_("decided"), auto_now=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("trusted and blocked sites")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = self.name.strip().lower()
        super().save(*args, **kwargs)

    def covers(self, host: str) -> bool:
        """Whether it speaks of this host: as its own, ``www.`` or not, port and all, or as one of a
        domain, on whichever port.
        """
        return self.name in own_names(host) or (self.whole_domain and self.name in domains_of(host))

    def blocks(self, host: str) -> bool:
        """Whether the host is blocked by it: on whichever port unless it names one."""
        is_block = self.standing == self.Standing.BLOCKED
        return is_block and bool(host) and (self.covers(host) or self.covers(bare(host)))

    def trusts(self, host: str) -> bool:
        return self.standing == self.Standing.TRUSTED and self.covers(host)

    def clean(self) -> None:
        """Refuse the whole of what belongs to many people, such as blogspot.com."""
        if self.whole_domain and not registrable_domain(self.name):
            raise ValidationError(
                {"whole_domain": _("Hosts below this one belong to many people; name one of them.")}
            )
