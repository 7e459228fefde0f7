"""Readers' reports and writers' appeals, which a person's decision answers and an undo reopens."""

from accounts.models import User
from moderation.models import Appeal, Decision, Response, State
from moderation.signals import appeal_decided


def answer(row: Response, by: User) -> bool:
    """A person who decides, also to leave it as it is, answers the reports and the appeal."""
    if row.state in {State.RECEIVED, State.HELD}:
        return False
    answered = row.reports.open().resolve(by)
    appeal = Appeal.objects.open().filter(response=row).first()
    if appeal:
        appeal.decide(granted=row.state == State.SHOWN, by=by)
        appeal_decided.send(Appeal, appeal=appeal)
    if answered or appeal:
        row.plea = Response.Plea.NONE
        row.save(update_fields=["plea"])
    return bool(answered or appeal)


def ask_again(row: Response, undoes: Decision) -> bool:
    """What an undone decision answered is open again."""
    reports = row.reports.filter(resolved_at__gte=undoes.decided_at)
    appeals = Appeal.objects.filter(response=row, decided_at__gte=undoes.decided_at)
    if reports.update(resolved_at=None, resolved_by=None):
        row.plea = Response.Plea.REPORTED
    if appeals.update(granted=None, decided_at=None, decided_by=None):
        row.plea = Response.Plea.APPEALED
    row.save(update_fields=["plea"])
    return row.plea != Response.Plea.NONE
