"""What is told of an article where it is not itself: in search results, on cards beside a link."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Told(NamedTuple):
    """Title and description, plain text."""

    title: str
    description: str


class ToldElsewhere(models.Model):
    """Words for other places than the page; headline and standfirst where nobody wrote any.

    One text for all cards: sites that know a markup of their own fall back to Open Graph's.
    """

    headline: str
    standfirst: str

    search_title = models.CharField(
        _("title in search results"),
        max_length=200,
        blank=True,
        help_text=_("Empty for the headline."),
    )
    search_description = models.CharField(
        _("description in search results"),
        max_length=400,
        blank=True,
        help_text=_("Empty for the standfirst."),
    )
    social_title = models.CharField(
        _("title in social media"),
        max_length=200,
        blank=True,
        help_text=_("Empty for the title in search results."),
    )
    social_description = models.CharField(
        _("description in social media"),
        max_length=400,
        blank=True,
        help_text=_("Empty for the description in search results."),
    )

    class Meta:
        abstract = True

    @property
    def in_search(self) -> Told:
        """What search results show."""
        return Told(self.search_title or self.headline, self.search_description or self.standfirst)

    @property
    def on_cards(self) -> Told:
        """What other sites show beside a link."""
        found = self.in_search
        return Told(self.social_title or found.title, self.social_description or found.description)
