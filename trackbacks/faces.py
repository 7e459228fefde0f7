"""Faces: pictures of those who link to us, fetched and kept by us, so that no reader asks others.

A face is worn by linkbacks that are shown, by comments with a portrait, and by nobody else; one
that nobody wears is thrown away with its file. The row is the truth: ``attempt_at`` says when
something must be done about it, and stands a lease in the future while somebody does it.
"""

from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from comments.models import Comment
from lib.cache import purge
from lib.fetch import FetchError, FetchFailed, fetch
from lib.pictures import PictureRefused, photo_key, square
from lib.tokens import keyed_hash
from likes.liking import picture_like
from moderation.models import Response
from trackbacks.models import Face, Linkback
from trackbacks.querysets import FaceQuerySet

TYPES = ("image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif", "image/avif")
"""Never drawings: SVG is a program."""
SIDE = 96
"""Pixels: three for each one of the page's, at most."""
MOST_BYTES = 1024 * 1024
MOST_PIXELS = 13_000_000
"""To be decoded in a worker beside others; a photograph from a telephone has twelve millions."""
SECONDS = 10.0
BACK_OFF = [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6)]
MOST_CLAIMS = 12
"""A picture that ends whoever decodes it is not decoded for ever."""
FRESH = timedelta(days=1)
"""After which a page that is read again has its picture fetched again."""
AT_ONCE = 100
TEMPORARY = {408, 425, 429}


