"""By what the list of articles is narrowed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Author, Section
from lib.staff import is_row_number

SCHEDULED = "scheduled"
BINNED = "bin"
TEMPLATE = Article.Status.TEMPLATE
STATES = {
    Article.Status.DRAFT: _("draft"),
    SCHEDULED: _("scheduled"),
    Article.Status.PUBLISHED: _("published"),
    Article.Status.WITHDRAWN: _("withdrawn"),
    TEMPLATE: _("template"),
    BINNED: _("in the bin"),
}
MOST_AUTHORS = 200
"""In the choice; search finds by any name."""


def state_of(article: Article) -> str:
    """One of ``STATES``: the row's status as staff see it."""
    if article.binned_at:
        return BINNED
    return SCHEDULED if article.is_scheduled else article.status


class InState(admin.SimpleListFilter):
    """Everything but the bin and the templates, or what is in one state."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "bin":
                return queryset.in_bin()
            case "published":
                return queryset.published()
            case "scheduled":
                return queryset.scheduled()
            case "template":
                return queryset.templates()
            case "draft" | "withdrawn" as status:
                return queryset.filter(status=status, binned_at=None)
        return queryset.at_work()


class OfRow(admin.SimpleListFilter):
    """Narrowed by a row that is named by its number; a number that is none narrows nothing."""

    @cached_property
    def number(self) -> int | None:
        value = self.value() or ""
        return int(value) if is_row_number(value) else None


class InSection(OfRow):
    """In a section or one below it."""

    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.sections = {section.pk: section for section in Section.objects.order_by("path")}
        return [
            (str(pk), f"{'– ' * section.path.count('/')}{section}")
            for pk, section in self.sections.items()
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        section = self.sections.get(self.number or 0)
        return queryset.in_section(section) if section else queryset


class ByAuthor(OfRow):
    """With a name over it."""

    title = _("author")
    parameter_name = "author"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(one.pk), one.name) for one in Author.objects.order_by("name")[:MOST_AUTHORS]]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.by_author(Author(pk=self.number)) if self.number else queryset
