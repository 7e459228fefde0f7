"""Deciding for a whole domain; what many people share is nobody's domain."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from masthead.models import Mode
from moderation.checks import at_door, judge
from moderation.domains import decide_for_domain, earlier_of_domain
from moderation.models import Decision, Host, Response, State
from tests.factories import make_article, make_comment, make_linkback, make_user
from tests.forms import send

pytestmark = pytest.mark.django_db
Standing = Host.Standing


@pytest.fixture
def moderator():
    return make_user(role="Moderator")


def linked(host, state=State.HELD):
    return make_linkback(make_article(), f"https://{host}/entry", state=state).response


def test_a_public_suffix_is_never_trusted_or_blocked_as_a_whole(linkback):
    linkback.newsroom.linkbacks_mode = Mode.HOLD
    for suffix in ("blogspot.com", "github.io", "co.uk", "wordpress.com", "example"):
        for standing in Standing:
            row = Host(name=suffix, whole_domain=True, standing=standing)
            with pytest.raises(ValidationError) as refusal:
                row.full_clean(exclude=["decided_by"])
            assert list(refusal.value.message_dict) == ["whole_domain"]
            row.save()  # as an old version might have
            one = replace(linkback, host=f"jane.{suffix}")
            assert at_door(one) is None
            assert judge(one).reason == "policy-hold"
            row.delete()


def test_the_form_refuses_it_too(client, moderator):
    client.force_login(moderator)
    fields = {"name": "github.io", "whole_domain": "on", "standing": "trusted"}
    page = send(client, "/admin/moderation/host/add/", "host_form", **fields)
    assert "belong to many people" in page.content.decode()
    assert not Host.objects.exists()


def test_earlier_links_are_those_of_the_registered_domain_in_every_state():
    mine = [
        linked("www.blog.co.uk"), linked("blog.co.uk", State.SPAM), linked("blog.co.uk:8443"),
        linked("a.b.blog.co.uk", State.SHOWN),
    ]  # fmt: skip
    for other in ("xblog.co.uk", "other.co.uk", "blog.co.uk.evil.example", "blog.org.uk"):
        linked(other)
    comment = make_comment(make_article()).response
    Response.objects.filter(pk=comment.pk).update(host="blog.co.uk")
    assert list(earlier_of_domain("new.blog.co.uk")) == mine[::-1]


@pytest.mark.parametrize(
    "host", ["jane.blogspot.com", "jane.github.io", "127.0.0.1:8001", "[::1]:8001"]
)
def test_a_neighbour_on_a_blog_farm_is_another_domain(host):
    mine = linked(host)
    for other in ("john.blogspot.com", "blogspot.com", "john.github.io", "127.0.0.2", "[::2]:8001"):
        linked(other)
    assert list(earlier_of_domain(host)) == [mine]


def test_the_links_of_a_domain_are_found_by_an_index():
    article = make_article()
    Response.objects.bulk_create(
        Response(article=article, kind="linkback", host=f"blog{number}.example")
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE moderation_response")
    assert "response_domain" in earlier_of_domain("blog7.example").explain()


def test_a_trusted_domain_is_that_of_one_registrant(linkback, moderator):
    linkback.newsroom.linkbacks_mode = Mode.HOLD
    decide_for_domain("www.blog.co.uk:8080", Standing.TRUSTED, by=moderator)
    row = Host.objects.get()
    assert (row.name, row.whole_domain, row.decided_by) == ("blog.co.uk", True, moderator)
    decide_for_domain("jane.github.io", Standing.TRUSTED, by=moderator)
    reasons = {
        host: judge(replace(linkback, host=host)).reason
        for host in ("a.blog.co.uk", "blog.co.uk", "jane.github.io", "john.github.io", "x.co.uk")
    }
    assert list(reasons.values()) == ["trusted-host"] * 3 + ["policy-hold"] * 2


def test_a_trusted_domain_is_trusted_on_every_port_and_a_host_on_its_own(linkback, moderator):
    linkback.newsroom.linkbacks_mode = Mode.HOLD
    decide_for_domain("blog.example:8080", Standing.TRUSTED, by=moderator)
    for host in ("blog.example:8080", "blog.example", "www.blog.example:8443"):
        assert judge(replace(linkback, host=host)).reason == "trusted-host"
    decide_for_domain("127.0.0.1:8080", Standing.TRUSTED, by=moderator)
    assert judge(replace(linkback, host="127.0.0.1:8080")).reason == "trusted-host"
    for host in ("blog.example.org:8080", "127.0.0.1:8443"):
        assert judge(replace(linkback, host=host)).reason == "policy-hold"


def test_who_registered_no_domain_is_meant_alone(linkback, moderator):
    for host in ("blogspot.com", "127.0.0.1:8001"):
        decide_for_domain(host, Standing.BLOCKED, by=moderator)
    rows = Host.objects.order_by("pk").values_list("name", "whole_domain")
    assert list(rows) == [("blogspot.com", False), ("127.0.0.1", False)]
    assert at_door(replace(linkback, host="jane.blogspot.com")) is None
    assert at_door(replace(linkback, host="127.0.0.1:9999")).reason == "blocked-host"


@pytest.mark.parametrize(
    ("standing", "state"), [(Standing.TRUSTED, State.SHOWN), (Standing.BLOCKED, State.SPAM)]
)
def test_a_domain_is_decided_at_once_each_link_by_the_normal_verb(moderator, standing, state):
    waiting = [linked("a.blog.example"), linked("b.blog.example")]
    others = [
        linked("c.blog.example", State.REJECTED),
        linked("x.example"),
        linked("blog2.example"),
    ]
    before = [one.state for one in others]
    assert decide_for_domain("c.blog.example", standing, by=moderator) == 2
    for one in (*waiting, *others):
        one.refresh_from_db()
    assert [one.state for one in waiting] == [state, state]
    assert [one.state for one in others] == before
    log = Decision.objects.values_list("after", "reason", "decided_by")
    assert list(log) == [(state, "moderator", moderator.pk)] * 2
    assert decide_for_domain("c.blog.example", standing, by=moderator) == 0
    assert Host.objects.get().name == "blog.example"


def test_a_link_that_came_before_the_block_is_spam_when_it_is_read(linkback, moderator):
    assert judge(linkback).reason == "policy-show"
    decide_for_domain("blog.example", Standing.BLOCKED, by=moderator)
    assert judge(replace(linkback))[1:3] == ("blocked-host", "blog.example")


def test_looking_up_a_domain_costs_one_query():
    linked("blog.example")
    with CaptureQueriesContext(connection) as captured:
        list(earlier_of_domain("blog.example"))
    assert len(captured) == 1
