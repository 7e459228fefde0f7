"""Bans, rules and sites are undone by one press, as decisions are, and each change is logged."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from lxml.html import fromstring

from lib.digits import digits
from lib.people import person
from moderation.bans import add_words, ban, ban_writer, lift
from moderation.deciding import Press
from moderation.domains import decide_for_domain
from moderation.forgetting import erase_bans, forget_bans
from moderation.models import Decision, Host, Response, Rule, Ruling
from moderation.ruling import Changed, said_of, undo, undo_press
from tests.factories import (
    make_article,
    make_comment,
    make_linkback,
    make_newsroom,
    make_rule,
    make_user,
)
from tests.forms import messages, send

pytestmark = pytest.mark.django_db
Kind, Action = Rule.Kind, Rule.Action
DESK = "/admin/moderation/response/"
RULES = "/admin/moderation/rule/"
HOSTS = "/admin/moderation/host/"
IN_PLACE = {"X-In-Place": "yes"}


@pytest.fixture
def nima(client):
    make_newsroom()
    nima = make_user("nima@example.org", role="Moderator", name="Nima")
    client.force_login(nima)
    return nima


@pytest.fixture
def held():
    return make_comment(make_article("Bread"), "Well said.", state="held", email="r@example.org")


def in_force():
    """The rules that are not over, the oldest first."""
    return [rule for rule in Rule.objects.order_by("pk") if not rule.is_over]


def plain(sentence):
    """Without the marks that isolate somebody's own words."""
    return sentence.replace("\u2068", "").replace("\u2069", "")


def press_undo(client, address, page):
    """Press the Undo that stands in the note on the page."""
    found = fromstring(page.content.decode()).xpath("//ul[@class='messagelist']//button/@value")
    return client.post(address, {"undo": found[0]}, follow=True)


def test_an_undone_ban_ends_and_stays_to_be_looked_at(nima, held):
    press = uuid4()
    ban_writer(held.response, by=nima, until=None, press=press)
    undone, kept = undo_press(press, by=nima, again=uuid4())
    rule = Rule.objects.get()
    assert (rule.is_over, kept) == (True, [])
    assert [plain(said_of(line)) for line in undone] == ["r@example.org is not banned any more."]
    lines = Ruling.objects.newest()
    assert [line.undoes for line in lines] == [lines[1], None]
    assert {line.response for line in lines} == {held.response}


def test_what_a_ban_took_the_place_of_comes_back(nima):
    until = timezone.now() + timedelta(days=3)
    make_rule("r@example.org", kind=Kind.ADDRESS, action=Action.SPAM, until=until, note="Before")
    press = uuid4()
    ban(Kind.ADDRESS, "R@example.org", by=nima, press=press)
    undo_press(press, by=nima, again=uuid4())
    rule = Rule.objects.get()
    assert (rule.action, rule.until, rule.note, rule.pattern) == (
        Action.SPAM, until, "Before", "r@example.org",
    )  # fmt: skip
    assert rule.made_by == nima


def test_an_undo_is_undone_in_its_turn(nima):
    first, second = uuid4(), uuid4()
    ban(Kind.ADDRESS, "r@example.org", by=nima, press=first, note="Again")
    undo_press(first, by=nima, again=second)
    undo_press(second, by=nima, again=uuid4())
    rule = Rule.objects.get()
    assert (rule.is_over, rule.until, rule.note) == (False, None, "Again")


def test_what_somebody_made_of_it_since_stays(nima):
    first = uuid4()
    ban(Kind.ADDRESS, "r@example.org", by=nima, press=first)
    until = timezone.now() + timedelta(days=1)
    ban(Kind.ADDRESS, "r@example.org", by=make_user(), until=until)
    with pytest.raises(Changed):
        undo(Ruling.objects.of_press(first).get(), by=nima, press=uuid4())
    assert undo_press(first, by=nima, again=uuid4()) == ([], [Ruling.objects.of_press(first).get()])
    assert Rule.objects.get().until == until


def test_a_double_click_on_undo_undoes_once(nima):
    press = uuid4()
    ban(Kind.ADDRESS, "r@example.org", by=nima, press=press)
    undo_press(press, by=nima, again=uuid4())
    assert undo_press(press, by=nima, again=uuid4())[0] == []
    assert Ruling.objects.count() == 2


