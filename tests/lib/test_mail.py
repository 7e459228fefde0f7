"""One mail leaves in both forms, with one subject line, and says that a machine sent it."""

import smtplib
import warnings

import pytest
from django.core.exceptions import ValidationError
from django.template import TemplateDoesNotExist
from django.test import override_settings
from django.utils import translation

from lib.mail import reachable, send
from tests.smtp import smtp_sink

TEMPLATES = {
    "mail/held.subject.txt": "Held: {{ headline }}\n\n on {{ site }}\n",
    "mail/held.txt": "\n{{ writer }} wrote: {{ text }}\n\n{% include 'mail/_foot.txt' %}\n",
    "mail/held.html": "<p>{{ writer }} wrote: {{ text }}</p>",
    "mail/_foot.txt": "-- {{ site }}",
    "mail/plain.subject.txt": "Plain",
    "mail/plain.txt": "Hello",
    "mail/spoken.subject.txt": "{{ name }}",
    "mail/spoken.txt": "{{ name }}\n\n\n\n{{ language }}",
    "mail/spoken.html": '<p lang="{{ language }}" dir="{{ direction }}">{{ name }}</p>',
    "mail/broken.subject.txt": "Broken",
    "mail/broken.txt": "Hello",
    "mail/broken.html": "{% include 'mail/missing.html' %}",
}
CONTEXT = {
    "headline": "Tom & “Jerry”",
    "writer": "<Ann>",
    "text": "a < b & 'c' سلام\u200cها",
    "site": "R&D",
}


@pytest.fixture
def sink():
    loaders = [("django.template.loaders.locmem.Loader", TEMPLATES)]
    engine = "django.template.backends.django.DjangoTemplates"
    with (
        smtp_sink() as (sink, mailers),
        override_settings(
            DEFAULT_FROM_EMAIL="The News <news@news.example>",
            SITE_URL="https://news.example",
            MAILERS=mailers,
            TEMPLATES=[{"BACKEND": engine, "OPTIONS": {"loaders": loaders}}],
        ),
    ):
        yield sink


def test_a_mail_has_both_forms_and_says_that_a_machine_sent_it(sink):
    assert send("held", ["ann@reader.example"], CONTEXT) == 1
    (mail,) = sink.mails
    assert sink.received[0].rcpt_tos == ["ann@reader.example"]
    assert mail["To"] == "ann@reader.example"
    assert mail["From"] == "The News <news@news.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@news.example>") and mail["Date"]
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_the_subject_is_one_line_and_nothing_in_the_text_is_escaped(sink):
    send("held", ["ann@reader.example"], CONTEXT)
    (mail,) = sink.mails
    assert mail["Subject"] == "Held: Tom & “Jerry” on R&D"
    lines = mail.get_body(("plain",)).get_content().splitlines()
    assert lines == ["<Ann> wrote: a < b & 'c' سلام\u200cها", "", "-- R&D"]


def test_everything_in_the_html_is_escaped(sink):
    send("held", ["ann@reader.example"], CONTEXT)
    html = sink.mails[0].get_body(("html",)).get_content()
    assert "&lt;Ann&gt; wrote: a &lt; b &amp; &#x27;c&#x27;" in html


def test_a_mail_without_an_html_template_is_plain(sink):
    send("plain", ["ann@reader.example"], {})
    assert sink.mails[0].get_content_type() == "text/plain"
    assert sink.mails[0].get_content().splitlines() == ["Hello"]


def test_several_people_get_one_mail(sink):
    assert send("plain", ["ann@reader.example", "بهار <bahar@reader.example>"], {}) == 1
    assert sink.received[0].rcpt_tos == ["ann@reader.example", "bahar@reader.example"]


def test_nobody_to_write_to_is_no_mail(sink):
    assert send("plain", [], {}) == 0
    assert sink.received == []


def test_headers_are_added_and_may_replace_ours(sink):
    headers = {"List-Unsubscribe": "<https://news.example/x>", "Auto-Submitted": "auto-replied"}
    send("plain", ["ann@reader.example"], {}, headers=headers)
    (mail,) = sink.mails
    assert mail["List-Unsubscribe"] == "<https://news.example/x>"
    assert mail.get_all("Auto-Submitted") == ["auto-replied"]


def test_a_subject_cannot_add_a_header(sink):
    send("held", ["ann@reader.example"], CONTEXT | {"headline": "x\r\nBcc: eve@evil.example"})
    (mail,) = sink.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Held: x Bcc: eve@evil.example on R&D"


@pytest.mark.parametrize(
    ("to", "headers"),
    [
        (["ann@reader.example\r\nBcc: eve@evil.example"], None),
        (["ann@reader.example, eve@evil.example"], None),
        (["ann@reader.example"], {"X-Article": "1\nBcc: eve@evil.example"}),
        (["ann@reader.example"], {"Bcc": "eve@evil.example"}),
    ],
)
def test_an_address_or_header_that_breaks_out_is_refused(sink, to, headers):
    with pytest.raises(ValueError, match=r"."):
        send("plain", to, {}, headers=headers)
    assert sink.received == []


