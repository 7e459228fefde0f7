"""Keeping a picture: its files, its row, and nothing of it when something goes wrong."""

import errno
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, connection, transaction
from django.db.models import ProtectedError
from PIL import Image

from lib.pictures import PictureRefused
from photos.library import discard, keep
from photos.models import Photo
from tests.factories import make_article, make_user
from tests.photos.pictures import PLACE, bomb, picture, upload


@pytest.fixture
def served(settings):
    return Path(settings.MEDIA_ROOT)


def originals():
    return Path(storages["originals"].location)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


pytestmark = pytest.mark.django_db


def test_a_photo_has_its_row_its_renditions_and_its_original(served):
    by = make_user()
    photo = keep(upload(), by=by, alt="A loaf", caption="Bread", credit="Rana", rights="CC BY")
    assert (photo.width, photo.height, photo.widths) == (900, 600, [320, 640, 900])
    assert (photo.alt, photo.caption, photo.credit, photo.rights) == (
        "A loaf",
        "Bread",
        "Rana",
        "CC BY",
    )
    assert (photo.uploaded_by, photo.original_name) == (by, "bread.jpg")
    assert files(served) == [f"photos/{photo.key}/{width}.webp" for width in (320, 640, 900)]
    assert files(originals()) == [f"{photo.key}.jpg"]
    for width in photo.widths:
        with Image.open(served / photo.path(width)) as image:
            assert (image.format, image.size) == ("WEBP", (width, photo.height_at(width)))


def test_no_file_tells_where_the_picture_was_taken(served):
    sent = upload()
    assert PLACE in sent.read()
    keep(sent, by=None)
    for folder in (served, originals()):
        for name in files(folder):
            data = (folder / name).read_bytes()
            assert PLACE not in data
            assert not Image.open(BytesIO(data)).getexif()


def test_a_picture_that_lies_on_its_side_stands_up(served):
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    picture(400, 200).save(out, "JPEG", exif=exif)
    photo = keep(SimpleUploadedFile("side.jpg", out.getvalue()), by=None)
    assert (photo.width, photo.height) == (200, 400)


def test_originals_are_outside_what_is_served():
    for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        assert not originals().is_relative_to(folder)


def test_the_same_picture_twice_is_the_same_photo(served):
    first = keep(upload(), by=None, alt="First words")
    again = keep(upload(name="other name.jpg"), by=None, alt="Other words")
    assert again == first
    assert Photo.objects.get().alt == "First words"
    assert len(files(served)) == 3


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>"), "not a picture we can use"),
        (SimpleUploadedFile("x.jpg", b"x" * (25 * 1024 * 1024 + 1)), "larger than 25 MB"),
        (SimpleUploadedFile("x.png", upload(kind="PNG").read()[:200]), "damaged or incomplete"),
    ],
    ids=["script", "large", "half"],
)
def test_what_is_no_usable_picture_is_refused_in_a_sentence(served, sent, sentence):
    with pytest.raises(PictureRefused, match=sentence):
        keep(sent, by=None)
    assert not Photo.objects.exists()
    assert files(served) == files(originals()) == []


def test_a_bomb_is_refused_before_it_is_unpacked(served):
    with pytest.raises(PictureRefused, match="too many pixels"):
        keep(bomb(), by=None)
    assert files(served) == []


def test_a_disk_that_takes_no_more_leaves_nothing_half_written(served):
    (served / "photos").write_text("a file stands where the folder should be")
    with pytest.raises(PictureRefused, match="could not be written"):
        keep(upload(), by=None)
    assert not Photo.objects.exists()
    assert files(served) == ["photos"]
    assert files(originals()) == []


class FullDisk(FileSystemStorage):
    """A disk with room for one file."""

    def _save(self, name, content):
        if list(Path(self.location).rglob("*.webp")):
            raise OSError(errno.ENOSPC, "No space left on device")
        return super()._save(name, content)


def test_a_full_disk_is_called_a_full_disk_and_gets_its_room_back(served, settings):
    full = {"BACKEND": "tests.photos.test_library.FullDisk"}
    settings.STORAGES = {**settings.STORAGES, "default": full}
    with pytest.raises(PictureRefused, match="The disk is full"):
        keep(upload(), by=None)
    assert not Photo.objects.exists()
    assert files(served) == files(originals()) == []


def test_a_row_that_cannot_be_written_leaves_no_files(served):
    with pytest.raises(DataError), transaction.atomic():
        keep(upload(), by=None, alt="x" * 501)
    assert not Photo.objects.exists()
    assert files(served) == files(originals()) == []


def test_what_a_killed_process_left_behind_is_replaced(served):
    photo = keep(upload(), by=None)
    left = served / photo.path(320)
    Photo.objects.all().delete()
    left.write_bytes(b"half a file")
    photo = keep(upload(), by=None)
    assert len(files(served)) == 3
    assert Image.open(served / photo.path(320)).size[0] == 320


def test_discarding_takes_row_and_files(served, django_capture_on_commit_callbacks):
    photo = keep(upload(), by=None)
    with django_capture_on_commit_callbacks(execute=True):
        discard(photo)
    assert not Photo.objects.exists()
    assert list(served.rglob("*.webp")) == []
    assert not (served / "photos" / photo.key).exists()
    assert files(originals()) == []


def test_a_photo_that_an_article_shows_stays_with_all_its_files(served):
    photo = keep(upload(), by=None)
    make_article(photo=photo)
    with pytest.raises(ProtectedError):
        discard(photo)
    assert len(files(served)) == 3


@pytest.mark.django_db(transaction=True)
def test_one_picture_from_many_hands_at_once_is_one_photo(served):
    kept, failed = [], []

    def send():
        try:
            kept.append(keep(upload(), by=None).pk)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(set(kept)) == 1
    assert Photo.objects.count() == 1
    assert len(files(served)) == 3
