"""Who is signed out while writing, or loses the connection, loses no word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import FIRST_LOOK, open_page, sign_in, violations
from tests.journeys.conftest import RunningSite, Visit

pytestmark = pytest.mark.journey
SENTENCE = "Dit schreef ik toen mijn sessie al voorbij was."


def _write(page: Page) -> str:
    """Type a sentence at the end; returns what stood there."""
    page.wait_for_timeout(FIRST_LOOK)
    lead = page.locator("#id_lead")
    before = lead.input_value()
    lead.press("Control+End")
    lead.press_sequentially(f" {SENTENCE}")
    return before


def _is_kept(page: Page, before: str) -> None:
    """Saved by itself, and there after the page is opened anew; then put back for who comes after."""
    saved = page.locator("[data-controller~=w-autosave][data-w-autosave-state-value=saved]").first
    expect(saved).to_be_attached()
    page.reload()
    lead = page.locator("#id_lead")
    assert SENTENCE in lead.input_value()
    page.wait_for_timeout(FIRST_LOOK)
    lead.fill(before)
    lead.press_sequentially(" ")
    expect(saved).to_be_attached()


def test_after_a_session_has_ended_the_text_stays_and_is_saved(editor: Visit, site: RunningSite) -> None:
    page = editor.page
    open_page(page, "TextPage", "Over deze site")
    page.context.clear_cookies(name="sessionid")
    before = _write(page)
    told = page.get_by_role("alert").filter(has_text="niet meer ingelogd")
    expect(told).to_be_visible()
    assert violations(page, ".told") == []
    expect(page.locator(".footer__save-warning")).to_contain_text("niet meer ingelogd")
    expect(page.locator(".footer__save-warning")).not_to_contain_text("serverfout")
    page.get_by_role("button", name="Bewaar concept").click()
    expect(page.get_by_role("button", name="Bewaar concept")).to_be_enabled()
    assert SENTENCE in page.locator("#id_lead").input_value(), "nothing was sent to the form to sign in"
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Log in in een nieuw tabblad").click()
    other = opened.value
    other.fill("#id_username", "redacteur")
    other.fill("#id_password", site.password)
    other.click("button[type=submit]")
    expect(other.get_by_role("heading", name="U bent weer ingelogd")).to_be_visible()
    other.close()
    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # a browser without a screen never hides one
    expect(page.get_by_role("alert").filter(has_text="weer ingelogd")).to_be_visible()
    _is_kept(page, before)


def test_without_a_connection_a_button_sends_nothing_away(editor: Visit) -> None:
    page = editor.page
    open_page(page, "TextPage", "Over deze site")
    page.context.set_offline(True)
    before = _write(page)
    expect(page.get_by_role("alert").filter(has_text="geen verbinding")).to_be_visible()
    page.get_by_role("button", name="Bewaar concept").click()
    asked = page.locator("#w-save-confirmation-dialog").get_by_role("button", name="Bewaar concept")
    asked.click()
    expect(asked).to_be_hidden()
    assert SENTENCE in page.locator("#id_lead").input_value()
    page.context.set_offline(False)
    expect(page.get_by_role("alert").filter(has_text="weer verbinding")).to_be_visible()
    _is_kept(page, before)


def test_a_form_that_saves_nothing_by_itself_waits_as_well(editor: Visit) -> None:
    """Of an hour ago, and the session has ended since: the button asks first."""
    page = editor.page
    page.clock.install()
    page.goto("/beheer/account/")
    page.fill("#id_name_email-first_name", "Noor")
    page.context.clear_cookies(name="sessionid")
    page.clock.fast_forward("01:00:00")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert").filter(has_text="niet meer ingelogd")).to_be_visible()
    expect(page.locator("#id_name_email-first_name")).to_have_value("Noor")


def test_the_form_to_sign_in_asks_nothing_first(visit: Callable[..., Visit], site: RunningSite) -> None:
    page = visit("/beheer/aanmelden/login/").page
    page.clock.install()
    page.reload()
    page.clock.fast_forward("01:00:00")
    sign_in(page, "redacteur", site.password)
