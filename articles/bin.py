"""The bin: drafts lie there for a while before they are gone. What was once public never does."""

from datetime import timedelta

from django.utils import timezone

from articles.models import Article

KEPT_FOR = timedelta(days=30)


def put_in(article: Article) -> bool:
    """Put a draft in the bin: True for the caller who did; anything but a draft stays."""
    drafts = Article.objects.filter(pk=article.pk, status=Article.Status.DRAFT, binned_at=None)
    return bool(drafts.update(binned_at=timezone.now()))


def take_out(article: Article) -> bool:
    """Make a binned article a draft again: True for the caller who did."""
    return bool(
        Article.objects.filter(pk=article.pk).exclude(binned_at=None).update(binned_at=None)
    )


def empty() -> int:
    """Delete what has lain in the bin for thirty days; the answer is how many articles."""
    gone = Article.objects.filter(binned_at__lt=timezone.now() - KEPT_FOR)
    number = gone.count()
    gone.delete()
    return number
