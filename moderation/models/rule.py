"""What the newsroom holds, marks as spam or refuses: words, addresses, domains and networks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.patterns import LONGEST, Kind, NotAPattern, is_personal, key_of_sender, read
from moderation.querysets import RuleQuerySet


class Rule(models.Model):
    """One pattern, and what becomes of a response in which it is found.

    A ban is a rule that refuses. A rule may be over by time alone (``is_over``).
    """

    class Action(models.TextChoices):
        HOLD = "hold", _("hold for a moderator")
        SPAM = "spam", _("mark as spam")
        REFUSE = "refuse", _("refuse (a ban)")

    Kind = Kind

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WORD)
    pattern = models.CharField(
        _("pattern"),
        max_length=LONGEST,
        help_text=_(
            "A word or phrase; name@example.org or @example.org; example.org with every host below"
            " it; 192.0.2.0/24."
        ),
    )
    folded = models.CharField(max_length=LONGEST, blank=True, editable=False)
    """The pattern in the form in which spellings of the same are equal."""
    key = models.CharField(max_length=LONGEST + 10, blank=True, editable=False)
    """What a response holds in which the pattern may be found (`moderation.patterns`)."""
    other_key = models.CharField(max_length=LONGEST + 10, blank=True, editable=False)
    """What it may hold instead: a phrase with half-spaces has two spellings."""
    action = models.CharField(_("action"), max_length=10, choices=Action, default=Action.HOLD)
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty for ever."))
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("word lists and bans")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "folded"], name="rule_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="word", action="refuse"), name="words_do_not_refuse"
            ),
        ]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="rule_newest"),
            models.Index(fields=["key"], name="rule_key"),
            models.Index(fields=["other_key"], name="rule_other_key"),
        ]

    def __str__(self) -> str:
        return self.pattern

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises NotAPattern for what ``clean`` would refuse."""
        self.read()
        super().save(*args, **kwargs)

    @property
    def is_over(self) -> bool:
        """Whether its end has passed."""
        return self.until is not None and self.until <= timezone.now()

    def clean(self) -> None:
        """Raises ValidationError beside the field that is wrong."""
        try:
            self.read()
        except NotAPattern as error:
            raise ValidationError({"pattern": str(error)}) from error
        same = Rule.objects.filter(kind=self.kind, folded=self.folded)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"pattern": _("There is a rule for this already.")})
        if self.kind == Kind.WORD and self.action == self.Action.REFUSE:
            raise ValidationError({"action": _("Words are held or marked as spam.")})
        if self.until is None and is_personal(Kind(self.kind), self.folded):
            raise ValidationError(
                {"until": _("Networks of people are kept for a while only: write an end.")}
            )

    def read(self) -> None:
        """Write what the pattern means beside it; of one sender only the hash is known."""
        if self.kind == Kind.SENDER and self.folded:
            self.key = key_of_sender(self.folded)
        else:
            self.folded, self.key, self.other_key = read(Kind(self.kind), self.pattern)
