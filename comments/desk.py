"""What this room adds to the desk: comments of one e-mail address, or of one account, belong
together.
"""

from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from lib.staff import is_row_number
from moderation.models import Response
from moderation.querysets import ResponseQuerySet
from moderation.ties import Tie, tie


def register() -> None:
    """Make both ties known."""
    tie(Tie("email", _("the same e-mail address"), _email, _of_email))
    tie(Tie("account", _("the same account"), _account, _of_account, shows=False))


def _email(response: Response) -> str:
    comment = _comment(response)
    return comment.email if comment else ""


def _of_email(rows: ResponseQuerySet, email: str) -> ResponseQuerySet:
    return rows.filter(comment__email__iexact=email)


def _account(response: Response) -> str:
    comment = _comment(response)
    return str(comment.user_id) if comment and comment.user_id else ""


def _of_account(rows: ResponseQuerySet, account: str) -> ResponseQuerySet:
    return rows.filter(comment__user=int(account)) if is_row_number(account) else rows.none()


def _comment(response: Response) -> Comment | None:
    """Read once for each response."""
    if response.kind != Response.Kind.COMMENT:
        return None
    found: Comment | None = getattr(response, "comment", None)
    return found
