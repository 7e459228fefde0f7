"""Form fields of the newsroom: links written one per line, zones chosen from a list."""

import re
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _

from lib.pictures import MAX_BYTES, PictureRefused, renditions
from lib.staff import Refusable
from masthead.models import Newsroom, Speakers

LOGO_WIDTH = 960
"""Pixels."""
LINE = re.compile(r"(?P<label>.+?)\s+(?P<address>/\S*|https?://\S+)")


class LinksField(forms.CharField):
    """``[{"label": …, "address": …}]``, typed as lines such as ``Culture /section/culture/``."""

    widget = forms.Textarea
    line = LINE
    example = "/section/culture/"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("One link per line: its words, a space, its address."))
        super().__init__(**kwargs)
        self.widget.attrs.update({"rows": 6, "dir": "auto", "class": "vLargeTextField"})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{link.get('label', '')} {link.get('address', '')}" for link in value)

    def clean(self, value: str) -> list[dict[str, str]]:
        """Raises ValidationError naming the first line that is no link."""
        links = []
        for line in filter(None, map(str.strip, (super().clean(value) or "").splitlines())):
            found = self.line.fullmatch(line)
            if found is None:
                raise ValidationError(
                    _("“%(line)s” has no address at its end, such as %(example)s."),
                    params={"line": line, "example": self.example},
                )
            links.append(found.groupdict())
        return links

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or "") != (data or "").replace("\r\n", "\n").strip())


def zones() -> list[tuple[str, str]]:
    """Every time zone, for a select."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class NewsroomForm(Refusable):
    """The newsroom, its menu as lines and its zone from a list."""

    navigation = LinksField(label=_("Navigation"))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    logo = forms.FileField(label=_("Logo"), required=False, widget=AdminFileWidget)

    class Meta:
        model = Newsroom
        exclude: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Replies only with accounts take accounts."""
        cleaned = super().clean()
        asks = cleaned.get("who_may_reply") == Speakers.ACCOUNTS
        if asks and not cleaned.get("reader_accounts"):
            self.add_error(
                "reader_accounts", _("Only people with an account may reply: let them have one.")
            )
        return cleaned

    def clean_logo(self) -> Any:
        """Judged and encoded anew like every picture from outside."""
        logo = self.cleaned_data["logo"]
        if not isinstance(logo, UploadedFile):
            return logo
        try:
            made = renditions(logo.read(MAX_BYTES + 1), [LOGO_WIDTH])[-1]
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from None
        return SimpleUploadedFile(f"logo.{made.extension}", made.bytes)
