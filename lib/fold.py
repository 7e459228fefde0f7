"""Text compared, addressed and ordered: one folding for search, word lists and duplicates."""

import re
import unicodedata

RESERVED = frozenset({"feed", "page", "trackback", "likes", "comments"})
SLUG_LENGTH = 80
MOST_MARKS = 30

_LATIN = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe"}
)
_ARABIC = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ڪ": "ک", "ة": "ه", "ە": "ه", "ھ": "ه", "ہ": "ه", "ٱ": "ا"}
)
_SPELLINGS = str.maketrans("يىك", "ییک")
# Accents after a Latin or Greek letter; the marks of other scripts are part of their spelling.
_ACCENTS = re.compile(
    "(?<=[a-z\u00df-\u02af\u0370-\u03ff\u1e00-\u1fff\u0300-\u036f])[\u0300-\u036f\u1ab0-\u1aff]+"
)
# Arabic: harakat, hamza and madda (their letters are decomposed then), Quranic signs, tatweel.
# Hebrew: points. Syriac: points. Everywhere: variation selectors and fillers.
_MARKS = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08ff\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0711"
    "\u0730-\u074a\u034f\u115f\u1160\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_ASCII_WORD = re.compile("[0-9a-z]+")
_ASCII_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HYPHENS = re.compile(r"-[-\u0300-\u036f]*")
_HARAKAT = re.compile("[\u0640\u064b-\u0652\u0670]")
_ENDS = "\t\n\x0b\x0c\r\x85"  # the control characters that stand between words
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ")

# Persian, Kurdish, Urdu and Pashto in one order; letters written together here share a place.
# Sources: ISIRI 6219 and CLDR's collation for fa (hamza on any seat follows alef).
_PERSIAN = (
    "آ اٱ ءأإؤئ ب ٻ پ ت ټ ٹ ث ج چ ځ څ ح خ د ډ ڈ ذ ر ړ ڑ ڕ ز ژ ږ س ش ښ ص ض ط ظ ع غ ف ڤ ق"
    " کكڪ گګ ل ڵ م ن ڼ ں وۇ ۆ هہھةۀۂۃ ە یيى ێې ے"
)
# Arabic dictionaries: hamza as its seat, heh before waw.
_ARABIC_ORDER = "ء اآأإٱ ب پ ت ث ج چ ح خ د ذ ر ز ژ س ش ص ض ط ظ ع غ ف ڤ ق كکڪ گ ل م ن هةەہھ وؤۆ يىیئ"


def _tags(words: str) -> frozenset[str]:
    return frozenset(words.split())


_RTL_LANGUAGES = _tags(
    "ar arc ars ary arz apc aeb acm aii azb bal bqi ckb dv fa gbz glk haz hbo he iw ji khw ks lrc"
    " luz mzn nqo pnb prs ps rhg sam sd sdh skr syr ug ur yi"
)
_RTL_SCRIPTS = _tags("adlm arab aran hebr mand mend nkoo rohg samr syrc syre syrj syrn thaa yezi")
_RTL_REGIONS = frozenset({"ku-iq", "ku-ir", "ku-sy", "pa-pk", "az-ir", "az-iq", "uz-af", "tk-ir"})


def fold(text: str) -> str:
    """The form in which spellings of the same words are equal: for comparing, never for showing.

    NFKC, case, Latin accents, Arabic and Persian letter forms, harakat, tatweel, digits of every
    script; half-spaces and other invisible characters vanish; white space is one space.
    """
    text = unicodedata.normalize("NFKD", _decomposed(text).casefold())
    text = "".join(map(_plain, text))
    text = _MARKS.sub("", _ACCENTS.sub("", text.translate(_LATIN)))
    return " ".join(unicodedata.normalize("NFKC", text.translate(_ARABIC)).split())


def words(text: str) -> list[str]:
    """The folded words of `text` in order: runs of letters, marks and digits."""
    if text.isascii():  # the same, without asking what each character is
        return _ASCII_WORD.findall(_ASCII_UNSEEN.sub("", text.lower()))
    return "".join(ch if _in_word(ch) else " " for ch in fold(text)).split()


