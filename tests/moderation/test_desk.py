"""The desk answers in place, tells two moderators of each other, and acts for all of a writer."""

import pytest
from django.test import Client
from lxml.html import fromstring

from moderation.models import Appeal, Decision, Host, Report, Response, Rule, State
from tests.factories import (
    make_article,
    make_comment,
    make_linkback,
    make_newsroom,
    make_section,
    make_user,
)
from tests.forms import messages

pytestmark = pytest.mark.django_db
DESK = "/admin/moderation/response/"
IN_PLACE = {"X-In-Place": "yes"}


@pytest.fixture
def nima(client):
    make_newsroom()
    nima = make_user("nima@example.org", role="Moderator", name="Nima")
    client.force_login(nima)
    return nima


@pytest.fixture
def sara(nima):
    """A second moderator, at a browser of her own."""
    browser = Client()
    browser.force_login(make_user("sara@example.org", role="Moderator", name="Sara"))
    return browser


@pytest.fixture
def held():
    return make_comment(make_article("Bread"), "Well said.", state="held", email="r@example.org")


def state_of(row):
    return Response.objects.get(pk=row.pk).state


def press(word, row):
    return {"decide": f"{word}:{row.pk}:{Response.objects.get(pk=row.pk).version}"}


def names(client, query=""):
    page = fromstring(client.get(DESK + query).content.decode())
    return [
        name.text_content() for name in page.xpath("//li[contains(@class,'response')]//strong/bdi")
    ]


def test_in_place_a_row_folds_away_and_offers_to_undo(client, nima, held):
    answer = client.post(DESK, press("approve", held), headers=IN_PLACE)
    part = fromstring(answer.content.decode())
    assert answer.status_code == 200
    assert part.xpath(f"//li[@id='response-{held.pk}']//button/@name") == ["undo"]
    assert "1 response: shown." in part.xpath("string(//*[@data-said])")
    undo = part.xpath("//button[@name='undo']/@value")[0]
    part = fromstring(client.post(DESK, {"undo": undo}, headers=IN_PLACE).content.decode())
    assert state_of(held) == State.HELD
    assert part.xpath(f"//li[@id='response-{held.pk}']//button[@name='decide']")


def test_without_javascript_the_message_offers_to_undo(client, nima, held):
    page = client.post(DESK, press("spam", held), follow=True).content.decode()
    undo = fromstring(page).xpath("//form[@class='undo']/button/@value")[0]
    answer = client.post(DESK, {"undo": undo}, follow=True)
    assert "1 decision undone." in answer.content.decode()
    assert state_of(held) == State.HELD


def test_what_was_ticked_is_undone_together(client, nima):
    rows = [make_comment(make_article(), f"No. {n}", state="held") for n in range(3)]
    ticked = [f"{row.pk}:held-0" for row in rows]
    client.post(DESK, {"together": "spam", "row": ticked})
    assert {state_of(row) for row in rows} == {"spam"}
    client.post(DESK, {"undo": Decision.objects.first().press})
    assert {state_of(row) for row in rows} == {"held"}


def test_the_second_of_two_moderators_is_told_what_the_first_decided(client, nima, sara, held):
    seen = press("approve", held)
    sara.post(DESK, press("spam", held))
    answer = client.post(DESK, seen, headers=IN_PLACE)
    assert answer.status_code == 409
    assert "Sara decided meanwhile: spam. Nothing was changed." in answer.content.decode()
    assert state_of(held) == State.SPAM
    assert "Sara decided meanwhile" in messages(client.post(DESK, seen))


def test_of_ticked_ones_only_the_one_decided_meanwhile_is_left(client, nima, sara):
    one, two = (make_comment(make_article(), f"No. {n}", state="held") for n in range(2))
    sara.post(DESK, press("reject", one))
    answer = client.post(
        DESK, {"together": "approve", "row": [f"{one.pk}:held-0", f"{two.pk}:held-0"]}
    )
    assert [state_of(one), state_of(two)] == ["rejected", "shown"]
    assert "Sara" in messages(answer)
    assert "1 response: shown." in messages(answer)


def test_an_undo_of_what_somebody_decided_since_is_told(client, nima, sara, held):
    client.post(DESK, press("approve", held))
    mine = Decision.objects.first().press
    sara.post(DESK, press("spam", held))
    assert "Sara decided meanwhile" in messages(client.post(DESK, {"undo": mine}))
    assert state_of(held) == State.SPAM


def test_what_is_gone_is_said_in_place(client, nima, held):
    sent = press("approve", held)
    Response.objects.all().delete()
    answer = client.post(DESK, sent, headers=IN_PLACE)
    assert answer.status_code == 404
    assert "The response is not there any more." in answer.content.decode()


def test_a_rejection_carries_words_to_its_writer(client, nima, held):
    client.post(DESK, {**press("reject", held), f"note-{held.pk}": " Stay on the subject.\0 "})
    assert Decision.objects.first().note == "Stay on the subject."


