"""What stands around a comment, so that a moderator understands it: a few rows, however long the
thread is.
"""

from dataclasses import dataclass

from comments.models import Comment

ABOVE = 4
"""Comments that it answers, one above the other."""
BESIDE = 3
"""Other answers to the same comment, before and after it."""
BELOW = 5
"""Answers to it."""


@dataclass(frozen=True)
class Surroundings:
    """Lists in the order of the page; `beside` is around the comment, without it."""

    above: list[Comment]
    before: list[Comment]
    after: list[Comment]
    below: list[Comment]


def surroundings(comment: Comment) -> Surroundings:
    """Four queries at most."""
    rows = Comment.objects.select_related("response", "user")
    beside = rows.filter(parent=comment.parent_id) if comment.parent_id else rows.none()
    before = list(beside.filter(pk__lt=comment.pk).order_by("-pk")[:BESIDE])
    return Surroundings(
        above=_above(comment),
        before=before[::-1],
        after=list(beside.filter(pk__gt=comment.pk).order_by("pk")[:BESIDE]),
        below=list(rows.filter(parent=comment).order_by("pk")[:BELOW]),
    )


def _above(comment: Comment) -> list[Comment]:
    """The comments that it answers, the topmost first."""
    path = "__".join(["parent"] * ABOVE)
    row = Comment.objects.select_related(*_steps(path)).get(pk=comment.pk)
    found: list[Comment] = []
    while row.parent and len(found) < ABOVE:
        row = row.parent
        found.append(row)
    return found[::-1]


def _steps(path: str) -> list[str]:
    """Each comment of the path with its response."""
    parts = path.split("__")
    return [f"{'__'.join(parts[: end + 1])}__response" for end in range(len(parts))]
