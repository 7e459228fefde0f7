"""Takes the pictures of these pages: ``make screenshots``.

Serves a demo newsroom of its own, walks through it in the Chromium of this machine, and writes
``docs/screenshots/<scene>-<language>-<scheme>.webp``, in English and Persian, light and dark, on a
phone for what readers see and on a desktop for what staff see.
"""

import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from bench import rows
from bench.newsroom import newsroom

FOLDER = Path(__file__).parent / "screenshots"
CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
QUALITY = 80
LANGUAGES = ["en", "fa"]
SCHEMES = ["light", "dark"]
REPLIES = {
    "en": ("Mina", "The map of the second reservoir says otherwise; I can send it."),
    "fa": ("مینا", "نقشهٔ مخزن دوم چیز دیگری می‌گوید؛ می‌توانم آن را بفرستم."),
}
"""Name and words of the reply that is written for the pictures."""
EDITS = {
    "en": "The council meets again on Thursday.",
    "fa": "شورا پنجشنبه دوباره تشکیل جلسه می‌دهد.",
}
"""A sentence that is added to a standfirst for the pictures."""
ROLES = ["Moderator", "Editor"]


@dataclass(frozen=True)
class Scene:
    """One picture: where it is taken, and what is done before."""

    name: str
    window: dict[str, int]
    go: Callable[[Page, str, str], None]
    """Takes the page to the scene; given the site's address and the language."""
    of: str = ""
    """The part of the page that the picture shows; empty for what the window shows."""
    scripts: bool = True
    role: str = ""
    """Who is signed in, of the demo's accounts; empty for a reader."""


def thread(page: Page, site: str, language: str) -> None:
    """An article's comments."""
    page.goto(site + most_discussed(language))


def errors(page: Page, site: str, language: str) -> None:
    """A reply that cannot be taken yet."""
    page.goto(site + most_discussed(language))
    _fill(page, language, website="not an address")
    page.click("#respond form button:not([type=button])")


def held(page: Page, site: str, language: str) -> None:
    """A reply that waits for a moderator, as only its writer sees it."""
    page.goto(site + most_discussed(language))
    _fill(page, language)
    page.click("#respond form button:not([type=button])")


def desk(page: Page, site: str, language: str) -> None:
    """What waits for a moderator."""
    page.goto(f"{site}/admin/moderation/response/")


def today(page: Page, site: str, language: str) -> None:
    """The first page of the desk."""
    page.goto(f"{site}/admin/")


def form(page: Page, site: str, language: str) -> None:
    """Where an article is written."""
    page.goto(f"{site}/admin/articles/article/{_written(language)}/change/")
    page.wait_for_selector(".ProseMirror[contenteditable=true]")


def comparison(page: Page, site: str, language: str) -> None:
    """What an edit that is not published yet changes."""
    form(page, site, language)
    standfirst = page.locator("#id_standfirst")
    if EDITS[language] not in standfirst.input_value():
        standfirst.fill(f"{standfirst.input_value()} {EDITS[language]}")
        page.click("[name=_save]")
        page.wait_for_load_state()
    page.click(".standing a[href*=compare]")


SCENES = [
    Scene("thread", PHONE, thread, of="#comments"),
    Scene("form-with-errors", PHONE, errors, of="#respond", scripts=False),
    Scene("held", PHONE, held, of="main", scripts=False),
    Scene("desk", DESKTOP, desk, role="Moderator"),
    Scene("desk-on-a-phone", PHONE, desk, role="Moderator"),
    Scene("first-page", DESKTOP, today, role="Editor"),
    Scene("article-form", DESKTOP, form, role="Editor"),
    Scene("comparison", DESKTOP, comparison, role="Editor"),
]


def main() -> None:
    """Write every picture anew."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        sys.exit("error: no Chromium on this machine (Debian: apt install chromium).")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    FOLDER.mkdir(exist_ok=True)
    with newsroom(demo=True) as site, sync_playwright() as playwright:
        rows.join()
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        people = {role: signed_in(browser, site, role) for role in ROLES}
        for scene in SCENES:
            for language in LANGUAGES:
                _speak(language)
                for scheme in SCHEMES:
                    take(browser, site, scene, language, scheme, people.get(scene.role))
        browser.close()
        rows.leave()


def take(
    browser: Browser,
    site: str,
    scene: Scene,
    language: str,
    scheme: str,
    person: StorageState | None,
) -> None:
    """One picture into its file."""
    context = browser.new_context(
        viewport=scene.window,
        color_scheme=scheme,
        java_script_enabled=scene.scripts,
        storage_state=person,
    )
    page = context.new_page()
    scene.go(page, site, language)
    page.wait_for_load_state("networkidle")
    shot = _part(page, scene.of) if scene.of else page.screenshot()
    context.close()
    file = FOLDER / f"{scene.name}-{language}-{scheme}.webp"
    Image.open(io.BytesIO(shot)).convert("RGB").save(file, quality=QUALITY, method=6)
    sys.stdout.write(f"{file.relative_to(FOLDER.parent.parent)}\n")


def most_discussed(language: str) -> str:
    """The path of the article in this language to which most was said."""
    articles = apps.get_model("articles", "Article").objects.published().filter(language=language)
    return str(articles.order_by("-tally__comments", "-pk").first().get_absolute_url())


def _written(language: str) -> int:
    """The newest public article in this language that has a standfirst."""
    articles = apps.get_model("articles", "Article").objects.published().filter(language=language)
    return int(articles.exclude(standfirst="").order_by("-published_at").first().pk)


def _part(page: Page, selector: str) -> bytes:
    """A part of the page over the whole width of the window."""
    page.evaluate("scrollTo(0, 0)")
    box = page.locator(selector).first.bounding_box()
    if box is None:
        raise SystemExit(f"{page.url} has no {selector}.")
    clip = {"x": 0, "y": box["y"], "width": page.viewport_size["width"], "height": box["height"]}
    return page.screenshot(full_page=True, clip=clip)


def _fill(page: Page, language: str, website: str = "") -> None:
    name, words = REPLIES[language]
    page.fill("#respond [name=comment]", words)
    page.fill("#respond [name=author]", name)
    page.fill("#respond [name=email]", "mina@example.org")
    page.fill("#respond [name=url]", website)


def signed_in(browser: Browser, site: str, role: str) -> StorageState:
    """What the browser keeps of somebody in the demo; once, because sign-ins are slowed down."""
    accounts = Path(os.environ["VAR_DIR"], "demo-accounts.txt").read_text()
    found = re.search(rf"^\s*{role}\s+(\S+)\s+(\S+)$", accounts, re.MULTILINE)
    if found is None:
        raise SystemExit(f"The demo has no {role}.")
    email, password = found.groups()
    page = browser.new_page()
    page.goto(f"{site}/admin/login/")
    page.fill("#respond [name=username]", email)
    page.fill("#respond [name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{site}/admin/")
    return page.context.storage_state()


def _speak(language: str) -> None:
    """The admin, to everybody."""
    apps.get_model("accounts", "User").objects.update(language=language)


if __name__ == "__main__":
    main()