def test_words_for_one_writer_are_not_sent_to_several(client, nima, held):
    other = make_comment(held.response.article, "Other", state="held")
    rows = [f"{row.pk}:held-0" for row in (held, other)]
    client.post(DESK, {"together": "reject", "row": rows, f"note-{held.pk}": "You!"})
    assert set(Decision.objects.values_list("note", flat=True)) == {""}


@pytest.mark.parametrize(
    "sent",
    [
        {"undo": "x"}, {"undo": ""}, {"decide": ""}, {"together": "delete", "row": ["1:"]}, {},
        {"together": "approve", "row": ["x"]},
    ],
)  # fmt: skip
def test_a_button_that_is_none_is_404(client, nima, held, sent):
    assert client.post(DESK, sent).status_code == 404
    assert state_of(held) == State.HELD


def test_queues_count_what_waits_and_stop_counting(client, nima, held, monkeypatch):
    monkeypatch.setattr("moderation.counting.MOST_COUNTED", 2)
    for number in range(4):
        make_comment(held.response.article, f"No. {number}", state="spam")
    page = fromstring(client.get(DESK).content.decode())
    found = page.xpath("//nav[@class='queues']//li")
    tabs = [" ".join(tab.text_content().split()) for tab in found]
    assert tabs == [
        "Pending 1", "Reported 0", "Appealed 0", "Approved 0", "Spam 2+", "Rejected 0", "All 2+",
    ]  # fmt: skip


def test_the_desk_is_narrowed_by_kind_article_section_site_and_words(client, nima):
    world, iran = make_section("World"), None
    iran = make_section("Iran", parent=world)
    bread, tea = make_article("Bread", section=iran), make_article("Tea", section=make_section())
    make_comment(bread, "Dear bread", name="Rita", state="held", email="Rita@Example.org")
    make_comment(tea, "Cheap tea", name="Tom", state="held", email="tom@example.org")
    make_linkback(
        tea, "https://blog.example/1", author_name="Blog", state="held", protocol="trackback"
    )
    for query, found in {
        "?kind=comment": ["Tom", "Rita"],
        "?kind=linkback": ["Blog"],
        "?kind=trackback": ["Blog"],
        "?kind=pingback": [],
        f"?article={bread.pk}": ["Rita"],
        f"?section={world.pk}": ["Rita"],
        "?section=999999": [],
        "?host=blog.example": ["Blog"],
        "?email=rita@example.ORG": ["Rita"],
        "?q=dear BREAD": ["Rita"],
        "?q=rita@example.org": ["Rita"],
        "?q=@": [],
        "?q=100%": [],
        "?domain=blog.example": ["Blog"],
        "?domain=[": [],
    }.items():
        assert names(client, query) == found, query


def test_reports_and_appeals_have_their_queues_and_are_answered(client, nima):
    article = make_article()
    reported = make_comment(article, "Hm", name="Rita").response
    appealed = make_comment(article, "Oh", name="Tom", state="rejected").response
    Report.objects.create(response=reported, reason="abuse", text="He insults <b>me</b>")
    Appeal.objects.create(response=appealed, text="Why?")
    Response.objects.filter(pk=reported.pk).update(plea="reported")
    Response.objects.filter(pk=appealed.pk).update(plea="appealed")
    assert names(client, "?queue=reported") == ["Rita"]
    assert names(client, "?queue=appealed") == ["Tom"]
    page = client.get(f"{DESK}{reported.pk}/change/").content.decode()
    assert "He insults &lt;b&gt;me&lt;/b&gt;" in page
    assert "Why?" in client.get(f"{DESK}{appealed.pk}/change/").content.decode()
    client.post(DESK, press("approve", reported))
    assert names(client, "?queue=reported") == []
    left = Decision.objects.first()
    assert (left.before, left.after, left.reason) == ("shown", "shown", "left")
    client.post(DESK, {"undo": left.press})
    assert names(client, "?queue=reported") == ["Rita"]


def test_all_of_a_writer_are_decided_after_a_second_look(client, nima):
    article = make_article()
    mine = [
        make_comment(article, f"No. {n}", state="held", email="r@example.org") for n in range(3)
    ]
    other = make_comment(article, "Other", state="held", email="t@example.org")
    address = f"{DESK}together/?email=r@example.org&decide=spam"
    page = client.get(address).content.decode()
    assert "3 responses would be decided." in page
    assert {state_of(row) for row in mine} == {"held"}
    client.post(address)
    assert {state_of(row) for row in mine} == {"spam"}
    assert state_of(other) == State.HELD


@pytest.mark.parametrize("query", ["", "?decide=spam", "?host=x&decide=delete", "?email=x"])
def test_all_of_nobody_is_404(client, nima, query):
    assert client.get(f"{DESK}together/{query}").status_code == 404


