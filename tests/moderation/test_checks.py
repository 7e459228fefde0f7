"""Each check speaks in its case and is silent in the next one to it."""

import inspect
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lib.clients import Origin
from masthead.models import Mode
from moderation import checks, door
from moderation.candidates import Company
from moderation.checks import CHECKS, DOOR, Outcome, at_door, at_door_together, judge
from moderation.models import Host
from moderation.reasons import REASONS, explain
from tests.factories import make_article, make_author, make_newsroom, make_section, make_user

pytestmark = pytest.mark.django_db


def decided(verdict):
    return verdict.outcome, verdict.reason


def test_a_welcome_comment_and_linkback_pass_the_door_and_are_shown(comment, linkback):
    for candidate in (comment, linkback):
        assert at_door(candidate) is None
        assert decided(judge(candidate)) == (Outcome.SHOW, "policy-show")


def test_in_a_newsroom_that_decides_on_everything_both_are_held(comment, linkback):
    make_newsroom(comments_mode=Mode.HOLD, linkbacks_mode=Mode.HOLD)
    comment.newsroom.refresh_from_db()
    for candidate in (comment, linkback):
        assert decided(judge(candidate)) == (Outcome.HOLD, "policy-hold")


# At the door


def test_a_closed_article_refuses_comments_and_takes_links(comment, linkback):
    comment.article.comments_open = False
    assert at_door(comment).reason == "closed"
    assert at_door(comment).status == 403
    assert at_door(linkback) is None


def test_an_article_closed_to_links_refuses_them_and_takes_comments(comment, linkback):
    comment.article.linkbacks_open = False
    assert at_door(linkback).reason == "closed"
    assert at_door(comment) is None


def test_the_nearest_switch_counts(comment):
    comment.article.section = make_section(comments_open=False)
    assert at_door(comment).reason == "closed"
    comment.article.comments_open = True
    assert at_door(comment) is None


def test_replies_close_after_the_newsrooms_days(comment):
    comment.newsroom.comments_close_after = 7
    comment.article.published_at = timezone.now() - timedelta(days=6)
    assert at_door(comment) is None
    comment.article.published_at = timezone.now() - timedelta(days=8)
    assert at_door(comment).reason == "closed"


def test_a_draft_takes_nothing(comment, linkback):
    draft = make_article(published=False)
    for candidate in (comment, linkback):
        assert at_door(replace(candidate, article=draft)).reason == "closed"


def test_another_sites_form_is_refused(comment):
    verdict = at_door(replace(comment, origin=Origin.FOREIGN))
    assert (verdict.reason, verdict.status) == ("foreign-origin", 403)


def test_a_blocked_site_cannot_link(linkback):
    Host.objects.create(name="Blog.Example", standing=Host.Standing.BLOCKED)
    verdict = at_door(linkback)
    assert (verdict.reason, verdict.status, verdict.evidence) == (
        "blocked-host", 403, "blog.example",
    )  # fmt: skip
    assert at_door(replace(linkback, host="blog.example:8443")).reason == "blocked-host"
    assert at_door(replace(linkback, host="www.blog.example")).reason == "blocked-host"


@pytest.mark.parametrize("host", ["other.blog.example", "example", "notblog.example", ""])
def test_a_block_reaches_no_other_site(linkback, host):
    Host.objects.create(name="blog.example", standing=Host.Standing.BLOCKED)
    assert at_door(replace(linkback, host=host)) is None


def test_a_block_of_a_whole_domain_reaches_what_is_below_it(linkback):
    Host.objects.create(name="farm.example", whole_domain=True, standing=Host.Standing.BLOCKED)
    below = replace(linkback, host="blog.farm.example")
    assert at_door(below).reason == judge(below).reason == "blocked-host"
    assert at_door(replace(linkback, host="blog.counterfarm.example")) is None


def test_the_thirty_first_link_of_one_site_waits(linkback):
    for number in range(30):
        assert at_door(replace(linkback, network_hash=f"network-{number}")) is None
    verdict = at_door(replace(linkback, network_hash="another"))
    assert (verdict.reason, verdict.status, verdict.evidence) == ("too-fast", 429, "linkback:host")
    assert 0 < verdict.wait <= 2
    assert at_door(replace(linkback, network_hash="another", host="calm.example")) is None


def test_all_names_of_one_domain_share_its_turns_and_blogs_of_a_farm_do_not(linkback):
    def comes(host, number):
        return at_door(replace(linkback, network_hash=f"network-{number}", host=host))

    for number in range(30):
        assert comes(f"blog{number}.spam.example:8080", number) is None
    assert comes("more.spam.example", 30).evidence == "linkback:host"
    for number in range(31):
        assert comes(f"blog{number}.wordpress.com", f"farm-{number}") is None


