"""Pictures from outside: judged by content, then encoded anew so that nothing else survives."""

import hmac
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Protocol

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 16_000  # pixels; WebP ends at 16,383
MAX_SCANS = 100  # of a progressive JPEG: each is a whole pass over the picture
WIDTHS = (320, 640, 960, 1440, 2048)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

_QUALITY = 82
_ORIGINAL_QUALITY = 92
_TURNS = {  # EXIF's orientation to what undoes it
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PictureRefused(Exception):
    """Says in one sentence, for the person who sent it, why a picture cannot be used."""


class Readable(Protocol):
    """A file that can be read from its beginning."""

    def seek(self, offset: int, /) -> object: ...
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Judged:
    """A picture that can be used: `format` is one of `FORMATS`, sides in pixels as seen upright."""

    format: str
    width: int
    height: int


@dataclass(frozen=True)
class Rendition:
    """One file of a picture, of that many pixels."""

    width: int
    height: int
    bytes: bytes
    extension: str = "webp"


def judge(source: bytes | Readable) -> Judged:
    """Format and size of a usable picture, decoded once to its end. Raises `PictureRefused`."""
    image = _opened(source)
    width, height = _seen_size(image)
    image.draft(None, (1, 1))  # a JPEG is read to its end either way, at an eighth of its size
    _load(image)
    return Judged(_format(image), width, height)


def renditions(source: bytes | Readable, widths: Iterable[int] = WIDTHS) -> list[Rendition]:
    """WebP pictures in these widths, narrowest first, without metadata and in sRGB.

    Never enlarged: the last is as wide as the picture or as the widest asked for. Raises
    `PictureRefused`.
    """
    image = _opened(source)
    width, height = _seen_size(image)
    widest = min(width, max(widths := sorted(widths)))
    image = _plain(image, widest / width)
    found = []
    for wanted in reversed([w for w in widths if w < widest] + [widest]):
        size = (wanted, max(1, round(height * wanted / width)))
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        found.append(Rendition(*size, _webp(image, _QUALITY, method=4)))
    return found[::-1]


def square(source: bytes | Readable, side: int, most_pixels: int = MAX_PIXELS) -> bytes:
    """A WebP picture of the middle, `side` pixels wide and high, or fewer: never enlarged.

    Without metadata, in sRGB; of a moving picture the first frame. Raises `PictureRefused`, also
    for more than `most_pixels`.
    """
    image = _opened(source)
    if image.width * image.height > most_pixels:
        raise PictureRefused(_too_large())
    shortest = min(image.size)
    image = _plain(image, min(1, side / shortest))
    image = ImageOps.fit(image, (min(image.size),) * 2, Image.Resampling.LANCZOS)
    return _webp(image, _QUALITY, method=4)


def original(source: bytes | Readable) -> tuple[bytes, str]:
    """The whole picture without metadata, and its extension: "jpg", "png" or else "webp".

    Eight bits a channel, sRGB, upright; the first frame of a moving one. Raises `PictureRefused`.
    """
    image = _opened(source)
    kind = _format(image)
    image = _plain(image, 1)
    if kind == "PNG":
        return _encoded(image, "PNG"), "png"
    if kind == "JPEG":
        return _encoded(image, "JPEG", quality=_ORIGINAL_QUALITY), "jpg"
    return _webp(image, _ORIGINAL_QUALITY, method=2), "webp"  # 4 takes 20 s for the largest


def photo_key(data: bytes, secret: str) -> str:
    """The name of a photo's folder: 32 hexadecimal digits, not to be guessed without the secret."""
    return hmac.new(secret.encode(), data, sha256).hexdigest()[:32]


def _opened(source: bytes | Readable) -> Image.Image:
    """The picture with its header read and every bound checked, not decoded yet."""
    data = _read(source)
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise PictureRefused(
            _("This file is not a picture we can use. Send a JPEG, PNG, WebP, GIF or AVIF file.")
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(_too_large()) from None
    except Exception as error:  # decoders raise whatever strangers' bytes lead them to
        raise PictureRefused(_damaged()) from error
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise PictureRefused(_too_large())
    if _format(image) == "JPEG" and data.count(b"\xff\xda") > MAX_SCANS:
        raise PictureRefused(_damaged())
    return image


def _read(source: bytes | Readable) -> bytes:
    if not isinstance(source, bytes):
        source.seek(0)
        source = source.read(MAX_BYTES + 1)
    if not source:
        raise PictureRefused(_("This file is empty."))
    if len(source) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise PictureRefused(_("This file is larger than %(limit)d MB.") % {"limit": limit})
    return source


def _format(image: Image.Image) -> str:
    """Telephones' JPEGs that hold a second picture are called MPO by Pillow."""
    return "JPEG" if image.format == "MPO" else str(image.format)


def _seen_size(image: Image.Image) -> tuple[int, int]:
    return image.size if _orientation(image) < 5 else (image.height, image.width)


def _orientation(image: Image.Image) -> int:
    """EXIF's 1 to 8; 1 when the EXIF block makes no sense."""
    with suppress(Exception):  # see `_opened`
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
        return int(value) if value in range(1, 9) else 1
    return 1


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except Exception as error:  # see `_opened`
        raise PictureRefused(_damaged()) from error


def _plain(image: Image.Image, scale: float) -> Image.Image:
    """Decoded, upright, 8-bit L, RGB or RGBA in sRGB, `scale` times as large, without metadata."""
    turn = _TURNS.get(_orientation(image))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    image.draft(None, size)
    _load(image)
    profile = image.info.get("icc_profile")
    image = _eight_bit(image)
    if image.size != size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = _in_srgb(image, profile)
    image = image.transpose(turn) if turn is not None else image
    image.info = {}
    return image


def _eight_bit(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16-bit grey, which convert("L") would clip
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """By the picture's own colour profile; as it is where there is none or it is broken."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if profile:
        image = image.convert("RGB") if alpha else image
        with suppress(ImageCms.PyCMSError, OSError, TypeError, ValueError):
            theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB") or image
    image = image.convert("RGB") if image.mode == "CMYK" else image
    if alpha:
        image.putalpha(alpha)
    return image


def _webp(image: Image.Image, quality: int, method: int) -> bytes:
    """WebP keeps the plan of a picture in 512 KB; one that is all noise fits only when coarser."""
    for attempt in (quality, 50):
        with suppress(ValueError):
            return _encoded(image, "WEBP", quality=attempt, method=method)
    raise PictureRefused(_too_large())


def _encoded(image: Image.Image, kind: str, **options: int) -> bytes:
    out = BytesIO()
    image.info = {}  # Pillow writes some of it without being asked
    image.save(out, kind, **options)
    return out.getvalue()


def _too_large() -> str:
    limits = {"megapixels": MAX_PIXELS // 1_000_000, "side": MAX_SIDE}
    return (
        _("This picture has too many pixels: at most %(megapixels)d million, %(side)d on a side.")
        % limits
    )


def _damaged() -> str:
    return _("This picture is damaged or incomplete. Save it again and send the new file.")
