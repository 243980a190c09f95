"""What is heard of the pages, as Chromium gives it to a screen reader."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.listening import run_together
from tests.journeys.test_reader import PAGE_TYPES

pytestmark = pytest.mark.journey
Open = Callable[..., Visit]
OF_OTHERS = ("/verhaal/", "/ingesloten/", "/delen/", "/zoeken/")  # the story and the search have journeys of their own


def test_what_is_read_on_does_not_run_together(visit: Open) -> None:
    page = visit("/").page
    page.set_content("<p><span>3</span><span>Op koers</span></p>")
    assert run_together(page) == ["3|Op koers"], "it would be found"
    found = {}
    for path in PAGE_TYPES.values():
        if not path.startswith(OF_OTHERS):
            page.goto(path)
            found[path] = run_together(page)
    assert {path: places for path, places in found.items() if places} == {}


def test_what_is_wrong_in_a_group_of_answers_is_not_glued_to_its_question(visit: Open) -> None:
    page = visit("/meedoen/idee/").page
    page.get_by_role("button", name="Verstuur mijn idee").click()
    expect(page.get_by_role("radiogroup", name="Wat wordt het? Kies wat u wilt beginnen.")).to_be_visible()
    assert run_together(page) == []


def test_the_focus_on_the_buttons_of_a_map_skips_no_step(visit: Open) -> None:
    page = visit("/verhaal/", width=1280, height=900).page
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Zonder beweging").focus()
    for name in ("Volgende", "Kaart verkennen"):
        page.keyboard.press("Tab")
        expect(page.locator(".stage").get_by_role("button", name=name)).to_be_focused()
        page.wait_for_timeout(500)
        expect(page.locator(".stage")).to_contain_text("Stap 1 van 6")
        expect(page.locator(":focus")).to_be_in_viewport()
    page.locator(".chapter h2").first.evaluate("head => head.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".contents [aria-current=true]")).to_have_count(1)
    page.locator(".step").nth(1).evaluate("step => step.scrollIntoView({ behavior: 'instant' })")
    expect(page.locator(".contents [aria-current=true]")).to_have_count(0)