def test_the_thirty_first_link_of_one_network_waits(linkback):
    for number in range(30):
        assert at_door(replace(linkback, host=f"blog{number}.example")) is None
    assert at_door(replace(linkback, host="another.example")).evidence == "linkback:network"


def test_links_that_come_together_are_refused_as_if_each_came_alone(
    linkback, django_assert_num_queries
):
    company = Company()
    blocked, quick = "bad.example", "quick.example"
    Host.objects.create(name=blocked, standing=Host.Standing.BLOCKED)
    hosts = [quick] * 29 + [blocked] + [quick] * 2 + ["calm.example", ""]
    links = [
        replace(linkback, host=host, network_hash=f"network-{number}", among=company)
        for number, host in enumerate(hosts)
    ]
    verdicts = at_door_together(links)
    heard = [(index, one.reason, one.evidence) for index, one in enumerate(verdicts) if one]
    assert heard == [(29, "blocked-host", blocked), (31, "too-fast", "linkback:host")]
    calm = [
        replace(linkback, host=f"{name}.example", network_hash=name, among=company)
        for name in ("one", "two", "three")
    ]
    with django_assert_num_queries(1):  # of turns; the company was asked before
        assert at_door_together(calm) == [None] * 3


def test_the_newsroom_says_how_many_links_may_come_at_once_and_then_a_minute(linkback):
    strict = replace(
        linkback,
        newsroom=make_newsroom(linkbacks_burst=2, linkbacks_per_minute=1),
        host="b.example",
    )
    for number in range(2):
        assert at_door(replace(strict, network_hash=f"network-{number}")) is None
    assert 30 < at_door(replace(strict, network_hash="another")).wait <= 60
    elsewhere = replace(strict, host="c.example", network_hash="network-1")
    assert at_door(elsewhere) is None
    assert at_door(replace(elsewhere, host="d.example")).evidence == "linkback:network"


@pytest.mark.parametrize("field", ["linkbacks_burst", "linkbacks_per_minute"])
@pytest.mark.parametrize("number", [0, 1_001])
def test_the_newsroom_may_neither_forbid_by_limits_nor_do_without_them(field, number):
    newsroom = make_newsroom(**{field: number})
    with pytest.raises(ValidationError) as caught:
        newsroom.full_clean()
    assert list(caught.value.message_dict) == [field]


def test_the_sixth_comment_of_one_writer_waits_from_wherever_it_comes(comment):
    for number in range(5):
        assert at_door(replace(comment, network_hash=f"network-{number}")) is None
    again = replace(comment, network_hash="another", email="RITA@example.net")
    assert (at_door(again).status, at_door(again).evidence) == (429, "comment:writer")
    assert at_door(replace(again, email="someone@example.net")) is None


def test_the_eleventh_comment_of_one_network_waits_whoever_writes_it(comment):
    for number in range(10):
        assert at_door(replace(comment, email=f"reader{number}@example.net")) is None
    assert at_door(replace(comment, email="eleven@example.net")).evidence == "comment:network"


def test_staff_who_answer_fast_do_not_wait(comment):
    moderator = make_user()
    assert not any(at_door(replace(comment, user=moderator)) for _ in range(20))


def test_what_is_not_known_is_not_limited(comment, linkback):
    unknown = replace(comment, network_hash="", email="")
    assert not any(at_door(unknown) for _ in range(20))
    assert not any(at_door(replace(linkback, network_hash="", host="")) for _ in range(40))


def test_the_same_again_is_refused(comment):
    verdict = at_door(replace(comment, twin=True))
    assert (verdict.outcome, verdict.reason, verdict.status) == (Outcome.REFUSE, "duplicate", 409)


# What becomes of it


def test_who_fills_the_hidden_field_is_spam_whoever_they_say_they_are(comment):
    verdict = judge(replace(comment, honeypot="x" * 9999, user=make_user()))
    assert decided(verdict) == (Outcome.SPAM, "honeypot")
    assert len(verdict.evidence) <= 300


def test_a_writer_with_a_blocked_website_is_spam(comment):
    Host.objects.create(name="pills.example", standing=Host.Standing.BLOCKED)
    assert decided(judge(replace(comment, host="pills.example"))) == (Outcome.SPAM, "blocked-host")
    assert judge(replace(comment, host="hills.example")).outcome is Outcome.SHOW


def test_our_own_article_that_links_is_shown_at_once(settings, linkback):
    settings.SITE_URL = "https://news.example"
    linkback.newsroom.linkbacks_mode = Mode.HOLD
    assert decided(judge(replace(linkback, host="news.example"))) == (Outcome.SHOW, "own-site")


