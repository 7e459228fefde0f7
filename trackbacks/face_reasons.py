"""The reason words that stay on faces, and the sentences that the staff read for them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trackbacks import ping_reasons

REASONS: dict[str, Promise] = {
    "unusable": _("The file is no picture that can be used."),
    "type": _("There is no picture at this address."),
    "too-large": _("The file is too large."),
    "redirects": _("The address redirects too often."),
    "encoding": _("The file is compressed in a way that was not asked for."),
    "scheme": _("This is not a valid web address."),
}
"""Where the address is meant, not a page; the rest is as for pings."""


def explain(reason: str) -> str:
    """The sentence for a reason word; an unknown word stands for itself."""
    return str(REASONS[reason]) if reason in REASONS else ping_reasons.explain(reason)
