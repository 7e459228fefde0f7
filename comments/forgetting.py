"""What comments and followers tell about one person: shown to that person, or erased."""

from django.db import transaction
from django.db.models import Q, QuerySet

from articles.models import Tally
from comments.models import Comment, Follower
from lib.cache import purge
from lib.people import Facts, Person
from moderation.deciding import erase
from moderation.forgetting import facts_of, forget_writer

OF_THE_WRITER = [
    "beginning", "browser_key", "confirmed_at", "email", "held_token", "html", "tells_writer",
    "text", "twin_key", "user",
]  # fmt: skip
"""Columns; `below` is not among them, which others count meanwhile."""


def export_comments(person: Person) -> list[Facts]:
    """Every comment of the person, in whichever state, oldest first."""
    found = Comment.objects.by(person).select_related("response__article", "response__appeal")
    told = found.prefetch_related("response__decisions", "wordings", "letters")
    return [_facts(comment) for comment in told.order_by("pk")]


@transaction.atomic
def erase_comments(person: Person, keep_text: bool) -> int:
    """Take the person out of every comment; text that was not public goes in any case."""
    found = Comment.objects.by(person).select_related("response")
    comments = list(found.order_by("response__article", "pk"))
    for comment in comments:
        _erase(comment, keep_text)
    return len(comments)


def export_follows(person: Person) -> list[Facts]:
    """What the person wanted to hear of by mail."""
    return [
        {
            "article": follower.article.absolute_url,
            "comment": follower.comment_id,
            "email": follower.email,
            "asked_at": follower.asked_at.isoformat(),
            "confirmed_at": follower.confirmed_at and follower.confirmed_at.isoformat(),
            "ended_at": follower.ended_at and follower.ended_at.isoformat(),
        }
        for follower in _followers(person).select_related("article").order_by("pk")
    ]


def erase_follows(person: Person, keep_text: bool) -> int:
    """End them all, and forget that they were."""
    return _followers(person).delete()[1].get(Follower._meta.label, 0)


def _followers(person: Person) -> QuerySet[Follower]:
    return Follower.objects.filter(Q(email__in=person.forms) | Q(user__email__in=person.forms))


def _erase(comment: Comment, keep_text: bool) -> None:
    """The article's tally is locked first: nobody decides about the comment meanwhile."""
    response = comment.response
    Tally.locked(response.article_id)
    response.refresh_from_db(fields=["state"])
    if not (keep_text and response.is_shown):
        erase(response)
        comment.text = comment.html = comment.beginning = response.summary = ""
        response.save(update_fields=["summary"])
    forget_writer(response)
    comment.wordings.all().delete()
    comment.letters.all().delete()
    comment.email = comment.browser_key = ""
    comment.user = comment.confirmed_at = comment.held_token = comment.twin_key = None
    comment.tells_writer = False
    comment.save(update_fields=OF_THE_WRITER)
    purge(f"article-{response.article_id}", "articles")


def _facts(comment: Comment) -> Facts:
    return {
        **facts_of(comment.response),
        "email": comment.email,
        "confirmed_at": comment.confirmed_at and comment.confirmed_at.isoformat(),
        "text": comment.text,
        "earlier_texts": [
            {"text": wording.text, "until": wording.replaced_at.isoformat()}
            for wording in comment.wordings.all()
        ],
        "letters": [
            {"kind": letter.kind, "reason": letter.reason, "at": letter.created_at.isoformat()}
            for letter in comment.letters.all()
        ],
    }
