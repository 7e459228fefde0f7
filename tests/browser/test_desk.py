"""The desk in a real Chromium: by keys alone, in place, without JavaScript, on a phone, to axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from comments.models import Comment
from moderation.bans import add_words, ban_writer
from moderation.models import Decision, Report, Response, Rule
from tests.browser.test_admin import sign_in
from tests.factories import make_article, make_comment, make_linkback, make_newsroom, make_user

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/admin/moderation/response/"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def nima():
    make_newsroom()
    return make_user("nima@example.org", name="Nima", is_superuser=True)


@pytest.fixture
def three():
    """Held comments; the newest, which stands first, is the last."""
    article = make_article("Bread")
    return [
        make_comment(article, f"Comment {n}", state="held", email="r@example.org", name=f"Rita {n}")
        for n in range(3)
    ]


@pytest.fixture
def desk(page, nima, three):
    sign_in(page, nima)
    page.goto(DESK)
    return page


def states():
    return list(Response.objects.order_by("pk").values_list("state", flat=True))


def focused(page):
    return page.evaluate("document.activeElement.id")


def focused_class(page):
    return page.evaluate("document.activeElement.className")


def said(page, words):
    page.locator("#said").get_by_text(words).wait_for()


def test_by_keys_alone_one_after_the_other_is_decided(desk, three):
    desk.keyboard.press("j")
    assert focused(desk) == f"response-{three[2].pk}"
    desk.keyboard.press("a")
    said(desk, "1 response: shown.")
    assert focused(desk) == f"response-{three[1].pk}"
    desk.keyboard.press("s")
    said(desk, "1 response: spam.")
    desk.keyboard.press("r")
    said(desk, "1 response: rejected.")
    assert states() == ["rejected", "spam", "shown"]
    assert desk.locator(".queues .selected").inner_text().split() == ["Pending", "0"]


@pytest.mark.proof
def test_a_letter_is_known_by_its_place_on_a_persian_keyboard(desk, three):
    desk.keyboard.press("j")
    desk.evaluate(
        """document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        {key: "ش", code: "KeyA", bubbles: true, cancelable: true}))"""
    )
    said(desk, "1 response: shown.")
    assert states() == ["held", "held", "shown"]


@pytest.mark.proof
def test_u_undoes_what_was_decided_last(desk, three):
    desk.keyboard.press("j")
    desk.keyboard.press("s")
    said(desk, "1 response: spam.")
    desk.keyboard.press("u")
    said(desk, "1 decision undone.")
    assert states() == ["held"] * 3
    assert focused(desk) == f"response-{three[2].pk}"
    desk.keyboard.press("a")
    said(desk, "1 response: shown.")
    assert states() == ["held", "held", "shown"]


@pytest.mark.proof
def test_nobody_waits_for_an_answer_and_no_key_decides_twice(desk, three):
    desk.keyboard.press("j")
    for key in "ass":
        desk.keyboard.press(key)
    desk.get_by_text("Nothing waits.").wait_for()
    assert states() == ["spam", "spam", "shown"]
    assert focused_class(desk) == "nothing"


@pytest.mark.proof
def test_u_undoes_what_was_decided_last_wherever_it_stands(desk, three):
    desk.click(f"#response-{three[0].pk} .decide-spam")
    said(desk, "1 response: spam.")
    desk.click(f"#response-{three[2].pk} .decide-reject")
    said(desk, "1 response: rejected.")
    desk.keyboard.press("z")
    said(desk, "1 decision undone.")
    assert states() == ["spam", "held", "held"]


@pytest.mark.proof
def test_a_decided_page_pulls_in_the_next_and_can_still_be_undone(desk, three):
    article = three[0].response.article
    for number in range(49):
        make_comment(article, f"Later {number}", state="held", email="r@example.org")
    desk.goto(DESK)
    desk.keyboard.press("j")
    for _ in range(50):
        desk.keyboard.press("s")
    desk.wait_for_selector(f"#response-{three[0].pk}:not(.done)")
    assert states().count("held") == 2
    assert focused(desk) == f"response-{three[1].pk}"
    desk.reload()
    assert desk.locator("li.response").count() == 2
    for _ in range(2):
        desk.keyboard.press("j")
        desk.keyboard.press("s")
    desk.get_by_text("Nothing waits.").wait_for()
    assert states().count("held") == 0
    desk.keyboard.press("u")
    said(desk, "1 decision undone.")
    desk.get_by_text("Nothing waits.").wait_for(state="detached")


@pytest.mark.proof
def test_a_ban_is_undone_by_the_key_that_undoes_decisions(desk, three):
    desk.keyboard.press("j")
    desk.keyboard.press("b")
    row = desk.locator(f"#response-{three[2].pk}")
    row.locator("[name=whom]").wait_for()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.type("rude")
    desk.keyboard.press("Enter")
    row.get_by_text("is banned until").first.wait_for()
    assert Rule.objects.get().note == "rude"
    assert not Rule.objects.get().is_over
    desk.keyboard.press("u")
    said(desk, "is not banned any more.")
    assert Rule.objects.get().is_over
    assert focused(desk) == f"response-{three[2].pk}"


def test_without_a_network_nothing_is_lost_and_it_is_said(desk, three, witness):
    witness.refusing = ("/admin/moderation/response/",)
    desk.context.set_offline(True)
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    said(desk, "nothing was decided")
    assert focused(desk) == f"response-{three[2].pk}"
    desk.context.set_offline(False)
    desk.keyboard.press("a")
    said(desk, "1 response: shown.")
    assert states() == ["held", "held", "shown"]


@pytest.mark.proof
def test_the_page_of_one_response_has_the_keys_too(desk, three):
    desk.goto(f"{DESK}{three[2].pk}/change/")
    desk.keyboard.press("s")
    desk.wait_for_selector(".messagelist [name=undo]")
    assert states() == ["held", "held", "spam"]
    desk.keyboard.press("z")
    desk.get_by_text("1 decision undone.").wait_for()
    assert states() == ["held"] * 3


@pytest.mark.proof
def test_ticked_ones_fold_away_together_and_come_back_together(desk):
    for _ in range(2):
        desk.keyboard.press("j")
        desk.keyboard.press("x")
    desk.click(".together .decide-spam")
    said(desk, "2 responses: spam.")
    assert states() == ["held", "spam", "spam"]
    desk.get_by_role("button", name="Undo all 2 decisions").first.click()
    said(desk, "2 decisions undone.")
    assert states() == ["held"] * 3


@pytest.mark.proof
def test_page_after_page_is_ticked_and_decided_together(desk, three):
    for number in range(50):
        make_comment(three[0].response.article, f"Later {number}", state="held")
    desk.goto(DESK)
    for left in (3, 0):
        desk.check("#tick-all")
        desk.click(".together .decide-spam")
        desk.locator(".queues .selected").get_by_text(str(left), exact=True).wait_for()
        assert states().count("held") == left
        assert not desk.is_checked("#tick-all")
    desk.get_by_text("Nothing waits.").wait_for()


@pytest.mark.proof
def test_a_row_opens_where_it_stands_and_closes_again(desk, three):
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    opened = desk.locator(f"#response-{three[2].pk} .opened")
    opened.get_by_text("r@example.org").first.wait_for()
    assert opened.get_by_role("link", name="Comment 1").is_visible()
    desk.keyboard.press("Enter")
    opened.wait_for(state="hidden")


@pytest.mark.proof
def test_an_edit_and_a_reply_are_sent_from_the_opened_row(desk, three):
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    row = desk.locator(f"#response-{three[2].pk}")
    row.get_by_text("Edit", exact=True).click()
    row.locator("form.act textarea").last.fill("Better said")
    row.get_by_role("button", name="Save the change").click()
    row.get_by_text("The change is saved.").wait_for()
    row.locator("[name=decide].decide-approve").click()
    said(desk, "1 response: shown.")
    desk.goto(f"{DESK}{three[2].pk}/change/")
    desk.get_by_text("Reply", exact=True).click()
    desk.locator("form.act textarea").first.fill("Thank you")
    desk.get_by_role("button", name="Reply now").click()
    desk.wait_for_selector(".messagelist .success")
    reply = Comment.objects.latest("pk")
    assert (reply.parent_id, reply.response.state, reply.user.name) == (
        three[2].pk, "shown", "Nima",
    )  # fmt: skip
    assert Comment.objects.get(pk=three[2].pk).text == "Better said"


@pytest.mark.proof
def test_what_somebody_else_decided_meanwhile_stays_and_is_told(desk, three):
    Response.objects.filter(pk=three[2].pk).update(state="spam")
    sara = make_user("sara@example.org", name="Sara")
    Decision.objects.create(
        response=three[2].response, before="held", after="spam", decided_by=sara
    )
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    said(desk, "Sara decided meanwhile: spam. Nothing was changed.")
    assert desk.locator(f"#response-{three[2].pk} .notice").is_visible()
    assert states() == ["held", "held", "spam"]


@pytest.mark.proof
def test_keys_do_nothing_while_one_types_or_when_they_are_off(desk):
    desk.keyboard.press("/")
    assert focused(desk) == "searched"
    desk.keyboard.type("asr")
    assert states() == ["held"] * 3
    desk.keyboard.press("Tab")
    desk.keyboard.press("?")
    desk.uncheck("#keys-on")
    desk.keyboard.press("Escape")
    desk.reload()
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    assert focused(desk) == ""
    assert states() == ["held"] * 3


def test_without_javascript_all_of_it_is_forms_and_links(open_page, nima, three):
    page = open_page(java_script_enabled=False)
    sign_in(page, nima)
    page.goto(DESK)
    page.click(f"#response-{three[2].pk} .decide-spam")
    assert states() == ["held", "held", "spam"]
    page.click(".messagelist [name=undo]")
    assert states() == ["held"] * 3
    page.click(f"#response-{three[2].pk} a.open")
    page.click("[name=decide].decide-approve")
    assert states() == ["held", "held", "shown"]


@pytest.mark.proof
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fa", "light", 390), ("", "light", 1280), ("", "dark", 390), ("fa", "dark", 1280)],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    open_page, nima, three, language, scheme, width
):
    nima.language = language
    nima.save()
    linkback = make_linkback(three[0].response.article, state="held", excerpt="Dear " * 60)
    reported = make_comment(three[0].response.article, "Hm", parent=three[0], name="Tom").response
    Report.objects.create(response=reported, reason="abuse", text="He insults me")
    Response.objects.filter(pk=reported.pk).update(plea="reported")
    banned = ban_writer(three[0].response, by=nima, until=None, note="Again")
    add_words(["casino", "نان"], action=Rule.Action.SPAM, by=nima)
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    sign_in(page, nima)
    for address in [
        "", "?queue=reported", "?queue=all&kind=comment&q=Comment", "?queue=spam",
        f"{reported.pk}/change/", f"{linkback.pk}/change/", "999999/change/", "log/",
        "together/?email=r@example.org&decide=spam", "log/?about=rules", "../rule/", "../rule/add/",
        f"../rule/{banned.pk}/change/", "../rule/?action__exact=refuse", "../host/", "../host/add/",
    ]:  # fmt: skip
        page.goto(DESK + address)
        if address == "":
            page.keyboard.press("j")
            page.keyboard.press("Enter")
            page.wait_for_selector(".opened .evidence")
        page.evaluate(
            "document.querySelectorAll('.desk details').forEach((one) => (one.open = true))"
        )
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # the bar with Save covers nothing
        found = Axe().run(page, options=RULES).response["violations"]
        faults = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
        assert faults == [], address
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, address
