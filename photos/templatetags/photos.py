"""``{% picture photo sizes="…" %}``: one photo in the size that the reader's screen needs."""

from django import template

from photos.models import Photo

register = template.Library()

MIDDLE = 960
"""Pixels: what a browser gets that knows no ``srcset``."""


@register.simple_tag
def tile(photo: Photo) -> str:
    """The address of the smallest rendition, to choose from."""
    return photo.url(photo.widths[0])


@register.inclusion_tag("photos/_picture.html")
def picture(
    photo: Photo,
    sizes: str = "100vw",
    eager: bool = False,
    alt: str | None = None,
    css_class: str = "",
) -> dict[str, object]:
    """``sizes`` as in HTML; ``eager`` for the one picture at the top; ``alt=""`` for decoration."""
    width = max((one for one in photo.widths if one <= MIDDLE), default=photo.widths[0])
    return {
        "photo": photo,
        "sizes": sizes,
        "eager": eager,
        "css_class": css_class,
        "alt": photo.alt if alt is None else alt,
        "src": photo.url(width),
        "width": width,
        "height": photo.height_at(width),
    }
