"""Word lists and bans: made by a person, in force until their end, lifted by a person.

Each is a line of the log and is undone by its press (`moderation.ruling`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from moderation.models import Response, Rule
from moderation.patterns import Kind, NotAPattern, is_personal, read
from moderation.ruling import columns_of, log, log_made
from moderation.wording import said_in

Action = Rule.Action


class NotBannable(ValueError):
    """Says in words for people what is missing."""


def ban(
    kind: Kind,
    pattern: str,
    *,
    by: User,
    until: datetime | None = None,
    note: str = "",
    press: UUID | None = None,
    beside: Response | None = None,
) -> Rule:
    """Refuse whatever comes from there; a rule for the same becomes this ban.

    `beside` is the response that is the reason. Raises NotAPattern for what is no such address,
    domain or network; NotBannable for words, and for networks of a few people without an end.
    """
    if kind == Kind.WORD:
        raise NotBannable(_("Words are held or marked as spam."))
    return put_on_list(
        kind, pattern,
        action=Action.REFUSE, by=by, until=until, note=note, press=press, beside=beside,
    )  # fmt: skip


def put_on_list(
    kind: Kind,
    pattern: str,
    *,
    action: Rule.Action,
    by: User,
    until: datetime | None = None,
    note: str = "",
    press: UUID | None = None,
    beside: Response | None = None,
) -> Rule:
    """Hold, mark as spam or refuse what a pattern is found in; raises as `ban` does."""
    folded = read(kind, pattern).folded
    if until is None and is_personal(kind, folded):
        raise NotBannable(_("Networks of people are kept for a while only: write an end."))
    said = {
        "pattern": pattern.strip(), "action": action, "until": until, "note": note, "made_by": by,
    }  # fmt: skip
    return _make(kind, folded, said, press, beside)


def ban_writer(
    response: Response,
    *,
    by: User,
    until: datetime | None,
    note: str = "",
    press: UUID | None = None,
) -> Rule:
    """Ban the e-mail address of who wrote it; raises NotBannable where there is none."""
    email = said_in(response).email
    if not email:
        raise NotBannable(_("The writer gave no e-mail address."))
    return ban(
        Kind.ADDRESS, email, by=by, until=until, note=note, press=press, beside=response
    )  # fmt: skip


def ban_network(
    response: Response,
    *,
    by: User,
    until: datetime | None,
    note: str = "",
    press: UUID | None = None,
) -> Rule:
    """Ban the whole truncated network that it came from, with all who share it."""
    if not response.network:
        raise NotBannable(_("The network that it came from is forgotten."))
    return ban(
        Kind.NETWORK, response.network, by=by, until=until, note=note, press=press, beside=response
    )


def ban_sender(
    response: Response, *, by: User, until: datetime, note: str = "", press: UUID | None = None
) -> Rule:
    """Ban the one household or company that it came from, of which only a keyed hash is known."""
    if not response.network_hash:
        raise NotBannable(_("The network that it came from is forgotten."))
    said = {
        "pattern": response.network, "action": Action.REFUSE, "until": until, "note": note,
        "made_by": by,
    }  # fmt: skip
    return _make(Kind.SENDER, response.network_hash, said, press, response)


@transaction.atomic
def lift(rule: Rule, *, by: User, press: UUID | None = None) -> bool:
    """End a rule now; it stays to be looked at. Whether it was in force."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if rule.is_over:
        return False
    before = columns_of(rule)
    rule.until = timezone.now()
    rule.save(update_fields=["until"])
    log(rule, before, by=by, press=press or uuid4())
    return True


@transaction.atomic
def add_words(
    patterns: Iterable[str],
    *,
    action: Rule.Action,
    by: User,
    note: str = "",
    press: UUID | None = None,
) -> int:
    """Put many words and phrases on a list at once; those on one already stay as they are, those
    that were over begin anew.

    How many are on it now that were not before. Raises NotAPattern for the first that is none.
    """
    rows: dict[str, Rule] = {}
    for pattern in patterns:
        meaning = read(Kind.WORD, pattern)
        row = Rule(kind=Kind.WORD, pattern=pattern.strip(), **meaning._asdict())
        row.action, row.note, row.made_by = action, note, by
        rows.setdefault(meaning.folded, row)
    known = Rule.objects.filter(kind=Kind.WORD, folded__in=rows)
    press = press or uuid4()
    over = list(known.over())
    for rule in over:
        before = columns_of(rule)
        rule.action, rule.note, rule.made_by, rule.until = action, note, by, None
        rule.save()
        log(rule, before, by=by, press=press)
    there = set(known.values_list("pk", flat=True))
    Rule.objects.bulk_create(rows.values(), batch_size=1000, ignore_conflicts=True)
    made = list(known.exclude(pk__in=there))
    log_made(made, by=by, press=press)
    return len(over) + len(made)


def _make(
    kind: Kind, folded: str, said: dict[str, Any], press: UUID | None, beside: Response | None
) -> Rule:
    with transaction.atomic():
        there = Rule.objects.select_for_update().filter(kind=kind, folded=folded)
        before = columns_of(there.first())
        rule = Rule.objects.update_or_create(kind=kind, folded=folded, defaults=said)[0]
        log(rule, before, by=said["made_by"], press=press or uuid4(), beside=beside)
    return rule


__all__ = [
    "NotAPattern", "NotBannable", "add_words", "ban", "ban_network", "ban_sender", "ban_writer",
    "lift", "put_on_list",
]  # fmt: skip
