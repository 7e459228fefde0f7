"""The classifier outside: asked after our own checks, taught when a person says otherwise.

It may mark as spam what would be shown or is held, and shows nothing that our checks would not.
What would be shown waits for it (reason `AWAITING`, with the reason to show it as evidence); who
sends a reply never does. A service that does not answer leaves the decision to a person.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from articles.models import Tally
from lib.connecting import FetchError
from moderation import akismet
from moderation.akismet import Opinion
from moderation.candidates import Outcome, Verdict
from moderation.deciding import settle_anew
from moderation.models import Classification, Response, State
from moderation.reasons import AWAITING, CLASSIFIER, UNCLASSIFIED

Errand = Classification.Errand
LEASE = timedelta(seconds=60)
BACK_OFF = [timedelta(seconds=30), timedelta(minutes=3)]
"""Between attempts; after the last one a person decides."""
AT_ONCE = 200
OPINIONS = {State.SHOWN: Opinion.HAM, State.SPAM: Opinion.SPAM}
"""What a person who decided so holds a response for."""


@task
def classify(response_id: int) -> None:
    """Nudge: run the errand if it is due."""
    row = Classification.objects.due().filter(pk=response_id).first()
    if row:
        run(row)


@task
def classify_due() -> None:
    """Nudge whatever is due: rows whose own nudge was lost."""
    for pk in (
        Classification.objects.due().order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]
    ):
        classify.enqueue(pk)


def plan(response: Response) -> None:
    """After a decision, in its transaction: what the classifier is to be asked or told."""
    decision = response.decisions.first()
    if decision and decision.decided_by_id is not None:
        _plan_to_teach(response)
    elif response.state == State.HELD and response.reason != UNCLASSIFIED:
        _send(response, Errand.CHECK)


def run(row: Classification) -> bool:
    """Claim the errand, go, and conclude; whether it was due and nobody else's.

    The service is asked outside any transaction.
    """
    claimed = _claim(row)
    if claimed is None:
        return False
    try:
        if claimed.errand == Errand.CHECK:
            opinion, answer = akismet.check(claimed.response)
        else:
            opinion = Opinion(claimed.errand)
            akismet.teach(claimed.response, opinion)
            answer = "taught"
    except FetchError as error:
        _put_off(claimed, error.reason)
    else:
        _conclude(claimed, opinion, answer)
    return True


def _plan_to_teach(response: Response) -> None:
    """A person decided: the service hears of it where it holds the opposite."""
    opinion = OPINIONS.get(State(response.state))
    known = Classification.objects.filter(pk=response.pk).exclude(opinion="").first()
    if known and opinion and known.opinion != opinion:
        _send(response, Errand(opinion))


def _send(response: Response, errand: Classification.Errand) -> None:
    said = {"errand": errand, "due_at": timezone.now(), "attempts": 0}
    Classification.objects.update_or_create(response=response, defaults=said)
    classify.enqueue(response.pk)


def _claim(row: Classification) -> Classification | None:
    due = Classification.objects.due().filter(pk=row.pk)
    if not due.update(due_at=timezone.now() + LEASE, attempts=F("attempts") + 1):
        return None
    return Classification.objects.select_related("response__article").get(pk=row.pk)


def _conclude(claimed: Classification, opinion: Opinion, answer: str) -> None:
    """Keep the opinion and act on it, if nobody took the errand over meanwhile."""
    with transaction.atomic():
        response = _locked(claimed)
        if response is None:
            return
        said = {"errand": Errand.NONE, "due_at": None, "opinion": opinion, "answer": answer}
        Classification.objects.filter(pk=claimed.pk).update(**said)
        if claimed.errand == Errand.CHECK:
            _act(response, opinion, answer)


def _put_off(claimed: Classification, why: str) -> None:
    """Another attempt later; after the last one a person decides, and knows why."""
    again = claimed.attempts <= len(BACK_OFF)
    with transaction.atomic():
        response = _locked(claimed)
        if response is None:
            return
        due = timezone.now() + BACK_OFF[claimed.attempts - 1] if again else None
        errand = claimed.errand if again else Errand.NONE
        Classification.objects.filter(pk=claimed.pk).update(due_at=due, errand=errand, answer=why)
        if again:
            classify.using(run_after=due).enqueue(claimed.pk)
        elif _waits(response):
            settle_anew(response, Verdict(Outcome.HOLD, UNCLASSIFIED, why))


def _locked(claimed: Classification) -> Response | None:
    """The response as it stands, while the claim does; locked in the order of every decision."""
    Tally.locked(claimed.response.article_id)
    response = Response.objects.select_for_update().filter(pk=claimed.pk).first()
    mine = Classification.objects.filter(pk=claimed.pk, due_at=claimed.due_at)
    return response if mine.exists() else None


def _act(response: Response, opinion: Opinion, answer: str) -> None:
    """Mark as spam what nobody decided about, or show what only waited for this."""
    if response.state == State.HELD and opinion == Opinion.SPAM:
        settle_anew(response, Verdict(Outcome.SPAM, CLASSIFIER, answer))
    elif _waits(response):
        settle_anew(response, Verdict(Outcome.SHOW, response.evidence))
    else:
        _teach_what_was_decided(response)


def _teach_what_was_decided(response: Response) -> None:
    """A person was faster than the service, and may hold it for something else."""
    decision = response.decisions.first()
    if decision and decision.decided_by_id is not None:
        _plan_to_teach(response)


def _waits(response: Response) -> bool:
    return response.state == State.HELD and response.reason == AWAITING
