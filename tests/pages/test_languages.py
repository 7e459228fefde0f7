"""What a page says by itself is said in the language of what it shows."""

import re

import pytest
from lxml import html

from lib.digits import digits
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_linkback,
    make_newsroom,
    make_photo,
)
from trackbacks.standing import status_address

pytestmark = pytest.mark.django_db
WORDS = {
    "fa": {
        "dir": "rtl",
        "respond": "پاسخ دهید",
        "button": "فرستادن دیدگاه",
        "comments": "۲ دیدگاه",
        "linkbacks": "۱ دنبالک / بازتاب",
        "protocol": "بازتاب",
        "byline": "نوشتهٔ آ، ب و پ؛ عکس از ت",
        "credit": "عکس: ث",
        "skip": "رفتن به متن",
        "feed": "دنبال کردن با خوراک (RSS)",
        "required": "این فیلد لازم است.",
        "not an address": "این نشانی وب نیست.",
        "closed": "دیدگاه‌ها بسته است.",
        "held": "دیدگاه شما در انتظار بررسی است",
        "liked": "این مطلب را پسندیده‌اید",
        "thanks": "سپاس: پیوند نمایش داده می‌شود.",
        "missing": "در این نشانی چیزی نیست",
    },
    "ar": {
        "dir": "rtl",
        "respond": "اترك ردًّا",
        "button": "أرسِل التعليق",
        "comments": "تعليقان",
        "linkbacks": "تعقيب / تنبيه واحد",
        "protocol": "تنبيه",
        "byline": "بقلم آ، ب وپ؛ تصوير ت",
        "credit": "الصورة: ث",
        "skip": "انتقل إلى المحتوى",
        "feed": "تابِعنا عبر الخلاصة (RSS)",
        "required": "هذا الحقل مطلوب.",
        "not an address": "هذا ليس عنوان موقع.",
        "closed": "باب التعليق مغلق.",
        "held": "تعليقك في انتظار المراجعة",
        "liked": "أعجبك هذا المقال",
        "thanks": "شكرًا: الرابط معروض.",
        "missing": "لا يوجد شيء في هذا العنوان",
    },
    "ckb": {
        "dir": "rtl",
        "respond": "وەڵامێک بنووسە",
        "button": "ناردنی بۆچوون",
        "comments": "٢ بۆچوون",
        "linkbacks": "١ تراکباک / پینگباک",
        "protocol": "پینگباک",
        "byline": "نووسینی: آ، ب و پ؛ وێنە: ت",
        "credit": "وێنە: ث",
        "skip": "بازدان بۆ ناوەڕۆک",
        "feed": "بەدواداچوون بە فید (RSS)",
        "required": "ئەم خانەیە داواکراوە.",
        "not an address": "ئەمە ناونیشانی وێب نییە.",
        "closed": "بۆچوونەکان داخراون.",
        "held": "بۆچوونەکەت چاوەڕێی پێداچوونەوەیە",
        "liked": "ئەم بابەتەت بەدڵە",
        "thanks": "سوپاس: بەستەرەکە پیشان دەدرێت.",
        "missing": "هیچ شتێک لەم ناونیشانەدا نییە",
    },
    "fr": {
        "dir": "ltr",
        "respond": "Laisser un commentaire",
        "button": "Publier le commentaire",
        "comments": "2 commentaires",
        "linkbacks": "1 rétrolien / ping",
        "protocol": "ping",
        "byline": "Par آ, ب et پ ; photos : ت",
        "credit": "Photo : ث",
        "skip": "Aller au contenu",
        "feed": "Suivre par flux (RSS)",
        "required": "Ce champ est obligatoire.",
        "not an address": "Ceci n’est pas une adresse web.",
        "closed": "Les commentaires sont fermés.",
        "held": "Votre commentaire attend la modération",
        "liked": "Vous aimez cet article",
        "thanks": "Merci : le lien est affiché.",
        "missing": "Il n’y a rien à cette adresse",
    },
}
COUNTS = (0, 1, 2, 3, 11, 100)
LIKES = {
    "fa": [
        "نخستین کسی باشید که این را می‌پسندد",
        "یک وبلاگ‌نویس این را پسندیده است",
        "۲ وبلاگ‌نویس این را پسندیده‌اند",
        "۳ وبلاگ‌نویس این را پسندیده‌اند",
        "۱۱ وبلاگ‌نویس این را پسندیده‌اند",
        "۱۰۰ وبلاگ‌نویس این را پسندیده‌اند",
    ],
    "ar": [
        "كن أول من يُعجَب بهذا",
        "مدوّن واحد أعجبه هذا",
        "مدوّنان أعجبهما هذا",
        "٣ مدوّنين أعجبهم هذا",
        "١١ مدوّنًا أعجبهم هذا",
        "١٠٠ مدوّن أعجبهم هذا",
    ],
    "ckb": [
        "یەکەم کەس بە کە ئەمەی بەدڵە",
        "بلۆگنووسێک ئەمەی بەدڵە",
        "٢ بلۆگنووس ئەمەیان بەدڵە",
        "٣ بلۆگنووس ئەمەیان بەدڵە",
        "١١ بلۆگنووس ئەمەیان بەدڵە",
        "١٠٠ بلۆگنووس ئەمەیان بەدڵە",
    ],
    "fr": [
        "Soyez le premier à aimer",
        "Un blogueur aime ceci",
        "2 blogueurs aiment ceci",
        "3 blogueurs aiment ceci",
        "11 blogueurs aiment ceci",
        "100 blogueurs aiment ceci",
    ],
}
COMMENTS_IN_ARABIC = {
    1: "تعليق واحد",
    2: "تعليقان",
    3: "٣ تعليقات",
    10: "١٠ تعليقات",
    11: "١١ تعليقًا",
    99: "٩٩ تعليقًا",
    100: "١٠٠ تعليق",
    103: "١٠٣ تعليقات",
}
LINKS_IN_ARABIC = {
    1: "تعقيب / تنبيه واحد",
    2: "تعقيبان / تنبيهان",
    3: "٣ تعقيبات / تنبيهات",
    11: "١١ تعقيبًا / تنبيهًا",
    100: "١٠٠ تعقيب / تنبيه",
}
SENT = {"comment": "متن", "author": "Rita", "email": "rita@example.org"}
OWN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


