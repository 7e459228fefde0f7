"""Pictures from outside are refused in plain words, or encoded anew with nothing else in them."""

import contextlib
import functools
import io
import random
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from lib import pictures
from lib.pictures import Judged, PictureRefused, judge, original, photo_key, renditions, square

TAKEN = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
SECRET = b"35.6892N 51.3890E taken at home"


def picture(width=400, height=300, mode="RGB"):
    """A smooth one, red on the left, blue on the right."""
    red = Image.linear_gradient("L").rotate(90).resize((width, height))
    blue = red.point(lambda value: 255 - value)
    return Image.merge("RGB", (red, Image.new("L", red.size, 40), blue)).convert(mode)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def loaded(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, *chunks, rows=b"", depth=8, colours=2):
    header = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            *chunks,
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        ]
    )


def exif(orientation=1):
    block = Image.Exif()
    block[ExifTags.Base.Orientation] = orientation
    block[ExifTags.Base.ImageDescription] = SECRET.decode()
    block.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (35.0, 41.0, 21.0)
    return block


def text_chunk():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{SECRET.decode()}</x:xmpmeta>")
    return info


def telling():
    """One picture of each format with metadata that must not get out."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    inside = {"exif": exif(), "icc_profile": profile, "xmp": b"<x>" + SECRET + b"</x>"}
    return {
        "JPEG": saved(picture(), "JPEG", comment=SECRET, **inside),
        "PNG": saved(picture(), "PNG", pnginfo=text_chunk(), exif=exif(), icc_profile=profile),
        "WEBP": saved(picture(), "WEBP", **inside),
        "GIF": saved(picture(), "GIF", comment=SECRET),
        "AVIF": saved(picture(), "AVIF", **inside),
    }


def assert_silent(data):
    image = loaded(data)
    assert SECRET not in data
    assert not image.getexif()
    assert not set(image.info) & {"exif", "icc_profile", "xmp", "XML:com.adobe.xmp", "comment"}


def assert_near(pixel, expected, by=12):
    assert all(abs(a - b) <= by for a, b in zip(pixel, expected, strict=True)), pixel


# What is taken


@pytest.mark.parametrize("kind", TAKEN)
def test_a_picture_is_known_by_its_content(kind):
    assert judge(saved(picture(), kind)) == Judged(kind, 400, 300)


def test_an_uploaded_file_is_judged_from_its_beginning_whatever_its_name():
    upload = SimpleUploadedFile("page.html", saved(picture(), "PNG"), "text/html")
    upload.read(20)
    assert judge(upload) == Judged("PNG", 400, 300)


def test_a_telephones_double_picture_is_a_jpeg():
    data = saved(picture(), "MPO", save_all=True, append_images=[picture(40, 30)])
    assert judge(data) == Judged("JPEG", 400, 300)
    assert original(data)[1] == "jpg"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind):
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "lime", "blue")]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert judge(data) == Judged(kind, 60, 40)
    still = loaded(renditions(data)[-1].bytes)
    assert getattr(still, "n_frames", 1) == 1
    assert_near(still.convert("RGB").getpixel((30, 20)), (255, 0, 0))


# What is refused


@functools.cache
def refused():
    jpeg, noise = saved(picture(), "JPEG"), Image.effect_noise((400, 300), 60)
    bomb = b"k\0\0" + zlib.compress(b"a" * 50_000_000, 9)
    huge_gif = saved(picture(), "GIF")
    return {
        "an empty file": (b"", "empty"),
        "a web page": (b"<!doctype html><script>alert(1)</script>", "not a picture"),
        "a drawing in SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not a picture"),
        "a BMP": (saved(picture(), "BMP"), "not a picture"),
        "a TIFF": (saved(picture(), "TIFF"), "not a picture"),
        "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
        "a page that begins like a GIF": (b"GIF89a=1;alert(1)//<script>", "not a picture|damaged"),
        "too many bytes": (jpeg + b"\0" * pictures.MAX_BYTES, "larger than 25 MB"),
        "60000 x 60000": (png(60_000, 60_000), "too many pixels"),
        "51 megapixels": (png(8_500, 6_000), "too many pixels"),
        "one endless line": (png(20_000, 1), "too many pixels"),
        "a text that unpacks to 50 MB": (png(4, 4, chunk(b"zTXt", bomb)), "damaged"),
        "a profile that unpacks to 50 MB": (png(4, 4, chunk(b"iCCP", bomb)), "damaged"),
        "pixels that are not there": (png(400, 300, rows=b"\0" * 99), "damaged"),
        "a passing over without end": (jpeg + b"\xff\xda" * 200, "damaged"),
        "half a JPEG": (saved(noise, "JPEG")[:9_000], "damaged"),
        "half a PNG": (saved(noise, "PNG")[:9_000], "damaged"),
        "half a GIF": (saved(noise, "GIF")[:9_000], "damaged"),
        "half a WebP": (saved(noise, "WEBP")[:9_000], "damaged"),
        "half an AVIF": (saved(noise, "AVIF")[:9_000], "damaged|not a picture"),
        "a GIF of 65000 x 65000": (
            huge_gif[:6] + struct.pack("<HH", 65_000, 65_000) + huge_gif[10:],
            "too many pixels|not a picture",
        ),
    }


@pytest.mark.parametrize("name", refused())
@pytest.mark.parametrize("verb", [judge, renditions, original])
def test_what_is_no_whole_picture_is_refused_in_one_sentence(name, verb):
    data, reason = refused()[name]
    with pytest.raises(PictureRefused, match=reason) as refusal:
        verb(data)
    assert str(refusal.value).endswith(".")


def test_no_broken_bytes_get_past_the_refusal():
    order = random.Random(1)
    for kind in TAKEN:
        whole = saved(picture(80, 60), kind)
        for _ in range(60):
            broken = bytearray(whole)
            for _ in range(order.randint(1, 8)):
                broken[order.randrange(len(broken))] = order.randrange(256)
            for verb in (judge, renditions, original):
                with contextlib.suppress(PictureRefused):
                    verb(bytes(broken))


# What comes out


def test_renditions_are_webp_in_each_width_and_never_larger_than_the_picture():
    made = renditions(saved(picture(1000, 750), "JPEG"))
    assert [(r.width, r.height) for r in made] == [(320, 240), (640, 480), (960, 720), (1000, 750)]
    for rendition in made:
        image = loaded(rendition.bytes)
        assert (image.format, *image.size) == ("WEBP", rendition.width, rendition.height)
        assert rendition.extension == "webp"


@pytest.mark.parametrize(
    ("width", "widths"),
    [(20, [20]), (320, [320]), (321, [320, 321]), (3000, [320, 640, 960, 1440, 2048])],
)
def test_the_widest_rendition_is_the_picture_or_2048(width, widths):
    assert [r.width for r in renditions(saved(picture(width, 30), "PNG"))] == widths


@pytest.mark.parametrize("kind", TAKEN)
def test_nothing_but_the_picture_gets_out(kind):
    data = telling()[kind]
    assert_silent(original(data)[0])
    for rendition in renditions(data):
        assert_silent(rendition.bytes)


def test_what_hangs_on_behind_a_picture_does_not_get_out():
    polyglot = saved(picture(), "JPEG") + b"<script>alert(1)</script>PK\x03\x04"
    assert b"<script>" not in original(polyglot)[0]
    assert b"<script>" not in b"".join(r.bytes for r in renditions(polyglot))


@pytest.mark.parametrize(
    ("kind", "extension"),
    [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "webp"), ("AVIF", "webp")],
)
def test_the_original_is_kept_whole_and_in_a_format_of_its_kind(kind, extension):
    data, made = original(saved(picture(2500, 20), kind))
    assert made == extension
    assert loaded(data).size == (2500, 20)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_taken_sideways_comes_out_upright(orientation):
    undone = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's number of the inverse turn
    upright = picture(120, 80)
    lying = upright.transpose(undone[orientation]) if orientation > 1 else upright
    data = saved(lying, "JPEG", quality=95, exif=exif(orientation))
    assert judge(data) == Judged("JPEG", 120, 80)
    for out in (original(data)[0], renditions(data)[-1].bytes):
        image = loaded(out).convert("RGB")
        assert image.size == (120, 80)
        assert_near(image.getpixel((4, 40)), upright.getpixel((4, 40)))
        assert_near(image.getpixel((115, 40)), upright.getpixel((115, 40)))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_what_was_transparent_stays_transparent(kind):
    image = picture(400, 300, "RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 200, 300))
    for out in (original(saved(image, kind))[0], renditions(saved(image, kind))[0].bytes):
        alpha = loaded(out).getchannel("A")
        assert alpha.getpixel((20, 100)) < 10
        assert alpha.getpixel((300, 100)) > 245


def test_a_palette_with_a_transparent_colour_stays_transparent():
    image = Image.new("P", (40, 40), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (0, 0, 20, 40))
    for kind in ("GIF", "PNG"):
        shown = loaded(renditions(saved(image, kind, transparency=1))[0].bytes)
        assert shown.mode == "RGBA"
        assert shown.getpixel((5, 20))[3] < 10
        assert_near(shown.getpixel((35, 20)), (255, 0, 0, 255))


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "CMYK"])
def test_every_kind_of_colour_comes_out_as_seen(mode):
    image = picture(80, 60, mode)
    data = saved(image, "JPEG" if mode == "CMYK" else "PNG")
    assert judge(data).width == 80
    shown = loaded(renditions(data)[0].bytes).convert("RGB").resize((2, 1))
    expected = image.convert("RGB").resize((2, 1))
    for x in (0, 1):
        assert_near(shown.getpixel((x, 0)), expected.getpixel((x, 0)), by=20)


@pytest.mark.parametrize("colours", [0, 2])
def test_sixteen_bits_a_channel_become_eight_without_clipping(colours):
    row = b"\0" + b"\x80\x00" * (1 + colours) * 8
    shown = loaded(renditions(png(8, 8, rows=row * 8, depth=16, colours=colours))[0].bytes)
    assert_near(shown.convert("RGB").getpixel((4, 4)), (128, 128, 128))


def test_colours_are_shown_by_the_pictures_own_profile():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"-XYZ").replace(b"bXYZ", b"rXYZ").replace(b"-XYZ", b"bXYZ")
    for mode, kind in (("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "PNG")):
        red = Image.new("RGB", (40, 40), (255, 0, 0)).convert(mode)
        shown = loaded(original(saved(red, kind, icc_profile=swapped))[0]).convert("RGB")
        assert_near(shown.getpixel((9, 9)), (0, 0, 255))
        kept = loaded(original(saved(red, kind, icc_profile=srgb))[0]).convert("RGB")
        assert_near(kept.getpixel((9, 9)), (255, 0, 0))


def test_a_broken_profile_or_exif_block_spoils_nothing():
    data = saved(picture(), "JPEG", icc_profile=b"nonsense" * 40, exif=b"Exif\0\0MM\0*\xff\xff\xff")
    assert judge(data) == Judged("JPEG", 400, 300)
    assert_near(loaded(original(data)[0]).getpixel((200, 150)), picture().getpixel((200, 150)))


def test_a_photos_folder_is_the_same_for_the_same_bytes_and_secret_only():
    key = photo_key(b"bytes", "secret")
    assert len(key) == 32 and set(key) <= set("0123456789abcdef")
    assert key == photo_key(b"bytes", "secret")
    assert len({key, photo_key(b"other", "secret"), photo_key(b"bytes", "other")}) == 3


@pytest.mark.parametrize("kind", TAKEN)
def test_a_square_is_the_middle_small_and_without_anything_else(kind):
    made = square(saved(picture(400, 200), kind, exif=exif()), 96)
    image = loaded(made)
    assert (image.format, image.size) == ("WEBP", (96, 96))
    assert SECRET not in made and not image.getexif()
    (left, _, _), (right, _, _) = (image.convert("RGB").getpixel((x, 48)) for x in (2, 93))
    assert max(left, right) < 240 and min(left, right) > 15  # neither end of the gradient


def test_a_square_is_never_enlarged_and_keeps_what_one_sees_through():
    image = loaded(square(saved(Image.new("RGBA", (30, 20), (0, 0, 0, 0)), "PNG"), 96))
    assert image.size == (20, 20)
    assert image.mode == "RGBA" and image.getpixel((10, 10))[3] == 0


@pytest.mark.parametrize("size", [(1, 400), (400, 1), (1, 1)])
def test_a_square_of_a_line_is_a_point(size):
    assert loaded(square(saved(picture(*size), "PNG"), 96)).size == (1, 1)


def test_a_square_is_not_made_of_more_pixels_than_wanted():
    data = saved(picture(100, 100), "PNG")
    assert square(data, 96, most_pixels=10_000)
    with pytest.raises(PictureRefused):
        square(data, 96, most_pixels=9_999)
