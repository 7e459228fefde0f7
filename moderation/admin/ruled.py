"""Lists of rules and of sites: each change is a line of the log, and its note offers to undo it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.requests import person_of
from lib.staff import StaffAdmin
from moderation.admin.answers import rulings_told, undo
from moderation.models import Ruling
from moderation.ruling import MAKERS, columns_of, log


class RuledAdmin(StaffAdmin):
    """Whoever saves a row becomes its maker."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; a pressed Undo comes back to it."""
        if request.method == "POST" and "undo" in request.POST:
            if not self.has_change_permission(request):
                raise PermissionDenied
            done = undo(request.POST["undo"], person_of(request))
            self.say(request, done.said, done.press if done.rulings else None)
            for warning in done.warnings:
                self.message_user(request, warning, messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by = person_of(request)
        before = columns_of(self.model._default_manager.filter(pk=obj.pk).first())
        setattr(obj, MAKERS[self.model], by)
        super().save_model(request, obj, form, change)
        log(obj, before, by=by, press=press_of(request))

    def response_add(
        self, request: HttpRequest, obj: Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        """Say what is true now instead of Django's "was changed successfully"."""
        rulings = list(Ruling.objects.of_press(press_of(request)))
        said = " ".join(rulings_told(rulings)) or gettext("Nothing was changed.")
        self.say(request, said, press_of(request) if rulings else None)
        if "_continue" not in request.POST:
            return self.response_post_save_change(request, obj)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[obj.pk]))

    @admin.display(description=_("by"))
    def maker(self, row: Model) -> object:
        """Who made it what it is."""
        return getattr(row, MAKERS[self.model])

    def say(self, request: HttpRequest, said: str, press: UUID | None) -> None:
        """One sentence, and the press that undoes what it tells."""
        if said:
            self.message_user(request, said, messages.SUCCESS, extra_tags=str(press or ""))


def press_of(request: HttpRequest) -> UUID:
    """What is saved in one request is undone together."""
    if not hasattr(request, "press"):
        request.press = uuid4()  # type: ignore[attr-defined]
    press: UUID = request.press  # type: ignore[attr-defined]
    return press
