"""The reason words that stay on pings, and the sentences that the staff read for them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    # Nobody to tell
    "no-endpoint": _("The page takes neither webmentions nor pingbacks nor trackbacks."),
    "unreadable": _("The page is made to hurt who reads it."),
    "unlinked": _("The link was taken out before anybody was told of it."),
    "stays": _("The link is gone, but a trackback cannot be taken back."),
    # Told
    "registered": _("The site knew of the link already."),
    "seen-gone": _("The site saw that the link is gone."),
    # Refused
    "status": _("The site answered with an error."),
    "fault": _("The site refused the pingback."),
    "refused": _("The site refused the announcement."),
    "unreadable-answer": _("The site's answer is not one of its protocol."),
    "given-up": _("The attempt was cut short again and again."),
    # Later
    "turn": _("It waits for its turn: one site is not asked for many pages at once."),
    "endpoint-turn": _("It waits for its turn: one site is not told of many links at once."),
    # Nothing was had from there
    "invalid": _("This is not a valid web address."),
    "scheme": _("The site wants to be told in a way that is not the Web."),
    "userinfo": _("The address contains a user name or a password."),
    "port": _("The address names a port that web sites do not use."),
    "own": _("The address is our own."),
    "address": _("The address leads into a closed network."),
    "redirects": _("The page redirects too often."),
    "type": _("The page is of a type that has no links."),
    "encoding": _("The page is compressed in a way that was not asked for."),
    "too-large": _("The page is too large."),
    "unresolvable": _("The name of the site is not known."),
    "unreachable": _("The site cannot be reached."),
    "timeout": _("The site did not answer in time."),
    "tls": _("The site's certificate is not valid."),
    "protocol": _("The site's server does not keep to the rules of the Web."),
}


def explain(reason: str) -> str:
    """The sentence for a reason word; an unknown word stands for itself."""
    return str(REASONS.get(reason, reason))
