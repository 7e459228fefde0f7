"""``{{ name|initial }}`` and ``{{ name|hue }}``: the face of somebody without a picture."""

from django import template

from lib import initials

register = template.Library()


@register.filter
def initial(name: object) -> str:
    """The letter that a name begins with."""
    return initials.initial(str(name))


@register.filter
def hue(name: object) -> int:
    """The number of a name's colour."""
    return initials.hue(str(name))
