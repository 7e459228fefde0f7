"""Our own articles that link to each other: a linkback without HTTP, shown at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_ox.testing import run_tasks

from articles import addresses
from articles.models import Tally
from articles.publishing import announce, publish, revise, withdraw
from articles.revisions import record
from moderation.deciding import approve, reject
from moderation.models import Response, State
from tests.articles.drafts import at_once
from tests.factories import make_article, make_linkback, make_newsroom, make_section, make_user
from trackbacks.cases import Refused
from trackbacks.incoming import receive
from trackbacks.models import Linkback, Ping
from trackbacks.own_links import link_own, link_own_articles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def newsroom():
    return make_newsroom(name="The Daily Example")


def linking(*targets, headline="A round-up", **fields):
    links = ", ".join(f'<a href="{target.get_absolute_url()}">this one</a>' for target in targets)
    body = f"<p>Last week we wrote about bread, see {links}, and about roses.</p>"
    article = make_article(headline, body=body, **fields)
    record(article, by=None)
    article.revisions.update(published_at=timezone.now())
    return article


def announced(article):
    announce(article)
    run_tasks(raise_failures=True)
    article.refresh_from_db()
    return article


def revised(article, **fields):
    type(article).objects.filter(pk=article.pk).update(**fields)
    revise(article, by=None)
    run_tasks(raise_failures=True)


def state_of(linkback):
    return Response.objects.get(pk=linkback.pk).state


def test_a_link_to_our_own_article_is_shown_there_at_once_without_http():
    target = make_article("Bread")
    article = announced(linking(target))
    linkback = Linkback.objects.select_related("response").get()
    assert (linkback.article, linkback.protocol, linkback.kind) == (target, "own", "link")
    assert (linkback.source, linkback.title) == (article.absolute_url, "A round-up")
    assert linkback.excerpt == "Last week we wrote about bread, see this one, and about roses."
    response = linkback.response
    assert (response.state, response.reason) == (State.SHOWN, "own-site")
    assert (response.author_name, response.host) == ("The Daily Example", "127.0.0.1:8000")
    assert Tally.objects.get(article=target).linkbacks == 1
    assert not Ping.objects.exists()


def test_nobody_is_sent_mail_about_it(mailoutbox):
    make_user("mona@example.org", is_superuser=True)
    announced(linking(make_article()))
    assert mailoutbox == []


@pytest.mark.parametrize(
    "fields",
    [
        {"published": False, "path": "/2016/08/30/draft/"},
        {"published_at": timezone.now() + timedelta(days=1)},
        {"status": "withdrawn"},
        {"linkbacks_open": False},
    ],
    ids=["draft", "scheduled", "withdrawn", "closed"],
)
def test_an_article_that_is_hidden_or_closed_gets_none(fields):
    announced(linking(make_article(**fields)))
    assert not Linkback.objects.exists()


def test_a_closed_section_gets_none():
    announced(linking(make_article(section=make_section(linkbacks_open=False))))
    assert not Linkback.objects.exists()


def test_links_to_itself_to_lists_and_to_nothing_are_none():
    article = make_article(body='<p><a href="/">a</a> <a href="/2016/">b</a> <a href="/x/">c</a>')
    type(article).objects.filter(pk=article.pk).update(
        body_html=f'{article.body}<a href="{article.get_absolute_url()}#top">me</a>'
    )
    announced(article)
    assert not Linkback.objects.exists()


def test_any_address_that_the_target_ever_had_means_it_and_two_of_them_are_one():
    target = make_article("Bread")
    addresses.remember(target, "/?p=12")
    addresses.remember(target, "/old-bread/")
    make_body = '<p><a href="/?p=12">x</a> <a href="https://www.127.0.0.1:8000/old-bread">y</a>'
    announced(make_article(body=make_body))
    assert Linkback.objects.get().article == target


def test_a_revision_makes_refreshes_and_withdraws():
    bread, roses = make_article("Bread"), make_article("Roses")
    article = announced(linking(bread))
    revised(article, headline="A better round-up", body=linking(roses).body)
    gone, new = Linkback.objects.order_by("pk")
    assert (gone.article, state_of(gone), gone.response.reason) == (bread, "withdrawn", "link-gone")
    assert (new.article, state_of(new), new.title) == (roses, "shown", "A better round-up")
    assert Tally.objects.get(article=bread).linkbacks == 0
    revised(article, body=linking(bread, roses).body)
    assert Linkback.objects.count() == 2
    assert {state_of(linkback) for linkback in Linkback.objects.all()} == {"shown"}


def test_a_withdrawal_takes_them_away_and_a_return_brings_them_back():
    article = announced(linking(make_article("Bread")))
    withdraw(article, by=None)
    run_tasks(raise_failures=True)
    response = Response.objects.get()
    assert (response.state, response.reason) == ("withdrawn", "source-gone")
    publish(article, by=None)
    run_tasks(raise_failures=True)
    response.refresh_from_db()
    assert response.state == "shown"


def test_what_a_moderator_rejected_stays_rejected():
    article = announced(linking(make_article("Bread")))
    reject(Response.objects.get(), by=make_user())
    revised(article, headline="Once more")
    assert Response.objects.get().state == "rejected"
    assert link_own_articles(article) == 1
    assert Response.objects.get().state == "rejected"


def test_nothing_is_made_within_the_undo_window():
    article = linking(make_article("Bread"))
    revised(article, headline="Another headline")
    assert not Linkback.objects.exists()


def test_links_of_other_sites_to_the_same_article_stay():
    target = make_article("Bread")
    other = make_linkback(target)
    article = announced(linking(target))
    withdraw(article, by=None)
    run_tasks(raise_failures=True)
    assert state_of(other) == "shown"


def test_a_new_address_of_the_article_makes_no_second_linkback():
    article = announced(linking(make_article("Bread")))
    addresses.give(article, "/2016/08/30/round-up/")
    article.refresh_from_db()
    link_own_articles(article)
    assert Linkback.objects.get().source == article.absolute_url


def test_nobody_can_have_an_own_link_read_or_withdrawn_from_outside(reachable):
    """Our own pages are never fetched, so a reading would take the link away."""
    target = make_article("Bread")
    article = announced(linking(target))
    long_ago = timezone.now() - timedelta(days=9)
    Linkback.objects.update(verified_at=long_ago)
    with pytest.raises(Refused):
        receive(protocol="pingback", source=article.absolute_url, target=target.absolute_url)
    reject(Response.objects.get(), by=make_user())
    approve(Response.objects.get(), by=make_user())
    assert Linkback.objects.get().verify_at is None
    Linkback.objects.update(verify_at=long_ago)
    assert not Linkback.objects.due().exists()
    run_tasks(raise_failures=True)
    assert Response.objects.get().state == "shown"


def test_a_refused_pingback_in_our_name_is_replaced_by_the_truth(reachable):
    target = make_article("Bread")
    article = linking(target)
    with pytest.raises(Refused):
        receive(protocol="pingback", source=article.absolute_url, target=target.absolute_url)
    announced(article)
    linkback = Linkback.objects.get()
    assert (linkback.protocol, state_of(linkback)) == ("own", "shown")


def test_a_nudge_for_an_article_that_is_gone_does_nothing():
    link_own.call(123456)
    assert not Linkback.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_workers_make_one_linkback():
    make_newsroom()
    article = linking(make_article("Bread"))
    assert at_once(4, lambda number: link_own_articles(article)) == []
    assert Linkback.objects.count() == Response.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_articles_that_link_to_each_other_do_not_wait_for_each_other_for_ever():
    make_newsroom()
    bread = make_article("Bread")
    roses = linking(bread, headline="Roses")
    type(bread).objects.filter(pk=bread.pk).update(body_html=linking(roses).body)
    bread.refresh_from_db()
    pair = [bread, roses]
    assert at_once(6, lambda number: link_own_articles(pair[number % 2])) == []
    assert Linkback.objects.count() == 2


def test_announcing_costs_the_same_however_many_own_links_there_are():
    def queries(article):
        with CaptureQueriesContext(connection) as captured:
            announce(article)
        return len(captured)

    few = linking(make_article())
    many = linking(*(make_article() for _ in range(20)))
    assert queries(few) == queries(many)
