"""What people make of rules and of sites: each change is a line of the log, undone by one press."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib.digits import isolated
from moderation.models import Host, Response, Rule, Ruling

COLUMNS: dict[type, tuple[str, ...]] = {
    Rule: ("kind", "pattern", "action", "until", "note"),
    Host: ("standing", "whole_domain"),
}
MAKERS: dict[type, str] = {Rule: "made_by", Host: "decided_by"}
Action, Standing = Rule.Action, Host.Standing


class Changed(Exception):
    """Nothing was undone: somebody made something else of it since the `ruling`."""

    def __init__(self, ruling: Ruling) -> None:
        super().__init__(ruling.pk)
        self.ruling = ruling


def columns_of(row: Rule | Host | None) -> dict[str, Any]:
    """What a line of the log keeps of a row, as JSON holds it; nothing of what is not there."""
    if row is None or row.pk is None:
        return {}
    return {name: _kept(getattr(row, name)) for name in COLUMNS[type(row)]}


def log(
    row: Rule | Host,
    before: dict[str, Any],
    *,
    by: User,
    press: UUID,
    beside: Response | None = None,
    undoes: Ruling | None = None,
) -> Ruling | None:
    """Write down what a saved row was before and is now; nothing when it is the same."""
    after = columns_of(row)
    if before == after:
        return None
    of = {"rule": row} if isinstance(row, Rule) else {"host": row}
    return Ruling.objects.create(
        before=before, after=after, press=press, ruled_by=by, response=beside, undoes=undoes, **of
    )


def log_made(rules: list[Rule], *, by: User, press: UUID) -> None:
    """Write down many rules that were not there before."""
    Ruling.objects.bulk_create(
        [Ruling(rule=rule, after=columns_of(rule), press=press, ruled_by=by) for rule in rules],
        batch_size=1000,
    )


@transaction.atomic
def undo(ruling: Ruling, *, by: User, press: UUID) -> Ruling | None:
    """Make of it what it was before; what was not there ends, and stays to be looked at.

    Raises `Changed` when somebody made something else of it since. An undo can be undone.
    """
    model = type(ruling.row)
    row = model._default_manager.select_for_update().get(pk=ruling.row.pk)
    if columns_of(row) != ruling.after:
        raise Changed(ruling)
    for name, value in (ruling.before or _ended(ruling)).items():
        column: Any = model._meta.get_field(name)
        setattr(row, name, column.to_python(value))
    setattr(row, MAKERS[model], by)
    row.save()
    return log(row, ruling.after, by=by, press=press, beside=ruling.response, undoes=ruling)


def undo_press(press: UUID, *, by: User, again: UUID) -> tuple[list[Ruling], list[Ruling]]:
    """Undo all that one press of a button made: what stands now, and what was changed since."""
    undone, kept = [], []
    rulings = Ruling.objects.of_press(press).select_related("rule", "host", "response")
    for ruling in rulings:
        try:
            if line := undo(ruling, by=by, press=again):
                undone.append(line)
        except Changed:
            kept.append(ruling)
    return undone, kept


def said_of(ruling: Ruling) -> str:
    """What is true since, in one sentence; digits and direction of the pattern stay its own."""
    after = ruling.after
    if "standing" in after:
        sentence = STANDINGS[Standing(after["standing"]), after["whole_domain"]]
        return str(sentence) % {"who": isolated(ruling.host)}
    until = after["until"] and parse_datetime(after["until"])
    action = Action(after["action"])
    if until and until <= ruling.ruled_at:
        sentence = ENDED[action == Action.REFUSE]
    else:
        sentence = (RULES if after["kind"] in WRITTEN else SENDERS)[action, bool(until)]
    end = _until(until) if until else ""
    return str(sentence) % {"who": isolated(after["pattern"]), "end": end}


def _until(moment: datetime) -> str:
    """A moment in a sentence, without the full stop that "p.m." would put before its own."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'SHORT_DATE_FORMAT')} {date_format(local, 'H:i')}"


STANDINGS = {
    (Standing.TRUSTED, False): _("%(who)s is trusted."),
    (Standing.TRUSTED, True): _("%(who)s is trusted, with every host below it."),
    (Standing.BLOCKED, False): _("%(who)s is blocked."),
    (Standing.BLOCKED, True): _("%(who)s is blocked, with every host below it."),
    **dict.fromkeys(
        [(Standing.NEITHER, False), (Standing.NEITHER, True)],
        _("%(who)s is neither trusted nor blocked any more."),
    ),
}
WRITTEN = {Rule.Kind.WORD, Rule.Kind.DOMAIN}
"""Kinds of pattern that stand in what is said; the others are where it comes from."""
BANS = {
    (Action.REFUSE, False): _("%(who)s is banned."),
    (Action.REFUSE, True): _("%(who)s is banned until %(end)s."),
}
RULES = {
    **BANS,
    (Action.SPAM, False): _("What has %(who)s in it is spam."),
    (Action.SPAM, True): _("What has %(who)s in it is spam until %(end)s."),
    (Action.HOLD, False): _("What has %(who)s in it is held."),
    (Action.HOLD, True): _("What has %(who)s in it is held until %(end)s."),
}
SENDERS = {
    **BANS,
    (Action.SPAM, False): _("What comes from %(who)s is spam."),
    (Action.SPAM, True): _("What comes from %(who)s is spam until %(end)s."),
    (Action.HOLD, False): _("What comes from %(who)s is held."),
    (Action.HOLD, True): _("What comes from %(who)s is held until %(end)s."),
}
ENDED = {
    True: _("%(who)s is not banned any more."),
    False: _("The rule about %(who)s is over."),
}


def _kept(value: Any) -> Any:
    """As JSON holds it, and the same again when it is read back."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _ended(ruling: Ruling) -> dict[str, Any]:
    """Of a rule its end is now; a site is nothing in particular."""
    if "standing" in ruling.after:
        return {**ruling.after, "standing": Standing.NEITHER}
    return {**ruling.after, "until": timezone.now()}
