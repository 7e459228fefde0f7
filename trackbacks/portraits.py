"""Portraits: commenters' pictures from Gravatar, where the newsroom wants them.

Fetched and kept by us like every face (`trackbacks.faces`), so that no reader asks others and no
page tells the hash of an e-mail address. Only of who proved to read mails at the address: typing
somebody's address inherits nothing, their face neither.
"""

from hashlib import sha256
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce
from django.tasks import task

from articles.models import Tally
from comments.models import Comment
from lib.cache import purge
from lib.people import Facts, Person
from masthead.models import Newsroom
from trackbacks.faces import SIDE, face_at, freshen, let_go
from trackbacks.models import Face, Portrait, PortraitRound

ASKED = {"s": SIDE, "d": "404", "r": "g"}
"""A picture of that many pixels that everybody may see, or none: theirs for nobody is not ours."""
AT_ONCE = 200
"""In one minute: each may be a picture to fetch."""


@task
def tend_portraits() -> None:
    """By the clock: where the newsroom wants portraits, comments that were shown before get theirs;
    where it wants none, there are none.
    """
    if Newsroom.objects.current().gravatars:
        portray_shown()
        return
    PortraitRound.objects.all().delete()
    for pk in Portrait.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        take_down(Portrait.objects.filter(pk=pk))


def portray_shown() -> int:
    """Look at the next comments that were shown before portraits were wanted; how many.

    The row moves on when they are done: who dies in between leaves them to be looked at again.
    """
    round_ = PortraitRound.objects.first() or _begun()
    if not round_.below:
        return 0
    older = Comment.objects.shown().filter(pk__lt=round_.below, portrait=None).exclude(email="")
    found = list(older.order_by("-pk").values_list("pk", "response__article")[:AT_ONCE])
    for pk, article_id in found:
        _portray_one(pk, article_id)
    below = found[-1][0] if len(found) == AT_ONCE else 0
    PortraitRound.objects.filter(below=round_.below).update(below=below)
    return len(found)


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


def _begun() -> PortraitRound:
    """A round that begins with the newest comment of now."""
    newest: int = Comment.objects.aggregate(newest=Coalesce(Max("pk"), 0))["newest"]
    return PortraitRound.objects.get_or_create(defaults={"below": newest + 1})[0]


@transaction.atomic
def _portray_one(pk: int, article_id: int) -> None:
    """Unless it was hidden meanwhile."""
    Tally.locked(article_id)
    comment = Comment.objects.shown().filter(pk=pk).first()
    if comment and portray(comment):
        purge(f"article-{article_id}")


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
