"""Akismet's protocol (https://akismet.com/developers/detailed-docs/): is this spam, and: you erred.

Sent are name, e-mail address, website and words of a response, and of its sender's network only the
truncated address that we keep: the protocol asks for one.
"""

from enum import StrEnum

from django.conf import settings

from lib.connecting import FetchFailed
from lib.services import Answer, post_form
from masthead.models import Newsroom
from moderation.models import Response
from moderation.wording import said_in

SECONDS = 10.0
"""For one exchange; the lease of who makes it is longer."""
THANKS = "Thanks for making the web a better place."
TYPES = {Response.Kind.COMMENT: "comment", Response.Kind.LINKBACK: "pingback"}
NOBODY = "127.0.0.1"
"""Stands for a network that is forgotten."""


class Opinion(StrEnum):
    """What the service holds a response for."""

    HAM = "ham"
    SPAM = "spam"


def is_on() -> bool:
    """Whether the operator has a key for it."""
    return bool(settings.AKISMET_KEY)


def check(response: Response) -> tuple[Opinion, str]:
    """What the service thinks, and its own word for it ("discard" for the worst).

    Raises FetchError; its reason is "invalid: …" when the service refuses the key or the question.
    """
    answer = _ask("comment-check", response)
    words = {"true": Opinion.SPAM, "false": Opinion.HAM}
    opinion = words.get(answer.text.strip()) if answer.status == 200 else None
    if opinion is None:
        raise FetchFailed(_complaint(answer))
    return opinion, answer.headers.get("x-akismet-pro-tip", "") or opinion


def teach(response: Response, opinion: Opinion) -> None:
    """Tell the service that a person holds it for the other thing. Raises FetchError."""
    answer = _ask(f"submit-{opinion}", response)
    if answer.status != 200 or answer.text.strip() != THANKS:
        raise FetchFailed(_complaint(answer))


def _ask(method: str, response: Response) -> Answer:
    address = f"{settings.AKISMET_URL}/{method}"
    return post_form(address, _described(response), deadline=SECONDS)


def _described(response: Response) -> dict[str, str]:
    """The response in the words of the protocol; empty ones are left out."""
    said, article = said_in(response), response.article
    changed = article.revised_at or article.published_at
    fields = {
        "api_key": settings.AKISMET_KEY,
        "blog": f"{settings.SITE_URL}/",
        "blog_lang": Newsroom.objects.current().language,
        "blog_charset": "UTF-8",
        "user_ip": response.network.partition("/")[0] or NOBODY,
        "permalink": article.absolute_url,
        "comment_type": TYPES.get(Response.Kind(response.kind), response.kind),
        "comment_author": response.author_name,
        "comment_author_email": said.email,
        "comment_author_url": response.author_address,
        "comment_content": said.text,
        "comment_date_gmt": response.created_at.isoformat(),
        "comment_post_modified_gmt": changed.isoformat() if changed else "",
    }
    return {name: value for name, value in fields.items() if value}


def _complaint(answer: Answer) -> str:
    """Why an answer is none, in short."""
    help_ = answer.headers.get("x-akismet-debug-help", "") or answer.text.strip()[:60]
    return f"invalid: {answer.status} {help_}".strip()[:200]
