"""Every address that others judged, against the forms that take one and the mail that leaves.

Where we differ from isemail on purpose: white space around an address is not part of it (browsers
and keyboards add it); a domain has a dot and no number for its last part; what is quoted, or stands
at the number of a host, is refused though RFC 5321 knows it, since hardly anybody has such an
address and no mail of ours would arrive.
"""

import pytest
from defusedxml import ElementTree

from accounts.forms import EmailForm
from comments.forms import FollowForm, ReplyForm
from comments.letters import deliver, write
from comments.models import Follower, Letter
from tests.comments.mailing import OWN
from tests.factories import make_comment, make_newsroom
from tests.lib.html_rules import fixture
from tests.smtp import smtp_sink

SOUND = {"ISEMAIL_VALID_CATEGORY", "ISEMAIL_DNSWARN"}
"""The DNS is not asked while a form is read."""
FOR_SMTP = "ISEMAIL_RFC5321"
STRICTER = {"test@io", "test@iana.a"}
"""Sound to isemail, which would ask the DNS: no mailbox stands at a top-level domain."""
FURTHER = {
    "\u017f@example.org": False,  # a long s: Django's own pattern takes it for an s
    "\u212a@example.org": False,  # the sign of kelvin, which it takes for a k
    "\u00e9@example.org": False,
    "rita@ex\u00e4mple.org": True,
    "rita@127.0.0.1": False,
    "rita@[127.0.0.1]": False,
    "rita@example.org\r\nBcc: all@evil.example": False,
    "rita@example.org,all@evil.example": False,
    "Rita <rita@example.org>": False,
    "rita@example.org\0": False,
}


def typed(text):
    """The fixtures write control characters as the pictures of them."""
    return "".join(chr(ord(one) - 0x2400) if "\u2400" <= one <= "\u2421" else one for one in text)


def judged():
    """Each address with the category that isemail puts it into."""
    tree = ElementTree.parse(fixture("email/tests.xml"))
    return [
        (typed(test.findtext("address") or ""), test.findtext("category"))
        for test in tree.iter("test")
    ]


def taken(address):
    """The address as the forms keep it, or None; all of them say the same."""
    reply = ReplyForm({"comment": "Well said.", "author": "Rita", "email": address})
    forms = [reply, FollowForm({"email": address}), EmailForm({"email": address})]
    assert len({form.is_valid() for form in forms}) == 1, address
    if not reply.is_valid():
        assert set(reply.errors) == {"email"}
        return None
    return reply.cleaned_data["email"]


def test_the_forms_agree_with_isemail_on_what_is_an_address():
    cases = judged()
    assert len(cases) > 160
    for address, category in cases:
        kept = taken(address)
        bare = address.strip()
        if category in SOUND and len(address) <= 100 and bare not in STRICTER:
            assert kept == bare, address
        elif kept is not None and category != FOR_SMTP:
            assert bare != address and kept == bare, address


@pytest.mark.parametrize(("address", "is_taken"), FURTHER.items(), ids=ascii)
def test_what_no_mail_reaches_is_no_address(address, is_taken):
    assert (taken(address) is not None) == is_taken


@pytest.mark.django_db
def test_whatever_is_taken_gets_one_mail_with_one_recipient(article, settings):
    addresses = sorted({kept for address, _ in judged() if (kept := taken(address))})
    assert len(addresses) > 15
    comment = make_comment(article)
    with smtp_sink() as (sink, settings.MAILERS):
        for number, address in enumerate(addresses, 1):
            type(comment).objects.update(email=address)
            Letter.objects.all().delete()
            comment.refresh_from_db()
            write(comment, Letter.Kind.SHOWN)
            deliver(Letter.objects.select_related("comment__response__article").get())
            assert len(sink.received) == number, address
            assert sink.received[-1].rcpt_tos == [address]
            mail = sink.mails[-1]
            assert mail["To"] == address
            assert mail["Bcc"] is None and mail["Cc"] is None


@pytest.mark.django_db
def test_no_judged_address_is_an_error_on_its_way_in(client, article):
    make_newsroom(writer_burst=999)
    for number, (address, _) in enumerate(judged()):
        home = {"REMOTE_ADDR": f"10.1.{number}.1"}
        sent = {"article": article.pk, "email": address}
        answer = client.post("/follow/", sent, headers=OWN, **home)
        assert answer.status_code == (200 if taken(address) else 422), address
        sent = {"comment": f"No. {number}", "author": "Rita", "email": address}
        answer = client.post(f"{article.path}comments/", sent, headers=OWN, **home)
        assert answer.status_code in {303, 422}, address
    assert Follower.objects.exists()
