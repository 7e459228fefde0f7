"""Receiving: the one way in for every protocol, from "they say that they link" to a row.

The row is the truth: it says when its source must be read (``verify_at``) and by whom it is being
read (a claim is a ``verify_at`` a little in the future). The task that goes with it is a nudge.
"""

from datetime import timedelta
from threading import Lock

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from lib.links import ENDS, NotAWebAddress, same_address_key
from masthead.models import Newsroom
from moderation.models import State
from trackbacks.cases import Case, Refused
from trackbacks.looking import DECLINED
from trackbacks.models import Linkback
from trackbacks.registering import Announcement, Entry, Verifier, enter, known
from trackbacks.standing import standing_of
from trackbacks.turns import Turns
from trackbacks.updating import update
from trackbacks.verification import PATIENCE, conclude, look_at, nudge, postpone

LONGEST = 2_048
"""Characters of an address."""
AGAIN_AFTER = timedelta(hours=1)
TURN = Lock()
"""Held by the one request of this process that reads a source itself, while no other waits."""


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
        protocol=protocol,
        source=source,
        target=target,
        newsroom=newsroom or Newsroom.objects.current(),
        client=client,
        claims=claims or {},
    )
    entry = TURNS.take(said)
    try:
        if entry.linkback is None:
            return _again(entry.article, said, at_once=entry.is_mine)
        return _verified_now(entry.linkback) if entry.is_mine else entry.linkback
    finally:
        if entry.is_mine:
            TURN.release()


def _enter(said: list[Announcement], is_alone: bool) -> list[Entry | Exception]:
    """Register those who came together; who came alone verifies at once, one in each process."""
    is_mine = is_alone and TURN.acquire(blocking=False)
    answers: list[Entry | Exception] = []
    try:
        answers = enter(said, Verifier.CALLER if is_mine else Verifier.WORKERS)
    finally:
        if is_mine and answers and isinstance(answers[0], Entry):
            answers[0].is_mine = True
        elif is_mine:
            TURN.release()
    return answers


TURNS = Turns(_enter)


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


def _again(article: Article, said: Announcement, *, at_once: bool) -> Linkback:
    """The same link once more, by whichever protocol; what its sender claims now is not kept, so
    that what a moderator saw stays what is shown. Raises Refused (REGISTERED).
    """
    row = known(article, said)
    if row and said.protocol == Linkback.Protocol.WEBMENTION:
        return update(row, said.target, at_once=at_once)
    if row:
        _look_again(row)
    raise Refused(Case.REGISTERED)


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
    if look.reason == DECLINED:
        raise Refused(Case.DENIED, standing_of(row).sentence)
    if look.reason:
        raise Refused(Case.NO_LINK if look.reason == "no-link" else Case.NO_SOURCE)
    if row.response.state in {State.REJECTED, State.SPAM}:
        raise Refused(Case.DENIED)
    return row
