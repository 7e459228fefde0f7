"""The desk: what waits first, why it waits, and a button for each decision; the sites beside it."""

import pytest
from lxml.html import fromstring

from moderation.matching import sites_near
from moderation.models import Host, Response, State
from tests.factories import make_article, make_comment, make_linkback, make_newsroom, make_user
from tests.forms import messages, send

pytestmark = pytest.mark.django_db
QUEUE = "/admin/moderation/response/"
HOSTS = "/admin/moderation/host/"


@pytest.fixture
def moderator(client):
    make_newsroom()
    moderator = make_user(role="Moderator")
    client.force_login(moderator)
    return moderator


def rows(client, query=""):
    """The words of each row, and the values of its buttons without what was seen."""
    page = fromstring(client.get(QUEUE + query).content.decode())
    return [
        (
            " ".join(row.text_content().split()),
            [value.rpartition(":")[0] for value in row.xpath("./div/button/@value")],
        )
        for row in page.xpath("//li[contains(@class, 'response')]")
    ]


def state_of(comment):
    return Response.objects.get(pk=comment.pk).state


def test_what_waits_stands_there_and_the_rest_behind_its_tab(client, moderator):
    article = make_article("Bread")
    make_comment(article, "Waiting", state="held")
    make_comment(article, "Seen", state="shown")
    make_linkback(article, state="spam", author_name="Spammy")
    assert "Waiting" in rows(client)[0][0]
    assert len(rows(client)) == 1
    assert "Seen" in rows(client, "?queue=approved")[0][0]
    assert "Spammy" in rows(client, "?queue=spam")[0][0]
    assert len(rows(client, "?queue=all")) == 3
    assert len(rows(client, "?queue=all&kind=linkback")) == 1


def test_a_row_tells_who_what_where_and_why_in_words(client, moderator):
    comment = make_comment(make_article("Bread"), "Well said.", name="Rita", state="held")
    Response.objects.filter(pk=comment.pk).update(reason="first-timer", host="blog.example")
    ((words, _),) = rows(client)
    for word in (
        "Rita",
        "blog.example",
        "Well said.",
        "Bread",
        "Nothing of this writer was approved before, as far as can be proven.",
    ):
        assert word in words


def test_each_row_has_the_buttons_that_would_change_it(client, moderator):
    comment = make_comment(make_article(), state="held")
    pk = comment.pk
    assert rows(client)[0][1] == [f"approve:{pk}", f"reject:{pk}", f"spam:{pk}"]
    client.post(QUEUE, {"decide": f"approve:{pk}"})
    assert rows(client, "?queue=approved")[0][1] == [f"reject:{pk}", f"spam:{pk}"]


@pytest.mark.parametrize(
    ("word", "state"), [("approve", "shown"), ("reject", "rejected"), ("spam", "spam")]
)
def test_a_button_decides_and_comes_back_to_the_same_list(client, moderator, word, state):
    comment = make_comment(make_article(), state="held")
    answer = client.post(f"{QUEUE}?kind=comment", {"decide": f"{word}:{comment.pk}"})
    assert answer.url == f"{QUEUE}?kind=comment"
    assert state_of(comment) == state
    assert f"1 response: {State(state).label}." in messages(answer)


def test_several_are_decided_at_once(client, moderator):
    comments = [make_comment(make_article(), f"Comment {n}", state="held") for n in range(3)]
    ticked = [comment.pk for comment in comments[:2]]
    client.post(QUEUE, {"together": "reject", "row": ticked})
    assert [state_of(comment) for comment in comments] == ["rejected", "rejected", "held"]


@pytest.mark.parametrize("state", ["received", "withdrawn"])
def test_what_was_never_verified_or_was_taken_back_is_not_decided(client, moderator, state):
    linkback = make_linkback(make_article(), state=state)
    assert rows(client, "?queue=all")[0][1] == []
    client.post(f"{QUEUE}?queue=all", {"decide": f"approve:{linkback.pk}"})
    assert state_of(linkback) == state


@pytest.mark.parametrize("value", ["approve:x", "delete:1", "nothing"])
def test_a_decision_that_is_none_is_404(client, moderator, value):
    make_comment(make_article(), state="held")
    assert client.post(QUEUE, {"decide": value}).status_code == 404
    assert Response.objects.get().state == "held"


def test_one_response_is_shown_with_all_that_is_known_and_decided_there(client, moderator):
    comment = make_comment(
        make_article("Bread"), "As <b>written</b>", html="<p>As <b>written</b></p>",
        name="Rita", email="rita@example.org", state="held",
    )  # fmt: skip
    address = f"{QUEUE}{comment.pk}/change/"
    page = client.get(address).content.decode()
    assert "<p>As <b>written</b></p>" in page
    assert "As &lt;b&gt;written&lt;/b&gt;" in page
    assert "rita@example.org" in page
    assert client.post(address, {"decide": f"approve:{comment.pk}"}).url == QUEUE
    assert state_of(comment) == "shown"
    page = client.get(address).content.decode()
    assert "A moderator decided." in page
    assert str(moderator) in page


def test_a_linkback_is_shown_with_its_source(client, moderator):
    linkback = make_linkback(
        make_article(), "https://blog.example/entry", title="On bread", excerpt="Dear"
    )
    page = client.get(f"{QUEUE}{linkback.pk}/change/").content.decode()
    for word in ("https://blog.example/entry", "On bread", "Dear", "pingback"):
        assert word in page


