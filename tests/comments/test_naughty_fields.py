"""The strings that break software, in every field of the discussion but the text of a comment.

(`test_attacks.py` has that.) Each of them is kept to the letter, or in the way that the field says,
or refused in words; none is an error of ours.
"""

import pytest
from django.contrib.auth import get_user
from lxml.html import fromstring

from accounts.models import User
from comments.models import Comment, Follower
from lib.lines import line
from moderation.appealing import appeal
from moderation.deciding import reject
from moderation.models import Appeal, Report, Response, State
from moderation.sealed import appeal_address
from tests.accounts.reader import PASSWORD, letters, link_in
from tests.comments.mailing import OWN
from tests.factories import make_comment, make_newsroom, make_user
from tests.lib.html_rules import naughty_strings

pytestmark = pytest.mark.django_db
LONG = ["x" * 70_000, "\u202e" * 300, "a\0b", "\ufffe\uffff", "\U0001f468\u200d\U0001f469" * 60]
DESK = "/admin/moderation/response/"


def home(number):
    """A network of its own for each, so that none has to wait."""
    return {"REMOTE_ADDR": f"10.2.{number // 250}.{number % 250 + 1}", "headers": OWN}


def lines_of(text):
    """As browsers and the fields write line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refused(answer, name):
    """Whether the form came back with words beside the field."""
    page = fromstring(answer.content.decode())
    return answer.status_code == 422 and bool(page.xpath(f"//*[@name='{name}']"))


@pytest.fixture(
    params=[pytest.param(60, id="a few"), pytest.param(5, id="many", marks=pytest.mark.proof)]
)
def strings(request):
    """Every so manieth, of which each test begins with another one, and the long ones."""
    return lambda first: [*naughty_strings()[first :: request.param], *LONG]


@pytest.fixture(autouse=True)
def newsroom(db):
    return make_newsroom(reader_accounts=True)


@pytest.fixture
def nima(client):
    nima = make_user("nima@example.org", role="Moderator")
    client.force_login(nima)
    return nima


def send(client, article, number, **fields):
    sent = {"comment": f"No. {number}", "author": "Rita", "email": f"r{number}@example.net"}
    return client.post(f"{article.path}comments/", {**sent, **fields}, **home(number))


def test_a_writer_s_name_is_one_line_of_what_was_typed_or_refused(client, article, strings):
    for number, text in enumerate(strings(0)):
        kept = line(text)
        answer = send(client, article, number, author=text)
        if not kept or len(kept) > 245 or "\0" in text:
            assert refused(answer, "author"), ascii(text)
        else:
            assert answer.status_code == 303, ascii(text)
            assert Response.objects.latest("pk").author_name == kept
    assert Comment.objects.count() > 5


def test_a_website_is_an_address_of_the_web_or_refused(client, article, strings):
    for number, text in enumerate(strings(1)):
        answer = send(client, article, number, url=text)
        if answer.status_code == 303:
            kept = Response.objects.latest("pk").author_address
            assert kept == "" or kept.startswith(("http://", "https://")), ascii(text)
            spelt = kept.replace("\u200c", "").replace("\u200d", "")  # some scripts need them
            assert spelt.isprintable() and not set(' "<>') & set(spelt), ascii(text)
        else:
            assert refused(answer, "url"), ascii(text)


def test_hidden_fields_and_the_address_break_nothing(client, article, strings):
    for number, text in enumerate(strings(2)):
        for name in ("comment_parent", "token", "topic", "email"):
            answer = send(client, article, number, **{name: text})
            assert answer.status_code in {303, 409, 422, 429}, (name, ascii(text))


def test_the_words_of_a_report_are_kept_or_refused(client, article, strings):
    comment = make_comment(article)
    for number, text in enumerate(strings(3)):
        sent = {"reason": "other", "text": text}
        answer = client.post(f"/comments/{comment.pk}/report/", sent, **home(number))
        if len(text) > 1000 or "\0" in text:
            assert refused(answer, "text"), ascii(text)
        else:
            assert answer.status_code == 200, ascii(text)
            assert Report.objects.latest("pk").text == text.strip()


def test_the_words_of_an_appeal_are_kept_or_refused(client, article, settings, strings):
    moderator = make_user(role="Moderator")
    for number, text in enumerate(strings(4)):
        response = make_comment(article, f"No. {number}").response
        reject(response, by=moderator)
        link = appeal_address(response).removeprefix(settings.SITE_URL)
        answer = client.post(link, {"text": text}, **home(number))
        if not text.strip() or len(text) > 2000 or "\0" in text:
            assert refused(answer, "text"), ascii(text)
        else:
            assert answer.status_code == 200, ascii(text)
            assert Appeal.objects.get(response=response).text == text.strip()


def test_reports_and_appeals_are_shown_to_moderators_as_they_were_written(client, article, nima):
    reported = make_comment(article).response
    Report.objects.bulk_create(
        Report(response=reported, reason="other", text=text, network_hash=str(number))
        for number, text in enumerate(naughty_strings())
    )
    appealed = make_comment(article, "Other.", state=State.REJECTED).response
    appeal(appealed, "\n".join(naughty_strings()))
    for response in (reported, appealed):
        page = fromstring(client.get(f"{DESK}{response.pk}/change/").content.decode())
        assert page.xpath("//main")
        assert not [one for one in page.xpath("//script") if "alert" in one.text_content()]
        assert not page.xpath("//main//*[@onerror or @onload or @onclick or @style]")


def test_an_address_to_follow_is_refused(client, article, strings):
    for number, text in enumerate(strings(0)):
        sent = {"article": article.pk, "email": text}
        answer = client.post("/follow/", sent, **home(number))
        assert refused(answer, "email"), ascii(text)
        sent = {"article": text, "comment": text, "email": "r@example.net"}
        assert client.post("/follow/", sent, **home(number)).status_code in {200, 404}
    assert not Follower.objects.exclude(email="r@example.net").exists()


def test_the_desk_finds_what_was_asked_for_and_nothing_breaks(client, article, nima):
    texts = [text for text in naughty_strings() if text.strip() and "\0" not in text]
    for number, text in enumerate(texts):
        make_comment(article, text, state=State.HELD, name=f"Writer {number}")
    for text in [*texts[::25], *LONG]:
        answer = client.get(DESK, {"q": text})
        assert answer.status_code == 200, ascii(text)
        names = ("host", "email", "domain", "network", "article", "section", "before")
        asked = dict.fromkeys(names, text[:300])
        assert client.get(DESK, asked).status_code == 200, ascii(text)


def test_the_name_of_an_account_is_kept_or_refused(client, strings):
    rita = make_user("rita@example.org", is_staff=False)
    client.force_login(rita)
    for text in strings(1):
        answer = client.post("/account/name/", {"name": text})
        rita.refresh_from_db()
        kept = line(text)
        if not kept or len(kept) > 200 or "\0" in text:
            assert refused(answer, "name"), ascii(text)
        else:
            assert answer.status_code == 302, ascii(text)
            assert rita.name == kept
        assert client.get("/account/").status_code == 200


def test_whoever_joins_under_a_naughty_name_has_it(client, settings):
    for number, text in enumerate(naughty_strings()[::25]):
        client.logout()
        sent = {"email": f"p{number}@example.org", "name": text}
        answer = client.post("/account/join/", sent, **home(number))
        if answer.status_code == 422:
            assert not line(text) or len(text) > 200, ascii(text)
            continue
        (letter,) = letters()
        client.post(link_in(letter, settings.SITE_URL), {"password": PASSWORD})
        assert User.objects.get(email=sent["email"]).name == text.strip()
        assert get_user(client).is_authenticated
