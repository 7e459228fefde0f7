"""Rows in an article's form: the names over it and what was corrected in it."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import Script
from django.http import HttpRequest

from articles.content import content_of, initial_bylines
from articles.models import Article, Byline, Correction
from articles.revisions import newest
from desk.forms import BylineForm
from lib.staff import Choosing


class PartOfArticle(Choosing, admin.options.InlineModelAdmin):  # type: ignore[type-arg]
    """Rows of an article's form: who may change the article may change them."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True


class BylineInline(PartOfArticle, admin.TabularInline):  # type: ignore[type-arg]
    """Whose names stand over the article, in their order: those of the newest revision."""

    model = Byline
    form = BylineForm
    fields = ["author", "role", "position"]
    autocomplete_fields = ["author"]
    template = "admin/articles/article/bylines.html"

    class Media:
        js = [Script("js/byline-order.js", type="module")]

    def names(self, obj: Article | None) -> list[dict[str, Any]]:
        """What the lines begin with; the last one is empty, and comes last when it is filled in."""
        last = newest(obj) if obj else None
        content = last.content if last else content_of(obj) if obj else {}
        names = initial_bylines(content)
        return [*names, {"position": max([0, *(one["position"] + 1 for one in names)])}]

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        return len(self.names(obj))


class CorrectionInline(PartOfArticle, admin.StackedInline):  # type: ignore[type-arg]
    """What was wrong, said to readers; only of what was published."""

    model = Correction
    fields = ["text"]
    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was wrong once stays said."""
        return False
