"""Removal: by a signed address that the staff hand out, and by what the page itself says."""

import logging
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from django_ox.testing import run_tasks
from lxml import html

from articles.models import Tally
from lib.sealing import seal
from moderation.deciding import approve, reject
from moderation.models import Host, Response, State
from newsroom.logs import SecretAddresses
from tests.factories import make_article, make_user
from tests.trackbacks.test_faces import png
from trackbacks.cases import Case, Refused
from trackbacks.incoming import receive
from trackbacks.models import Face, Linkback
from trackbacks.removal import GOOD_FOR, removal_address
from trackbacks.updating import update
from trackbacks.verification import verify

WEBMENTION = Linkback.Protocol.WEBMENTION
PINGBACK = Linkback.Protocol.PINGBACK


@pytest.fixture
def article(near_site):
    return make_article("Our headline")


@pytest.fixture
def trusted(blog):
    Host.objects.create(name=blog.host, standing=Host.Standing.TRUSTED)


@pytest.fixture
def announce(article, blog):
    def announce(protocol=WEBMENTION):
        return receive(protocol=protocol, source=blog.url(), target=article.absolute_url)

    return announce


@pytest.fixture
def shown(announce, blog, article, trusted):
    blog.link_to(article.absolute_url, title="Their <title>", text="their words")
    announce()
    return fresh()


def fresh():
    return Linkback.objects.select_related("response").get()


def state():
    return Response.objects.get().state


def links_on(response):
    return html.fromstring(response.content).xpath("//a[contains(@href, '/remove/')]/@href")


def test_the_page_says_what_goes_and_nothing_happens_yet(client, shown):
    response = client.get(removal_address(shown))
    page = html.fromstring(response.content)
    assert "Their <title>" in page.text_content() and "their words" in page.text_content()
    assert shown.source in page.text_content()
    assert b"<title>" not in response.content.split(b"</head>")[1]
    (form,) = page.xpath("//main//form")
    assert (form.get("method"), form.get("action")) == ("post", None)
    assert state() == State.SHOWN


def test_post_removes_it_and_the_log_keeps_why(client, shown, article):
    assert "is removed" in client.post(removal_address(shown)).text
    response = Response.objects.get()
    assert (response.state, response.reason) == (State.WITHDRAWN, "removed")
    assert response.decisions.first().reason == "removed"
    assert Linkback.objects.get().title == "Their <title>"
    assert Tally.objects.get(article=article).linkbacks == 0
    assert "their words" not in client.get(article.path).text


def test_its_picture_is_deleted(client, article, blog, announce, trusted):
    blog.serve(f"<link rel=icon href=/i.png><p><a href='{article.absolute_url}'>x</a></p>")
    blog.serve(png(), "/i.png", Content_Type="image/png")
    announce()
    run_tasks(raise_failures=True)
    file = Face.objects.get().file
    assert default_storage.exists(file)
    client.post(removal_address(fresh()))
    run_tasks(raise_failures=True)
    assert not default_storage.exists(file)
    assert not Face.objects.exists()


def test_again_says_that_it_is_gone_already(client, shown):
    address = removal_address(shown)
    client.post(address)
    for again in (client.get(address), client.post(address)):
        assert again.status_code == 200
        assert not html.fromstring(again.content).xpath("//main//form")
        assert "Nothing of your page is shown here." in again.text
    assert Response.objects.get().decisions.filter(reason="removed").count() == 1


def test_one_that_waits_may_be_removed_too(client, announce, blog, article):
    blog.link_to(article.absolute_url)
    announce()
    assert state() == State.HELD
    client.post(removal_address(fresh()))
    assert state() == State.WITHDRAWN


def test_what_a_moderator_rejected_stays_that(client, shown):
    reject(shown.response, by=make_user())
    assert "not shown any more" in client.get(removal_address(fresh())).text
    client.post(removal_address(fresh()))
    assert state() == State.REJECTED


def test_an_erased_link_is_gone_already(client, shown):
    address = removal_address(shown)
    Response.objects.all().delete()
    assert "Nothing of your page is shown here." in client.get(address).text


# The address