def test_nothing_is_added_changed_or_deleted_by_hand(client):
    make_newsroom()
    client.force_login(make_user(is_superuser=True))
    comment = make_comment(make_article(), "Mine", state="held")
    for room, row in (("moderation/response", comment), ("comments/comment", comment)):
        assert client.get(f"/admin/{room}/add/").status_code == 403
        assert client.post(f"/admin/{room}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    sent = {"text": "Yours", "summary": "Yours"}
    assert client.post(f"/admin/comments/comment/{comment.pk}/change/", sent).status_code == 403
    comment.refresh_from_db()
    assert comment.text == "Mine"


def test_scripts_in_what_readers_and_sites_say_are_text(client):
    make_newsroom()
    client.force_login(make_user(is_superuser=True))
    attack = "<script>alert(1)</script>"
    article = make_article("Bread")
    comment = make_comment(
        article, attack, html="<p>x</p>", name=attack, email="a@example.org", state="held"
    )
    linkback = make_linkback(
        article, f"https://blog.example/{attack}", author_name=attack, title=attack, excerpt=attack,
        claims={"title": attack}, last_answer=attack, state="held",
    )  # fmt: skip
    Response.objects.update(evidence=attack, host=attack[:40], summary=attack, reason="first-timer")
    addresses = [
        QUEUE, "/admin/comments/comment/", "/admin/trackbacks/linkback/",
        *(f"{QUEUE}{row.pk}/change/" for row in (comment, linkback)),
        f"/admin/comments/comment/{comment.pk}/change/",
        f"/admin/trackbacks/linkback/{linkback.pk}/change/",
    ]  # fmt: skip
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert attack not in page.content.decode(), address


def test_a_site_is_trusted_by_its_name_and_by_whom(client, moderator):
    send(client, f"{HOSTS}add/?name=Blog.Example&standing=trusted", "host_form")
    host = Host.objects.get()
    assert (host.name, host.standing, host.decided_by) == ("blog.example", "trusted", moderator)
    page = send(
        client,
        f"{HOSTS}add/",
        "host_form",
        name="https://BLOG.example/an-entry",
        standing="blocked",
    )
    assert page.status_code == 200
    assert Host.objects.count() == 1


def is_blocked(host):
    return any(site.blocks(host) for site in sites_near([host]))


def test_a_site_is_blocked_on_the_port_that_is_named_or_on_all(client, moderator):
    for name in ("http://blog.example:8080/an-entry", "[2001:db8::7]:8443", "other.example"):
        send(client, f"{HOSTS}add/", "host_form", name=name, standing="blocked")
    named = ["blog.example:8080", "www.blog.example:8080", "[2001:db8::7]:8443"]
    assert all(map(is_blocked, [*named, "other.example", "other.example:8443"]))
    assert not any(map(is_blocked, ["blog.example", "blog.example:8443", "[2001:db8::7]"]))


def test_what_is_no_host_is_refused(client, moderator):
    page = send(client, f"{HOSTS}add/", "host_form", name="not a host", standing="blocked")
    assert "Write a host such as blog.example.org." in page.content.decode()
    assert not Host.objects.exists()


@pytest.mark.parametrize("number", ["9" * 5000, "x\0", "-1", "٣"], ids=len)
def test_a_number_that_is_no_row_s_is_not_there(client, moderator, number):
    make_comment(make_article("Bread"), "Waiting", state="held")
    assert client.post(QUEUE, {"decide": f"approve:{number}"}).status_code == 404
    assert client.post(QUEUE, {"together": "approve", "row": number}).status_code == 404
    assert Response.objects.get().state == State.HELD


def test_a_decision_on_what_is_gone_says_so(client, moderator):
    comment = make_comment(make_article("Bread"), "Waiting", state="held")
    Response.objects.all().delete()
    answer = client.post(QUEUE, {"decide": f"approve:{comment.pk}:held-0"})
    assert "The response is not there any more." in messages(answer)
    page = client.get(f"{QUEUE}{comment.pk}/change/")
    assert page.status_code == 404
    assert "The response is not there any more." in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "queue=%00", "queue=nonsense", "queue=", "kind=%00", "article=x", "article=99999",
        "article=%D9%A3", "section=999999", "section=-1", "host=%00", "network=x", "email=%00",
        "account=x", "q=%00", "q=%25%27%22", "before=x", "before=99999999999999999-1",
        "before=1-999999999999999999", "after=0-0", "page=first", "date=2026-02-30", "date=x",
        "date=1000-01-01", "page=last&after=1-1", f"q={'x' * 4000}",
    ],
)  # fmt: skip
def test_what_an_address_asks_wrongly_is_no_error(client, moderator, query):
    make_comment(make_article("Bread"), "Waiting", state="held")
    assert client.get(f"{QUEUE}?{query}").status_code == 200
    assert client.get(f"{QUEUE}log/?{query}").status_code == 200


def test_a_queue_that_is_none_shows_what_waits(client, moderator):
    make_comment(make_article("Bread"), "Waiting", state="held")
    for asked in ("%00", "nonsense", ""):
        assert "Waiting" in rows(client, f"?queue={asked}")[0][0]
