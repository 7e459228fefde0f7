"""What somebody wants to say back, before it is a row, and what may be decided about it."""

from dataclasses import InitVar, dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from accounts.models import User
from articles.models import Article
from lib import html, links
from lib.clients import Origin
from masthead.models import Newsroom
from moderation.matching import Found, found_in, rules_near, sites_near
from moderation.models import Host, Response, Rule


class Outcome(Enum):
    """What a verdict leads to."""

    REFUSE = "refuse"
    """Nothing is stored; only at the door."""
    SPAM = "spam"
    HOLD = "hold"
    SHOW = "show"


class Verdict(NamedTuple):
    """What a check decided; `status` (HTTP) and `wait` (seconds) belong to a refusal."""

    outcome: Outcome
    reason: str
    evidence: str = ""
    status: int = 0
    wait: float = 0


class Company:
    """Candidates that are judged together: what each asks the database is asked once for all, when
    the first one asks; all have joined by then.
    """

    def __init__(self) -> None:
        self.members: list[Candidate] = []

    @cached_property
    def rules(self) -> list[Rule]:
        """Rules in force that may speak of one of them."""
        return rules_near(one.found for one in self.members)

    @cached_property
    def sites(self) -> list[Host]:
        """Trusted and blocked sites that may speak of one of them."""
        return sites_near({one.host for one in self.members if one.host})

    @cached_property
    def vouched(self) -> set[str]:
        """Hosts of which a person approved a link that is shown still: of exactly this host, port
        and all, because one blog on a blog farm does not vouch for another.
        """
        hosts = {one.host for one in self.members if one.host and not one.is_comment}
        return set(Response.objects.approved_links().filter(host__in=hosts).hosts())


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something that somebody wants to say back, before it is a row.

    `text` as it was written and `html` as readers would see it. `host` is that of the linking page
    or of the writer's website, lower case, with its port where it is not the scheme's own. `client`
    is the sender's IP address, for networks that are banned; it is kept nowhere. `user` only when a
    real token proved the session. `has_token`: the form's script fetched one (`challenge.proves`).
    `twin`: the same was said before.

    Who is trusted: `trusted_browser` when something of this writer's was approved before and their
    browser's signed cookie says that it is the same writer; or `approved_before` (by this e-mail
    address) together with `confirmed` (a mailed link proved the address of this very response).
    """

    article: Article
    newsroom: Newsroom
    kind: Response.Kind
    text: str = ""
    html: str = ""
    author_name: str = ""
    author_address: str = ""
    email: str = ""
    host: str = ""
    network_hash: str = ""
    client: str = ""
    user: User | None = None
    links: int = 0
    honeypot: str = ""
    origin: Origin = Origin.OWN
    has_token: bool = True
    protocol: str = ""
    twin: bool = False
    confirmed: bool = False
    approved_before: bool = False
    trusted_browser: bool = False
    among: InitVar[Company | None] = None
    company: Company = field(init=False, compare=False, repr=False)

    def __post_init__(self, among: Company | None) -> None:
        object.__setattr__(self, "company", among or Company())
        self.company.members.append(self)

    @property
    def is_comment(self) -> bool:
        return self.kind == Response.Kind.COMMENT

    @property
    def is_by_staff(self) -> bool:
        return self.user is not None and self.user.is_active and self.user.is_staff

    @cached_property
    def found(self) -> Found:
        """What it holds in which rules may be found.

        Words count as written and as shown: ``vi<b></b>agra`` and ``v&#105;agra`` are found too.
        """
        linked = map(_host_of, html.links(self.html, self.article.absolute_url))
        return found_in(
            texts=[self.text, html.text_of(self.html), self.author_name, self.author_address],
            emails=filter(None, [self.email, self.user.email if self.user else ""]),
            hosts=filter(None, [self.host, *linked]),
            client=self.client,
            network_hash=self.network_hash,
        )

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules in force that speak of it, whatever their action; the oldest first."""
        return [rule for rule in self.company.rules if self.found.holds(rule)]

    @property
    def is_blocked(self) -> bool:
        """Whether a moderator blocked its site, on whichever port unless the block names one."""
        return any(site.blocks(self.host) for site in self.company.sites)

    @property
    def is_trusted(self) -> bool:
        """Whether a moderator trusts its site, or approved a link of it that is shown still."""
        if any(site.trusts(self.host) for site in self.company.sites):
            return True
        return self.host in self.company.vouched

    def policy(self, name: str) -> Any:
        """One line of discussion policy where it would stand."""
        return self.article.policy(name, self.newsroom)

    def rule_that(self, action: Rule.Action) -> Rule | None:
        """The first rule with this action that speaks of it."""
        return next((rule for rule in self.rules if rule.action == action), None)


def _host_of(address: str) -> str:
    try:
        return links.host_of(address)
    except links.NotAWebAddress:
        return ""
