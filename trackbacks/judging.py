"""What the moderation room's checks say of linkbacks whose pages were read."""

from collections.abc import Iterable
from dataclasses import replace

from lib.links import host_of, parse
from masthead.models import Newsroom
from moderation.candidates import Company
from moderation.checks import Candidate, Outcome, Verdict, blocked_host, judge
from moderation.models import Response
from moderation.reasons import AWAITING
from trackbacks.looking import Look
from trackbacks.models import Linkback
from trackbacks.standing import REMOVED


def candidates_of(rows: Iterable[Linkback]) -> dict[int, Candidate]:
    """What the checks look at, as the rows are now, by their ids; judged in one company."""
    newsroom, company = Newsroom.objects.current(), Company()
    return {row.pk: _candidate(row, newsroom, company) for row in rows}


def verdict_on(row: Linkback, look: Look, candidate: Candidate) -> Verdict:
    """What the checks say; a page that stands on another host than was told is never trusted."""
    if not has_moved(row, look):
        return _unless_removed(row.response, judge(candidate))
    where = replace(candidate, host=parse(look.url).netloc[:255])
    verdict = blocked_host(where) or judge(candidate)
    if verdict.outcome is Outcome.SHOW or verdict.reason == AWAITING:
        return Verdict(Outcome.HOLD, "moved", look.url)
    return verdict


def _unless_removed(response: Response, verdict: Verdict) -> Verdict:
    """What its owner had removed comes back by a person only, whoever announces it now."""
    if verdict.outcome is not Outcome.SHOW or response.decided_at is None:
        return verdict
    was_removed = response.decisions.filter(reason=REMOVED).exists()
    return Verdict(Outcome.HOLD, "removed-before") if was_removed else verdict


def _candidate(row: Linkback, newsroom: Newsroom, company: Company) -> Candidate:
    response = row.response
    return Candidate(
        article=response.article,
        newsroom=newsroom,
        kind=Response.Kind(response.kind),
        text="\n".join(filter(None, [row.title, row.excerpt])),
        author_name=response.author_name,
        author_address=response.author_address,
        host=response.host,
        network_hash=response.network_hash,
        protocol=row.protocol,
        among=company,
    )


def has_moved(row: Linkback, look: Look) -> bool:
    """Whether redirects led to another host, ``www.`` aside."""
    hosts = {host_of(url).removeprefix("www.") for url in (row.source, look.url)}
    return len(hosts) > 1


def doubt_about(candidate: Candidate) -> Verdict | None:
    """What speaks against something that is shown, as its page is now; a newsroom that decides on
    every new link need not decide again on those it has.
    """
    verdict = judge(candidate)
    if verdict.outcome is Outcome.SHOW or verdict.reason == "policy-hold":
        return None
    return verdict
