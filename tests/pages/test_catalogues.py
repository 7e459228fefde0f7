"""The catalogues hold every sentence, whole and compiled, in each language that we translate to."""

import gettext
import io
import re
import runpy
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = settings.BASE_DIR
LANGUAGES = ("ar", "ckb", "fa", "fr")
REMEDY = "run `make catalogues` and translate what is new"
STAFF = re.compile(
    r"(^|/)(admin|apps|models)(/|\.py$)|^(masthead|newsroom|photos)/|^desk/(?!views/|note_forms)"
    r"|^accounts/(ending|farewell|privacy)\.py"
    r"|^articles/(bin|content|copying|filing|forms|leaving|publishing|revisions|tagging)\.py"
    r"|^comments/desk\.py|^lib/pictures\.py"
    r"|^moderation/(?!forms\.py)|^trackbacks/(face|ping)_reasons\.py"
    r"|^templates/(admin|mail/(desk|moderation|newsroom))/|_on_desk\.html$"
    r"|^templates/moderation/decision\.html$"
)
"""Files whose sentences only people who work here read."""
READ_FROM_ROWS = {
    "pingback", "trackback", "webmention", "own article", "Anonymous", "a reader", "e-mail address",
    "It is spam or advertising", "It insults or threatens somebody", "It is false or misleading",
    "It spreads hatred against a group of people", "It tells something private about somebody",
    "Something else",
}  # fmt: skip
"""Words of models that readers see."""
FILLED_IN = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?[^>]+>")


def source(language):
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def messages(language, file=None):
    """Message by (context, singular); unsure translations count as none."""
    with (file or source(language)).open("rb") as opened:
        catalog = read_po(opened, abort_invalid=True)
    return {
        (one.context, one.id[0] if one.pluralizable else one.id): one for one in catalog if one.id
    }


def translations(message):
    """All forms of a message's translation, or none."""
    forms = message.string if message.pluralizable else (message.string,)
    return [] if message.fuzzy or not all(forms) else list(forms)


def is_for_readers(message):
    if message.id in READ_FROM_ROWS:
        return True
    return any(not STAFF.search(path) for path, _line in message.locations)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def test_there_is_a_catalogue_for_each_language():
    assert sorted(path.name for path in (ROOT / "locale").iterdir()) == list(LANGUAGES)


def test_every_sentence_for_readers_is_translated(language):
    known = messages(language).values()
    missing = [one.id for one in known if is_for_readers(one) and not translations(one)]
    assert missing == [], REMEDY


def test_what_readers_see_is_told_from_what_staff_see():
    """The two lists above name things that exist."""
    known = messages("fa").values()
    ids = {one.id for one in known}
    assert ids >= READ_FROM_ROWS
    assert sum(map(is_for_readers, known)) > 100
    assert sum(not is_for_readers(one) for one in known) > 100


def test_a_translation_fills_in_and_marks_up_what_its_sentence_does(language):
    for message in messages(language).values():
        *singular, plural = message.id if message.pluralizable else (message.id,)
        whole = Counter(FILLED_IN.findall(plural))
        for form, said in enumerate(translations(message)):
            found = Counter(FILLED_IN.findall(said))
            in_words = {name: 1 for name in whole if re.search("count|number|second|times", name)}
            assert found <= whole, said
            # Where the form says one or two by a word, the number need not be there.
            may_lack = in_words if singular and form < 3 else {}
            assert whole - found <= Counter(may_lack), said


def test_persian_and_kurdish_are_written_with_their_own_letters():
    for language in ("fa", "ckb"):
        for message in messages(language).values():
            for said in translations(message):
                assert not set("يىكة") & set(said), said
    for message in messages("fa").values():
        for said in translations(message):
            assert not re.search(r"\b(می|نمی) |ه‌ی\b|\w ها\b", said), said


def test_the_compiled_catalogue_says_what_its_source_says(language):
    compiled = runpy.run_path(str(ROOT / ".ci" / "catalogues.py"))["compiled"](source(language))
    kept = source(language).with_suffix(".mo").read_bytes()
    assert spoken(kept) == spoken(compiled), "run `make catalogues`"
    assert spoken(kept)[0] > 100


def spoken(compiled):
    """How much a compiled catalogue says, and what, by message and plural form; no header."""
    catalog = dict(gettext.GNUTranslations(io.BytesIO(compiled))._catalog)
    header = catalog.pop("")
    plural = re.search(r"^Plural-Forms:.*$", header, re.MULTILINE)[0]
    return len(catalog), "".join(plural.split()), catalog


@pytest.mark.skipif(
    not shutil.which("xgettext"), reason="gettext is not installed (apt install gettext)"
)
def test_no_sentence_is_missing_from_the_catalogues_and_none_is_left_over(tmp_path):
    site = tmp_path / "site"
    left_out = shutil.ignore_patterns(
        ".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "var", "tests"
    )
    shutil.copytree(ROOT, site, ignore=left_out)
    script = [sys.executable, ".ci/catalogues.py"]
    done = subprocess.run(script, cwd=site, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for language in LANGUAGES:
        gathered = messages(language, site / source(language).relative_to(ROOT))
        known = messages(language)
        assert gathered.keys() - known.keys() == set(), REMEDY
        assert known.keys() - gathered.keys() == set(), "run `make catalogues`"
