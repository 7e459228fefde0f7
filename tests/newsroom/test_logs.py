"""Addresses that only one person has stay out of the log."""

import logging

import pytest

from newsroom.logs import SecretAddresses


def line(message, *args):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert SecretAddresses().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    "room", ["preview", "held", "linkbacks", "follow", "confirm", "appeal", "decision"]
)
def test_what_follows_a_secret_room_is_cut(room):
    assert line("Not Found: %s", f"/{room}/aB3-x/y/?q=1") == f"Not Found: /{room}/…?q=1"


def test_other_addresses_are_written_as_they_are():
    assert line("Not Found: %s", "/2026/11/22/follow-up/") == "Not Found: /2026/11/22/follow-up/"


def test_a_message_that_holds_a_percent_sign_stays_a_message():
    assert line("Not Found: %s", "/held/%41/") == "Not Found: /held/…"
    assert line("100 %") == "100 %"


def test_the_log_goes_through_it(settings):
    assert "secret_addresses" in settings.LOGGING["handlers"]["stderr"]["filters"]
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
