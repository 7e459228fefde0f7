"""``{% article_state article %}``: where an article stands, as the desk says it."""

from django import template
from django.utils.safestring import SafeString

from articles.models import Article
from desk.admin.lists import state_in_words

register = template.Library()


@register.simple_tag
def article_state(article: Article) -> SafeString:
    """The state with its mark, and what is to become of a published article."""
    return state_in_words(article)
