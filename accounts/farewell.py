"""The page of the admin on which an account is ended, or opened again: it says what will happen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.ending import end, is_at_work, left_behind, may_end, reopen, successors
from accounts.models import User
from accounts.requests import person_of
from lib.staff import as_fields


class EndingForm(forms.Form):
    """Who goes on with the work, where there is any."""

    successor = forms.ModelChoiceField(
        label=_("Who goes on with the drafts"), queryset=User.objects.none()
    )

    def __init__(self, user: User, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.by = user, by
        if is_at_work(user):
            field: Any = self.fields["successor"]
            field.queryset = successors(user)
            field.initial = by.pk
        else:
            del self.fields["successor"]

    def end(self) -> bool:
        """Whether the account is ended; the sentence why not stands in the form."""
        try:
            end(self.user, by=self.by, successor=self.cleaned_data.get("successor"))
        except ValidationError as refusal:
            for field, sentences in as_fields(refusal).items():
                self.add_error(field if field in self.fields else None, sentences)
            return False
        return True


def answer(request: HttpRequest, user: User) -> HttpResponse | dict[str, Any]:
    """A finished response, or what the page shows. Raises PermissionDenied."""
    by = person_of(request)
    if not may_end(by, user):
        raise PermissionDenied
    posted = request.method == "POST"
    if posted and "reopen" in request.POST:
        reopen(user, by=by)
        messages.success(
            request,
            _("The account is open again. Give it roles, and let its owner choose a password."),
        )
        return _back(user)
    form = EndingForm(user, by, request.POST if posted else None)
    if posted and form.is_valid() and form.end():
        messages.success(request, _("The account of %(name)s is ended.") % {"name": user})
        return _back(user)
    return {"form": form, "person": user, "left": left_behind(user)}


def _back(user: User) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))
