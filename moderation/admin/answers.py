"""What a press of a button on the desk says, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import person_of
from lib.digits import isolated
from lib.staff import is_row_number
from moderation.deciding import Meanwhile, Press, approve, mark_spam, reject, undo_press
from moderation.forms import LONGEST_NOTE
from moderation.models import Response, Ruling, State
from moderation.ruling import said_of
from moderation.ruling import undo_press as undo_rulings

MOST_AT_ONCE = 500
"""Responses that one press of a button decides."""
MOST_TOLD = 3
"""Rules of which each is told in a sentence of its own."""


class Verb(NamedTuple):
    """A button of the desk: what it calls, the state that it leads to, its words and its key."""

    call: Callable[..., bool]
    state: State
    label: Promise
    key: str


DECISIONS = {
    "approve": Verb(approve, State.SHOWN, _("Approve"), "a"),
    "reject": Verb(reject, State.REJECTED, _("Reject"), "r"),
    "spam": Verb(mark_spam, State.SPAM, _("Spam"), "s"),
}
DECIDABLE = {State.HELD, State.SHOWN, State.REJECTED, State.SPAM}
"""Not what was never verified, nor what its writer took back."""


@dataclass
class Answer:
    """`changed` are as they stand now; `press` undoes them; `conflicts` were left alone.

    `rulings` are lines of the log about rules and sites that an undo wrote; `kept` are those that
    somebody made something else of since.
    """

    press: UUID | None = None
    changed: list[Response] = field(default_factory=list)
    conflicts: list[Meanwhile] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    is_undo: bool = False
    rulings: list[Ruling] = field(default_factory=list)
    kept: list[Ruling] = field(default_factory=list)

    @property
    def said(self) -> str:
        """What was done; empty where all there is to say stands in the warnings."""
        sentences = rulings_told(self.rulings) + self._decisions_told()
        if not (sentences or self.warnings):
            return gettext("Nothing was changed.")
        return " ".join(sentences)

    def _decisions_told(self) -> list[str]:
        count = len(self.changed)
        if not count:
            return []
        if self.is_undo:
            told = ngettext("%(count)d decision undone.", "%(count)d decisions undone.", count)
            return [told % {"count": count}]
        told = ngettext("%(count)d response: %(state)s.", "%(count)d responses: %(state)s.", count)
        return [told % {"count": count, "state": State(self.changed[0].state).label}]

    @property
    def notices(self) -> list[tuple[Response, str]]:
        """Each that was left alone as it stands now, with the sentence that says why."""
        return [(one.response, told(one)) for one in self.conflicts]

    @property
    def warnings(self) -> list[str]:
        """One sentence for each that was left alone, and one for those that are gone."""
        found = [sentence for __, sentence in self.notices]
        found += [kept_sentence(ruling) for ruling in self.kept]
        if self.gone:
            found.append(gone_sentence(len(self.gone)))
        return found


def answer(request: HttpRequest) -> Answer:
    """Do what the pressed button says: ``decide=WORD:ID:VERSION``, ``together=WORD`` for the ticked
    ``row=ID:VERSION``, or ``undo=PRESS``. 404 for what no button of ours says.
    """
    sent, by = request.POST, person_of(request)
    if "undo" in sent:
        return undo(sent["undo"], by)
    word, __, row = sent.get("decide", "").partition(":")
    rows = [row] if "decide" in sent else sent.getlist("row")
    verb = DECISIONS.get(word or sent.get("together", ""))
    if verb is None or not all(is_row_number(row.partition(":")[0]) for row in rows):
        raise Http404
    return decide(verb, versions_of(rows), by=by, note=_note(sent, rows))


def versions_of(rows: Iterable[str]) -> dict[int, str]:
    """Id → version of what was seen, from ``ID:VERSION``."""
    return {int(row.partition(":")[0]): row.partition(":")[2] for row in rows}


def decide(verb: Verb, versions: dict[int, str], *, by: User, note: str = "") -> Answer:
    """Call the verb for each row; what somebody else decided meanwhile is left alone and told."""
    found = Response.objects.select_related("article").in_bulk(list(versions)[:MOST_AT_ONCE])
    first = Press(note=note)
    answer = Answer(press=first.id, gone=[pk for pk in versions if pk not in found])
    for pk, response in sorted(found.items()):
        if response.state not in DECIDABLE:
            answer.conflicts.append(Meanwhile(response))
            continue
        try:
            if verb.call(response, by=by, press=Press(versions[pk], note, first.id)):
                answer.changed.append(response)
        except Meanwhile as meanwhile:
            answer.conflicts.append(meanwhile)
    return answer


def told(meanwhile: Meanwhile) -> str:
    """Who decided what since, or that the writer edited it; in one sentence."""
    decision, response = meanwhile.decision, meanwhile.response
    edited = response.edited_at
    if decision is None or (edited and edited > decision.decided_at):
        return gettext("“%(what)s” was edited meanwhile; nothing was changed.") % {"what": response}
    return gettext("“%(what)s”: %(who)s decided meanwhile: %(state)s. Nothing was changed.") % {
        "what": response,
        "who": decision.decided_by or gettext("a check"),
        "state": response.get_state_display(),
    }


def rulings_told(rulings: list[Ruling]) -> list[str]:
    """What is true of each rule and site since; of many, how many they are."""
    if len(rulings) <= MOST_TOLD:
        return [said_of(ruling) for ruling in rulings]
    count = len(rulings)
    told = ngettext("%(count)d rule was changed.", "%(count)d rules were changed.", count)
    return [told % {"count": count}]


def kept_sentence(ruling: Ruling) -> str:
    """That an undo would run over somebody else."""
    return gettext("%(what)s was changed meanwhile; that stays.") % {"what": isolated(ruling)}


def gone_sentence(count: int) -> str:
    """That responses are not there any more."""
    return ngettext(
        "The response is not there any more.",
        "%(count)d responses are not there any more.",
        count,
    ) % {"count": count}  # fmt: skip


def may_decide(request: HttpRequest) -> None:
    """PermissionDenied for whoever may only look."""
    if not request.user.has_perm("moderation.decide_response"):
        raise PermissionDenied


def undo(word: str, by: User) -> Answer:
    """Undo what one press decided and what it made of rules and sites.

    404 for what is no press, PermissionDenied for who may not make such rules.
    """
    try:
        press = UUID(word)
    except ValueError:
        raise Http404 from None
    for ruling in Ruling.objects.of_press(press):
        if not by.has_perm(f"moderation.add_{'rule' if ruling.rule_id else 'host'}"):
            raise PermissionDenied
    again = Press()
    rulings, kept = undo_rulings(press, by=by, again=again.id)
    undone, conflicts = undo_press(press, by=by, again=again)
    return Answer(
        press=again.id,
        changed=[decision.response for decision in undone],
        conflicts=conflicts,
        is_undo=True,
        rulings=rulings,
        kept=kept,
    )


def _note(sent: QueryDict, rows: list[str]) -> str:
    """What is said to the writer of one row; nothing when several are decided together."""
    pk = rows[0].partition(":")[0] if len(rows) == 1 else ""
    return sent.get(f"note-{pk}", "").replace("\0", "").strip()[:LONGEST_NOTE]
