"""Receiving: the one way in for every protocol, from "they say that they link" to a row.

The row is the truth: it says when its source must be read (``verify_at``) and by whom it is being
read (a claim is a ``verify_at`` a little in the future). The task that goes with it is a nudge.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from lib.links import ENDS, NotAWebAddress, parse, same_address_key
from lib.tokens import network_hash, truncate_network
from masthead.models import Newsroom
from moderation.checks import Candidate, at_door
from moderation.deciding import MODERATOR
from moderation.models import Response, State
from trackbacks.cases import Case, Refused
from trackbacks.claiming import lease_end
from trackbacks.models import Linkback
from trackbacks.targets import article_for
from trackbacks.turns import TURNS, too_many
from trackbacks.updating import update
from trackbacks.verification import PATIENCE, conclude, look_at, nudge, nudge_first, postpone

LONGEST = 2_048
"""Characters of an address."""
AGAIN_AFTER = timedelta(hours=1)
TURN = Lock()
"""Held by the one request of this process that reads a source itself, while no other waits."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What a sender said, checked for its shape. ``client`` is an IP address or empty."""

    protocol: Linkback.Protocol
    source: str
    target: str
    client: str = ""
    claims: dict[str, str] = field(default_factory=dict)

    @property
    def source_key(self) -> str:
        return sha256(same_address_key(self.source).encode()).hexdigest()

    @property
    def host(self) -> str:
        """The source's host, and its port where it is not the scheme's own."""
        return parse(self.source).netloc[:255]

    @property
    def network_hash(self) -> str:
        return network_hash(self.client, settings.NETWORK_KEY) if self.client else ""

    @property
    def network(self) -> str:
        return truncate_network(self.client) if self.client else ""


def receive(
    *,
    protocol: Linkback.Protocol,
    source: str,
    target: str,
    client: str = "",
    claims: dict[str, str] | None = None,
    newsroom: Newsroom | None = None,
) -> Linkback:
    """Register that ``source`` links to ``target``, and verify it at once where that is quick.

    While it is queued, the ``response.state`` of the answer is RECEIVED, or as it was for one that
    starts anew. The same link again is refused as registered, but for a webmention, which is an
    update then. Raises Refused. ``client`` is the sender's IP address, ``claims`` what it says of
    itself, ``newsroom`` the row where it was read already.
    """
    source, target = _checked(source, target)
    said = Announcement(
        protocol=protocol, source=source, target=target, client=client, claims=claims or {}
    )
    is_mine = False
    try:
        with TURNS.one() as is_alone:
            article = article_for(target)
            _let_in(article, said, newsroom or Newsroom.objects.current())
            is_mine = is_alone and TURN.acquire(blocking=False)
            linkback = _register(article, said, claimed=is_mine)
        if linkback is None:
            return _again(article, said, at_once=is_mine)
        begun = _verified_now(linkback) if is_mine else linkback
        begun.is_new = True
        return begun
    finally:
        if is_mine:
            TURN.release()


def _checked(*addresses: str) -> list[str]:
    """The addresses without blanks around them; raises Refused with the reason."""
    found = [address.strip(ENDS) for address in addresses]
    if max(map(len, found)) > LONGEST:
        raise Refused(Case.SHAPE, _("A web address is no longer than 2,048 characters."))
    try:
        keys = {same_address_key(address) for address in found}
    except NotAWebAddress as error:
        sentence = _("Source and target must be web addresses that begin with http:// or https://.")
        raise Refused(Case.SHAPE, sentence) from error
    if len(keys) < len(found):
        raise Refused(Case.SHAPE, _("Source and target are the same page."))
    return found


def _let_in(article: Article, said: Announcement, newsroom: Newsroom) -> None:
    """What stands before anything is stored or fetched."""
    if not article.links_open(newsroom):
        raise Refused(Case.CLOSED)
    candidate = Candidate(
        article=article,
        newsroom=newsroom,
        kind=Response.Kind.LINKBACK,
        author_address=said.source,
        host=said.host,
        network_hash=said.network_hash,
        client=said.client,
        protocol=said.protocol,
    )
    verdict = at_door(candidate)
    if verdict:
        raise too_many(verdict.wait) if verdict.wait else Refused(Case.DENIED)


