"""Word lists and bans: made by a person, in force until their end, lifted by a person."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.models import Response, Rule
from moderation.patterns import Kind, NotAPattern, is_personal, read
from moderation.wording import said_in

Action = Rule.Action


class NotBannable(ValueError):
    """Says in words for people what is missing."""


def ban(
    kind: Kind, pattern: str, *, by: User, until: datetime | None = None, note: str = ""
) -> Rule:
    """Refuse whatever comes from there; a rule for the same becomes this ban.

    Raises NotAPattern for what is no such address, domain or network; NotBannable for words, and
    for networks of a few people without an end.
    """
    folded = read(kind, pattern).folded
    if kind == Kind.WORD:
        raise NotBannable(_("Words are held or marked as spam."))
    if until is None and is_personal(kind, folded):
        raise NotBannable(_("Networks of people are kept for a while only: write an end."))
    return _make(kind, folded, pattern.strip(), by, until, note)


def ban_writer(response: Response, *, by: User, until: datetime | None, note: str = "") -> Rule:
    """Ban the e-mail address of who wrote it; raises NotBannable where there is none."""
    email = said_in(response).email
    if not email:
        raise NotBannable(_("The writer gave no e-mail address."))
    return ban(Kind.ADDRESS, email, by=by, until=until, note=note)


def ban_network(response: Response, *, by: User, until: datetime | None, note: str = "") -> Rule:
    """Ban the whole truncated network that it came from, with all who share it."""
    if not response.network:
        raise NotBannable(_("The network that it came from is forgotten."))
    return ban(Kind.NETWORK, response.network, by=by, until=until, note=note)


def ban_sender(response: Response, *, by: User, until: datetime, note: str = "") -> Rule:
    """Ban the one household or company that it came from, of which only a keyed hash is known."""
    if not response.network_hash:
        raise NotBannable(_("The network that it came from is forgotten."))
    return _make(Kind.SENDER, response.network_hash, response.network, by, until, note)


def lift(rule: Rule) -> None:
    """End a rule now; it stays to be looked at."""
    rule.until = timezone.now()
    rule.save(update_fields=["until"])


def add_words(patterns: Iterable[str], *, action: Rule.Action, by: User, note: str = "") -> int:
    """Put many words and phrases on a list at once; those on one already stay as they are.

    How many are on it now that were not before. Raises NotAPattern for the first that is none.
    """
    rows = []
    for pattern in patterns:
        meaning = read(Kind.WORD, pattern)._asdict()
        row = Rule(kind=Kind.WORD, pattern=pattern.strip(), **meaning)
        row.action, row.note, row.made_by = action, note, by
        rows.append(row)
    before = Rule.objects.count()
    Rule.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return Rule.objects.count() - before


def _make(
    kind: Kind, folded: str, pattern: str, by: User, until: datetime | None, note: str
) -> Rule:
    said = {
        "pattern": pattern, "action": Action.REFUSE, "until": until, "note": note, "made_by": by,
    }  # fmt: skip
    return Rule.objects.update_or_create(kind=kind, folded=folded, defaults=said)[0]


__all__ = [
    "NotAPattern", "NotBannable", "add_words", "ban", "ban_network", "ban_sender", "ban_writer",
    "lift",
]  # fmt: skip