@pytest.fixture(params=list(WORDS))
def language(request):
    return request.param


def make_talked_about(language, **fields):
    """An article with everything on its page, in a newsroom that speaks another language."""
    make_newsroom(language="en" if language != "en" else "fa")
    photo = make_photo(credit="ث")
    authors = [make_author(name) for name in "آبپ"]
    article = make_article(language=language, photo=photo, authors=authors, **fields)
    article.bylines.create(author=make_author("ت"), role="photographs", position=9)
    make_comment(article, "یک", parent=make_comment(article, "دو"))
    make_linkback(article)
    count(article, comments=2, linkbacks=1)
    return article


def count(article, **counts):
    for name, value in counts.items():
        setattr(article.tally, name, value)
    article.tally.save()


def look(client, address, status=200, **sent):
    """The page and its words, in which nothing was left to be filled in."""
    answer = client.post(address, sent, headers=OWN) if sent else client.get(address)
    assert answer.status_code == status
    text = answer.text
    assert not re.search(r"%\(\w+\)|%[ds]\b|\{\w*\}", text), "a placeholder is shown"
    return html.fromstring(text)


def words(page, path):
    """The text of the one element there; white space, breaking or not, is one space."""
    (found,) = page.xpath(path)
    return " ".join(found.text_content().split())


def test_the_article_page_speaks_the_articles_language(client, language):
    said = WORDS[language]
    page = look(client, make_talked_about(language).path)
    assert (page.get("lang"), page.get("dir")) == (language, said["dir"])
    assert words(page, "//*[@id='respond-heading']") == said["respond"]
    assert words(page, "//*[@id='respond']//button") == said["button"]
    assert words(page, "//*[@id='comments-heading']") == said["comments"]
    assert words(page, "//*[@id='linkbacks-heading']") == said["linkbacks"]
    assert words(page, "//*[@class='protocol']") == said["protocol"]
    assert words(page, "//*[@class='byline']") == said["byline"]
    assert words(page, "//*[@class='credit']") == said["credit"]
    assert words(page, "//a[@class='skip']") == said["skip"]


def test_no_english_is_left_on_the_article_page(client, language):
    """The same page in English and in another language has no sentence in common."""
    ours = make_talked_about(language)
    english = make_talked_about("en")
    first, second = (
        {
            " ".join(text.split())
            for text in look(client, article.path).xpath("//main//text()")
            if len(text.split()) > 1 or text.strip() in {"Name", "Comment", "Reply", "Like"}
        }
        for article in (ours, english)
    )
    assert len(second) > 10
    assert first & second <= {"A headline", "A body.", "Rita Reader", "Somebody's entry"}


def test_masthead_and_foot_speak_the_newsrooms_language(client, language):
    article = make_talked_about("en")
    make_newsroom(language=language, navigation=[{"label": "A", "address": "/a/"}])
    page = look(client, article.path)
    foot = page.xpath("//footer[contains(@class,'colophon')]")[0]
    assert (foot.get("lang"), foot.get("dir")) == (language, WORDS[language]["dir"])
    assert WORDS[language]["feed"] in words(page, "//footer[contains(@class,'colophon')]")
    menu = page.xpath("//header[contains(@class,'masthead')]//nav/@aria-label")
    assert menu != ["Sections"]
    assert words(page, "//*[@id='respond-heading']") == "Leave a Reply"


