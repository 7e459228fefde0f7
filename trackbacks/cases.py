"""Why a linkback is refused, in no protocol's words; each adapter has its own for them."""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Case(Enum):
    """The rows of the case table (LINKBACKS §1) that refuse, in their order."""

    SHAPE = "shape"
    NOT_OURS = "not-ours"
    CLOSED = "closed"
    MISSING = "missing"
    DENIED = "denied"
    REGISTERED = "registered"
    NO_SOURCE = "no-source"
    NO_LINK = "no-link"


SENTENCES: dict[Case, Promise] = {
    Case.SHAPE: _("Source and target must be two different web addresses."),
    Case.NOT_OURS: _("The target is not on this site."),
    Case.CLOSED: _("The target takes no links from other sites."),
    Case.MISSING: _("There is no such article."),
    Case.DENIED: _("Links from there are not taken."),
    Case.REGISTERED: _("This link is registered already."),
    Case.NO_SOURCE: _("The source page could not be read."),
    Case.NO_LINK: _("The source page does not link to the target."),
}


class Refused(Exception):
    """Nothing is registered, or not any more; ``wait`` is in seconds where waiting helps."""

    def __init__(self, case: Case, sentence: str = "", wait: float = 0.0) -> None:
        self.case = case
        self.sentence = sentence or str(SENTENCES[case])
        self.wait = wait
        super().__init__(self.sentence)
