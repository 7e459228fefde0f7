"""``{{ text|digits }}``: numbers in the digits of the language that the page speaks."""

from django import template
from django.utils.translation import get_language

from lib import digits as of_languages

register = template.Library()


@register.filter(is_safe=True)
def digits(value: object) -> str:
    """For sentences, dates and counts; never for an address or an attribute that machines read."""
    return of_languages.digits(str(value), get_language() or "")


@register.filter
def isolated(value: object) -> str:
    """Somebody's own words in a sentence of the other direction, such as a name."""
    return of_languages.isolated(value)
