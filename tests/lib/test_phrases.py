"""A phrase is found as whole words, however it is spelled, in every script."""

import pytest

from lib.phrases import holds, key_words, spellings, words_in


def found(phrase, text):
    said, sought = spellings(text), spellings(phrase)
    is_held = holds(said, sought)
    if is_held:
        assert key_words(sought) & words_in(said), "the index would not find it"
    return is_held


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("pills", "Buy PILLS now!"),
        ("pills", "pills"),
        ("cheap pills", "the cheap,\n pills"),
        ("viagra", "Víágrà"),
        ("viagra", "vi\u200bag\u00adra"),
        ("viagra", "v̶i̶a̶g̶r̶a̶"),
        ("viagra", "ｖｉａｇｒａ"),
        ("viagra", "vіаgrа"),  # Cyrillic і and а
        ("straße", "STRASSE"),
        ("کتاب", "كتاب"),
        ("کتاب", "کِتاب"),
        ("كتاب", "کـتاب"),
        ("یکی", "يكي"),
        ("۱۲۳", "call 123"),
        ("123", "تماس ١٢٣"),
        ("می‌خواهم", "من می‌خواهم"),
        ("می‌خواهم", "من میخواهم"),
        ("می‌خواهم", "من می خواهم"),
        ("می خواهم", "من می‌خواهم"),
        ("میخواهم", "من می‌خواهم"),
        ("毒品", "我想买毒品吗"),
        ("ビタミン", "このビタミン剤"),
        ("ยา", "ขายยาถูก"),
        ("казино", "Лучшее КАЗИНО мира"),
        ("קזינו", "קָזִינוֹ"),
        ("दवा", "सस्ती दवा"),
    ],
)  # fmt: skip
def test_a_phrase_is_found_in_its_spellings(phrase, text):
    assert found(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("ass", "a class of grass"),
        ("cum", "document"),
        ("the rapist", "the therapist"),
        ("rapist", "the therapist"),
        ("cheap pills", "cheap red pills"),
        ("pills cheap", "cheap pills"),
        ("کتاب", "کتابخانه"),
        ("خواه", "می‌خواهم"),
        ("毒品", "毒蛇和品牌"),
        ("соса", "coca"),  # Cyrillic alone stays what it is
        ("pills", ""),
    ],
)
def test_nothing_else_is_found(phrase, text):
    assert not found(phrase, text)


def test_what_holds_no_word_has_no_spelling():
    assert spellings("… — 💊 !") == frozenset()


def test_a_word_at_the_end_of_the_longest_text_is_found():
    text = "می\u200cخواهم " * 6000
    assert holds(spellings(text + "pills"), spellings("pills"))
