"""Sources that hang, drip, reset, lie or stammer: nothing is lost or doubled, nobody is held."""

import threading
import xmlrpc.client

import pytest
from django.core import mail
from django.utils import timezone
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from articles.models import Tally
from moderation.models import Response, State
from tests.factories import make_article, make_newsroom, make_user
from tests.trackbacks.conftest import refusal_of
from tests.trackbacks.test_sending_attempts import RUDE
from trackbacks import incoming, verification
from trackbacks.incoming import TURN, receive
from trackbacks.models import Linkback
from trackbacks.verification import verify

pytestmark = pytest.mark.django_db
rude_ones = pytest.mark.parametrize(
    ("rude", "reason"), RUDE.items(), ids=[rude.__name__ for rude in RUDE]
)


@pytest.fixture
def hurried(monkeypatch):
    """Short deadlines, so that what is late is late soon."""
    monkeypatch.setattr(verification, "SECONDS", 0.5)
    monkeypatch.setattr(incoming, "PATIENCE", 0.5)


@pytest.fixture
def url(near_site):
    make_newsroom(linkbacks_mode="show")
    make_user("mona@example.org", is_superuser=True)
    return make_article().absolute_url


@pytest.fixture
def source(neighbour, url):
    """A page that is rude until ``neighbour.is_well`` is set; the answer is its address."""
    source = neighbour.serve(f"<title>An entry</title><p>See <a href='{url}'>this</a>")
    well = neighbour.answers["GET /entry/"]
    neighbour.is_well = threading.Event()

    def behave(visit):
        if neighbour.is_well.is_set():
            visit.send(well)
        else:
            neighbour.rude(visit)

    neighbour.answers["GET /entry/"] = behave
    return source


def shown_once():
    (response,) = Response.objects.all()
    return (
        response.state == State.SHOWN
        and response.decisions.count() == 1
        and Linkback.objects.count() == 1
        and Tally.objects.get(article=response.article_id).linkbacks == 1
    )


@rude_ones
def test_a_worker_lets_it_be_and_comes_back(neighbour, hurried, url, source, rude, reason):
    neighbour.rude = rude
    with TURN:
        linkback = receive(protocol="pingback", source=source, target=url)
    assert verify(linkback)
    linkback.refresh_from_db()
    assert (linkback.last_answer, linkback.attempts) == (reason, 1)
    assert linkback.response.state == State.RECEIVED
    assert linkback.verify_at > timezone.now()

    neighbour.is_well.set()
    Linkback.objects.update(verify_at=timezone.now())
    OxTask.objects.update(run_after=timezone.now())
    run_tasks(raise_failures=True)
    assert shown_once()
    assert len(mail.outbox) == 1
    assert verify(linkback) is False


@rude_ones
def test_a_request_says_so_and_is_free_for_the_next(
    neighbour, blog, hurried, near_rpc, url, source, rude, reason
):
    neighbour.rude = rude
    if reason == "timeout":
        answer = near_rpc.pingback.ping(source, url)
        assert answer == "Thank you: the link is queued for verification."
    else:
        assert refusal_of(near_rpc, source, url).faultCode == 16
    assert Linkback.objects.count() == 1

    said = near_rpc.pingback.ping(blog.link_to(url), url)
    assert said == "Thank you: the link is shown."

    neighbour.is_well.set()
    try:
        near_rpc.pingback.ping(source, url)
    except xmlrpc.client.Fault as fault:
        assert (fault.faultCode, reason) == (48, "timeout")
    run_tasks(raise_failures=True)
    assert Linkback.objects.count() == 2
    assert set(Response.objects.values_list("state", flat=True)) == {State.SHOWN}


@rude_ones
def test_what_was_shown_stays_shown(neighbour, hurried, url, source, rude, reason):
    neighbour.is_well.set()
    linkback = receive(protocol="webmention", source=source, target=url)
    neighbour.is_well.clear()
    neighbour.rude = rude
    Linkback.objects.update(verify_at=timezone.now())
    assert verify(linkback)
    assert shown_once()
    assert Linkback.objects.get().last_answer == reason