@pytest.mark.parametrize("number", range(len(COUNTS)))
def test_the_likes_line_counts_in_the_plural_forms_of_the_language(client, language, number):
    article = make_article(language=language)
    count(article, likes=COUNTS[number])
    page = look(client, article.path)
    assert words(page, "//*[@class='likes-count']") == LIKES[language][number]


@pytest.mark.parametrize("number", COMMENTS_IN_ARABIC)
def test_arabic_counts_comments_in_its_forms(client, number):
    article = make_article(language="ar")
    make_comment(article)
    count(article, comments=number)
    page = look(client, article.path)
    assert words(page, "//*[@id='comments-heading']") == COMMENTS_IN_ARABIC[number]


@pytest.mark.parametrize("number", LINKS_IN_ARABIC)
def test_arabic_counts_links_in_its_forms(client, number):
    article = make_article(language="ar")
    make_linkback(article)
    count(article, linkbacks=number)
    page = look(client, article.path)
    assert words(page, "//*[@id='linkbacks-heading']") == LINKS_IN_ARABIC[number]


def test_a_refused_reply_is_told_why_in_the_articles_language(client, language):
    article = make_talked_about(language)
    sent = {"comment": "", "author": "Rita", "email": "rita@example.org", "url": "x y"}
    page = look(client, f"{article.path}comments/", 422, **sent)
    assert words(page, "//*[@id='reply-comment_error']") == WORDS[language]["required"]
    assert words(page, "//*[@id='reply-url_error']") == WORDS[language]["not an address"]
    assert page.get("lang") == language


def test_a_reply_to_a_closed_discussion_is_refused_in_the_articles_language(client, language):
    article = make_talked_about(language, comments_open=False)
    page = look(client, f"{article.path}comments/", 403, **SENT)
    assert WORDS[language]["closed"] in words(page, "//*[@id='respond']")


def test_who_writes_too_fast_is_told_so_in_the_plural_form_of_the_language(client):
    article = make_talked_about("ar")
    address = f"{article.path}comments/"
    for number in range(5):
        client.post(address, {**SENT, "comment": f"{number}"}, headers=OWN)
    page = look(client, address, 429, **SENT)
    said = words(page, "//*[@id='respond']//*[@role='alert']")
    assert re.search("بعد [٠-٩]+ (ثانية|ثوانٍ)", said)


def test_the_page_of_a_held_reply_speaks_the_articles_language(client, language):
    article = make_talked_about(language)
    answer = client.post(f"{article.path}comments/", SENT, headers=OWN)
    page = look(client, answer["Location"].partition("#")[0])
    assert words(page, "//main//h1") == WORDS[language]["held"]


def test_who_linked_is_told_of_it_in_the_articles_language(client, language):
    make_newsroom(language="en")
    linkback = make_linkback(make_article(language=language))
    page = look(client, status_address(linkback))
    assert words(page, "//*[@role='status']") == WORDS[language]["thanks"]


def test_the_answer_to_a_like_speaks_the_articles_language(client, language):
    page = look(client, f"{make_talked_about(language).path}likes/", action="like")
    assert words(page, "//main//h1") == WORDS[language]["liked"]


def test_a_missing_page_speaks_the_newsrooms_language(client, language):
    make_newsroom(language=language)
    page = look(client, "/nothing-here/", 404)
    assert words(page, "//main//h1") == WORDS[language]["missing"]


def test_an_entry_of_a_list_speaks_its_own_language(client, language):
    make_talked_about(language)
    page = look(client, "/")
    assert words(page, "//article//*[@class='byline']") == WORDS[language]["byline"]


def test_a_language_without_a_catalogue_falls_back_to_english(client):
    """What Django itself says in it stays; what we say is English, and nothing is half of each."""
    article = make_talked_about("tr")
    page = look(client, f"{article.path}comments/", 422, comment="", author="", email="")
    assert page.get("lang") == "tr"
    assert words(page, "//*[@id='respond-heading']") == "Leave a Reply"
    assert words(page, "//*[@id='linkbacks-heading']") == "1 Trackback / Pingback"
    assert words(page, "//*[@id='reply-comment_error']") == "Bu alan zorunludur."


def test_numbers_are_written_in_the_digits_of_the_language(client, language):
    article = make_talked_about(language)
    dates = look(client, article.path).xpath("//main//time")
    assert dates
    for date in dates:
        year = date.get("datetime")[:4]
        assert digits(year, language) in date.text_content()
        assert date.get("datetime")[:4].isascii()  # machines read Western digits


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fa", "۱۲۳"), ("fa-AF", "۱۲۳"), ("ckb", "١٢٣"), ("ar", "١٢٣"), ("en", "123"), ("", "123")],
)
def test_digits_of_a_language(language, expected):
    assert digits("123", language) == expected
