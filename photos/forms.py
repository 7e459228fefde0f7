"""The upload form: one picture with its words, or several at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from lib.pictures import FORMATS
from lib.staff import Refusable
from photos.models import Photo

ACCEPTED = ",".join(f"image/{name.lower()}" for name in FORMATS)
MOST = 40
"""Pictures in one upload."""


class SeveralFilesInput(forms.FileInput):
    """A file field in which several files may be chosen."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """One or more files; what they are is judged when they are kept."""

    def __init__(self, **kwargs: Any) -> None:
        widget = SeveralFilesInput(attrs={"accept": ACCEPTED, "multiple": True})
        super().__init__(widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = [super(PicturesField, self).clean(one, initial) for one in data or [None]]
        if len(files) > MOST:
            raise ValidationError(
                _("Send at most %(most)d pictures at once."), params={"most": MOST}
            )
        return files


class UploadForm(forms.Form):
    """Pictures and what is said about them."""

    pictures = PicturesField(label=_("Pictures"))
    alt = forms.CharField(
        label=_("Description for those who cannot see it"),
        help_text=_(
            "What it shows, in one sentence. Several are described one by one, afterwards."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "class": "vLargeTextField"}),
    )
    caption = forms.CharField(
        label=_("Caption"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "class": "vLargeTextField"}),
    )  # fmt: skip
    credit = forms.CharField(
        label=_("Credit"), help_text=_("Who made it."), max_length=200, required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )  # fmt: skip
    rights = forms.CharField(
        label=_("Rights"), help_text=_("Licence or agreement."), max_length=200, required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if len(cleaned.get("pictures") or []) == 1 and not cleaned.get("alt"):
            self.add_error("alt", _("Describe the picture for those who cannot see it."))
        return cleaned

    def words(self) -> dict[str, str]:
        """What is said about every picture; a description fits one picture only."""
        names = ["caption", "credit", "rights"]
        if len(self.cleaned_data["pictures"]) == 1:
            names.append("alt")
        return {name: self.cleaned_data[name] for name in names}


class PhotoForm(Refusable):
    """What is said about one picture; its description is asked for."""

    class Meta:
        model = Photo
        fields = ["alt", "caption", "credit", "rights"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["dir"] = "auto"
        if "alt" in self.fields:
            self.fields["alt"].required = True
