"""The witness of the browser tests sees what it is there to see."""

import pytest


def seen(witness):
    """The reports so far, taken away so that the test itself passes."""
    reports, witness.reports[:] = "\n".join(witness.reports), []
    return reports


def test_a_page_that_is_not_there_is_no_error(page, witness):
    page.goto("/nothing-at-this-address/")
    assert page.title().startswith("Nothing at this address")
    assert witness.reports == []


def test_something_that_a_page_asks_for_in_vain_is_reported(page, witness):
    page.goto("/")
    page.evaluate("fetch('/nothing-at-this-address/')")
    assert "/nothing-at-this-address/: Failed to load resource" in seen(witness)


def test_a_request_to_another_origin_is_reported(page, witness):
    page.goto("/")
    with page.expect_console_message(lambda message: "CSP: connect-src" in message.text):
        page.evaluate("fetch('https://elsewhere.example/').catch(() => {})")
    assert "https://elsewhere.example/" in seen(witness)


def test_an_error_of_a_script_is_reported(page, witness):
    page.goto("/")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert "page error: broken" in seen(witness)


@pytest.mark.parametrize("attack", ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>"])
def test_a_script_in_the_page_is_refused_and_reported(page, witness, attack):
    page.goto("/")
    with page.expect_console_message(lambda message: message.text.startswith("CSP: script-src")):
        page.evaluate(
            "(html) => document.body.append(document.createRange().createContextualFragment(html))",
            attack,
        )
    reports = seen(witness)
    assert "CSP: script-src" in reports
    assert "dialog" not in reports


def test_a_dialog_is_reported(page, witness):
    page.goto("/")
    page.evaluate("alert('hello')")
    assert "dialog: hello" in seen(witness)
