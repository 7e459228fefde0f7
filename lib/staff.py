"""What the staff's lists have in common: few queries, no hidden counts, refusals said out loud."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ShowFacets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst

if TYPE_CHECKING:  # only the type checker knows what these are of
    BaseModelAdmin = admin.options.BaseModelAdmin[Any]
    ModelAdmin = admin.ModelAdmin[Any]
    ModelForm = forms.ModelForm[Any]
else:
    BaseModelAdmin, ModelAdmin = admin.options.BaseModelAdmin, admin.ModelAdmin
    ModelForm = forms.ModelForm


IN_PLACE = "X-In-Place"
"""Header of a request whose answer is put into the page that sent it."""


class Choosing(BaseModelAdmin):
    """Forms in which other rows are chosen."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside a choice of another row one may add such a row; everything else is in its list."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            for verb in ("change", "delete", "view"):
                setattr(field.widget, f"can_{verb}_related", False)
        return field


class StaffAdmin(Choosing, ModelAdmin):
    """A list of the admin whose actions answer 403 to those who may not use them."""

    view_on_site = False
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = ShowFacets.NEVER

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST":
            self.refuse_unknown_actions(request)
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Named after the row; one button more than Save is enough."""
        if kwargs.get("obj"):
            context |= {"title": str(kwargs["obj"]), "subtitle": capfirst(self.opts.verbose_name)}
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def refuse_unknown_actions(self, request: HttpRequest) -> None:
        """Django hides an action that is not allowed and ignores its name: that is no answer.

        Nor is its error for a chosen row whose number is none.
        """
        asked = {name for name in request.POST.getlist("action") if name}
        if asked - set(self.get_actions(request)):
            raise PermissionDenied
        if not all(map(is_row_number, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            raise Http404


class Readable(StaffAdmin):
    """A list to look at: nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Refusable(ModelForm):
    """Shows what the verb behind the form refused, beside the fields and with all text kept."""

    refusal: ValidationError | None = None
    names: Mapping[str, str] = {}
    """The verb's word for a field → the form's, where they differ."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refusal is not None:
            for word, sentences in as_fields(self.refusal).items():
                field = self.names.get(word, word)
                self.add_error(field if field in self.fields else None, sentences)
        return cleaned


class VerbAdmin(StaffAdmin):
    """Rows that a verb saves; it may refuse what the form let pass, and then nothing is saved."""

    form = Refusable

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:  # rolled back; once more, to show what was typed
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)  # type: ignore[attr-defined]
        return form


def is_row_number(word: str) -> bool:
    """Whether this, which somebody sent, may be the id of a row."""
    return re.fullmatch(r"[0-9]{1,18}", word) is not None


def as_fields(refusal: ValidationError) -> dict[str, list[str]]:
    """Sentences by field; under ``__all__`` those that belong to none."""
    return refusal.message_dict if hasattr(refusal, "error_dict") else {"__all__": refusal.messages}
