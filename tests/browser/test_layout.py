"""How the pages stand on a screen: nothing overflows, everything is readable, focus can be seen."""

import pytest

from lib.fold import direction
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_linkback,
    make_newsroom,
    make_section,
    make_tag,
)

LONG = "https://example.org/" + "an-address-that-never-ends-" * 9
BODY = (
    f"<p>A paragraph with {LONG} in it.</p><h2>A part</h2>"
    "<figure class='pullquote'><blockquote><p>What was said.</p></blockquote></figure>"
    f"<pre>{LONG}</pre><p>And <a href='/'>a link</a>.</p><table><tbody><tr>"
    + "<td>incomprehensibilities</td>" * 9
    + "</tr></tbody></table>"
)
WORDS = {"en": "A headline that is long enough for two lines", "fa": "سرخطی که برای دو سطر بس است"}

# The contrast of each run of text with the first opaque ground below it, as WCAG 2.2 counts it.
FAINT = """() => {
  const rgb = (css) => css.match(/[\\d.]+/g).map(Number);
  const linear = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = rgb(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const pair = [light(rgb(getComputedStyle(element).color)), light(ground(element))];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (contrast < 4.5) faint.push(walker.currentNode.data.trim());
  }
  return faint;
}"""

# What reaches over an edge of the window and is not scrolled inside something of its own.
TOO_WIDE = """() => {
  const ALONE = "pre, .scrolls, :not(.scrolls) > table";
  const wide = document.documentElement.clientWidth;
  const scrolled = (element) => element.closest("pre, table, .scrolls, .unseen");
  const over = ({ left, right }) => left < -1 || right > wide + 1;
  return [...document.body.querySelectorAll("*")]
    .filter((element) => over(element.getBoundingClientRect()))
    .filter((element) => !scrolled(element.parentElement) || element.matches(ALONE))
    .map((element) => `${element.tagName}.${element.className}`);
}"""

# What a keyboard meets on the page, and whether each is marked while it has the focus.
UNMARKED = """() => {
  const unmarked = [];
  for (const element of document.querySelectorAll("a[href], button, input, textarea, summary")) {
    if (element.tabIndex < 0 || !element.checkVisibility() || element.closest(".unseen")) continue;
    element.focus({ focusVisible: true });
    const style = getComputedStyle(element);
    const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!marked) unmarked.push(element.outerHTML);
  }
  return unmarked;
}"""


@pytest.fixture(params=[pytest.param("en", marks=pytest.mark.proof), "fa"])
def article(request, site):
    """An article with everything that likes to overflow, in a newsroom of its language."""
    language = request.param
    make_newsroom(
        language=language,
        tagline="A tagline of some length, as newsrooms like them",
        navigation=[{"label": f"Section {n}", "address": f"/{n}/"} for n in range(9)],
    )
    article = make_article(
        WORDS[language],
        language=language,
        standfirst=WORDS[language] * 2,
        body=BODY,
        section=make_section(WORDS[language], slug="one", language=language),
        authors=[make_author(f"Ada Reporter of the {n} Desk") for n in range(3)],
        tags=[make_tag(f"{WORDS[language]} {n}") for n in range(5)],
    )
    comment = None
    for number in range(5):
        comment = make_comment(article, f"{number} {LONG}", parent=comment, name="N" * 60)
    make_linkback(article, f"https://blog.example/{LONG}", title=LONG, excerpt=LONG)
    article.tally.comments, article.tally.linkbacks = 5, 1
    article.tally.save()
    return article


def addresses(article):
    return ["/", article.path, "/section/one/", "/nothing-at-this-address/"]


@pytest.mark.parametrize(
    "width",
    [320, 1280, *(pytest.param(width, marks=pytest.mark.proof) for width in (390, 768, 1024))],
)
def test_no_page_is_wider_than_the_window(article, open_page, width):
    page = open_page(viewport={"width": width, "height": 800})
    for address in addresses(article):
        page.goto(address)
        assert page.evaluate("document.documentElement.dir") == direction(article.language)
        assert page.evaluate(TOO_WIDE) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(article, open_page, scheme):
    page = open_page(color_scheme=scheme)
    for address in addresses(article):
        page.goto(address)
        assert page.evaluate(FAINT) == [], address


@pytest.mark.proof
def test_text_that_is_too_faint_is_found(article, page):
    page.goto("/nothing-at-this-address/")
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    assert page.evaluate(FAINT) == [page.locator("h1").inner_text()]


def test_the_dark_scheme_is_dark(article, open_page):
    grounds = []
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        page.goto("/")
        grounds.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert grounds == ["rgb(252, 252, 250)", "rgb(19, 20, 23)"]


def test_focus_can_be_seen_wherever_the_keyboard_goes(article, page):
    for address in addresses(article):
        page.goto(address)
        assert page.evaluate(UNMARKED) == [], address


@pytest.mark.proof
def test_the_first_press_of_tab_offers_to_skip_to_the_content(article, page):
    page.goto(article.path)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("(link) => link === document.activeElement")
    assert skip.bounding_box()["height"] > 20
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_scripts_every_page_is_whole(article, open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.locator("h2").get_by_role("link", name=article.headline).click()
    assert page.locator("h1").inner_text() == article.headline
    assert page.locator("#comments .comment").count() == 5
    assert page.locator("#respond textarea").is_visible()


@pytest.mark.proof
def test_without_style_sheets_the_page_reads_in_its_order(article, open_page):
    page = open_page()
    page.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto(article.path)
    parts = ["header", "h1", ".standfirst", ".byline", ".dt-published", ".body", ".tags"]
    parts += ["#likes", "#comments", "#linkbacks", "#respond", "footer"]
    tops = [page.locator(f"body {part}").first.bounding_box()["y"] for part in parts]
    assert tops == sorted(tops)


@pytest.mark.proof
def test_motion_is_spared_to_those_who_ask(article, open_page):
    durations = {}
    for wish in ("no-preference", "reduce"):
        page = open_page(reduced_motion=wish)
        page.goto("/")
        durations[wish] = page.evaluate(
            "getComputedStyle(document.querySelector('a')).transitionDuration"
        )
    assert durations["reduce"] == "0s"
    assert durations["no-preference"] != "0s"


def test_paper_shows_the_article_and_no_controls(article, open_page):
    page = open_page(color_scheme="dark")
    page.goto(article.path)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".menu").is_visible()
    assert not page.locator("#respond form").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"
