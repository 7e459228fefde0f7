"""What became of an article, in one sentence."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.revisions import scheduled, waiting
from desk.admin.filters import state_of


def said_of(article: Article) -> str | SafeString:
    """Said after each button: where the article stands now."""
    if coming := scheduled(article):
        moment = date_format(timezone.localtime(coming.publish_at), "SHORT_DATETIME_FORMAT")
        return str(_("The change is saved and goes live at %(moment)s.") % {"moment": moment})
    if waiting(article):
        return str(_("The changes are saved. They are not published yet."))
    if article.is_public:
        return format_html(
            '{} <a href="{}">{}</a>',
            _("The article is public."), article.get_absolute_url(), _("Read it on the site"),
        )  # fmt: skip
    sentences = {
        "draft": _("The draft is saved."),
        "scheduled": _("The article is scheduled."),
        "withdrawn": _("The article is withdrawn."),
        "template": _("The template is saved."),
        "bin": _("The draft is in the bin for thirty days."),
    }
    return str(sentences[state_of(article)])
