"""The log of what people made of rules and of sites, one line for each change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.models.host import Host
from moderation.models.response import Response
from moderation.models.rule import Rule
from moderation.querysets import RulingQuerySet


class Ruling(models.Model):
    """One line of the log: a rule or a site became what it is then, by whom, beside which response.

    `before` and `after` hold its columns by name (`moderation.ruling.COLUMNS`); `before` is empty
    for what was not there. A line goes with its rule: that of a network is not kept any longer.
    """

    rule = models.ForeignKey(Rule, models.CASCADE, null=True, related_name="rulings")
    host = models.ForeignKey(Host, models.CASCADE, null=True, related_name="rulings")
    response = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="rulings")
    """Beside which it was made; of rules that were written in their list, none."""
    before = models.JSONField(default=dict)
    after = models.JSONField()
    press = models.UUIDField(db_index=True)
    """The press of a button that made this, perhaps together with decisions."""
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone_by")
    ruled_at = models.DateTimeField(auto_now_add=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = RulingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        ordering = ["-ruled_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rule=None, host__isnull=False) | Q(rule__isnull=False, host=None),
                name="ruling_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["-ruled_at", "-id"], name="ruling_newest"),
            models.Index(fields=["ruled_by", "-ruled_at", "-id"], name="ruling_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.row)

    @property
    def row(self) -> Rule | Host:
        """What it is about."""
        row = self.rule or self.host
        assert row is not None  # noqa: S101 - ruling_of_one
        return row