def slug(text: str, language: str = "") -> str:
    """`text` as a part of an address: letters and digits of every script, lower case, "-" between.

    NFC; at most 80 characters; "" only when there is no letter or digit. Yeh and kaf are written
    the Persian way unless `language` is Arabic. A reserved word gets "-1".
    """
    text = unicodedata.normalize("NFKC", text).lower().translate(_APOSTROPHES)
    if not language.lower().startswith("ar"):
        text = text.translate(_SPELLINGS)
    text = unicodedata.normalize("NFC", _HARAKAT.sub("", text))
    made = _shortened(_HYPHENS.sub("-", "-" + "".join(map(_slug_character, text))).strip("-"))
    return f"{made}-1" if is_reserved(made) else made


def is_reserved(slug: str) -> bool:
    """Whether an address part of an article means something else (`feed`, `comment-page-2` …)."""
    return slug in RESERVED or re.fullmatch(r"comment-page-\d+", slug) is not None


def sort_key(text: str, language: str = "fa") -> str:
    """A key whose order by code point is the alphabet's; Latin before Arabic script.

    `language` is that of the list, not of the text: "ar" puts heh before waw and hamza at its
    seat, everything else follows Persian, Kurdish and Urdu. Equal words differ by the text itself.
    """
    order = _ARABIC_PLACES if language.lower().startswith("ar") else _PERSIAN_PLACES
    placed = unicodedata.normalize("NFKC", text).translate(order)
    return f"{' '.join(words(placed))}\t{unicodedata.normalize('NFC', text)}"


def direction(language: str) -> str:
    """The direction, "rtl" or "ltr", of a language tag (BCP 47: `fa`, `ku-Arab`, `pa_PK`)."""
    first, *rest = language.lower().replace("_", "-").split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    region = any(f"{first}-{part}" in _RTL_REGIONS for part in rest)
    return "rtl" if first in _RTL_LANGUAGES or region else "ltr"


def _decomposed(text: str) -> str:
    """NFKD, of each pile of marks the first `MOST_MARKS`: putting them in order takes the square of
    their number, which is seconds for a comment of nothing else (UAX #15, Stream-Safe Text).
    """
    kept: list[str] = []
    pile = 0
    for ch in "".join(unicodedata.normalize("NFKD", ch) for ch in text):
        pile = pile + 1 if unicodedata.combining(ch) else 0
        if pile <= MOST_MARKS:
            kept.append(ch)
    return unicodedata.normalize("NFKD", "".join(kept))


def _plain(ch: str) -> str:
    """Western digits; nothing for what cannot be seen."""
    category = unicodedata.category(ch)
    if category == "Nd":
        return str(unicodedata.decimal(ch))
    return "" if category == "Cf" or (category == "Cc" and ch not in _ENDS) else ch


def _in_word(ch: str) -> bool:
    category = unicodedata.category(ch)
    return category[0] in "LMN" or category == "Co"  # Co: a place in `sort_key`'s alphabet


def _slug_character(ch: str) -> str:
    category = unicodedata.category(ch)
    if ch == "\u200c":
        return "-"
    if category in {"Cf", "Me"} or "\ufe00" <= ch <= "\ufe0f":
        return ""
    return ch if category[0] in "LMN" else "-"


def _shortened(made: str) -> str:
    """At most `SLUG_LENGTH`, at a "-" if one stands in the second half."""
    if len(made) <= SLUG_LENGTH:
        return made
    cut = made.rfind("-", SLUG_LENGTH // 2, SLUG_LENGTH + 1)
    return made[: cut if cut > 0 else SLUG_LENGTH].strip("-")


def _places(alphabet: str) -> dict[int, str]:
    """Each letter's place as a private-use character: no folding touches those."""
    groups = enumerate(alphabet.split())
    return {ord(letter): chr(0xE000 + place) for place, group in groups for letter in group}


_PERSIAN_PLACES = _places(_PERSIAN)
_ARABIC_PLACES = _places(_ARABIC_ORDER)
