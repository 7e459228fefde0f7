"""Sections and tags; their verbs remember the addresses that they had."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from articles.filing import save_section, save_tag
from articles.forms import SectionForm, TagForm
from articles.models import Section, Tag
from lib.cache import purge
from lib.fold import fold
from lib.staff import VerbAdmin

SWITCHES = {"comments_open", "linkbacks_open", "likes_open"}
CHOICES = {"who_may_reply", "comments_mode"}
DISCUSSION = ("comments_open", "who_may_reply", "comments_mode", "linkbacks_open", "likes_open")
"""Fields of the policy that section and article may have of their own."""


def switch(otherwise: Any) -> forms.NullBooleanSelect:
    """Yes, no, or what the next one above says."""
    widget = forms.NullBooleanSelect()
    widget.choices = [("unknown", otherwise), ("true", _("yes")), ("false", _("no"))]
    return widget


def own_policy(db_field: Any, otherwise: Any) -> dict[str, Any]:
    """What the form field of one line of policy is made with; nothing for other columns."""
    if db_field.name in SWITCHES:
        return {"widget": switch(otherwise)}
    if db_field.name in CHOICES:
        return {"choices": db_field.get_choices(blank_choice=[("", otherwise)])}
    return {}


@admin.register(Section)
class SectionAdmin(VerbAdmin):
    """Where articles are filed; sections stand in each other."""

    form = SectionForm
    list_display = ["name", "address", "language", "position"]
    search_fields = ["name", "path"]
    ordering = ["position", "path"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "parent", "language", "description", "position"]}),
        (_("Discussion"), {"fields": DISCUSSION, "classes": ["collapse"]}),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= own_policy(db_field, _("as everywhere"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Section, form: Any, change: bool) -> None:
        save_section(obj)

    def delete_model(self, request: HttpRequest, obj: Section) -> None:
        obj.delete()
        purge("newsroom")

    @admin.display(description=_("address"))
    def address(self, section: Section) -> str:
        return f"/section/{section.path}/"


class TagNames(AutocompleteJsonView):
    """Completes the tag field of an article, whose values are names."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": obj.name, "text": obj.name}


@admin.register(Tag)
class TagAdmin(VerbAdmin):
    """What articles are about, found however it is spelled."""

    form = TagForm
    list_display = ["name", "slug", "language", "articles"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = ["name", "slug", "language"]

    def get_urls(self) -> list[URLPattern]:
        names = self.admin_site.admin_view(self.names_view)
        return [path("names/", names, name="articles_tag_names"), *super().get_urls()]

    def names_view(self, request: HttpRequest) -> HttpResponseBase:
        return TagNames.as_view(admin_site=self.admin_site)(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        rows: QuerySet[Tag] = super().get_queryset(request)
        return rows.annotate(uses=Count("items"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Tag], search_term: str
    ) -> tuple[QuerySet[Tag], bool]:
        """However it is spelled: with other letter forms, accents, digits."""
        return queryset.filter(folded__contains=fold(search_term)), False

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        save_tag(obj)

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        obj.delete()
        purge("newsroom")

    @admin.display(description=_("articles"), ordering="uses")
    def articles(self, tag: Any) -> int:
        return int(tag.uses)
