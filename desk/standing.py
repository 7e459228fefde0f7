"""Where an article stands: what an act compares before it is undone."""

from __future__ import annotations

from typing import Any

from articles.models import Article, Revision
from articles.revisions import live, scheduled
from desk.models import Handover


def standing_of(article: Article) -> dict[str, Any]:
    """Everything of an article that people decide, as JSON; revisions by their numbers.

    Equal as long as nobody saved, published, filed or handed it over. That its hour came, or that
    the world was told, is nobody's deed.
    """
    coming = scheduled(article)
    handed = Handover.objects.filter(article=article).first()
    newest = article.revisions.values_list("number", flat=True).first()
    return {
        "status": article.status,
        "published_at": _moment(article.published_at),
        "withdrawn_at": _moment(article.withdrawn_at),
        "binned_at": _moment(article.binned_at),
        "newest": newest,
        "live": _number(live(article)),
        "coming": {"number": coming.number, "at": _moment(coming.publish_at)} if coming else None,
        "handed": {"to": handed.to_id, "by": handed.by_id} if handed else None,
    }


def _number(revision: Revision | None) -> int | None:
    return revision.number if revision else None


def _moment(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
