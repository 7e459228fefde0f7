"""Who made an article, said in one sentence: ``By A and B; photographs by C; translated by D``.

Everything that names the people of an article asks here: pages, lists, feeds, what machines read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.models import Author, Byline

Role = Byline.Role
PHRASES: dict[str, str] = {
    Role.WRITER: gettext_noop("by {names}"),
    Role.REPORTING: gettext_noop("additional reporting by {names}"),
    Role.PHOTOGRAPHS: gettext_noop("photographs by {names}"),
    Role.ILLUSTRATION: gettext_noop("illustrations by {names}"),
    Role.GRAPHICS: gettext_noop("graphics by {names}"),
    Role.VIDEO: gettext_noop("video by {names}"),
    Role.AUDIO: gettext_noop("audio by {names}"),
    Role.TRANSLATION: gettext_noop("translated by {names}"),
    Role.EDITING: gettext_noop("edited by {names}"),
    Role.RESEARCH: gettext_noop("research by {names}"),
}
"""Role → what is said of those who had it."""
PROPERTIES: dict[str, str] = {
    Role.WRITER: "author",
    Role.TRANSLATION: "translator",
    Role.EDITING: "editor",
}
"""Role → the property of schema.org's CreativeWork; every other one is a ``contributor``."""

type Named = Callable[[Byline], SafeString]
"""How one name is written."""


def plain(row: Byline) -> SafeString:
    """The name and nothing else."""
    return conditional_escape(row.author.name)


def linked(row: Byline) -> SafeString:
    """The name as a link to the author's page, told to machines in microformats and schema.org."""
    wrote = row.role == Role.WRITER
    return format_html(
        '<span class="{} h-card" itemprop="{}" itemscope itemtype="https://schema.org/Person">'
        '<a class="u-url p-name"{} itemprop="url" href="{}">'
        '<bdi itemprop="name">{}</bdi></a></span>',
        "p-author" if wrote else "p-contributor",
        PROPERTIES.get(row.role, "contributor"),
        SafeString(' rel="author"') if wrote else "",
        row.author.get_absolute_url(),
        row.author.name,
    )


def sentence(rows: Iterable[Byline], name: Named = plain) -> SafeString:
    """The sentence in the language that is active, as HTML; empty without rows.

    Roles stand in the order of their first rows, names in the order of theirs.
    """
    names: dict[str, list[SafeString]] = {}
    for row in rows:
        names.setdefault(row.role, []).append(name(row))
    phrases = [format_html(_(PHRASES[role]), names=joined(names[role])) for role in names]
    return mark_safe(capfirst(_chained(phrases)))  # noqa: S308  # each was escaped by format_html


def writers(rows: Iterable[Byline]) -> list[Author]:
    """Who wrote it, each once; where nobody did, all who made it."""
    every = list(rows)
    return _once(row for row in every if row.role == Role.WRITER) or _once(every)


def contributors(rows: Iterable[Byline]) -> list[Author]:
    """Who made it with the writers, each once."""
    every = list(rows)
    wrote = writers(every)
    return [author for author in _once(every) if author not in wrote]


def joined(names: Sequence[SafeString]) -> SafeString:
    """``A``, ``A and B``, ``A, B and C``, as the language of the page joins names."""
    *first, last = names
    if not first:
        return format_html("{}", last)
    list_so_far = first[0]
    for name in first[1:]:
        # Translators: all but the last of a list of names.
        list_so_far = format_html(_("{names}, {name}"), names=list_so_far, name=name)
    # Translators: the end of a list of names.
    return format_html(_("{names} and {name}"), names=list_so_far, name=last)


def _chained(phrases: Sequence[SafeString]) -> str:
    chain, *others = phrases or [SafeString()]
    for phrase in others:
        # Translators: two parts of a byline: by one; photographs by another.
        chain = format_html(_("{phrases}; {phrase}"), phrases=chain, phrase=phrase)
    return chain


def _once(rows: Iterable[Byline]) -> list[Author]:
    return list({row.author_id: row.author for row in rows}.values())