def test_it_is_for_nobody_else(client, shown):
    response = client.get(removal_address(shown))
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies


def test_it_stays_out_of_the_log(shown):
    address = removal_address(shown)
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (address,)})
    SecretAddresses().filter(record)
    assert address.rstrip("/").rpartition("/")[2] not in record.getMessage()


def test_nobody_makes_one_up(client, shown):
    genuine = removal_address(shown).rstrip("/").rpartition("/")[2]
    forged = [
        "x",
        genuine[:-1] + ("A" if genuine[-1] != "A" else "B"),
        seal("standing", shown.pk, ""),
        seal("removal", shown.pk, "another version"),
    ]
    for word in forged:
        for answer in (
            client.get(f"/linkbacks/remove/{word}/"),
            client.post(f"/linkbacks/remove/{word}/"),
        ):
            assert answer.status_code == 410
    assert state() == State.SHOWN


def test_it_ends(client, shown, monkeypatch):
    now = timezone.now().timestamp()
    with monkeypatch.context() as clock:
        clock.setattr("time.time", lambda: now - (GOOD_FOR + timedelta(minutes=1)).total_seconds())
        address = removal_address(shown)
    assert client.post(address).status_code == 410
    assert state() == State.SHOWN


def test_it_is_void_once_something_was_decided(client, shown):
    address = removal_address(shown)
    reject(shown.response, by=make_user())
    approve(shown.response, by=make_user())
    assert client.get(address).status_code == client.post(address).status_code == 410
    assert state() == State.SHOWN


def test_a_browser_sends_the_form_without_saying_from_where(shown):
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(removal_address(shown), headers=headers).status_code == 200
    assert state() == State.WITHDRAWN


@pytest.mark.parametrize("address", ["/linkbacks/remove/", "/linkbacks/status/x/"])
def test_without_the_address_no_form_removes_anything(client, shown, address):
    assert client.post(address, {"id": shown.pk}).status_code in {404, 405}
    assert state() == State.SHOWN


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client, shown, method):
    assert getattr(client, method)(removal_address(shown)).status_code == 405


# Who is given it


def send(client, blog, article, **headers):
    return client.post(
        "/webmention/",
        {"source": blog.url(), "target": article.absolute_url},
        headers=headers,
    )


@pytest.mark.parametrize("accept", ["text/html", "application/json", "text/plain"])
def test_nobody_is_given_it_for_announcing_the_link(client, blog, article, trusted, accept):
    """Everybody may announce everybody's page."""
    blog.link_to(article.absolute_url)
    for answer in (send(client, blog, article, accept=accept) for _ in range(2)):
        assert answer.status_code == 201
        assert b"/remove/" not in answer.content
        page = client.get(answer["Location"])
        assert "the link is shown" in page.text and links_on(page) == []


def removal_on_admin_page(client, linkback):
    page = client.get(f"/admin/trackbacks/linkback/{linkback.pk}/change/")
    assert page.status_code == 200
    return "/linkbacks/remove/" in page.text


def test_moderators_find_the_address_to_hand_out(client, shown):
    client.force_login(make_user(role="Moderator"))
    assert removal_on_admin_page(client, shown)
    approve(shown.response, by=None)
    reject(shown.response, by=make_user())
    assert not removal_on_admin_page(client, shown)


def test_who_may_only_look_is_not_shown_it(client, shown):
    looker = make_user()
    looker.user_permissions.add(
        *looker.user_permissions.model.objects.filter(codename="view_linkback")
    )
    client.force_login(looker)
    assert not removal_on_admin_page(client, shown)


# What comes after


def test_it_does_not_come_back_by_itself(client, shown, announce, blog):
    client.post(removal_address(shown))
    linkback = fresh()
    assert linkback.verify_at is None
    assert not verify(linkback)
    assert update(linkback, linkback.target, at_once=True).response.state == State.WITHDRAWN


@pytest.mark.parametrize("protocol", [WEBMENTION, PINGBACK])
def test_announced_anew_it_waits_for_a_person_even_from_a_trusted_site(
    client, shown, announce, protocol, article
):
    client.post(removal_address(shown))
    announce(protocol)
    response = Response.objects.get()
    assert (response.state, response.reason) == (State.HELD, "removed-before")
    assert Tally.objects.get(article=article).linkbacks == 0
    approve(response, by=make_user())
    assert Response.objects.get().is_shown