@pytest.mark.parametrize(
    "host", ["news.example.evil.example", "xnews.example", "news.example:9999", ""]
)
def test_nobody_else_is_our_own_site(settings, linkback, host):
    settings.SITE_URL = "https://news.example"
    linkback.newsroom.linkbacks_mode = Mode.HOLD
    assert decided(judge(replace(linkback, host=host))) == (Outcome.HOLD, "policy-hold")


def test_a_reader_with_our_own_address_as_website_is_not_our_own_site(settings, comment):
    settings.SITE_URL = "https://news.example"
    reader = replace(comment, host="news.example", trusted_browser=False)
    assert judge(reader).reason == "first-timer"


def test_staff_and_the_articles_author_are_shown_at_once(comment):
    comment.newsroom.comments_mode = Mode.HOLD
    for user in (make_user(), make_user(is_staff=False)):
        comment.article.bylines.create(author=make_author(user=user))
        assert decided(judge(replace(comment, user=user))) == (Outcome.SHOW, "staff")


def test_other_accounts_are_judged_like_everybody(comment):
    comment.newsroom.comments_mode = Mode.HOLD
    gone = make_user(is_active=False)
    for user in (make_user(is_staff=False), gone):
        assert judge(replace(comment, user=user)).outcome is Outcome.HOLD


@pytest.mark.parametrize(
    "name", ["Sara Editor", "  SARA   editor ", "Ｓａｒａ Éditor", "Sa\u200bra Editor"]
)
def test_a_guest_with_the_name_of_staff_is_held(comment, name):
    make_user(name="Sara Editor")
    assert decided(judge(replace(comment, author_name=name))) == (Outcome.HOLD, "staff-name")


def test_a_persian_name_is_known_by_its_arabic_letters(comment):
    make_author("علی کریمی")
    assert judge(replace(comment, author_name="علي كريمي")).reason == "staff-name"


def test_a_guest_with_the_newsrooms_name_is_held(comment):
    assert judge(replace(comment, author_name="the daily example")).reason == "staff-name"


def test_a_guest_with_the_address_of_staff_is_held(comment):
    make_user("sara@example.org")
    assert judge(replace(comment, email="Sara@Example.org")).reason == "staff-address"


def test_names_of_people_who_left_are_free(comment):
    make_user("sara@example.org", name="Sara Editor", is_active=False)
    guest = replace(comment, author_name="Sara Editor", email="sara@example.org")
    assert judge(guest).outcome is Outcome.SHOW


def test_a_browser_that_does_not_say_where_the_form_was_is_held(comment):
    verdict = judge(replace(comment, origin=Origin.UNKNOWN))
    assert decided(verdict) == (Outcome.HOLD, "unknown-origin")


def test_more_links_than_the_newsroom_lets_pass_are_held(comment):
    assert judge(replace(comment, links=2)).outcome is Outcome.SHOW
    verdict = judge(replace(comment, links=3))
    assert (*decided(verdict), verdict.evidence) == (Outcome.HOLD, "many-links", "3")


def test_a_trusted_site_is_shown_and_its_neighbours_are_held(linkback):
    linkback.newsroom.linkbacks_mode = Mode.HOLD
    Host.objects.create(name="blog.example", standing=Host.Standing.TRUSTED)
    assert decided(judge(linkback)) == (Outcome.SHOW, "trusted-host")
    for neighbour in ("evil.blog.example", "example", "blog.example:8443"):
        assert judge(replace(linkback, host=neighbour)).outcome is Outcome.HOLD


def test_a_reader_gains_nothing_by_a_trusted_website(comment):
    comment.newsroom.comments_mode = Mode.HOLD
    Host.objects.create(name="blog.example", standing=Host.Standing.TRUSTED)
    assert judge(replace(comment, host="blog.example")).outcome is Outcome.HOLD


def test_a_first_timer_is_held_also_where_replies_are_shown_at_once(comment):
    verdict = judge(replace(comment, trusted_browser=False))
    assert decided(verdict) == (Outcome.HOLD, "first-timer")


# The lists


def test_each_list_holds_every_check_of_its_part_once():
    assert len(set(DOOR)) == len(DOOR) == 8
    assert len(set(CHECKS)) == len(CHECKS) == 15
    assert CHECKS[-1] is checks.by_newsroom


def test_every_reason_has_its_sentence():
    words = set(
        re.findall(r'Outcome\.\w+, "([\w-]+)"', "".join(map(inspect.getsource, [checks, door])))
    )
    assert len(words) >= 14
    assert words <= REASONS.keys()
    assert all(explain(word) != word for word in words)
    assert explain("something else") == "something else"
