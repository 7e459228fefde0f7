"""Portraits: commenters' pictures from Gravatar, where the newsroom wants them.

Fetched and kept by us like every face (`trackbacks.faces`), so that no reader asks others and no
page tells the hash of an e-mail address. Only of who proved to read mails at the address: typing
somebody's address inherits nothing, their face neither.
"""

from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task

from comments.models import Comment
from lib.cache import purge
from lib.people import Facts, Person
from masthead.models import Newsroom
from trackbacks.faces import SIDE, face_at, freshen, let_go
from trackbacks.models import Face, Portrait

ASKED = {"s": SIDE, "d": "404", "r": "g"}
"""A picture of that many pixels that everybody may see, or none: theirs for nobody is not ours."""
AT_ONCE = 200


@task
def take_down_all() -> None:
    """By the clock: where the newsroom wants none, there are none."""
    if not Newsroom.objects.current().gravatars:
        for pk in Portrait.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
            take_down(Portrait.objects.filter(pk=pk))


def portray(comment: Comment) -> bool:
    """Give a comment that is shown the portrait of its writer; whether one is wanted and may be.

    The caller holds the article's tally.
    """
    if not (comment.is_proven and Newsroom.objects.current().gravatars):
        return False
    face = face_at(address_of(comment.email))
    Portrait.objects.update_or_create(comment=comment, defaults={"face": face})
    Comment.objects.filter(pk=comment.pk).update(picture=face.file)
    freshen(face)
    return True


@transaction.atomic
def take_down(portraits: QuerySet[Portrait]) -> int:
    """Throw these away, and every face that nobody wears then; how many portraits."""
    found = list(portraits.select_related("comment__response"))
    comments = Comment.objects.filter(portrait__in=[portrait.pk for portrait in found])
    comments.update(picture="")
    Portrait.objects.filter(pk__in=[portrait.pk for portrait in found]).delete()
    for face in Face.objects.filter(pk__in={portrait.face_id for portrait in found}).order_by("pk"):
        let_go(face)
    purge(*{f"article-{portrait.comment.response.article_id}" for portrait in found})
    return len(found)


def address_of(email: str) -> str:
    """Where the picture of an e-mail address lies (https://docs.gravatar.com/sdk/images/)."""
    name = sha256(email.strip().lower().encode()).hexdigest()
    return f"{settings.GRAVATAR}{name}?{urlencode(ASKED)}"


def export_portraits(person: Person) -> list[Facts]:
    """Which comments wear a picture that was fetched for the person's address, and which file."""
    rows = _of(person).select_related("face").order_by("pk")
    return [{"comment": row.pk, "picture": row.face.file} for row in rows]


def erase_portraits(person: Person, keep_text: bool) -> int:
    """Take them down; the picture goes with the last one."""
    return take_down(_of(person))


def _of(person: Person) -> QuerySet[Portrait]:
    return Portrait.objects.filter(comment__in=Comment.objects.by(person))
