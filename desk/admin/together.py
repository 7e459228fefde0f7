"""What the article form says of revisions: what waits, what is new, where two people clashed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from articles.content import in_order
from articles.joining import TEXTS
from articles.models import Article
from articles.revisions import Clashing, live, newest, read, scheduled, unread
from desk.comparing import WORDS, label_of, said
from lib.differences import Line, differences, words
from lib.html import STAFF, clean
from lib.merging import Clash

PREFIX = "choice-"
"""Of the names of the radio buttons; what follows is the key of a clash."""


@dataclass(frozen=True)
class Place:
    """One place to choose at: both texts as HTML, and the choice that was made before, if any."""

    key: str
    label: str
    theirs: SafeString
    mine: SafeString
    between: list[Line]
    """The words of a text, from theirs to mine."""
    choices: list[str]
    chosen: str


def standing(article: Article, person: User) -> dict[str, Any]:
    """What the form says above its fields, in a fixed number of queries.

    Who opens an article for the first time has read it.
    """
    last, shown, coming = newest(article), live(article), scheduled(article)
    published = article.status == Article.Status.PUBLISHED
    if last and not article.readings.filter(person=person).exists():
        read(article, person, last.number)
    return {
        "newest": last,
        "live": shown,
        "waits": last if published and last != shown else None,
        "coming": coming,
        "is_late": bool(coming and coming.is_late),
        "unread": unread(article, person),
    }


def choices(request: HttpRequest) -> dict[str, str]:
    """What was chosen: key of a clash → ``mine``, ``theirs`` or ``both``."""
    return {
        name.removeprefix(PREFIX): str(value)
        for name, value in request.POST.items()
        if name.startswith(PREFIX)
    }


def clashing(request: HttpRequest) -> dict[str, Any] | None:
    """Where two people changed the same, when that is why nothing was saved."""
    refusal = getattr(request, "refusal", None)
    if not isinstance(refusal, Clashing):
        return None
    chosen = choices(request)
    places = [
        _place(name, clash, chosen.get(clash.key, ""))
        for name in in_order(refusal.clashes)
        for clash in refusal.clashes[name]
    ]
    return {"places": places, "theirs": refusal.theirs, "prefix": PREFIX}


def _place(name: str, clash: Clash, chosen: str) -> Place:
    def show(value: Any) -> SafeString:
        return _body(value) if name == "body" else _words(said(name, value))

    return Place(
        key=clash.key,
        label=label_of(name),
        theirs=show(clash.theirs),
        mine=show(clash.mine),
        between=_between(name, clash),
        chosen=chosen,
        choices=["theirs", "mine", "both"] if name in TEXTS else ["theirs", "mine"],
    )


def _between(name: str, clash: Clash) -> list[Line]:
    if name == "body":
        return differences("".join(clash.theirs), "".join(clash.mine))
    if name in WORDS and clash.theirs and clash.mine:
        return [Line("p", "changed", words(clash.theirs, clash.mine))]
    return []


def _body(parts: list[str]) -> SafeString:
    return mark_safe(clean("".join(parts), STAFF))  # noqa: S308 - the one cleaner wrote it


def _words(text: str) -> SafeString:
    return format_html("<p>{}</p>", text) if text else format_html_join("", "", ())
