"""Following a discussion, or the replies to one comment, by mail.

Who asks is asked back, once, by mail to the address; then new comments are told of, after they are
shown, at most one mail in `PAUSE` for each follower and article. A mail is claimed before it is
sent, and what it tells of counts as told from then on: at most once, because the same news twice
annoys more than one that is missing. A server that refuses gives the news back; only a worker that
dies while it sends loses them.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, Now
from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Follower
from lib.mail import send
from masthead.models import Newsroom
from moderation.limits import wait
from moderation.models import Decision, Response, State

PAUSE = timedelta(minutes=30)
"""Between two mails to one follower about one article."""
RETRY = timedelta(minutes=5)
"""After the first failure; then twice as long each time."""
MOST_FAILURES = 8
"""In a row: with the back-off about a day; then the address is given up."""
BATCH = 100
"""Mails of one run of the task."""
MOST_LISTED = 20
"""Comments in one mail; the rest is counted."""


def ask(
    article: Article, email: str, *, comment: Comment | None = None, asks_back: bool = True
) -> None:
    """Note that somebody wants to follow, and ask back by mail unless that is too much.

    Whoever asks learns nothing of who follows already. `comment` narrows it to its replies.
    Without ``asks_back`` another mail asks, such as the one that confirms the comment's address.
    """
    follower = _noted(article, email, comment)
    if not asks_back or follower.confirmed_at is not None:
        return
    if not too_many_questions(follower.email):
        follower.asked_at, follower.asked_by_mail_at = timezone.now(), None
        follower.save(update_fields=["asked_at", "asked_by_mail_at"])
        ask_back.enqueue(follower.pk)


def confirm(follower: Follower) -> bool:
    """Begin to follow; whether that is news. What was shown since the question is told of."""
    now = timezone.now()
    return bool(Follower.objects.pending().filter(pk=follower.pk).update(confirmed_at=now))


def end(followers: QuerySet[Follower]) -> int:
    """Follow no more; how many that ends."""
    return followers.filter(ended_at=None).update(ended_at=timezone.now(), due_at=None)


def forget() -> int:
    """Erase the addresses of who never confirmed or follows no more; how many."""
    return Follower.objects.expired().delete()[0]


def too_many_questions(email: str) -> bool:
    """Whether this address was asked to confirm something too often; takes one turn.

    Somebody else may have typed it.
    """
    return wait(f"question:{email.lower()}", burst=3, per_minute=3 / 60) > 0


@task(max_attempts=10)  # type: ignore[call-overload]
def ask_back(follower_id: int) -> None:
    """Mail the question, at most once: who missed it asks again."""
    now = timezone.now()
    pending = Follower.objects.pending().filter(pk=follower_id, asked_by_mail_at=None)
    if not pending.update(asked_by_mail_at=now):
        return
    follower = Follower.objects.select_related("article", "comment__response").get(pk=follower_id)
    try:
        _mail("comments/follow", follower, f"{now:%Y%m%d%H%M%S}", {})
    except BaseException:
        Follower.objects.filter(pk=follower_id).update(asked_by_mail_at=None)
        raise


@task(max_attempts=5)  # type: ignore[call-overload]
def tell_followers(response_id: int) -> None:
    """A comment is shown: note whom it concerns, then send what may be sent now."""
    shown = Comment.objects.shown().select_related("response__article", "user")
    if comment := shown.filter(pk=response_id).first():
        mark(comment)
        tell_due.enqueue()


@task
def tell_due() -> None:
    """Send what is owed; also by the clock, when a pause or a failure is over."""
    due = list(Follower.objects.due().order_by("due_at").values_list("pk", flat=True)[:BATCH])
    for follower_id in due:
        tell(follower_id)
    if len(due) == BATCH:
        tell_due.enqueue()


def mark(comment: Comment) -> int:
    """Owe a mail to everybody whom a shown comment concerns, but for its writer; how many more."""
    article = comment.response.article
    _authors_follow(article, comment)
    about = Q(comment=None) | (Q(comment=comment.parent_id) if comment.parent_id else Q())
    concerned = Follower.objects.active().filter(about, article=article, due_at=None)
    due_at = Greatest(Now(), F("told_at") + PAUSE)
    twice = Q(comment__isnull=False) & Q(_follows_all())
    return concerned.exclude(_is_writer(comment)).exclude(twice).update(due_at=due_at)


def tell(follower_id: int) -> bool:
    """Send one follower what is new, if anything is; whether a mail went out."""
    follower = _claimed(follower_id)
    if follower is None:
        return False
    newest = news_for(follower).aggregate(newest=Max("pk"))["newest"]
    if newest is None or not follower.article.is_public:
        return False
    Follower.objects.filter(pk=follower.pk).update(told_up_to=newest)
    news = news_for(follower).filter(pk__lte=newest)
    try:
        _mail("comments/news", follower, str(newest), _context_of(news))
    except (OSError, ValueError):  # no server takes it, or no mail leaves for such an address
        _give_back(follower)
        return False
    Follower.objects.filter(pk=follower.pk).update(failures=0)
    return True


def news_for(follower: Follower) -> QuerySet[Decision]:
    """The decisions that first showed a comment and are newer than what the follower knows.

    Decisions about one article are made one after the other, so none with a smaller id comes late;
    what was hidden meanwhile, and what the follower wrote, is no news.
    """
    earlier = Decision.objects.filter(
        response=OuterRef("response"), after=State.SHOWN, pk__lt=OuterRef("pk")
    )
    news = Decision.objects.filter(
        ~Exists(earlier),
        pk__gt=follower.told_up_to,
        after=State.SHOWN,
        response__article=follower.article_id,
        response__kind=Response.Kind.COMMENT,
        response__state=State.SHOWN,
    )
    news = news.exclude(before=State.SHOWN).exclude(response__comment__email__iexact=follower.email)
    if follower.user_id:
        news = news.exclude(response__comment__user=follower.user_id)
    if follower.comment_id:
        news = news.filter(response__comment__parent=follower.comment_id)
    return news.order_by("pk")


def _noted(article: Article, email: str, comment: Comment | None) -> Follower:
    """The row of this wish; who ended it once begins anew."""
    now, newest = timezone.now(), _newest_decision(article)
    follower, _ = Follower.objects.get_or_create(
        article=article,
        email=email.lower(),
        comment=comment,
        defaults={"asked_at": now, "told_up_to": newest},
    )
    if follower.ended_at is not None:
        follower.ended_at = follower.confirmed_at = None
        follower.asked_at, follower.told_up_to = now, newest
        follower.failures = 0
        follower.save()
    return follower


def _newest_decision(article: Article) -> int:
    newest = Decision.objects.filter(response__article=article).aggregate(newest=Max("pk"))
    return newest["newest"] or 0


def _authors_follow(article: Article, comment: Comment) -> None:
    """Who wrote the article follows it, from its first comment on, if the newsroom wants that."""
    if not Newsroom.objects.current().tell_authors:
        return
    now = timezone.now()
    authors = User.objects.filter(is_active=True, author__bylines__article=article).distinct()
    decisions = Decision.objects.filter(response=comment.pk).order_by("-pk")
    known = (decisions.values_list("pk", flat=True).first() or 1) - 1
    for author in authors:
        begun = {"user": author, "asked_at": now, "confirmed_at": now, "told_up_to": known}
        Follower.objects.get_or_create(
            article=article, email=author.email, comment=None, defaults=begun
        )


def _is_writer(comment: Comment) -> Q:
    by_account = Q(user=comment.user_id) if comment.user_id else Q(pk__in=[])
    return Q(email=comment.email.lower()) | by_account


def _follows_all() -> Exists:
    """Whether who follows one comment's replies follows the whole discussion besides."""
    return Exists(
        Follower.objects.active().filter(
            email=OuterRef("email"), article=OuterRef("article"), comment=None
        )
    )


