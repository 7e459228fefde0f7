"""Limits hold across connections, cost nothing when they refuse, and forget."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from moderation.limits import forget_allowances, wait, waits
from moderation.models import Allowance


def time_passes(seconds):
    """The database's clock cannot be moved; the kept times can."""
    Allowance.objects.update(free_at=F("free_at") - timedelta(seconds=seconds))


@pytest.mark.django_db
def test_a_burst_passes_and_the_next_one_waits():
    answers = [wait("somebody", burst=3, per_minute=6) for _ in range(4)]
    assert answers[:3] == [0, 0, 0]
    assert 9 < answers[3] <= 10


@pytest.mark.django_db
def test_being_refused_does_not_lengthen_the_wait():
    for _ in range(20):
        last = wait("somebody", burst=1, per_minute=1)
    assert 59 < last <= 60


@pytest.mark.django_db
def test_after_the_wait_exactly_one_more_passes():
    assert [wait("somebody", burst=2, per_minute=6) > 0 for _ in range(3)] == [False, False, True]
    time_passes(10)
    assert wait("somebody", burst=2, per_minute=6) == 0
    assert wait("somebody", burst=2, per_minute=6) > 0


@pytest.mark.django_db
def test_a_long_rest_gives_the_burst_back_and_no_more():
    for _ in range(3):
        wait("somebody", burst=3, per_minute=6)
    time_passes(3600)
    assert [wait("somebody", burst=3, per_minute=6) > 0 for _ in range(4)] == [False] * 3 + [True]


@pytest.mark.django_db
def test_keys_do_not_share_turns():
    assert wait("one", burst=1, per_minute=1) == 0
    assert wait("other", burst=1, per_minute=1) == 0
    assert wait("one", burst=1, per_minute=1) > 0


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 10_000, "نام@مثال.example", "a\0b", "\ud800", ""])
def test_any_text_is_a_key_and_none_is_kept(key):
    assert wait(key, burst=1, per_minute=1) == 0
    assert wait(key, burst=1, per_minute=1) > 0
    (kept,) = Allowance.objects.values_list("key", flat=True)
    assert len(kept) <= 100
    assert not key or key not in kept


@pytest.mark.django_db
def test_only_who_has_the_whole_burst_again_is_forgotten():
    wait("rested", burst=1, per_minute=1)
    time_passes(61)
    wait("waiting", burst=1, per_minute=1)
    assert forget_allowances() == 1
    assert wait("rested", burst=1, per_minute=1) == 0
    assert wait("waiting", burst=1, per_minute=1) > 0


@pytest.mark.django_db(transaction=True)
def test_many_connections_at_once_take_exactly_the_burst():
    def ask(_):
        try:
            return wait("crowd", burst=10, per_minute=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(ask, range(60)))
    assert answers.count(0) == 10
    assert all(answer == 0 or 50 < answer <= 60 for answer in answers)


@pytest.mark.django_db
def test_turns_of_many_are_taken_with_one_question(django_assert_num_queries):
    wait("two", burst=1, per_minute=1)
    with django_assert_num_queries(1):
        one, two, three = waits(["one", "two", "three"], burst=1, per_minute=1)
    assert (one, three) == (0, 0)
    assert two > 0
    assert waits([], burst=1, per_minute=1) == []


@pytest.mark.django_db
def test_a_key_that_asks_again_among_many_takes_another_turn():
    keys = ["one", "two", "one", "one", "two"]
    assert [seconds > 0 for seconds in waits(keys, burst=2, per_minute=1)] == [
        False, False, False, True, False,
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_those_who_take_the_same_turns_in_another_order_do_not_wait_for_each_other_for_ever():
    keys = [f"key {number}" for number in range(40)]

    def take(number):
        try:
            return waits(keys[::-1] if number % 2 else keys, burst=10, per_minute=1)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(take, range(12)))
    assert [sum(not seconds for seconds in of_one) for of_one in zip(*answers, strict=True)] == (
        [10] * len(keys)
    )