class NoPicture(Exception):
    """Why there is none: a reason word."""

    def __init__(self, reason: str, *, is_temporary: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_temporary = reason, is_temporary


@task
def tend_face(face_id: int) -> None:
    """Nudge: do what is due about one face."""
    face = Face.objects.filter(pk=face_id).first()
    if face:
        tend(face)


@task
def tend_due() -> None:
    """Nudge whatever is due: rows whose own nudge was lost, or whose worker was."""
    for pk in Face.objects.due().order_by("attempt_at").values_list("pk", flat=True)[:AT_ONCE]:
        tend_face.enqueue(pk)


def dress(linkback: Linkback) -> None:
    """Let it wear the face that its page names while it is shown, and none otherwise.

    The caller holds the article's tally; the row is written, and so is the instance.
    """
    response = linkback.response
    wanted = linkback.picture if response.is_shown else ""
    if not wanted and linkback.face_id is None:
        return
    _change(linkback, wanted)
    if response.kind == Response.Kind.LIKE:
        file = linkback.face.file if linkback.face else ""
        picture_like(response.article, source=linkback.source, picture=file)


@transaction.atomic
def let_go(face: Face) -> None:
    """Have a face thrown away that nobody wears any more, also when several leave at once."""
    row = Face.objects.select_for_update().filter(pk=face.pk).first()
    if row and not row.is_worn:
        _nudge(row)


def tend(face: Face) -> bool:
    """Fetch it, or throw it away when nobody wears it; whether it was due and nobody else's."""
    claimed = _claim(face)
    if claimed is None:
        return False
    if not claimed.is_worn:
        _discard(claimed)
        return True
    try:
        picture = _picture_at(claimed)
    except NoPicture as refusal:
        _miss(claimed, refusal)
    else:
        _keep(claimed, picture)
    return True


def face_at(address: str) -> Face:
    """The one row of this address, locked: it cannot be thrown away before somebody wears it."""
    key = keyed_hash("face", address, settings.SECRET_KEY)
    (face,) = Face.objects.bulk_create(
        [Face(key=key, address=address)],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["address"],
    )
    face.refresh_from_db()
    if not face.file:
        tend_face.enqueue(face.pk)
    return face


def freshen(face: Face) -> None:
    """Have it fetched again when that was long ago, whatever came of it."""
    if face.attempt_at is None and face.tried_at and face.tried_at < timezone.now() - FRESH:
        _nudge(face)


def _change(linkback: Linkback, wanted: str) -> None:
    worn = linkback.face
    if worn and worn.address == wanted:
        freshen(worn)
        return
    linkback.face = face_at(wanted) if wanted else None
    Linkback.objects.filter(pk=linkback.pk).update(face=linkback.face)
    if worn:
        let_go(worn)


def _nudge(face: Face) -> None:
    Face.objects.filter(pk=face.pk).update(attempt_at=timezone.now(), attempts=0)
    tend_face.enqueue(face.pk)


def _claim(face: Face) -> Face | None:
    """Take a row that is due for one lease; None when it is not or somebody was faster."""
    until = timezone.now() + timedelta(seconds=settings.LINKBACK_LEASE)
    if (
        not Face.objects.due()
        .filter(pk=face.pk)
        .update(attempt_at=until, attempts=F("attempts") + 1)
    ):
        return None
    return Face.objects.filter(pk=face.pk).first()


def _claimed(face: Face) -> FaceQuerySet:
    return Face.objects.filter(pk=face.pk, attempt_at=face.attempt_at)


@transaction.atomic
def _discard(face: Face) -> None:
    """Row and file, unless somebody wears it again."""
    row = _claimed(face).select_for_update().first()
    if row is None:
        return
    if row.is_worn:
        _nudge(row)
        return
    if row.file:
        default_storage.delete(row.file)
    row.delete()


def _picture_at(face: Face) -> bytes:
    """The small square that is made of what lies at its address; raises NoPicture."""
    if face.attempts > MOST_CLAIMS:
        raise NoPicture("unusable")
    try:
        answer = fetch(
            face.address,
            purpose="picture of an author",
            accept=TYPES,
            deadline=SECONDS,
            max_bytes=MOST_BYTES,
        )
    except FetchError as error:
        raise NoPicture(error.reason, is_temporary=isinstance(error, FetchFailed)) from error
    if not 200 <= answer.status < 300:
        is_temporary = answer.status >= 500 or answer.status in TEMPORARY
        raise NoPicture("status", is_temporary=is_temporary)
    try:
        return square(answer.body, SIDE, MOST_PIXELS)
    except PictureRefused as error:
        raise NoPicture("unusable") from error


def _keep(face: Face, picture: bytes) -> None:
    file = f"faces/{photo_key(face.address.encode() + picture, settings.SECRET_KEY)}.webp"
    with transaction.atomic():
        row = _claimed(face).select_for_update().first()
        if row is None:
            return
        if not default_storage.exists(file):
            default_storage.save(file, ContentFile(picture))
        row.state, row.reason = Face.State.KEPT, ""
        _replace(row, file)
    _show(row)


def _miss(face: Face, refusal: NoPicture) -> None:
    """Try again later; then keep the picture that there was, unless it is gone from its place."""
    if refusal.is_temporary and face.attempts <= len(BACK_OFF):
        again = timezone.now() + BACK_OFF[face.attempts - 1]
        if _claimed(face).update(attempt_at=again, reason=refusal.reason):
            tend_face.using(run_after=again).enqueue(face.pk)
        return
    with transaction.atomic():
        row = _claimed(face).select_for_update().first()
        if row is None:
            return
        row.reason = refusal.reason
        keeps = row.file and refusal.is_temporary
        row.state = Face.State.KEPT if keeps else Face.State.REFUSED
        _replace(row, row.file if keeps else "")
    _show(row)


def _replace(row: Face, file: str) -> None:
    """Save the row with this file. The old one goes first: what is undone here is done again when
    the claim ends, but nobody would look for a file that no row names.
    """
    if row.file and row.file != file:
        default_storage.delete(row.file)
    row.file, row.tried_at = file, timezone.now()
    row.save(update_fields=["file", "state", "reason", "tried_at"])


def _show(face: Face) -> None:
    """Likes and pages have what the row has now; then the claim ends."""
    for linkback in face.linkbacks.select_related("response__article").order_by("article_id"):
        if linkback.response.kind == Response.Kind.LIKE:
            picture_like(linkback.response.article, source=linkback.source, picture=face.file)
        purge(f"article-{linkback.article_id}")
    wearing = Comment.objects.filter(portrait__face=face).exclude(picture=face.file)
    for pk, article_id in wearing.values_list("pk", "response__article"):
        Comment.objects.filter(pk=pk).update(picture=face.file)  # one row, so in nobody's way
        purge(f"article-{article_id}")
    _claimed(face).update(attempt_at=None, attempts=0)