def test_the_same_ban_again_is_no_line_of_the_log(nima):
    for _ in range(2):
        ban(Kind.ADDRESS, "r@example.org", by=nima)
    assert Ruling.objects.count() == 1


def test_a_lifted_rule_is_in_force_again_after_an_undo(nima):
    rule, press = make_rule("pills"), uuid4()
    assert lift(rule, by=nima, press=press)
    assert not lift(rule, by=nima)
    undo_press(press, by=nima, again=uuid4())
    assert in_force() == [rule]


def test_a_site_that_was_trusted_by_mistake_is_nothing_in_particular(nima):
    press = Press()
    decide_for_domain("a.blog.example", Host.Standing.TRUSTED, by=nima, press=press)
    assert Host.objects.get().trusts("b.blog.example")
    undone, __ = undo_press(press.id, by=nima, again=uuid4())
    site = Host.objects.get()
    assert not (site.trusts("b.blog.example") or site.blocks("b.blog.example"))
    assert [plain(said_of(line)) for line in undone] == [
        "blog.example is neither trusted nor blocked any more."
    ]


def test_the_standing_that_a_site_had_before_comes_back(nima):
    Host.objects.create(name="blog.example", standing="trusted", whole_domain=False)
    press = Press()
    decide_for_domain("blog.example", Host.Standing.BLOCKED, by=nima, press=press)
    undo_press(press.id, by=nima, again=uuid4())
    host = Host.objects.get()
    assert (host.standing, host.whole_domain) == ("trusted", False)


def test_words_that_were_pasted_together_end_together(nima):
    make_rule("casino")
    over = make_rule("poker", until=timezone.now() - timedelta(days=1))
    press = uuid4()
    assert add_words(["pills", "poker", "casino"], action=Action.SPAM, by=nima, press=press) == 2
    assert {rule.pattern for rule in in_force()} == {"pills", "poker", "casino"}
    undo_press(press, by=nima, again=uuid4())
    assert [rule.pattern for rule in in_force()] == ["casino"]
    assert Rule.objects.get(pk=over.pk).action == Action.HOLD


def test_on_the_desk_the_note_of_a_ban_offers_to_undo_it(client, nima, held):
    act = f"{DESK}{held.pk}/act/"
    page = client.post(act, {"act": "ban", "whom": "writer", "days": "7"}, follow=True)
    assert "r@example.org is banned until" in plain(page.content.decode())
    page = press_undo(client, f"{DESK}{held.pk}/change/", page)
    assert "r@example.org is not banned any more." in plain(page.content.decode())
    assert page.request["PATH_INFO"] == f"{DESK}{held.pk}/change/"
    assert Rule.objects.get().is_over
    press_undo(client, f"{DESK}{held.pk}/change/", page)
    assert not Rule.objects.get().is_over


def test_a_blocked_domain_and_what_waited_of_it_are_undone_by_one_press(client, nima):
    linkback = make_linkback(make_article(), "https://a.blog.example/", state="held")
    act = f"{DESK}{linkback.pk}/act/"
    page = client.post(act, {"act": "block-domain"}, follow=True)
    said = plain(page.content.decode())
    assert "is blocked, with every host below it. 1 response that waited is decided." in said
    page = press_undo(client, f"{DESK}{linkback.pk}/change/", page)
    said = plain(page.content.decode())
    assert "blog.example is neither trusted nor blocked any more. 1 decision undone." in said
    assert Response.objects.get().state == "held"


def test_in_place_the_answer_says_what_was_undone(client, nima, held):
    client.post(f"{DESK}{held.pk}/act/", {"act": "ban", "whom": "writer", "days": "7"})
    undo = {"undo": Ruling.objects.get().press}
    answer = client.post(DESK, undo, headers=IN_PLACE)
    assert answer.status_code == 200
    assert "is not banned any more." in answer.content.decode()
    again = client.post(DESK, undo, headers=IN_PLACE)
    assert again.status_code == 409
    assert "r@example.org was changed meanwhile; that stays." in plain(again.content.decode())


