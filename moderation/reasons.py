"""The reason words that stay on responses, and the sentences that moderators read for them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    # Refused at the door
    "closed": _("The discussion of this article is closed."),
    "foreign-origin": _("The form was sent by a page of another site."),
    "blocked-host": _("The site is blocked."),
    "too-fast": _("Too much came at once from one network, site or writer."),
    "duplicate": _("The same was said here before."),
    # Spam
    "honeypot": _("A field that people do not see was filled in."),
    # Held
    "staff-name": _("A guest uses the name of somebody who works here."),
    "staff-address": _("A guest uses the e-mail address of somebody who works here."),
    "unknown-origin": _("The browser did not say which page sent the form."),
    "many-links": _("There are more links in it than the newsroom lets pass."),
    "first-timer": _("Nothing of this writer was approved before."),
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
    "link-gone": _("The page links here no more."),
    "source-gone": _("The page is gone."),
    "erased": _("Its writer asked us to erase what we keep of them."),
    "moved": _("The page moved to another site."),
}


def explain(reason: str) -> str:
    """The sentence for a reason word; an unknown word stands for itself."""
    return str(REASONS.get(reason, reason))
