"""Tokens and solved challenges prove a browser; forged, old, worn and foreign ones do not."""

import base64
import json
import time
from datetime import timedelta

import pytest
from altcha import Challenge, Payload, create_challenge, solve_challenge
from django.core import signing
from django.db.models import F

from lib.sealing import seal
from moderation import challenge
from moderation.challenge import LIVES, USES, new_challenge, proves, token_for
from moderation.models import Allowance
from tests.factories import make_newsroom

pytestmark = pytest.mark.django_db
ADDRESS = "/comments/token/"


@pytest.fixture
def easy(monkeypatch):
    """Challenges that a test solves at once; the protocol is the same."""
    monkeypatch.setattr(challenge, "COST", 2)


@pytest.fixture
def later(monkeypatch):
    """Moves the clock by which tokens age."""
    now = time.time

    def later(seconds):
        monkeypatch.setattr(time, "time", lambda: now() + seconds)

    return later


def solved(told):
    asked = Challenge.from_dict(told)
    return Payload(asked, solve_challenge(asked)).to_base64()


def changed(payload, **changes):
    """The same payload with other parameters, signed as before."""
    said = json.loads(base64.b64decode(payload))
    said["challenge"]["parameters"] |= changes
    return base64.b64encode(json.dumps(said).encode()).decode()


def test_a_token_proves_for_two_hours(later):
    token = token_for("network", make_newsroom())["token"]
    assert proves(token)
    later(LIVES - 5)
    assert proves(token)
    later(LIVES + 5)
    assert not proves(token)


def test_a_solved_challenge_proves_for_two_hours(easy, later):
    payload = solved(new_challenge())
    assert len(payload) < challenge.LONGEST / 2
    assert proves(payload)
    later(LIVES + 5)
    assert not proves(payload)


@pytest.mark.parametrize(
    "token",
    ["", ":", "a:b:c", "x" * 5000, "eyJ9", "{}", "W10=", "bnVsbA==", "توکن", "\0", "\ud800",
     base64.b64encode(b"[" * 1400).decode(), base64.b64encode(b'{"challenge":1}').decode()],
    ids=range(13),
)  # fmt: skip
def test_what_is_none_proves_nothing(token):
    assert not proves(token)


def test_a_token_of_somebody_else_proves_nothing():
    forged = signing.dumps(["x" * 32], key="theirs" * 10, salt="newsroom.reply-token")
    other_purpose = seal("something-else", "x" * 32)
    token = token_for("network", make_newsroom())["token"]
    spoilt = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert [proves(one) for one in (forged, other_purpose, spoilt, token)] == [False] * 3 + [True]


def test_a_challenge_of_our_own_making_is_needed(easy):
    foreign = create_challenge(challenge.ALGORITHM, 2, counter=3, hmac_secret="theirs")
    assert not proves(solved(foreign.to_dict()))
    unsigned = create_challenge(challenge.ALGORITHM, 2, counter=3)
    assert not proves(solved(unsigned.to_dict()))


def test_a_challenge_cannot_be_made_easier_or_longer_lived(easy):
    payload = solved(new_challenge())
    for changes in ({"cost": 1}, {"expiresAt": 2**40}, {"keyPrefix": ""}, {"keySignature": None}):
        assert not proves(changed(payload, **changes))
    assert proves(payload)


def test_an_unsolved_challenge_proves_nothing(easy):
    told = new_challenge()
    guess = {"challenge": told, "solution": {"counter": 1, "derivedKey": "00" * 32}}
    assert not proves(base64.b64encode(json.dumps(guess).encode()).decode())


def test_a_token_is_worn_after_some_replies_and_rests(easy):
    for token in (token_for("network", make_newsroom())["token"], solved(new_challenge())):
        assert [proves(token) for _ in range(USES + 1)] == [True] * USES + [False]
        Allowance.objects.update(free_at=F("free_at") - timedelta(minutes=10))
        assert proves(token)


def test_a_solution_written_otherwise_is_worn_too(easy):
    payload = solved(new_challenge())
    for _ in range(USES):
        proves(payload)
    said = json.loads(base64.b64decode(payload))
    said["solution"] |= {"counter": 7, "time": 12345}
    again = base64.b64encode(json.dumps(said, indent=1).encode()).decode()
    assert again != payload
    assert not proves(again)


# The address


def test_a_calm_network_gets_a_token_that_nobody_keeps(client):
    make_newsroom()
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert proves(answer.json()["token"])
    assert client.get(ADDRESS).json() != answer.json()
    assert client.post(ADDRESS).status_code == 405


def test_a_network_that_asks_too_often_has_to_work_and_is_not_shut_out(client, easy):
    make_newsroom()
    told = [client.get(ADDRESS, REMOTE_ADDR="192.0.2.1").json() for _ in range(31)]
    assert ["challenge" in one for one in told] == [False] * 30 + [True]
    assert proves(solved(told[-1]["challenge"]))
    assert "token" in client.get(ADDRESS, REMOTE_ADDR="192.0.2.2").json()


def test_in_a_raid_everybody_has_to_work(client, easy):
    newsroom = make_newsroom()
    newsroom.start_raid(1)
    assert proves(solved(client.get(ADDRESS).json()["challenge"]))
    newsroom.end_raid()
    assert "token" in client.get(ADDRESS).json()