def test_whoever_may_only_decide_cannot_undo_a_ban(client, nima, held):
    client.post(f"{DESK}{held.pk}/act/", {"act": "ban", "whom": "writer", "days": "7"})
    decider = make_user()
    may = Permission.objects.filter(codename__in=["view_response", "decide_response"])
    decider.user_permissions.set(may)
    browser = Client()
    browser.force_login(decider)
    undo = {"undo": Ruling.objects.get().press}
    assert browser.post(DESK, undo).status_code == 403
    assert browser.post(RULES, undo).status_code == 403
    assert not Rule.objects.get().is_over


def test_a_word_is_put_on_a_list_beside_what_has_it_and_undone_there(client, nima, held):
    act, sent = f"{DESK}{held.pk}/act/", {"act": "list", "kind": "word", "action": "spam"}
    page = client.post(act, {**sent, "pattern": " Cheap pills\0 "}, follow=True)
    rule = Rule.objects.get()
    assert (rule.folded, rule.action, rule.made_by) == ("cheap pills", "spam", nima)
    assert "What has Cheap pills in it is spam." in plain(page.content.decode())
    press_undo(client, f"{DESK}{held.pk}/change/", page)
    assert not in_force()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "word", "pattern": "—"}, "at least one letter"),
        ({"kind": "domain", "pattern": "github.io"}, "belong to many people"),
        ({"kind": "address", "pattern": "no body"}, "such as name@example.org"),
        ({"kind": "word", "pattern": ""}, "at least one letter"),
    ],
)
def test_what_makes_no_pattern_is_refused_in_words(client, nima, held, sent, said):
    act = f"{DESK}{held.pk}/act/"
    page = client.post(act, {"act": "list", "action": "hold", **sent}, follow=True)
    assert said in page.content.decode()
    assert not Rule.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"kind": "sender"}, {"kind": "network"}, {"action": "refuse"}, {"action": ""}]
)
def test_the_desk_lists_what_its_form_offers_and_nothing_else(client, nima, held, sent):
    sent = {"act": "list", "kind": "word", "action": "spam", "pattern": "pills", **sent}
    assert client.post(f"{DESK}{held.pk}/act/", sent).status_code == 404
    assert not Rule.objects.exists()


def test_only_whom_one_can_ban_is_offered(client, nima, held):
    address = f"{DESK}{held.pk}/change/"
    offered = "//select[@name='whom']/option/@value"
    assert fromstring(client.get(address).content.decode()).xpath(offered) == ["writer"]
    Response.objects.filter(pk=held.pk).update(network="192.0.2.0/24", network_hash="a")
    page = fromstring(client.get(address).content.decode())
    assert page.xpath(offered) == ["writer", "sender", "network"]
    linkback = make_linkback(held.response.article, "https://blog.example/")
    page = client.get(f"{DESK}{linkback.pk}/change/").content.decode()
    assert fromstring(page).xpath(offered) == ["host"]


def test_the_log_tells_of_rules_and_sites_and_undoes_them(client, nima, held):
    client.post(f"{DESK}{held.pk}/act/", {"act": "ban", "whom": "writer", "days": ""})
    log = f"{DESK}log/?about=rules"
    page = client.get(log)
    (entry,) = fromstring(page.content.decode()).xpath("//ul[contains(@class,'entries')]/li")
    assert "r@example.org is banned. Nima" in plain(" ".join(entry.text_content().split()))
    (undo,) = entry.xpath(".//button/@value")
    answer = client.post(log, {"undo": undo})
    assert (answer.status_code, answer.url) == (302, log)
    entries = fromstring(client.get(log).content.decode()).xpath(
        "//ul[contains(@class,'entries')]/li"
    )
    assert [bool(entry.xpath(".//button")) for entry in entries] == [True, False]
    assert "Undone." in entries[0].text_content()
    assert client.get(f"{log}&by={make_user().pk}").content.decode().count("r@example.org") == 0
    assert "r@example.org" in client.get(f"{DESK}{held.pk}/change/").content.decode()


def test_a_decision_is_undone_on_the_log_and_one_stays_there(client, nima, held):
    client.post(DESK, {"decide": f"approve:{held.pk}:held-0"})
    answer = client.post(f"{DESK}log/", {"undo": Decision.objects.get().press})
    assert answer.url == f"{DESK}log/"
    assert Response.objects.get().state == "held"


