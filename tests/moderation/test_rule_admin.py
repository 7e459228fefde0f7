"""Word lists and bans in the admin: read, made, changed, refused."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from lxml.html import fromstring

from masthead.models import Newsroom
from moderation.models import Rule
from tests.factories import make_article, make_newsroom, make_rule, make_section, make_user
from tests.forms import messages, send

pytestmark = pytest.mark.django_db
RULES = "/admin/moderation/rule/"


@pytest.fixture
def moderator(client):
    make_newsroom()
    moderator = make_user(role="Moderator")
    client.force_login(moderator)
    return moderator


def add(client, **fields):
    return send(client, f"{RULES}add/", "rule_form", **fields)


def errors(page):
    return " ".join(
        " ".join(one.text_content().split())
        for one in fromstring(page.content.decode()).xpath("//ul[contains(@class, 'errorlist')]")
    )


def test_a_rule_is_made_by_somebody(client, moderator):
    assert add(client, pattern="Pills", action="spam", note="as always").status_code == 302
    rule = Rule.objects.get()
    assert (rule.kind, rule.folded, rule.action, rule.made_by) == (
        "word",
        "pills",
        "spam",
        moderator,
    )
    page = client.get(RULES).content.decode()
    assert "Pills" in page
    assert "as always" in page


def test_a_list_of_words_is_pasted_at_once(client, moderator):
    make_rule("casino")
    add(client, pattern="pills\r\n\r\n  کازینو \r\nCasino\r\ncheap watches", action="spam")
    found = dict(Rule.objects.values_list("folded", "action"))
    assert found == {"pills": "spam", "کازینو": "spam", "casino": "hold", "cheap watches": "spam"}
    assert not Rule.objects.filter(folded="pills", made_by=None).exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"pattern": "—"}, "at least one letter"),
        ({"pattern": "fine\n—"}, "“—”: Write at least one letter"),
        ({"pattern": "PILLS"}, "There is a rule for this already."),
        ({"pattern": "fine", "action": "refuse"}, "held or marked as spam"),
        ({"pattern": "a.example\nb.example", "kind": "domain"}, "Write one line."),
        ({"pattern": "github.io", "kind": "domain"}, "Names below github.io belong to many people"),
        ({"pattern": "not a domain", "kind": "domain"}, "such as example.org"),
        ({"pattern": "no body", "kind": "address"}, "such as name@example.org"),
        ({"pattern": "192.0.2.7", "kind": "network"}, "write an end"),
        ({"pattern": "192.0", "kind": "network"}, "such as 192.0.2.0/24"),
        ({"pattern": "0.0.0.0/0", "kind": "network"}, "too wide"),
        ({"pattern": "abc", "kind": "sender"}, "sender is not one of the available choices"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(client, moderator, fields, said):
    make_rule("pills")
    page = add(client, **fields)
    assert page.status_code == 200
    assert said in errors(page)
    assert Rule.objects.count() == 1


def test_one_sender_is_changed_but_not_typed(client, moderator):
    rule = make_rule(
        "192.0.2.0/24", kind="sender", folded="abc", action="refuse", until="2036-01-01T00:00Z"
    )
    address = f"{RULES}{rule.pk}/change/"
    assert send(client, address, "rule_form", note="why").status_code == 302
    rule.refresh_from_db()
    assert (rule.note, rule.folded, rule.key) == ("why", "abc", "sender:abc")


def test_a_rule_is_taken_away(client, moderator):
    rule = make_rule()
    client.post(f"{RULES}{rule.pk}/delete/", {"post": "yes"})
    assert not Rule.objects.exists()


def test_a_script_in_a_pattern_is_text(client, moderator):
    make_rule("<script>alert(1)</script>", note="<script>alert(2)</script>")
    page = client.get(RULES).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_reporters_may_not_look(client):
    make_newsroom()
    client.force_login(make_user(role="Reporter"))
    for address in (RULES, f"{RULES}add/"):
        assert client.get(address).status_code == 403
    assert client.post(f"{RULES}add/", {"pattern": "x"}).status_code == 403


def test_section_and_article_have_a_policy_of_their_own_or_none(client):
    make_newsroom()
    client.force_login(make_user(is_superuser=True))
    section, article = make_section(), make_article()
    own = {"who_may_reply": "accounts", "comments_mode": "show"}
    for row, room, form, button in (
        (section, "section", "section_form", "_save"),
        (article, "article", "article_form", "_publish"),
    ):
        address = f"/admin/articles/{room}/{row.pk}/change/"
        for fields, kept in ((own, ("accounts", "show")), (dict.fromkeys(own, ""), (None, None))):
            assert send(client, address, form, **{button: "1"}, **fields).status_code == 302
            row.refresh_from_db()
            assert (row.who_may_reply, row.comments_mode) == kept
    page = client.get(address).content.decode()
    assert "as in the section" in page


def test_the_newsroom_s_switch_and_limits_are_edited(client):
    newsroom = make_newsroom()
    client.force_login(make_user(is_superuser=True))
    address = "/admin/masthead/newsroom/1/change/"
    fields = {"raid_until_0": "2036-01-01", "raid_until_1": "12:00", "comments_burst": "3",
              "who_may_reply": "confirmed"}  # fmt: skip
    assert send(client, address, "newsroom_form", **fields).status_code == 302
    newsroom.refresh_from_db()
    assert newsroom.is_raided
    assert (newsroom.comments_burst, newsroom.who_may_reply) == (3, "confirmed")
    assert send(client, address, "newsroom_form", comments_burst="0").status_code == 200


def test_a_moderator_pulls_the_switch_and_it_says_so(client, moderator):
    answer = client.post(RULES, {"raid": "6"})
    assert answer.status_code == 302
    assert "Everything that comes in is held." in messages(answer)
    assert Newsroom.objects.current().is_raided
    page = client.get(RULES).content.decode()
    assert "Everything that comes in is held until" in page
    desk = client.get(reverse("admin:moderation_response_changelist")).text
    for sight in (page, desk):
        assert re.search(r"held until \S+ \d\d:\d\d\. ?<", sight)
    assert f'href="{RULES}"' in desk
    assert LogEntry.objects.get().user == moderator
    client.post(RULES, {"raid": "0"})
    assert "is held until" not in client.get(reverse("admin:moderation_response_changelist")).text
    assert Newsroom.objects.current().raid_until is None
    assert "6 hours" in " ".join(client.get(RULES).content.decode().split())


def test_numbers_and_days_have_the_digits_of_who_reads_them(client, moderator):
    moderator.language = "fa"
    moderator.save()
    make_rule("pills", until="2036-05-04T10:00Z", made_by=moderator)
    page = fromstring(client.get(RULES).content.decode())
    said = [
        *page.xpath("//button[@name='raid']//text()"),
        *page.xpath("//*[contains(@class,'field-ends') or contains(@class,'field-made')]//text()"),
    ]
    assert "۶" in " ".join(said) and "۲۰۳۶" in " ".join(said)
    assert not set("0123456789") & set("".join(said))


@pytest.mark.parametrize("asked", ["", "-1", "7", "x", "1e9"])
def test_a_raid_lasts_what_the_buttons_say(client, moderator, asked):
    assert client.post(RULES, {"raid": asked}).status_code == 404
    assert not Newsroom.objects.current().is_raided


def test_who_may_only_look_cannot_pull_it(client):
    make_newsroom()
    reader = make_user()
    reader.user_permissions.add(Permission.objects.get(codename="view_rule"))
    client.force_login(reader)
    assert client.get(RULES).status_code == 200
    assert 'name="raid"' not in client.get(RULES).content.decode()
    assert client.post(RULES, {"raid": "6"}).status_code == 403
    assert not Newsroom.objects.current().is_raided
