"""Every public page is valid HTML that reads well as text and can be used without seeing it."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import html5lib
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from lxml import etree

from articles.revisions import record
from comments.models import Comment, Follower
from comments.sealed import confirm_address
from desk.sharing import address_of, revoke, seen, share, shown_by
from moderation.deciding import reject
from moderation.models import State
from moderation.sealed import appeal_address, deciding_address
from photos.models import Photo
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_like,
    make_linkback,
    make_newsroom,
    make_section,
    make_tag,
    make_user,
)
from trackbacks.models import Face
from trackbacks.removal import removal_address
from trackbacks.standing import status_address

pytestmark = pytest.mark.django_db  # the database is made for tests that ask for it
MENU = [
    {"label": "Culture", "address": "/section/culture/"},
    {"label": "About", "address": "/about/"},
]
BODY = (
    "<p>A body.</p><h2>A part</h2><ul><li>one</li></ul><blockquote><p>said</p></blockquote>"
    "<table><thead><tr><th scope='col'>Day</th></tr></thead>"
    "<tbody><tr><td>1</td></tr></tbody></table>"
)
LABELLED = "input[not(@type='hidden')] | .//select | .//textarea"


def make_site():
    """The newest article of a newsroom with one of everything that a reader may see."""
    make_newsroom(navigation=MENU, tagline="A <tag> & line", articles_per_page=2)
    world = make_section("World", slug="world", description="Near & far")
    section = make_section("Culture", slug="culture", parent=world)
    author, tag = (
        make_author("Ada <Reporter>", slug="ada", biography="Writes."),
        make_tag("Letters & more"),
    )
    photo = make_photo()
    for number in range(3):
        earlier = timezone.now() - timedelta(days=number + 1)
        make_article(
            f"Earlier & {number}",
            section=section,
            authors=[author],
            tags=[tag],
            published_at=earlier,
        )
    article = make_article(
        "The <lead>",
        slug="lead",
        standfirst="What & why",
        body=BODY,
        section=section,
        photo=photo,
        authors=[author, make_author("لیلا")],
        tags=[tag, make_tag("آزادی")],
        revised_at=timezone.now(),
    )
    make_article("About", slug="about", kind="page")
    make_article("پخش زنده", slug="fa", language="fa", section=section, photo=photo)
    talk(article)
    return article


def make_photo():
    return Photo.objects.create(
        key="k" * 40,
        original_name="a.jpg",
        original_extension="jpg",
        width=1600,
        height=1000,
        widths=[320, 960, 1600],
        alt="A hall & a stage",
        caption="The hall",
        credit="Somebody",
    )


def talk(article):
    article.corrections.create(text="The date was wrong.")
    first = make_comment(article, "Well said.", name="Rita")
    make_comment(article, "سلام", parent=first, name="مریم")
    face = Face.objects.create(key="k", address="https://blog.example/a.png", file="faces/k.webp")
    make_linkback(article, excerpt="[…] the hall […]", face=face)
    make_like(
        article,
        source="https://blog.example/1",
        name="A & B",
        address="https://blog.example/",
        picture=face.file,
    )
    article.tally.comments, article.tally.linkbacks, article.tally.likes = 2, 1, 1
    article.tally.save()


def addresses(article):
    """One address of each kind of public page."""
    yield from ["/", "/page/2/", "/section/world/", "/section/world/culture/", "/author/ada/"]
    yield from ["/tag/letters-more/", article.path[:6], "/about/", "/nothing-at-this-address/"]
    yield from [article.path, article.path.replace("lead", "fa"), f"{article.path}likes/"]
    yield from ["/webmention/", f"{article.path}linkbacks/"]
    yield f"{article.path}?replytocom={article.responses.earliest('pk').pk}"


def answers(client, article):
    """Every kind of page by its address, those that answer a form too."""
    for address in addresses(article):
        yield address, client.get(address)
    send = {"path": f"{article.path}comments/", "headers": {"sec-fetch-site": "same-origin"}}
    yield "refused", client.post(**send, data={"comment": "Kept", "email": "no address"})
    words = {"comment": "A reply & more", "author": "Rita", "email": "rita@example.org"}
    yield "held", client.post(**send, data=words, follow=True)
    told = {"source": "no address", "target": article.absolute_url}
    yield "webmention", client.post("/webmention/", told, headers={"accept": "text/html"})
    yield from by_mail(client, article, send["headers"])
    yield from by_link(client, article, send["headers"])
    linkback = article.linkbacks.get()
    yield "status", client.get(status_address(linkback))
    yield "removal", client.get(removal_address(linkback))
    yield "removed", client.post(removal_address(linkback))
    yield "liked", client.post(f"{article.path}likes/", {"action": "like"}, headers=send["headers"])


def by_mail(client, article, headers):
    """What links in mails open, and the forms that lead to such mails."""
    comment = Comment.objects.shown().of(article).first()
    follow = {"path": "/follow/", "headers": headers}
    yield "follow", client.get(f"/follow/?article={article.pk}")
    yield "no address", client.post(**follow, data={"article": article.pk, "email": "none"})
    sent = {"comment": comment.pk, "email": "rita@example.org"}
    yield "asked", client.post(**follow, data=sent)
    page = f"/follow/{Follower.objects.get(comment=comment).token}/"
    yield "to confirm", client.get(page)
    yield "followed", client.post(page, {"confirm": "1"})
    report = f"/comments/{comment.pk}/report/"
    yield "report", client.get(report)
    yield "reported", client.post(report, {"reason": "spam"}, headers=headers)
    waiting = make_comment(article, "Held & waiting.", state=State.HELD, email="rita@example.org")
    yield "confirm", client.get(own_path(confirm_address(waiting)))
    yield "confirmed", client.post(own_path(confirm_address(waiting)))
    yield "used", client.get(own_path(confirm_address(waiting)))
    reject(waiting.response, by=make_user())
    appeal = own_path(appeal_address(waiting.response))
    yield "appeal", client.get(appeal)
    yield "empty appeal", client.post(appeal, {"text": ""})
    yield "appealed", client.post(appeal, {"text": "Please."})
    client.force_login(make_user(role="Moderator"))
    yield "decision", client.get(own_path(deciding_address(comment.response, "reject")))
    client.logout()


def by_link(client, article, headers):
    """What an outsider reads before the public does, and the answers to what is said there."""
    record(article, by=None)
    link = share(article, label="Ada", good_for=timedelta(days=1), by=None)
    address = own_path(address_of(link))
    read = {"seen": seen(link, shown_by(link)), "name": "Ada & Co."}
    yield "preview", client.get(address)
    yield "approved", client.post(address, {**read, "approve": "1"}, headers=headers)
    yield "noted", client.post(address, {**read, "text": "No <b>"}, headers=headers)
    yield "no note", client.post(address, read, headers=headers)
    yield "not seen", client.post(address, {"approve": "1"}, headers=headers)
    revoke(link)
    yield "revoked", client.get(address)


def own_path(address):
    return address.removeprefix(settings.SITE_URL)


@pytest.fixture(scope="module")
def answered(django_db_setup, django_db_blocker):
    """Every page's name, status and bytes, rendered once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = [
            (name, answer.status_code, answer.content)
            for name, answer in answers(Client(), make_site())
        ]
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def pages(answered):
    """Every page's name and its tree."""
    return [(name, parsed(content)[0]) for name, status, content in answered]


