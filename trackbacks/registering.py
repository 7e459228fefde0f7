"""Registering: announcements that came together become rows, or are refused each for its reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from lib.links import parse, same_address_key
from lib.rows import add, rows
from lib.tokens import network_hash, truncate_network
from masthead.models import Newsroom
from moderation.candidates import Company
from moderation.checks import Candidate, Verdict, at_door_together
from moderation.deciding import MODERATOR
from moderation.models import Response, State
from trackbacks.cases import Case, Refused
from trackbacks.claiming import lease_end
from trackbacks.models import Linkback
from trackbacks.targets import article_for
from trackbacks.turns import too_many
from trackbacks.verification import nudge, nudge_first

REGISTERED = "article_id = ANY(%(articles)s) AND source_key = ANY(%(keys)s)"


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What a sender said, checked for its shape. ``client`` is an IP address or empty."""

    protocol: Linkback.Protocol
    source: str
    target: str
    newsroom: Newsroom
    client: str = ""
    claims: dict[str, str] = field(default_factory=dict)

    @cached_property
    def source_key(self) -> str:
        return sha256(same_address_key(self.source).encode()).hexdigest()

    @cached_property
    def host(self) -> str:
        """The source's host, and its port where it is not the scheme's own."""
        return parse(self.source).netloc[:255]

    @cached_property
    def network_hash(self) -> str:
        return network_hash(self.client, settings.NETWORK_KEY) if self.client else ""

    def told(self) -> dict[str, object]:
        """Columns of its linkback."""
        return {
            "protocol": self.protocol,
            "source": self.source,
            "target": self.target,
            "claims": self.claims,
        }


@dataclass(slots=True)
class Entry:
    """What became of one that was let in: its new row, or None where the link is registered.

    ``is_mine``: who announced it reads the source, and holds the claim on it.
    """

    article: Article
    said: Announcement
    linkback: Linkback | None = None
    is_mine: bool = False

    @property
    def key(self) -> tuple[int, str]:
        """What is unique about it."""
        return self.article.pk, self.said.source_key


class Verifier(Enum):
    """Who reads the sources of new rows, and when."""

    CALLER = "the caller, who holds the claim"
    WORKERS = "workers, once a crowd was heard out"


def enter(said: list[Announcement], verifier: Verifier) -> list[Entry | Exception]:
    """Let in and register all of them; what one is refused with stands in its place."""
    answers = list(_let_in(said))
    entries = [answer for answer in answers if isinstance(answer, Entry)]
    if entries:
        _register(entries, verifier)
    return answers


def known(article: Article, said: Announcement) -> Linkback | None:
    """The row of an announcement that is registered."""
    rows = Linkback.objects.filter(article=article, source_key=said.source_key)
    return rows.select_related("response__article").first()


def _let_in(said: list[Announcement]) -> Iterator[Entry | Exception]:
    """What stands before anything is stored or fetched."""
    articles = {target: _article_for(target) for target in {one.target for one in said}}
    company = Company()
    candidates = [
        _candidate(article, one, company)
        for one in said
        if isinstance(article := articles[one.target], Article)
    ]
    verdicts = iter(at_door_together(candidates))
    for one in said:
        article = articles[one.target]
        if isinstance(article, Refused):
            yield article
        else:
            yield _refusal(next(verdicts)) or Entry(article, one)


def _article_for(target: str) -> Article | Refused:
    try:
        return article_for(target)
    except Refused as refusal:
        return refusal


def _candidate(article: Article, said: Announcement, company: Company) -> Candidate:
    return Candidate(
        article=article,
        newsroom=said.newsroom,
        kind=Response.Kind.LINKBACK,
        author_address=said.source,
        host=said.host,
        network_hash=said.network_hash,
        client=said.client,
        protocol=said.protocol,
        among=company,
    )


def _refusal(verdict: Verdict | None) -> Refused | None:
    """What the sender hears of it."""
    if verdict is None:
        return None
    if verdict.reason == "closed":
        return Refused(Case.CLOSED)
    return too_many(verdict.wait) if verdict.wait else Refused(Case.DENIED)


def _register(entries: list[Entry], verifier: Verifier) -> None:
    """Give each its new row, or its old one that starts anew; none to what is registered."""
    new = {entry.key: entry for entry in reversed(entries)}
    for linkback in _stored(entries):
        if entry := new.pop((linkback.article_id, linkback.source_key), None):
            _start_anew(entry, verifier)
    _create([entry for entry in entries if new.get(entry.key) is entry], verifier)


def _stored(entries: list[Entry]) -> list[Linkback]:
    """Rows of which some are those of the entries."""
    articles, keys = map(set, zip(*(entry.key for entry in entries), strict=True))
    return rows(Linkback, REGISTERED, articles=list(articles), keys=list(keys))


def _create(entries: list[Entry], verifier: Verifier) -> None:
    """Rows and nudge in one transaction; one of those who come together elsewhere has a row."""
    if not entries:
        return
    try:
        with transaction.atomic():
            responses = add([_response(entry) for entry in entries])
            linkbacks = add(
                [
                    _linkback(entry, response, verifier)
                    for entry, response in zip(entries, responses, strict=True)
                ]
            )
            if verifier is Verifier.CALLER:
                nudge(*linkbacks)
            else:
                nudge_first(linkbacks)
    except IntegrityError:
        for entry in entries if len(entries) > 1 else []:
            _create([entry], verifier)
        return
    for entry, linkback in zip(entries, linkbacks, strict=True):
        entry.linkback = linkback


def _response(entry: Entry) -> Response:
    said = entry.said
    return Response(
        article=entry.article,
        kind=Response.Kind.LINKBACK,
        author_name=said.host[:245],
        author_address=said.source,
        host=said.host,
        summary=said.source[:500],
        network_hash=said.network_hash,
        network=truncate_network(said.client) if said.client else "",
    )


def _linkback(entry: Entry, response: Response, verifier: Verifier) -> Linkback:
    return Linkback(
        response=response,
        article=entry.article,
        source_key=entry.said.source_key,
        **_begun(verifier),
        **entry.said.told(),
    )


def _begun(verifier: Verifier) -> dict[str, Any]:
    """Columns that say when the source is to be read, or that it is being read."""
    is_claimed = verifier is Verifier.CALLER
    return {
        "verify_at": lease_end() if is_claimed else timezone.now(),
        "attempts": int(is_claimed),
    }


def _start_anew(entry: Entry, verifier: Verifier) -> None:
    """One that was withdrawn, or could never be verified, is read as if it were new."""
    linkback = known(entry.article, entry.said)
    if linkback is None or not _may_start_anew(linkback):
        return
    anew = {**entry.said.told(), **_begun(verifier), "verified_at": None}
    with transaction.atomic():
        if not Linkback.objects.filter(pk=linkback.pk, verify_at=None).update(**anew):
            return
        for name, value in anew.items():
            setattr(linkback, name, value)
        nudge(linkback)
    entry.linkback = linkback


def _may_start_anew(linkback: Linkback) -> bool:
    """Withdrawn, or refused because its source never spoke for it; a person's refusal stands."""
    response = linkback.response
    if response.state == State.REJECTED:
        return linkback.verified_at is None and response.reason != MODERATOR
    return response.state == State.WITHDRAWN
