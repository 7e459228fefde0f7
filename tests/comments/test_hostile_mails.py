"""Whatever names and headlines hold, a mail says it as text, in its place and in both languages.

Every mail of the discussion is sent to a real server and read back.
"""

import re
from datetime import timedelta
from itertools import count

import html5lib
import pytest
from django.utils import timezone
from lxml import etree

from comments import following
from comments.letters import deliver, write
from comments.models import Comment, Follower, Letter
from moderation.appealing import appeal
from moderation.candidates import Outcome, Verdict
from moderation.deciding import Press, approve, reject, settle
from moderation.mails import claim
from moderation.mails import deliver as deliver_bulletin
from moderation.models import Bulletin, Response, State
from moderation.reporting import report
from tests.comments.mailing import work
from tests.factories import make_article, make_comment, make_newsroom, make_user
from tests.smtp import html_of, smtp_sink, text_of

NAME = 'Eve\u202e <b>"O\'Hara"</b>\r\nBcc: all@evil.example & \u2066co'
HEADLINE = "<script>alert('1')</script> \u202eتیتر & \"more\"\r\nX-Evil: 1 نان\u200cها"
WORDS = "Look: <img src=https://evil.example/x.png> & “quoted” {{ newsroom }} {% now 'Y' %}"
RITA = "rita@example.net"
FRIEND = "friend@reader.example"
numbers = count(1)

pytestmark = pytest.mark.django_db


def hostile(language, state=State.HELD, **fields):
    article = make_article(HEADLINE, language=language)
    comment = make_comment(article, WORDS, name=NAME, email=RITA, state=state, **fields)
    Response.objects.update(author_address="javascript:alert(1)//\u202e")
    return Comment.objects.select_related("response__article").get(pk=comment.pk)


def letter(comment, kind, **fields):
    write(comment, kind, **fields)
    made = Letter.objects.select_related("comment__response__article").get()
    deliver(made)


def bulletin():
    Bulletin.objects.update(created_at=timezone.now() - timedelta(hours=1))
    deliver_bulletin(claim())


def held(language):
    comment = hostile(language, State.RECEIVED)
    settle(comment.response, Verdict(Outcome.HOLD, "first-timer"))
    bulletin()


def digest(language):
    for _ in range(3):
        comment = hostile(language, State.RECEIVED)
        settle(comment.response, Verdict(Outcome.HOLD, "first-timer"))
    bulletin()


def reported(language):
    report(hostile(language, State.SHOWN).response, "spam", WORDS, network="n")
    bulletin()


def appealed(language):
    appeal(hostile(language, State.REJECTED).response, WORDS)
    bulletin()


def confirm(language):
    comment = hostile(language)
    following.ask(comment.response.article, RITA, comment=comment, asks_back=False)
    letter(comment, Letter.Kind.CONFIRM)


def shown(language):
    letter(hostile(language, State.SHOWN), Letter.Kind.SHOWN)


def rejected(language):
    letter(hostile(language, State.REJECTED), Letter.Kind.REJECTED, reason=WORDS)


def granted(language):
    answer(language, approve)


def upheld(language):
    answer(language, reject)


def answer(language, decide):
    comment = hostile(language, State.REJECTED)
    appeal(comment.response, WORDS)
    decide(comment.response, by=make_user(is_staff=False), press=Press())
    made = Letter.objects.select_related("comment__response__article").get(kind="appeal")
    deliver(made)


def question(language):
    comment = hostile(language, State.SHOWN)
    following.ask(comment.response.article, FRIEND)
    following.ask_back.call(Follower.objects.get().pk)


def question_of_comment(language):
    comment = hostile(language, State.SHOWN)
    following.ask(comment.response.article, FRIEND, comment=comment)
    following.ask_back.call(Follower.objects.get().pk)


def news(language, number=1):
    article = make_article(HEADLINE, language=language)
    following.ask(article, FRIEND, asks_back=False)
    following.confirm(Follower.objects.get())
    for _ in range(number):
        comment = make_comment(article, WORDS, name=NAME, email=RITA, state=State.RECEIVED)
        settle(comment.response, Verdict(Outcome.SHOW, "policy-show"))
    following.mark(comment)
    following.tell(Follower.objects.get().pk)


def many_news(language):
    news(language, 3)


MAILS = [
    held, digest, reported, appealed, confirm, shown, rejected, granted, upheld,
    question, question_of_comment, news, many_news,
]  # fmt: skip


@pytest.fixture(params=["en", "fa"])
def language(request):
    make_newsroom(name="R&D <News>", language=request.param, tell_authors=False)
    return request.param


@pytest.fixture(params=MAILS, ids=lambda one: one.__name__)
def mail(request, language, settings):
    """The one mail, as the server took it."""
    make_user("mona@example.org", role="Moderator")
    with smtp_sink() as (sink, settings.MAILERS):
        request.param(language)
        (mail,) = sink.mails
        yield mail


def test_it_is_one_honest_mail(mail, language):
    assert mail["Bcc"] is None and mail["X-Evil"] is None and mail["Cc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"] in {"mona@example.org", RITA, FRIEND}
    assert re.fullmatch(r"<[a-z]+-\d+-[\d]+@127\.0\.0\.1>", mail["Message-ID"])
    assert "\n" not in mail["Subject"] and mail["Subject"].strip()
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    turning = set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
    assert not turning & set(mail["Subject"] + text_of(mail) + html_of(mail))


def test_the_text_has_no_entities_and_no_gaps(mail):
    text = text_of(mail)
    assert not re.search(r"&(amp|lt|gt|quot|#x?[0-9a-f]+);", text)
    assert "\n\n\n" not in text.replace("\r\n", "\n")
    assert "{{" not in text.replace("{{ newsroom }}", "") and "{%" not in text.replace("{% now", "")


def test_the_html_is_sound_says_its_language_and_loads_nothing(mail, language):
    html = html_of(mail)
    direction = {"en": "ltr", "fa": "rtl"}[language]
    assert f'<html lang="{language}" dir="{direction}">' in html
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"))
    page = parser.parse(html)
    assert [error for __, error, __ in parser.errors] == []
    names = {
        etree.QName(one).localname for one in page.getroot().iter() if isinstance(one.tag, str)
    }
    assert not names & {"script", "img", "link", "iframe", "object", "form", "b"}
    assert not re.search(r"url\(|@import|src=(?!https://evil)", html)
    links = re.findall(r'href="([^"]*)"', html)
    assert all(link.startswith("http://127.0.0.1:8000/") for link in links)


def test_both_parts_hold_the_same_links(mail):
    own = r"http://127\.0\.0\.1:8000/[^\s\"<>]+"
    assert set(re.findall(own, text_of(mail))) == set(re.findall(own, html_of(mail)))


def test_every_mail_of_the_discussion_has_its_three_templates(settings):
    folder = settings.BASE_DIR / "templates" / "mail"
    for room in ("comments", "moderation"):
        names = {path.name.split(".")[0] for path in (folder / room).iterdir()}
        for name in names:
            for end in (".subject.txt", ".txt", ".html"):
                assert (folder / room / f"{name}{end}").exists(), f"{room}/{name}{end}"


def test_a_worker_sends_such_mails_as_well(language, settings):
    with smtp_sink() as (sink, settings.MAILERS):
        question_of_comment(language)
        work()
        assert len(sink.mails) == 1