# By the page itself

DECLINES = '<meta name="linkbacks" content="none">'


def declining(article, head=DECLINES, body=""):
    return f"<head><title>x</title>{head}</head>{body}<p><a href='{article.absolute_url}'>x</a></p>"


def test_a_page_that_asks_for_it_is_shown_no_more(client, shown, blog, article):
    blog.serve(declining(article))
    answer = send(client, blog, article)
    assert answer.status_code == 201
    assert "The link is not shown: the page asks not to be." in answer.text
    response = Response.objects.get()
    assert (response.state, response.reason) == (State.WITHDRAWN, "declined")
    assert Tally.objects.get(article=article).linkbacks == 0


def test_it_says_so_as_soon_as_it_is_read_again_whoever_asks(shown, blog, article):
    blog.serve(declining(article))
    Linkback.objects.update(verify_at=timezone.now())
    assert verify(fresh())
    assert Response.objects.get().reason == "declined"


def test_its_picture_goes_with_it(client, article, blog, announce, trusted):
    icon = "<link rel=icon href=/i.png>"
    blog.serve(declining(article, icon))
    blog.serve(png(), "/i.png", Content_Type="image/png")
    announce()
    run_tasks(raise_failures=True)
    assert Face.objects.exists()
    blog.serve(declining(article, icon + DECLINES))
    send(client, blog, article)
    run_tasks(raise_failures=True)
    assert not Face.objects.exists()


@pytest.mark.parametrize("protocol", [WEBMENTION, PINGBACK])
def test_a_new_one_is_refused_with_the_reason_and_nothing_of_it_kept(
    announce, blog, article, trusted, protocol
):
    blog.serve(declining(article))
    with pytest.raises(Refused) as refused:
        announce(protocol)
    assert refused.value.case is Case.DENIED
    assert refused.value.sentence == "The link is not shown: the page asks not to be."
    linkback = fresh()
    assert (linkback.title, linkback.response.reason) == ("", "declined")


def test_it_may_change_its_mind(client, shown, blog, article):
    blog.serve(declining(article))
    send(client, blog, article)
    blog.link_to(article.absolute_url)
    assert "the link is shown" in send(client, blog, article).text
    assert state() == State.SHOWN


@pytest.mark.parametrize(
    "head",
    [
        "<META NAME=Linkbacks CONTENT=' None '>",
        "<meta content=none name=linkbacks><script>1</script>",
        f"<noscript>x</noscript>{DECLINES}",
    ],
)
def test_it_may_say_it_in_other_letters(client, shown, blog, article, head):
    blog.serve(declining(article, head))
    send(client, blog, article)
    assert Response.objects.get().reason == "declined"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f"<body><p>A reader wrote:</p><div>{DECLINES}</div>"),
        ("", f"<p>A reader wrote:</p>{DECLINES}"),
        (f"<title>{DECLINES}</title>", ""),
        (f"<!-- {DECLINES} -->", ""),
        (f"<script>{DECLINES}</script>", ""),
        ("<meta name=linkbacks content=all>", ""),
        ("<meta name=robots content=none>", ""),
    ],
)
def test_what_others_may_write_on_the_page_removes_nothing(
    client, shown, blog, article, head, body
):
    blog.serve(declining(article, head, body))
    send(client, blog, article)
    assert state() == State.SHOWN


def test_the_status_page_says_how_and_has_the_button(client, blog, article, trusted):
    blog.link_to(article.absolute_url)
    page = client.get(send(client, blog, article)["Location"])
    tree = html.fromstring(page.content)
    assert tree.xpath("//main//code")[0].text == DECLINES
    blog.serve(declining(article))
    (form,) = tree.forms
    answer = client.post(form.action, dict(form.form_values()), headers={"accept": "text/html"})
    assert answer.status_code == 201
    assert "The link is not shown: the page asks not to be." in answer.text
    assert not html.fromstring(answer.content).forms
