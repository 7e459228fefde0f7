"""What the desk can be asked for: a queue, a kind, an article, a section, what is tied, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from articles.models import Article, Section
from lib.staff import is_row_number
from moderation.counting import Count, counts_of
from moderation.models import Response, State
from moderation.querysets import ResponseQuerySet
from moderation.ties import TIES, Tie


@dataclass(frozen=True)
class Choice:
    """One of the things to choose; `walks` where no index stands behind it."""

    word: str
    label: Promise | str
    where: Q
    walks: bool = False


QUEUES = {
    queue.word: queue
    for queue in (
        Choice("pending", pgettext_lazy("responses", "Pending"), Q(state=State.HELD)),
        Choice("reported", pgettext_lazy("responses", "Reported"), Q(plea=Response.Plea.REPORTED)),
        Choice("appealed", pgettext_lazy("responses", "Appealed"), Q(plea=Response.Plea.APPEALED)),
        Choice("approved", pgettext_lazy("responses", "Approved"), Q(state=State.SHOWN)),
        Choice("spam", pgettext_lazy("responses", "Spam"), Q(state=State.SPAM)),
        Choice("rejected", pgettext_lazy("responses", "Rejected"), Q(state=State.REJECTED)),
        Choice("all", pgettext_lazy("responses", "All"), Q()),
    )
}
KINDS: dict[str, Choice] = {
    kind.value: Choice(kind.value, kind.label, Q(kind=kind)) for kind in Response.Kind
}
"""The room above adds its protocols, as ties are added."""


def kind(one: Choice) -> None:
    """Make a finer kind of response known."""
    KINDS[one.word] = one


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it says wrongly is as if it were not said."""

    queue: Choice
    kind: Choice | None = None
    article: Article | None = None
    section: int | None = None
    tie: Tie | None = None
    tied: str = ""
    words: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """From ``?queue=&kind=&article=&section=&TIE=&q=``; an e-mail address in ``q`` is a tie."""
        words = " ".join(query.get("q", "").replace("\0", "").split())[:200]
        if "email" in TIES and "@" in words and " " not in words:
            query, words = {**query, "email": words}, ""  # who types an address means its writer
        tie = next((tie for word, tie in TIES.items() if query.get(word)), None)
        number = query.get("article", "")
        section = query.get("section", "")
        return cls(
            queue=QUEUES.get(query.get("queue", ""), QUEUES["pending"]),
            kind=KINDS.get(query.get("kind", "")),
            article=Article.objects.filter(pk=number).first() if is_row_number(number) else None,
            section=int(section) if is_row_number(section) else None,
            tie=tie,
            tied=query.get(tie.word, "").replace("\0", "")[:255] if tie else "",
            words=words,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether there may be more in the queue than was asked for."""
        return bool(self.kind or self.article or self.section or self.tie or self.words)

    @cached_property
    def sections(self) -> list[Section]:
        """All of them, in their order, for the choice."""
        return list(Section.objects.order_by("path"))

    def rows(self) -> ResponseQuerySet:
        """What an index finds: everything that was asked but what walks."""
        return self._within(Response.objects.filter(self.queue.where))

    def narrow(self) -> Q | None:
        """What must be looked for, row by row: the section, a protocol."""
        found = Q()
        if self.kind and self.kind.walks:
            found &= self.kind.where
        if self.section:
            found &= Q(article__section__in=self._sections_below(self.section))
        return found or None

    def counts(self) -> dict[str, Count]:
        """Of each queue by its word, in one query; empty where no index would count."""
        if self.narrow() or self.words or self.tie:
            return {}
        return counts_of(
            {
                word: self._in_order(self._within(Response.objects.filter(one.where)))
                for word, one in QUEUES.items()
            }
        )

    def _in_order(self, rows: ResponseQuerySet) -> ResponseQuerySet:
        """The order leads along the index of a queue; one article's rows have one without it."""
        return rows.order_by() if self.article else rows.newest()

    def _within(self, rows: ResponseQuerySet) -> ResponseQuerySet:
        if self.kind and not self.kind.walks:
            rows = rows.filter(self.kind.where)
        if self.article:
            rows = rows.filter(article=self.article)
        if self.tie:
            rows = self.tie.among(rows, self.tied)
        return rows.saying(self.words) if self.words else rows

    def _sections_below(self, pk: int) -> list[int]:
        path = next((section.path for section in self.sections if section.pk == pk), None)
        if path is None:
            return []
        return [
            section.pk for section in self.sections
            if section.path == path or section.path.startswith(f"{path}/")
        ]  # fmt: skip