def test_a_writer_is_banned_with_an_end(client, nima, held):
    act = f"{DESK}{held.pk}/act/"
    client.post(act, {"act": "ban", "whom": "writer", "days": "7", "note": "Again"})
    rule = Rule.objects.get()
    assert (rule.pattern, rule.action, rule.note, rule.made_by) == (
        "r@example.org", "refuse", "Again", nima,
    )  # fmt: skip
    assert rule.until is not None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"whom": "network", "days": "7"}, "is forgotten"),
        ({"whom": "network", "days": ""}, "for a while only"),
        ({"whom": "sender", "days": ""}, "for a while only"),
        ({"whom": "host", "days": ""}, "names no site"),
        ({"whom": "writer", "days": "x"}, "choose an end"),
    ],
)
def test_a_ban_that_cannot_be_is_refused_in_words(client, nima, held, sent, said):
    answer = client.post(f"{DESK}{held.pk}/act/", {"act": "ban", **sent})
    assert said in messages(answer)
    assert not Rule.objects.exists()


def test_a_linkback_is_decided_for_its_whole_domain(client, nima):
    article = make_article()
    rows = [make_linkback(article, f"https://{n}.blog.example/", state="held") for n in range(2)]
    client.post(f"{DESK}{rows[0].pk}/act/", {"act": "block-domain"})
    assert [state_of(row) for row in rows] == ["spam", "spam"]
    assert Host.objects.get().standing == "blocked"
    client.post(DESK, {"undo": Decision.objects.first().press})
    assert [state_of(row) for row in rows] == ["held", "held"]


def test_a_comment_becomes_an_editors_pick_and_is_none_again(client, nima):
    shown = make_comment(make_article())
    act = f"{DESK}{shown.pk}/act/"
    client.post(act, {"act": "feature"})
    assert Response.objects.get().featured_at is not None
    client.post(act, {"act": "unfeature"})
    assert Response.objects.get().featured_at is None
    assert Decision.objects.filter(decided_by=nima).count() == 2


def test_an_act_that_is_none_is_404_and_on_nothing_is_said(client, nima, held):
    assert client.post(f"{DESK}{held.pk}/act/", {"act": "delete"}).status_code == 404
    assert client.get(f"{DESK}{held.pk}/act/").status_code == 404
    gone = client.post(f"{DESK}999999/act/", {"act": "ban"})
    assert "The response is not there any more." in gone.content.decode()


def test_a_reporter_may_neither_look_nor_act(client, held):
    make_newsroom()
    client.force_login(make_user(role="Reporter"))
    for address in (DESK, f"{DESK}{held.pk}/change/", f"{DESK}log/", f"{DESK}together/?host=x"):
        assert client.get(address).status_code == 403, address
    sent = {**press("approve", held), "act": "ban", "comment": "x", "undo": "x"}
    for address in (
        DESK, f"{DESK}{held.pk}/change/", f"{DESK}{held.pk}/act/", f"{DESK}together/?host=x",
        f"/admin/comments/comment/{held.pk}/edit/", f"/admin/comments/comment/{held.pk}/reply/",
    ):  # fmt: skip
        assert client.post(address, sent).status_code == 403, address
    assert state_of(held) == State.HELD


def test_who_may_only_look_sees_no_buttons_and_cannot_act(client, held):
    make_newsroom()
    user = make_user()
    user.user_permissions.add(
        *user.user_permissions.model.objects.filter(codename__in=["view_response"])
    )
    client.force_login(user)
    assert not fromstring(client.get(DESK).content.decode()).xpath("//button[@name='decide']")
    page = client.get(f"{DESK}{held.pk}/change/").content.decode()
    assert not fromstring(page).xpath("//main//form[@class='act']")
    for word in ("ban", "feature", "block-domain"):
        answer = client.post(f"{DESK}{held.pk}/act/", {"act": word, "whom": "writer", "days": "7"})
        assert answer.status_code == 403
    assert client.post(DESK, press("approve", held)).status_code == 403


def test_a_moderator_cannot_change_an_article(client, nima):
    article = make_article("Bread")
    address = f"/admin/articles/article/{article.pk}/change/"
    assert client.post(address, {"headline": "Mine"}).status_code == 403


def test_every_act_wants_a_token(nima, held):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nima)
    for address, sent in {
        DESK: press("approve", held),
        f"{DESK}{held.pk}/change/": press("approve", held),
        f"{DESK}{held.pk}/act/": {"act": "ban", "whom": "writer", "days": "7"},
        f"{DESK}together/?email=r@example.org&decide=spam": {},
        f"/admin/comments/comment/{held.pk}/edit/": {"comment": "x"},
    }.items():
        assert strict.post(address, sent, headers=IN_PLACE).status_code == 403, address
    assert state_of(held) == State.HELD
