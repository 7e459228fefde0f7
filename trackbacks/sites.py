"""All that is kept of one site: to hand it out, or to erase it when its owner asks.

A site is a host with or without ``www.``, on whichever port unless one is named; a whole domain is
every host below it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Tally
from lib.cache import purge
from lib.links import NotAWebAddress, parse
from likes.liking import unlike_from
from likes.models import Like
from moderation.models import Response
from moderation.sittings import recount
from trackbacks.faces import let_go
from trackbacks.models import Face, Linkback, Ping

NOT_ASCII = "[^\x01-\x7f]"


@dataclass(frozen=True)
class Site:
    """A host as ``named`` writes it: lower-case ASCII without ``www.``."""

    host: str
    whole_domain: bool = False

    def __str__(self) -> str:
        return f"*.{self.host}" if self.whole_domain else self.host

    def covers(self, url: str) -> bool:
        """Whether a web address is of this site."""
        try:
            address = parse(url)
        except NotAWebAddress:
            return False
        names = {name.removeprefix("www.") for name in (address.host, address.netloc)}
        below = any(name.endswith(f".{self.host}") for name in names)
        return self.host in names or (self.whole_domain and below)

    def linkbacks(self) -> list[int]:
        """The ids of its linkbacks, likes among them; links between our own articles are ours."""
        theirs = Linkback.objects.exclude(protocol=Linkback.Protocol.OWN)
        return self._of(theirs, "source")

    def likes(self) -> list[int]:
        """The ids of what likes an article in its name."""
        return self._of(Like.objects.of_blogs(), "source")

    def pings(self) -> list[int]:
        """The ids of what we told it."""
        return self._of(Ping.objects.all(), "target")

    def _of(self, rows: QuerySet[Any], name: str) -> list[int]:
        """The database looks for the host anywhere, or for letters that may spell it."""
        spelled = Q(**{f"{name}__icontains": self.host}) | Q(**{f"{name}__regex": NOT_ASCII})
        found = rows.filter(spelled).order_by("pk").values_list("pk", name)
        return [pk for pk, url in found.iterator() if self.covers(url)]


def named(text: str, *, whole_domain: bool = False) -> Site:
    """The site that somebody named by its host or by any address on it.

    Raises NotAWebAddress, also for a whole domain of one word such as ``com``.
    """
    address = parse(text if "://" in text else f"https://{text}")
    host = address.netloc.removeprefix("www.")
    if whole_domain and "." not in address.host:
        raise NotAWebAddress("invalid")
    return Site(host, whole_domain)


def export(site: Site) -> dict[str, Any]:
    """Every linkback, like and ping of the site, as JSON can hold it."""
    linkbacks = Linkback.objects.filter(pk__in=site.linkbacks())
    likes = Like.objects.filter(pk__in=site.likes())
    pings = Ping.objects.filter(pk__in=site.pings())
    return {
        "schema": 1,
        "host": site.host,
        "whole_domain": site.whole_domain,
        "exported_at": timezone.now().isoformat(),
        "linkbacks": [_linkback(row) for row in _with_all(linkbacks)],
        "likes": [_like(row) for row in likes.select_related("article").order_by("pk")],
        "pings": [_ping(row) for row in pings.select_related("article").order_by("pk")],
    }


@dataclass
class Erased:
    """How many rows went."""

    linkbacks: int = 0
    likes: int = 0


def erase(site: Site) -> Erased:
    """Erase its linkbacks, likes and faces, and count anew; one transaction for each article.

    What we told the site stays: it says that we linked there. Killed and called again it goes on.
    """
    linkbacks: dict[int, list[int]] = defaultdict(list)
    likes: dict[int, list[int]] = defaultdict(list)
    for model, ids, found in ((Linkback, site.linkbacks(), linkbacks), (Like, site.likes(), likes)):
        for pk, article in model.objects.filter(pk__in=ids).values_list("pk", "article_id"):
            found[article].append(pk)
    erased = Erased()
    for article in sorted(linkbacks.keys() | likes.keys()):
        _erase_of(article, linkbacks[article], likes[article], erased)
    return erased


@transaction.atomic
def _erase_of(article: int, linkbacks: list[int], likes: list[int], erased: Erased) -> None:
    tally = Tally.locked(article)
    rows = Linkback.objects.filter(pk__in=linkbacks).select_for_update()
    worn = [row.face_id for row in rows if row.face_id is not None]
    for like in Like.objects.filter(pk__in=likes).select_related("article"):
        erased.likes += unlike_from(like.article, source=like.source or "")
    erased.linkbacks += len(rows)
    Response.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for face in Face.objects.filter(pk__in=worn).order_by("pk"):
        let_go(face)
    recount(tally)
    purge(f"article-{article}", "articles")


def _with_all(linkbacks: QuerySet[Linkback]) -> Iterable[Linkback]:
    related = linkbacks.select_related("response", "article", "face").order_by("pk")
    return related.prefetch_related("response__decisions")


def _linkback(row: Linkback) -> dict[str, Any]:
    response = row.response
    return {
        **_columns(
            row, "protocol", "kind", "rsvp", "source", "target", "title", "excerpt", "claims"
        ),
        **_columns(response, "author_name", "author_address", "host", "network"),
        **_columns(response, "state", "reason", "evidence", "created_at", "decided_at"),
        **_columns(row, "verified_at", "last_answer", "picture"),
        "article": row.article.absolute_url,
        "face": row.face.file if row.face else "",
        "decisions": [
            _columns(one, "before", "after", "reason", "evidence", "decided_at")
            for one in response.decisions.all()
        ],
    }


def _like(row: Like) -> dict[str, Any]:
    return {
        **_columns(row, "source", "name", "address", "picture", "created_at"),
        "article": row.article.absolute_url,
    }


def _ping(row: Ping) -> dict[str, Any]:
    columns = _columns(row, "target", "state", "reason", "protocol", "endpoint", "last_answer")
    return {**columns, **_columns(row, "created_at"), "article": row.article.absolute_url}


def _columns(row: Any, *names: str) -> dict[str, Any]:
    """Columns by name; moments in ISO 8601."""
    found = {name: getattr(row, name) for name in names}
    for name, value in found.items():
        with suppress(AttributeError):
            found[name] = value.isoformat()
    return found
