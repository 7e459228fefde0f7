"""Links for outsiders: made, opened, revoked; and what an outsider approves there."""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Revision
from articles.revisions import newest
from desk.mails import tell_of_approval
from desk.models import Approval, Opening, PreviewLink
from lib.sealing import signature
from lib.staff import is_row_number

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User

MOST_OPENINGS = 50
"""Of one link that are kept, the last."""


def share(
    article: Article,
    *,
    label: str,
    good_for: timedelta,
    by: User | None,
    revision: Revision | None = None,
    may_comment: bool = True,
) -> PreviewLink:
    """Make a link to a revision, without one to whichever is the newest when it is opened."""
    return PreviewLink.objects.create(
        article=article,
        label=label,
        revision=revision,
        may_comment=may_comment,
        expires_at=timezone.now() + good_for,
        created_by=by,
    )


def revoke(link: PreviewLink) -> None:
    """End a link now; once revoked it stays so."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def address_of(link: PreviewLink) -> str:
    """Where the link is opened, with scheme and host; the row alone does not tell it."""
    return settings.SITE_URL + reverse("preview", args=[_token(link)])


def link_at(token: str) -> PreviewLink | None:
    """The link of this address, while it opens something; else None, whatever the reason."""
    number = token.partition("-")[0]
    if not is_row_number(number):
        return None
    rows = PreviewLink.objects.open().select_related("article", "revision", "created_by")
    link: PreviewLink | None = rows.filter(pk=int(number)).first()
    return link if link and _are_equal(token, _token(link)) else None


def shown_by(link: PreviewLink) -> Revision | None:
    """The revision that the link shows now."""
    return link.revision or newest(link.article)


@transaction.atomic
def log_opening(link: PreviewLink, network: str) -> None:
    """Write down that somebody read what the link shows; ``network`` is the keyed hash.

    All are counted and the last are kept: however often an address is asked, its rows are bounded.
    """
    PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1)  # one after another
    Opening.objects.create(link=link, network_hash=network)
    kept = link.openings.order_by("-pk").values("pk")[:MOST_OPENINGS]
    link.openings.exclude(pk__in=kept).delete()


def seen(link: PreviewLink, revision: Revision) -> str:
    """A word of the page that an outsider reads, to say later which revision stood there."""
    return f"{revision.number}-{signature('preview.seen', link.pk, revision.pk)}"


def revision_seen(link: PreviewLink, word: str) -> Revision | None:
    """The revision that stood on the page with this word; None when no page said so."""
    number = word.partition("-")[0]
    if not is_row_number(number):
        return None
    found: Revision | None = link.article.revisions.filter(number=int(number)).first()
    return found if found and _are_equal(word, seen(link, found)) else None


@transaction.atomic
def approve(link: PreviewLink, revision: Revision, name: str, *, network: str) -> Approval:
    """Keep that somebody approved this very revision; saying it again changes nothing."""
    approval, is_new = Approval.objects.get_or_create(
        link=link, revision=revision, name=name, defaults={"network_hash": network}
    )
    if is_new:
        tell_later.enqueue(approval.pk)
    return approval


@task(max_attempts=20)  # type: ignore[call-overload]
def tell_later(approval_id: int) -> None:
    """Mail whoever made the link; twice only if the worker dies between the mail and the mark."""
    rows = Approval.objects.select_related("link__created_by", "link__article", "revision")
    approval = rows.filter(pk=approval_id, told_at=None).first()
    if approval:
        tell_of_approval(approval, address_of_links(approval.link.article))


def address_of_links(article: Article) -> str:
    """The page on which colleagues see what became of the article's links."""
    return settings.SITE_URL + reverse("admin:articles_links", args=[article.pk])


def forget_networks_of_openings(before: datetime) -> int:
    """The hashes of those who opened links."""
    old = Opening.objects.filter(opened_at__lt=before)
    return old.exclude(network_hash="").update(network_hash="")


def forget_networks_of_approvals(before: datetime) -> int:
    """The hashes of those who approved."""
    old = Approval.objects.filter(approved_at__lt=before)
    return old.exclude(network_hash="").update(network_hash="")


def _token(link: PreviewLink) -> str:
    return f"{link.pk}-{signature('preview', link.pk, link.key)}"


def _are_equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
