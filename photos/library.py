"""Taking pictures into the library and out of it: judged, encoded anew, written, remembered."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from lib.cache import purge
from lib.pictures import (
    MAX_BYTES,
    PictureRefused,
    Rendition,
    judge,
    original,
    photo_key,
    renditions,
)
from photos.models import Photo
from photos.signals import photo_changed

File = tuple[Storage, str, bytes]
"""Where a file goes, its path there, what is in it."""


def keep(
    upload: UploadedFile[Any],
    *,
    by: User | None,
    alt: str = "",
    caption: str = "",
    credit: str = "",
    rights: str = "",
) -> Photo:
    """The photo of this picture; the same picture twice is the same photo, with its first words.

    Raises PictureRefused, with one sentence for the person, for what is no usable picture and
    for a disk that does not take it; nothing is left behind then.
    """
    upload.seek(0)
    source = upload.read(MAX_BYTES + 1)  # one more than `judge` takes
    key = photo_key(source, settings.SECRET_KEY)
    if known := Photo.objects.filter(key=key).first():
        return known
    judged, made, (whole, extension) = (judge(source), renditions(source), original(source))
    photo = Photo(
        key=key,
        original_name=_name_of(upload),
        original_extension=extension,
        width=judged.width,
        height=judged.height,
        widths=[one.width for one in made],
        uploaded_by=by,
        alt=alt,
        caption=caption,
        credit=credit,
        rights=rights,
    )
    return _kept(photo, made, whole)


@transaction.atomic
def describe(photo: Photo) -> None:
    """Save the words that go with a photo; every page that shows it tells them from now on."""
    photo.save()
    photo_changed.send(sender=Photo, photo=photo)
    purge("newsroom")


def discard(photo: Photo) -> None:
    """Delete the row, and its files as soon as that is certain.

    Raises ProtectedError while an article shows the photo.
    """
    files = [(default_storage, photo.path(width)) for width in photo.widths]
    files += [(default_storage, _folder(photo)), (storages["originals"], _original_path(photo))]
    with transaction.atomic():
        photo_changed.send(sender=Photo, photo=photo)
        photo.delete()
        purge("newsroom")
        transaction.on_commit(lambda: _erase(files))


def _kept(photo: Photo, made: list[Rendition], whole: bytes) -> Photo:
    """Files and row together; of two uploads of one picture the second finds the first's row."""
    files: list[File] = [(default_storage, photo.path(one.width), one.bytes) for one in made]
    files.append((storages["originals"], _original_path(photo), whole))
    with transaction.atomic():
        _only_one(photo.key)
        if known := Photo.objects.filter(key=photo.key).first():
            return known
        try:
            for storage, path, content in files:
                _write(storage, path, content)
            photo.save()
        except BaseException as error:
            _erase((storage, path) for storage, path, content in files)
            _erase([(default_storage, _folder(photo))])
            if isinstance(error, OSError):
                raise PictureRefused(_reason(error)) from error
            raise
    return photo


def _only_one(key: str) -> None:
    """Let one transaction at a time write the files of this picture."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"photo {key}"])


def _write(storage: Storage, path: str, content: bytes) -> None:
    """A file that a killed process left there is no reason for another name."""
    storage.delete(path)
    storage.save(path, ContentFile(content))


def _erase(files: Iterable[tuple[Storage, str]]) -> None:
    """Whatever can be erased; a reason that stands in the way must not hide the first one."""
    for storage, path in files:
        with suppress(OSError):
            storage.delete(path)


def _reason(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _("The disk is full: the picture could not be kept. Ask the operator for room.")
    return _("The picture could not be written: %(reason)s.") % {"reason": error.strerror}


def _folder(photo: Photo) -> str:
    return f"photos/{photo.key}"


def _original_path(photo: Photo) -> str:
    return f"{photo.key}.{photo.original_extension}"


def _name_of(upload: UploadedFile[Any]) -> str:
    """The name that the file had, without control characters, for search."""
    name = "".join(letter for letter in upload.name or "" if letter.isprintable())
    return name[-255:]