def _known(article: Article, said: Announcement) -> Linkback | None:
    rows = Linkback.objects.filter(article=article, source_key=said.source_key)
    if not rows.exists():  # as for most: much cheaper than to ask for a whole row in vain
        return None
    return rows.select_related("response__article").first()


def _again(article: Article, said: Announcement, *, at_once: bool) -> Linkback:
    """The same link once more, by whichever protocol; what its sender claims now is not kept, so
    that what a moderator saw stays what is shown. Raises Refused (REGISTERED).
    """
    known = _known(article, said)
    if known and said.protocol == Linkback.Protocol.WEBMENTION:
        return update(known, said.target, at_once=at_once)
    if known:
        _look_again(known)
    raise Refused(Case.REGISTERED)


def _register(article: Article, said: Announcement, *, claimed: bool) -> Linkback | None:
    """The new row, or an old one that starts anew; None when the link is registered already."""
    until = lease_end() if claimed else timezone.now()
    known = _known(article, said)
    if known is None:
        return _create(article, said, until, attempts=int(claimed))
    if _may_start_anew(known):
        return _start_anew(known, said, until, attempts=int(claimed))
    return None


def _may_start_anew(linkback: Linkback) -> bool:
    """Withdrawn, or refused because its source never spoke for it; a person's refusal stands."""
    response = linkback.response
    if response.state == State.REJECTED:
        return linkback.verified_at is None and response.reason != MODERATOR
    return response.state == State.WITHDRAWN


def _create(
    article: Article, said: Announcement, until: datetime, attempts: int
) -> Linkback | None:
    """Row and nudge in one transaction; None for all but one of those who come together."""
    try:
        with transaction.atomic():
            response = Response.objects.create(
                article=article,
                kind=Response.Kind.LINKBACK,
                author_name=said.host[:245],
                author_address=said.source,
                host=said.host,
                summary=said.source[:500],
                network_hash=said.network_hash,
                network=said.network,
            )
            linkback = Linkback.objects.create(
                response=response,
                article=article,
                source_key=said.source_key,
                verify_at=until,
                attempts=attempts,
                **_told(said),
            )
            if attempts:
                nudge(linkback)
            else:
                nudge_first(linkback)
    except IntegrityError:
        return None
    return linkback


@transaction.atomic
def _start_anew(
    linkback: Linkback, said: Announcement, until: datetime, attempts: int
) -> Linkback | None:
    """One that was withdrawn, or could never be verified, is read as if it were new."""
    dormant = Linkback.objects.filter(pk=linkback.pk, verify_at=None)
    anew = {"verify_at": until, "attempts": attempts, "verified_at": None, **_told(said)}
    anew["status_token"] = None  # it was for who announced it before
    if not dormant.update(**anew):
        return None
    for name, value in anew.items():
        setattr(linkback, name, value)
    nudge(linkback)
    return linkback


def _told(said: Announcement) -> dict[str, object]:
    return {
        "protocol": said.protocol,
        "source": said.source,
        "target": said.target,
        "claims": said.claims,
    }


def _look_again(linkback: Linkback) -> None:
    """Blogs ping again when they edit: read the source again, at most hourly."""
    if linkback.response.state not in {State.SHOWN, State.HELD}:
        return
    now = timezone.now()
    rested = Linkback.objects.filter(pk=linkback.pk, verified_at__lte=now - AGAIN_AFTER, attempts=0)
    with transaction.atomic():
        if rested.exclude(verify_at__lte=now).update(verify_at=now):
            linkback.verify_at = now
            nudge(linkback)


def _verified_now(linkback: Linkback) -> Linkback:
    """Read the source within the sender's patience; raises Refused when it proves nothing."""
    look = look_at(linkback, seconds=PATIENCE)
    if look.reason == "timeout":
        postpone(linkback)
        return linkback
    row = conclude(linkback, look, patient=False)
    if row is None:  # another process took it over, or somebody erased it
        row = Linkback.objects.select_related("response").filter(pk=linkback.pk).first()
        if row is None:
            raise Refused(Case.DENIED)
        return row
    if look.reason:
        raise Refused(Case.NO_LINK if look.reason == "no-link" else Case.NO_SOURCE)
    if row.response.state in {State.REJECTED, State.SPAM}:
        raise Refused(Case.DENIED)
    return row
