"""What the trackbacks room does when an article goes out, changes, or goes away.

Everything is written in the transaction that changed the article; what takes long is nudged there.
"""

from django.dispatch import receiver

from articles.models import Article
from articles.signals import article_announced, article_revised, article_withdrawn
from trackbacks.own_links import link_own
from trackbacks.planning import plan, plan_services, plan_withdrawal


@receiver(article_announced)
def tell_the_world(article: Article, **_: object) -> None:
    """Every page that it links to, and the services that the newsroom names."""
    plan(article)
    plan_services(article)
    link_own.enqueue(article.pk)


@receiver(article_revised)
def tell_what_changed(article: Article, before: str, **_: object) -> None:
    """Nobody was told of an article that is not announced: its announcement will."""
    if article.announced_at:
        plan(article, before)
        link_own.enqueue(article.pk)


@receiver(article_withdrawn)
def tell_of_its_end(article: Article, **_: object) -> None:
    """Everybody who was told of a link."""
    plan_withdrawal(article)
    link_own.enqueue(article.pk)
