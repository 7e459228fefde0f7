"""Pictures of the tests, as files that somebody uploads."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

PLACE = b"35.6892N 51.3890E taken at home"


def picture(width=900, height=600, colour=(200, 60, 20)):
    return Image.new("RGB", (width, height), colour)


def upload(image=None, name="bread.jpg", kind="JPEG", **options):
    """A file with the place where it was taken in its metadata."""
    out = BytesIO()
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = PLACE.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (35.0, 41.0, 21.0)
    (image or picture()).save(out, kind, exif=exif, **options)
    return SimpleUploadedFile(name, out.getvalue())


def bomb(name="bomb.png"):
    """A few kilobytes that would be 400 million pixels."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())
