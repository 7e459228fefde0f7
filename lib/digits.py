"""Digits as the press of a language writes them."""

import re

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_OF_LANGUAGE = {"fa": _PERSIAN, "ps": _PERSIAN, "ar": _ARABIC, "ckb": _ARABIC}


_FSI, _PDI = "\u2068", "\u2069"
_ISOLATED = re.compile(f"({_FSI}[^{_PDI}]*{_PDI})")


def isolated(text: object) -> str:
    """Somebody's own words inside a sentence, such as an address: they keep their direction and
    their digits.
    """
    return f"{_FSI}{text}{_PDI}"


def digits(text: str, language: str) -> str:
    """`text` in the digits of a language (BCP 47): Persian in fa and ps, Arabic in ar and ckb.

    What is `isolated` stays as it is. Source: the default numbering systems of CLDR.
    """
    own = _OF_LANGUAGE.get(language.lower().replace("_", "-").partition("-")[0])
    if not own:
        return text
    pieces = _ISOLATED.split(text)
    return "".join(piece if piece[:1] == _FSI else piece.translate(own) for piece in pieces)
