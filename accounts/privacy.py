"""The page of the admin on which one person's data is found, downloaded and erased."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from accounts.people import WorksHere, erase_person, export_person
from lib.people import PARTS, person
from masthead.models import ErasedText, Newsroom

ACTIONS = ("find", "download", "erase")
"""Names of the buttons."""


class PrivacyForm(forms.Form):
    """Whose data; what becomes of published text, and that erasing is meant."""

    email = forms.CharField(
        label=_("E-mail address"), widget=forms.TextInput(attrs={"dir": "ltr", "size": 40})
    )
    text = forms.ChoiceField(
        label=_("Published comments"), choices=ErasedText, required=False, widget=forms.RadioSelect
    )
    meant = forms.BooleanField(
        label=_("Erase it; there is no way back"), required=False, initial=False
    )

    def clean_email(self) -> str:
        try:
            return person(self.cleaned_data["email"]).email
        except ValueError:
            raise ValidationError(_("This is no e-mail address.")) from None

    def clean(self) -> dict[str, Any]:
        if "erase" in self.data and not self.cleaned_data.get("meant"):
            self.add_error("meant", _("Tick this to erase it."))
        return self.cleaned_data

    def erase(self) -> bool:
        """Whether it was erased; the sentence why not stands in the form."""
        kept = self.cleaned_data["text"]
        try:
            erase_person(
                self.cleaned_data["email"], keep_text=kept == ErasedText.KEEP if kept else None
            )
        except WorksHere:
            self.add_error("email", _("Somebody who may enter the admin has this address."))
            return False
        return True


def answer(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """A finished response, or what the page shows: ``form``, and ``found`` by label."""
    policy = Newsroom.objects.current().erased_text
    if request.method != "POST":
        return {"form": PrivacyForm(initial={"text": policy})}
    form = PrivacyForm(request.POST)
    if "email" not in form.errors and form.is_valid() and "erase" in request.POST and form.erase():
        messages.success(request, _("Everything that was kept about this person is erased."))
        return HttpResponseRedirect(request.path)
    if "email" in form.errors:
        return {"form": form}
    kept = export_person(form.cleaned_data["email"])
    if "download" in request.POST:
        return _download(kept)
    if "text" not in request.POST:
        form = PrivacyForm(initial={"email": form.cleaned_data["email"], "text": policy})
    counts = [(part.label, len(kept[name])) for name, part in PARTS.items()]
    return {"form": form, "found": counts, "not_linkable": kept["not_linkable"]}


def _download(kept: dict[str, Any]) -> HttpResponse:
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="person.json"'
    response["Cache-Control"] = "no-store"
    return response
