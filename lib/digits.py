"""Digits as the press of a language writes them."""

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_OF_LANGUAGE = {"fa": _PERSIAN, "ps": _PERSIAN, "ar": _ARABIC, "ckb": _ARABIC}


def digits(text: str, language: str) -> str:
    """`text` in the digits of a language (BCP 47): Persian in fa and ps, Arabic in ar and ckb.

    Source: the default numbering systems of CLDR.
    """
    own = _OF_LANGUAGE.get(language.lower().replace("_", "-").partition("-")[0])
    return text.translate(own) if own else text
