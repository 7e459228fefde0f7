"""Forms of what articles are filed under: sections, tags, authors."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Section, Tag
from lib.fold import slug
from lib.staff import Refusable
from masthead.forms import LinksField

MOST_LINKS = 10
"""Of an author."""


class Named(Refusable):
    """Something with a name and an address; without an address it is made from the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"name", "title", "description", "biography"} & set(self.fields):
            self.fields[name].widget.attrs["dir"] = "auto"
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Last part of the address; empty to make it from the name."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("name") and cleaned.get("slug") == "":
            cleaned["slug"] = slug(cleaned["name"], cleaned.get("language") or "")
            if not cleaned["slug"]:
                self.add_error(
                    "slug", _("The name has no letters to make an address of; write one.")
                )
        return cleaned


class SectionForm(Named):
    """A section with its place among the others."""

    class Meta:
        model = Section
        fields = "__all__"


class TagForm(Named):
    """A tag; another spelling of one that is there is refused."""

    class Meta:
        model = Tag
        fields = "__all__"


class ProfilesField(LinksField):
    """Where else somebody is to be found, in their order: on the web or by mail, never with us."""

    line = re.compile(r"(?P<label>.{1,100}?)\s+(?P<address>(?:https?://|mailto:)\S{1,500})", re.I)
    example = "https://example.org/@name"

    def clean(self, value: str) -> list[dict[str, str]]:
        """Raises ValidationError naming what is too much or leads nowhere."""
        links = super().clean(value)
        if len(links) > MOST_LINKS:
            raise ValidationError(
                _("An author has at most %(most)d links."), params={"most": MOST_LINKS}
            )
        for link in links:
            try:
                leads_somewhere(link["address"])
            except ValidationError as error:
                raise ValidationError(
                    _("“%(address)s” is no address."), params={"address": link["address"]}
                ) from error
        return links


def leads_somewhere(address: str) -> None:
    """Raises ValidationError for what is no address on the web and none for mail."""
    scheme, __, rest = address.partition(":")
    if scheme.lower() == "mailto":
        validate_email(rest)
    else:
        URLValidator(["http", "https"])(address)


class AuthorForm(Named):
    """An author with links, one per line."""

    links = ProfilesField(
        label=_("Links"),
        help_text=_(
            "One link per line, in their order: its words, a space, its address on the web or "
            "“mailto:” and an e-mail address."
        ),
    )

    class Meta:
        model = Author
        fields = "__all__"
