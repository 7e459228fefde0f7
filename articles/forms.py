"""Forms of what articles are filed under: sections, tags, authors."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from articles.models import Author, Section, Tag
from lib.fold import slug
from lib.staff import Refusable
from masthead.forms import LinksField


class Named(Refusable):
    """Something with a name and an address; without an address it is made from the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"name", "description", "biography"} & set(self.fields):
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


class AuthorForm(Named):
    """An author with links, one per line."""

    links = LinksField(label=_("Links"))

    class Meta:
        model = Author
        fields = "__all__"