@pytest.fixture(scope="module")
def article_page(pages):
    return next(page for name, page in pages if name.endswith("/lead/"))


def parsed(content):
    """The tree, and the errors of the HTML specification's own parser."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False)
    return parser.parse(content, transport_encoding="utf-8").getroot(), parser.errors


def text(element):
    return " ".join("".join(element.itertext()).split())


def test_every_page_answers_as_it_should(answered):
    odd = {"/nothing-at-this-address/": 404, "refused": 422, "webmention": 400}
    odd |= {"no address": 422, "used": 410, "empty appeal": 422}
    odd |= {"no note": 422, "not seen": 403, "revoked": 410}
    assert {name: status for name, status, content in answered if status != 200} == odd
    assert len(answered) == 42


def test_every_page_parses_without_an_error(answered):
    assert {
        name: parsed(content)[1] for name, status, content in answered if parsed(content)[1]
    } == {}


def test_the_parser_finds_what_is_not_html():
    assert parsed(b"<!doctype html><title>x</title><p><table><b></table>")[1]


def test_headings_begin_with_one_h1_and_leave_no_level_out(pages):
    for address, page in pages:
        levels = [int(found.tag[1]) for found in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[:1] == [1], (address, levels)
        assert levels.count(1) == 1, (address, levels)
        assert all(below - above <= 1 for above, below in pairwise(levels)), (
            address,
            levels,
        )


def test_landmarks_are_there_once_and_named_when_there_are_several(pages):
    for address, page in pages:
        body = page.find("body")
        assert [len(body.findall(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1], (
            address
        )
        names = [
            found.get("aria-label") or found.get("aria-labelledby") for found in body.iter("nav")
        ]
        assert None not in names and len(set(names)) == len(names), (address, names)


def test_the_first_link_skips_to_the_content(pages):
    for address, page in pages:
        first = next(page.find("body").iter("a"))
        assert first.get("href") == "#main", address
        assert page.xpath("//main[@id='main']"), address


def test_pictures_have_words_and_sizes(pages):
    seen = 0
    for address, page in pages:
        for picture in page.iter("img"):
            missing = {"alt", "width", "height", "src"} - set(picture.keys())
            assert not missing, (address, missing)
            seen += 1
    assert seen


def test_every_field_has_a_label(pages):
    seen = 0
    for address, page in pages:
        labels = {label.get("for") for label in page.iter("label")}
        for field in page.xpath(f".//{LABELLED}"):
            assert field.get("id") in labels or field.get("aria-label"), (address, field.attrib)
            seen += 1
    assert seen


def test_ids_are_unique_and_references_lead_somewhere(pages):
    for address, page in pages:
        ids = Counter(page.xpath("//@id"))
        assert [name for name, count in ids.items() if count > 1] == [], address
        asked = {
            word
            for value in page.xpath("//@aria-labelledby | //@aria-describedby")
            for word in value.split()
        }
        assert asked <= set(ids), address
        inside = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
        assert inside <= set(ids), address


def test_nothing_inline_that_the_policy_forbids(pages):
    for address, page in pages:
        assert page.xpath("//style | //@style | //script[not(@src)]") == [], address
        assert page.xpath("//@*[starts-with(name(), 'on')]") == [], address
        loaded = page.xpath("//script/@src | //img/@src | //link[@rel='stylesheet']/@href")
        assert [source for source in loaded if not source.startswith("/")] == [], address


def test_every_link_and_button_has_words(pages):
    for address, page in pages:
        for element in page.iter("a", "button"):
            said = (
                text(element) or element.get("aria-label") or "".join(element.xpath(".//img/@alt"))
            )
            assert said or element.get("aria-hidden") == "true", (address, etree.tostring(element))


def test_title_description_language_and_viewport_are_there(pages):
    titles = Counter()
    for address, page in pages:
        head = page.find("head")
        assert page.get("lang"), address
        assert page.get("dir") in {"ltr", "rtl"}, address
        assert head.xpath("meta[@name='viewport']"), address
        assert len(head.xpath("meta[@name='description']")) == 1, address
        if address.startswith("/") and "?" not in address:
            titles[text(head.find("title"))] += 1
    assert "" not in titles
    assert [title for title, count in titles.items() if count > 1] == []


def test_times_are_written_for_machines_too(pages):
    for address, page in pages:
        for time in page.iter("time"):
            assert time.get("datetime", "")[:2] == "20", address


def test_the_article_is_read_in_its_order(article_page):
    main = article_page.find("body/main")
    classes = [
        "p-name",
        "standfirst",
        "p-author",
        "dt-published",
        "lead",
        "e-content",
        "p-category",
    ]
    paths = [f".//*[contains(@class, '{name}')]" for name in classes]
    paths += [f".//*[@id='{name}']" for name in ("likes", "comments", "linkbacks", "respond")]
    everything = list(main.iter())
    places = [everything.index(main.xpath(path)[0]) for path in paths]
    assert places == sorted(places)


def test_what_people_wrote_stays_text(article_page):
    assert text(article_page.find("body/main//h1")) == "The <lead>"
    assert article_page.xpath("//lead | //reporter | //tag") == []