def test_a_text_instead_of_a_list_of_people_is_refused(sink):
    with pytest.raises(TypeError):
        send("plain", "ann@reader.example", {})


@pytest.mark.parametrize("template", ["missing", "broken"])
def test_a_missing_template_is_an_error_and_no_half_mail(sink, template):
    with pytest.raises(TemplateDoesNotExist):
        send(template, ["ann@reader.example"], {})
    assert sink.received == []


def test_a_refused_recipient_is_an_error_for_the_caller_to_try_again(sink):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send("plain", ["nobody@reader.example"], {})


def test_a_server_that_is_not_there_is_an_oserror(sink):
    mailers = {"default": {"OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1}}}
    with override_settings(MAILERS=mailers), pytest.raises(OSError):
        send("plain", ["ann@reader.example"], {})


def test_nothing_deprecated_is_used(sink):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert send("held", ["ann@reader.example"], CONTEXT) == 1


def test_the_same_mail_again_has_the_same_name(sink):
    for _ in range(2):
        send("plain", ["ann@reader.example"], {}, key="letter-7-20261126")
    assert [mail["Message-ID"] for mail in sink.mails] == ["<letter-7-20261126@news.example>"] * 2


def test_mails_of_one_thread_answer_the_same(sink):
    for key in ("a-1", "a-2"):
        send("plain", ["ann@reader.example"], {}, key=key, thread="article-5")
    for mail in sink.mails:
        assert mail["In-Reply-To"] == mail["References"] == "<article-5@news.example>"


def test_what_can_be_ended_says_how_with_one_click(sink):
    send("plain", ["ann@reader.example"], {}, unsubscribe="https://news.example/follow/x/")
    (mail,) = sink.mails
    assert mail["List-Unsubscribe"] == "<https://news.example/follow/x/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_cannot_be_ended_names_no_thread_and_no_list(sink):
    send("plain", ["ann@reader.example"], {})
    for name in ("List-Unsubscribe", "List-Unsubscribe-Post", "In-Reply-To", "References"):
        assert sink.mails[0][name] is None


@pytest.mark.parametrize("key", ["a b", "a>\r\nBcc: eve@evil.example", "é", "a@b", "-", "a..b"])
@pytest.mark.parametrize("name", ["key", "thread"])
def test_a_name_that_breaks_out_is_refused(sink, key, name):
    with pytest.raises(ValueError, match="no key of a mail"):
        send("plain", ["ann@reader.example"], {}, **{name: key})
    assert sink.received == []


def test_an_address_to_unsubscribe_cannot_add_a_header(sink):
    with pytest.raises(ValueError, match=r"."):
        send("plain", ["ann@reader.example"], {}, unsubscribe="x>\r\nBcc: eve@evil.example")
    assert sink.received == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fa", "rtl"), ("ps", "rtl")])
def test_the_html_says_its_language_and_direction(sink, language, direction):
    with translation.override(language):
        send("spoken", ["ann@reader.example"], {"name": "Ann"})
    html = sink.mails[0].get_body(("html",)).get_content()
    assert f'<p lang="{language}" dir="{direction}">' in html


def test_nothing_turns_the_direction_of_what_follows_nor_controls_a_terminal(sink):
    send(
        "spoken", ["ann@reader.example"], {"name": "Eve\u202e\u2066\x1b[2J\x00\u2028 سلام\u200cها"}
    )
    (mail,) = sink.mails
    assert mail["Subject"] == "Eve[2J سلام\u200cها"
    for part in mail.iter_parts():
        text = part.get_content()
        assert "Eve[2J سلام\u200cها" in text
        assert not set(text) & set("\u202e\u2066\x1b\x00\u2028")


def test_gaps_left_by_conditions_close_up(sink):
    send("spoken", ["ann@reader.example"], {"name": "Ann"})
    text = sink.mails[0].get_body(("plain",)).get_content()
    assert text.splitlines() == ["Ann", "", "en"]


@pytest.mark.parametrize(
    "address", ["ann@reader.example", "a.b+c_'&=/?^{|}~-@x.example", "a" * 64 + "@x.example",
                "ann@مثال.example"],
)  # fmt: skip
def test_an_address_that_mail_leaves_for_is_reachable(sink, address):
    reachable(address)
    assert send("plain", [address], {}) == 1


@pytest.mark.parametrize(
    "address", ["", "ann", "@x.example", "a" * 65 + "@x.example", "\u017f@x.example",
                '"ann"@x.example', '"\x07"@x.example', "ann@[192.0.2.1]", "a b@x.example",
                "ann@evil@x.example\r\nBcc: all@x.example"[3:], "a\n@x.example"],
)  # fmt: skip
def test_an_address_that_no_mail_leaves_for_is_not_reachable(address):
    with pytest.raises(ValidationError):
        reachable(address)
