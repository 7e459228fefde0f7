"""What tests with other people's software do with our rows."""

from django.utils import timezone

from tests.factories import make_article
from trackbacks.models import Linkback, Ping
from trackbacks.outgoing import send


def link_to(url):
    return f'<p>As <a href="{url}">the other site</a> writes, it rains, and we are wet.</p>'


def ping_to(target, headline="Bread & roses"):
    """An announced article of ours that links there, not told yet."""
    article = make_article(headline, body=link_to(target), announced_at=timezone.now())
    return Ping.objects.create(article=article, target=target)


def sent(ping):
    """The row after it was due and sent."""
    Ping.objects.filter(pk=ping.pk, state="waiting").update(attempt_at=timezone.now())
    send(ping)
    ping.refresh_from_db()
    return ping


def sent_again(ping):
    """The row after somebody let it be sent once more."""
    Ping.objects.filter(pk=ping.pk).update(state="waiting")
    return sent(ping)


def standing():
    """Protocol, state and reason of the one linkback there is."""
    linkback = Linkback.objects.select_related("response").get()
    return linkback.protocol, linkback.response.state, linkback.response.reason
