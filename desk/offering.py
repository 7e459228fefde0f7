"""What was typed and not saved, read as an article would be, to show how it differs from one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import SplitDateTimeField
from django.utils.translation import gettext as _

from articles.content import MANY, ONE, PLAIN, Content, content_of, essence
from articles.models import Article, Author, Byline, Revision, Tag
from articles.revisions import newest, scheduled
from desk.comparing import Comparison, FieldChange, compared
from desk.editor import cleaned
from desk.models import Typed, Unsaved
from lib.differences import Piece
from lib.fold import fold
from lib.staff import is_row_number

SWITCHES = {"unknown": None, "true": True, "false": False}
NOTHING: tuple[Any, ...] = (None, "", [])
_LINE = re.compile(r"bylines-([0-9]{1,4})-author")
_CORRECTION = re.compile(r"corrections-([0-9]{1,4})-text")


@dataclass(frozen=True)
class Offer:
    """A text that its writer may go on with or throw away; ``is_thrown`` when that was done."""

    sequence: int
    typed: Typed
    typed_at: datetime
    is_thrown: bool
    comparison: Comparison

    @property
    def headline(self) -> str:
        return _first(self.typed, "headline")

    @property
    def language(self) -> str:
        return _first(self.typed, "language")


def offers(slot: Unsaved | None, article: Article | None, language: str) -> list[Offer]:
    """The texts of a slot that say something else than the newest revision, latest first.

    Each is shown as the change that its writer made to the revision before him. The number of
    queries depends on the number of texts only.
    """
    if slot is None or not (slot.typed or slot.aside):
        return []
    last = newest(article) if article else None
    now = _content(article, last, language)
    found = []
    for text in _texts(slot):
        base, base_content = last, now
        if article and last and text["based_on"] not in (0, last.number):
            base = article.revisions.filter(number=text["based_on"]).first() or last
            base_content = base.content
        said = content_typed(text["typed"], base_content)
        more = [*_corrections(text["typed"]), *_hour(text["typed"], article)]
        if not more and essence(content_typed(text["typed"], now)) == essence(now):
            continue
        old = base or Revision(number=0, content=base_content)
        comparison = compared(old, Revision(number=old.number, content=said))
        found.append(
            Offer(
                sequence=text["sequence"],
                typed=text["typed"],
                typed_at=datetime.fromisoformat(text["typed_at"]),
                is_thrown=text["thrown"],
                comparison=replace(comparison, fields=[*comparison.fields, *more]),
            )
        )
    return found


def content_typed(typed: Typed, base: Content) -> Content:
    """The content with what was typed over it, as far as it can be read; the rest as it stands."""
    read: Content = {name: _plain(name, typed) for name in PLAIN if name in typed}
    for name, model in ONE.items():
        if name in typed:
            read[name] = next(iter(_named(model, typed[name])), None)
    for name, model in MANY.items():
        if name in typed:
            read[name] = _tags(typed[name]) if model is Tag else _named(model, typed[name])
    if "embargo_until_0" in typed:
        read["embargo_until"] = _moment(typed, "embargo_until")
    if "bylines-TOTAL_FORMS" in typed:
        read["bylines"] = _bylines(typed)
    changed = {name: value for name, value in read.items() if not _alike(base.get(name), value)}
    return {**base, **changed}


def _texts(slot: Unsaved) -> list[dict[str, Any]]:
    first = Unsaved(
        typed=slot.typed, based_on=slot.based_on, sequence=slot.sequence, typed_at=slot.typed_at
    )
    first.put_aside(thrown=False)
    return [one for one in [*first.aside, *slot.aside] if one["typed"]]


def _content(article: Article | None, last: Revision | None, language: str) -> Content:
    """What the form began with."""
    if last:
        return dict(last.content)
    if article:
        return content_of(article)
    return {**{name: getattr(Article(), name) for name in PLAIN}, "language": language}


def _plain(name: str, typed: Typed) -> Any:
    value = _first(typed, name).strip()
    if name == "body":
        return cleaned(value)
    is_switch = Article._meta.get_field(name).get_internal_type() == "BooleanField"
    return SWITCHES.get(value.lower()) if is_switch else value


def _named(model: Any, words: Iterable[str]) -> list[Content]:
    rows = model._default_manager.in_bulk([int(word) for word in words if is_row_number(word)])
    return [{"id": pk, "label": str(rows[pk])} for pk in sorted(rows)]


def _tags(names: Iterable[str]) -> list[Content]:
    """Those that there are, by their ids, then the new ones."""
    keys = {fold(name)[:100]: name for name in names}
    keys.pop("", None)
    known = {tag.folded: tag for tag in Tag.objects.filter(folded__in=keys)}
    rows = sorted(known.values(), key=lambda tag: tag.pk)
    found = [{"id": tag.pk, "label": str(tag)} for tag in rows]
    new = [{"id": name, "label": name} for key, name in keys.items() if key not in known]
    return [*found, *new]


def _bylines(typed: Typed) -> list[Content]:
    """The lines with a name, in their order; a line that is to be deleted is none."""
    lines = [match[1] for match in map(_LINE.fullmatch, typed) if match]
    ids = [_first(typed, f"bylines-{line}-author") for line in lines]
    names = Author.objects.in_bulk([int(word) for word in ids if is_row_number(word)])
    found = []
    for line, word in zip(lines, ids, strict=True):
        author = names.get(int(word)) if is_row_number(word) else None
        if author and not _first(typed, f"bylines-{line}-DELETE"):
            role = _first(typed, f"bylines-{line}-role")
            position = _first(typed, f"bylines-{line}-position")
            found.append({
                "author": {"id": author.pk, "label": str(author)},
                "role": role if role in Byline.Role.values else Byline.Role.WRITER.value,
                "position": int(position) if is_row_number(position) else 0,
            })  # fmt: skip
    return sorted(found, key=lambda one: one["position"])


def _corrections(typed: Typed) -> list[FieldChange]:
    """What is new among the corrections: no revision has them."""
    lines = [match[1] for match in map(_CORRECTION.fullmatch, typed) if match]
    texts = [
        _first(typed, f"corrections-{line}-text").strip()
        for line in lines
        if not _first(typed, f"corrections-{line}-id")
    ]
    return [
        FieldChange("corrections", _("correction"), [Piece("ins", text)]) for text in texts if text
    ]


def _hour(typed: Typed, article: Article | None) -> list[FieldChange]:
    """The hour to publish at, if it is another than the one that stands: no revision has it."""
    hour = _moment(typed, "publish_at") if _first(typed, "publish_at_0") else None
    if hour is None:
        return []
    coming = scheduled(article) if article else None
    stands = coming.publish_at if coming else article.published_at if article else None
    if stands and stands.astimezone(UTC).isoformat(timespec="seconds") == hour:
        return []
    words = " ".join(_first(typed, f"publish_at_{part}") for part in (0, 1))
    return [FieldChange("publish_at", _("Publish at"), [Piece("ins", words)])]


def _moment(typed: Typed, name: str) -> Any:
    """As a revision has it; words that are no moment, as they were written."""
    words = [_first(typed, f"{name}_{part}").strip() for part in (0, 1)]
    try:
        moment = SplitDateTimeField(required=False).clean(words)
        return moment and moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValidationError, OverflowError):
        return {"label": " ".join(words)}


def _alike(one: Any, other: Any) -> bool:
    """Nothing is nothing, however it is written, and a line ends however it does."""
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    return essence(one) == essence(other) or (one in NOTHING and other in NOTHING)


def _first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, [])), "")
