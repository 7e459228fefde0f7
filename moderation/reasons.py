"""The reason words that stay on responses, and the sentences that moderators read for them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNCONFIRMED = "unconfirmed"
"""Held until the writer's address is confirmed."""
FIRST_TIMER = "first-timer"
"""Held because nothing proves that it comes from somebody of whom something was approved."""
AWAITING = "awaiting-classifier"
"""Would be shown; a service outside is asked first. The evidence is the reason to show it."""
UNCLASSIFIED = "classifier-unreachable"
CLASSIFIER = "classifier"

REASONS: dict[str, Promise] = {
    # Refused at the door
    "closed": _("The discussion of this article is closed."),
    "accounts-only": _("Only people with an account here may reply."),
    "banned": _("The writer, the site or the network is banned."),
    "foreign-origin": _("The form was sent by a page of another site."),
    "blocked-host": _("The site is blocked."),
    "too-fast": _("Too much came at once from one network, site or writer."),
    "duplicate": _("The same was said here before."),
    # Spam
    "honeypot": _("A field that people do not see was filled in."),
    CLASSIFIER: _("The spam service takes it for spam."),
    "blocked-word": _("There is a blocked word in it."),
    "blocked-address": _("The writer’s e-mail address is blocked."),
    "blocked-domain": _("The writer’s website, or a link in the text, leads to a blocked domain."),
    "blocked-network": _("It came from a blocked network."),
    "blocked-sender": _("It came from a blocked sender."),
    # Held
    "no-token": _("The form’s script did not run: no browser sent it, or one without scripts."),
    "raid": _("Everything is held until the raid is over."),
    "held-word": _("There is a word in it at which the newsroom wants to look first."),
    "held-address": _("The newsroom wants to look first at what this e-mail address sends."),
    "held-domain": _("The newsroom wants to look first at links to this domain."),
    "held-network": _("The newsroom wants to look first at what comes from this network."),
    "held-sender": _("The newsroom wants to look first at what this sender writes."),
    AWAITING: _("The spam service is being asked; it is shown when nothing speaks against it."),
    UNCLASSIFIED: _("The spam service did not answer; nothing else spoke against it."),
    UNCONFIRMED: _("The writer has not confirmed the e-mail address yet."),
    "staff-name": _("A guest uses the name of somebody who works here."),
    "staff-address": _("A guest uses the e-mail address of somebody who works here."),
    "unknown-origin": _("The browser did not say which page sent the form."),
    "many-links": _("There are more links in it than the newsroom lets pass."),
    FIRST_TIMER: _("Nothing of this writer was approved before, as far as can be proven."),
    "policy-hold": _("Nothing spoke against it; the newsroom decides on everything."),
    # Shown
    "own-site": _("One of our own articles links to this one."),
    "staff": _("Somebody who works here, or the article's author, wrote it."),
    "trusted-host": _("The site is trusted."),
    "policy-show": _("Nothing spoke against it; the newsroom shows such responses at once."),
    # A source page that proves nothing
    "no-link": _("The page does not link here."),
    "status": _("The page answered with an error."),
    "unreadable": _("The page cannot be read."),
    "type": _("The page is neither HTML nor text."),
    "too-large": _("The page is too large."),
    "encoding": _("The page is compressed in a way that was not asked for."),
    "redirects": _("The page redirects too often."),
    "unreachable": _("The site cannot be reached."),
    "unresolvable": _("The site's name leads nowhere."),
    "timeout": _("The site took too long to answer."),
    "tls": _("The site's certificate is not valid."),
    "protocol": _("The site does not answer as a web server."),
    "address": _("The site's network must not be reached from here."),
    "port": _("The site's port must not be reached from here."),
    "own": _("The page is one of ours."),
    "invalid": _("The page's address is not valid."),
    "scheme": _("The page's address is not valid."),
    "userinfo": _("The page's address is not valid."),
    # Decided later
    "moderator": _("A moderator decided."),
    "left": _("A moderator looked again and left it so."),
    "taken-back": _("Its writer took it back."),
    "featured": _("It was made an editors’ pick."),
    "unfeatured": _("It is an editors’ pick no more."),
    "link-gone": _("The page links here no more."),
    "source-gone": _("The page is gone."),
    "declined": _("The page asks not to be shown."),
    "removed": _("The owner of the page asked for its removal."),
    "removed-before": _("The owner of the page had the link removed before."),
    "erased": _("Its writer asked us to erase what we keep of them."),
    "moved": _("The page moved to another site."),
}


def evidence_for(reason: str, evidence: str) -> str:
    """The word or address that made the check speak, as moderators read it; our own word for what
    would be, while a service is asked, is none.
    """
    return "" if reason == AWAITING else evidence


def explain(reason: str) -> str:
    """The sentence for a reason word; an unknown word stands for itself."""
    return str(REASONS.get(reason, reason))
