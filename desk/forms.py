"""The forms behind the desk: an article with its tags, its hour and the revision it began from."""

import json
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AutocompleteSelectMultiple,
    get_select2_language,
)
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.content import initial
from articles.models import Article, Byline, Tag
from articles.revisions import newest, scheduled
from desk.editor import BodyField
from lib.fold import direction, fold
from lib.languages import LANGUAGES
from lib.staff import ModelForm, Refusable

MOST_TAGS = 40
OLDEST, NEWEST = 1600, 2999
"""Years."""
SEARCH_CUTS = _("Search results cut it here, at about 60 characters.")
CARDS_CUT = _("Cards in social media cut it here, at about 70 characters.")
CARDS_CUT_TOO = _("Cards in social media cut it too, at about 70 characters.")
SEARCH_CUTS_WORDS = _("Search results cut it here, at about 160 characters.")
CARDS_CUT_WORDS = _("Cards in social media cut it here, at about 200 characters.")
CARDS_CUT_WORDS_TOO = _("Cards in social media cut it too, at about 200 characters.")
ELSEWHERE = ("search_title", "search_description", "social_title", "social_description")
"""Fields of what search results and cards show."""
HINTS = {
    "headline": [(60, SEARCH_CUTS), (70, CARDS_CUT_TOO)],
    "standfirst": [(160, SEARCH_CUTS_WORDS), (200, CARDS_CUT_WORDS_TOO)],
    "search_title": [(60, SEARCH_CUTS)],
    "search_description": [(160, SEARCH_CUTS_WORDS)],
    "social_title": [(70, CARDS_CUT)],
    "social_description": [(200, CARDS_CUT_WORDS)],
}
"""Field → lengths beyond which a hint is shown; what is longer is no fault."""


class TagNamesWidget(AutocompleteSelectMultiple):
    """Completes the names of tags and takes new ones; values are names, so that 2026 can be one."""

    def __init__(self) -> None:
        field = Article.tags.through._meta.get_field("tag")
        attrs = {
            "data-tags": "true",
            "data-token-separators": '[",", "،", "، ", ", "]',
            "dir": "auto",
        }
        super().__init__(field, admin.site, attrs)

    def get_url(self) -> str:
        return reverse("admin:articles_tag_names")

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        options = [
            self.create_option(name, word, word, selected=True, index=index)
            for index, word in enumerate(value)
        ]
        return [(None, options, 0)]


class TagNamesField(forms.Field):
    """Names of tags, old and new; they become rows when the article is saved."""

    widget = TagNamesWidget

    def prepare_value(self, value: Any) -> list[str]:
        return [tag.name if isinstance(tag, Tag) else str(tag) for tag in value or []]

    def clean(self, value: list[str] | None) -> list[str]:
        """Each name once, however it is spelled. Raises ValidationError."""
        for name in value or []:
            ProhibitNullCharactersValidator()(name)
        names = {fold(name): " ".join(name.split()) for name in reversed(value or [])}
        names.pop("", None)
        longest = Tag._meta.get_field("name").max_length or 0
        if long := [name for name in names.values() if len(name) > longest]:
            raise ValidationError(
                _("“%(name)s…” is too long for a tag."), params={"name": long[0][:40]}
            )
        if len(names) > MOST_TAGS:
            raise ValidationError(
                _("An article carries at most %(most)d tags."), params={"most": MOST_TAGS}
            )
        return list(reversed(names.values()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {fold(name) for name in self.prepare_value(initial)} != set(map(fold, data or []))


class LineWidget(forms.Textarea):
    """One line that shows all of itself, however narrow the screen is."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**(attrs or {}), "rows": 1, "class": "vTextField line"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.splitlines()) if isinstance(value, str) else value


class ArticleForm(Refusable):
    """An article as its writer sees it: the newest revision, never the article's state."""

    names = {"published_at": "publish_at"}
    is_shown_only = False
    """Whether the form is filled with an unsaved text, to be read before it is sent."""

    body = BodyField(label=_("Body"), required=False)
    tags = TagNamesField(label=_("Tags"), required=False)
    publish_at = forms.SplitDateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminSplitDateTime(),
        help_text=_("Empty for now. The hour is the newsroom's."),
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput())

    class Meta:
        model = Article
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = self.instance
        self.newest = newest(article) if article.pk else None
        if self.newest:
            self.initial.update(initial(self.newest.content))
        self.initial.setdefault("based_on", self.newest.number if self.newest else 0)
        if article.is_scheduled:
            self.initial.setdefault("publish_at", article.published_at)
        elif article.pk and (waits := scheduled(article)):
            self.initial.setdefault("publish_at", waits.publish_at)
        self.dress()
        self.fields["tags"].widget.i18n_name = get_select2_language()
        if "language" in self.fields:
            self.fields["language"].widget.attrs["data-rtl"] = " ".join(
                code for code, _name in LANGUAGES if direction(code) == "rtl"
            )
        if self.is_shown_only:
            said: Any = self.data
            self.data = said = said.copy()
            said.update(self.left_out())

    def dress(self) -> None:
        """One-line fields, directions, hints, and a new article's cursor in its headline."""
        for name in ("headline", *ELSEWHERE):
            if name in self.fields:
                self.fields[name].widget = LineWidget(attrs=self.fields[name].widget.attrs)
        if "headline" in self.fields and not self.instance.pk:
            self.fields["headline"].widget.attrs["autofocus"] = True
        for name in {*HINTS, "body"} & self.fields.keys():
            self.fields[name].widget.attrs["dir"] = "auto"
        for name in HINTS.keys() & self.fields.keys():
            hints = json.dumps(HINTS[name], default=str, ensure_ascii=False)
            self.fields[name].widget.attrs["data-hints"] = hints

    def left_out(self) -> dict[str, Any]:
        """What an unsaved text says nothing of, as the form begins: it may be of a form with fewer
        fields, and what it did not have is not emptied by it.
        """
        data: dict[str, Any] = {}
        for name, field in self.fields.items():
            widget: Any = field.widget
            if widget.value_omitted_from_data(self.data, self.files, name):
                value = field.prepare_value(self.get_initial_for_field(field, name))
                data |= _as_sent(name, widget, value)
        return data

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_shown_only

    def clean_publish_at(self) -> datetime | None:
        return within_reach(self.cleaned_data["publish_at"])

    def clean_embargo_until(self) -> datetime | None:
        return within_reach(self.cleaned_data["embargo_until"])


class BylineForm(ModelForm):
    """One name over an article. It becomes part of a revision, so it asks no row about itself."""

    class Meta:
        model = Byline
        fields = ["author", "role", "position"]

    def has_changed(self) -> bool:
        """A line with a name counts, whatever it began with; one without is none."""
        return bool(self["author"].data)

    def validate_constraints(self) -> None:
        """The formset sees what stands there twice; the rows are those of what is live."""


def _as_sent(name: str, widget: Any, value: Any) -> dict[str, str]:
    """A value as the widget sends it, by the names of its parts."""
    if hasattr(widget, "decompress"):
        parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
        return {f"{name}{suffix}": part.format_value(one) or "" for suffix, part, one in parts}
    said = widget.format_value(value)
    return {name: (said[0] if isinstance(said, list) else said) or ""}


def within_reach(moment: datetime | None) -> datetime | None:
    """The moment, if a newspaper may mean it; at the ends of the calendar no zone has a date."""
    if moment and not OLDEST <= moment.year <= NEWEST:
        raise ValidationError(
            _("Write a year from %(oldest)s to %(newest)s."),
            params={"oldest": OLDEST, "newest": NEWEST},
        )
    return moment