def test_a_rule_that_was_written_in_the_list_is_undone_there(client, nima):
    send(client, f"{RULES}add/", "rule_form", pattern="pills\ncasino", action="spam")
    page = client.get(RULES)
    said = plain(page.content.decode())
    assert "What has pills in it is spam." in said
    page = press_undo(client, RULES, page)
    assert "The rule about pills is over." in plain(page.content.decode())
    assert not in_force()


def test_a_changed_rule_is_what_it_was_before(client, nima):
    rule = make_rule("pills", note="Before")
    address = f"{RULES}{rule.pk}/change/"
    send(client, address, "rule_form", pattern="pill", action="spam", note="After")
    press_undo(client, RULES, client.get(RULES))
    rule.refresh_from_db()
    assert (rule.pattern, rule.folded, rule.action, rule.note) == (
        "pills",
        "pills",
        "hold",
        "Before",
    )


def test_chosen_rules_end_at_once_and_begin_again(client, nima):
    rules = [make_rule(word) for word in ("pills", "casino")]
    chosen = {"action": "end", "_selected_action": [rule.pk for rule in rules]}
    page = client.post(RULES, chosen, follow=True)
    assert "2 rules are over." in page.content.decode()
    assert not in_force()
    press_undo(client, RULES, page)
    assert len(in_force()) == 2


def test_a_rule_that_is_over_may_be_written_again(client, nima):
    make_rule("pills", until=timezone.now() - timedelta(days=1))
    send(client, f"{RULES}add/", "rule_form", pattern="Pills", action="spam")
    rule = Rule.objects.get()
    assert (rule.is_over, rule.action, rule.made_by) == (False, "spam", nima)


def test_a_site_is_trusted_in_its_list_and_undone_there(client, nima):
    send(client, f"{HOSTS}add/", "host_form", name="blog.example", standing="trusted")
    page = client.get(HOSTS)
    assert "blog.example is trusted." in plain(page.content.decode())
    press_undo(client, HOSTS, page)
    assert Host.objects.get().standing == "neither"


@pytest.mark.parametrize("sent", ["x", "", "1"])
def test_an_undo_of_nothing_is_404(client, nima, sent):
    assert client.post(RULES, {"undo": sent}).status_code == 404


def test_an_undo_wants_a_token(nima):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nima)
    for address in (RULES, HOSTS, f"{DESK}log/"):
        assert strict.post(address, {"undo": str(uuid4())}).status_code == 403


def test_a_script_in_a_pattern_is_text_in_note_and_log(client, nima):
    send(client, f"{RULES}add/", "rule_form", pattern="<script>alert(1)</script>", note="<b>")
    for address in (RULES, f"{DESK}log/?about=rules"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_lines_about_a_network_go_with_it(nima, held):
    held.response.network_hash, held.response.network = "a" * 64, "192.0.2.0/24"
    make_newsroom(keep_networks_for=7)
    rule = make_rule("192.0.2.7", kind=Kind.NETWORK, until=timezone.now() + timedelta(days=1))
    lift(rule, by=nima)
    Rule.objects.update(until=timezone.now() - timedelta(days=8))
    assert forget_bans() == 1
    assert not Ruling.objects.exists()


def test_who_asks_to_be_forgotten_keeps_a_ban_and_loses_what_is_over(nima, held):
    ban_writer(held.response, by=nima, until=None)
    assert erase_bans(person("r@example.org"), True) == 0
    lift(Rule.objects.get(), by=nima)
    assert erase_bans(person("r@example.org"), True) == 1
    assert not Ruling.objects.exists()


def test_an_address_keeps_its_digits_where_the_sentence_has_its_own(nima):
    until = timezone.now() + timedelta(days=1)
    ban(Kind.NETWORK, "192.0.2.0/24", by=nima, until=until)
    with override("fa"):
        said = digits(said_of(Ruling.objects.get()), "fa")
    assert "192.0.2.0/24" in said
    assert not set("0123456789") & set(said.replace("192.0.2.0/24", ""))


def test_the_note_of_a_conflict_does_not_count_nothing(client, nima, held):
    Response.objects.update(state="spam")
    answer = client.post(DESK, {"decide": f"approve:{held.pk}:held-0"})
    assert "0 responses" not in messages(answer)
    assert "nothing was changed." in messages(answer)
