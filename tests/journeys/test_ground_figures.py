"""Under a field with references to figures stands what the reader gets, while somebody types."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import violations
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.journey


def test_the_figures_of_a_challenge_and_of_a_conversation_are_told_as_the_reader_gets_them(editor: Visit) -> None:
    page = editor.page
    page.goto("/beheer/wijkopgaven/new/")
    field, told = page.locator("#id_figures"), page.locator("#id_figures-lezer")
    expect(told).to_have_text("")
    field.press_sequentially("lonely@stadsdeel/noord#2020")
    expect(told).to_contain_text("Zo leest de lezer het:")
    expect(told.locator("li")).to_contain_text("in Noord, 2020:")
    expect(told).to_have_attribute("aria-live", "polite")
    assert "id_figures-lezer" in str(field.get_attribute("aria-describedby")).split()
    assert violations(page, "[data-controller=vergezicht-references]") == []
    field.press("Enter")
    field.press_sequentially("lonely@stadsdeel/nergens")
    expect(told.locator(".figure-notes")).to_contain_text("het gebied stadsdeel/nergens bestaat niet")

    page.goto("/beheer/gesprekken/new/")
    page.click("button:has-text('Voeg Punt toe')")
    page.locator("#id_harvest-0-figures").press_sequentially("lonely@stadsdeel/noord")
    expect(page.locator("#id_harvest-0-figures-lezer")).to_contain_text("Het cijfer erbij:")