def _claimed(follower_id: int) -> Follower | None:
    """The follower, for whoever's UPDATE came first; with what its row said before."""
    rows = Follower.objects.due().filter(pk=follower_id)
    follower = rows.select_related("article", "comment__response", "user").first()
    if follower is None:
        return None
    now = timezone.now()
    if not rows.filter(told_at=follower.told_at).update(due_at=None, told_at=now):
        return None
    return follower


def _give_back(follower: Follower) -> None:
    """What the server did not take is news still; an address that never works is given up."""
    failures = follower.failures + 1
    rows = Follower.objects.filter(pk=follower.pk)
    rows.update(
        failures=failures,
        told_at=follower.told_at,
        told_up_to=follower.told_up_to,
        due_at=timezone.now() + RETRY * 2 ** (failures - 1),
    )
    if failures >= MOST_FAILURES:
        end(rows)


def _context_of(news: QuerySet[Decision]) -> dict[str, object]:
    """What is new, the oldest first, and how much does not fit in."""
    count = news.count()
    shown = news.select_related("response__article", "response__comment")[:MOST_LISTED]
    comments = [decision.response.comment for decision in shown]
    return {
        "items": [
            {"comment": comment, "response": comment.response, "address": _absolute(comment)}
            for comment in comments
        ],
        "count": count,
        "more": count - len(comments),
    }


def _mail(template: str, follower: Follower, stamp: str, context: dict[str, object]) -> None:
    article, newsroom = follower.article, Newsroom.objects.current()
    page = settings.SITE_URL + reverse("following", args=[follower.token])
    everywhere = {
        "newsroom": newsroom,
        "article": article,
        "follower": follower,
        "comment": follower.comment,
        "page": page,
    }
    with translation.override(article.language), timezone.override(newsroom.zone):
        send(
            template,
            [follower.email],
            everywhere | context,
            key=f"follower-{follower.pk}-{stamp}",
            thread=f"article-{article.pk}",
            unsubscribe=page,
        )


def _absolute(comment: Comment) -> str:
    return settings.SITE_URL + comment.get_absolute_url()
