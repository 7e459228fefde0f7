"""What readers' comments tell about one person: shown to that person, or erased."""

from django.db import transaction

from articles.models import Tally
from comments.models import Comment
from lib.cache import purge
from lib.people import Facts, Person
from moderation.deciding import erase
from moderation.forgetting import forget_writer


def export_comments(person: Person) -> list[Facts]:
    """Every comment of the person, in whichever state, oldest first."""
    comments = Comment.objects.by(person).select_related("response__article").order_by("pk")
    return [_facts(comment) for comment in comments.prefetch_related("response__decisions")]


@transaction.atomic
def erase_comments(person: Person, keep_text: bool) -> int:
    """Take the person out of every comment; text that was not public goes in any case."""
    found = Comment.objects.by(person).select_related("response")
    comments = list(found.order_by("response__article", "pk"))
    for comment in comments:
        _erase(comment, keep_text)
    return len(comments)


def _erase(comment: Comment, keep_text: bool) -> None:
    """The article's tally is locked first: nobody decides about the comment meanwhile."""
    response = comment.response
    Tally.locked(response.article_id)
    response.refresh_from_db(fields=["state"])
    if not (keep_text and response.is_shown):
        erase(response)
        comment.text = comment.html = response.summary = ""
        response.save(update_fields=["summary"])
    forget_writer(response)
    comment.email, comment.user = "", None
    comment.held_token = comment.twin_key = None
    comment.save(update_fields=["text", "html", "email", "user", "held_token", "twin_key"])
    purge(f"article-{response.article_id}", "articles")


def _facts(comment: Comment) -> Facts:
    response = comment.response
    return {
        "article": response.article.absolute_url,
        "written_at": response.created_at.isoformat(),
        "state": response.state,
        "name": response.author_name,
        "email": comment.email,
        "website": response.author_address,
        "text": comment.text,
        "network": response.network,
        "decisions": [
            {
                "at": decision.decided_at.isoformat(),
                "state": decision.after,
                "reason": decision.reason,
                "evidence": decision.evidence,
            }
            for decision in response.decisions.all()
        ],
    }
