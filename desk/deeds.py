"""What can be done to several articles at once, each with its opposite."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles import bin as waste
from articles.content import content_of, essence
from articles.models import Article, Revision, Section, Tag
from articles.publishing import publish, withdraw
from articles.revisions import live, mark, newest, save, waiting
from desk.handing import NotHandedOver, hand_over, take_back

if TYPE_CHECKING:
    type Standing = dict[str, Any]

PUBLISH = "articles.publish_article"
WRITE = "articles.change_article"


@dataclass(frozen=True)
class Deed:
    """``do`` takes what was chosen beside the button; ``undo`` how the article stood before.

    Both raise ``ValidationError`` where they refuse.
    """

    label: Any
    needs: str
    do: Callable[[Article, User, Any], None]
    undo: Callable[[Article, User, Standing], None]


def _publish(article: Article, by: User, what: None) -> None:
    publish(article, by=by)
    take_back(article)


def _unpublish(article: Article, by: User, before: Standing) -> None:
    """What was live before is live again; what was not is withdrawn."""
    if before["live"] and before["status"] == Article.Status.PUBLISHED:
        publish(article, by=by, revision=_revision(article, before["live"]))
    else:
        withdraw(article, by=by)
    _hand_again(article, before)


def _withdraw(article: Article, by: User, what: None) -> None:
    withdraw(article, by=by)


def _bring_back(article: Article, by: User, before: Standing) -> None:
    """As it was: public, or at its hour, with the change that was to come."""
    if before["status"] != Article.Status.PUBLISHED:
        raise ValidationError(_("It was not published before."))
    at = parse_datetime(before["published_at"])
    shown = _revision(article, before["live"]) if before["live"] else None
    publish(article, by=by, at=at, revision=shown)
    if coming := before["coming"]:
        hour = parse_datetime(coming["at"])
        publish(article, by=by, at=hour, revision=_revision(article, coming["number"]))


def _throw(article: Article, by: User, what: Any) -> None:
    if not waste.put_in(article):
        raise ValidationError(_("Only a draft goes to the bin."))


def _pick_up(article: Article, by: User, before: Any) -> None:
    if not waste.take_out(article):
        raise ValidationError(_("It does not lie in the bin."))


def _file(article: Article, by: User, section: Section) -> None:
    _say(article, by, section={"id": section.pk, "label": str(section)})


def _tag(article: Article, by: User, tags: list[Tag]) -> None:
    last = newest(article)
    there = (last.content if last else content_of(article)).get("tags") or []
    known = {one["id"] for one in there}
    new = [{"id": tag.pk, "label": str(tag)} for tag in tags if tag.pk not in known]
    _say(article, by, tags=sorted([*there, *new], key=lambda one: one["id"]))


def _unsay(name: str) -> Callable[[Article, User, Standing], None]:
    """The field says again what it said before."""

    def undo(article: Article, by: User, before: Standing) -> None:
        old = _revision(article, before["newest"] or 1)  # an import's first is made by the deed
        _say(article, by, **{name: old.content.get(name)})

    return undo


def _assign(article: Article, by: User, to: User | None) -> None:
    hand_over(article, to=to, by=by)


def _unassign(article: Article, by: User, before: Standing) -> None:
    take_back(article)
    _hand_again(article, before)


DEEDS = {
    "publish": Deed(gettext_lazy("Publish"), PUBLISH, _publish, _unpublish),
    "withdraw": Deed(gettext_lazy("Withdraw"), PUBLISH, _withdraw, _bring_back),
    "file": Deed(gettext_lazy("Put in a section"), WRITE, _file, _unsay("section")),
    "tag": Deed(gettext_lazy("Add tags"), WRITE, _tag, _unsay("tags")),
    "assign": Deed(gettext_lazy("Hand over"), WRITE, _assign, _unassign),
    "bin": Deed(gettext_lazy("Put drafts in the bin"), WRITE, _throw, _pick_up),
    "restore": Deed(gettext_lazy("Take out of the bin"), WRITE, _pick_up, _throw),
}
"""In the order of the choice."""


def _say(article: Article, by: User, **changes: Any) -> None:
    """Save a field; where nothing else waits, and the person may, the public sees it too."""
    if article.binned_at:
        raise ValidationError(_("This article is in the bin; take it out first."))
    is_seen = article.status == Article.Status.PUBLISHED and not waiting(article)
    kept = save(article, changes, by=by)
    shown = live(article)
    if shown and essence(kept.content) == essence(shown.content):
        mark(kept)
    elif is_seen and by.has_perm(PUBLISH):
        publish(article, by=by, revision=kept)


def _revision(article: Article, number: int) -> Revision:
    found = article.revisions.filter(number=number).first()
    if found is None:
        raise ValidationError(_("The revision that was live before is gone."))
    return found


def _hand_again(article: Article, before: Standing) -> None:
    if handed := before["handed"]:
        people = User.objects.in_bulk([pk for pk in handed.values() if pk])
        to, by = people.get(handed["to"]), people.get(handed["by"])
        if to or handed["to"] is None:
            with suppress(
                NotHandedOver
            ):  # what was public for a moment is withdrawn: it is decided
                hand_over(article, to=to, by=by)
