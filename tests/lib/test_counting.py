"""Words and minutes are counted right in every script, and by sentences without one."""

import pytest

from lib.counting import minutes, words


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (" \n ", 0),
        ("– … — .", 0),
        ("Bread is dear.", 3),
        ("well-known isn't 3.5 1,000", 4),
        ("bread—dear", 2),
        ("می‌خواهم کتاب‌هایم را بخوانم.", 4),
        ("قَرَأْتُ الكِتَابَ، ثُمَّ نِمْتُ.", 4),
        ("۱۲ نان", 2),
        ("今天天气很好。", 6),
        ("東京タワーへ行く", 8),
        ("한국어 문장", 2),
        ("café cafe\u0301", 2),
        ("👍 👩‍👩‍👧", 0),
    ],
)
def test_words_are_counted_as_people_count_them(text, number):
    assert words(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 0), ("word", 1), ("word " * 184, 1), ("word " * 920, 5), ("字" * 900, 3)],
)
def test_reading_takes_whole_minutes(text, number):
    assert minutes(text) == number
